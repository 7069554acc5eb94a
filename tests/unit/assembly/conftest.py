"""The heart, its plan and its exercises, for tests of how a program is put together."""

import datetime as dt

import pytest

from recommender.heart import load_heart
from recommender.pipeline import recommend
from tests.unit.assembly.people import DAYS, MINUTES, PEOPLE


@pytest.fixture(scope="session")
def heart():
    return load_heart()


@pytest.fixture(scope="session")
def plan(heart):
    return heart.plan


@pytest.fixture(scope="session")
def exercise(heart):
    return lambda name: heart.catalog.by_id[name]


@pytest.fixture(scope="session")
def recommended(heart):
    """Recommends for somebody who answered every screening question with no, and whatever is added."""
    asked = {
        "sitting_hours_per_day": 8, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": False,
        "red_flags": [], "conditions": [],
    }  # fmt: skip
    return lambda **more: recommend({**asked, **more}, heart, judged_on=dt.date(2026, 11, 22))


@pytest.fixture(scope="session")
def walked(recommended):
    """Every one of the people, for every number of minutes and days: (name, minutes, days) → program."""
    return {
        (name, minutes, days): recommended(**answers, minutes_per_session=minutes, days_per_week=days).program
        for name, answers in PEOPLE.items()
        for minutes in MINUTES
        for days in DAYS
    }
