"""The engine agrees with the second opinion that reads the YAML for itself."""

import datetime as dt

import pytest
from hypothesis import given, settings

from recommender.domain.profile import Profile
from recommender.rules.engine import judge
from tests.properties.agreement import DRAWN_FOR_REFERENCE, drawn_by_reference, small_rows_by_reference
from tests.properties.intakes import CONDITIONS, FLAGS, intakes
from tests.properties.intakes import screened as screened_intakes
from tests.properties.reference import Person, months_later

TODAY = dt.date(2026, 11, 22)
FOUR = {"sitting_hours_per_day": 8, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": False}


@pytest.fixture(scope="module")
def engine(heart):
    """(outcome, who clears it, screening) and the removed exercises, as the engine sees them."""

    def judged(intake):
        judgement = judge(Profile.from_answers(intake, intake=heart.book.intake, judged_on=TODAY), heart.book)
        gate = judgement.gate
        removed = {exercise.id for exercise in heart.catalog.exercises if judgement.excluded_by(exercise) is not None}
        return (gate.outcome.value, (gate.unlock or {}).get("cleared_by"), gate.screening), removed

    return judged


@settings(max_examples=1000, deadline=None, derandomize=True, database=None)
@given(intake=intakes)
def test_engine_and_second_opinion_agree_on_the_gate(engine, reference, intake):
    gate, _ = engine(intake)

    assert gate == reference.gate(intake, TODAY)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(intake=screened_intakes)
def test_engine_and_second_opinion_agree_on_what_is_removed(engine, reference, heart, intake):
    (outcome, _, _), removed = engine(intake)

    everything = {exercise.id for exercise in heart.catalog.exercises}
    assert removed == (everything if outcome in {"urgent", "emergency"} else reference.removed(intake, TODAY))


def test_flat_rules_and_second_opinion_agree_on_people_drawn():
    agreement = drawn_by_reference()

    assert agreement.differing == []
    assert agreement.judged >= DRAWN_FOR_REFERENCE


def test_flat_rules_and_second_opinion_agree_on_every_point_of_small_rows():
    agreement = small_rows_by_reference()

    assert agreement.differing == []
    assert agreement.judged >= 20_000


@pytest.mark.parametrize("flag", FLAGS)
def test_they_agree_on_every_red_flag_with_every_other(engine, reference, flag):
    pairs = [{**FOUR, "red_flags": sorted({flag, other}), "conditions": []} for other in FLAGS]

    assert [pair["red_flags"] for pair in pairs if engine(pair)[0] != reference.gate(pair, TODAY)] == []


@pytest.mark.parametrize("condition", CONDITIONS)
def test_they_agree_on_what_every_condition_removes(engine, reference, condition):
    advanced = {**FOUR, "experience_level": "advanced", "blood_pressure": "normal", "red_flags": [], "conditions": [condition]}

    assert engine(advanced) == (reference.gate(advanced, TODAY), reference.removed(advanced, TODAY))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2025-11-22", 12, "2026-11-22"), ("2024-02-29", 12, "2025-02-28"), ("2025-01-31", 1, "2025-02-28"), ("2025-01-31", 3, "2025-04-30")],
)
def test_the_second_opinion_counts_months_as_a_calendar_does(day, months, later):
    assert months_later(dt.date.fromisoformat(day), months).isoformat() == later


@pytest.mark.parametrize(
    ("answers", "fact", "value"),
    [
        ({}, "red_flags.weight_loss", None),
        ({"red_flags": []}, "red_flags.weight_loss", False),
        ({"red_flags": ["weight_loss"]}, "red_flags.weight_loss", True),
        ({"red_flags": [], "red_flags_unknown": ["weight_loss"]}, "red_flags.weight_loss", None),
        ({"pain": {"spreads_below_knee": True}}, "red_flag.leg_pain_no_deficit", True),
        ({"blood_pressure": "unknown"}, "blood_pressure", None),
        ({}, "raised_blood_pressure", None),
        ({"blood_pressure": "normal"}, "raised_blood_pressure", False),
    ],
)
def test_the_second_opinion_keeps_yes_no_and_unknown_apart(reference, answers, fact, value):
    assert Person(reference, {**FOUR, **answers}, TODAY).fact(fact) is value
