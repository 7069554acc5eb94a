"""Enumerates the gate's inputs as far as its rows can interact, and counts what is wrong; docs/gate-proof.md says why that is enough.

`python -m tests.properties.enumeration` prints the table (`--json`: the sums), and ends with 1 when anything is wrong.
"""

import concurrent.futures
import functools
import itertools
import json
import math
import multiprocessing
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.properties.contract_gate import COMBINATIONS
from tests.properties.flat import Flat
from tests.properties.grids import Axis, Tally, judge_grid

PROCESSES = 2
SUBSET_SIZE = 3
# Points of its own facts up to which a row has every value of every number, and is crossed with the other facts of the gate at one go.
SMALL, LARGE = 1_000_000, 5_000_000
SHARED = 20_000
# Points up to which a row, with the other facts of the gate, is also judged one by one, by engine and second opinion.
FEW = 5_000
STATE = ("has_chronic_condition", "consultation.consulted", "consultation.exercise_advised", "consultation.months_ago", "screening")
PAIN = ("pain_areas", "pain.duration_weeks", "pain.intensity", "pain.spreads_below_knee", "pain.worse_with")
SOMEWHERE, NOWHERE, COUGHING = frozenset({"neck"}), frozenset(), frozenset({"coughing"})
# Consulted, advised exercise, months ago; from the one that lifts to the one that holds back.
CONSULTATIONS = [(True, True, 12), (None, None, None), (True, True, 13), (True, None, 12), (True, False, 12)]
SCREENINGS = ("complete", "partial", "not_asked")
# The same states one by one, for what is too large to be crossed with all of them at once.
STATES = list(itertools.product((False, True), range(len(CONSULTATIONS)), SCREENINGS))


@dataclass(frozen=True, kw_only=True)
class Job:
    """One grid, or a few: which part it belongs to, and what of that part."""

    part: str
    of: str = ""
    state: int = 0


def jobs(flat: Flat) -> list[Job]:
    """Everything, the longest first."""
    rows = [Job(part="rows", of=rule_id, state=state) for rule_id in _own_rows(flat) for state in range(_chunks(flat, rule_id))]
    rows.sort(key=lambda job: -_points(_row_axes(flat, job.of)))
    subsets = [Job(part="subsets", state=state) for state in range(len(STATES))]
    return [*subsets, *rows, Job(part="pairs"), Job(part="pairs with shared facts"), Job(part="consultation")]


def some_jobs(flat: Flat) -> list[Job]:
    """A part that is quick: what finds a spoiled book."""
    rows = [Job(part="rows", of=rule_id) for rule_id in _own_rows(flat) if _points(_row_axes(flat, rule_id)) <= SHARED]
    return [*rows, Job(part="few subsets"), Job(part="consultation")]


def run(flat: Flat, job: Job) -> Tally:
    """One job, timed."""
    start = time.perf_counter()
    tally = Tally(part=job.part)
    for axes, fixed in _grids(flat, job):
        tally.add(judge_grid(flat, job.part, axes, fixed))
    tally.seconds = time.perf_counter() - start
    return tally


def run_all(processes: int = PROCESSES) -> list[Tally]:
    """The tally of every part of the compiled book."""
    todo = jobs(_flat())
    # Fresh processes: a copy of one that has threads, as a test run may, is not safe.
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(processes, mp_context=context) as pool:
        return sum_up(pool.map(_run_here, todo))


def sum_up(tallies: Iterator[Tally]) -> list[Tally]:
    """One tally a part."""
    parts: dict[str, Tally] = {}
    for tally in tallies:
        parts.setdefault(tally.part, Tally(part=tally.part)).add(tally)
    return list(parts.values())


@functools.cache
def _flat() -> Flat:
    return Flat.load()


def _run_here(job: Job) -> Tally:
    return run(_flat(), job)


def _grids(flat: Flat, job: Job) -> Iterator[tuple[Sequence[Axis], Mapping[str, Any]]]:
    match job.part:
        case "rows":
            axes = _row_axes(flat, job.of)
            yield (axes, _state(flat, job.state)) if _chunks(flat, job.of) > 1 else ([*axes, *_states(flat)], {})
        case "subsets":
            yield _subset_axes(flat, SUBSET_SIZE), _state(flat, job.state)
        case "few subsets":
            yield _subset_axes(flat, 2), {}
        case "pairs":
            yield [_pairs_axis(flat), *_states(flat)], {}
        case "pairs with shared facts":
            for names in _shared(flat):
                yield [*(Axis.of(flat.leaves[name]) for name in names), *_states(flat)], {}
        case "consultation":
            yield _consultation_axes(flat), {}


# The other facts of the gate.


