"""The intake as it is compiled, and a way to put answers to it."""

import datetime as dt

import pytest

from recommender.domain.profile import Profile
from recommender.errors import AnswersRefused
from recommender.rules.book import RuleBook

JUDGED_ON = dt.date(2026, 11, 22)
REQUIRED = {"sitting_hours_per_day": 8, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": False}


@pytest.fixture(scope="session")
def intake():
    return RuleBook.load().intake


@pytest.fixture(scope="session")
def profile(intake):
    """The profile of the four required answers and whatever is added."""
    return lambda **more: Profile.from_answers({**REQUIRED, **more}, intake=intake, judged_on=JUDGED_ON)


@pytest.fixture(scope="session")
def refused(intake):
    """(pointer, code) of everything that is wrong with these answers, taken as they are."""

    def problems(answers):
        with pytest.raises(AnswersRefused) as refusal:
            Profile.from_answers(answers, intake=intake, judged_on=JUDGED_ON)
        return [(problem.pointer, problem.code) for problem in refusal.value.problems]

    return problems


@pytest.fixture(scope="session")
def refused_with(refused):
    """(pointer, code) of everything that is wrong with the four required answers and these."""
    return lambda more: refused({**REQUIRED, **more})
