"""The plan: how programs are put together, from the compiled table. Refuses a table that it can't trust."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import ArtifactRefused, open_sealed
from exercise_catalog.vocabulary import Kind, Level, Position
from recommender.errors import HeartRefused

COMPILED = Path(__file__).parent / "compiled.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Something that every program should hold once: one of `kinds`, of one of `levels` where given."""

    name: str
    kinds: frozenset[Kind]
    levels: frozenset[Level]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """In `week`, `field` of the dose grows by `by` for exercises of `kinds`."""

    week: int
    kinds: frozenset[Kind]
    field: str
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything about putting a program together that a coach might want to change. Durations in seconds."""

    digest: str
    weeks: Mapping[Level, int]
    changeover_s: int
    first_week_share: float
    short_below_share: float
    maximum_items: int
    maximum_alternatives: int
    slots: tuple[Slot, ...]
    maximum_of_kind: Mapping[Kind, int]
    order_of_kinds: tuple[Kind, ...]
    order_of_positions: tuple[Position, ...]
    days: Mapping[int, tuple[int, ...]]
    daily_kinds: frozenset[Kind]
    raises: tuple[Raise, ...]
    raise_limits: Mapping[str, int]
    progression: tuple[Mapping[str, Any], ...]
    notes: Mapping[str, str]

    @classmethod
    def load(cls, path: Path = COMPILED) -> "Plan":
        """The plan of `path`. Raises HeartRefused when the file was changed or cut short."""
        try:
            row, digest = open_sealed(path)
        except ArtifactRefused as error:
            raise HeartRefused(str(error)) from error
        return cls(
            digest=digest,
            **{
                key: row[key]
                for key in ("changeover_s", "first_week_share", "short_below_share", "maximum_items", "maximum_alternatives", "raise_limits", "notes")
            },
            weeks={Level(level): weeks for level, weeks in row["weeks"].items()},
            slots=tuple(
                Slot(name=slot["name"], kinds=frozenset(map(Kind, slot["kinds"])), levels=frozenset(map(Level, slot.get("levels", list(Level)))))
                for slot in row["slots"]
            ),
            maximum_of_kind={Kind(kind): count for kind, count in row["maximum_of_kind"].items()},
            order_of_kinds=tuple(map(Kind, row["order_of_kinds"])),
            order_of_positions=tuple(map(Position, row["order_of_positions"])),
            days={int(n): tuple(days) for n, days in row["days"].items()},
            daily_kinds=frozenset(map(Kind, row["daily_kinds"])),
            raises=tuple(Raise(**{**step, "kinds": frozenset(map(Kind, step["kinds"]))}) for step in row["raises"]),
            progression=tuple(row["progression"]),
        )
