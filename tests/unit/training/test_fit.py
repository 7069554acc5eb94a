"""A small fit: what is served says what scikit-learn says, and two fits are the same to the byte."""

import json
from dataclasses import replace

import numpy as np
import pytest

from exercise_catalog.artifact import sealed_text
from recommender.scoring.model import MODEL, Model
from recommender.training import train
from recommender.training.fit import Design, fit, tables_of


@pytest.fixture(scope="module")
def design(few, exercises):
    # Boundary hours of sitting (4, 4.5, 9 a day), which no published program states but any person may.
    sitting = [replace(few[5 + i], audience=replace(few[5 + i].audience, long_sitting_ratio=ratio)) for i, ratio in enumerate((0.0, 0.1, 1.0))]
    return Design((*few[:5], *sitting, *few[8:]), exercises)


@pytest.fixture(scope="module")
def small(design):
    return fit(design, range(len(design.programs)), strength=1.0)


def test_the_model_served_says_what_scikit_learn_says(small):
    assert any(not program.audience.areas for program in small.design.programs)

    difference = train.refuse_lost_parity(train.content_of(small, provenance={}), small)

    assert difference <= 1e-9


def test_a_model_that_says_something_else_is_not_written(small):
    content = train.content_of(small, provenance={})
    content["features"][0][1] += 0.001

    with pytest.raises(train.ParityLost):
        train.refuse_lost_parity(content, small)


def test_two_fits_give_the_same_bytes(few, exercises):
    texts = {train.train(few[:30], exercises, figures={})[0] for _ in range(2)}

    assert len(texts) == 1


def test_the_written_model_loads_and_carries_where_it_comes_from(tmp_path, small, exercises):
    path = tmp_path / "model.json"
    path.write_text(sealed_text(train.content_of(small, provenance={"programs": 60})), encoding="utf-8")

    model = Model.load(path, exercises=exercises)

    assert model.provenance == {"programs": 60}


def test_a_program_never_sees_its_own_publisher_in_the_tables(design):
    tables = tables_of(design.programs, design.exercises)
    column = design.column["popularity:all"]
    which = [len(design.programs) - 1]
    others = tables_of([p for p in design.programs if p.family != design.programs[-1].family], design.exercises)

    kept = design.matrix(tables, which, own_left_out=True)[:, column].toarray().ravel()

    standings = others.standings(design.programs[-1].audience)
    # The same up to the mean weight, which is 1 in either set of programs.
    expected = np.array([standings[exercise.id].popular for exercise in design.exercises])
    assert np.corrcoef(kept, expected)[0, 1] > 0.999
    assert not np.allclose(kept, design.matrix(tables, which, own_left_out=False)[:, column].toarray().ravel())


def test_what_a_partial_program_leaves_out_teaches_nothing(design):
    added = replace(design.programs[-1], complete=False, exercises=(), family="seen_nothing_of")
    more = Design((*design.programs, added), design.exercises)

    features = train.content_of(fit(more, range(len(more.programs)), strength=1.0), provenance={})["features"]
    before = train.content_of(fit(more, range(len(design.programs)), strength=1.0), provenance={})["features"]

    # Not to the last digit: one program more moves the mean weight a little.
    assert dict(features) == pytest.approx(dict(before), abs=0.05)


def test_the_committed_model_is_fresh(exercises):
    assert train.stale_because(MODEL, exercises) == []


def test_a_model_of_other_data_is_stale(tmp_path, exercises):
    content = json.loads(MODEL.read_text(encoding="utf-8"))
    del content["digest"]
    content["provenance"]["digests"]["data"] = "sha256:0"
    path = tmp_path / "model.json"
    path.write_text(sealed_text(content), encoding="utf-8")

    assert train.stale_because(path, exercises) == ["model.json is stale, its data changed: run make train"]


def test_the_figures_in_the_model_beat_every_baseline():
    figures = json.loads(MODEL.read_text(encoding="utf-8"))["provenance"]["figures"]
    ahead = {name: row["ahead"][1] for name, row in figures.items() if "ahead" in row and "logistic" not in name}

    assert min(ahead.values()) > 0
    assert figures["this score"]["NDCG@10"][0] > 0.42