def _consultation(flat: Flat, which: int) -> dict[str, Any]:
    return {name: np.int8(flat.leaves[name].place(value)) for name, value in zip(STATE[1:4], CONSULTATIONS[which], strict=True)}


def _state(flat: Flat, which: int) -> dict[str, Any]:
    chronic, consultation, screening = STATES[which]
    places = {"has_chronic_condition": chronic, "screening": screening}
    return {**_consultation(flat, consultation), **{name: np.int8(flat.leaves[name].place(value)) for name, value in places.items()}}


def _states(flat: Flat) -> list[Axis]:
    columns = zip(*(_consultation(flat, which).values() for which in range(len(CONSULTATIONS))), strict=True)
    places = {name: np.array(column, dtype=np.int8) for name, column in zip(STATE[1:4], columns, strict=True)}
    consultation = Axis(places=places, rises=[(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)])
    return [Axis.of(flat.leaves["has_chronic_condition"], (False, True)), consultation, Axis.of(flat.leaves["screening"])]


# Every row over its own facts.


def _own_rows(flat: Flat) -> list[str]:
    """All rows that read more than the chronic flag, consultation and screening; and what a book may have lost: combinations, single answers."""
    return [name for name in sorted({*flat.rows, *COMBINATIONS, *flat.leaves}) if set(_names(flat, name)) - set(STATE)]


def _names(flat: Flat, row: str) -> list[str]:
    own = [row] if row in flat.leaves else flat.leaves_of(row) if row in flat.rows else []
    return sorted({*own, *COMBINATIONS.get(row, ())} - set(STATE))


def _points(axes: Sequence[Axis]) -> int:
    return math.prod(axis.size for axis in axes)


def _chunks(flat: Flat, rule_id: str) -> int:
    return len(STATES) if _points(_row_axes(flat, rule_id)) > LARGE else 1


@functools.lru_cache(maxsize=1024)
def _row_axes(flat: Flat, rule_id: str) -> list[Axis]:
    names = _names(flat, rule_id)
    axes = [Axis.of(flat.leaves[name]) for name in names]
    if _points(axes) <= SMALL:
        return axes
    # Too many: one age for each way in which this row tells ages apart, and the pain as one answer of seven.
    tests = flat.leaf_tests(flat.rows[rule_id]["when"]) if rule_id in flat.rows else None
    axes = [Axis.of(flat.leaves[name], flat.alike(name, tests) if name == "age_years" else None) for name in names if name not in PAIN]
    return [*axes, _pains(flat)] if set(names) & set(PAIN) else axes


def small_rows(flat: Flat) -> list[str]:
    """The rows that few facts decide."""
    return [rule_id for rule_id in _own_rows(flat) if rule_id in flat.rows and _points([*_row_axes(flat, rule_id), *_states(flat)]) <= FEW]


def row_points(flat: Flat, rule_id: str) -> dict[str, Any]:
    """Every point of a small row's grid, one after the other."""
    return dict(Axis.product(*_row_axes(flat, rule_id), *_states(flat)).places)


def _pains(flat: Flat) -> Axis:
    """Nothing hurts; it hurts since lately, for long, for a time unknown; a pain of which nobody said where, told in three ways."""
    somewhere = [(SOMEWHERE, weeks, None, None, None) for weeks in (5.9, 6, None)]
    told = [(NOWHERE, 6, 1, None, None), (NOWHERE, None, None, True, None), (NOWHERE, None, None, None, COUGHING)]
    pains = [(NOWHERE, None, None, None, None), *somewhere, *told]
    places = {name: np.array([flat.leaves[name].place(pain[at]) for pain in pains], dtype=np.int8) for at, name in enumerate(PAIN)}
    return Axis(places=places, rises=[*((0, pain) for pain in range(1, 7)), (2, 1)])


# Subsets of red flags.


def _subset_axes(flat: Flat, most: int) -> list[Axis]:
    numbers = [Axis.of(flat.leaves[name], flat.alike(name)) for name in ("age_years", "sex", "pain.duration_weeks", "pain.intensity")]
    return [_subsets(flat, most), *numbers]


def _subsets(flat: Flat, most: int) -> Axis:
    """All sets of at most so many red flags, the rest answered with no; a step is one flag more."""
    flags = [name for name in flat.leaves if name.startswith("red_flags.")]
    subsets = [subset for size in range(most + 1) for subset in itertools.combinations(range(len(flags)), size)]
    place_of = {subset: place for place, subset in enumerate(subsets)}
    ticked = np.zeros((len(flags), len(subsets)), dtype=np.int8)
    for subset, place in place_of.items():
        ticked[list(subset), place] = flat.leaves[flags[0]].place(True)
    rises = [(place_of[(*subset[:at], *subset[at + 1 :])], place) for subset, place in place_of.items() for at in range(len(subset))]
    return Axis(places=dict(zip(flags, ticked, strict=True)), rises=rises)


