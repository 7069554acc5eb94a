"""What a schema can't say: an exercise against itself, and all exercises together."""

import pytest

from exercise_catalog import checks

# A place in the goblet squat, the value put there, and a part of the complaint.
AGAINST_ITSELF = [
    ({"floor_needed": True}, "floor_needed and properties/floor_transfer must agree"),
    ({"properties/floor_transfer": True}, "floor_needed and properties/floor_transfer must agree"),
    # Level, muscles, equipment.
    ({"difficulty_1_10": 4}, "level intermediate is difficulty 5 to 7, not 4"),
    ({"difficulty_1_10": 8}, "level intermediate is difficulty 5 to 7, not 8"),
    ({"muscles/secondary": ["soleus", "quadriceps"]}, "a muscle stands in both primary and secondary"),
    ({"equipment": ["dumbbell", "none"]}, "equipment is [none], or what it needs, not both"),
    ({"equipment": ["none", "chair"]}, "equipment is [none], or what it needs, not both"),
    ({"bodyweight_relative": None}, "names no bodyweight_relative"),
    ({"bodyweight_relative": None, "equipment": ["chair", "band"]}, "names no bodyweight_relative"),
    ({"equipment": ["chair"]}, "needs no equipment for load, so bodyweight_relative is null"),
    # Doses.
    ({"level": "advanced", "difficulty_1_10": 8}, "dose must have advanced"),
    ({"dose/advanced/follows": "nobody"}, "dose/advanced follows 'nobody', which doses.yaml does not have"),
    ({"dose/intermediate/reps": 7}, "dose/intermediate/reps is 7; level_intermediate allows 8 to 12"),
    ({"dose/intermediate/reps": 13}, "dose/intermediate/reps is 13; level_intermediate allows 8 to 12"),
    ({"dose/advanced/sets": 2}, "dose/advanced/sets is 2; level_advanced allows 3 to 3"),
    ({"dose/advanced/days_per_week": 5}, "dose/advanced/days_per_week is 5; level_advanced allows 3 to 4"),
    ({"dose/advanced/hold_s": 11}, "dose/advanced/hold_s is 11; level_advanced allows 0 to 10"),
    ({"dose/advanced/duration_s": 60}, "dose/advanced is counted by the clock, so sets 1, reps 1, hold_s 0"),
    ({"seconds_per_rep": 0}, "dose/intermediate takes no time"),
    ({"seconds_per_rep": 0}, "dose/advanced takes no time"),
    ({"dose/advanced/effort_0_10": 4}, "dose/advanced/effort_0_10 is less than that of intermediate"),
    ({"dose/intermediate/sets": 4}, "dose/advanced/sets is less than that of intermediate"),
]
SHORT_HOLDS_ONLY = {"dose/intermediate/hold_s": 12, "dose/intermediate/follows": "balance_hold", "properties/valsalva_or_long_isometric_hold": False}
# The squat family as two rows, the change to the goblet squat, and a part of the complaint.
AGAINST_EACH_OTHER = [
    ({"easier": "nobody"}, "easier 'nobody' is no exercise of the catalog"),
    ({"harder": "nobody"}, "harder 'nobody' is no exercise of the catalog"),
    ({"bodyweight_relative": "nobody"}, "bodyweight_relative 'nobody' is no exercise of the catalog"),
    ({"harder": "squat"}, "harder 'squat' has difficulty"),
    ({"easier": "goblet_squat"}, "easier 'goblet_squat' has difficulty 5, this one 5"),
    ({"bodyweight_relative": "goblet_squat"}, "bodyweight_relative 'goblet_squat' needs equipment itself: dumbbell"),
    ({"text/en/name": "SQUAT"}, "the name 'squat' is already that of"),
    ({"text/en/also_known_as": ["front squat", "Mini Squat"]}, "the name 'mini squat' is already that of squat"),
]
# What the squat must not be as the goblet squat's relative without equipment, and the complaint.
NO_RELATIVE = [
    ({"equipment": ["wall", "step"]}, "bodyweight_relative 'squat' needs equipment itself: step"),
    ({"equipment": ["ball"]}, "bodyweight_relative 'squat' needs equipment itself: ball"),
    ({"equipment": ["chair", "kettlebell"]}, "bodyweight_relative 'squat' needs equipment itself: kettlebell"),
    ({"difficulty_1_10": 6}, "bodyweight_relative 'squat' has difficulty 6, which is harder than 5"),
    ({"areas": ["neck", "shoulders"]}, "bodyweight_relative 'squat' has another aim"),
    ({"targets": ["neck_strength", "balance"]}, "bodyweight_relative 'squat' has another aim"),
]


