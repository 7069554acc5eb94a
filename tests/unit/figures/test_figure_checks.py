"""What no body could do and no page should show is refused, in a sentence that says what to mend."""

import pytest

from exercise_catalog.figures.body import contrast, faint_colors
from exercise_catalog.figures.checks import corners, outside_the_page, size_problems
from exercise_catalog.figures.compile import exercises, undrawn


def test_the_squat_is_fine(problems, squat):
    assert problems(squat) == ""


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ({"both": {"elbow": 170}}, "end: right_elbow is 170; people have -5 to 155"),
        ({"both": {"knee": -20}}, "end: right_knee is -20; people have -5 to 160"),
        ({"neck": {"turn": 100}}, "end: neck_turn is 100; people have -80 to 80"),
        ({"lean": 60, "both": {"hip": 10}}, "end: would fall over: the weight is"),
        ({"on": {"feet": "cloud"}}, "end: feet is on 'cloud', which is no surface here"),
        ({"on": ["right_foot"], "left": {"hip": -20, "knee": 0}, "shift": {"up": 4}}, "end: right_foot is 4.0 away from the floor"),
        ({"on": ["right_foot"], "right": {"hip": 60, "knee": 90}, "left": {"hip": 0, "knee": 0}}, "below the floor"),
        ({}, "start and end are hardly different"),
    ],
)
def test_what_a_body_cannot_do_is_refused(problems, squat, end, said):
    squat["poses"]["end"] = end

    assert said in problems(squat)


@pytest.mark.parametrize(
    ("exercise", "said"),
    [
        ({"position": "supine"}, "the exercise is supine, and the first pose is upright"),
        ({"position": "seated"}, "the first pose does not rest on the seat"),
        ({"equipment": ["band"]}, "the exercise needs a band, which is not drawn"),
    ],
)
def test_a_figure_of_another_exercise_is_refused(problems, squat, exercise, said):
    assert said in problems(squat, **exercise)


def test_equipment_may_be_left_out_for_a_reason(problems, squat):
    squat["leaves_out"] = {"wall": "It is there for a fingertip of support only."}

    assert problems(squat, equipment=["wall"]) == ""


def test_a_door_frame_shows_the_wall(problems, squat):
    squat["equipment"] = ["door_frame"]

    assert problems(squat, equipment=["wall"]) == ""


def test_one_pose_is_enough_for_who_says_that_it_is_held(problems, squat):
    del squat["poses"]["end"]
    alone = problems(squat)
    held = problems(squat | {"hold": True})

    assert "has one pose and does not say hold: true" in alone
    assert held == ""


@pytest.mark.parametrize(
    ("where", "value", "said"),
    [
        ("views", "side", "views"),
        ("view", "sideways", "sideways"),
        ("equipment", ["throne"], "throne"),
        ("description", "short", "short"),
        ("arrows", ["tail"], "tail"),
    ],
)
def test_a_word_that_nobody_knows_is_refused(problems, squat, where, value, said):
    squat[where] = value

    assert said in problems(squat)


def test_a_picture_that_is_too_large_is_refused():
    assert list(size_problems("x" * 6001, "x" * 6001)) == [
        "the picture has 6001 bytes; 6000 are the most",
        "the moving picture has 6001 bytes; 6000 are the most",
    ]


def test_a_line_outside_the_page_is_found():
    svg = '<path color="#000000" stroke-width="4" d="M10 10l20 0 460 5z"/>'

    assert outside_the_page(svg) == ["a line goes to 490, 15, outside the page"]


@pytest.mark.parametrize(
    ("track", "expected"),
    [("M1 2l3 4-5-6z", [(1, 2), (4, 6), (-1, 0)]), ("M7 8h1", [(7, 8), (8, 8)]), ("M1 1l1 1zM9 9l1-1z", [(1, 1), (2, 2), (9, 9), (10, 8)])],
)
def test_the_corners_of_a_path_are_read_as_they_were_written(track, expected):
    assert list(corners(track)) == expected


def test_every_color_can_be_seen_on_light_and_on_dark():
    assert faint_colors() == []


def test_contrast_is_counted_as_wcag_counts_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_an_exercise_without_a_figure_is_named_with_the_place_of_its_file(tmp_path):
    missing = undrawn(tmp_path)

    assert "bird_dog: this exercise has no figure; draw it in poses/core_stability/bird_dog.yaml" in missing
    assert len(missing) == len(exercises())


def test_every_exercise_of_the_catalog_has_a_figure():
    assert undrawn() == []
