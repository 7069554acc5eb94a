"""One exercise, as the rules, the score and the program see it. Frozen; holds facts, decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercise_catalog.vocabulary import LEVEL_DIFFICULTY_1_10, Area, Equipment, Kind, Level, Position, Property, Sides, Target

# The language that every text is written in first, and that stands in for one that is missing.
SOURCE_LOCALE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much of one exercise: counted in repetitions, or by the clock where `duration_s` is given.

    Units: seconds (`_s`), days a week, effort 0 (nothing) to 10 (all you have).
    """

    sets: int
    reps: int
    hold_s: int
    rest_s: int
    effort_0_10: int
    days_per_week: int
    follows: str
    duration_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseText:
    """The words of one exercise in one locale; lists keep the author's order."""

    name: str
    also_known_as: tuple[str, ...]
    purpose: str
    set_up: str
    steps: tuple[str, ...]
    breathing: str
    tempo: str
    cues: tuple[str, ...]
    common_mistakes: tuple[str, ...]
    stop_signs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One movement of the catalog. `doses` has an entry for its level and for each level above."""

    id: str
    kind: Kind
    family: str
    areas: tuple[Area, ...]
    targets: tuple[Target, ...]
    position: Position
    equipment: frozenset[Equipment]
    floor_needed: bool
    level: Level
    difficulty_1_10: int
    difficulty_because: str
    sides: Sides
    seconds_per_rep: int
    muscles_primary: tuple[str, ...]
    muscles_secondary: tuple[str, ...]
    properties: frozenset[Property]
    easier: str | None
    harder: str | None
    bodyweight_relative: str | None
    doses: Mapping[Level, Dose]
    texts: Mapping[str, ExerciseText]
    sources: tuple[Mapping[str, Any], ...]
    published_programs: int

    def locale_for(self, wanted: str) -> str:
        """The locale that `text(wanted)` is in: the one wanted, else its language without the region, else English."""
        return next((locale for locale in (wanted, wanted.partition("-")[0]) if locale in self.texts), SOURCE_LOCALE)

    def text(self, locale: str) -> ExerciseText:
        """The words in `locale`, or the nearest that there is; always all words of one language, never some of each."""
        return self.texts[self.locale_for(locale)]

    def dose_for(self, level: Level) -> Dose | None:
        """The dose for a person of `level`, or None where the exercise asks for more experience than that."""
        return self.doses.get(level)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Exercise":
        """The exercise that one compiled row describes; the compiler has checked it before."""
        return cls(
            **{key: row[key] for key in _PLAIN},
            kind=Kind(row["kind"]),
            areas=tuple(Area(area) for area in row["areas"]),
            targets=tuple(Target(target) for target in row["targets"]),
            position=Position(row["position"]),
            equipment=frozenset(Equipment(item) for item in row["equipment"]) - {Equipment.NONE},
            level=Level(row["level"]),
            sides=Sides(row["sides"]),
            muscles_primary=tuple(row["muscles"]["primary"]),
            muscles_secondary=tuple(row["muscles"]["secondary"]),
            properties=frozenset(Property(name) for name, holds in row["properties"].items() if holds),
            doses={Level(level): Dose(**dose) for level, dose in row["dose"].items()},
            texts={locale: _text(words) for locale, words in row["text"].items()},
            sources=tuple(row["sources"]),
        )


_PLAIN = (
    "id", "family", "floor_needed", "difficulty_1_10", "difficulty_because", "seconds_per_rep",
    "easier", "harder", "bodyweight_relative", "published_programs",
)  # fmt: skip


def _text(words: Mapping[str, Any]) -> ExerciseText:
    frozen: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in words.items()}
    return ExerciseText(**frozen)


def hardest_difficulty(level: Level) -> int:
    """The upper end of the difficulties (1 to 10) that belong to `level`."""
    return LEVEL_DIFFICULTY_1_10[level][1]
