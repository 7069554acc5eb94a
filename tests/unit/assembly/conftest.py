"""The heart, its plan and its exercises, for tests of how a program is put together."""

import datetime as dt

import pytest

from recommender.heart import load_heart
from recommender.pipeline import recommend


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
