"""Slips in the sixteen answers: position, equipment, family, name or words of an exercise speak against them."""

import pytest

from exercise_catalog import checks
from exercise_catalog.vocabulary import Equipment, Kind, Position, Property

STRAINS, HINGES, ROUNDS = "valsalva_or_long_isometric_hold", "axial_loading_squat_deadlift", "loaded_spinal_flexion"
ROUNDS_FULLY, ARCHES_FULLY = "end_range_spinal_flexion", "end_range_spinal_extension"
TWISTS, LOW_HEAD, NECK_END = "rotation_under_load", "inversion_head_below_heart", "end_range_neck_extension_rotation"
# A property that somebody forgets: the exercise, the answer, and what gives it away.
FORGOTTEN = [
    # Where one is.
    ("dead_bug", "supine_lying", "position supine"),
    ("dead_bug", "floor_transfer", "position supine"),
    ("push_up", "prone_lying", "position prone"),
    ("push_up", "floor_transfer", "position prone"),
    ("clamshell", "floor_transfer", "position side_lying"),
    ("bird_dog", "kneeling_quadruped", "position quadruped"),
    ("bird_dog", "floor_transfer", "position quadruped"),
    ("hip_flexor_stretch", "kneeling_quadruped", "position kneeling"),
    ("hip_flexor_stretch", "floor_transfer", "position kneeling"),
    ("pull_up", "overhead_arms", "position hanging"),
    ("pull_up", STRAINS, "position hanging"),
    # What is used.
    ("pull_up", "overhead_arms", "equipment pull_up_bar"),
    ("pull_up", STRAINS, "equipment pull_up_bar"),
    ("barbell_row", HINGES, "equipment barbell"),
    ("deadlift", STRAINS, "equipment barbell"),
    ("aquatic_exercise", "balance_challenge", "equipment pool"),
    ("step_up", "balance_challenge", "equipment step, wall"),
    ("ball_back_extension", "balance_challenge", "equipment ball, wall and position prone"),
    # What it is.
    ("tandem_stance", "balance_challenge", "kind balance"),
    ("romanian_deadlift", HINGES, "family hip_hinge and load"),
    ("romanian_deadlift", ROUNDS, "family hip_hinge and load"),
    ("good_morning", STRAINS, "family hip_hinge and load"),
    ("goblet_squat", HINGES, "family squat_lunge and load"),
    ("goblet_squat", STRAINS, "family squat_lunge and load"),
    ("dumbbell_row", HINGES, "family horizontal_pull and position standing and equipment dumbbell, chair"),
    ("pallof_press", TWISTS, "family anti_rotation"),
    ("partial_curl_up", ROUNDS, "family abdominal_curl"),
    ("partial_curl_up", STRAINS, "family abdominal_curl"),
    ("mountain_climber", STRAINS, "family plank"),
    ("single_leg_bridge", LOW_HEAD, "family bridge"),
    ("segmental_bridge", LOW_HEAD, "family bridge"),
    ("seated_knee_to_chest", ROUNDS_FULLY, "family knee_to_chest"),
    ("child_pose", ROUNDS_FULLY, "family spinal_flexion_rest"),
    ("seated_cat_cow", ROUNDS_FULLY, "family cat_cow"),
    # What it is called.
    ("single_leg_deadlift", "balance_challenge", "id single_leg_deadlift and position standing"),
    ("standing_march", "balance_challenge", "id standing_march and position standing"),
    ("split_stance_calf_stretch", "balance_challenge", "id split_stance_calf_stretch and position standing"),
    ("side_plank", STRAINS, "id side_plank"),
    ("wall_push_up", "wrist_weight_bearing", "id wall_push_up"),
    ("superman", ARCHES_FULLY, "id superman"),
    ("prone_press_up", ARCHES_FULLY, "id prone_press_up"),
    ("curl_up", ROUNDS, "id curl_up"),
    ("standing_forward_bend", ROUNDS_FULLY, "id standing_forward_bend"),
    ("lat_pulldown", "overhead_arms", "id lat_pulldown"),
    ("downward_dog", LOW_HEAD, "id downward_dog"),
    ("neck_extension", NECK_END, "id neck_extension"),
    ("scalene_stretch", NECK_END, "id scalene_stretch"),
    # What set-up and steps say.
    ("dead_bug", "supine_lying", "saying 'Lie on your back'"),
    ("superman", "prone_lying", "saying 'Lie face down'"),
    ("locust_pose", "prone_lying", "saying 'Lie on your belly'"),
    ("craniocervical_rotation_prone", "floor_transfer", "saying 'Lie on your front'"),
    ("hip_adduction", "floor_transfer", "saying 'Lie on your side'"),
    ("bird_dog", "kneeling_quadruped", "saying 'Kneel'"),
    ("mountain_climber", "kneeling_quadruped", "saying 'hands and knees'"),
    ("thread_the_needle", "floor_transfer", "saying 'all fours'"),
    ("standing_side_bend", "overhead_arms", "saying 'overhead'"),
    ("neck_isometrics", "overhead_arms", "saying 'behind your head'"),
    ("bird_dog", "overhead_arms", "saying 'beside your ear'"),
    ("scapular_push_up", "wrist_weight_bearing", "saying 'hands under your shoulders'"),
    ("cat_cow", "wrist_weight_bearing", "saying 'hands below the shoulders'"),
    ("single_leg_stand", "balance_challenge", "saying 'other foot an inch or two off the floor' and position standing"),
    ("hip_abduction_standing", "balance_challenge", "saying 'on to one leg' and position standing"),
    ("seated_forward_bend", LOW_HEAD, "saying 'head hang' and position seated"),
]
# A property that somebody ticks by mistake: the exercise, the answer, and what gives it away.
MISTAKEN = [
    ("dead_bug", "prone_lying", "position supine"),
    ("dead_bug", "kneeling_quadruped", "position supine"),
    ("push_up", "supine_lying", "position prone"),
    ("clamshell", "supine_lying", "position side_lying"),
    ("clamshell", "prone_lying", "position side_lying"),
    ("bird_dog", "supine_lying", "position quadruped"),
    ("child_pose", "prone_lying", "position kneeling"),
    ("chin_tuck", "supine_lying", "position seated"),
    ("chin_tuck", "kneeling_quadruped", "position seated"),
    ("chin_tuck", "high_impact", "position seated"),
    ("goblet_squat", "prone_lying", "position standing"),
    ("goblet_squat", "floor_transfer", "position standing"),
    ("lat_pulldown", "supine_lying", "position machine"),
    ("pull_up", "floor_transfer", "position hanging"),
]
WORDS_OF = {"position": Position, "kind": Kind, "equipment": Equipment}


