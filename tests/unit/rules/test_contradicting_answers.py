"""Answers that contradict each other: the safer one counts, and the person is told which."""

import datetime as dt

import pytest

from recommender.heart import load_heart
from recommender.pipeline import recommend

JUDGED_ON = dt.date(2026, 11, 22)
ASKED = {
    "sitting_hours_per_day": 8, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": False,
    "red_flags": [], "conditions": [],
}  # fmt: skip
HEARSAY = {"consulted": False, "exercise_advised": True}

# Answers, the row that speaks up, and the outcome, which is that of the safer answer alone.
CONTRADICTING = [
    ({"conditions": ["osteoporosis_no_fracture"]}, "CONTRA-CHRONIC", "consult_first"),
    ({"conditions": ["glaucoma"]}, "CONTRA-CHRONIC", "proceed_modified"),
    ({"consultation": HEARSAY}, "CONTRA-CONSULTATION", "proceed"),
    ({"consultation": HEARSAY, "has_chronic_condition": True}, "CONTRA-CONSULTATION", "consult_first"),
    ({"consultation": {**HEARSAY, "consulted_on": "2026-11-02"}, "has_chronic_condition": True}, "CONTRA-CONSULTATION", "consult_first"),
    ({"consultation": {"consulted": False, "consulted_on": "2026-11-02"}}, "CONTRA-CONSULTATION", "proceed"),
    ({"blood_pressure": "normal", "red_flags": ["bp_160"]}, "CONTRA-BLOOD-PRESSURE", "consult_first"),
    ({"blood_pressure": "normal", "conditions": ["hypertension_controlled"]}, "CONTRA-BLOOD-PRESSURE", "proceed_modified"),
    ({"blood_pressure": "high_controlled", "red_flags": ["bp_180"]}, "CONTRA-BLOOD-PRESSURE", "consult_first"),
    ({"pregnancy": "none", "red_flags": ["pregnancy_absolute"]}, "CONTRA-PREGNANCY", "consult_first"),
    ({"pregnancy": "none", "conditions": ["pregnancy_trimester_2_3"]}, "CONTRA-PREGNANCY", "proceed_modified"),
    ({"pregnancy": "trimester_1", "conditions": ["pregnancy_trimester_2_3"]}, "CONTRA-PREGNANCY", "proceed_modified"),
    ({"pregnancy": "trimester_3", "conditions": ["pregnancy_trimester_1"]}, "CONTRA-PREGNANCY", "proceed_modified"),
    ({"age_years": 40, "red_flags": ["age_young"]}, "CONTRA-AGE", "consult_first"),
    ({"age_years": 40, "conditions": ["age_over_65"]}, "CONTRA-AGE", "proceed_modified"),
    ({"age_years": 40, "red_flags": ["age75_new_acute"]}, "CONTRA-AGE", "consult_first"),
    ({"age_years": 40, "red_flags": ["age_alone"]}, "CONTRA-AGE", "proceed"),
    ({"pain_areas": [], "pain": {"intensity": 5}}, "CONTRA-PAIN", "proceed"),
    ({"pain_areas": [], "pain": {"spreads_below_knee": True}}, "CONTRA-PAIN", "proceed_modified"),
    ({"pain": {"spreads_below_knee": False}, "red_flags": ["leg_pain_no_deficit"]}, "CONTRA-LEG-PAIN", "proceed_modified"),
    ({"red_flags": ["ces_constipation_only", "ces_bowel"]}, "CONTRA-NOTHING-ELSE", "emergency"),
    ({"red_flags": ["pregnancy_well", "pregnancy_relative"]}, "CONTRA-NOTHING-ELSE", "consult_first"),
    ({"red_flags": ["leg_pain_no_deficit", "single_limb_deficit"]}, "CONTRA-NOTHING-ELSE", "consult_first"),
    ({"red_flags": ["chronic_primary_lbp", "no_improve_6w"]}, "CONTRA-NOTHING-ELSE", "proceed_modified"),
    ({"red_flags": ["diabetes_low_intensity", "foot_ulcer"]}, "CONTRA-NOTHING-ELSE", "consult_first"),
    ({"red_flags": ["no_improve_6w"], "pain": {"duration_weeks": 2}}, "CONTRA-DURATION", "proceed_modified"),
    ({"red_flags": ["weight_loss"], "red_flags_unknown": ["weight_loss"]}, "CONTRA-NOT-SURE", "urgent"),
]
# Answers that fit together although they look alike.
FITTING = [
    {},
    {"conditions": ["age_over_65"], "age_years": 66},
    {"conditions": ["chronic_primary_low_back_pain"], "pain": {"duration_weeks": 100}},
    {"conditions": ["wrist_problem"]},
    {"conditions": ["glaucoma"], "has_chronic_condition": True},
    {"consultation": {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": True}},
    {"consultation": {"exercise_advised": True}},
    {"blood_pressure": "high_uncontrolled", "red_flags": ["bp_180"]},
    {"blood_pressure": "unknown", "red_flags": ["bp_160"]},
    {"pregnancy": "trimester_2", "red_flags": ["pregnancy_well"], "conditions": ["pregnancy_trimester_2_3"]},
    {"age_years": 19, "red_flags": ["age_young"]},
    {"age_years": 50, "red_flags": ["age_alone"]},
    {"pain_areas": [], "pain": {"intensity": 0, "spreads_below_knee": False}},
    {"pain": {"duration_weeks": 6}, "red_flags": ["no_improve_6w"]},
    {"red_flags": ["weight_loss"], "red_flags_unknown": ["fever_back"]},
]


@pytest.fixture(scope="module")
def reasons():
    """(outcome, ids of the reasons) of an intake on top of a complete screening."""
    heart = load_heart()

    def judged(**more):
        gate = recommend({**ASKED, **more}, heart, judged_on=JUDGED_ON).gate
        return gate.outcome.value, [reason.rule_id for reason in gate.reasons]

    return judged


@pytest.mark.parametrize(("answers", "rule_id", "outcome"), CONTRADICTING)
def test_the_safer_of_two_answers_counts_and_the_person_is_told(reasons, answers, rule_id, outcome):
    found, ids = reasons(**answers)

    assert found == outcome
    assert rule_id in ids


@pytest.mark.parametrize("answers", FITTING)
def test_answers_that_fit_together_are_left_alone(reasons, answers):
    assert [name for name in reasons(**answers)[1] if name.startswith("CONTRA-")] == []


def test_what_is_only_said_stands_after_what_was_found(reasons):
    _, ids = reasons(blood_pressure="normal", red_flags=["bp_160"])

    assert ids[-1] == "CONTRA-BLOOD-PRESSURE"


def test_every_contradiction_of_the_book_is_in_this_table():
    in_the_book = {rule.id for rule in load_heart().book.rules if rule.group == "contradiction"}

    assert {rule_id for _, rule_id, _ in CONTRADICTING} == in_the_book
