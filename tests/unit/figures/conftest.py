"""One small figure to change, and what the checks say of it."""

import copy

import pytest

from exercise_catalog.figures.checks import problems_of
from exercise_catalog.figures.figure import figure_of
from exercise_catalog.figures.form import wrong_form

SQUAT = {
    "view": "side",
    "poses": {
        "start": {"like": "standing", "both": {"shoulder": 40}},
        "end": {"lean": 38, "both": {"shoulder": 105, "knee": 100}},
    },
    "arrows": [{"along": "hips", "off": [-13, 2]}],
    "description": "From standing, the hips go back and down as the knees bend.",
}


@pytest.fixture
def squat():
    """The squat as a file says it, to be changed by one test."""
    return copy.deepcopy(SQUAT)


@pytest.fixture
def standing_exercise():
    return {"id": "squat", "position": "standing", "equipment": ["none"]}


@pytest.fixture
def problems(standing_exercise):
    """What is wrong with a figure of an exercise that is done standing, as one text."""

    def found(written, **changed):
        wrong = wrong_form(written)
        return "\n".join(wrong or problems_of(written, figure_of(written), standing_exercise | changed))

    return found


@pytest.fixture
def one_pose():
    """The only pose of a figure, solved."""

    def solved(view="side", equipment=(), **pose):
        written = {"view": view, "hold": True, "poses": {"start": pose}, "equipment": list(equipment), "description": "One pose that somebody holds."}
        return figure_of(written).poses["start"]

    return solved
