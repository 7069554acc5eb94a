"""What a person's own answers take out of the program or hold down, one table a kind of answer."""

import pytest

EVERYTHING_AT_HAND = [
    *("chair", "wall", "band", "dumbbell", "kettlebell", "barbell", "machine", "bench", "step"),
    *("ball", "foam_roller", "stick", "towel", "strap", "ankle_weights", "pull_up_bar", "bike", "pool"),
]
# Somebody for whom no limit of their own holds: whatever is missing then was taken out by the answer under test.
FREE = {"experience_level": "advanced", "blood_pressure": "normal", "equipment": EVERYTHING_AT_HAND, "minutes_per_session": 60}

# An answer, an exercise that it removes, and the row that says so.
REMOVED = [
    ({"experience_level": "beginner"}, "squat", None),
    ({"experience_level": "beginner"}, "goblet_squat", "LIMIT-EXPERIENCE-BEGINNER"),
    ({"experience_level": "beginner"}, "pull_up", "LIMIT-EXPERIENCE-BEGINNER"),
    ({"experience_level": "intermediate"}, "goblet_squat", None),
    ({"experience_level": "intermediate"}, "pull_up", "LIMIT-EXPERIENCE-INTERMEDIATE"),
    ({}, "pull_up", None),
    ({"age_years": 66}, "pull_up", "LIMIT-AGE-OVER-65"),
    ({"age_years": 65}, "pull_up", None),
    ({"age_years": 75}, "goblet_squat", "LIMIT-AGE-75"),
    ({"age_years": 74}, "goblet_squat", None),
    ({"pain": {"intensity": 7}}, "pull_up", "LIMIT-PAIN-HIGH"),
    ({"pain": {"intensity": 6}}, "pull_up", None),
    ({"blood_pressure": "unknown"}, "front_plank", "LIMIT-BLOOD-PRESSURE"),
    ({"blood_pressure": "high_controlled"}, "downward_dog", "LIMIT-BLOOD-PRESSURE"),
    ({"blood_pressure": "unknown"}, "standing_forward_bend", "LIMIT-BLOOD-PRESSURE"),
    ({"blood_pressure": "normal"}, "front_plank", None),
    ({"pain": {"spreads_below_knee": True}}, "romanian_deadlift", "LIMIT-LEG-PAIN"),
    ({"pain": {"spreads_below_knee": False}}, "romanian_deadlift", None),
    ({"red_flags": ["thoracic_pain"]}, "pallof_press", "LIMIT-THORACIC"),
    ({"red_flags": ["no_improve_6w"]}, "deadlift", "LIMIT-NOT-IMPROVING"),
    ({"red_flags": ["yellow_flags"]}, "deadlift", "LIMIT-FEAR-OF-MOVEMENT"),
    ({"pain": {"worse_with": ["bending_forward"]}}, "child_pose", "LIMIT-WORSE-BENDING-FORWARD"),
    ({"pain": {"worse_with": ["bending_backward"]}}, "prone_press_up", "LIMIT-WORSE-BENDING-BACKWARD"),
    ({"pain": {"worse_with": ["twisting"]}}, "supine_twist", "LIMIT-WORSE-TWISTING"),
    ({"pain": {"worse_with": ["lifting"]}}, "goblet_squat", "LIMIT-WORSE-LIFTING"),
    ({"pain": {"worse_with": ["sitting"]}}, "goblet_squat", None),
    ({"can_get_to_floor": False}, "bird_dog", "LIMIT-NO-FLOOR"),
    ({"can_get_to_floor": False}, "squat", None),
    ({"can_get_to_floor": True}, "bird_dog", None),
    ({"equipment": ["dumbbell"]}, "dumbbell_row", "LIMIT-EQUIPMENT"),
    ({"equipment": ["dumbbell", "chair"]}, "dumbbell_row", None),
    ({"equipment": []}, "heel_raise", "LIMIT-EQUIPMENT"),
    ({"equipment": []}, "bird_dog", None),
    ({"exclude_exercises": ["bird_dog", "squat"]}, "squat", "LIMIT-OWN-CHOICE"),
    ({"exclude_exercises": ["bird_dog", "squat"]}, "glute_bridge", None),
]
# An answer, and the highest effort, number of sets and dose level that it leaves.
CAPPED = [
    ({"experience_level": "beginner"}, "effort_0_10", 4),
    ({"experience_level": "intermediate"}, "effort_0_10", 6),
    ({"age_years": 66}, "effort_0_10", 5),
    ({"age_years": 66}, "sets", 2),
    ({"age_years": 75}, "effort_0_10", 4),
    ({"pain": {"intensity": 7}}, "effort_0_10", 3),
    ({"red_flags": ["diabetes_low_intensity"]}, "effort_0_10", 4),
    ({"red_flags": ["thoracic_pain"]}, "effort_0_10", 3),
    ({"conditions": ["shoulder_impingement_rotator_cuff"], "pain_areas": ["shoulders"]}, "effort_0_10", 6),
]


