"""Train, judge, and write scoring/model.json. Writes nothing unless the written model says what scikit-learn says.

python -m recommender.training.train            print the tables, write the model and its cards
python -m recommender.training.train --check    only say whether the model is stale, by digests
"""

import argparse
import datetime as dt
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
from recommender.scoring.model import MODEL
from recommender.training import cards, dataset, evaluate, report
from recommender.training.dataset import Program
from recommender.training.design import Design
from recommender.training.export import LARGEST_DIFFERENCE, boundary_audiences, content_of, refuse_lost_parity
from recommender.training.fit import Fit, fit, recipes, select

HERE = Path(__file__).parent
# What decides the weights or the figures, but for the rules, the plan and what reads them: a new rule leaves a model fresh.
CODE = (
    *(HERE / f"{name}.py" for name in ("baselines", "dataset", "design", "evaluate", "export", "fit", "laboratory", "metrics", "rivals", "served")),
    *(HERE.parent / "scoring" / f"{name}.py" for name in ("audience", "features", "tables")),
)


def digests(exercises: Sequence[Exercise]) -> dict[str, str]:
    """What a model depends on: the programs with their weights and complaints, the facts of the catalog that the features read, the code."""
    return {
        "data": _digest_of_files([dataset.PROGRAMS, dataset.WEIGHTS, dataset.COMPLAINTS]),
        "catalog_facts": dataset.facts_digest(exercises),
        "code": _digest_of_files(CODE),
    }


def _digest_of_files(paths: Sequence[Path]) -> str:
    return digest_of([[path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in paths])


def train(programs: Sequence[Program], exercises: Sequence[Exercise], *, figures: Mapping[str, Any], date: str) -> tuple[dict[str, Any], Fit]:
    """The content of model.json for these programs, with `figures` and `date` in its provenance, and the fit behind it.

    Raises ParityLost when plain Python does not say of it what scikit-learn says, on 100,000 pairs and more.
    """
    design, everybody = Design(programs, exercises), range(len(programs))
    fitted = fit(design, everybody, recipe=select(design, everybody, recipes()))
    _, pairs = refuse_lost_parity(content_of(fitted, provenance={}), fitted, audiences=boundary_audiences())
    provenance = {
        "date": date,
        "digests": digests(exercises),
        "versions": {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
        "programs": len(programs),
        "publisher_families": len({program.family for program in programs}),
        "pairs": int(design.counts.sum()),
        "recipe": fitted.recipe.name,
        "parity": {"pairs": pairs, "at_most": LARGEST_DIFFERENCE},
        "data": cards.described(programs),
        "figures": dict(figures),
    }
    return content_of(fitted, provenance=provenance), fitted


def dated(content: dict[str, Any], path: Path) -> dict[str, Any]:
    """`content` with the date of the model at `path`, if that is the same but for its date: training again changes nothing then."""
    try:
        before, _ = open_sealed(path)
    except ArtifactRefused:
        return content
    date = before.get("provenance", {}).get("date")
    same = {**content, "provenance": {**content["provenance"], "date": date}}
    return same if digest_of(same) == digest_of(before) else content


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
        problems = stale_because(MODEL, exercises) or cards.stale(MODEL)
        print("\n".join(problems) if problems else f"{MODEL.name} is fresh.")
        return 1 if problems else 0
    began = time.monotonic()
    figures = evaluate.run()
    print(report.text(figures))
    content, fitted = train(programs, exercises, figures=figures, date=dt.datetime.now(dt.UTC).date().isoformat())
    text = sealed_text(dated(content, MODEL))
    MODEL.write_text(text, encoding="utf-8")
    cards.write(MODEL)
    print(f"\n{int(np.count_nonzero(fitted.coefficients))} weights ({fitted.recipe.name}) → {MODEL.name} ({len(text.encode()) // 1000} kB);", end=" ")
    print(f"served and scikit-learn agree on {content['provenance']['parity']['pairs']} pairs; {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
