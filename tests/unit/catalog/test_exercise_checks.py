"""What a schema can't say: an exercise against itself, and all exercises together."""

import copy

import pytest

from exercise_catalog import checks
from exercise_catalog.compile import HERE
from exercise_catalog.strict_yaml import load_file

# A place in the goblet squat, the value put there, and a part of the complaint.
AGAINST_ITSELF = [
    # Position and properties.
    ({"position": "supine"}, "position supine means properties/supine_lying: true"),
    ({"position": "supine"}, "position supine means properties/floor_transfer: true"),
    ({"position": "prone"}, "position prone means properties/prone_lying: true"),
    ({"position": "side_lying"}, "position side_lying means properties/floor_transfer: true"),
    ({"position": "quadruped"}, "position quadruped means properties/kneeling_quadruped: true"),
    ({"position": "kneeling"}, "position kneeling means properties/floor_transfer: true"),
    ({"position": "hanging"}, "position hanging means properties/overhead_arms: true"),
    ({"properties/prone_lying": True}, "properties/prone_lying is true in position standing"),
    ({"properties/supine_lying": True}, "properties/supine_lying is true in position standing"),
    ({"floor_needed": True}, "floor_needed and properties/floor_transfer must agree"),
    ({"properties/floor_transfer": True}, "floor_needed and properties/floor_transfer must agree"),
    # Level, muscles, equipment.
    ({"difficulty_1_10": 4}, "level intermediate is difficulty 5 to 7, not 4"),
    ({"difficulty_1_10": 8}, "level intermediate is difficulty 5 to 7, not 8"),
    ({"muscles/secondary": ["soleus", "quadriceps"]}, "a muscle stands in both primary and secondary"),
    ({"equipment": ["dumbbell", "none"]}, "equipment is [none], or what it needs, not both"),
    ({"bodyweight_relative": None}, "names no bodyweight_relative"),
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
    # Words that promise or diagnose, in any list and in any place of it.
    ({"text/en/purpose": "Cures the back pain that sitting brought."}, "text/en/purpose promises or diagnoses ('Cures')"),
    ({"text/en/tempo": "Slow, which heals"}, "text/en/tempo promises or diagnoses ('heals')"),
    ({"text/en/steps/1": "This fixes your posture at once."}, "text/en/steps promises or diagnoses ('fixes')"),
    ({"text/en/cues/1": "Guaranteed to eliminate tension."}, "promises or diagnoses"),
    ({"text/en/common_mistakes/2": "Skipping it, since it prevents pain."}, "promises or diagnoses ('prevents')"),
    ({"text/en/stop_signs/1": "Your treatment says otherwise here."}, "promises or diagnoses ('treatment')"),
    ({"text/en/breathing": "Breathe in, because you sit too much."}, "promises or diagnoses ('because you sit')"),
    ({"text/en/set_up": "A diagnosis is not needed for this one."}, "promises or diagnoses ('diagnosis')"),
    ({"text/en/set_up": "Stand " + "and stand " * 14 + "there."}, "has a sentence of more than 28 words"),
]
SHORT_HOLDS_ONLY = {"dose/intermediate/hold_s": 12, "dose/intermediate/follows": "balance_hold", "properties/valsalva_or_long_isometric_hold": False}
# The squat family as two rows, the change to the goblet squat, and a part of the complaint.
AGAINST_EACH_OTHER = [
    ({"easier": "nobody"}, "easier 'nobody' is no exercise of the catalog"),
    ({"harder": "nobody"}, "harder 'nobody' is no exercise of the catalog"),
    ({"bodyweight_relative": "nobody"}, "bodyweight_relative 'nobody' is no exercise of the catalog"),
    ({"harder": "squat"}, "harder 'squat' has difficulty"),
    ({"easier": "goblet_squat"}, "easier 'goblet_squat' has difficulty 5, this one 5"),
    ({"bodyweight_relative": "goblet_squat"}, "bodyweight_relative 'goblet_squat' needs equipment itself"),
    ({"text/en/name": "SQUAT"}, "the name 'squat' is already that of"),
]


