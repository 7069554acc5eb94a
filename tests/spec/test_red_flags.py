"""The normative table of red flags: each alone, with a consultation, with a chronic condition, and not known."""

import pytest

CONSULTED = {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": True}

EMERGENCY, URGENT = ("emergency", "nothing"), ("urgent", "nothing")
CONSULT, MODIFIED, PROCEED = ("consult_first", "clinician"), ("proceed_modified", None), ("proceed", None)

# Red flag, and (outcome, cleared by) when it is the only answer that says yes.
ALONE = [
    # The cauda equina and the legs.
    ("ces_bladder", EMERGENCY),
    ("ces_bowel", EMERGENCY),
    ("ces_saddle", EMERGENCY),
    ("ces_sexual", EMERGENCY),
    ("ces_bilateral_leg", EMERGENCY),
    ("ces_constipation_only", PROCEED),
    ("leg_weakness_progressive", EMERGENCY),
    ("foot_drop_any", EMERGENCY),
    ("single_limb_deficit", CONSULT),
    ("leg_pain_no_deficit", MODIFIED),
    ("claudication", CONSULT),
    ("cough_sneeze_leg", PROCEED),
    # Fracture and age.
    ("major_trauma", EMERGENCY),
    ("steroids", URGENT),
    ("fragility_minor_trauma", URGENT),
    ("fracture_or_slipped_vertebra", CONSULT),
    ("age_alone", PROCEED),
    ("age75_new_acute", CONSULT),
    ("age_young", CONSULT),
    # Cancer.
    ("cancer_plus_neuro", EMERGENCY),
    ("weight_loss", URGENT),
    ("cancer_history", URGENT),
    ("night_pain", PROCEED),
    ("not_mechanical", URGENT),
    ("lump_shape", URGENT),
    # Infection.
    ("fever_back", URGENT),
    ("immune_risk", URGENT),
    # Heart and vessels.
    ("chest_pain_now", EMERGENCY),
    ("cardiac_features", EMERGENCY),
    ("aaa_collapse", EMERGENCY),
    ("aaa_pulse", URGENT),
    ("tearing_pain", EMERGENCY),
    ("heart_condition", CONSULT),
    ("bp_160", CONSULT),
    ("bp_180", CONSULT),
    ("chest_pain_recent", CONSULT),
    ("dizzy_or_fainted", CONSULT),
    ("inactive_with_known_disease", CONSULT),
    # Neck and brain.
    ("thunderclap", EMERGENCY),
    ("neck_meningism", EMERGENCY),
    ("neck_5d", EMERGENCY),
    ("neck_onset_headache", EMERGENCY),
    ("brain_neuro_new", EMERGENCY),
    ("myelopathy_rapid", EMERGENCY),
    ("myelopathy_hands", URGENT),
    # The pain itself.
    ("severe_unremitting", URGENT),
    ("thoracic_pain", MODIFIED),
    ("no_improve_6w", MODIFIED),
    ("changed_chronic", CONSULT),
    ("inflammatory_count", CONSULT),
    ("chronic_primary_lbp", PROCEED),
    ("yellow_flags", MODIFIED),
    # Other health.
    ("supervised_exercise_only", CONSULT),
    ("joint_or_back_uncontrolled", CONSULT),
    ("recent_surgery", CONSULT),
    ("diabetes_low_intensity", MODIFIED),
    ("pregnancy_absolute", CONSULT),
    ("pregnancy_relative", CONSULT),
    ("pregnancy_well", MODIFIED),
    # What combinations and notes of the sources speak of.
    ("vomiting", PROCEED),
    ("hernia_painful", URGENT),
    ("foot_ulcer", CONSULT),
    ("joint_flare", MODIFIED),
]
WITHHOLD_WITHOUT_AN_END = [flag for flag, alone in ALONE if alone in {EMERGENCY, URGENT}]
ASK_A_DOCTOR = [flag for flag, alone in ALONE if alone == CONSULT]
GO_ON = [flag for flag, alone in ALONE if alone in {MODIFIED, PROCEED}]


def test_this_table_has_a_row_for_every_red_flag_that_can_be_ticked(heart):
    assert sorted(flag for flag, _ in ALONE) == sorted(heart.book.intake.fields["red_flags"].options)
    assert len(ALONE) == 63


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
