"""Judges whole grids of people by the flat rules and by the contract, and counts what is wrong; knows nothing of which grids are needed."""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.properties.contract_gate import least_and_decided
from tests.properties.flat import BOOLEAN, Flat, Leaf, gate_words

BLOCK_BYTES = 64_000_000
EXAMPLES = 3
REASSURING = {"consultation.consulted", "consultation.exercise_advised"}
# From the answer that worries least to the one that worries most; None is unknown. Any step to a later group must not loosen.
CHOICES = {
    "sex": [("male", "other", None), ("female",)],
    "pregnancy": [("none", None), ("trimester_1", "trimester_2", "trimester_3", "postpartum")],
    "blood_pressure": [("normal", None), ("high_controlled",), ("high_uncontrolled",)],
    "screening": [("complete",), ("partial",), ("not_asked",)],
}
ADULT, OVER_50, NEW_PAIN_WEEKS = 18, 50, 6

Rises = Sequence[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One direction of a grid: the places of one fact, or of several that go together, and which steps along it raise the risk."""

    places: Mapping[str, np.ndarray[Any, np.dtype[np.int8]]]
    rises: Rises

    @property
    def size(self) -> int:
        return len(next(iter(self.places.values())))

    @classmethod
    def of(cls, leaf: Leaf, values: Sequence[Any] | None = None) -> "Axis":
        """The axis of one fact, over all its values or some of them."""
        kept = leaf.values if values is None else values
        return cls(places={leaf.name: np.array([leaf.place(value) for value in kept], dtype=np.int8)}, rises=_rises(leaf.name, kept))

    @classmethod
    def product(cls, *axes: "Axis") -> "Axis":
        """One axis for the full product of several."""
        points = list(itertools.product(*(range(axis.size) for axis in axes)))
        places = {name: array[[point[at] for point in points]] for at, axis in enumerate(axes) for name, array in axis.places.items()}
        place_of = {point: place for place, point in enumerate(points)}
        rises = [
            (place_of[point], place_of[(*point[:at], higher, *point[at + 1 :])])
            for point in points
            for at, axis in enumerate(axes)
            for lower, higher in axis.rises
            if point[at] == lower
        ]
        return cls(places=places, rises=rises)


def _rises(name: str, values: Sequence[Any]) -> Rises:
    """Every step from a group of answers to the next riskier one, as places among `values`; longer steps are made of these."""
    found = set()
    for groups in _orders(name, [value for value in values if value is not None]):
        present = [[place for place, value in enumerate(values) if value in group] for group in groups]
        for lower, higher in itertools.pairwise([places for places in present if places]):
            found |= set(itertools.product(lower, higher))
    return sorted(found)


def _orders(name: str, known: Sequence[Any]) -> list[list[Iterable[Any]]]:
    """The orders of risk among the answers of one fact; each is a list of groups."""
    if name in REASSURING:
        return [[(True,), (None,), (False,)]]
    if name in CHOICES:
        return [CHOICES[name]]
    if name == "age_years":
        adults = [age for age in known if age >= ADULT]
        return [[(age,) for age in adults], [[age for age in adults if age < OVER_50], [age for age in known if age < ADULT]]]
    if name == "pain.duration_weeks":
        # No weeks at all may mean no pain, or pain since today; only the step to a few weeks is a risk in either case.
        lasting, new = [weeks for weeks in known if weeks >= NEW_PAIN_WEEKS], [weeks for weeks in known if 0 < weeks < NEW_PAIN_WEEKS]
        return [[lasting, new], [[0], new]]
    if name == "consultation.months_ago":
        return [[*((months,) for months in known), (None,)]]
    if name == "pain.intensity":
        return [[(number,) for number in known]]
    if known and isinstance(known[0], frozenset):
        return [[[one], [other]] for one in known for other in known if one < other]
    return [[(value,) for value in BOOLEAN]]


@dataclass(kw_only=True)
class Tally:
    """What was counted in one part; `examples` are the first people with whom something was wrong."""

    part: str
    combinations: int = 0
    steps: int = 0
    seconds: float = 0.0
    unsafe: int = 0
    lost: int = 0
    over: int = 0
    loosening: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return self.unsafe + self.lost + self.over + self.loosening

    def add(self, other: "Tally") -> None:
        for name in ("combinations", "steps", "seconds", "unsafe", "lost", "over", "loosening"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.examples = [*self.examples, *other.examples][:EXAMPLES]


def judge_grid(flat: Flat, part: str, axes: Sequence[Axis], fixed: Mapping[str, Any] | None = None) -> Tally:
    """Counts over the full product of `axes`, everything else as in `fixed`, or usual."""
    shape = tuple(axis.size for axis in axes)
    people = {**(fixed or {}), **_spread(axes)}
    codes = np.ascontiguousarray(np.broadcast_to(flat.gate(people), shape))
    tally = Tally(part=part, combinations=math.prod(shape))
    least, decided = least_and_decided(flat.leaves, people)
    grid = _Grid(flat=flat, axes=axes, people=people, shape=shape)
    tally.unsafe = grid.count(codes < least, tally, "released although the contract says no", codes)
    tally.lost = grid.count((codes < decided) & (codes >= least), tally, "milder than decided", codes)
    tally.over = grid.count(codes > decided, tally, "held back beyond contract and decisions", codes)
    for at, axis in enumerate(axes):
        _count_steps(tally, grid, codes, at, axis.rises)
    return tally


def _spread(axes: Sequence[Axis]) -> dict[str, Any]:
    """The places of every fact, each along its own dimension."""
    spread = {}
    for at, axis in enumerate(axes):
        shape = [1] * len(axes)
        shape[at] = axis.size
        spread |= {name: array.reshape(shape) for name, array in axis.places.items()}
    return spread


def _count_steps(tally: Tally, grid: "_Grid", codes: Any, at: int, rises: Rises) -> None:
    for lower, higher in _blocks(rises, codes.size // max(1, codes.shape[at])):
        looser = codes.take(lower, axis=at) > codes.take(higher, axis=at)
        tally.steps += looser.size
        found = int(np.count_nonzero(looser))
        tally.loosening += found
        if found and len(tally.examples) < EXAMPLES:
            point = list(np.unravel_index(int(np.argmax(looser)), looser.shape))
            before, after = ([*point[:at], places[point[at]], *point[at + 1 :]] for places in (lower, higher))
            tally.examples.append(f"loosened: {grid.describe(before, codes)} -> {grid.describe(after, codes)}")


def _blocks(rises: Rises, bytes_a_step: int) -> Iterator[tuple[list[int], list[int]]]:
    length = max(1, BLOCK_BYTES // max(1, bytes_a_step))
    for start in range(0, len(rises), length):
        block = rises[start : start + length]
        yield [lower for lower, _ in block], [higher for _, higher in block]


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """A grid under way, to say in words who stands at one of its points."""

    flat: Flat
    axes: Sequence[Axis]
    people: Mapping[str, Any]
    shape: tuple[int, ...]

    def count(self, wrong: Any, tally: Tally, words: str, codes: Any) -> int:
        found = int(np.count_nonzero(wrong))
        if found and len(tally.examples) < EXAMPLES:
            point = np.unravel_index(int(np.argmax(wrong)), self.shape)
            tally.examples.append(f"{words}: {self.describe(point, codes)}")
        return found

    def describe(self, point: Sequence[Any], codes: Any) -> str:
        """Every answer that is not the usual one, and the gate."""
        said = []
        for name, places in self.people.items():
            place = int(np.broadcast_to(places, self.shape)[tuple(point)])
            leaf = self.flat.leaves[name]
            if place != leaf.usual:
                value = leaf.values[place]
                said.append(f"{name}={'unknown' if value is None else sorted(value) if isinstance(value, frozenset) else value}")
        return f"{', '.join(said) or 'nothing'} = {' by '.join(filter(None, gate_words(int(codes[tuple(point)]))))}"