@pytest.fixture(scope="module")
def free(screened):
    return lambda **more: screened(**{**FREE, **more})


@pytest.mark.parametrize(("answers", "exercise_id", "rule_id"), REMOVED)
def test_an_answer_removes_what_it_must_and_nothing_beside(free, answers, exercise_id, rule_id):
    removed_by = {row.exercise.id: row.excluded_by for row in free(**answers).ranking}

    assert removed_by[exercise_id] == rule_id


def test_equipment_that_was_not_asked_about_is_what_any_home_has(screened):
    removed_by = {row.exercise.id: row.excluded_by for row in screened(experience_level="advanced", blood_pressure="normal").ranking}

    assert removed_by["dumbbell_row"] == "LIMIT-EQUIPMENT"
    assert [removed_by[name] for name in ("heel_raise", "doorway_chest_stretch", "cow_face_arms")] == [None, None, None]


@pytest.mark.parametrize(("answers", "number", "highest"), CAPPED)
def test_an_answer_holds_every_dose_of_every_week_down(free, answers, number, highest):
    program = free(**answers).program

    doses = [one.dose for one in program.chosen] + [item.dose for session in program.sessions for item in session.items]
    assert doses
    assert max(getattr(dose, number) for dose in doses) <= highest


def test_without_any_limit_doses_reach_above_them(free):
    doses = [item.dose for session in free().program.sessions for item in session.items]

    assert max(dose.effort_0_10 for dose in doses) > 4
    assert max(dose.sets for dose in doses) > 2


@pytest.mark.parametrize("intensity", range(11))
@pytest.mark.parametrize("weeks", [0, 3, 6, 2600])
def test_the_strength_of_the_pain_alone_never_gates(screened, verdict, intensity, weeks):
    recommendation = screened(pain={"intensity": intensity, "duration_weeks": weeks})

    assert verdict(recommendation) == ("proceed", None)
    assert recommendation.program.chosen


@pytest.mark.parametrize("answers", [{}, {"blood_pressure": "unknown"}, {"blood_pressure": "normal"}])
def test_blood_pressure_that_nobody_knows_never_gates(screened, verdict, answers):
    assert verdict(screened(**answers)) == ("proceed", None)


@pytest.mark.parametrize("answers", [{}, {"blood_pressure": "unknown"}])
def test_blood_pressure_that_nobody_knows_leaves_no_long_hold_and_no_hanging_head(screened, admitted, answers):
    recommendation = screened(experience_level="advanced", equipment=EVERYTHING_AT_HAND, **answers)

    forbidden = {"valsalva_or_long_isometric_hold", "inversion_head_below_heart"}
    assert [exercise.id for exercise in admitted(recommendation) if forbidden & exercise.properties] == []


@pytest.mark.parametrize("area", ["neck", "shoulders", "upper_back", "lower_back"])
@pytest.mark.parametrize("level", ["beginner", "intermediate", "advanced"])
def test_a_program_for_unknown_blood_pressure_is_made_as_for_high_controlled_pressure(screened, area, level):
    person = {"pain_areas": [area], "experience_level": level, "equipment": EVERYTHING_AT_HAND, "minutes_per_session": 45}

    unknown, controlled = screened(**person), screened(**person, blood_pressure="high_controlled")

    assert [(one.ranked.exercise.id, one.dose) for one in unknown.program.chosen] == [
        (one.ranked.exercise.id, one.dose) for one in controlled.program.chosen
    ]


@pytest.mark.parametrize(("hours", "minutes"), [(0, 60), (3.9, 60), (4, 45), (7.9, 45), (8, 30), (24, 30)])
def test_who_sits_longer_is_asked_to_stand_up_more_often(screened, hours, minutes):
    habits = {habit["code"]: habit for habit in screened(sitting_hours_per_day=hours).program.daily_habits}

    assert habits["sitting_break"]["every_minutes"] == minutes


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"pain": {"duration_weeks": 2}}, "often eases within a few weeks"),
        ({"pain": {"duration_weeks": 8}}, "have it checked"),
        ({"pain": {"duration_weeks": 12}}, "three months or more"),
        ({}, "others need months"),
        ({"pain_areas": []}, "You start without pain"),
    ],
)
def test_what_to_expect_fits_how_long_it_has_hurt(screened, answers, words):
    assert words in screened(**answers).program.expectations


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "chest pain"),
        ({}, "genitals, back passage"),
        ({"pain_areas": ["neck"]}, "slurred speech"),
        ({"pregnancy": "trimester_2"}, "maternity service"),
        ({"conditions": ["cardiovascular_disease_stable"]}, "heart races"),
        ({"red_flags": ["diabetes_low_intensity"]}, "blood sugar"),
    ],
)
def test_every_program_says_when_to_stop_and_seek_help(screened, answers, words):
    assert any(words in warning for warning in screened(**answers).program.stop_and_seek_help_if)
