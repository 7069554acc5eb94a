"""When: lays the kinds of day over weeks and days, and raises doses week by week. Never past a day's latest minutes."""

from collections.abc import Collection, Mapping, Sequence

from exercise_catalog.exercise import Dose
from recommender.assembly import dosage
from recommender.assembly.plan import Plan, Step
from recommender.assembly.select import Day
from recommender.assembly.shelf import Shelf
from recommender.domain.program import Item, Ranked, Session


def schedule(
    days: Mapping[str, Day],
    chosen: Sequence[Ranked],
    doses: Mapping[str, Dose],
    shelf: Shelf,
    *,
    weeks: int,
    sessions_per_week: int,
    held_weeks: int,
) -> list[Session]:
    """All sessions of all weeks. `doses` are those of the first week by exercise id; growth begins `held_weeks` later than planned."""
    plan = shelf.plan
    growth = _Growth(days, doses, shelf)
    orders = {letter: in_order(day.items, plan) for letter, day in days.items() if day.items}
    sessions = []
    for week in range(1, weeks + 1):
        for step in (step for step in plan.raises if step.week + held_weeks == week):
            growth.grow(chosen, step)
        items = {
            letter: tuple(Item(exercise_id=one.exercise.id, dose=growth.doses[one.exercise.id]) for one in order) for letter, order in orders.items()
        }
        sessions += [
            Session(week=week, day=day, items=items[letter], seconds=growth.seconds[letter])
            for day, letter in zip(plan.days[sessions_per_week], plan.pattern[sessions_per_week], strict=True)
            if letter in items
        ]
    return sessions


def in_order(items: Collection[Ranked], plan: Plan) -> list[Ranked]:
    """`items` in the order of doing: part by part, standing before the floor.

    Where a part ends on the floor the next one begins there, so that nobody gets up and down more often than need be.
    """
    ordered: list[Ranked] = []
    for part in sorted(set(plan.order_of_kinds.values())):
        down = bool(ordered) and ordered[-1].exercise.floor_needed
        ordered += sorted(
            (ranked for ranked in items if plan.order_of_kinds[ranked.exercise.kind] == part),
            key=lambda ranked: (
                -plan.order_of_positions[ranked.exercise.position] if down else plan.order_of_positions[ranked.exercise.position],
                -ranked.score,
                ranked.exercise.id,
            ),
        )
    return ordered


class _Growth:
    """The doses of the week that it has come to, and the seconds that each kind of day takes with them."""

    def __init__(self, days: Mapping[str, Day], doses: Mapping[str, Dose], shelf: Shelf) -> None:
        self.doses = dict(doses)
        self.seconds = {letter: day.used_s for letter, day in days.items()}
        self._latest_s = {letter: day.frame.band.latest_s for letter, day in days.items()}
        self._shelf = shelf
        self._letters: dict[str, list[str]] = {}
        for letter, day in days.items():
            for ranked in day.items:
                self._letters.setdefault(ranked.exercise.id, []).append(letter)

    def grow(self, chosen: Sequence[Ranked], step: Step) -> None:
        """One step for each of `chosen`, best first, where every day that holds it has the minutes."""
        shelf = self._shelf
        for exercise in (ranked.exercise for ranked in chosen if ranked.exercise.kind in step.kinds):
            before = self.doses[exercise.id]
            after = dosage.raised(before, step, shelf.allowance(exercise), plan=shelf.plan, entry=shelf.entries[before.follows])
            by_s = shelf.seconds_of(exercise, after) - shelf.seconds_of(exercise, before)
            letters = self._letters[exercise.id]
            if by_s > 0 and all(self.seconds[letter] + by_s <= self._latest_s[letter] for letter in letters):
                self.doses[exercise.id] = after
                for letter in letters:
                    self.seconds[letter] += by_s
