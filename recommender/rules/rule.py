"""Rules as frozen rows: what they read, what they do, and why. Built from the compiled file; computes nothing clinical."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Level
from recommender.domain.gate import ClearedBy, Outcome
from recommender.domain.profile import Profile
from recommender.rules.condition import Condition

# From the strictest reason to leave an exercise out to the mildest; the first one that applies is the one that is named.
GROUPS = (
    "gate",
    "red_flag",
    "combination",
    "condition",
    "safety",
    "cautious",
    "experience",
    "floor",
    "equipment",
    "choice",
    "preference",
    "advice",
    "contradiction",
)
IF_UNKNOWN = ("apply", "cautious", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Which exercises a row speaks about: all keys given must match. `any_of` holds alternatives instead."""

    words: tuple[tuple[str, frozenset[str]], ...] = ()
    floor_needed: bool | None = None
    equipment_missing_from: str | None = None
    ids_in: str | None = None
    any_of: tuple["Selector", ...] = ()

    def matches(self, exercise: Exercise, profile: Profile) -> bool:
        """Does the row speak about `exercise` for this person?"""
        if self.any_of:
            return any(selector.matches(exercise, profile) for selector in self.any_of)
        # A loop and not `all`: this is asked some two thousand times for one recommendation.
        for key, wanted in self.words:
            if not _is_among(exercise, key, wanted):
                return False
        return (
            (self.floor_needed is None or exercise.floor_needed is self.floor_needed)
            and (self.equipment_missing_from is None or bool(exercise.equipment - profile.chosen(self.equipment_missing_from)))
            and (self.ids_in is None or exercise.id in profile.chosen(self.ids_in))
        )

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Selector":
        if "any" in row:
            return cls(any_of=tuple(cls.from_row(part) for part in row["any"]))
        return cls(
            words=tuple((key, frozenset(value)) for key, value in sorted(row.items()) if key in SELECTOR_WORDS),
            floor_needed=row.get("floor_needed"),
            equipment_missing_from=row.get("equipment_missing_from"),
            ids_in=row.get("ids_in"),
        )


def _is_among(exercise: Exercise, key: str, wanted: frozenset[str]) -> bool:
    match key:
        case "properties":
            return not wanted.isdisjoint(exercise.properties)
        case "targets":
            return not wanted.isdisjoint(exercise.targets)
        case "kinds":
            return exercise.kind in wanted
        case "positions":
            return exercise.position in wanted
        case "levels":
            return exercise.level in wanted
        case _:
            raise KeyError(key)


# The keys that hold words, and the vocabulary that each takes its words from.
SELECTOR_WORDS = {"properties": "Property", "kinds": "Kind", "targets": "Target", "positions": "Position", "levels": "Level"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """An upper limit on a dose, for the exercises that `on` selects (None: for all). Seconds, effort 0 to 10, counts."""

    on: Selector | None = None
    dose_level: Level | None = None
    max_effort_0_10: int | None = None
    max_hold_s: int | None = None
    max_sets: int | None = None
    max_reps: int | None = None
    caution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A value added to the score of the exercises that `on` selects; grows along `ramp` (fact, from, to) where given."""

    on: Selector
    value: float
    ramp: tuple[str, float, float] | None = None

    def amount(self, profile: Profile) -> float:
        """The value for this person: whole, or the part that the ramp has reached."""
        if self.ramp is None:
            return self.value
        fact, start, end = self.ramp
        at = profile[fact]
        if not isinstance(at, int | float):
            return 0.0
        return self.value * min(1.0, max(0.0, (at - start) / (end - start)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row. What it does stands in the fields after `because`; most rows fill one or two of them."""

    id: str
    title: str
    group: str
    when: Condition
    if_unknown: str
    because: str
    source: Mapping[str, Any]
    outcome: Outcome | None = None
    cleared_by: ClearedBy | None = None
    lifts: ClearedBy | None = None
    excludes: Selector | None = None
    caps: tuple[Cap, ...] = ()
    prefers: tuple[Preference, ...] = ()
    habit: Mapping[str, Any] | None = None
    warnings: tuple[str, ...] = ()
    ask_each_session: tuple[str, ...] = ()
    expects: str | None = None
    advises: str | None = None
    says: str | None = None
    prefers_within_level: bool = False
    reads: frozenset[str] = frozenset()

    @property
    def gives_a_reason(self) -> bool:
        """Does the row, where it applies, stand among the reasons of the gate?"""
        return (self.outcome is not None and self.outcome is not Outcome.PROCEED) or self.says is not None

    @property
    def speaks_about_the_gate(self) -> bool:
        """Can the row change the outcome, what lifts it, or the reasons that are given for it?"""
        return self.gives_a_reason or self.lifts is not None

    @property
    def strictness(self) -> tuple[int, str]:
        """Sorts rules from the strictest to the mildest, ties by id."""
        return GROUPS.index(self.group), self.id

    @classmethod
    def from_row(cls, row: Mapping[str, Any], sources: Mapping[str, Any], *, when: Condition) -> "Rule":
        """The rule that one compiled row describes. `when` is its parsed condition, which rows may share."""
        then = row["then"]
        gate = then.get("gate") or {}
        return cls(
            **{key: row[key] for key in ("id", "title", "group", "if_unknown", "because")},
            when=when,
            reads=when.reads(),
            source={"id": row["source"], **sources[row["source"]]},
            outcome=Outcome(gate["outcome"]) if gate else None,
            cleared_by=ClearedBy(gate["cleared_by"]) if gate.get("cleared_by") else None,
            lifts=ClearedBy(then["lift"]) if "lift" in then else None,
            excludes=Selector.from_row(then["exclude"]) if "exclude" in then else None,
            caps=tuple(_cap(cap) for cap in then.get("cap", ())),
            prefers=tuple(_preference(part) for part in then.get("prefer", ())),
            habit=then.get("habit"),
            warnings=tuple(then.get("warn", ())),
            ask_each_session=tuple(then.get("ask_each_session", ())),
            expects=then.get("expect"),
            advises=then.get("advise"),
            says=then.get("say"),
            prefers_within_level=row["group"] == "condition",
        )


def _cap(row: Mapping[str, Any]) -> Cap:
    plain = {key: value for key, value in row.items() if key not in {"on", "dose_level"}}
    return Cap(
        **plain,
        on=Selector.from_row(row["on"]) if "on" in row else None,
        dose_level=Level(row["dose_level"]) if "dose_level" in row else None,
    )


def _preference(row: Mapping[str, Any]) -> Preference:
    ramp = row.get("ramp")
    selector = {key: value for key, value in row.items() if key not in {"value", "ramp"}}
    return Preference(
        on=Selector.from_row(selector),
        value=float(row["value"]),
        ramp=(ramp["fact"], float(ramp["from"]), float(ramp["to"])) if ramp else None,
    )
