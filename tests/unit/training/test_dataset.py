"""What counts as a label, how much, and which publishers stay together."""

from dataclasses import replace

import numpy as np
import pytest

from exercise_catalog.vocabulary import Target
from recommender.training import dataset, published


def test_absence_in_a_partial_program_yields_no_negative(programs, exercises):
    included, counts = dataset.labels(programs, exercises)

    partial = np.array([not program.complete for program in programs])
    assert not (counts & ~included)[partial].any()
    assert included[partial].any()
    assert counts[~partial].all()


def test_every_listed_exercise_is_a_positive(programs, exercises):
    included, _ = dataset.labels(programs, exercises)

    assert included.sum() == sum(len(program.exercises) for program in programs)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_folds_never_split_a_family(programs, seed):
    fold = dataset.folds(programs, n_folds=10, seed=seed)

    pairs = {(program.family, int(k)) for program, k in zip(programs, fold, strict=True)}
    assert len(pairs) == len({program.family for program in programs})
    assert set(fold.tolist()) == set(range(10))


def test_a_publisher_with_many_programs_does_not_drown_the_others(programs):
    weights = dict(zip([program.id for program in programs], dataset.program_weights(programs), strict=True))
    single, many = (next(p for p in programs if p.type == "clinician" and (p.family == "peak_physio") is whole) for whole in (False, True))

    n_peak = sum(program.family == "peak_physio" for program in programs)
    n_single = sum(program.family == single.family for program in programs)
    assert weights[many.id] / weights[single.id] == pytest.approx((n_single / n_peak) ** 0.5)


def test_reviewed_bodies_count_more_than_clinicians_and_shops():
    by_type = dataset.load_file(dataset.WEIGHTS)["weights"]

    assert by_type["hospital"] > by_type["clinician"] > by_type["commercial"] > 0


def test_every_kind_of_publisher_has_a_weight_and_a_place(programs):
    kinds = {program.type for program in programs}

    assert kinds == set(dataset.load_file(dataset.WEIGHTS)["weights"]) == set(published.BEST_FIRST)


def test_the_facts_digest_sees_what_features_read_and_nothing_else(exercises):
    one = exercises[0]
    other_target = _changed(one, targets=(next(target for target in Target if target not in one.targets),))

    assert dataset.facts_digest([other_target, *exercises[1:]]) != dataset.facts_digest(exercises)
    assert dataset.facts_digest([_changed(one, seconds_per_rep=99), *exercises[1:]]) == dataset.facts_digest(exercises)


def test_published_yaml_is_fresh():
    written = published.PUBLISHED.read_text(encoding="utf-8")

    assert written == published.published_text(dataset.load_rows()), "run python -m recommender.training.dataset --published"


def test_the_best_publishers_come_first_and_each_family_once():
    rows = [
        {"type": "commercial", "family": "shop", "complete": True},
        {"type": "hospital", "family": "clinic", "complete": False},
        {"type": "hospital", "family": "clinic", "complete": True},
        {"type": "professional_body", "family": "body", "complete": True},
        {"type": "trial", "family": "trial", "complete": True},
    ]

    assert published.best(rows) == [rows[3], rows[2], rows[4]]


def _changed(exercise, **changes):
    return replace(exercise, **changes)