@pytest.fixture
def squat(exercise):
    return {**exercise("squat"), "harder": None, "easier": None}


def test_the_exercise_as_it_is_has_no_problem(row, squat, doses):
    assert checks.each([row, squat], doses) == []
    assert checks.together([row, squat], {"squat": {}, "goblet_squat": {}}) == []


@pytest.mark.parametrize(("changes", "complaint"), AGAINST_ITSELF)
def test_an_exercise_that_contradicts_itself_is_refused(row, doses, put, changes, complaint):
    problems = checks.each([put(row, changes)], doses)

    assert any(problem.startswith("goblet_squat.yaml: ") and complaint in problem for problem in problems)


def test_a_dose_below_the_level_of_the_exercise_is_refused(row, doses, put):
    problems = checks.each([put(row, {"dose/beginner": row["dose"]["intermediate"]})], doses)

    assert "goblet_squat.yaml: dose must have intermediate, advanced" in problems


def test_a_long_hold_against_effort_must_say_so(row, doses, put):
    problems = checks.each([put(row, SHORT_HOLDS_ONLY)], doses)

    assert any("that is valsalva_or_long_isometric_hold" in problem for problem in problems)


def test_a_beginners_effort_is_four_at_the_most(squat, doses, put):
    problems = checks.each([put(squat, {"dose/beginner/effort_0_10": 5})], doses)

    assert any("a beginner's is 4 at the most" in problem for problem in problems)


def test_the_second_of_two_exercises_is_checked_as_the_first(row, squat, doses, put):
    problems = checks.each([squat, put(row, {"difficulty_1_10": 9})], doses)

    assert problems == ["goblet_squat.yaml: level intermediate is difficulty 5 to 7, not 9"]


@pytest.mark.parametrize(("changes", "complaint"), AGAINST_EACH_OTHER)
def test_relatives_must_exist_and_lie_in_order(row, squat, put, changes, complaint):
    problems = checks.together([squat, put(row, changes)], {})

    assert any(problem.startswith("goblet_squat.yaml: ") and complaint in problem for problem in problems)


@pytest.mark.parametrize(("changes", "complaint"), NO_RELATIVE)
def test_a_relative_without_equipment_needs_none_is_no_harder_and_has_the_same_aim(row, squat, put, changes, complaint):
    problems = checks.together([put(squat, changes), row], {})

    assert any(problem.startswith(f"goblet_squat.yaml: {complaint}") for problem in problems)


def test_an_easier_relative_that_is_harder_is_refused(row, squat, put):
    problems = checks.together([put(squat, {"easier": "goblet_squat"}), row], {})

    assert problems == [f"squat.yaml: easier 'goblet_squat' has difficulty 5, this one {squat['difficulty_1_10']}"]


def test_a_circle_of_harder_relatives_is_refused_where_it_closes(row, squat, put):
    problems = checks.together([put(squat, {"harder": "goblet_squat"}), put(row, {"harder": "squat"})], {})

    assert problems == ["goblet_squat.yaml: harder 'squat' has difficulty 3, this one 5"]


def test_a_published_name_without_an_exercise_is_refused(row, squat):
    assert checks.together([row, squat], {"squat": {}, "sqat": {}}) == ["published.yaml: 'sqat' is no exercise of the catalog"]


def test_an_exercise_that_is_counted_names_no_publisher_of_its_own(row, squat):
    problems = checks.together([{**row, "named_by": []}, squat], {"squat": {}, "goblet_squat": {}})

    assert problems == ["goblet_squat.yaml: published.yaml counts it, so named_by is left out"]
