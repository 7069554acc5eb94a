"""The catalog as it runs: loads compiled.json, finds exercises. Refuses a file that does not match its digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import open_sealed
from exercise_catalog.exercise import Exercise

COMPILED = Path(__file__).parent / "compiled.json"


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """All exercises, sorted by id, and the dose entries that their doses follow."""

    exercises: tuple[Exercise, ...]
    dose_entries: Mapping[str, Mapping[str, Any]]
    digest: str

    @cached_property
    def by_id(self) -> Mapping[str, Exercise]:
        """Exercises by id."""
        return {exercise.id: exercise for exercise in self.exercises}

    @cached_property
    def complete_locales(self) -> tuple[str, ...]:
        """The locales in which every exercise has its text, sorted; what is not among them falls back to English here and there."""
        return tuple(sorted(set.intersection(*(set(exercise.texts) for exercise in self.exercises))))

    @classmethod
    def load(cls, path: Path = COMPILED) -> "Catalog":
        """The compiled catalog. Raises ArtifactRefused when it was changed by hand or cut short."""
        content, digest = open_sealed(path)
        return cls(
            exercises=tuple(Exercise.from_row(row) for row in content["exercises"]),
            dose_entries=content["doses"],
            digest=digest,
        )
