"""Each baseline does what its name says."""

import numpy as np
import pytest

from exercise_catalog.vocabulary import Target
from recommender.training.baselines import BASELINES, Seen


@pytest.fixture
def ranked(programs, exercises):
    target = next(program for program in programs if program.can_judge and sorted(program.audience.areas) == ["neck"])
    seen = Seen(programs=[p for p in programs if p.family != target.family], exercises=exercises, audience=target.audience)

    def by(name):
        scores = BASELINES[name](seen, np.random.default_rng(3))
        return [exercises[index] for index in np.argsort(-scores)]

    return by


def test_popularity_puts_the_most_listed_first(ranked, programs):
    counts = [sum(exercise.id in program.exercises for program in programs) for exercise in ranked("popularity")]

    assert counts[0] > 30
    assert counts[-1] <= 3


@pytest.mark.parametrize("name", ["region filter", "region filter + popularity"])
def test_the_region_filter_puts_the_area_first(ranked, name):
    serves = [exercise.areas[0] == "neck" for exercise in ranked(name)]

    assert serves == sorted(serves, reverse=True)


def test_another_program_is_one_of_the_published_lists_in_its_order(ranked, programs):
    order = ranked("another program, same audience")
    first = [exercise.id for exercise in order]

    lengths = [len(p.exercises) for p in programs if len(p.exercises) >= 4 and first[: len(p.exercises)] == list(p.exercises)]
    assert lengths
    # What it does not list goes on by area, the popular first, and not at random.
    assert [exercise.areas[0] for exercise in order[max(lengths) : max(lengths) + 3]] == ["neck"] * 3


def test_the_selfback_default_starts_with_an_abdominal_and_a_back_extensor(ranked):
    one, two = ranked("selfBACK default")[:2]

    assert any(Target.ABDOMINAL_STRENGTH in a.targets and Target.BACK_EXTENSOR_STRENGTH in b.targets for a, b in ((one, two), (two, one)))
