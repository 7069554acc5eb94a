"""What the model may know about a person, or about whom a published program is for. Knows no exercise and no weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercise_catalog.vocabulary import Area, Equipment, Level
from recommender.domain.profile import Profile
from recommender.domain.truth import UNKNOWN

SITTING_STARTS_TO_COUNT_HOURS = 4.0
SITTING_COUNTS_FULLY_HOURS = 9.0
OLDER_ABOVE_YEARS = 65
# Found in any home and office, and listed by publishers or not as they please: says nothing about whom a program is for.
HOUSEHOLD = frozenset({Equipment.CHAIR, Equipment.WALL, Equipment.TOWEL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """One person, or the readers of one published program, in the same words.

    `areas` is empty where no pain was named: that means the whole back. `experience` None means any; `chronic` and `older`
    None mean unknown. `long_sitting_ratio` is 0 (short or unknown) to 1 (long). `minutes` is per session.
    """

    areas: frozenset[Area]
    experience: Level | None
    chronic: bool | None
    long_sitting_ratio: float
    older: bool | None
    equipment: frozenset[Equipment]
    goals: frozenset[str]
    minutes: int | None

    @property
    def tools(self) -> frozenset[Equipment]:
        """The equipment that not every home has."""
        return self.equipment - HOUSEHOLD

    @classmethod
    def from_profile(cls, profile: Profile) -> "Audience":
        """What the model may know of this person; a fact that the profile does not hold counts as UNKNOWN."""
        facts = profile.facts
        level, minutes = facts.get("experience_level", UNKNOWN), facts.get("minutes_per_session", UNKNOWN)
        return cls(
            areas=frozenset(Area(area) for area in _chosen(profile, "pain_areas")),
            experience=Level(level) if isinstance(level, str) else None,
            chronic=_yes_or_no(profile, "has_chronic_condition"),
            long_sitting_ratio=_long_sitting_ratio(facts.get("sitting_hours_per_day", UNKNOWN)),
            older=_older(profile),
            equipment=frozenset(Equipment(item) for item in _chosen(profile, "equipment")) - {Equipment.NONE},
            goals=_chosen(profile, "goals"),
            minutes=int(minutes) if isinstance(minutes, int | float) else None,
        )

    @classmethod
    def from_program(cls, row: Mapping[str, Any]) -> "Audience":
        """Whom the published program `row` (one line of `training/data/programs.jsonl`) is for."""
        told = row["audience"]
        return cls(
            areas=frozenset(Area(area) for area in told["pain_areas"]),
            experience=None if told["experience"] == "any" else Level(told["experience"]),
            chronic=told["chronic"],
            long_sitting_ratio=1.0 if told["long_sitting"] else 0.0,
            older=told["older"],
            equipment=frozenset(Equipment(item) for item in told["equipment"]) - {Equipment.NONE},
            goals=frozenset({told["goal"]}),
            minutes=told["minutes"],
        )


def _chosen(profile: Profile, name: str) -> frozenset[str]:
    value = profile.facts.get(name, UNKNOWN)
    return value if isinstance(value, frozenset) else frozenset()


def _yes_or_no(profile: Profile, name: str) -> bool | None:
    value = profile.facts.get(name, UNKNOWN)
    return value if isinstance(value, bool) else None


def _older(profile: Profile) -> bool | None:
    age, ticked = profile.facts.get("age_years", UNKNOWN), _yes_or_no(profile, "conditions.age_over_65")
    if ticked is True or (isinstance(age, int | float) and age > OLDER_ABOVE_YEARS):
        return True
    return False if isinstance(age, int | float) else ticked


def _long_sitting_ratio(hours: object) -> float:
    # Linear between the two, so that half an hour more or less never turns a program around.
    if not isinstance(hours, int | float):
        return 0.0
    span = SITTING_COUNTS_FULLY_HOURS - SITTING_STARTS_TO_COUNT_HOURS
    return min(1.0, max(0.0, (hours - SITTING_STARTS_TO_COUNT_HOURS) / span))
