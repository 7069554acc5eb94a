"""How good a ranking is, and how sure we are. Ranks nothing itself; higher is better throughout."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_RESAMPLES = 2000
RESAMPLE_SEED = 20261101

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean and its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:6.3f} ({self.low:6.3f} to {self.high:6.3f})"


def top(scores: Floats, k: int) -> NDArray[np.intp]:
    """The places of the `k` highest scores, best first; equal scores keep their order."""
    return np.argsort(-scores, kind="stable")[:k]


def gain_at(scores: Floats, included: Bools, *, k: int) -> float:
    """NDCG@k, 0 to 1: included exercises in the first `k`, discounted by log2(place + 1), against the best order possible.

    Both arrays have shape (n_exercises,); at least one exercise is included.
    """
    discounts = 1.0 / np.log2(np.arange(2, k + 2))
    best = discounts[: min(k, int(included.sum()))].sum()
    return float((included[top(scores, k)] * discounts[: len(scores)]).sum() / best)


def recall_at(scores: Floats, included: Bools, *, k: int) -> float:
    """The share of included exercises that stand in the first `k`, 0 to 1."""
    return float(included[top(scores, k)].sum() / included.sum())


def reciprocal_rank(scores: Floats, included: Bools) -> float:
    """One divided by the place of the first included exercise, 0 to 1."""
    return float(1.0 / (1 + np.flatnonzero(included[top(scores, len(scores))])[0]))


METRICS: dict[str, Callable[[Floats, Bools], float]] = {
    "NDCG@10": lambda scores, included: gain_at(scores, included, k=10),
    "NDCG@5": lambda scores, included: gain_at(scores, included, k=5),
    "recall@10": lambda scores, included: recall_at(scores, included, k=10),
    "MRR": reciprocal_rank,
}


def diversity(scores: Floats, families: NDArray[np.intp], *, k: int) -> float:
    """How many families of exercises stand in the first `k`, as a share of `k`: 1 where no two are of one family."""
    return len(set(families[top(scores, k)].tolist())) / k


def mean_interval(values: Floats, families: Sequence[str]) -> Interval:
    """The mean of `values`, shape (n_programs,), with the interval from drawing whole publisher families again and again.

    Programs of one publisher resemble each other, so drawing programs would make the interval too narrow.
    """
    member = _membership(families)
    sums, sizes = member @ values, member.sum(axis=1)
    draws = _draws(len(member))
    means = sums[draws].sum(axis=1) / sizes[draws].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(mean=float(values.mean()), low=float(low), high=float(high))


def coverage_interval(shown: Bools, families: Sequence[str]) -> Interval:
    """The share of exercises that stand in somebody's top list, with the interval over publisher families drawn.

    `shown` has shape (n_programs, n_exercises). A draw holds fewer different programs than there are, so the interval lies mostly below.
    """
    by_family = _membership(families) @ shown
    draws = _draws(len(by_family))
    covered = [float((by_family[np.unique(draw)].sum(axis=0) > 0).mean()) for draw in draws]
    low, high = np.percentile(covered, [2.5, 97.5])
    return Interval(mean=float(shown.any(axis=0).mean()), low=float(low), high=float(high))


def _membership(families: Sequence[str]) -> Floats:
    names = sorted(set(families))
    return np.array([[family == name for family in families] for name in names], dtype=float)


def _draws(n_families: int) -> NDArray[np.int64]:
    return np.random.default_rng(RESAMPLE_SEED).integers(0, n_families, size=(N_RESAMPLES, n_families))
