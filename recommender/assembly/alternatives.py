"""What could stand in the place of a chosen exercise. Offers nothing that the program holds, and two of a family only where it must."""

from collections.abc import Collection, Iterable, Iterator

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
        """Admitted exercises for the same purpose, the nearest purpose first and each purpose best first.

        Only where these are too few does a relative of something in the program come in, which is the same purpose twice; and
        only then what shares an area or the kind alone.
        """
        tiers = self._tiers(exercise)
        near, relatives = self._apart([next(tiers), next(tiers)], taken=self._families - {exercise.family})
        fewest = min(self._shelf.plan.minimum_alternatives, self._at_most)
        if len(near) >= fewest:
            return near[: self._at_most]
        far, others = self._apart(tiers, taken={ranked.exercise.family for ranked in near} | self._families - {exercise.family})
        everything = {ranked.exercise.id: ranked for ranked in (*near, *relatives, *far, *others)}
        return list(everything.values())[:fewest]

    def _apart(self, tiers: Iterable[list[Ranked]], *, taken: Collection[str]) -> tuple[list[Ranked], list[Ranked]]:
        """What the tiers hold, each once: one of each family that is not `taken`, and the rest."""
        families, seen = set(taken), set[str]()
        first: list[Ranked] = []
        rest: list[Ranked] = []
        for ranked in (ranked for tier in tiers for ranked in self._shelf.candidates(tier) if ranked.exercise.id not in seen):
            seen.add(ranked.exercise.id)
            (rest if ranked.exercise.family in families else first).append(ranked)
            families.add(ranked.exercise.family)
        return first, rest

    def _tiers(self, exercise: Exercise) -> Iterator[list[Ranked]]:
        """Its main target; its kind and an area; an area; its kind. The last two are looked at only where the first two gave too few."""
        of_its_kind = self._by_kind.get(exercise.kind, [])
        yield self._by_target.get(exercise.targets[0], [])
        yield [ranked for ranked in of_its_kind if _share_an_area(ranked.exercise, exercise)]
        yield [ranked for ranked in self._others if _share_an_area(ranked.exercise, exercise)]
        yield of_its_kind


def _share_an_area(one: Exercise, other: Exercise) -> bool:
    return not set(one.areas).isdisjoint(other.areas)
