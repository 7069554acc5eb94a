"""What the days of a week hold: A days and B days, alike but for what rests and a few places that alternate, and light days.

Up to three days a week A and B share all but the rotating places. From four days on, what may not be done in every session
lies on A days or on B days, each its own, so that no two such days of one exercise follow each other.
"""

import math
from collections import Counter
from collections.abc import Mapping

from exercise_catalog.vocabulary import Kind
from recommender.assembly.mend import lengthen, mend, rotate, stretch
from recommender.assembly.plan import LIE_APART, LIGHT_DAY
from recommender.assembly.select import Day, Frame, fill, fill_slots
from recommender.assembly.shelf import Shelf
from recommender.domain.program import Ranked


def week(frame: Frame, shelf: Shelf, *, pattern: str) -> dict[str, Day]:
    """The kinds of day by their letters in `pattern`, A first. A day that nothing is left for has no exercises."""
    resting = _Resting(shelf, pattern)
    days = {"A": _a_day(frame, shelf, resting)}
    if "B" in pattern:
        days["B"] = _b_day(frame, shelf, resting, days["A"])
    if LIGHT_DAY in pattern:
        days[LIGHT_DAY] = _light_day(frame, shelf, resting, days)
    stretch(days.values(), shelf)
    lengthen(days.values(), shelf)
    return days


class _Resting:
    """What may not be done in every session of a week, and on which days it may lie."""

    def __init__(self, shelf: Shelf, pattern: str) -> None:
        self.n_sessions = len(pattern)
        self._shelf = shelf
        self._times = Counter(pattern)

    def rests(self, ranked: Ranked) -> bool:
        return self._shelf.most_days(ranked.exercise) < self.n_sessions

    def may_on(self, letter: str, ranked: Ranked) -> bool:
        """May it be done on every day of that letter?"""
        most = self._shelf.most_days(ranked.exercise)
        return most >= self.n_sessions or (letter != LIGHT_DAY and most >= self._times[letter])

    def half_of_families(self) -> Mapping[Kind, int]:
        """Half of the families of what rests, by kind, rounded up: an A day leaves the other half to the B days."""
        families = {(one.exercise.kind, one.exercise.family) for one in self._shelf.candidates(self._shelf.admitted) if self.rests(one)}
        return {kind: math.ceil(count / 2) for kind, count in Counter(kind for kind, _ in families).items()}


def _a_day(frame: Frame, shelf: Shelf, resting: _Resting) -> Day:
    most = resting.half_of_families() if resting.n_sessions > LIE_APART else {}
    day = Day(
        frame,
        shelf,
        may=lambda ranked: (
            resting.may_on("A", ranked)
            and (ranked.exercise.kind not in most or not resting.rests(ranked) or day.holds(ranked.exercise.kind) < most[ranked.exercise.kind])
        ),
    )
    fill(day, shelf.admitted)
    mend(day, shelf)
    return day


def _b_day(frame: Frame, shelf: Shelf, resting: _Resting, a_day: Day) -> Day:
    day = Day(frame, shelf, may=lambda ranked: resting.may_on("B", ranked), barred=_families(a_day))
    staying = [ranked for ranked in a_day.items if not resting.rests(ranked)]
    for ranked in staying:
        day.take(ranked)
    fill_slots(day, shelf.admitted)
    _fill_places(day, shelf, [ranked for ranked in a_day.items if ranked not in staying])
    if resting.n_sessions <= LIE_APART:
        rotate(day, shelf)
        staying = list(day.items)
    fill(day, shelf.admitted)
    mend(day, shelf, fixed=staying)
    return day


def _light_day(frame: Frame, shelf: Shelf, resting: _Resting, others: Mapping[str, Day]) -> Day:
    day = Day(frame, shelf, may=lambda ranked: not resting.rests(ranked), barred=_families(*others.values()))
    light = [ranked for ranked in others["A"].items if not resting.rests(ranked)]
    for ranked in light:
        day.take(ranked)
    # What is light on B days comes before what is new.
    for ranked in (ranked for other in others.values() for ranked in other.items if not resting.rests(ranked) and ranked not in light):
        if not day.is_full() and shelf.seconds(ranked.exercise) <= day.left_s():
            day.take(ranked)
    fill(day, shelf.admitted)
    mend(day, shelf, fixed=light)
    return day


def _fill_places(day: Day, shelf: Shelf, leaving: list[Ranked]) -> None:
    """As many of each kind as were `leaving`, each within its share of the minutes that are left."""
    wanted = Counter(ranked.exercise.kind for ranked in leaving)
    places = [kind for kind in wanted for _ in range(wanted[kind] - day.holds(kind))]
    for place, kind in enumerate(places):
        of_its_kind = [ranked for ranked in shelf.admitted if ranked.exercise.kind is kind]
        day.take_best(of_its_kind, at_most_s=day.left_s() // (len(places) - place))


def _families(*days: Day) -> set[str]:
    return {ranked.exercise.family for day in days for ranked in day.items}
