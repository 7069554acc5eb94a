"""People to put to the heart: the four required answers alone, or an adult who answered every screening question with no."""

import datetime as dt

import pytest

from recommender.heart import load_heart
from recommender.pipeline import recommend

JUDGED_ON = dt.date(2026, 11, 22)
FOUR_ANSWERS = {"sitting_hours_per_day": 8, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": False}


@pytest.fixture(scope="session")
def heart():
    return load_heart()


@pytest.fixture(scope="session")
def four_answers(heart):
    """Recommends for the four required answers and whatever is added."""
    return lambda on=JUDGED_ON, **more: recommend({**FOUR_ANSWERS, **more}, heart, judged_on=on)


@pytest.fixture(scope="session")
def screened(four_answers):
    """Recommends for somebody who was asked about every red flag and condition; all no, but for what is added."""
    return lambda on=JUDGED_ON, **more: four_answers(on, **{"red_flags": [], "conditions": [], **more})


@pytest.fixture(scope="session")
def verdict():
    """(outcome, who can clear it) of a recommendation; nobody has to clear what is released."""
    return lambda recommendation: (recommendation.gate.outcome.value, (recommendation.gate.unlock or {}).get("cleared_by"))


@pytest.fixture(scope="session")
def admitted():
    """The exercises that no rule removes."""
    return lambda recommendation: [ranked.exercise for ranked in recommendation.ranking if ranked.excluded_by is None]
