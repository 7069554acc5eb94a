"""The chronic flag and the consultation: what asks for a doctor, what a doctor's yes lifts and for how long, what a no holds."""

import datetime as dt

import pytest

CONSULTED = {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": True}
PERSON, CLINICIAN, LIFTED = ("consult_first", "person"), ("consult_first", "clinician"), ("proceed_modified", None)

# The day of the consultation, the day of judging, and whether it still lifts: 12 months to the day do, a day more does not.
TWELVE_MONTHS = [
    ("2026-11-22", "2026-11-22", LIFTED),
    ("2026-06-01", "2026-11-22", LIFTED),
    ("2025-11-23", "2026-11-22", LIFTED),
    ("2025-11-22", "2026-11-22", LIFTED),
    ("2025-11-21", "2026-11-22", PERSON),
    ("2025-10-31", "2026-11-22", PERSON),
    ("2016-11-22", "2026-11-22", PERSON),
    ("2025-12-31", "2026-12-31", LIFTED),
    ("2025-12-31", "2027-01-01", PERSON),
    ("2025-01-01", "2025-12-31", LIFTED),
    # Leap days, from either side.
    ("2024-02-29", "2025-02-28", LIFTED),
    ("2024-02-29", "2025-03-01", PERSON),
    ("2023-02-28", "2024-02-28", LIFTED),
    ("2023-02-28", "2024-02-29", PERSON),
    ("2023-03-01", "2024-02-29", LIFTED),
    ("2023-03-01", "2024-03-01", LIFTED),
    ("2024-02-29", "2024-02-29", LIFTED),
    # Months of different length.
    ("2025-08-31", "2026-08-31", LIFTED),
    ("2025-08-30", "2026-08-31", PERSON),
    ("2025-09-30", "2026-09-30", LIFTED),
]
# Consultations that lift nothing: one of the three parts is missing or says no.
INCOMPLETE = [
    {"consulted": False, "exercise_advised": True},
    {"consulted": False, "consulted_on": "2026-11-02", "exercise_advised": True},
    {"consulted_on": "2026-11-02", "exercise_advised": True},
    {"exercise_advised": True},
    {"consulted": True, "consulted_on": "2026-11-02"},
    {},
]
# Other answers beside "the doctor advised against exercise".
BESIDE_A_NO = [
    {},
    {"has_chronic_condition": True},
    {"pain_areas": []},
    {"conditions": ["glaucoma"]},
    {"conditions": ["osteoporosis_no_fracture"]},
    {"red_flags": ["leg_pain_no_deficit"]},
    {"red_flags": ["heart_condition"]},
    {"blood_pressure": "normal", "age_years": 30, "pregnancy": "none"},
]


def test_a_chronic_condition_asks_for_a_doctor(screened, verdict):
    assert verdict(screened(has_chronic_condition=True)) == PERSON


def test_a_chronic_condition_asks_for_a_doctor_when_nothing_else_was_asked(four_answers, verdict):
    assert verdict(four_answers(has_chronic_condition=True)) == PERSON


def test_no_chronic_condition_and_a_complete_screening_is_free_to_go(screened, verdict):
    assert verdict(screened()) == ("proceed", None)


@pytest.mark.parametrize(("consulted_on", "judged_on", "expected"), TWELVE_MONTHS)
def test_a_consultation_lifts_for_twelve_months_to_the_day(screened, verdict, consulted_on, judged_on, expected):
    consultation = {"consulted": True, "consulted_on": consulted_on, "exercise_advised": True}

    recommendation = screened(dt.date.fromisoformat(judged_on), has_chronic_condition=True, consultation=consultation)

    assert verdict(recommendation) == expected


@pytest.mark.parametrize("consultation", INCOMPLETE)
def test_a_consultation_with_a_part_missing_lifts_nothing(screened, verdict, consultation):
    recommendation = screened(has_chronic_condition=True, consultation=consultation)

    assert verdict(recommendation) == PERSON


@pytest.mark.parametrize("answers", BESIDE_A_NO)
@pytest.mark.parametrize(
    "consultation",
    [
        {"exercise_advised": False},
        {"consulted": False, "exercise_advised": False},
        {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": False},
        {"consulted": True, "consulted_on": "2019-01-01", "exercise_advised": False},
    ],
)
def test_a_doctors_no_holds_the_program_whatever_else_was_answered(screened, verdict, answers, consultation):
    recommendation = screened(**answers, consultation=consultation)

    assert verdict(recommendation) == CLINICIAN


def test_a_doctors_no_holds_the_program_when_nothing_else_was_asked(four_answers, verdict):
    assert verdict(four_answers(consultation={"exercise_advised": False})) == CLINICIAN


@pytest.mark.parametrize(("flag", "expected"), [("weight_loss", "urgent"), ("ces_bladder", "emergency")])
def test_a_doctors_no_does_not_soften_what_is_graver(screened, verdict, flag, expected):
    recommendation = screened(red_flags=[flag], consultation={"exercise_advised": False})

    assert verdict(recommendation) == (expected, "nothing")


def test_a_lifted_reason_is_still_named_and_marked(screened):
    recommendation = screened(has_chronic_condition=True, consultation=CONSULTED)

    assert [(reason.rule_id, reason.lifted) for reason in recommendation.gate.reasons] == [("GATE-CHRONIC", True)]


def test_a_consultation_never_makes_an_intake_without_findings_stricter(screened, verdict):
    assert verdict(screened(consultation=CONSULTED)) == ("proceed", None)


def test_a_consultation_does_not_stand_in_for_the_screening_questions(four_answers, verdict):
    recommendation = four_answers(consultation=CONSULTED)

    assert verdict(recommendation) == LIFTED
    assert "CAUTIOUS-PROGRAM" in recommendation.trace.applied()


@pytest.mark.parametrize(
    ("answers", "cleared_by", "fields"),
    [
        ({"has_chronic_condition": True}, "person", ["consultation", "clearance"]),
        ({"red_flags": ["heart_condition"]}, "clinician", ["clearance"]),
        ({"red_flags": ["weight_loss"]}, "nothing", []),
        ({"red_flags": ["ces_bladder"]}, "nothing", []),
    ],
)
def test_the_unlock_says_in_words_and_fields_what_would_release_the_program(screened, answers, cleared_by, fields):
    unlock = screened(**answers).gate.unlock

    assert (unlock["cleared_by"], unlock["fields"]) == (cleared_by, fields)
    assert len(unlock["message"].split()) > 5


def test_what_is_released_has_nothing_to_unlock(screened):
    assert screened(conditions=["glaucoma"]).gate.unlock is None


def test_a_program_is_prepared_while_a_doctor_is_asked_but_not_above(screened):
    assert screened(has_chronic_condition=True).program is not None
    assert screened(red_flags=["weight_loss"]).program is None
    assert screened(red_flags=["ces_bladder"]).program is None


@pytest.mark.parametrize("flag", ["heart_condition", "weight_loss"])
def test_whoever_waits_gets_next_steps_and_harmless_habits(screened, flag):
    advice = screened(red_flags=[flag]).interim_advice

    assert advice["next_steps"]
    assert [habit["code"] for habit in advice["daily_habits"]] == ["sitting_break", "change_position"]


def test_an_emergency_carries_only_what_to_do_now(screened):
    advice = screened(red_flags=["ces_bladder"]).interim_advice

    assert advice["next_steps"]
    assert advice["daily_habits"] == []


def test_a_released_program_needs_no_interim_advice(screened):
    assert screened().interim_advice is None
