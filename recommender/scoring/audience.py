"""What the model may know about a person, or about whom a published program is for. Knows no exercise and no weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exercise_catalog.vocabulary import Area, Equipment, Level
from recommender.domain.profile import Profile
from recommender.domain.truth import UNKNOWN

# From nothing to all between the two ages, so that no birthday turns a ranking around.
OLDER_FROM_YEARS = 55
OLDER_FULLY_FROM_YEARS = 75
# Found in any home and office, and listed by publishers or not as they please: says nothing about whom a program is for.
HOUSEHOLD = frozenset({Equipment.CHAIR, Equipment.WALL, Equipment.TOWEL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """One person, or the readers of one published program, in the same words.

    `areas` is empty where no pain was named: that means the whole back. `experience` None means any. `older_ratio` is 0 (below 55, or
    unknown) to 1 (75 and above). `complaints` are groups of health conditions that programs are written for, as the model names them.

    Hours of sitting, minutes and the chronic flag are not here: published programs hardly ever state them, so that nothing can be learned
    of them. The rules' preferences move the score for them.
    """

    areas: frozenset[Area]
    experience: Level | None
    older_ratio: float
    complaints: frozenset[str]
    equipment: frozenset[Equipment]
    goals: frozenset[str]

    @property
    def tools(self) -> frozenset[Equipment]:
        """The equipment that not every home has."""
        return self.equipment - HOUSEHOLD

    @classmethod
    def from_profile(cls, profile: Profile, *, complaints: Mapping[str, Sequence[str]]) -> "Audience":
        """What the model may know of this person; a fact that the profile does not hold counts as UNKNOWN.

        `complaints` names for each complaint the facts of which one must be true.
        """
        level = profile.facts.get("experience_level", UNKNOWN)
        return cls(
            areas=frozenset(Area(area) for area in _chosen(profile, "pain_areas")),
            experience=Level(level) if isinstance(level, str) else None,
            older_ratio=_older_ratio(profile),
            complaints=frozenset(name for name, facts in complaints.items() if any(profile.facts.get(fact) is True for fact in facts)),
            equipment=frozenset(Equipment(item) for item in _chosen(profile, "equipment")) - {Equipment.NONE},
            goals=_chosen(profile, "goals"),
        )


def _chosen(profile: Profile, name: str) -> frozenset[str]:
    value = profile.facts.get(name, UNKNOWN)
    return value if isinstance(value, frozenset) else frozenset()


def _older_ratio(profile: Profile) -> float:
    age = profile.facts.get("age_years", UNKNOWN)
    if profile.facts.get("conditions.age_over_65", UNKNOWN) is True:
        return 1.0
    if not isinstance(age, int | float):
        return 0.0
    return min(1.0, max(0.0, (age - OLDER_FROM_YEARS) / (OLDER_FULLY_FROM_YEARS - OLDER_FROM_YEARS)))
