"""The catalog and the model that are served, loaded once, and people to score for."""

import datetime as dt
from pathlib import Path

import pytest

from exercise_catalog.artifact import open_sealed
from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Area, Equipment, Level
from recommender.domain.profile import Profile
from recommender.scoring.audience import Audience
from recommender.scoring.model import MODEL, Model

CATALOG = Path(__file__).parents[3] / "exercise_catalog" / "compiled.json"


@pytest.fixture(scope="session")
def exercises():
    content, _ = open_sealed(CATALOG)
    return tuple(Exercise.from_row(row) for row in content["exercises"])


@pytest.fixture(scope="session")
def by_id(exercises):
    return {exercise.id: exercise for exercise in exercises}


@pytest.fixture(scope="session")
def model(exercises):
    return Model.load(MODEL, exercises=exercises)


@pytest.fixture(scope="session")
def person():
    """Makes an audience from words; what is not given is unknown or empty."""

    def make(*areas, experience=None, older=0.0, complaints=(), equipment=(), goals=()):
        return Audience(
            areas=frozenset(Area(area) for area in areas),
            experience=Level(experience) if experience else None,
            older_ratio=older,
            complaints=frozenset(complaints),
            equipment=frozenset(Equipment(item) for item in equipment),
            goals=frozenset(goals),
        )

    return make


@pytest.fixture(scope="session")
def profile():
    """Makes a profile that holds the given facts."""
    return lambda **facts: Profile(facts={name.replace("__", "."): value for name, value in facts.items()}, judged_on=dt.date(2026, 11, 2))
