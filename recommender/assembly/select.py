"""Which exercises: from the ranked ones to a balanced set that fits the minutes. Never takes what a rule removed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from exercise_catalog.vocabulary import Area
from recommender.assembly.plan import Plan, Slot
from recommender.domain.program import Ranked


@dataclass(slots=True)
class _Basket:
    """What has been chosen so far, and what still fits."""

    plan: Plan
    budget_s: int
    seconds_of: Callable[[Ranked], int]
    chosen: list[Ranked] = field(default_factory=list)
    used_s: int = 0

    def left_s(self) -> int:
        return self.budget_s - self.used_s

    def take(self, ranked: Ranked) -> None:
        self.chosen.append(ranked)
        self.used_s += self.seconds_of(ranked)

    def takes(self, ranked: Ranked, *, at_most_s: int) -> bool:
        exercise = ranked.exercise
        same_kind = sum(other.exercise.kind is exercise.kind for other in self.chosen)
        return (
            len(self.chosen) < self.plan.maximum_items
            and self.seconds_of(ranked) <= at_most_s
            and same_kind < self.plan.maximum_of_kind[exercise.kind]
            # One of a family is enough; that keeps an exercise from being taken twice as well.
            and all(other.exercise.family != exercise.family for other in self.chosen)
        )

    def take_best(self, candidates: Iterable[Ranked], *, at_most_s: int) -> bool:
        best = next((ranked for ranked in candidates if self.takes(ranked, at_most_s=at_most_s)), None)
        if best is not None:
            self.take(best)
        return best is not None


def select(candidates: list[Ranked], *, areas: frozenset[str], budget_s: int, plan: Plan, seconds_of: Callable[[Ranked], int]) -> list[Ranked]:
    """A balanced set of `candidates` (admitted ones, best first) that takes at most `budget_s` seconds, best first.

    First what every program should hold, then something for each painful area, then the best of what still fits.
    """
    basket = _Basket(plan=plan, budget_s=budget_s, seconds_of=seconds_of)
    open_slots = len(plan.slots)
    for slot in plan.slots:
        # Each slot may use its share of what is left, so that a long exercise does not crowd out the slots after it.
        fitting = [ranked for ranked in candidates if _fits(ranked, slot)]
        _ = basket.take_best(fitting, at_most_s=basket.left_s() // open_slots) or basket.take_best(fitting, at_most_s=basket.left_s())
        open_slots -= 1
    for area in Area:
        if area in areas and not any(area in ranked.exercise.areas for ranked in basket.chosen):
            basket.take_best((ranked for ranked in candidates if area in ranked.exercise.areas), at_most_s=basket.left_s())
    # One pass is enough: what does not fit now fits no better once more is chosen.
    for ranked in candidates:
        if basket.takes(ranked, at_most_s=basket.left_s()):
            basket.take(ranked)
    return sorted(basket.chosen, key=lambda ranked: (-ranked.score, ranked.exercise.id))


def _fits(ranked: Ranked, slot: Slot) -> bool:
    return ranked.exercise.kind in slot.kinds and ranked.exercise.level in slot.levels


def alternatives(ranked: Ranked, candidates: list[Ranked], chosen: list[Ranked], *, at_most: int) -> list[Ranked]:
    """Admitted exercises that serve the same purpose as `ranked` and are not chosen, best first: its main target, else its kind."""
    exercise = ranked.exercise
    taken = {other.exercise.id for other in chosen}
    others = [other for other in candidates if other.exercise.id not in taken]
    same_target = [other for other in others if exercise.targets[0] in other.exercise.targets]
    same_kind = [other for other in others if other.exercise.kind is exercise.kind and set(other.exercise.areas) & set(exercise.areas)]
    return list({other.exercise.id: other for other in (*same_target, *same_kind)}.values())[:at_most]
