"""Features → weights: a regularized logistic regression whose signs keep the promises of the score. Selects on inner folds only."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it publishes no types

from recommender.scoring.features import group_of, sign_of
from recommender.scoring.tables import Tables
from recommender.training.dataset import folds
from recommender.training.design import Design
from recommender.training.metrics import gain_at

# Inverse strengths of the L2 penalty to choose from. In a trial on two other shuffles of the folds, 0.5 and 8 ranked worse than these.
STRENGTHS = (1.0, 2.0, 4.0)
INNER_FOLDS = 3
INNER_SEED = 7
MOST_ITERATIONS = 2000
TOLERANCE = 1e-6
DECIMAL_DIGITS = 12
SMALLEST_WEIGHT = 1e-12

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Which groups of features stay out, how strongly the others are held back (`strength`, the inverse of the penalty), are signs kept?"""

    name: str
    strength: float
    without: frozenset[str] = frozenset()
    keeps_signs: bool = True


def recipes() -> list[Recipe]:
    """What the inner folds choose from."""
    return [
        Recipe(name=f"{name}, {strength:g}", strength=strength, without=without)
        for name, without in (("all features", frozenset[str]()), ("without types of exercise", frozenset({"exercise"})))
        for strength in STRENGTHS
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Weights for all features of a design, most of them 0 where the recipe leaves features out, with the tables behind them."""

    design: Design
    tables: Tables | None
    recipe: Recipe
    coefficients: Floats
    intercept: float

    def log_odds(self, features: sparse.csr_matrix) -> Floats:
        """What the regression says of these rows, natural log odds, a row for each program."""
        return np.asarray(features @ self.coefficients + self.intercept).reshape(-1, len(self.design.exercises))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSet:
    """The pairs of some programs that count: features, what is included, and how much each pair counts."""

    features: sparse.csr_matrix
    included: NDArray[np.bool_]
    weights: Floats


def training_set(design: Design, features: sparse.csr_matrix, which: Sequence[int]) -> TrainingSet:
    """The pairs of programs `which`, whose rows `features` holds."""
    counts = design.counts[list(which)].ravel()
    weights = np.repeat(design.weights_of(which), len(design.exercises))
    return TrainingSet(features=features[counts], included=design.included[list(which)].ravel()[counts], weights=weights[counts])


def fit(design: Design, which: Sequence[int], *, recipe: Recipe) -> Fit:
    """The regression on programs `which` by one recipe; the same input gives the same weights."""
    tables = design.tables_of(which)
    return fit_on(design, tables, training_set(design, design.matrix(tables, which), which), recipe)


def fit_on(design: Design, tables: Tables | None, pairs: TrainingSet, recipe: Recipe) -> Fit:
    """As `fit`, on pairs that are at hand already."""
    used = np.array([group_of(name) not in recipe.without for name in design.names])
    signs = np.array([sign_of(name) if recipe.keeps_signs else 0 for name in design.names])
    coefficients = np.zeros(len(design.names))
    while True:
        coefficients[:] = 0.0
        regression = _regression(pairs, used, recipe.strength)
        coefficients[used] = regression.coef_[0]
        broken = coefficients * signs < 0
        # scikit-learn knows no signs, so what comes out with the wrong one is left out, and the rest is fitted again.
        if not broken.any():
            break
        used = used & ~broken
    # Rounded here and not at the export, so that what is evaluated is what is served.
    rounded = np.array([_rounded(weight) for weight in coefficients])
    return Fit(design=design, tables=tables, recipe=recipe, coefficients=rounded, intercept=_rounded(float(regression.intercept_[0])))


def select(design: Design, which: Sequence[int], choices: Sequence[Recipe]) -> Recipe:
    """The recipe that ranks best on publishers left out of `which` in turn: nothing outside of `which` is looked at."""
    fold = folds([design.programs[i] for i in which], n_folds=INNER_FOLDS, seed=INNER_SEED)
    gains = dict.fromkeys(range(len(choices)), 0.0)
    for k in range(INNER_FOLDS):
        inside = [i for i, other in zip(which, fold, strict=True) if other != k]
        outside = [i for i, other in zip(which, fold, strict=True) if other == k and design.programs[i].can_judge]
        if not outside:
            continue
        tables = design.tables_of(inside)
        pairs = training_set(design, design.matrix(tables, inside), inside)
        unseen = design.matrix(tables, outside)
        for index, recipe in enumerate(choices):
            scores = fit_on(design, tables, pairs, recipe).log_odds(unseen)
            gains[index] += sum(gain_at(scores[place], design.included[i], k=10) for place, i in enumerate(outside))
    return choices[max(gains, key=lambda index: gains[index])]


def _regression(pairs: TrainingSet, used: NDArray[np.bool_], strength: float) -> LogisticRegression:
    # One thread, because sums over several threads come out in another order and so with other last digits.
    with threadpool_limits(limits=1):
        estimator = LogisticRegression(C=strength, solver="lbfgs", max_iter=MOST_ITERATIONS, tol=TOLERANCE, random_state=0)
        estimator.fit(pairs.features[:, used], pairs.included, sample_weight=pairs.weights)
    return estimator


def _rounded(number: float) -> float:
    return 0.0 if abs(number) < SMALLEST_WEIGHT else float(f"{number:.{DECIMAL_DIGITS}g}")
