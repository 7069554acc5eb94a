"""What the model must beat: rankings that need no training. Each sees the training programs only, never the one it is judged on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Target
from recommender.scoring.audience import Audience
from recommender.scoring.tables import likeness
from recommender.training.dataset import FEWEST_TO_JUDGE, Program

Scores = NDArray[np.float64]
# Larger than any count of programs, so that a first criterion is never outweighed by a second.
_FIRST = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a baseline may look at: the training programs, the catalog, and for whom to rank."""

    programs: Sequence[Program]
    exercises: Sequence[Exercise]
    audience: Audience


Baseline = Callable[[Seen, np.random.Generator], Scores]


def at_random(seen: Seen, rng: np.random.Generator) -> Scores:
    """Any order."""
    return rng.random(len(seen.exercises))


def popularity(seen: Seen, rng: np.random.Generator) -> Scores:
    """In how many training programs each exercise stands; equals at random."""
    counts = np.array([sum(exercise.id in program.exercises for program in seen.programs) for exercise in seen.exercises], dtype=float)
    return counts + at_random(seen, rng)


def region_filter(seen: Seen, rng: np.random.Generator) -> Scores:
    """What serves one of the areas first of all, in any order, then the rest."""
    return _FIRST * _serves(seen) + at_random(seen, rng)


def region_filter_popularity(seen: Seen, rng: np.random.Generator) -> Scores:
    """What serves one of the areas first of all, the popular first, then the rest."""
    return _FIRST * _serves(seen) + popularity(seen, rng)


def another_program(seen: Seen, rng: np.random.Generator) -> Scores:
    """One of the training programs whose audience is most alike, in its own order, then as region filter + popularity.

    A published list ends after five exercises or so; to go on at random would hold it back in a ranking of ten.
    """
    long = [program for program in seen.programs if len(program.exercises) >= FEWEST_TO_JUDGE]
    alike = [likeness(seen.audience, program.audience) for program in long]
    nearest = [program for program, ratio in zip(long, alike, strict=True) if ratio == max(alike)]
    chosen = nearest[int(rng.integers(len(nearest)))]
    place = {name: len(chosen.exercises) - index for index, name in enumerate(chosen.exercises)}
    own = np.array([float(place.get(exercise.id, 0)) for exercise in seen.exercises])
    return _FIRST**2 * own + region_filter_popularity(seen, rng)


def selfback_default(seen: Seen, rng: np.random.Generator) -> Scores:
    """The default of the selfBACK trial: one abdominal and one back extensor exercise, the rest in any order."""
    scores = at_random(seen, rng)
    for target in (Target.ABDOMINAL_STRENGTH, Target.BACK_EXTENSOR_STRENGTH):
        choices = [index for index, exercise in enumerate(seen.exercises) if target in exercise.targets]
        scores[choices[int(rng.integers(len(choices)))]] += 1.0
    return scores


BASELINES: dict[str, Baseline] = {
    "random": at_random,
    "popularity": popularity,
    "region filter": region_filter,
    "region filter + popularity": region_filter_popularity,
    "another program, same audience": another_program,
    "selfBACK default": selfback_default,
}


def _serves(seen: Seen) -> Scores:
    # By the main area, the first of an exercise's: by any of its areas the filter is wider, and ranks worse.
    areas = seen.audience.areas
    return np.array([float(not areas or exercise.areas[0] in areas) for exercise in seen.exercises])
