"""Exercise files to damage, and what the compiler says of them."""

import copy

import pytest
import yaml

from exercise_catalog.compile import EXERCISES, HERE, read_exercises
from exercise_catalog.strict_yaml import load_file


@pytest.fixture(scope="session")
def as_they_are():
    return {path.stem: load_file(path) for path in sorted(EXERCISES.glob("*/*.yaml"))}


@pytest.fixture(scope="session")
def doses():
    return load_file(HERE / "doses.yaml")["doses"]


@pytest.fixture
def exercise(as_they_are):
    """One exercise file, to be changed by one test."""
    return lambda name: copy.deepcopy(as_they_are[name])


@pytest.fixture
def row(exercise):
    """The goblet squat, to be changed by one test."""
    return exercise("goblet_squat")


@pytest.fixture(scope="session")
def put():
    """Puts values at places of an exercise, each a path such as `text/en/cues/1`, and gives the exercise back."""

    def change(row, changes):
        for path, value in changes.items():
            *steps, last = path.split("/")
            inside = row
            for step in steps:
                inside = inside[int(step) if step.isdigit() else step]
            inside[int(last) if last.isdigit() else last] = value
        return row

    return change


@pytest.fixture
def problems_of_form(tmp_path):
    """What the compiler finds wrong with the form of one exercise, written to a folder of its own."""

    def found(row, *, kind="strength", name="goblet_squat"):
        (tmp_path / kind).mkdir(exist_ok=True)
        (tmp_path / kind / f"{name}.yaml").write_text(yaml.safe_dump(row, allow_unicode=True), encoding="utf-8")
        return "\n".join(read_exercises(tmp_path)[1])

    return found
