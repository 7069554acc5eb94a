"""Facts that can be told in two places are one fact: either yes is yes, and an unknown half takes nothing back."""

import pytest

# The row that must count, and answers that each say so in a place of its own.
EITHER_YES = [
    ("RF-LEG-PAIN-NO-DEFICIT", {"red_flags": ["leg_pain_no_deficit"]}),
    ("RF-LEG-PAIN-NO-DEFICIT", {"pain": {"spreads_below_knee": True}}),
    ("RF-LEG-PAIN-NO-DEFICIT", {"red_flags": ["leg_pain_no_deficit"], "pain": {"spreads_below_knee": False}}),
    ("RF-AGE-YOUNG", {"red_flags": ["age_young"]}),
    ("RF-AGE-YOUNG", {"age_years": 17}),
    ("RF-AGE-YOUNG", {"red_flags": ["age_young"], "age_years": 40}),
    ("RF-AGE75-NEW-ACUTE", {"red_flags": ["age75_new_acute"]}),
    ("RF-AGE75-NEW-ACUTE", {"age_years": 75, "pain": {"duration_weeks": 5}}),
    ("RF-AGE75-NEW-ACUTE", {"age_years": 66, "sex": "female", "pain": {"duration_weeks": 1.5}}),
    ("RF-AGE-ALONE", {"red_flags": ["age_alone"]}),
    ("RF-AGE-ALONE", {"age_years": 70}),
    ("RF-AGE-ALONE", {"age_years": 50, "pain": {"duration_weeks": 2}}),
    ("RF-BP-160", {"red_flags": ["bp_160"]}),
    ("RF-BP-160", {"blood_pressure": "high_uncontrolled"}),
    ("RF-BP-160", {"conditions": ["hypertension_uncontrolled"]}),
    ("RF-BP-160", {"red_flags": ["bp_160"], "blood_pressure": "normal"}),
    ("COND-HYPERTENSION-UNCONTROLLED", {"blood_pressure": "high_uncontrolled"}),
    ("COND-HYPERTENSION-UNCONTROLLED", {"red_flags": ["bp_160"]}),
    ("COND-HYPERTENSION-UNCONTROLLED", {"red_flags": ["bp_180"]}),
    ("COND-HYPERTENSION-UNCONTROLLED", {"conditions": ["hypertension_uncontrolled"], "blood_pressure": "normal"}),
    ("COND-HYPERTENSION-CONTROLLED", {"blood_pressure": "high_controlled"}),
    ("COND-HYPERTENSION-CONTROLLED", {"conditions": ["hypertension_controlled"]}),
    ("COND-HYPERTENSION-CONTROLLED", {"conditions": ["hypertension_controlled"], "blood_pressure": "normal"}),
    ("RF-PREGNANCY-WELL", {"red_flags": ["pregnancy_well"]}),
    ("RF-PREGNANCY-WELL", {"pregnancy": "trimester_1"}),
    ("RF-PREGNANCY-WELL", {"pregnancy": "trimester_3"}),
    ("RF-PREGNANCY-WELL", {"conditions": ["pregnancy_trimester_2_3"]}),
    ("RF-PREGNANCY-WELL", {"red_flags": ["pregnancy_well"], "pregnancy": "none"}),
    ("COND-PREGNANCY-TRIMESTER-1", {"pregnancy": "trimester_1"}),
    ("COND-PREGNANCY-TRIMESTER-1", {"conditions": ["pregnancy_trimester_1"], "pregnancy": "none"}),
    ("COND-PREGNANCY-TRIMESTER-2-3", {"pregnancy": "trimester_2"}),
    ("COND-PREGNANCY-TRIMESTER-2-3", {"pregnancy": "trimester_3"}),
    ("COND-PREGNANCY-TRIMESTER-2-3", {"red_flags": ["pregnancy_well"]}),
    ("COND-PREGNANCY-TRIMESTER-2-3", {"conditions": ["pregnancy_trimester_2_3"], "pregnancy": "none"}),
    ("COND-POSTPARTUM-DIASTASIS", {"pregnancy": "postpartum"}),
    ("COND-POSTPARTUM-DIASTASIS", {"conditions": ["postpartum_diastasis"], "pregnancy": "none"}),
    ("COND-AGE-OVER-65", {"age_years": 66}),
    ("COND-AGE-OVER-65", {"conditions": ["age_over_65"]}),
    ("COND-AGE-OVER-65", {"conditions": ["age_over_65"], "age_years": 40}),
    ("COND-CARDIOVASCULAR-DISEASE-STABLE", {"red_flags": ["heart_condition"]}),
    ("COND-AXIAL-SPONDYLOARTHRITIS", {"red_flags": ["inflammatory_count"]}),
    ("COND-LUMBAR-STENOSIS-EXTENSION-INTOLERANT", {"red_flags": ["claudication"]}),
    ("COND-VERTIGO-BALANCE-FALL-RISK", {"red_flags": ["dizzy_or_fainted"]}),
    ("COND-RECENT-SPINE-SURGERY-UNDER-12W", {"red_flags": ["recent_surgery"]}),
    ("COND-SPONDYLOLISTHESIS-OR-PARS-DEFECT", {"red_flags": ["fracture_or_slipped_vertebra"]}),
    ("RF-CHRONIC-PRIMARY-LBP", {"conditions": ["chronic_primary_low_back_pain"]}),
    ("RF-COUGH-SNEEZE-LEG", {"pain": {"worse_with": ["coughing"]}}),
]
# The row that must not count, and answers that come close.
NEITHER_YES = [
    ("RF-LEG-PAIN-NO-DEFICIT", {"pain": {"spreads_below_knee": False}}),
    ("RF-AGE-YOUNG", {"age_years": 18}),
    ("RF-AGE75-NEW-ACUTE", {"age_years": 75, "pain": {"duration_weeks": 6}}),
    ("RF-AGE75-NEW-ACUTE", {"age_years": 74, "sex": "male", "pain": {"duration_weeks": 2}}),
    ("RF-AGE75-NEW-ACUTE", {"age_years": 65, "sex": "female", "pain": {"duration_weeks": 2}}),
    ("RF-AGE75-NEW-ACUTE", {"age_years": 80}),
    ("RF-AGE-ALONE", {"age_years": 69}),
    ("RF-AGE-ALONE", {"age_years": 50, "pain": {"duration_weeks": 6}}),
    ("RF-BP-160", {"blood_pressure": "high_controlled"}),
    ("RF-BP-160", {"blood_pressure": "unknown"}),
    ("COND-HYPERTENSION-CONTROLLED", {"blood_pressure": "normal"}),
    ("COND-HYPERTENSION-UNCONTROLLED", {"blood_pressure": "high_controlled"}),
    ("RF-PREGNANCY-WELL", {"pregnancy": "none"}),
    ("RF-PREGNANCY-WELL", {"pregnancy": "postpartum"}),
    ("COND-PREGNANCY-TRIMESTER-1", {"pregnancy": "trimester_2"}),
    ("COND-PREGNANCY-TRIMESTER-2-3", {"pregnancy": "trimester_1"}),
    ("COND-PREGNANCY-TRIMESTER-2-3", {"pregnancy": "trimester_1", "red_flags": ["pregnancy_well"]}),
    ("COND-AGE-OVER-65", {"age_years": 65}),
    ("COND-POSTPARTUM-DIASTASIS", {"pregnancy": "trimester_3"}),
]
# Two ways to say the same; the gate must not tell them apart.
SAME_GATE = [
    ({"pain": {"spreads_below_knee": True}}, {"red_flags": ["leg_pain_no_deficit"]}),
    ({"age_years": 17}, {"red_flags": ["age_young"]}),
    ({"blood_pressure": "high_uncontrolled"}, {"conditions": ["hypertension_uncontrolled"]}),
    ({"blood_pressure": "high_controlled"}, {"conditions": ["hypertension_controlled"]}),
    ({"pregnancy": "trimester_1"}, {"conditions": ["pregnancy_trimester_1"]}),
    ({"pregnancy": "trimester_2"}, {"conditions": ["pregnancy_trimester_2_3"]}),
    ({"pregnancy": "postpartum"}, {"conditions": ["postpartum_diastasis"]}),
    ({"age_years": 66}, {"conditions": ["age_over_65"]}),
]

