"""A program: exercises with doses, sessions over weeks, and what goes with them. Holds numbers and words; chooses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercise_catalog.exercise import Dose, Exercise


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """A named part of a score (log-odds); `because` says it in words that a coach understands."""

    part: str
    value: float
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One exercise with its score (log-odds) and, where a rule removes it, that rule's id."""

    exercise: Exercise
    score: float
    excluded_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The caps on one exercise's dose, folded into one, and the cautions that go with them. None: no limit."""

    max_effort_0_10: int | None = None
    max_hold_s: int | None = None
    max_sets: int | None = None
    max_reps: int | None = None
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """An admitted exercise that could stand in the place of another; `differs` says how, in words."""

    exercise_id: str
    score: float
    differs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One exercise of a program: its rank by score, the dose of the first week, what to mind, what could replace it.

    The parts sum to the score.
    """

    rank: int
    ranked: Ranked
    score_parts: tuple[ScorePart, ...]
    dose: Dose
    cautions: tuple[str, ...]
    easier: str | None
    harder: str | None
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One exercise in one session."""

    exercise_id: str
    dose: Dose


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One day's work; `items` stand in the order of doing. `day` is 1 to 7."""

    week: int
    day: int
    items: tuple[Item, ...]
    seconds: int

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded to the nearest and half a minute up, at least 1."""
        return max(1, (self.seconds + 30) // 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Weeks of sessions. `chosen` stands in rank order; `notes` say what is missing and why."""

    weeks: int
    sessions_per_week: int
    minutes_per_session: int
    chosen: tuple[Chosen, ...]
    sessions: tuple[Session, ...]
    progression: tuple[Mapping[str, Any], ...]
    daily_habits: tuple[Mapping[str, Any], ...]
    stop_and_seek_help_if: tuple[str, ...]
    ask_each_session: tuple[str, ...]
    expectations: str
    notes: tuple[str, ...]
