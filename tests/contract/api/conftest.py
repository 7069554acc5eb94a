"""A fresh application for each test; the heart is loaded once, since nothing changes it."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from recommender.heart import Heart, load_heart

pytest.register_assert_rewrite("tests.contract.api.world")  # so that its checks say what differs

from tests.contract.api.world import Lines, World  # noqa: E402 - after the line above, or it does nothing


@pytest.fixture(scope="session")
def heart() -> Heart:
    return load_heart()


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Everything that any logger says, the application's own (which does not propagate) included."""
    kept = Lines()
    loggers = [logging.getLogger(), logging.getLogger("backstart")]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    loggers[1].propagate = False
    for logger in loggers:
        logger.addHandler(kept)
        logger.setLevel(logging.DEBUG)
    yield kept
    for logger, level, propagate in before:
        logger.removeHandler(kept)
        logger.setLevel(level)
        logger.propagate = propagate


@pytest.fixture
def make_world(heart: Heart, lines: Lines) -> Iterator[Callable[..., World]]:
    """Makes applications; at the end none of them may have answered what its own document does not allow."""
    made: list[World] = []

    def make(**parts: Any) -> World:
        made.append(World(**{"heart": heart, "lines": lines, **parts}))
        return made[-1]

    yield make
    assert sorted({deviation for world in made for deviation in world.deviations}) == []


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


@pytest.fixture
def accepted_world(make_world: Callable[..., World], heart: Heart) -> World:
    """Its operator has accepted the rules in force as they are, so live keys work."""
    return make_world(accepted=heart.versions["rules"])
