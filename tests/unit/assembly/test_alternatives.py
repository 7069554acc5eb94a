"""What could stand in the place of an exercise: two or more, admitted, not in the program, and really different."""

import itertools
from collections import Counter

import pytest

from recommender.assembly.differs import differs

FAMILY_NAMED = "another movement: "


def test_every_exercise_has_two_to_four_alternatives(walked):
    counts = Counter((len(one.alternatives), key) for key, program in walked.items() for one in program.chosen)

    # In the longest programs of somebody who can't get to the floor, nearly everything is in the program itself.
    few = {key for count, key in counts if count < 2}
    assert {count for count, _ in counts} <= {1, 2, 3, 4}
    assert {(name, minutes) for name, minutes, _ in few} <= {("somebody who can't get to the floor", 45), ("somebody who can't get to the floor", 60)}


def test_with_questions_open_every_exercise_has_two(recommended):
    program = recommended(red_flags_unknown=["weight_loss"]).program

    assert {len(one.alternatives) for one in program.chosen} == {2}


def test_an_alternative_is_not_in_the_program_and_of_no_family_that_is(walked):
    wrong = []
    for key, program in walked.items():
        chosen = {one.ranked.exercise.id for one in program.chosen}
        wrong += [(key, other.exercise_id) for one in program.chosen for other in one.alternatives if other.exercise_id in chosen]

    assert wrong == []


def test_alternatives_of_an_ordinary_exercise_are_of_different_families_and_none_of_another_that_is_chosen(recommended, heart):
    family = {exercise.id: exercise.family for exercise in heart.catalog.exercises}
    program = recommended().program
    chosen = {one.ranked.exercise.family for one in program.chosen}

    for one in program.chosen:
        families = [family[other.exercise_id] for other in one.alternatives]
        assert len(families) == len(set(families))
        assert set(families) & chosen <= {one.ranked.exercise.family}


def test_an_alternative_is_admitted_and_says_its_score(recommended):
    recommendation = recommended()
    admitted = {row.exercise.id: row.score for row in recommendation.ranking if row.excluded_by is None}

    others = [other for one in recommendation.program.chosen for other in one.alternatives]

    assert [other for other in others if admitted.get(other.exercise_id) != other.score] == []


def test_the_nearest_purpose_comes_first(recommended, heart):
    program = recommended(pain_areas=["neck"]).program
    neck_turn = next(one for one in program.chosen if one.ranked.exercise.id == "neck_rotation")
    first = heart.catalog.by_id[neck_turn.alternatives[0].exercise_id]

    assert neck_turn.ranked.exercise.targets[0] in first.targets


def test_a_stretch_for_the_neck_is_not_replaced_by_one_for_the_legs(recommended, heart):
    program = recommended(pain_areas=["neck", "lower_back"], sitting_hours_per_day=9).program
    (stretch,) = [one for one in program.chosen if one.ranked.exercise.id == "neck_side_flexion"]

    offered = [heart.catalog.by_id[other.exercise_id] for other in stretch.alternatives]

    assert offered
    assert all("neck" in exercise.areas for exercise in offered)


def test_any_two_exercises_differ_in_words(heart):
    pairs = list(itertools.permutations(heart.catalog.exercises, 2))

    assert [(one.id, other.id) for one, other in pairs if not differs(other, one)] == []
    # The last resort, the name of the family, is needed for a handful.
    assert sum(differs(other, one).startswith(FAMILY_NAMED) for one, other in pairs if one.family != other.family) <= 4


@pytest.mark.parametrize(
    ("name", "other", "words"),
    [
        ("glute_bridge", "squat", "standing instead of lying on the back, harder"),
        ("cat_cow", "neck_rotation", "sitting instead of on all fours, needs a chair"),
        ("doorway_chest_stretch", "clasped_hands_behind_back_stretch", "needs no wall, harder"),
        ("lower_trunk_rotation", "knee_to_chest_single", "rather a stretch, harder"),
        ("neck_side_flexion", "neck_flexion_stretch", "for the upper back too, both sides at once"),
        ("posture_hold_upright", "walking", "rather easy endurance, for the whole body"),
    ],
)
def test_a_difference_is_said_in_plain_words(exercise, name, other, words):
    assert differs(exercise(other), exercise(name)) == words
