"""What brings a day into its minutes: one exercise more, another in the place of one, larger doses. Never takes away what a day serves."""

from collections.abc import Collection, Iterator, Sequence

from recommender.assembly import dosage
from recommender.assembly.plan import Step
from recommender.assembly.select import Day
from recommender.assembly.shelf import Shelf
from recommender.domain.program import Ranked


def mend(day: Day, shelf: Shelf, *, fixed: Collection[Ranked] = ()) -> None:
    """Brings `day` into its minutes where exercises more or one exchanged do it; what is `fixed` stays.

    A day that is full is left as it is: a larger dose of its best exercises is worth more than a longer exercise in their place.
    Where no first dose may be raised, more exercises than it should hold come in.
    """
    _add(day, shelf, most_items=day.frame.most_items)
    if not day.is_full():
        _exchange(day, shelf, fixed)
    if not day.frame.fill_rounds:
        _add_and_exchange(day, shelf, fixed)


def rotate(day: Day, shelf: Shelf) -> None:
    """Gives the rotating places, the worst ranked first, to other exercises of the same kind that serve what was served.

    What alone fills a slot stays: it is what a person is to get used to.
    """
    rotation = shelf.plan.rotating_places
    places = rotation.places(len(day.items))
    for old in sorted(day.items, key=lambda ranked: (ranked.score, ranked.exercise.id)):
        if places == 0:
            return
        if day.needs(old):
            continue
        near = [one for one in shelf.admitted if one.exercise.kind is old.exercise.kind and one.score >= old.score - rotation.worse_by]
        # A day that is short gets no shorter.
        least_s = min(day.frame.band.least_s, day.used_s)
        new = next((new for _, new in _exchanges(day, shelf, [old], near, least_s=least_s)), None)
        if new is not None:
            day.replace(old, new)
            places -= 1


def stretch(days: Collection[Day], shelf: Shelf) -> None:
    """Raises first doses where a day is short still, for all days that hold the exercise, as far as each has the minutes for it.

    Each step is taken so many times at the most: a first dose stays one for a first week.
    """
    for day in days:
        for _ in range(day.frame.fill_rounds):
            for step in shelf.plan.fill:
                _stretch(day, step, days, shelf)


def lengthen(days: Collection[Day], shelf: Shelf) -> None:
    """What is left to do where a day is short still: an exchange of what it alone holds, or more exercises than it should hold."""
    for day in (day for day in days if day.is_short()):
        elsewhere = [ranked for other in days if other is not day for ranked in other.items]
        # What rests must not come in on the day after as well.
        day.bar(elsewhere)
        _add_and_exchange(day, shelf, elsewhere)


def _add(day: Day, shelf: Shelf, *, most_items: int) -> None:
    # The shares of the kinds give way before the session gets shorter.
    for ranked in shelf.admitted:
        if not day.is_short() or len(day.items) >= most_items:
            return
        if day.could_hold(ranked) and shelf.seconds(ranked.exercise) <= day.left_s():
            day.take(ranked)


def _add_and_exchange(day: Day, shelf: Shelf, fixed: Collection[Ranked]) -> None:
    """As few exercises more as do, and one exchanged."""
    _exchange(day, shelf, fixed)
    while day.is_short():
        before = len(day.items)
        _add(day, shelf, most_items=before + 1)
        _exchange(day, shelf, fixed)
        if len(day.items) == before:
            return


def _exchange(day: Day, shelf: Shelf, fixed: Collection[Ranked]) -> None:
    """The one exchange that brings a short day into its minutes: of the same kind, if there is one, not harder, at the least cost of score."""
    if not day.is_short():
        return
    going = [ranked for ranked in day.items if ranked not in fixed]
    best = min(_exchanges(day, shelf, going, shelf.admitted, least_s=day.frame.band.least_s), default=None, key=_cost)
    if best is not None:
        day.replace(*best)


def _exchanges(day: Day, shelf: Shelf, going: Sequence[Ranked], coming: Sequence[Ranked], *, least_s: int) -> Iterator[tuple[Ranked, Ranked]]:
    """Each exercise of `day` that could go, with each that could come in its place; the day takes `least_s` or more and serves what it served."""
    served = day.frame.served(day.items)
    most_s = day.frame.band.first_week_s
    without = [(old, day.used_s - shelf.seconds(old.exercise), [ranked for ranked in day.items if ranked is not old]) for old in going]
    for new in shelf.candidates(coming):
        new_s = shelf.seconds(new.exercise)
        for old, rest_s, rest in without:
            # The minutes first: most exchanges fail there, and they are the cheapest to tell.
            if least_s <= rest_s + new_s <= most_s and day.could_hold(new, instead_of=old) and served <= day.frame.served([*rest, new]):
                yield old, new


def _cost(exchange: tuple[Ranked, Ranked]) -> tuple[bool, int, float, str, str]:
    old, new = exchange
    # Minutes are no reason to give anybody something harder.
    harder = max(0, new.exercise.difficulty_1_10 - old.exercise.difficulty_1_10)
    return (new.exercise.kind is not old.exercise.kind, harder, round(old.score - new.score, 6), old.exercise.id, new.exercise.id)


def _stretch(day: Day, step: Step, days: Collection[Day], shelf: Shelf) -> None:
    """One step for the exercises of `day`, best first, until it is long enough."""
    for ranked in sorted(day.items, key=lambda ranked: (-ranked.score, ranked.exercise.id)):
        exercise = ranked.exercise
        if not day.is_short():
            return
        if exercise.kind not in step.kinds:
            continue
        dose = shelf.dose(exercise)
        grown = dosage.raised(dose, step, shelf.allowance(exercise), plan=shelf.plan, entry=shelf.entries[dose.follows])
        by_s = shelf.seconds_of(exercise, grown) - shelf.seconds(exercise)
        holding = [one for one in days if ranked in one.items]
        if by_s > 0 and all(by_s <= one.left_s() for one in holding):
            shelf.give(exercise, grown)
            for one in holding:
                one.grow(by_s)
