"""The plan: how programs are put together, from the compiled table. Refuses a table that it can't trust."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import ArtifactRefused, open_sealed
from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Area, Kind, Level, Position
from recommender.errors import HeartRefused

COMPILED = Path(__file__).parent / "compiled.json"
LIGHT_DAY = "L"
# Up to so many sessions a week lie apart, so that nothing has to rest from one to the next.
LIE_APART = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Something that every session should hold once: one of `kinds`, of one of `levels`.

    Only in sessions of `from_minutes` to `to_minutes`, and, where goals are given, for people who have one of them.
    """

    name: str
    kinds: frozenset[Kind]
    levels: frozenset[Level]
    from_minutes: int
    to_minutes: int
    goals: frozenset[str]

    def fits(self, exercise: Exercise) -> bool:
        return exercise.kind in self.kinds and exercise.level in self.levels

    def is_due(self, minutes: int, goals: frozenset[str]) -> bool:
        return self.from_minutes <= minutes <= self.to_minutes and (not self.goals or not self.goals.isdisjoint(goals))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person's answers ask for strongly enough that a program should hold one of it; `names` are the exercises that would do."""

    names: frozenset[str]

    def fits(self, exercise: Exercise) -> bool:
        return exercise.id in self.names


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Areas of the back that a session should hold something for; one of them is enough."""

    areas: frozenset[Area]

    def fits(self, exercise: Exercise) -> bool:
        # What is for every area, as walking is, is for none in particular.
        return not self.areas.isdisjoint(exercise.areas) and len(exercise.areas) < len(Area)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`field` of the dose grows by `by` for exercises of `kinds`."""

    kinds: frozenset[Kind]
    field: str
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise(Step):
    """A step that is due in `week`."""

    week: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PainHold:
    """Pain of `at_least` (0 to 10) holds the first week's doses for `weeks` more; `progression` says so in words."""

    at_least: int
    weeks: int
    progression: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Shares of the minutes asked for: the least of a session, what the first week aims at, its most, and the most of the last week."""

    least: float
    aim: float
    first_week: float
    latest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """One in `one_in` places of an A day is another exercise's on B days, `most` at the most; its score is lower by `worse_by` at the most."""

    most: int
    one_in: int
    worse_by: float

    def places(self, n_items: int) -> int:
        return min(self.most, n_items // self.one_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything about putting a program together that a coach might want to change. Durations in seconds."""

    digest: str
    weeks: Mapping[Level, int]
    changeover_s: int
    share_of_minutes: Shares
    maximum_items: Mapping[int, int]
    maximum_share_of_kind: Mapping[Kind, float]
    minimum_alternatives: int
    maximum_alternatives: int
    slots: tuple[Slot, ...]
    whole_back: tuple[Region, ...]
    order_of_kinds: Mapping[Kind, int]
    order_of_positions: Mapping[Position, int]
    days: Mapping[int, tuple[int, ...]]
    pattern: Mapping[int, str]
    rotating_places: Rotation
    daily_kinds: frozenset[Kind]
    fill: tuple[Step, ...]
    fill_rounds: int
    share_of_cardio: Mapping[str, float]
    wish_from: float
    raises: tuple[Raise, ...]
    raise_limits: Mapping[str, int]
    pain_holds: tuple[PainHold, ...]
    progression: tuple[Mapping[str, Any], ...]
    notes: Mapping[str, str]
    names_of_areas: Mapping[str, str]

    def most_items(self, minutes: int) -> int:
        """How many exercises a session of `minutes` holds."""
        return next(items for up_to, items in self.maximum_items.items() if minutes <= up_to)

    def most_of_kinds(self, minutes: int) -> dict[Kind, int]:
        """How many of each kind a session of `minutes` holds."""
        items = self.most_items(minutes)
        return {kind: math.ceil(items * share) for kind, share in self.maximum_share_of_kind.items()}

    def hold_for(self, pain_0_10: int | None) -> PainHold | None:
        """What pain of `pain_0_10` holds back, if anything; None is unknown pain."""
        return max(
            (hold for hold in self.pain_holds if pain_0_10 is not None and pain_0_10 >= hold.at_least), key=lambda hold: hold.at_least, default=None
        )

    @classmethod
    def load(cls, path: Path = COMPILED) -> "Plan":
        """The plan of `path`. Raises HeartRefused when the file was changed or cut short."""
        try:
            row, digest = open_sealed(path)
        except ArtifactRefused as error:
            raise HeartRefused(str(error)) from error
        return cls(
            digest=digest,
            **{key: row[key] for key in _PLAIN},
            weeks={Level(level): weeks for level, weeks in row["weeks"].items()},
            share_of_minutes=Shares(**row["share_of_minutes"]),
            maximum_items={int(minutes): row["maximum_items"][minutes] for minutes in sorted(row["maximum_items"], key=int)},
            maximum_share_of_kind={Kind(kind): share for kind, share in row["maximum_share_of_kind"].items()},
            slots=tuple(map(_slot, row["slots"])),
            whole_back=tuple(Region(areas=frozenset(map(Area, areas))) for areas in row["whole_back"]),
            order_of_kinds={Kind(kind): part for part, kinds in enumerate(row["order_of_kinds"]) for kind in kinds},
            order_of_positions={Position(position): place for place, position in enumerate(row["order_of_positions"])},
            days={int(n): tuple(days) for n, days in row["days"].items()},
            pattern={int(n): letters for n, letters in row["pattern"].items()},
            rotating_places=Rotation(**row["rotating_places"]),
            daily_kinds=frozenset(map(Kind, row["daily_kinds"])),
            fill=tuple(Step(**_with_kinds(step)) for step in row["fill"]),
            raises=tuple(Raise(**_with_kinds(step)) for step in row["raises"]),
            pain_holds=tuple(map(_pain_hold, row["pain_holds"])),
            progression=tuple(row["progression"]),
        )


_PLAIN = (
    "changeover_s",
    "fill_rounds",
    "share_of_cardio",
    "wish_from",
    "minimum_alternatives",
    "maximum_alternatives",
    "raise_limits",
    "notes",
    "names_of_areas",
)


def _slot(row: Mapping[str, Any]) -> Slot:
    return Slot(
        name=row["name"],
        kinds=frozenset(map(Kind, row["kinds"])),
        levels=frozenset(map(Level, row.get("levels", list(Level)))),
        from_minutes=row.get("from_minutes", 0),
        to_minutes=row.get("to_minutes", 60),
        goals=frozenset(row.get("goals", ())),
    )


def _with_kinds(step: Mapping[str, Any]) -> dict[str, Any]:
    return {**step, "kinds": frozenset(map(Kind, step["kinds"]))}


def _pain_hold(row: Mapping[str, Any]) -> PainHold:
    return PainHold(at_least=row["at_least"], weeks=row["weeks"], progression={key: row[key] for key in ("when", "change", "source")})
