"""NDCG, recall and intervals, on figures that can be worked out by hand."""

import math

import numpy as np
import pytest

from recommender.training.metrics import coverage_interval, diversity, gain_at, mean_interval, recall_at, reciprocal_rank

SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
INCLUDED = np.array([False, True, False, True, False])


def test_ndcg_by_hand():
    found = 1 / math.log2(3) + 1 / math.log2(5)
    best = 1 / math.log2(2) + 1 / math.log2(3)

    assert gain_at(SCORES, INCLUDED, k=10) == pytest.approx(found / best)


def test_ndcg_is_one_for_the_best_order_and_counts_only_the_first_k():
    assert gain_at(np.array([0.0, 2.0, 0.0, 1.0, 0.0]), INCLUDED, k=10) == pytest.approx(1.0)
    assert gain_at(SCORES, INCLUDED, k=1) == 0.0


def test_recall_is_the_share_found():
    assert recall_at(SCORES, INCLUDED, k=3) == 0.5


def test_an_interval_holds_its_mean_and_is_the_same_every_time():
    values, families = np.array([0.1, 0.2, 0.6, 0.9]), ["a", "a", "b", "c"]

    interval = mean_interval(values, families)

    assert interval.low < interval.mean < interval.high
    assert interval == mean_interval(values, families)


def test_one_family_alone_has_an_interval_without_width():
    interval = mean_interval(np.array([0.2, 0.4]), ["a", "a"])

    assert (interval.low, interval.high) == pytest.approx((0.3, 0.3))


def test_programs_of_one_family_make_the_interval_wider_than_strangers():
    values = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])

    together = mean_interval(values, ["a", "a", "a", "b", "b", "b"])
    apart = mean_interval(values, list("abcdef"))

    assert together.high - together.low > apart.high - apart.low


def test_the_reciprocal_rank_looks_at_the_first_that_is_included():
    assert reciprocal_rank(SCORES, INCLUDED) == 0.5
    assert reciprocal_rank(SCORES, np.array([False, False, False, False, True])) == 0.2


def test_a_list_of_one_family_is_as_little_diverse_as_can_be():
    assert diversity(SCORES, np.array([0, 0, 0, 1, 2]), k=3) == pytest.approx(1 / 3)
    assert diversity(SCORES, np.array([0, 1, 2, 0, 0]), k=3) == 1.0


def test_coverage_counts_what_is_shown_to_anybody():
    shown = np.array([[True, False, False, False], [True, True, False, False]])

    covered = coverage_interval(shown, ["a", "b"])

    assert covered.mean == 0.5
    assert 0.25 <= covered.low <= covered.high <= 0.5
