"""The model that is served: its parts, its order, and what it refuses."""

import json
import math
import time

import pytest

from exercise_catalog.artifact import sealed_text
from recommender.errors import HeartRefused
from recommender.scoring.model import MODEL, Model, audience_from_row, audience_row


@pytest.fixture
def content():
    content = json.loads(MODEL.read_text(encoding="utf-8"))
    del content["digest"]
    return content


@pytest.fixture
def load(tmp_path, exercises):
    def written(content):
        path = tmp_path / "model.json"
        path.write_text(sealed_text(content), encoding="utf-8")
        return Model.load(path, exercises=exercises)

    return written


@pytest.fixture(
    params=[
        {},
        {"experience": "beginner", "older": 0.4, "equipment": ("chair", "wall", "towel")},
        {"experience": "advanced", "older": 1.0, "complaints": ("leg_pain",), "equipment": ("barbell", "dumbbell"), "goals": ("strength", "posture")},
    ]
)
def anyone(request, person):
    return person("lower_back", "hips", **request.param)


def test_the_parts_sum_to_the_log_odds(model, anyone, exercises):
    sums = [math.fsum(part.value for part in model.parts(anyone, exercise)) for exercise in exercises]

    assert sums == pytest.approx([model.log_odds(anyone, exercise) for exercise in exercises], abs=1e-9)


def test_a_score_is_its_parts_without_words(model, anyone, exercises):
    view = model.for_audience(anyone)

    assert [math.fsum(view.values(exercise)) for exercise in exercises] == pytest.approx(
        [math.fsum(part.value for part in view.parts(exercise)) for exercise in exercises], abs=1e-12
    )


def test_the_base_comes_first_and_is_the_intercept(model, anyone, by_id):
    parts = model.parts(anyone, by_id["glute_bridge"])

    assert (parts[0].part, parts[0].value) == ("base", model.intercept)
    assert all(part.part.startswith("model:") for part in parts[1:])
    assert len({part.part for part in parts}) == len(parts)


def test_every_part_says_why(model, anyone, exercises):
    assert all(part.because for exercise in exercises for part in model.parts(anyone, exercise))


def test_the_words_count_programs_for_the_pain_areas(model, person, by_id):
    parts = {part.part: part.because for part in model.parts(person("neck"), by_id["chin_tuck"])}

    near = [program for program in model.tables.programs if "neck" in program.audience.areas]
    including = sum("chin_tuck" in program.exercises for program in near)
    assert parts["model:similar_audience"] == f"More usual for people like you: in {including} of {len(near)} published programs for your pain areas"


def test_the_order_of_areas_does_not_matter(model, person, exercises):
    one, two = person("lower_back", "hips", "leg"), person("leg", "lower_back", "hips")

    assert [model.log_odds(one, exercise) for exercise in exercises] == [model.log_odds(two, exercise) for exercise in exercises]


@pytest.mark.parametrize(("area", "exercise_id"), [("neck", "chin_tuck"), ("lower_back", "pelvic_tilt"), ("shoulders", "band_external_rotation")])
def test_an_area_named_raises_exercises_for_it(model, person, by_id, area, exercise_id):
    elsewhere = "lower_back" if area != "lower_back" else "neck"

    assert model.log_odds(person(area), by_id[exercise_id]) > model.log_odds(person(elsewhere), by_id[exercise_id])
    assert model.log_odds(person(area, elsewhere), by_id[exercise_id]) > model.log_odds(person(elsewhere), by_id[exercise_id])


def test_a_person_without_pain_and_without_answers_is_scored(model, person, exercises):
    assert all(math.isfinite(model.log_odds(person(), exercise)) for exercise in exercises)


def test_one_audience_is_scored_like_another_asked_in_between(model, person, by_id):
    before = model.log_odds(person("neck"), by_id["chin_tuck"])
    model.log_odds(person("leg"), by_id["chin_tuck"])

    assert model.log_odds(person("neck"), by_id["chin_tuck"]) == before


def test_the_whole_catalog_is_scored_quickly(model, anyone, exercises):
    def once():
        began = time.perf_counter()
        view = model.for_audience(anyone)
        assert len([view.log_odds(exercise) for exercise in exercises]) == len(exercises)
        return time.perf_counter() - began

    # Ten times what it takes, so that a busy machine does not fail it; a lost cache would.
    assert min(once() for _ in range(5)) < 0.02


def test_an_audience_survives_being_written_down(anyone):
    assert audience_from_row(json.loads(json.dumps(audience_row(anyone)))) == anyone


def test_the_file_as_it_is_loads(load, content):
    assert load(content).intercept == content["intercept"]


def test_foreign_feature_names_are_refused(load, content):
    content["features"].append(["moon:phase", 0.5])

    with pytest.raises(HeartRefused, match="moon:phase"):
        load(content)


@pytest.mark.parametrize(("name", "weight"), [("area:main", -0.1), ("goal:strength*kind*strength", -0.1), ("level:advanced*easy*mobility", 0.1)])
def test_a_weight_that_breaks_a_promise_is_refused(load, content, name, weight):
    content["features"] = [pair for pair in content["features"] if pair[0] != name] + [[name, weight]]

    with pytest.raises(HeartRefused, match="promise"):
        load(content)


def test_another_format_is_refused(load, content):
    content["format"] = 1

    with pytest.raises(HeartRefused, match="format 1"):
        load(content)


def test_a_weight_that_is_no_number_is_refused(exercises, content):
    content["features"][0][1] = math.inf

    with pytest.raises(HeartRefused, match="finite"):
        Model(content, exercises=exercises, digest="")


def test_a_foreign_catalog_is_refused(exercises):
    with pytest.raises(HeartRefused, match="another catalog"):
        Model.load(MODEL, exercises=exercises[1:])


def test_a_file_changed_by_hand_is_refused(tmp_path, exercises):
    path = tmp_path / "model.json"
    path.write_text(MODEL.read_text(encoding="utf-8").replace('"intercept":-', '"intercept":'), encoding="utf-8")

    with pytest.raises(HeartRefused, match="digest"):
        Model.load(path, exercises=exercises)


def test_a_missing_file_is_refused(tmp_path, exercises):
    with pytest.raises(HeartRefused, match="can't be read"):
        Model.load(tmp_path / "model.json", exercises=exercises)
