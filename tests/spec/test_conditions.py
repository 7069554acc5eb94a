"""The normative table of conditions: each alone, after a consultation, and with the flag that says "chronic"."""

import pytest

from exercise_catalog.strict_yaml import load_file
from tests.spec.rows import TABLES

CONSULTED = {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": True}

MODIFIED, PERSON, CLINICIAN = ("proceed_modified", None), ("consult_first", "person"), ("consult_first", "clinician")

# Condition, and (outcome, cleared_by) when it is the only one named.
ALONE = [(row["condition"], (row["outcome"], row.get("cleared_by"))) for row in load_file(TABLES / "conditions.yaml")["conditions"]]
AFTER_A_CONSULTATION = [(condition, MODIFIED if alone == PERSON else alone) for condition, alone in ALONE]
WITH_THE_CHRONIC_FLAG = [(condition, CLINICIAN if alone == CLINICIAN else PERSON) for condition, alone in ALONE]
HELD_BACK = [condition for condition, alone in ALONE if alone != MODIFIED]


def test_this_table_has_a_row_for_every_condition_that_can_be_named(heart):
    assert sorted(condition for condition, _ in ALONE) == sorted(heart.book.intake.fields["conditions"].options)


@pytest.mark.parametrize(("condition", "expected"), ALONE)
def test_a_condition_alone(screened, verdict, condition, expected):
    recommendation = screened(conditions=[condition])

    assert verdict(recommendation) == expected


@pytest.mark.parametrize(("condition", "expected"), AFTER_A_CONSULTATION)
def test_a_consultation_lifts_what_a_person_may_clear_and_nothing_else(screened, verdict, condition, expected):
    recommendation = screened(conditions=[condition], consultation=CONSULTED)

    assert verdict(recommendation) == expected


@pytest.mark.parametrize(("condition", "expected"), WITH_THE_CHRONIC_FLAG)
def test_the_chronic_flag_asks_for_a_doctor_whatever_condition_is_named(screened, verdict, condition, expected):
    recommendation = screened(conditions=[condition], has_chronic_condition=True)

    assert verdict(recommendation) == expected


@pytest.mark.parametrize(("condition", "expected"), AFTER_A_CONSULTATION)
def test_a_consultation_lifts_the_chronic_flag_but_not_the_condition_beside_it(screened, verdict, condition, expected):
    recommendation = screened(conditions=[condition], has_chronic_condition=True, consultation=CONSULTED)

    assert verdict(recommendation) == expected


@pytest.mark.parametrize("condition", HELD_BACK)
def test_a_program_that_waits_is_prepared_with_the_condition_in_mind(screened, condition):
    waiting = screened(conditions=[condition], experience_level="advanced")

    lifted = screened(conditions=[condition], experience_level="advanced", consultation=CONSULTED)
    assert waiting.program is not None
    assert [row.excluded_by for row in waiting.ranking] == [row.excluded_by for row in lifted.ranking]


def test_the_strictest_of_several_conditions_wins(screened, verdict):
    recommendation = screened(conditions=["glaucoma", "osteoporosis_no_fracture", "hip_replacement_recent"], consultation=CONSULTED)

    assert verdict(recommendation) == CLINICIAN
