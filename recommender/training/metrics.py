"""How good a ranking is, and how sure we are. Ranks nothing itself; higher is better throughout."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_RESAMPLES = 2000
RESAMPLE_SEED = 20261101


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean and its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:6.3f} ({self.low:6.3f} to {self.high:6.3f})"


def top(scores: NDArray[np.float64], k: int) -> NDArray[np.intp]:
    """The places of the `k` highest scores, best first; equal scores keep their order."""
    return np.argsort(-scores, kind="stable")[:k]


def gain_at(scores: NDArray[np.float64], included: NDArray[np.bool_], *, k: int) -> float:
    """NDCG@k, 0 to 1: included exercises in the first `k`, discounted by log2(place + 1), against the best order possible.

    Both arrays have shape (n_exercises,); at least one exercise is included.
    """
    discounts = 1.0 / np.log2(np.arange(2, k + 2))
    best = discounts[: min(k, int(included.sum()))].sum()
    return float((included[top(scores, k)] * discounts[: len(scores)]).sum() / best)


def recall_at(scores: NDArray[np.float64], included: NDArray[np.bool_], *, k: int) -> float:
    """The share of included exercises that stand in the first `k`, 0 to 1."""
    return float(included[top(scores, k)].sum() / included.sum())


def mean_interval(values: NDArray[np.float64], families: Sequence[str]) -> Interval:
    """The mean of `values`, shape (n_programs,), with the interval from drawing whole publisher families again and again.

    Programs of one publisher resemble each other, so drawing programs would make the interval too narrow.
    """
    names = sorted(set(families))
    member = np.array([[family == name for family in families] for name in names], dtype=float)
    sums, sizes = member @ values, member.sum(axis=1)
    draws = np.random.default_rng(RESAMPLE_SEED).integers(0, len(names), size=(N_RESAMPLES, len(names)))
    means = sums[draws].sum(axis=1) / sizes[draws].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(mean=float(values.mean()), low=float(low), high=float(high))