# Pairs of rows.


def _pairs_axis(flat: Flat) -> Axis:
    """Every pair of rows, each of the two as it does not hold, is open, and holds; a step is a row that now holds."""
    rows = _own_rows(flat)
    states = {rule_id: states_of(flat, rule_id) for rule_id in rows if rule_id in flat.rows}
    points: list[Mapping[str, int]] = []
    rises = []
    for one, other in itertools.combinations(states, 2):
        start = len(points)
        points += [{**a, **b} for a in states[one] for b in states[other]]
        # Rows that share a fact are left out here: the answers of one would undo those of the other.
        if not set(_names(flat, one)) & set(_names(flat, other)):
            rises += [(start + b, start + 6 + b) for b in range(3)] + [(start + 3 * a, start + 3 * a + 2) for a in range(3)]
    places = {name: np.full(len(points), flat.leaves[name].usual, dtype=np.int8) for point in points for name in point}
    for at, point in enumerate(points):
        for name, place in point.items():
            places[name][at] = place
    return Axis(places=places, rises=rises)


def states_of(flat: Flat, rule_id: str) -> list[Mapping[str, int]]:
    """With as few answers as it takes: the row does not hold, is open, holds."""
    choices = [(name, place) for name in _names(flat, rule_id) for place in range(len(flat.leaves[name].values))]
    found: dict[int, Mapping[str, int]] = {}
    for size in range(SUBSET_SIZE + 1):
        points = [dict(chosen) for chosen in itertools.combinations(choices, size) if len(dict(chosen)) == size]
        names = {name for point in points for name in point}
        people = {name: np.array([point.get(name, flat.leaves[name].usual) for point in points], dtype=np.int8) for name in names}
        truths = np.broadcast_to(flat.row_truth(rule_id, people), len(points))
        for truth in {0, 1, 2} - set(found):
            if (truths == truth).any():
                found[truth] = points[int(np.argmax(truths == truth))]
    return [found[truth] for truth in (0, 1, 2)]


def _shared(flat: Flat) -> list[list[str]]:
    """The facts of every two rows that share some but not all, where their full product is small."""
    facts = {frozenset(_names(flat, rule_id)) for rule_id in _own_rows(flat)}
    meeting = {one | other for one, other in itertools.combinations(facts, 2) if one & other and one - other and other - one}
    small = [sorted(names) for names in meeting if math.prod(len(flat.leaves[name].values) for name in names) <= SHARED]
    return sorted(small)


# What a consultation and the screening touch.


def _consultation_axes(flat: Flat) -> list[Axis]:
    """All there is to say about a consultation, with one row of each kind of gate, a blood pressure and a pregnancy."""
    kinds: dict[Any, str] = {}
    for rule_id in _own_rows(flat):
        names = _names(flat, rule_id)
        gate = flat.rows[rule_id]["then"].get("gate") if rule_id in flat.rows else None
        if gate and len(names) == 1 and names[0].split(".")[0] in {"red_flags", "conditions"}:
            kinds.setdefault((gate["outcome"], gate.get("cleared_by")), names[0])
    names = [*sorted(set(kinds.values())), *STATE[1:], "blood_pressure", "pregnancy"]
    return [Axis.of(flat.leaves["has_chronic_condition"], (False, True)), *(Axis.of(flat.leaves[name]) for name in names)]


def table(tallies: Sequence[Tally], seconds: float) -> list[str]:
    """The summary, line by line."""
    lines = [f"{'part':<26} {'combinations':>13} {'steps':>13} {'cpu s':>7} {'unsafe':>7} {'lost':>6} {'over':>6} {'loosening':>9}"]
    total = Tally(part=f"all, in {seconds:.0f} s")
    for tally in tallies:
        total.add(tally)
    for one in [*tallies, total]:
        counts = f"{one.unsafe:>7} {one.lost:>6} {one.over:>6} {one.loosening:>9}"
        lines.append(f"{one.part:<26} {one.combinations:>13,} {one.steps:>13,} {one.seconds:>7.1f} {counts}")
    return lines + [f"  {example}" for example in total.examples]


def main(arguments: Sequence[str] = ()) -> int:
    start = time.perf_counter()
    tallies = run_all()
    seconds = time.perf_counter() - start
    if "--json" in arguments:
        total = Tally(part="all")
        for tally in tallies:
            total.add(tally)
        counts = {name: getattr(total, name) for name in ("combinations", "steps", "unsafe", "lost", "over", "loosening")}
        print(json.dumps({**counts, "seconds": round(seconds, 1)}))
    else:
        print("\n".join(table(tallies, seconds)))
    return 1 if any(tally.wrong for tally in tallies) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
