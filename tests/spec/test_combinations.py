"""The six combinations: several ways to complete each, what only looks like it, and halves that nobody knows."""

import pytest

WOMAN_OF_70 = {"age_years": 70, "sex": "female"}
NEW_AND_SEVERE = {"intensity": 7, "duration_weeks": 2}

# Combination, its tier, and answers that complete it. What is not given is "no" for red flags and conditions, else unknown.
COMPLETE = [
    # Two or more of: steroids, over 70, female, trauma, thin bones; with pain.
    ("COMBO-FRACTURE", "urgent", WOMAN_OF_70),
    ("COMBO-FRACTURE", "urgent", {"red_flags": ["steroids"], "sex": "female"}),
    ("COMBO-FRACTURE", "urgent", {"red_flags": ["steroids", "fragility_minor_trauma"]}),
    ("COMBO-FRACTURE", "urgent", {"age_years": 71, "conditions": ["osteoporosis_no_fracture"]}),
    ("COMBO-FRACTURE", "urgent", {"sex": "female", "conditions": ["osteoporosis_no_fracture"]}),
    ("COMBO-FRACTURE", "urgent", {"sex": "female", "conditions": ["vertebral_fragility_fracture"]}),
    ("COMBO-FRACTURE", "urgent", {"red_flags": ["age_alone"], "sex": "female"}),
    ("COMBO-FRACTURE", "urgent", {**WOMAN_OF_70, "pain_areas": [], "pain": {"intensity": 2}}),
    ("COMBO-FRACTURE", "urgent", {"sex": "female", "history": {"height_loss": True}}),
    ("COMBO-FRACTURE", "urgent", {"age_years": 70, "sex": "male", "history": {"height_loss": True}}),
    # Night pain with another sign.
    ("COMBO-CANCER", "urgent", {"red_flags": ["night_pain", "weight_loss"]}),
    ("COMBO-CANCER", "urgent", {"red_flags": ["night_pain", "cancer_history"]}),
    ("COMBO-CANCER", "urgent", {"red_flags": ["night_pain"], "age_years": 50}),
    ("COMBO-CANCER", "urgent", {"red_flags": ["night_pain", "age_alone"]}),
    ("COMBO-CANCER", "urgent", {"red_flags": ["night_pain", "fever_back"]}),
    ("COMBO-CANCER", "urgent", {"red_flags": ["night_pain", "not_mechanical"]}),
    ("COMBO-CANCER", "urgent", {"red_flags": ["night_pain", "no_improve_6w"]}),
    ("COMBO-CANCER", "urgent", {"red_flags": ["night_pain", "changed_chronic"]}),
    ("COMBO-CANCER", "urgent", {"red_flags": ["night_pain"], "history": {"smokes": True}}),
    # Over 50, and not improving, or worse and disturbing sleep.
    ("COMBO-AGE-NOIMPROVE", "urgent", {"red_flags": ["no_improve_6w"], "age_years": 50}),
    ("COMBO-AGE-NOIMPROVE", "urgent", {"red_flags": ["no_improve_6w", "age_alone"]}),
    ("COMBO-AGE-NOIMPROVE", "urgent", {"red_flags": ["changed_chronic", "night_pain"], "age_years": 63}),
    ("COMBO-AGE-NOIMPROVE", "urgent", {"red_flags": ["changed_chronic", "severe_unremitting"], "age_years": 63}),
    # New pain between the shoulder blades with another sign.
    ("COMBO-THORACIC", "urgent", {"red_flags": ["thoracic_pain", "vomiting"]}),
    ("COMBO-THORACIC", "urgent", {"red_flags": ["thoracic_pain"], "history": {"family_heart_disease": True}}),
    ("COMBO-THORACIC", "urgent", {"red_flags": ["thoracic_pain", "night_pain"]}),
    ("COMBO-THORACIC", "urgent", {"red_flags": ["thoracic_pain", "not_mechanical"]}),
    ("COMBO-THORACIC", "urgent", {"red_flags": ["thoracic_pain", "fragility_minor_trauma"]}),
    ("COMBO-THORACIC", "urgent", {"red_flags": ["thoracic_pain", "fever_back"]}),
    ("COMBO-THORACIC", "urgent", {"red_flags": ["thoracic_pain", "heart_condition"]}),
    ("COMBO-THORACIC", "urgent", {"red_flags": ["thoracic_pain"], "conditions": ["cardiovascular_disease_stable"]}),
    ("COMBO-THORACIC", "urgent", {"red_flags": ["thoracic_pain"], "age_years": 50}),
    # Worse on coughing with weakness, both legs, fever or headache.
    ("COMBO-COUGH", "urgent", {"red_flags": ["cough_sneeze_leg", "single_limb_deficit"]}),
    ("COMBO-COUGH", "urgent", {"red_flags": ["cough_sneeze_leg", "fever_back"]}),
    ("COMBO-COUGH", "urgent", {"red_flags": ["fever_back"], "pain": {"worse_with": ["coughing"]}}),
    ("COMBO-COUGH", "urgent", {"red_flags": ["single_limb_deficit"], "pain": {"worse_with": ["sitting", "coughing"]}}),
    ("COMBO-COUGH", "emergency", {"red_flags": ["cough_sneeze_leg", "ces_bilateral_leg"]}),
    ("COMBO-COUGH", "emergency", {"red_flags": ["cough_sneeze_leg", "thunderclap"]}),
    ("COMBO-COUGH", "emergency", {"red_flags": ["cough_sneeze_leg", "foot_drop_any"]}),
    # Severe new pain down one leg: goes on, with warnings.
    ("COMBO-CES-WATCH", "proceed_modified", {"red_flags": ["leg_pain_no_deficit"], "pain": NEW_AND_SEVERE}),
    ("COMBO-CES-WATCH", "proceed_modified", {"pain": {**NEW_AND_SEVERE, "spreads_below_knee": True}}),
    ("COMBO-CES-WATCH", "proceed_modified", {"pain": {"intensity": 10, "duration_weeks": 0, "spreads_below_knee": True}}),
]
# Combination, the outcome that stays, and answers that come close.
NEAR_MISS = [
    ("COMBO-FRACTURE", "proceed_modified", {"age_years": 69, "sex": "female"}),
    ("COMBO-FRACTURE", "proceed_modified", {"age_years": 70, "sex": "male"}),
    ("COMBO-FRACTURE", "proceed", {"sex": "female"}),
    ("COMBO-FRACTURE", "proceed_modified", {**WOMAN_OF_70, "pain_areas": []}),
    ("COMBO-FRACTURE", "consult_first", {"sex": "male", "conditions": ["osteoporosis_no_fracture"]}),
    ("COMBO-CANCER", "proceed", {"red_flags": ["night_pain"]}),
    ("COMBO-CANCER", "proceed", {"red_flags": ["night_pain"], "history": {"smokes": False}}),
    ("COMBO-CANCER", "proceed", {"history": {"smokes": True}}),
    ("COMBO-CANCER", "proceed", {"red_flags": ["night_pain"], "age_years": 49}),
    ("COMBO-CANCER", "urgent", {"red_flags": ["weight_loss"], "age_years": 60}),
    ("COMBO-CANCER", "proceed", {"red_flags": ["night_pain", "cough_sneeze_leg"]}),
    ("COMBO-AGE-NOIMPROVE", "proceed_modified", {"red_flags": ["no_improve_6w"], "age_years": 49}),
    ("COMBO-AGE-NOIMPROVE", "consult_first", {"red_flags": ["changed_chronic"], "age_years": 63}),
    ("COMBO-AGE-NOIMPROVE", "consult_first", {"red_flags": ["changed_chronic"], "age_years": 63, "pain": {"duration_weeks": 30}}),
    ("COMBO-THORACIC", "proceed_modified", {"red_flags": ["thoracic_pain"], "age_years": 49}),
    ("COMBO-THORACIC", "proceed", {"red_flags": ["vomiting"], "history": {"family_heart_disease": True}}),
    ("COMBO-FRACTURE", "proceed", {"sex": "male", "history": {"height_loss": True}}),
    ("COMBO-THORACIC", "proceed_modified", {"red_flags": ["thoracic_pain", "cough_sneeze_leg"]}),
    ("COMBO-THORACIC", "proceed", {"red_flags": ["night_pain"], "pain_areas": ["upper_back"]}),
    ("COMBO-COUGH", "proceed", {"red_flags": ["cough_sneeze_leg"]}),
    ("COMBO-COUGH", "proceed_modified", {"red_flags": ["cough_sneeze_leg", "leg_pain_no_deficit"]}),
    ("COMBO-COUGH", "consult_first", {"red_flags": ["single_limb_deficit"], "pain": {"worse_with": ["lifting"]}}),
    ("COMBO-CES-WATCH", "proceed_modified", {"red_flags": ["leg_pain_no_deficit"], "pain": {"intensity": 6, "duration_weeks": 2}}),
    ("COMBO-CES-WATCH", "proceed_modified", {"red_flags": ["leg_pain_no_deficit"], "pain": {"intensity": 7, "duration_weeks": 6}}),
    ("COMBO-CES-WATCH", "proceed", {"pain": {**NEW_AND_SEVERE, "spreads_below_knee": False}}),
]
# Combination, and answers of which one half is yes and the other is not known.
HALF_UNKNOWN = [
    ("COMBO-FRACTURE", {"sex": "female"}),
    ("COMBO-FRACTURE", {"age_years": 70}),
    ("COMBO-FRACTURE", {"sex": "female", "red_flags_unknown": ["steroids", "fragility_minor_trauma", "major_trauma", "age_alone"]}),
    ("COMBO-CANCER", {"red_flags": ["night_pain"], "red_flags_unknown": ["weight_loss", "cancer_history", "fever_back", "no_improve_6w"]}),
    ("COMBO-CANCER", {"age_years": 60, "red_flags_unknown": ["night_pain"]}),
    ("COMBO-AGE-NOIMPROVE", {"red_flags": ["no_improve_6w"], "red_flags_unknown": ["age_alone"]}),
    ("COMBO-AGE-NOIMPROVE", {"age_years": 60, "red_flags_unknown": ["no_improve_6w", "changed_chronic", "night_pain"]}),
    ("COMBO-THORACIC", {"red_flags": ["thoracic_pain"], "red_flags_unknown": ["night_pain", "not_mechanical", "heart_condition"]}),
    ("COMBO-THORACIC", {"age_years": 60, "red_flags_unknown": ["thoracic_pain"]}),
    ("COMBO-COUGH", {"red_flags": ["cough_sneeze_leg"], "red_flags_unknown": ["single_limb_deficit", "thunderclap", "fever_back"]}),
    ("COMBO-CES-WATCH", {"red_flags": ["leg_pain_no_deficit"], "pain": {"intensity": 8}}),
    ("COMBO-CES-WATCH", {"red_flags": ["leg_pain_no_deficit"], "pain": {"duration_weeks": 2}}),
    ("COMBO-CES-WATCH", {"pain": NEW_AND_SEVERE}),
]


