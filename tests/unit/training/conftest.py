"""The published programs, and a part of them that trains in a second."""

import pytest

from recommender.training import dataset


@pytest.fixture(scope="session")
def exercises():
    return dataset.load_exercises()


@pytest.fixture(scope="session")
def programs():
    return dataset.load_programs()


@pytest.fixture(scope="session")
def few(programs):
    """Sixty programs, the three that name no area among them."""
    without_area = [program for program in programs if not program.audience.areas]
    return tuple(without_area + [program for program in programs[::5] if program.audience.areas])[:60]
