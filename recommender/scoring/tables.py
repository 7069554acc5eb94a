"""How often published programs include each exercise, for whom: counts that training fitted. Weighs no part against another."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Area
from recommender.scoring.audience import Audience

# A table's estimate is pulled toward the one above it as if this many listed exercises had been seen there.
# A published list has about five exercises, so these are the lists of two to six programs.
PULL_TO_EVEN = 30.0
PULL_TO_POPULAR = 10.0
PULL_TO_AREA_POPULAR = 20.0
# What is left of a program's say where it shares the person's areas but differs in one of these.
OTHER_GOAL_RATIO = 0.5
OTHER_EXPERIENCE_RATIO = 0.5
OTHER_TOOLS_RATIO = 0.5
OTHER_AGE_RATIO = 0.5
OTHER_SITTING_RATIO = 0.5
# How alike two audiences are when one of them names no area, which means the whole back.
WHOLE_BACK_OVERLAP_RATIO = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One published program as the tables keep it. `weight` (above 0) says how much its publisher counts."""

    publisher: str
    audience: Audience
    weight: float
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one exercise stands for one audience; natural logarithms of ratios of shares, so 0 is neutral.

    `popular`: against an even share, over all programs. `similar`: against `popular`, over programs for a like audience.
    `area`: against `popular`, mean over the areas. `family`: the exercise's family against its even share, like audience.
    """

    popular: float
    similar: float
    area: float
    family: float


class Tables:
    """The published programs, ready to be asked how an exercise stands for an audience.

    Shares are shares of listed exercises, not of programs: a partial list is then a smaller sample of the same
    thing, and what it leaves out counts against nothing.
    """

    def __init__(self, programs: Sequence[Published], exercises: Sequence[Exercise]) -> None:
        self.programs = tuple(programs)
        self.ids = tuple(exercise.id for exercise in exercises)
        families = sorted({exercise.family for exercise in exercises})
        self._family = [families.index(exercise.family) for exercise in exercises]
        self._family_size = [self._family.count(index) for index in range(len(families))]
        index = {name: i for i, name in enumerate(self.ids)}
        self._rows = [tuple(index[name] for name in program.exercises) for program in programs]

    def standings(self, audience: Audience, *, without: str | None = None) -> dict[str, Standing]:
        """How each exercise stands for `audience`, by exercise id. `without` leaves one publisher's programs out."""
        n = len(self.ids)
        kept = [(program, row) for program, row in zip(self.programs, self._rows, strict=True) if program.publisher != without]
        popular = _pulled(self._mentions((program.weight, row) for program, row in kept), PULL_TO_EVEN, [1.0 / n] * n)
        alike = ((program.weight * likeness(audience, program.audience), row) for program, row in kept)
        similar = _pulled(self._mentions(alike), PULL_TO_POPULAR, popular)
        area = [0.0] * n
        for one in sorted(audience.areas):
            naming = self._mentions((program.weight, row) for program, row in kept if one in program.audience.areas)
            for i, share in enumerate(_pulled(naming, PULL_TO_AREA_POPULAR, popular)):
                area[i] += log(share / popular[i]) / len(audience.areas)
        family = self._family_lifts(similar)
        return {
            name: Standing(popular=log(popular[i] * n), similar=log(similar[i] / popular[i]), area=area[i], family=family[self._family[i]])
            for i, name in enumerate(self.ids)
        }

    def mentions(self, areas: frozenset[Area] = frozenset()) -> tuple[Mapping[str, int], int]:
        """How many programs for at least one of `areas` include each exercise, and how many such programs there are.

        All programs count where no area is given.
        """
        near = [program for program in self.programs if not areas or areas & program.audience.areas]
        return Counter(name for program in near for name in program.exercises), len(near)

    def _family_lifts(self, shares: list[float]) -> list[float]:
        totals = [0.0] * len(self._family_size)
        for family, share in zip(self._family, shares, strict=True):
            totals[family] += share
        return [log(total * len(shares) / size) for total, size in zip(totals, self._family_size, strict=True)]

    def _mentions(self, weighted: Iterable[tuple[float, tuple[int, ...]]]) -> list[float]:
        counts = [0.0] * len(self.ids)
        for weight, row in weighted:
            if weight:
                for index in row:
                    counts[index] += weight
        return counts


def _pulled(counts: list[float], pull: float, toward: list[float]) -> list[float]:
    total = sum(counts) + pull
    return [(count + pull * share) / total for count, share in zip(counts, toward, strict=True)]


def likeness(person: Audience, other: Audience) -> float:
    """How alike two audiences are, from 0 to 1: the share of areas in common, less for each thing that differs.

    What is unknown or means "any" differs from nothing. Half as much sitting differs half as much.
    """
    ratio = _overlap(person.areas, other.areas)
    if not ratio:
        return 0.0
    if person.goals and not person.goals & other.goals:
        ratio *= OTHER_GOAL_RATIO
    if person.experience is not None and other.experience is not None and person.experience is not other.experience:
        ratio *= OTHER_EXPERIENCE_RATIO
    if bool(person.older) is not bool(other.older):
        ratio *= OTHER_AGE_RATIO
    ratio *= 1.0 - (1.0 - OTHER_SITTING_RATIO) * abs(person.long_sitting_ratio - other.long_sitting_ratio)
    return ratio * (OTHER_TOOLS_RATIO + (1.0 - OTHER_TOOLS_RATIO) * _common_ratio(person.tools, other.tools, neither=1.0))


def _overlap(one: frozenset[Area], two: frozenset[Area]) -> float:
    if not one or not two:
        return WHOLE_BACK_OVERLAP_RATIO
    return _common_ratio(one, two, neither=0.0)


def _common_ratio(one: frozenset[Any], two: frozenset[Any], *, neither: float) -> float:
    either = len(one | two)
    return len(one & two) / either if either else neither