# A red flag, and other fields that have already said it.
SAID_ALREADY = [
    ("leg_pain_no_deficit", {"pain": {"spreads_below_knee": True, "intensity": 8, "duration_weeks": 2}}),
    ("age_young", {"age_years": 17}),
    ("age75_new_acute", {"age_years": 76, "sex": "male", "pain": {"duration_weeks": 2}}),
    ("age_alone", {"age_years": 70, "sex": "female"}),
    ("age_alone", {"age_years": 55, "sex": "male", "pain": {"duration_weeks": 2}}),
    ("age_alone", {"age_years": 55, "sex": "female", "pain": {"duration_weeks": 2}}),
    ("bp_160", {"blood_pressure": "high_uncontrolled"}),
    ("pregnancy_well", {"pregnancy": "trimester_1"}),
    ("pregnancy_well", {"conditions": ["pregnancy_trimester_2_3"]}),
    ("cough_sneeze_leg", {"pain": {"worse_with": ["coughing"]}}),
    ("chronic_primary_lbp", {"conditions": ["chronic_primary_low_back_pain"]}),
]


@pytest.mark.parametrize(("flag", "answers"), SAID_ALREADY)
def test_ticking_what_another_field_has_said_already_changes_nothing(screened, verdict, admitted, flag, answers):
    said, ticked = screened(**answers), screened(**answers, red_flags=[flag])

    assert verdict(ticked) == verdict(said)
    assert {exercise.id for exercise in admitted(ticked)} == {exercise.id for exercise in admitted(said)}