def test_this_table_has_rows_for_every_combination(heart):
    in_the_book = {rule.id for rule in heart.book.rules if rule.group == "combination"}

    assert {rule_id for rule_id, _, _ in COMPLETE} == in_the_book
    assert {rule_id for rule_id, _, _ in NEAR_MISS} == in_the_book
    assert {rule_id for rule_id, _ in HALF_UNKNOWN} == in_the_book
    assert len(in_the_book) == 6


@pytest.mark.parametrize(("rule_id", "outcome", "answers"), COMPLETE)
def test_a_complete_combination_gives_its_tier(screened, rule_id, outcome, answers):
    recommendation = screened(**answers)

    assert rule_id in [reason.rule_id for reason in recommendation.gate.reasons]
    assert recommendation.gate.outcome.value == outcome


@pytest.mark.parametrize(("rule_id", "outcome", "answers"), NEAR_MISS)
def test_what_only_looks_like_a_combination_does_not_count_as_one(screened, rule_id, outcome, answers):
    recommendation = screened(**answers)

    assert rule_id not in recommendation.trace.applied()
    assert recommendation.gate.outcome.value == outcome


@pytest.mark.parametrize(("rule_id", "answers"), HALF_UNKNOWN)
def test_a_combination_counts_only_answers_known_to_be_yes(screened, rule_id, answers):
    recommendation = screened(**answers)

    assert rule_id not in recommendation.trace.applied()
    assert recommendation.gate.outcome.releases


@pytest.mark.parametrize(("rule_id", "outcome", "answers"), [row for row in COMPLETE if row[1] in {"urgent", "emergency"}])
def test_nothing_lifts_a_combination(screened, verdict, rule_id, outcome, answers):
    consulted = {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": True}

    recommendation = screened(**answers, consultation=consulted)

    assert verdict(recommendation) == (outcome, "nothing")


def test_severe_new_leg_pain_carries_its_warning_and_asks_again_at_every_session(screened):
    program = screened(pain={**NEW_AND_SEVERE, "spreads_below_knee": True}).program

    assert program.ask_each_session == ("ces_bladder", "ces_bowel", "ces_saddle", "ces_sexual", "ces_bilateral_leg")
    assert any("emergency department now" in warning and "other leg" in warning for warning in program.stop_and_seek_help_if)
