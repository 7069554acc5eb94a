"""Holds what a good coach would give to people of all sorts, published for or not, against what comes out."""

# A persona says who the person is (`who`), what they answered (`intake`) and what a coach would expect (`expect`). The expectations were
# written before anybody looked at a ranking; what was changed since says so in `changed`. The words of an expectation:
#   in                   top_10, top_20: the best admitted exercises by score; program: the exercises of the assembled program
#   of                   which exercises: each of ids, kinds, targets, areas, positions, levels, equipment, families given must hold one
#                        of the listed words; hardest and easiest bound the difficulty (1 to 10)
#   at_least, at_most    how many of them
#   because              why a coach would expect that

import datetime as dt
from pathlib import Path

import pytest

from exercise_catalog.strict_yaml import load_file
from recommender.heart import load_heart
from recommender.pipeline import recommend

JUDGED_ON = dt.date(2026, 11, 25)
PERSONAS = [persona for path in sorted(Path(__file__).parent.glob("*.yaml")) for persona in load_file(path)["personas"]]
EXPECTED = [(persona, index) for persona in PERSONAS for index in range(len(persona["expect"]))]
FEWEST_PERSONAS = 40
WORDS = {
    "ids": lambda exercise: {exercise.id},
    "kinds": lambda exercise: {exercise.kind},
    "targets": lambda exercise: set(exercise.targets),
    "areas": lambda exercise: set(exercise.areas),
    "positions": lambda exercise: {exercise.position},
    "levels": lambda exercise: {exercise.level},
    "equipment": lambda exercise: set(exercise.equipment),
    "families": lambda exercise: {exercise.family},
}


@pytest.fixture(scope="module")
def answered():
    """What comes out for each persona, by id, worked out once."""
    heart = load_heart()
    return {persona["id"]: recommend(persona["intake"], heart, judged_on=JUDGED_ON) for persona in PERSONAS}


def _looked_at(got, where):
    if where == "program":
        return [one.ranked.exercise for one in got.program.chosen]
    admitted = [row.exercise for row in got.ranking if row.excluded_by is None]
    return admitted[: int(where.removeprefix("top_"))]


def _is_meant(exercise, of):
    bounds = of.get("easiest", 1) <= exercise.difficulty_1_10 <= of.get("hardest", 10)
    return bounds and all(WORDS[key](exercise) & set(words) for key, words in of.items() if key in WORDS)


def _sentence(persona, index):
    expected = persona["expect"][index]
    return f"{persona['id']}-{index + 1}-{expected['in']}"


@pytest.mark.parametrize("persona", PERSONAS, ids=[persona["id"] for persona in PERSONAS])
def test_every_persona_gets_a_program(persona, answered):
    got = answered[persona["id"]]

    assert got.gate.outcome.releases, [reason.rule_id for reason in got.gate.reasons]
    assert got.program.chosen


@pytest.mark.parametrize(("persona", "index"), EXPECTED, ids=[_sentence(*one) for one in EXPECTED])
def test_a_persona_gets_what_a_coach_would_give(persona, index, answered):
    expected, looked_at = persona["expect"][index], _looked_at(answered[persona["id"]], persona["expect"][index]["in"])

    found = [exercise.id for exercise in looked_at if _is_meant(exercise, expected["of"])]

    said = f"{expected['because']} Found {found} of {[exercise.id for exercise in looked_at]}"
    assert expected.get("at_least", 0) <= len(found) <= expected.get("at_most", len(looked_at)), said


def test_there_are_personas_enough_and_each_expectation_speaks_of_something():
    unknown = [key for persona in PERSONAS for one in persona["expect"] for key in one["of"] if key not in {*WORDS, "hardest", "easiest"}]

    assert len({persona["id"] for persona in PERSONAS}) == len(PERSONAS) >= FEWEST_PERSONAS
    assert all({"at_least", "at_most"} & set(one) and one["because"] for persona in PERSONAS for one in persona["expect"])
    assert unknown == []
