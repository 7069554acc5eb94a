"""Programs → weights and tables. The tables that a program is trained on never hold its own publisher."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it publishes no types

from exercise_catalog.exercise import Exercise
from recommender.scoring.features import exercise_values, fitted_values, known_features, person_values
from recommender.scoring.tables import Published, Tables
from recommender.training.dataset import Program, folds, labels, program_weights
from recommender.training.metrics import gain_at

# Inverse strengths of the L2 penalty to choose from. In a first trial (same programs, other folds) 0.1 and 5 ranked worse than what lies between.
STRENGTHS = (0.5, 1.0, 2.0, 4.0)
INNER_FOLDS = 3
INNER_SEED = 7
MOST_ITERATIONS = 2000
TOLERANCE = 1e-6
DECIMAL_DIGITS = 12
SMALLEST_WEIGHT = 1e-12


class Design:
    """The features of all pairs that need no table, worked out once: rows are program by program, exercise by exercise."""

    def __init__(self, programs: Sequence[Program], exercises: Sequence[Exercise], *, with_tables: bool = True) -> None:
        self.programs, self.exercises, self.with_tables = tuple(programs), tuple(exercises), with_tables
        self.names = tuple(sorted(known_features(exercise.id for exercise in exercises)))
        self.column = {name: index for index, name in enumerate(self.names)}
        self.included, self.counts = labels(programs, exercises)
        cells = [
            (row, self.column[name], value)
            for row, (program, exercise) in enumerate((p, e) for p in programs for e in exercises)
            for name, value in (*exercise_values(exercise), *person_values(program.audience, exercise))
        ]
        self._plain = self._matrix(cells, len(programs))

    def matrix(self, tables: Tables, which: Sequence[int], *, own_left_out: bool) -> sparse.csr_matrix:
        """The features of programs `which`, shape (len(which) * n_exercises, n_features)."""
        n = len(self.exercises)
        plain = self._plain[np.concatenate([np.arange(i * n, (i + 1) * n) for i in which])]
        if not self.with_tables:
            return plain
        cells = []
        for place, i in enumerate(which):
            program = self.programs[i]
            standings = tables.standings(program.audience, without=program.family if own_left_out else None)
            for j, exercise in enumerate(self.exercises):
                cells += [(place * n + j, self.column[name], value) for name, value in fitted_values(standings[exercise.id]).items()]
        return sparse.csr_matrix(plain + self._matrix(cells, len(which)))

    def _matrix(self, cells: list[tuple[int, int, float]], n_programs: int) -> sparse.csr_matrix:
        rows, columns, values = zip(*cells, strict=True)
        return sparse.csr_matrix((values, (rows, columns)), shape=(n_programs * len(self.exercises), len(self.names)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A trained regression with the tables behind its features."""

    design: Design
    tables: Tables
    estimator: LogisticRegression
    strength: float

    def log_odds(self, which: Sequence[int]) -> NDArray[np.float64]:
        """What scikit-learn says of programs `which`, shape (len(which), n_exercises), natural log odds."""
        found = self.estimator.decision_function(self.design.matrix(self.tables, which, own_left_out=False))
        return np.asarray(found).reshape(len(which), len(self.design.exercises))


def tables_of(programs: Sequence[Program], exercises: Sequence[Exercise]) -> Tables:
    """The tables of these programs alone."""
    weights = program_weights(programs)
    published = [
        Published(publisher=program.family, audience=program.audience, weight=round(float(weight), DECIMAL_DIGITS), exercises=program.exercises)
        for program, weight in zip(programs, weights, strict=True)
    ]
    return Tables(published, exercises)


def fit(design: Design, which: Sequence[int], *, strength: float) -> Fit:
    """A regression on programs `which`, with the penalty's inverse strength given; the same input gives the same weights."""
    programs = [design.programs[i] for i in which]
    tables = tables_of(programs, design.exercises)
    return Fit(design=design, tables=tables, estimator=_regression(_training_set(design, tables, which), strength), strength=strength)


def fit_tuned(design: Design, which: Sequence[int]) -> Fit:
    """As `fit`, with the strength that ranks best on publishers left out of `which` in turn."""
    programs = [design.programs[i] for i in which]
    fold = folds(programs, n_folds=INNER_FOLDS, seed=INNER_SEED)
    gains = dict.fromkeys(STRENGTHS, 0.0)
    for k in range(INNER_FOLDS):
        inside = [i for i, other in zip(which, fold, strict=True) if other != k]
        outside = [i for i, other in zip(which, fold, strict=True) if other == k and design.programs[i].can_judge]
        tables = tables_of([design.programs[i] for i in inside], design.exercises)
        training_set = _training_set(design, tables, inside)
        for strength in STRENGTHS if outside else ():
            trial = Fit(design=design, tables=tables, estimator=_regression(training_set, strength), strength=strength)
            scores = trial.log_odds(outside)
            gains[strength] += sum(gain_at(scores[place], design.included[i], k=10) for place, i in enumerate(outside))
    return fit(design, which, strength=max(STRENGTHS, key=lambda strength: gains[strength]))


TrainingSet = tuple[sparse.csr_matrix, NDArray[np.bool_], NDArray[np.float64]]


def _training_set(design: Design, tables: Tables, which: Sequence[int]) -> TrainingSet:
    weights = program_weights([design.programs[i] for i in which])
    counts = design.counts[list(which)].ravel()
    features = design.matrix(tables, which, own_left_out=True)[counts]
    return features, design.included[list(which)].ravel()[counts], np.repeat(weights, len(design.exercises))[counts]


def _regression(training_set: TrainingSet, strength: float) -> LogisticRegression:
    features, included, weights = training_set
    # One thread, because sums over several threads come out in another order and so with other last digits.
    with threadpool_limits(limits=1):
        estimator = LogisticRegression(C=strength, solver="lbfgs", max_iter=MOST_ITERATIONS, tol=TOLERANCE, random_state=0)
        estimator.fit(features, included, sample_weight=weights)
    # Rounded here and not at the export, so that what is evaluated is what is served.
    estimator.coef_ = np.array([[_rounded(weight) for weight in estimator.coef_[0]]])
    estimator.intercept_ = np.array([_rounded(estimator.intercept_[0])])
    return estimator


def _rounded(number: float) -> float:
    return 0.0 if abs(number) < SMALLEST_WEIGHT else float(f"{number:.{DECIMAL_DIGITS}g}")
