"""Somebody with no floor and nothing at hand still has a choice, whatever hurts and whatever else is the matter."""

import pytest

from bench.catalog_tables import CONSTRAINTS, NO_FLOOR_NOTHING_AT_HAND, candidates, lines
from exercise_catalog.vocabulary import Area, Level
from recommender.heart import load_heart

FEWEST = 4


@pytest.fixture(scope="module")
def heart():
    return load_heart()


@pytest.mark.parametrize("constraint", CONSTRAINTS)
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("area", Area)
def test_each_area_and_level_has_four_candidates_without_floor_and_equipment(heart, area, level, constraint):
    found = candidates(heart, area=area, level=level, answers={**NO_FLOOR_NOTHING_AT_HAND, **CONSTRAINTS[constraint]})

    assert len(found) >= FEWEST


def test_no_candidate_needs_the_floor_or_anything_at_hand(heart):
    found = {name for area in Area for name in candidates(heart, area=area, level=Level.ADVANCED, answers=NO_FLOOR_NOTHING_AT_HAND)}

    assert {name for name in found if heart.catalog.by_id[name].floor_needed or heart.catalog.by_id[name].equipment} == set()


def test_who_needs_help_now_has_no_candidates(heart):
    assert candidates(heart, area=Area.LOWER_BACK, level=Level.BEGINNER, answers={"red_flags": ["ces_saddle"], "conditions": []}) == []


def test_the_printed_tables_name_every_area_level_and_constraint(heart):
    printed = "\n".join(lines(heart))

    assert [word for word in (*Area, *Level, *CONSTRAINTS) if word not in printed] == []
    assert printed.startswith(f"{len(heart.catalog.exercises)} exercises, compiled.json ")
