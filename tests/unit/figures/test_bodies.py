"""Bodies stand, sit and lie where their contacts say, and their hands get where they are sent."""

import math

import pytest

from exercise_catalog.figures.body import bone
from exercise_catalog.figures.figure import figure_of, way
from exercise_catalog.figures.parts import part
from exercise_catalog.figures.pose import PoseRefused, bases
from exercise_catalog.figures.surfaces import bottom

TALL = {"like": "standing"}


@pytest.mark.parametrize("base", sorted(bases()))
def test_every_base_pose_can_be_held_as_it_is(problems, base):
    written = {"view": "side", "hold": True, "poses": {"start": {"like": base}}, "description": "A base pose as it is."}

    assert problems(written, position="machine") == ""


@pytest.mark.parametrize(
    ("base", "touching"),
    [
        ("standing", "feet"),
        ("quadruped", "knees"),
        ("quadruped", "hands"),
        ("plank", "toes"),
        ("forearm_plank", "forearms"),
        ("supine", "back"),
        ("prone", "belly"),
        ("half_kneeling", "left_knee"),
        ("half_kneeling", "right_foot"),
    ],
)
def test_what_should_touch_the_floor_touches_it(one_pose, base, touching):
    assert bottom(one_pose(like=base).body, touching) == pytest.approx(0, abs=1)


def test_someone_who_sits_has_feet_on_the_floor(one_pose):
    assert bottom(one_pose(like="seated", equipment=["chair"]).body, "feet") == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize(("lean", "knee"), [(0, 3), (38, 100), (60, 15), (20, 60)])
def test_who_leans_or_bends_the_knees_keeps_the_weight_above_the_feet(one_pose, lean, knee):
    body = one_pose(like="standing", lean=lean, both={"knee": knee}).body

    weight = body.weight({"head": 0.08, "ribs": 0.34, "hips": 0.16, "upper_arm": 0.028, "forearm": 0.022, "thigh": 0.105, "shin": 0.055})
    assert weight[0] - part(body, "feet")[0] == pytest.approx(3, abs=0.5)


@pytest.mark.parametrize("goal", ["other_shoulder", "same_hip", "back_of_head", "belly"])
def test_a_hand_arrives_where_it_is_sent(one_pose, goal):
    body = one_pose(**TALL, reach={"right_hand": goal}).body

    assert math.dist(part(body, "right_hand"), part(body, goal, side="right")) < 1


def test_a_hand_that_cannot_arrive_is_told_of(one_pose):
    assert one_pose(**TALL, reach={"right_hand": "right_toes"}).problems == (
        "right_hand cannot reach right_toes: the limb is 34 long and the way is 78",
    )


def test_hips_sink_until_both_feet_of_a_wide_stance_are_on_the_floor(one_pose):
    body = one_pose(**TALL, reach={"right_foot": {"to": "floor", "forward": 30}, "left_foot": {"to": "floor", "forward": -20}}).body

    assert [bottom(body, "right_foot"), bottom(body, "left_foot")] == pytest.approx([0, 0], abs=0.1)


def test_an_angle_for_an_arm_lets_go_of_what_its_hand_held(one_pose):
    body = one_pose(like="seated", equipment=["chair"], right={"shoulder": 180}).body

    assert part(body, "right_hand")[2] > part(body, "crown")[2] > part(body, "left_hand")[2]


def test_near_and_far_are_right_and_left_of_someone_seen_from_the_side(one_pose):
    named, aliased = one_pose(**TALL, right={"shoulder": 90}), one_pose(**TALL, near={"shoulder": 90})

    assert named.angles == aliased.angles


@pytest.mark.parametrize("word", ["near", "far", "top"])
def test_a_side_that_means_nothing_from_the_front_is_refused(one_pose, word):
    with pytest.raises(PoseRefused, match="say right or left"):
        one_pose(view="front", **TALL, **{word: {"shoulder": 90}})


def test_a_later_pose_starts_from_the_first_and_says_only_what_is_new(squat):
    squat["poses"]["end"] = {"right": {"shoulder": 90}}

    poses = figure_of(squat).poses
    assert poses["end"].angles["left_shoulder_raise"] == poses["start"].angles["left_shoulder_raise"] == 40


def test_what_stays_has_not_moved(squat):
    squat["poses"]["end"] = {"shift": {"forward": 3}, "reach": {"feet": "stay"}}

    poses = figure_of(squat).poses
    assert math.dist(part(poses["start"].body, "right_ankle"), part(poses["end"].body, "right_ankle")) < 0.5


def test_bones_keep_their_lengths_on_the_way(squat):
    lengths = [math.dist(body.legs[side].root, body.legs[side].joint) for body in way(figure_of(squat), "start", "end") for side in ("right", "left")]

    assert lengths == pytest.approx([bone("thigh")] * len(lengths))


def test_feet_that_stand_in_both_poses_stand_all_the_way(squat):
    heights = [bottom(body, "feet") for body in way(figure_of(squat), "start", "end")]

    assert heights == pytest.approx([0] * len(heights), abs=0.5)
