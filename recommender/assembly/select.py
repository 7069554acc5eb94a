"""Which exercises one kind of day holds: a balanced set that fills the minutes. Never takes what a rule removed, or two of a family."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from exercise_catalog.vocabulary import Kind
from recommender.assembly.plan import Plan, Region, Shares, Slot, Wish
from recommender.assembly.shelf import Shelf
from recommender.domain.program import Ranked

_HALF_A_MINUTE_S = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How many seconds a session should take: at least, what the first week aims at, its most, and the most of the last week."""

    least_s: int
    aim_s: int
    first_week_s: int
    latest_s: int

    @classmethod
    def of(cls, minutes: int, shares: Shares) -> "Band":
        """The shares of `minutes`, a little narrower where whole minutes, as they are shown, would leave them by rounding.

        Shown minutes are rounded to the nearest. None is more than a share too low, or higher than what was asked for.
        """
        asked_s = minutes * 60
        lowest_shown = math.ceil(round(minutes * shares.least, 6))
        return cls(
            least_s=max(math.ceil(round(asked_s * shares.least, 6)), lowest_shown * 60 - _HALF_A_MINUTE_S),
            aim_s=int(asked_s * shares.aim),
            first_week_s=int(asked_s * shares.first_week),
            latest_s=min(int(asked_s * shares.latest), asked_s + _HALF_A_MINUTE_S - 1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every day of a program has to keep to: the minutes, what it should hold, how many of what, how far first doses may be raised."""

    band: Band
    slots: tuple[Slot, ...]
    regions: tuple[Region, ...]
    wishes: tuple[Wish, ...]
    most_items: int
    most_of_kind: dict[Kind, int]
    most_cardio_s: int
    fill_rounds: int

    @classmethod
    def of(cls, plan: Plan, *, minutes: int, areas: Iterable[Region], goals: frozenset[str], wishes: Iterable[Wish], fill_rounds: int) -> "Frame":
        slots = tuple(slot for slot in plan.slots if slot.is_due(minutes, goals))
        asked_for = any(slot.goals and Kind.CARDIO in slot.kinds for slot in slots)
        return cls(
            band=Band.of(minutes, plan.share_of_minutes),
            slots=slots,
            most_cardio_s=int(minutes * 60 * plan.share_of_cardio["asked_for" if asked_for else "usual"]),
            regions=tuple(areas) or plan.whole_back,
            wishes=tuple(wishes),
            most_items=plan.most_items(minutes),
            most_of_kind=plan.most_of_kinds(minutes),
            fill_rounds=fill_rounds,
        )

    def served(self, items: Iterable[Ranked]) -> frozenset[int]:
        """Which of the slots, regions and wishes `items` serve, by number."""
        exercises = [ranked.exercise for ranked in items]
        needs: tuple[Slot | Region | Wish, ...] = (*self.slots, *self.regions, *self.wishes)
        return frozenset(number for number, need in enumerate(needs) if any(map(need.fits, exercises)))


class Day:
    """One kind of day, as it is put together; `may` says what it may hold, and nothing of the `barred` families comes in."""

    def __init__(self, frame: Frame, shelf: Shelf, *, may: Callable[[Ranked], bool], barred: Iterable[str] = ()) -> None:
        self.frame = frame
        self.items: list[Ranked] = []
        self.used_s = 0
        self._shelf = shelf
        self._may = may
        self._barred = set(barred)
        self._families: set[str] = set()
        self._of_kind = dict.fromkeys(Kind, 0)

    def take(self, ranked: Ranked) -> None:
        self.items.append(ranked)
        self.used_s += self._shelf.seconds(ranked.exercise)
        self._families.add(ranked.exercise.family)
        self._of_kind[ranked.exercise.kind] += 1

    def replace(self, old: Ranked, new: Ranked) -> None:
        self.items.remove(old)
        self.used_s -= self._shelf.seconds(old.exercise)
        self._families.remove(old.exercise.family)
        self._of_kind[old.exercise.kind] -= 1
        self.take(new)

    def bar(self, elsewhere: Iterable[Ranked]) -> None:
        """From now on nothing more comes in of the families that stand `elsewhere`."""
        self._barred.update(ranked.exercise.family for ranked in elsewhere)

    def grow(self, by_s: int) -> None:
        """What it holds takes `by_s` seconds more now."""
        self.used_s += by_s

    def holds(self, of_kind: Kind) -> int:
        """How many exercises of a kind it holds."""
        return self._of_kind[of_kind]

    def left_s(self) -> int:
        return self.frame.band.first_week_s - self.used_s

    def is_short(self) -> bool:
        return self.used_s < self.frame.band.least_s

    def is_full(self) -> bool:
        return len(self.items) >= self.frame.most_items

    def lacks(self, need: Slot | Region | Wish) -> bool:
        return not any(need.fits(ranked.exercise) for ranked in self.items)

    def needs(self, ranked: Ranked) -> bool:
        """Is `ranked` the only one that it holds for a slot?"""
        others = [other.exercise for other in self.items if other is not ranked]
        return any(slot.fits(ranked.exercise) and not any(map(slot.fits, others)) for slot in self.frame.slots)

    def could_hold(self, ranked: Ranked, *, instead_of: Ranked | None = None) -> bool:
        """May this day hold `ranked`, if only the minutes and the number of exercises allowed it?"""
        family = ranked.exercise.family
        if (
            ranked.exercise.kind is Kind.CARDIO
            and ranked.exercise.id in self._shelf
            and self._shelf.seconds(ranked.exercise) > self.frame.most_cardio_s
        ):
            return False
        is_new = family not in self._families or (instead_of is not None and family == instead_of.exercise.family and ranked is not instead_of)
        return is_new and family not in self._barred and ranked.exercise.id in self._shelf and self._may(ranked)

    def takes(self, ranked: Ranked, *, at_most_s: int) -> bool:
        exercise = ranked.exercise
        return (
            self._of_kind[exercise.kind] < self.frame.most_of_kind[exercise.kind]
            and self.could_hold(ranked)
            and self._shelf.seconds(exercise) <= at_most_s
        )

    def take_best(self, candidates: Iterable[Ranked], *, at_most_s: int) -> bool:
        """Takes the first of `candidates` that it can, and says whether there was one."""
        best = None if self.is_full() else next((ranked for ranked in candidates if self.takes(ranked, at_most_s=at_most_s)), None)
        if best is not None:
            self.take(best)
        return best is not None

    def take_shortest(self, candidates: Iterable[Ranked]) -> None:
        """Takes the shortest of `candidates`, where one fits at all."""
        fitting = [ranked for ranked in candidates if self.takes(ranked, at_most_s=self.left_s())]
        if fitting and not self.is_full():
            self.take(min(fitting, key=lambda ranked: self._shelf.seconds(ranked.exercise)))


def fill(day: Day, candidates: Sequence[Ranked]) -> None:
    """Fills `day` from `candidates` (best first): what it should hold, something for each region and wish, then the best of what still fits."""
    fill_slots(day, candidates)
    needs: tuple[Region | Wish, ...] = (*day.frame.regions, *day.frame.wishes)
    for need in needs:
        if day.lacks(need):
            day.take_best((ranked for ranked in candidates if need.fits(ranked.exercise)), at_most_s=day.left_s())
    # One pass is enough: what does not fit now fits no better once more is chosen.
    for ranked in candidates:
        if day.used_s >= day.frame.band.aim_s or day.is_full():
            break
        if day.takes(ranked, at_most_s=day.left_s()):
            day.take(ranked)
        elif not day.is_short() and day.takes(ranked, at_most_s=day.frame.band.first_week_s):
            # The minutes are served, and the best of what is left is too long: nothing worse is taken to fill them up.
            break


def fill_slots(day: Day, candidates: Sequence[Ranked]) -> None:
    """Takes something for each slot that `day` has nothing for yet."""
    empty = [slot for slot in day.frame.slots if day.lacks(slot)]
    for place, slot in enumerate(empty):
        fitting = [ranked for ranked in candidates if slot.fits(ranked.exercise)]
        # Where minutes are few, the exercises of the slots have to serve the regions and the wishes as well.
        choices = [*(_serving(day, fitting, needs) for needs in (day.frame.regions, day.frame.wishes)), fitting]
        # Each slot may use its share of what is left, so that a long exercise does not crowd out the slots after it.
        share_s = day.left_s() // (len(empty) - place)
        if not any(day.take_best(choice, at_most_s=share_s) for choice in choices):
            day.take_shortest(fitting)


def _serving(day: Day, fitting: Sequence[Ranked], needs: Sequence[Region | Wish]) -> list[Ranked]:
    """Those of `fitting` that serve one of `needs` which `day` has nothing for yet."""
    lacking = [need for need in needs if day.lacks(need)]
    return [ranked for ranked in fitting if any(need.fits(ranked.exercise) for need in lacking)]
