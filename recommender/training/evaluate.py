"""How well the score ranks for publishers it has not seen, next to the baselines. Judges on whole lists of four exercises and more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exercise_catalog.exercise import Exercise
from recommender.scoring.audience import Audience
from recommender.training.baselines import BASELINES, Baseline, Seen
from recommender.training.dataset import Program, folds
from recommender.training.fit import Design, fit_tuned
from recommender.training.metrics import Interval, gain_at, mean_interval, recall_at

N_FOLDS = 10
FOLD_SEED = 20261101
DRAWS = 20
METRICS = {"NDCG@10": (gain_at, 10), "recall@10": (recall_at, 10), "NDCG@5": (gain_at, 5), "recall@5": (recall_at, 5)}
SCORE = "this score"
PLAIN = "plain logistic regression on crosses"
AREAS_ONLY = "this score, told the pain areas only"
NO_TOOLS = "this score, told no equipment"

# Per metric, one value for each program judged.
Judged = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: the figures of one ranker, and by how much the score is ahead of it (None for the score itself)."""

    name: str
    figures: Mapping[str, Interval]
    ahead: Interval | None


def evaluate(programs: Sequence[Program], exercises: Sequence[Exercise], *, n_folds: int = N_FOLDS, seed: int = FOLD_SEED) -> list[Row]:
    """The score first, then every baseline, each on publishers that its training programs do not hold."""
    fold = folds(programs, n_folds=n_folds, seed=seed)
    judged: dict[str, Judged] = {SCORE: _judge_fit(Design(programs, exercises), fold)}
    judged |= {name: _judge_baseline(baseline, programs, exercises, fold) for name, baseline in BASELINES.items()}
    judged[PLAIN] = _judge_fit(Design(programs, exercises, with_tables=False), fold)
    judged[AREAS_ONLY] = _judge_fit(Design(_told_less(programs, _areas_only), exercises), fold)
    judged[NO_TOOLS] = _judge_fit(Design(_told_less(programs, _no_tools), exercises), fold)
    families = [program.family for program in programs if program.can_judge]
    return [_row(name, values, judged[SCORE], families) for name, values in judged.items()]


def _row(name: str, values: Judged, score: Judged, families: Sequence[str]) -> Row:
    ahead = None if name == SCORE else mean_interval(score["NDCG@10"] - values["NDCG@10"], families)
    return Row(name=name, figures={metric: mean_interval(each, families) for metric, each in values.items()}, ahead=ahead)


def _judge_fit(design: Design, fold: NDArray[np.intp]) -> Judged:
    scores = np.full(design.included.shape, np.nan)
    for k in range(int(fold.max()) + 1):
        outside = [int(i) for i in np.flatnonzero(fold == k)]
        scores[outside] = fit_tuned(design, [int(i) for i in np.flatnonzero(fold != k)]).log_odds(outside)
    which = [i for i, program in enumerate(design.programs) if program.can_judge]
    return {name: np.array([metric(scores[i], design.included[i], k=k) for i in which]) for name, (metric, k) in METRICS.items()}


def _judge_baseline(baseline: Baseline, programs: Sequence[Program], exercises: Sequence[Exercise], fold: NDArray[np.intp]) -> Judged:
    # A mean over draws, because most baselines leave much to chance, and chance is not what the score is held against.
    rng = np.random.default_rng(FOLD_SEED)
    found: dict[str, list[float]] = {name: [] for name in METRICS}
    for i, program in enumerate(programs):
        if not program.can_judge:
            continue
        training = [other for other, k in zip(programs, fold, strict=True) if k != fold[i]]
        seen = Seen(programs=training, exercises=exercises, audience=program.audience)
        included = np.array([exercise.id in program.exercises for exercise in exercises])
        draws = [baseline(seen, rng) for _ in range(DRAWS)]
        for name, (metric, k) in METRICS.items():
            found[name].append(float(np.mean([metric(scores, included, k=k) for scores in draws])))
    return {name: np.array(values) for name, values in found.items()}


def _told_less(programs: Sequence[Program], less: Callable[[Audience], Audience]) -> list[Program]:
    return [replace(program, audience=less(program.audience)) for program in programs]


def _areas_only(audience: Audience) -> Audience:
    return Audience(
        areas=audience.areas,
        experience=None,
        chronic=None,
        long_sitting_ratio=0.0,
        older=None,
        equipment=frozenset(),
        goals=frozenset(),
        minutes=None,
    )


def _no_tools(audience: Audience) -> Audience:
    return replace(audience, equipment=frozenset())


def table(rows: Sequence[Row]) -> str:
    """The rows as text, a ranker a line."""
    lines = [f"{'':38}{'NDCG@10 (95 %)':25}{'recall@10 (95 %)':25}{'NDCG@5':>8}{'recall@5':>10}   {'ahead by, NDCG@10 (95 %)'}"]
    for row in rows:
        figures = row.figures
        ahead = "" if row.ahead is None else str(row.ahead)
        lines.append(
            f"{row.name:38}{figures['NDCG@10']!s:25}{figures['recall@10']!s:25}"
            f"{figures['NDCG@5'].mean:8.3f}{figures['recall@5'].mean:10.3f}   {ahead}"
        )
    return "\n".join(lines)