@pytest.mark.parametrize(("rule_id", "answers"), EITHER_YES)
def test_either_yes_is_yes(screened, rule_id, answers):
    assert rule_id in screened(**answers).trace.applied()


@pytest.mark.parametrize(("rule_id", "answers"), NEITHER_YES)
def test_without_a_yes_the_row_does_not_count(screened, rule_id, answers):
    assert rule_id not in screened(**answers).trace.applied()


@pytest.mark.parametrize(("rule_id", "answers"), EITHER_YES)
def test_a_yes_counts_although_its_twin_was_never_asked(four_answers, rule_id, answers):
    assert rule_id in four_answers(**answers).trace.applied()


@pytest.mark.parametrize(("one", "other"), SAME_GATE)
def test_the_gate_does_not_care_which_of_two_twins_said_yes(screened, verdict, one, other):
    assert verdict(screened(**one)) == verdict(screened(**other))


@pytest.mark.parametrize(("one", "other"), SAME_GATE)
def test_the_same_exercises_stay_out_whichever_twin_said_yes(screened, admitted, one, other):
    assert {exercise.id for exercise in admitted(screened(**one))} == {exercise.id for exercise in admitted(screened(**other))}


@pytest.mark.parametrize(("age", "expected"), [(0, "clinician"), (12, "clinician"), (17, "clinician"), (18, None), (19, None)])
def test_the_product_is_for_adults(screened, age, expected):
    gate = screened(age_years=age).gate

    assert (gate.unlock or {}).get("cleared_by") == expected


def test_under_eighteen_waits_for_a_clinician_even_after_a_consultation(screened, verdict):
    consulted = {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": True}

    assert verdict(screened(age_years=17, consultation=consulted)) == ("consult_first", "clinician")
