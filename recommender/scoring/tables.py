"""How often published programs include each exercise, for whom: counts that training fitted. Weighs no part against another."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Area
from recommender.scoring.audience import Audience

# A table's estimate is pulled toward the one above it as if this many listed exercises had been seen there.
# A published list has about five exercises, so these are the lists of two to six programs.
PULL_TO_EVEN = 30.0
PULL_TO_POPULAR = 10.0
# What is left of a program's say where it differs wholly in one of these.
OTHER_TOOLS_RATIO = 0.5
OTHER_AGE_RATIO = 0.5
OTHER_COMPLAINTS_RATIO = 0.5
# How alike two audiences are in their areas when one of them names none, which means the whole back.
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

    `popular`: against an even share, over all programs. `rest`: against `popular`, over all programs, those for people alike in all but
    the areas counting most. `area`: the same over programs for one of the person's areas, the area where it stands highest.
    `family`: the exercise's family against its even share, again in the area where it stands highest.
    """

    popular: float
    area: float
    rest: float
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
        self._even = [1.0 / len(self.ids)] * len(self.ids)

    def standings(self, audience: Audience, *, without: str | None = None) -> dict[str, Standing]:
        """How each exercise stands for `audience`, by exercise id. `without` leaves one publisher's programs out."""
        kept = self._all if without is None else [(one, row) for one, row in self._all if one.publisher != without]
        popular = self._popular if without is None else self._shares_of_all(kept)
        alike = [(one.weight * alike_but_for_areas(audience, one.audience), one.audience.areas, row) for one, row in kept]
        rest = _pulled(self._mentions((weight, row) for weight, _, row in alike), PULL_TO_POPULAR, popular)
        # The highest over the areas and not their mean, so that naming one more area never lowers an exercise.
        near = [_pulled(self._mentions((w, row) for w, areas, row in alike if area in areas), PULL_TO_POPULAR, popular) for area in audience.areas]
        best = [max(shares) for shares in zip(*near, strict=True)] if near else rest
        lifts = [self._family_lifts(shares) for shares in near or [rest]]
        family = [max(each) for each in zip(*lifts, strict=True)]
        n = len(self.ids)
        return {
            name: Standing(
                popular=log(popular[i] * n), area=log(best[i] / popular[i]), rest=log(rest[i] / popular[i]), family=family[self._family[i]]
            )
            for i, name in enumerate(self.ids)
        }

    def mentions(self, areas: frozenset[Area] = frozenset()) -> tuple[Mapping[str, int], int]:
        """How many programs for at least one of `areas` include each exercise, and how many such programs there are.

        All programs count where no area is given.
        """
        near = [program for program in self.programs if not areas or areas & program.audience.areas]
        return Counter(name for program in near for name in program.exercises), len(near)

    @cached_property
    def _all(self) -> list[tuple[Published, tuple[int, ...]]]:
        return list(zip(self.programs, self._rows, strict=True))

    @cached_property
    def _popular(self) -> list[float]:
        return self._shares_of_all(self._all)

    def _shares_of_all(self, kept: Iterable[tuple[Published, tuple[int, ...]]]) -> list[float]:
        return _pulled(self._mentions((one.weight, row) for one, row in kept), PULL_TO_EVEN, self._even)

    def _family_lifts(self, shares: list[float]) -> list[float]:
        totals = [0.0] * len(self._family_size)
        for family, share in zip(self._family, shares, strict=True):
            totals[family] += share
        return [log(total * len(shares) / size) for total, size in zip(totals, self._family_size, strict=True)]

    def _mentions(self, weighted: Iterable[tuple[float, tuple[int, ...]]]) -> list[float]:
        counts = [0.0] * len(self.ids)
        for weight, row in weighted:
            for index in row:
                counts[index] += weight
        return counts


def _pulled(counts: list[float], pull: float, toward: list[float]) -> list[float]:
    total = sum(counts) + pull
    return [(count + pull * share) / total for count, share in zip(counts, toward, strict=True)]


def likeness(person: Audience, other: Audience) -> float:
    """How alike two audiences are, from 0 to 1: the share of areas in common, less for each thing that differs."""
    return _overlap(person.areas, other.areas) * alike_but_for_areas(person, other)


def alike_but_for_areas(person: Audience, other: Audience) -> float:
    """How alike two audiences are in age, tools and complaints, from 0.125 to 1.

    Not in goal and experience: no program states its goal and few their level, and both count as features of their own.
    """
    ratio = 1.0 - (1.0 - OTHER_AGE_RATIO) * abs(person.older_ratio - other.older_ratio)
    if person.complaints != other.complaints:
        ratio *= OTHER_COMPLAINTS_RATIO + (1.0 - OTHER_COMPLAINTS_RATIO) * _common_ratio(person.complaints, other.complaints)
    if person.tools != other.tools:
        ratio *= OTHER_TOOLS_RATIO + (1.0 - OTHER_TOOLS_RATIO) * _common_ratio(person.tools, other.tools)
    return ratio


def _overlap(one: frozenset[Area], two: frozenset[Area]) -> float:
    return _common_ratio(one, two) if one and two else WHOLE_BACK_OVERLAP_RATIO


def _common_ratio(one: frozenset[Any], two: frozenset[Any]) -> float:
    return len(one & two) / len(one | two)
