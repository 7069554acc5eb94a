"""What was asked: complete, partial or not at all; and the cautious program where it is not complete."""

import pytest

# What the cautious program never holds, whatever the person's experience.
FORBIDDEN = {
    "loaded_spinal_flexion",
    "end_range_spinal_flexion",
    "end_range_spinal_extension",
    "rotation_under_load",
    "axial_loading_squat_deadlift",
    "high_impact",
    "balance_challenge",
    "valsalva_or_long_isometric_hold",
    "inversion_head_below_heart",
    "end_range_neck_extension_rotation",
}
# Screening answers, what they make of the screening, and the outcome.
SCREENING = [
    ({}, "not_asked", "proceed_modified"),
    ({"red_flags_unknown": ["weight_loss"]}, "not_asked", "proceed_modified"),
    ({"red_flags": []}, "partial", "proceed_modified"),
    ({"conditions": []}, "partial", "proceed_modified"),
    ({"red_flags": ["cough_sneeze_leg"]}, "partial", "proceed_modified"),
    ({"conditions": [], "red_flags_unknown": ["weight_loss"]}, "partial", "proceed_modified"),
    ({"red_flags": [], "conditions": [], "red_flags_unknown": ["ces_constipation_only"]}, "partial", "proceed_modified"),
    ({"red_flags": [], "conditions": [], "red_flags_unknown": []}, "complete", "proceed"),
    ({"red_flags": [], "conditions": []}, "complete", "proceed"),
    ({"red_flags": ["cough_sneeze_leg"], "conditions": []}, "complete", "proceed"),
]
NOT_COMPLETE = [answers for answers, screening, _ in SCREENING if screening != "complete"]
EVERYTHING_AT_HAND = ["chair", "wall", "band", "dumbbell", "kettlebell", "barbell", "machine", "bench", "step", "ball", "towel", "pull_up_bar"]
ADVANCED = {"experience_level": "advanced", "equipment": EVERYTHING_AT_HAND, "minutes_per_session": 60}


@pytest.mark.parametrize(("answers", "screening", "outcome"), SCREENING)
def test_how_complete_the_screening_was(four_answers, answers, screening, outcome):
    gate = four_answers(**answers).gate

    assert (gate.screening, gate.outcome.value) == (screening, outcome)


@pytest.mark.parametrize("answers", NOT_COMPLETE)
@pytest.mark.parametrize("person", [{}, ADVANCED])
def test_the_cautious_program_holds_none_of_the_ten_properties(four_answers, admitted, answers, person):
    recommendation = four_answers(**{**answers, **person})

    assert recommendation.program.chosen
    assert [exercise.id for exercise in admitted(recommendation) if FORBIDDEN & exercise.properties] == []


@pytest.mark.parametrize("answers", NOT_COMPLETE)
def test_the_cautious_program_keeps_to_a_beginners_exercises_and_doses(four_answers, answers):
    chosen = four_answers(**{**answers, **ADVANCED}).program.chosen

    assert chosen
    assert {one.ranked.exercise.level.value for one in chosen} == {"beginner"}
    # Blood pressure is not known here, so a cap may lie below the beginner's dose, and never above it.
    assert [one.ranked.exercise.id for one in chosen if not no_more(one.dose, one.ranked.exercise.doses["beginner"])] == []


def no_more(dose, other):
    names = ("sets", "reps", "hold_s", "effort_0_10")
    return all(getattr(dose, name) <= getattr(other, name) for name in names)


def test_a_complete_screening_gives_an_advanced_person_harder_exercises(screened, admitted):
    recommendation = screened(**{**ADVANCED, "blood_pressure": "normal"})

    assert any(FORBIDDEN & exercise.properties for exercise in admitted(recommendation))
    assert "advanced" in {exercise.level.value for exercise in admitted(recommendation)}


def test_the_program_that_waits_for_a_doctor_is_cautious_too_while_questions_are_open(four_answers, admitted):
    recommendation = four_answers(**{**ADVANCED, "has_chronic_condition": True})

    assert recommendation.gate.outcome.value == "consult_first"
    assert [exercise.id for exercise in admitted(recommendation) if FORBIDDEN & exercise.properties] == []


def test_a_finding_beside_open_questions_keeps_the_cautious_program(four_answers, admitted):
    recommendation = four_answers(**{**ADVANCED, "red_flags": ["leg_pain_no_deficit"]})

    assert recommendation.gate.outcome.value == "proceed_modified"
    assert [exercise.id for exercise in admitted(recommendation) if FORBIDDEN & exercise.properties] == []


def test_before_you_start_lists_all_questions_when_nothing_was_asked(four_answers):
    rows = four_answers().before_you_start

    assert len([row for row in rows if row["field"] == "red_flags"]) == 64
    assert [row["red_flag"] for row in rows if row["field"] == "conditions"] == [None]
    assert all(row["question"] for row in rows)


def test_before_you_start_opens_with_the_gravest_questions(four_answers, heart):
    tiers = {question.id: question.tier for question in heart.book.questions}

    rows = four_answers().before_you_start

    assert tiers[rows[0]["red_flag"]] == "emergency_now"
    assert tiers[rows[63]["red_flag"]] == "combine_only"


def test_before_you_start_asks_for_conditions_when_only_they_are_missing(four_answers):
    rows = four_answers(red_flags=[]).before_you_start

    assert [row["field"] for row in rows] == ["conditions"]


def test_before_you_start_leaves_out_what_another_field_has_answered(four_answers):
    rows = four_answers(conditions=[], pain={"spreads_below_knee": True}, age_years=17).before_you_start

    asked = {row["red_flag"] for row in rows}
    assert "leg_pain_no_deficit" not in asked
    assert "age_young" not in asked
    assert "ces_bladder" in asked


def test_a_complete_screening_leaves_no_question_open(screened):
    assert screened().before_you_start == ()