@pytest.fixture
def problems_where(exercise, doses, put):
    """What is found wrong with an exercise after it was changed."""
    return lambda name, changes: checks.each([put(exercise(name), changes)], doses)


@pytest.mark.parametrize(("name", "answer", "said"), FORGOTTEN)
def test_a_property_that_the_rest_of_the_file_implies_must_be_true(problems_where, name, answer, said):
    assert f"{name}.yaml: {said} means properties/{answer}: true" in problems_where(name, {f"properties/{answer}": False})


@pytest.mark.parametrize(("name", "answer", "said"), MISTAKEN)
def test_a_property_that_the_rest_of_the_file_rules_out_must_be_false(problems_where, name, answer, said):
    assert f"{name}.yaml: {said} means properties/{answer}: false" in problems_where(name, {f"properties/{answer}": True})


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"id": "jump_squat"}, "jump_squat.yaml: id jump_squat means properties/high_impact: true"),
        ({"id": "side_hop"}, "side_hop.yaml: id side_hop means properties/high_impact: true"),
        ({"text/en/steps/1": "Jump up and land softly on both feet."}, "goblet_squat.yaml: saying 'Jump' means properties/high_impact: true"),
        (
            {"text/en/steps/3": "Carry the weight above your head."},
            "goblet_squat.yaml: saying 'above your head' means properties/overhead_arms: true",
        ),
    ],
)
def test_what_no_exercise_of_ours_does_yet_is_noticed_all_the_same(problems_where, changes, complaint):
    assert complaint in problems_where("goblet_squat", changes)


def test_a_bridge_whose_pillow_is_lost_has_the_head_below_the_heart(problems_where):
    problems = problems_where("glute_bridge", {"text/en/set_up": "Lie on your back, knees bent and feet flat."})

    assert problems == ["glute_bridge.yaml: family bridge means properties/inversion_head_below_heart: true"]


def test_the_rows_that_notice_slips_speak_of_words_that_exist():
    rows = checks.HELD_TO["implies"]

    assert {name for row in rows for key in ("means", "never") for name in row.get(key, ())} <= set(Property)
    assert [(key, value) for row in rows for key, value in row["when"].items() if key in WORDS_OF and not set(value) <= set(WORDS_OF[key])] == []


def test_every_row_that_notices_slips_by_family_speaks_of_one_that_exists(as_they_are):
    families = {row["family"] for row in as_they_are.values()}

    assert {name for row in checks.HELD_TO["implies"] for name in row["when"].get("family", ())} <= families
