"""What the laboratory found, as figures with intervals: rankers, paired differences, slices, ablations, learning curve. Fits nothing.

python -m recommender.training.evaluate    run the laboratory and print all tables; writes nothing
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from recommender.training import laboratory as lab
from recommender.training import report
from recommender.training.baselines import BASELINES
from recommender.training.dataset import Program
from recommender.training.fit import Floats
from recommender.training.metrics import METRICS, Interval, coverage_interval, diversity, mean_interval, top

TOP = 10
RANKERS = (
    lab.SCORE, *BASELINES, lab.PLAIN, lab.PAIRWISE, lab.TREES, lab.BY_SCORE, lab.WITH_RULES, lab.ASSEMBLED, lab.ONE_OF_A_FAMILY, *lab.TOLD_LESS,
)  # fmt: skip
# What a slice is held against: the best ranking that needs no learning but counting.
SIMPLE = "region filter + popularity"
MORE_PROGRAMS = 100

Plain = dict[str, Any]


class Evaluation:
    """The figures of every ranker for every program judged, averaged over the shuffles (and draws) of its folds."""

    def __init__(self, found: Sequence[lab.Found]) -> None:
        self.found = found
        self.programs, self.exercises = lab.materials()
        self.judged = [i for i, program in enumerate(self.programs) if program.can_judge]
        self.families = [self.programs[i].family for i in self.judged]
        names = sorted({exercise.family for exercise in self.exercises})
        self._family_of = np.array([names.index(exercise.family) for exercise in self.exercises])
        self._values: dict[str, dict[str, Floats]] = {name: self._judge(name) for name in found[0].scores}

    def values(self, ranker: str, metric: str = "NDCG@10") -> Floats:
        """Shape (n_judged,)."""
        return self._values[ranker][metric]

    def interval(self, ranker: str, metric: str = "NDCG@10") -> Interval:
        """The mean over all programs judged, and its interval over publisher families."""
        return mean_interval(self.values(ranker, metric), self.families)

    def ahead(self, ranker: str, other: str, metric: str = "NDCG@10") -> Interval:
        """By how much `ranker` is better than `other` on the same programs."""
        return mean_interval(self.values(ranker, metric) - self.values(other, metric), self.families)

    def coverage(self, ranker: str) -> Interval:
        """The share of the catalog that stands in the first ten of somebody, in the first shuffle."""
        shown = np.zeros((len(self.judged), len(self.exercises)), dtype=bool)
        for place, scores in self._scores(ranker, shuffles=(0,)):
            shown[place, top(scores, TOP)] = True
        return coverage_interval(shown, self.families)

    def _judge(self, ranker: str) -> dict[str, Floats]:
        sums: dict[str, Floats] = defaultdict(lambda: np.zeros(len(self.judged)))
        times = np.zeros(len(self.judged))
        for place, scores in self._scores(ranker):
            program = self.programs[self.judged[place]]
            included = np.array([exercise.id in program.exercises for exercise in self.exercises])
            times[place] += 1
            for metric, figure in METRICS.items():
                sums[metric][place] += figure(scores, included)
            sums["diversity"][place] += diversity(scores, self._family_of, k=TOP)
        return {metric: total / times for metric, total in sums.items()}

    def _scores(self, ranker: str, *, shuffles: Sequence[int] = range(len(lab.SHUFFLES))) -> Iterable[tuple[int, Floats]]:
        place_of = {i: place for place, i in enumerate(self.judged)}
        for one in self.found:
            if ranker in one.scores and one.job.shuffle in shuffles:
                # A baseline has one more axis in front, its draws.
                for draw in one.scores[ranker].reshape(-1, len(one.job.outside), len(self.exercises)):
                    yield from ((place_of[i], scores) for i, scores in zip(one.job.outside, draw, strict=True))


def plain(interval: Interval) -> list[float]:
    """Mean, lower and upper end of the 95 % interval, rounded to four digits."""
    return [round(interval.mean, 4), round(interval.low, 4), round(interval.high, 4)]


def figures(evaluation: Evaluation) -> Plain:
    """All figures as plain JSON, for the artifact, the cards and the printed tables."""
    return {
        "programs_judged": len(evaluation.judged),
        "publisher_families_judged": len(set(evaluation.families)),
        "folds": lab.N_FOLDS,
        "shuffles": len(lab.SHUFFLES),
        "rankers": {name: _ranker(evaluation, name) for name in RANKERS},
        "slices": _slices(evaluation),
        "ablations": _ablations(evaluation),
        "curve": _curve(evaluation),
        "chosen": dict(sorted(Counter(one.chosen for one in evaluation.found).items())),
        "removed": _removed(evaluation),
    }


def _ranker(evaluation: Evaluation, name: str) -> Plain:
    row: Plain = {metric: plain(evaluation.interval(name, metric)) for metric in (*METRICS, "diversity")}
    row["coverage"] = plain(evaluation.coverage(name))
    if name != lab.SCORE:
        row["ahead"] = {metric: plain(evaluation.ahead(lab.SCORE, name, metric)) for metric in METRICS}
    return row


def _slices(evaluation: Evaluation) -> Plain:
    """NDCG@10 of the score, and how far it is ahead of the simple ranking, for parts of the programs judged."""
    programs = [evaluation.programs[i] for i in evaluation.judged]
    return {
        "area": _slice(evaluation, programs, lambda program: sorted(program.audience.areas) or ["none named"]),
        "level": _slice(evaluation, programs, lambda program: [program.told["experience"]]),
        "publisher": _slice(evaluation, programs, lambda program: [program.type]),
        "goal": _slice(evaluation, programs, lambda program: [program.told["goal"]]),
        "equipment": _slice(evaluation, programs, lambda program: ["tools" if program.audience.tools else "no tools"]),
        "complaints": _slice(evaluation, programs, lambda program: sorted(program.audience.complaints) or ["none"]),
    }


def _slice(evaluation: Evaluation, programs: Sequence[Program], words: Callable[[Program], Sequence[str]]) -> Plain:
    rows: Plain = {}
    for word in sorted({word for program in programs for word in words(program)}):
        inside = np.array([word in words(program) for program in programs])
        families = [family for family, counts in zip(evaluation.families, inside, strict=True) if counts]
        score = evaluation.values(lab.SCORE)[inside]
        ahead = score - evaluation.values(SIMPLE)[inside]
        rows[word] = {
            "programs": int(inside.sum()),
            "NDCG@10": plain(mean_interval(score, families)),
            "ahead": plain(mean_interval(ahead, families)),
        }
    return rows


def _ablations(evaluation: Evaluation) -> Plain:
    names = [name for name, _ in lab.ablations()] + [lab.ALIKE]
    return {
        name: {"NDCG@10": plain(evaluation.interval(name)), "change": plain(evaluation.ahead(name, lab.FIXED))} for name in names
    }  # fmt: skip


def _curve(evaluation: Evaluation) -> Plain:
    """NDCG@10 by the share of publishers trained on, and what a straight line over the logarithm says of a hundred programs more."""
    means = [float(np.mean([evaluation.values(lab.curve_name(share, draw)).mean() for draw in range(lab.CURVE_DRAWS)])) for share in lab.CURVE]
    shares, gains = [*lab.CURVE, 1.0], [*means, float(evaluation.values(lab.FIXED).mean())]
    slope = float(np.polyfit(np.log(shares), gains, 1)[0])
    n = len(evaluation.programs)
    return {
        "shares": {f"{share:.0%}": round(gain, 4) for share, gain in zip(shares, gains, strict=True)},
        "more_programs": MORE_PROGRAMS,
        "expected_gain": round(slope * float(np.log((n + MORE_PROGRAMS) / n)), 4),
    }


def _removed(evaluation: Evaluation) -> Plain:
    """How many of the exercises that published programs include a rule removes for such people, and which rules."""
    first = [removed for one in evaluation.found if one.job.shuffle == 0 for removed in one.removed]
    listed = sum(len(evaluation.programs[i].exercises) for i in evaluation.judged)
    rules = Counter(rule for removed in first for rule in removed.values())
    return {"listed": listed, "removed": sum(rules.values()), "by_rule": dict(rules.most_common())}


def run() -> Mapping[str, Any]:
    """The whole laboratory: all jobs, all figures."""
    return figures(Evaluation(lab.run_all(lab.jobs())))


def main() -> int:
    """Print all tables."""
    began = time.monotonic()
    print(report.text(run()))
    print(f"\n{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
