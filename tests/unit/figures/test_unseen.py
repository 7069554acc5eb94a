"""What is left out of a moving picture, and what never is."""

import pytest

from exercise_catalog.figures.shapes import Shape
from exercise_catalog.figures.unseen import stands, straight, thinned


def shape(*points):
    return Shape(name="shirt", color="shirt", outlines=(tuple((float(x), float(y)) for x, y in points),), pen=4, depth=0)


def test_a_point_on_the_line_between_its_neighbors_is_left_out_at_every_moment():
    moments = [shape((0, 0), (10, 1), (20, 0), (20, 20)), shape((5, 5), (15, 5), (25, 5), (25, 25))]

    assert thinned(moments, 1) == [shape((0, 0), (20, 0), (20, 20)), shape((5, 5), (25, 5), (25, 25))]


def test_a_point_that_bulges_at_one_moment_stays_at_all():
    moments = [shape((0, 0), (10, 0), (20, 0), (20, 20)), shape((0, 0), (10, 4), (20, 0), (20, 20))]

    assert thinned(moments, 1) == moments


@pytest.mark.parametrize("tip", [(40, 0), (40, 1), (-20, 0)])
def test_the_tip_of_a_limb_stays_though_it_is_in_line_with_the_other_end(tip):
    moments = [shape((0, 0), tip, (2, 0)), shape((0, 0), tip, (2, 0))]

    assert thinned(moments, 1) == moments


def test_the_first_and_the_last_point_stay():
    assert thinned([shape((0, 0), (0, 0), (0, 0))], 1) == [shape((0, 0), (0, 0))]


@pytest.mark.parametrize(("far", "expected"), [(0, True), (1, True), (2, False)])
def test_a_shape_stands_when_none_of_its_points_ever_leaves_its_place(far, expected):
    there_and_back = [shape((0, 0), (9, 9)), shape((0, 0), (9 + far, 9)), shape((0, 0), (9, 9))]

    assert stands(there_and_back, 1) is expected


@pytest.mark.parametrize(
    ("middle", "expected"),
    [((10, 0), True), ((10, 3), True), ((10, 5), False), ((2, 0), False)],
    ids=["halfway", "a little aside", "far aside", "on the line but too early"],
)
def test_a_way_is_straight_when_its_ends_say_it_all(middle, expected):
    assert straight([shape((0, 0), (0, 0)), shape(middle, middle), shape((20, 0), (20, 0))], 4) is expected
