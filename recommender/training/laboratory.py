"""Scores of every ranker for publishers that it has not seen: folds over publisher families, shuffled several times, on all cores.

Within a fold everything is fitted and chosen on the training programs alone: tables, weights, recipe. What is judged is looked at last.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from exercise_catalog.exercise import Exercise
from recommender.scoring.audience import Audience
from recommender.scoring.features import GROUPS
from recommender.training import rivals
from recommender.training.baselines import BASELINES, Seen
from recommender.training.dataset import Program, folds, load_exercises, load_programs
from recommender.training.design import Design, plain_values
from recommender.training.export import content_of
from recommender.training.fit import Fit, Floats, Recipe, fit, fit_on, recipes, select, training_set
from recommender.training.served import as_served, heart_with

N_FOLDS = 10
# The folds are shuffled so often, because one shuffle alone moves the figures by 0.01.
SHUFFLES = (20261101, 20261102, 20261103)
DRAWS = 20
MIDDLE_STRENGTH = 2.0
PLAIN_STRENGTH = 1.0
CURVE = (0.25, 0.5, 0.75)
CURVE_DRAWS = 3

SCORE = "this score"
PLAIN = "plain logistic regression on crosses"
PAIRWISE = "pairwise ranking, same features"
TREES = "boosted trees (a yardstick)"
BY_SCORE = "served: with the preferences"
WITH_RULES = "served: with preferences and rules"
ASSEMBLED = "served: the program first"
ONE_OF_A_FAMILY = "this score, one of a family first"
TOLD_LESS: Mapping[str, Callable[[Audience], Audience]] = {
    "told the pain areas only": lambda one: Audience(
        areas=one.areas, experience=None, older_ratio=0.0, complaints=frozenset(), equipment=frozenset(), goals=frozenset()
    ),
    "told no equipment": lambda one: replace(one, equipment=frozenset()),
    "told no goal": lambda one: replace(one, goals=frozenset()),
    "told no level": lambda one: replace(one, experience=None),
}
FIXED = "fixed recipe (the ablations' base)"
WITHOUT = "without "
NO_SIGNS = "signs left free"
ALIKE = "all kinds of publishers weighed alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One fold of one shuffle: programs to train on, programs to judge by."""

    shuffle: int
    inside: tuple[int, ...]
    outside: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one job found: scores for the programs judged by ranker, the recipe chosen, and which rule removes what they include."""

    job: Job
    scores: Mapping[str, Floats]
    chosen: str
    removed: Sequence[Mapping[str, str]]


@cache
def materials() -> tuple[tuple[Program, ...], tuple[Exercise, ...]]:
    """The programs and the catalog, read once in each process."""
    return load_programs(), load_exercises()


@cache
def _design(name: str = "") -> Design:
    programs, exercises = materials()
    if name == PLAIN:
        return Design(programs, exercises, values=plain_values, with_tables=False)
    if name == ALIKE:
        return Design(programs, exercises, by_type=dict.fromkeys({program.type for program in programs}, 1.0))
    if name in TOLD_LESS:
        return Design([replace(program, audience=TOLD_LESS[name](program.audience)) for program in programs], exercises)
    return Design(programs, exercises)


def jobs() -> list[Job]:
    """All folds of all shuffles; every program that can judge is outside once in each shuffle."""
    programs, _ = materials()
    made = []
    for shuffle, seed in enumerate(SHUFFLES):
        fold = folds(programs, n_folds=N_FOLDS, seed=seed)
        for k in range(N_FOLDS):
            inside = tuple(int(i) for i in np.flatnonzero(fold != k))
            outside = tuple(int(i) for i in np.flatnonzero(fold == k) if programs[i].can_judge)
            made.append(Job(shuffle=shuffle, inside=inside, outside=outside))
    return [job for job in made if job.outside]


def run_all(todo: Sequence[Job]) -> list[Found]:
    """The results of all jobs, in their order whatever the number of processes."""
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(run, todo))


def run(job: Job) -> Found:
    """Everything that is fitted and judged in one fold."""
    design = _design()
    tables = design.tables_of(job.inside)
    assert tables is not None
    features, unseen = design.matrix(tables, job.inside), design.matrix(tables, job.outside)
    pairs = training_set(design, features, job.inside)
    recipe = select(design, job.inside, recipes())
    chosen = fit_on(design, tables, pairs, recipe)
    served, removed = _served(chosen, job)
    scores = {
        SCORE: chosen.log_odds(unseen),
        **_baselines(job),
        PLAIN: _plain(job),
        PAIRWISE: rivals.pairwise_scores(design, features, job.inside, unseen),
        TREES: rivals.tree_scores(design, features, job.inside, unseen, job.outside),
        **{name: chosen.log_odds(_design(name).matrix(tables, job.outside)) for name in TOLD_LESS},
        ONE_OF_A_FAMILY: one_of_a_family(chosen.log_odds(unseen), [exercise.family for exercise in design.exercises]),
        **served,
        **{name: fit_on(design, tables, pairs, without).log_odds(unseen) for name, without in ablations()},
        ALIKE: _alike(job),
    }
    if job.shuffle == 0:
        scores |= dict(_curve(job))
    return Found(job=job, scores=scores, chosen=recipe.name, removed=removed)


def one_of_a_family(scores: Floats, families: Sequence[str]) -> Floats:
    """The same order, but with the best of each family before all others: what a program without near-duplicates can reach at the most.

    `scores` has shape (n_programs, n_exercises).
    """
    orders = np.empty_like(scores)
    for row, order in zip(orders, np.argsort(-scores, axis=1, kind="stable"), strict=True):
        seen: set[str] = set()
        again = []
        for index in order:
            again.append(families[index] in seen)
            seen.add(families[index])
        row[order[np.argsort(again, kind="stable")]] = -np.arange(len(order))
    return orders


def ablations() -> list[tuple[str, Recipe]]:
    """The fixed recipe, and the same without one group of features each, or without its signs."""
    fixed = Recipe(name=FIXED, strength=MIDDLE_STRENGTH)
    less = [(f"{WITHOUT}{group}", replace(fixed, without=frozenset({group}))) for group in GROUPS]
    return [(FIXED, fixed), *less, (NO_SIGNS, replace(fixed, keeps_signs=False))]


def _served(chosen: Fit, job: Job) -> tuple[dict[str, Floats], list[Mapping[str, str]]]:
    programs, _ = materials()
    heart = heart_with(content_of(chosen, provenance={}))
    found = [as_served(programs[i], heart) for i in job.outside]
    orders = {
        BY_SCORE: np.array([one.by_score for one in found]),
        WITH_RULES: np.array([one.with_rules for one in found]),
        ASSEMBLED: np.array([one.assembled for one in found]),
    }
    return orders, [one.removed for one in found]


def _plain(job: Job) -> Floats:
    design = _design(PLAIN)
    recipe = Recipe(name=PLAIN, strength=PLAIN_STRENGTH, keeps_signs=False)
    return fit(design, job.inside, recipe=recipe).log_odds(design.matrix(None, job.outside))


def _alike(job: Job) -> Floats:
    design = _design(ALIKE)
    fitted = fit(design, job.inside, recipe=ablations()[0][1])
    return fitted.log_odds(design.matrix(fitted.tables, job.outside))


def _baselines(job: Job) -> dict[str, Floats]:
    """Shape (DRAWS, n_outside, n_exercises): chance has a large part in most of them, so each is drawn again and again."""
    programs, exercises = materials()
    rng = np.random.default_rng(SHUFFLES[job.shuffle])
    training = [programs[i] for i in job.inside]
    seen = [Seen(programs=training, exercises=exercises, audience=programs[i].audience) for i in job.outside]
    return {name: np.array([[baseline(one, rng) for one in seen] for _ in range(DRAWS)]) for name, baseline in BASELINES.items()}


def _curve(job: Job) -> Iterator[tuple[str, Floats]]:
    """The fixed recipe on a part of the publisher families only, drawn several times."""
    design, recipe = _design(), ablations()[0][1]
    families = sorted({design.programs[i].family for i in job.inside})
    for share in CURVE:
        for draw in range(CURVE_DRAWS):
            kept = set(np.random.default_rng(draw).permutation(families)[: round(share * len(families))].tolist())
            some = [i for i in job.inside if design.programs[i].family in kept]
            fitted = fit(design, some, recipe=recipe)
            yield curve_name(share, draw), fitted.log_odds(design.matrix(fitted.tables, job.outside))


def curve_name(share: float, draw: int) -> str:
    """The name of the ranker that is trained on `share` of the publisher families, in one of several draws."""
    return f"{share:.0%} of the publishers, draw {draw + 1}"
