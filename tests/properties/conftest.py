"""The heart, and the second opinion on it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from recommender.heart import load_heart
from recommender.pipeline import recommend
from tests.properties.reference import Reference

JUDGED_ON = dt.date(2026, 11, 22)
CATALOG = Path(__file__).parents[2] / "exercise_catalog" / "compiled.json"
ASKED = {
    "sitting_hours_per_day": 8, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": False,
    "red_flags": [], "conditions": [],
}  # fmt: skip


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
