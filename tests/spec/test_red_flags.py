"""The normative table of red flags: each alone, with a consultation, with a chronic condition, and not known."""

import pytest

from exercise_catalog.strict_yaml import load_file
from tests.spec.rows import TABLES

CONSULTED = {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": True}

EMERGENCY, URGENT = ("emergency", "nothing"), ("urgent", "nothing")
CONSULT, MODIFIED, PROCEED = ("consult_first", "clinician"), ("proceed_modified", None), ("proceed", None)

# Red flag, and (outcome, cleared by) when it is the only answer that says yes.
ALONE = [(row["flag"], (row["outcome"], row.get("cleared_by"))) for row in load_file(TABLES / "red_flags.yaml")["flags"]]
WITHHOLD_WITHOUT_AN_END = [flag for flag, alone in ALONE if alone in {EMERGENCY, URGENT}]
ASK_A_DOCTOR = [flag for flag, alone in ALONE if alone == CONSULT]
GO_ON = [flag for flag, alone in ALONE if alone in {MODIFIED, PROCEED}]


def test_this_table_has_a_row_for_every_red_flag_that_can_be_ticked(heart):
    assert sorted(flag for flag, _ in ALONE) == sorted(heart.book.intake.fields["red_flags"].options)
    assert len(ALONE) == 64


@pytest.mark.parametrize(("flag", "expected"), ALONE)
def test_a_red_flag_alone(screened, verdict, flag, expected):
    recommendation = screened(red_flags=[flag])

    assert verdict(recommendation) == expected


@pytest.mark.parametrize("flag", WITHHOLD_WITHOUT_AN_END)
def test_nothing_lifts_an_emergency_or_an_urgent_flag(screened, verdict, flag):
    before, after = screened(red_flags=[flag]), screened(red_flags=[flag], consultation=CONSULTED)

    assert verdict(after) == verdict(before)
    assert after.program is None


@pytest.mark.parametrize("flag", ASK_A_DOCTOR)
def test_a_consultation_told_by_the_person_does_not_lift_what_a_clinician_must_clear(screened, verdict, flag):
    recommendation = screened(red_flags=[flag], consultation=CONSULTED)

    assert verdict(recommendation) == CONSULT


@pytest.mark.parametrize("flag", GO_ON)
def test_a_flag_that_goes_on_still_goes_on_after_a_consultation(screened, verdict, flag):
    before, after = screened(red_flags=[flag]), screened(red_flags=[flag], consultation=CONSULTED)

    assert verdict(after) == verdict(before)


@pytest.mark.parametrize(
    ("flag", "expected"), [(flag, alone if alone in {EMERGENCY, URGENT} else CONSULT) for flag, alone in ALONE if flag not in GO_ON]
)
def test_a_chronic_condition_never_switches_a_red_flag_off(screened, verdict, flag, expected):
    recommendation = screened(red_flags=[flag], has_chronic_condition=True)

    assert verdict(recommendation) == expected


@pytest.mark.parametrize("flag", GO_ON)
def test_a_chronic_condition_is_stricter_than_a_flag_that_would_go_on(screened, verdict, flag):
    recommendation = screened(red_flags=[flag], has_chronic_condition=True)

    assert verdict(recommendation) == ("consult_first", "person")


@pytest.mark.parametrize("flag", [flag for flag, _ in ALONE])
def test_a_red_flag_that_is_not_known_gives_the_cautious_program(screened, verdict, flag):
    recommendation = screened(red_flags_unknown=[flag])

    assert verdict(recommendation) == MODIFIED
    assert recommendation.gate.screening == "partial"
    assert "CAUTIOUS-PROGRAM" in [reason.rule_id for reason in recommendation.gate.reasons]
    assert [row["red_flag"] for row in recommendation.before_you_start] == [flag]


@pytest.mark.parametrize("flag", [flag for flag, _ in ALONE])
def test_a_flag_both_ticked_and_not_known_counts_as_ticked(screened, flag):
    ticked = screened(red_flags=[flag])

    both = screened(red_flags=[flag], red_flags_unknown=[flag])

    assert both.gate.outcome.rank >= ticked.gate.outcome.rank


@pytest.mark.parametrize(("flag", "advice"), [("thoracic_pain", "checked by a doctor"), ("no_improve_6w", "assessed by a doctor")])
def test_what_goes_on_although_a_doctor_should_look_says_so(screened, flag, advice):
    recommendation = screened(red_flags=[flag])

    assert any(advice in reason.message for reason in recommendation.gate.reasons)


def test_every_reason_names_the_red_flag_that_counted(screened):
    recommendation = screened(red_flags=["weight_loss", "ces_saddle"])

    assert [reason.rule_id for reason in recommendation.gate.reasons] == ["RF-CES-SADDLE", "RF-WEIGHT-LOSS"]
