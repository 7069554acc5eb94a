"""Train, judge, and write scoring/model.json. Writes nothing unless the written model says what scikit-learn says.

python -m recommender.training.train            print the tables, write the model
python -m recommender.training.train --check    only say whether the model is stale, by digests
"""

import argparse
import hashlib
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy
import sklearn

from exercise_catalog.artifact import ArtifactRefused, digest_of, open_sealed, sealed_text
from exercise_catalog.exercise import Exercise
from recommender.scoring.model import FORMAT, MODEL, Model, audience_row
from recommender.training import dataset, evaluate
from recommender.training.dataset import Program
from recommender.training.fit import Design, Fit, fit_tuned
from recommender.training.metrics import Interval

HERE = Path(__file__).parent
LARGEST_DIFFERENCE = 1e-9
# What decides the weights or the figures. A change of wording elsewhere leaves a model fresh.
CODE = (
    HERE / "baselines.py",
    HERE / "dataset.py",
    HERE / "evaluate.py",
    HERE / "fit.py",
    HERE / "metrics.py",
    HERE.parent / "scoring" / "audience.py",
    HERE.parent / "scoring" / "features.py",
    HERE.parent / "scoring" / "tables.py",
)


class ParityLost(Exception):
    """When the model served in plain Python does not say what scikit-learn says."""


def digests(exercises: Sequence[Exercise]) -> dict[str, str]:
    """What a model depends on: the programs and their weights, the facts of the catalog that the features read, the code."""
    return {
        "data": _digest_of_files([dataset.PROGRAMS, dataset.WEIGHTS]),
        "catalog_facts": dataset.facts_digest(exercises),
        "code": _digest_of_files(CODE),
    }


def _digest_of_files(paths: Sequence[Path]) -> str:
    return digest_of([[path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in paths])


def content_of(fit: Fit, *, provenance: Mapping[str, Any]) -> dict[str, Any]:
    """The model as sealed JSON holds it: features that count, by name; the programs behind the tables; where it comes from."""
    weights = zip(fit.design.names, fit.estimator.coef_[0], strict=True)
    return {
        "format": FORMAT,
        "exercises": sorted(exercise.id for exercise in fit.design.exercises),
        "features": [[name, float(weight)] for name, weight in weights if weight],
        "intercept": float(fit.estimator.intercept_[0]),
        "programs": [
            {"publisher": p.publisher, "weight": p.weight, "exercises": list(p.exercises), **audience_row(p.audience)} for p in fit.tables.programs
        ],
        "provenance": dict(provenance),
    }


def refuse_lost_parity(content: Mapping[str, Any], fit: Fit) -> float:
    """The largest difference between the model served and scikit-learn, over all pairs of the training programs.

    Raises ParityLost above 1e-9.
    """
    exercises, programs = fit.design.exercises, fit.design.programs
    model = Model(content, exercises=exercises, digest="")
    served = np.array([[model.log_odds(program.audience, exercise) for exercise in exercises] for program in programs])
    difference = float(np.abs(served - fit.log_odds(range(len(programs)))).max())
    if difference > LARGEST_DIFFERENCE:
        raise ParityLost(f"the model served differs from scikit-learn by {difference:.1e}, allowed are {LARGEST_DIFFERENCE:.0e}")
    return difference


def train(programs: Sequence[Program], exercises: Sequence[Exercise], *, figures: Mapping[str, Any]) -> tuple[str, Fit]:
    """The text of model.json for these programs, with `figures` in its provenance, and the fit behind it."""
    design = Design(programs, exercises)
    fit = fit_tuned(design, range(len(programs)))
    provenance = {
        "digests": digests(exercises),
        "versions": {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
        "programs": len(programs),
        "publisher_families": len({program.family for program in programs}),
        "pairs": int(design.counts.sum()),
        "inverse_penalty": fit.strength,
        "figures": dict(figures),
    }
    content = content_of(fit, provenance=provenance)
    refuse_lost_parity(content, fit)
    return sealed_text(content), fit


def figures_of(rows: Sequence[evaluate.Row]) -> dict[str, Any]:
    """The evaluation as plain JSON, rounded to four digits: mean, and lower and upper end of the 95 % interval."""

    def plain(interval: Interval) -> list[float]:
        return [round(interval.mean, 4), round(interval.low, 4), round(interval.high, 4)]

    return {
        row.name: {metric: plain(each) for metric, each in row.figures.items()} | ({"ahead": plain(row.ahead)} if row.ahead else {}) for row in rows
    }


def stale_because(path: Path, exercises: Sequence[Exercise]) -> list[str]:
    """Why the model at `path` should be trained again, one sentence each; empty when it is fresh."""
    try:
        content, _ = open_sealed(path)
    except ArtifactRefused as error:
        return [str(error)]
    written = content["provenance"]["digests"]
    return [f"{path.name} is stale, its {name} changed: run make train" for name, digest in digests(exercises).items() if written.get(name) != digest]


def main(arguments: list[str] | None = None) -> int:
    """Train and print, or only check; 0 when the model is written or fresh."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing")
    options = parser.parse_args(arguments)
    programs, exercises = dataset.load_programs(), dataset.load_exercises()
    if options.check:
        problems = stale_because(MODEL, exercises)
        print("\n".join(problems) if problems else f"{MODEL.name} is fresh.")
        return 1 if problems else 0
    began = time.monotonic()
    rows = evaluate.evaluate(programs, exercises)
    print(f"Publisher families left out, {evaluate.N_FOLDS} folds, {sum(p.can_judge for p in programs)} whole programs of 4 exercises and more\n")
    print(evaluate.table(rows))
    text, fit = train(programs, exercises, figures=figures_of(rows))
    MODEL.write_text(text, encoding="utf-8")
    print(f"\n{int(np.count_nonzero(fit.estimator.coef_))} weights, inverse penalty {fit.strength:g} → {MODEL.name}", end=" ")
    print(f"({len(text.encode()) // 1000} kB) in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
