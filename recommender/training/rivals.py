"""Other ways to learn the same: pairwise ranking as the rival, boosted trees as a yardstick. Neither is ever served."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it publishes no types

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Level
from recommender.scoring.audience import Audience
from recommender.training.design import Design
from recommender.training.fit import MOST_ITERATIONS, Floats, TrainingSet

# Of each included exercise, so many pairs with exercises that the program leaves out.
PAIRS = 60
PAIR_SEED = 11
# The best of 0.03 to 10, tried on the very folds that are reported, so that the rival is not held back by a poor setting.
PAIRWISE_STRENGTH = 10.0
LEVELS = list(Level)


def pairwise_scores(design: Design, features: sparse.csr_matrix, which: Sequence[int], unseen: sparse.csr_matrix) -> Floats:
    """A linear score that puts what a program includes above what it leaves out, by pairs of complete programs; for the rows `unseen`."""
    rng, n = np.random.default_rng(PAIR_SEED), len(design.exercises)
    upper: list[int] = []
    lower: list[int] = []
    weights: list[float] = []
    for place, (i, weight) in enumerate(zip(which, design.weights_of(which), strict=True)):
        inside, outside = np.flatnonzero(design.included[i]), np.flatnonzero(design.counts[i] & ~design.included[i])
        for one in inside if len(outside) else ():
            others = rng.choice(outside, size=PAIRS, replace=False)
            upper += [place * n + int(one)] * PAIRS
            lower += (place * n + others).tolist()
            weights += [float(weight)] * PAIRS
    # Every second pair is turned around, because a classifier wants two classes.
    turned = np.where(np.arange(len(upper)) % 2, -1.0, 1.0)
    differences = sparse.diags(turned) @ (features[upper] - features[lower])
    with threadpool_limits(limits=1):
        ranking = LogisticRegression(C=PAIRWISE_STRENGTH, fit_intercept=False, max_iter=MOST_ITERATIONS)
        ranking.fit(differences, turned > 0, sample_weight=np.array(weights) / PAIRS)
    return np.asarray(unseen @ ranking.coef_[0]).reshape(-1, n)


def tree_scores(design: Design, features: sparse.csr_matrix, which: Sequence[int], unseen: sparse.csr_matrix, outside: Sequence[int]) -> Floats:
    """Boosted trees on the fitted features and a few plain facts of audience and exercise; for programs `outside`, whose rows `unseen` holds."""
    pairs = TrainingSet(
        features=sparse.csr_matrix(_dense(design, features, which)),
        included=design.included[list(which)].ravel(),
        weights=np.repeat(design.weights_of(which), len(design.exercises)),
    )
    counts = design.counts[list(which)].ravel()
    trees = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.05, max_leaf_nodes=8, l2_regularization=5.0, random_state=0)
    with threadpool_limits(limits=1):
        trees.fit(pairs.features[counts].toarray(), pairs.included[counts], sample_weight=pairs.weights[counts])
        found = trees.decision_function(_dense(design, unseen, outside))
    return np.asarray(found).reshape(-1, len(design.exercises))


def _dense(design: Design, features: sparse.csr_matrix, which: Sequence[int]) -> Floats:
    singles = [i for i, name in enumerate(design.names) if name.count("*") == 0]
    facts = [_facts(design.programs[i].audience, exercise) for i in which for exercise in design.exercises]
    return np.hstack([features[:, singles].toarray(), np.array(facts, dtype=float)])


def _facts(audience: Audience, exercise: Exercise) -> list[float]:
    level = LEVELS.index(audience.experience) if audience.experience is not None else -1
    kind = list(type(exercise.kind)).index(exercise.kind)
    goal = sum(map(ord, min(audience.goals, default="")))
    return [level, exercise.difficulty_1_10, kind, goal, len(audience.areas), len(audience.tools), audience.older_ratio, len(exercise.equipment)]
