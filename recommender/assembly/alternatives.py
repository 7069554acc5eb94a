"""What could stand in the place of a chosen exercise. Offers nothing that the program holds, and two of a family only where it must."""

from collections.abc import Collection, Iterator

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Kind, Target
from recommender.assembly.shelf import Shelf
from recommender.domain.program import Ranked


class Alternatives:
    """Finds alternatives for the exercises of one program, which holds `chosen`: `at_most` for each."""

    def __init__(self, shelf: Shelf, chosen: Collection[Ranked], *, at_most: int) -> None:
        self._shelf = shelf
        self._at_most = at_most
        self._families = {ranked.exercise.family for ranked in chosen}
        ids = {ranked.exercise.id for ranked in chosen}
        self._others = [ranked for ranked in shelf.admitted if ranked.exercise.id not in ids]
        self._by_target: dict[Target, list[Ranked]] = {}
        self._by_kind: dict[Kind, list[Ranked]] = {}
        for ranked in self._others:
            self._by_kind.setdefault(ranked.exercise.kind, []).append(ranked)
            for target in ranked.exercise.targets:
                self._by_target.setdefault(target, []).append(ranked)

    def for_(self, exercise: Exercise) -> list[Ranked]:
        """Admitted exercises for the same purpose, the nearest purpose first and each purpose best first."""
        found: list[Ranked] = []
        spare: list[Ranked] = []
        families = self._families - {exercise.family}
        for ranked in self._in_order(exercise):
            # What shares its family with another exercise of the program would be the same purpose twice.
            if ranked.exercise.family in families:
                spare.append(ranked)
                continue
            families.add(ranked.exercise.family)
            found.append(ranked)
            if len(found) == self._at_most:
                return found
        missing = max(0, self._shelf.plan.minimum_alternatives - len(found))
        return found + spare[:missing]

    def _in_order(self, exercise: Exercise) -> Iterator[Ranked]:
        """Everything that serves as `exercise` does, once."""
        seen: set[str] = set()
        for tier in self._tiers(exercise):
            for ranked in self._shelf.candidates(tier):
                if ranked.exercise.id not in seen:
                    seen.add(ranked.exercise.id)
                    yield ranked

    def _tiers(self, exercise: Exercise) -> Iterator[list[Ranked]]:
        """Its main target; its kind and an area; its kind; an area. One is looked at when those before it gave too few, which is seldom."""
        of_its_kind = self._by_kind.get(exercise.kind, [])
        yield self._by_target.get(exercise.targets[0], [])
        yield [ranked for ranked in of_its_kind if _share_an_area(ranked.exercise, exercise)]
        yield of_its_kind
        yield [ranked for ranked in self._others if _share_an_area(ranked.exercise, exercise)]


def _share_an_area(one: Exercise, other: Exercise) -> bool:
    return not set(one.areas).isdisjoint(other.areas)
