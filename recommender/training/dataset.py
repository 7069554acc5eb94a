"""Published programs and catalog as training data: who a program is for, what it includes, what may count. Fits nothing.

python -m recommender.training.dataset --published    rewrite exercise_catalog/published.yaml
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exercise_catalog.artifact import digest_of, open_sealed
from exercise_catalog.exercise import Exercise
from exercise_catalog.strict_yaml import load_file
from exercise_catalog.vocabulary import Area, Equipment, Level
from recommender.scoring.audience import Audience
from recommender.training import published

HERE = Path(__file__).parent
PROGRAMS = HERE / "data" / "programs.jsonl"
WEIGHTS = HERE / "weights.yaml"
COMPLAINTS = HERE / "complaints.yaml"
CATALOG = HERE.parents[1] / "exercise_catalog" / "compiled.json"
FEWEST_TO_JUDGE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One published program. `exercises` in the published order; where `complete` is False, only the start of the list was seen.

    `told` is the audience as collected, `stated` the fields of it that the publisher states; the others were inferred by the collector.
    """

    id: str
    family: str
    type: str
    complete: bool
    audience: Audience
    exercises: tuple[str, ...]
    told: Mapping[str, Any]
    stated: frozenset[str]

    @property
    def can_judge(self) -> bool:
        """Is the list whole and long enough to hold a ranking against?"""
        return self.complete and len(self.exercises) >= FEWEST_TO_JUDGE


def load_rows(path: Path = PROGRAMS) -> list[dict[str, Any]]:
    """The lines of `programs.jsonl`, in their order."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_programs(path: Path = PROGRAMS) -> tuple[Program, ...]:
    """All published programs, in the order of the file."""
    return tuple(
        Program(
            id=row["id"],
            family=row["family"],
            type=row["type"],
            complete=row["complete"],
            audience=audience_of(row["audience"]),
            exercises=tuple(row["exercises"]),
            told=row["audience"],
            stated=frozenset(row["stated"]),
        )
        for row in load_rows(path)
    )


def audience_of(told: Mapping[str, Any]) -> Audience:
    """Whom a published program is for, in the words of an intake. Chronic, sitting and minutes are hardly ever told, so they are left out."""
    groups = load_complaints()
    return Audience(
        areas=frozenset(Area(area) for area in told["pain_areas"]),
        experience=None if told["experience"] == "any" else Level(told["experience"]),
        older_ratio=1.0 if told["older"] else 0.0,
        complaints=frozenset(name for name, group in groups.items() if set(group["published"]) & set(told["conditions"])),
        equipment=frozenset(Equipment(item) for item in told["equipment"]) - {Equipment.NONE},
        goals=frozenset({told["goal"]}),
    )


@cache
def load_complaints() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The groups of conditions, by name: the words that programs use, and the facts of an intake that mean the same."""
    groups: Mapping[str, Mapping[str, Sequence[str]]] = load_file(COMPLAINTS)["complaints"]
    return groups


def load_exercises(path: Path = CATALOG) -> tuple[Exercise, ...]:
    """All exercises of the compiled catalog, by id."""
    content, _ = open_sealed(path)
    return tuple(sorted((Exercise.from_row(row) for row in content["exercises"]), key=lambda exercise: exercise.id))


def program_weights(programs: Sequence[Program], by_type: Mapping[str, float] | None = None) -> NDArray[np.float64]:
    """How much each program counts, shape (n_programs,), above 0, mean 1."""
    by_type = by_type or load_file(WEIGHTS)["weights"]
    sizes = Counter(program.family for program in programs)
    raw = np.array([by_type[program.type] / sizes[program.family] ** 0.5 for program in programs])
    return np.asarray(raw / raw.mean())


def labels(programs: Sequence[Program], exercises: Sequence[Exercise]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which program includes which exercise, and which pairs count; both of shape (n_programs, n_exercises).

    What a partial list leaves out does not count: it may stand in the part that was not seen.
    """
    included = np.array([[exercise.id in program.exercises for exercise in exercises] for program in programs], dtype=bool)
    complete = np.array([program.complete for program in programs], dtype=bool)
    return included, included | complete[:, None]


def folds(programs: Sequence[Program], *, n_folds: int, seed: int) -> NDArray[np.intp]:
    """The fold (0 to n_folds - 1) of each program, shape (n_programs,); a publisher's family is never split."""
    families = sorted({program.family for program in programs})
    random.Random(seed).shuffle(families)  # noqa: S311 - it shuffles folds, it hides nothing
    fold = {family: index % n_folds for index, family in enumerate(families)}
    return np.array([fold[program.family] for program in programs], dtype=np.intp)


def facts_digest(exercises: Sequence[Exercise]) -> str:
    """The digest of what the features read of the catalog: a new cue or dose leaves it as it is, a new target changes it."""
    return digest_of(
        [
            [e.id, e.kind, e.family, list(e.areas), list(e.targets), e.position, sorted(e.equipment), e.level, e.difficulty_1_10]
            for e in sorted(exercises, key=lambda exercise: exercise.id)
        ]
    )


def main(arguments: list[str] | None = None) -> int:
    """Say what the data hold, or rewrite published.yaml."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--published", action="store_true", help="rewrite exercise_catalog/published.yaml")
    options = parser.parse_args(arguments)
    if options.published:
        published.PUBLISHED.write_text(published.published_text(load_rows()), encoding="utf-8")
    programs = load_programs()
    print(f"{len(programs)} programs of {len({p.family for p in programs})} publisher families, {sum(p.can_judge for p in programs)} to judge by")
    return 0


if __name__ == "__main__":
    sys.exit(main())
