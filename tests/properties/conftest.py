"""The heart, the second opinion on it, and the gate's enumeration, whose table is printed at the end of a run."""

import json
import time
from pathlib import Path

import pytest

from recommender.heart import load_heart
from recommender.pipeline import recommend
from tests.properties.enumeration import run_all, table
from tests.properties.intakes import ASKED, JUDGED_ON
from tests.properties.reference import Reference

CATALOG = Path(__file__).parents[2] / "exercise_catalog" / "compiled.json"
ENUMERATED = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def heart():
    return load_heart()


@pytest.fixture(scope="session")
def run(heart):
    """The recommendation for an intake on the day of these tests."""
    return lambda intake: recommend(intake, heart, judged_on=JUDGED_ON)


@pytest.fixture(scope="session")
def screened(run):
    """The recommendation for somebody who was asked about everything; all no, but for what is added."""
    return lambda **more: run({**ASKED, **more})


@pytest.fixture(scope="session")
def reference():
    return Reference(json.loads(CATALOG.read_text(encoding="utf-8"))["exercises"])


@pytest.fixture(scope="session")
def gate_enumeration(pytestconfig):
    """The tallies of all that is enumerated of the gate."""
    start = time.perf_counter()
    tallies = run_all()
    pytestconfig.stash[ENUMERATED] = table(tallies, time.perf_counter() - start)
    return tallies


def pytest_terminal_summary(terminalreporter, config):
    if ENUMERATED in config.stash:
        terminalreporter.section("the gate, enumerated", sep="-")
        for line in config.stash[ENUMERATED]:
            terminalreporter.line(line)