@pytest.fixture(scope="module")
def doses():
    return load_file(HERE / "doses.yaml")["doses"]


@pytest.fixture(scope="module")
def squat_as_it_is():
    return load_file(HERE / "exercises" / "strength" / "squat.yaml")


@pytest.fixture
def squat(squat_as_it_is):
    return copy.deepcopy({**squat_as_it_is, "harder": None, "easier": None})


def _put(row, changes):
    for path, value in changes.items():
        *steps, last = path.split("/")
        inside = row
        for step in steps:
            inside = inside[int(step) if step.isdigit() else step]
        inside[int(last) if last.isdigit() else last] = value
    return row


def test_the_exercise_as_it_is_has_no_problem(row, squat, doses):
    assert checks.each([row, squat], doses) == []
    assert checks.together([row, squat], {"squat": {}, "goblet_squat": {}}) == []


@pytest.mark.parametrize(("changes", "complaint"), AGAINST_ITSELF)
def test_an_exercise_that_contradicts_itself_is_refused(row, doses, changes, complaint):
    problems = checks.each([_put(row, changes)], doses)

    assert any(problem.startswith("goblet_squat.yaml: ") and complaint in problem for problem in problems)


def test_a_dose_below_the_level_of_the_exercise_is_refused(row, doses):
    problems = checks.each([_put(row, {"dose/beginner": row["dose"]["intermediate"]})], doses)

    assert "goblet_squat.yaml: dose must have intermediate, advanced" in problems


def test_a_long_hold_against_effort_must_say_so(row, doses):
    problems = checks.each([_put(row, SHORT_HOLDS_ONLY)], doses)

    assert any("that is valsalva_or_long_isometric_hold" in problem for problem in problems)


def test_a_beginners_effort_is_four_at_the_most(squat, doses):
    problems = checks.each([_put(squat, {"dose/beginner/effort_0_10": 5})], doses)

    assert any("a beginner's is 4 at the most" in problem for problem in problems)


def test_the_second_of_two_exercises_is_checked_as_the_first(row, squat, doses):
    problems = checks.each([squat, _put(row, {"difficulty_1_10": 9})], doses)

    assert problems == ["goblet_squat.yaml: level intermediate is difficulty 5 to 7, not 9"]


@pytest.mark.parametrize(("changes", "complaint"), AGAINST_EACH_OTHER)
def test_relatives_must_exist_and_lie_in_order(row, squat, changes, complaint):
    problems = checks.together([squat, _put(row, changes)], {})

    assert any(problem.startswith("goblet_squat.yaml: ") and complaint in problem for problem in problems)


def test_an_easier_relative_that_is_harder_is_refused(row, squat):
    problems = checks.together([_put(squat, {"easier": "goblet_squat"}), row], {})

    assert problems == [f"squat.yaml: easier 'goblet_squat' has difficulty 5, this one {squat['difficulty_1_10']}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Tuck your elbows in and lift your breastbone.",
        "tuck your elbows in and lift your breastbone",
        "Tuck your elbows in, and lift your breastbone!",
    ],
)
def test_a_sentence_that_stands_in_two_exercises_is_refused(row, squat, sentence):
    problems = checks.together([row, _put(squat, {"text/en/cues/1": sentence})], {})

    assert problems == [f"squat.yaml: text/en/cues repeats a sentence of goblet_squat: {sentence}"]


def test_a_sentence_that_stands_twice_in_one_exercise_is_refused(row):
    problems = checks.together([_put(row, {"text/en/stop_signs/1": row["text"]["en"]["cues"][1]})], {})

    assert any("text/en/stop_signs repeats a sentence of goblet_squat" in problem for problem in problems)


def test_a_published_name_without_an_exercise_is_refused(row, squat):
    assert checks.together([row, squat], {"squat": {}, "sqat": {}}) == ["published.yaml: 'sqat' is no exercise of the catalog"]
