"""One exercise file to damage, and what the compiler says of it."""

import copy

import pytest
import yaml

from exercise_catalog.compile import EXERCISES, read_exercises
from exercise_catalog.strict_yaml import load_file


@pytest.fixture(scope="session")
def goblet_squat_as_it_is():
    return load_file(EXERCISES / "strength" / "goblet_squat.yaml")


@pytest.fixture
def row(goblet_squat_as_it_is):
    """The goblet squat, to be changed by one test."""
    return copy.deepcopy(goblet_squat_as_it_is)


@pytest.fixture
def problems_of_form(tmp_path):
    """What the compiler finds wrong with the form of one exercise, written to a folder of its own."""

    def found(row, *, kind="strength", name="goblet_squat"):
        (tmp_path / kind).mkdir(exist_ok=True)
        (tmp_path / kind / f"{name}.yaml").write_text(yaml.safe_dump(row, allow_unicode=True), encoding="utf-8")
        return "\n".join(read_exercises(tmp_path)[1])

    return found
