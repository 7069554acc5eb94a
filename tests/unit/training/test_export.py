"""What is served says what scikit-learn says; the committed model is fresh, complete and honest about itself."""

import json
from dataclasses import replace

import numpy as np
import pytest

from exercise_catalog.artifact import open_sealed, sealed_text
from recommender.scoring.model import MODEL, Model
from recommender.training import cards, evaluate, export, report, train
from recommender.training import laboratory as lab
from recommender.training.baselines import BASELINES
from recommender.training.design import Design, tables_of
from recommender.training.fit import Fit, Recipe, fit

FEWEST_PAIRS = 100_000


@pytest.fixture(scope="module")
def served():
    return open_sealed(MODEL)[0]


@pytest.fixture(scope="module")
def figures(served):
    return served["provenance"]["figures"]


@pytest.fixture(scope="module")
def small(few, exercises):
    design = Design(few, exercises)
    return fit(design, range(len(few)), recipe=Recipe(name="for tests", strength=1.0))


def test_the_committed_model_says_what_scikit_learn_says_on_a_hundred_thousand_pairs(served, programs, exercises):
    design, weights = Design(programs, exercises), dict(served["features"])
    learned = Fit(
        design=design,
        tables=tables_of(programs, exercises),
        recipe=Recipe(name="as written", strength=1.0),
        coefficients=np.array([weights.get(name, 0.0) for name in design.names]),
        intercept=served["intercept"],
    )

    difference, pairs = export.refuse_lost_parity(served, learned, audiences=export.boundary_audiences())

    assert difference <= 1e-9
    assert pairs >= FEWEST_PAIRS


def test_the_boundary_cases_hold_nobody_everybody_and_the_edges_of_age():
    audiences = export.boundary_audiences()

    assert any(not (one.areas or one.equipment or one.goals) for one in audiences)
    assert any(len(one.areas) == 8 and one.complaints and len(one.goals) > 6 for one in audiences)
    assert {0.0, 0.1, 0.9, 1.0} <= {one.older_ratio for one in audiences}


def test_a_model_that_says_something_else_is_not_written(small):
    content = export.content_of(small, provenance={})
    name = next(name for name, _ in content["features"] if name.startswith("popularity:of"))
    content["features"] = [[one, weight + 0.001 if one == name else weight] for one, weight in content["features"]]

    with pytest.raises(export.ParityLost):
        export.refuse_lost_parity(content, small)


def test_two_trainings_give_the_same_bytes(few, exercises):
    texts = {sealed_text(train.train(few, exercises, figures={}, date="2026-11-01")[0]) for _ in range(2)}

    assert len(texts) == 1


def test_training_again_on_another_day_changes_nothing(tmp_path, few, exercises):
    before, after = (train.train(few, exercises, figures={}, date=date)[0] for date in ("2026-11-01", "2026-12-24"))
    path = tmp_path / "model.json"
    path.write_text(sealed_text(before), encoding="utf-8")

    assert sealed_text(train.dated(after, path)) == sealed_text(before)
    assert train.dated({**after, "intercept": 0.0}, path)["provenance"]["date"] == "2026-12-24"


def test_the_written_model_loads_and_carries_where_it_comes_from(tmp_path, small, exercises):
    path = tmp_path / "model.json"
    path.write_text(sealed_text(export.content_of(small, provenance={"programs": 60})), encoding="utf-8")

    assert Model.load(path, exercises=exercises).provenance == {"programs": 60}


def test_the_committed_model_is_fresh_and_so_are_its_cards(exercises):
    assert train.stale_because(MODEL, exercises) == []
    assert cards.stale(MODEL) == []


@pytest.mark.parametrize("what", ["data", "catalog_facts", "code"])
def test_a_model_of_other_data_or_code_is_stale(tmp_path, served, exercises, what):
    content = json.loads(json.dumps(served))
    content["provenance"]["digests"][what] = "sha256:0"
    path = tmp_path / "model.json"
    path.write_text(sealed_text(content), encoding="utf-8")

    assert train.stale_because(path, exercises) == [f"model.json is stale, its {what} changed: run make train"]


def test_the_score_is_ahead_of_every_baseline_at_the_lower_end(figures):
    ahead = {name: figures["rankers"][name]["ahead"]["NDCG@10"][1] for name in (*BASELINES, lab.PLAIN, lab.PAIRWISE, lab.TREES)}

    assert min(ahead.values()) > 0, ahead


def test_preferences_rules_and_assembly_leave_the_score_ahead_of_counting(figures):
    simple = figures["rankers"][evaluate.SIMPLE]["NDCG@10"][0]

    for name in (lab.BY_SCORE, lab.WITH_RULES, lab.ASSEMBLED):
        assert figures["rankers"][name]["NDCG@10"][0] > simple + 0.05


def test_every_ranker_slice_and_ablation_stands_in_the_printed_tables(figures):
    printed = report.text(figures)

    assert [name for name in (*figures["rankers"], *figures["ablations"]) if name not in printed] == []
    assert [word for rows in figures["slices"].values() for word in rows if word not in printed] == []


def test_the_cards_name_every_ranker_and_every_thin_slice(served, figures):
    text = "".join(cards.texts(served).values())

    assert [name for name in figures["rankers"] if name not in text] == []
    assert [word for rows in figures["slices"].values() for word, row in rows.items() if row["programs"] < 10 and f"{word} (" not in text] == []
    assert "{" not in text


def test_a_step_that_is_not_established_is_called_so(served):
    content = json.loads(json.dumps(served))
    content["provenance"]["figures"]["rankers"][lab.PLAIN]["ahead"]["NDCG@10"] = [0.02, -0.01, 0.05]

    assert "not established" in "".join(cards.texts(content).values())


def test_less_told_programs_lose_what_is_not_told(programs):
    told = programs[0].audience

    assert lab.TOLD_LESS["told the pain areas only"](told).goals == frozenset()
    assert lab.TOLD_LESS["told no equipment"](replace(told, equipment=frozenset({"band"}))).equipment == frozenset()
