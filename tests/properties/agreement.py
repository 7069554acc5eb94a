"""Holds the flat rules against the engine and against the second opinion, person by person; keeps the first who are judged differently."""

import concurrent.futures
import functools
import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recommender.rules.book import RuleBook
from tests.properties.enumeration import PROCESSES, row_points, small_rows
from tests.properties.flat import Flat, gate_code, gate_words
from tests.properties.people import TODAY, answers_of, as_asked, draw, engine_gate, facts_of
from tests.properties.reference import Reference

# How many people are drawn: the first for the engine, the second for the second opinion, which is slower.
DRAWN_FOR_ENGINE = int(os.environ.get("BACKSTART_DRAWN", "1000000"))
DRAWN_FOR_REFERENCE = int(os.environ.get("BACKSTART_DRAWN_REFERENCE", "100000"))
BLOCK = 5_000
CATALOG = Path(__file__).parents[2] / "exercise_catalog" / "compiled.json"
KEPT = 3

Judge = Callable[[Mapping[str, Any]], list[int]]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How many were judged, and the first of those on whom the two judges differ."""

    judged: int
    differing: list[str]


@functools.cache
def _flat() -> Flat:
    return Flat.load()


@functools.cache
def _book() -> RuleBook:
    return RuleBook.load()


@functools.cache
def _reference() -> Reference:
    return Reference(json.loads(CATALOG.read_text(encoding="utf-8"))["exercises"])


def _by_engine(people: Mapping[str, Any]) -> list[int]:
    return [engine_gate(facts, _book()) for facts in facts_of(_flat(), _book(), people)]


def _by_reference(people: Mapping[str, Any]) -> list[int]:
    return [gate_code(*_reference().gate(answers, TODAY)[:2]) for answers in answers_of(_flat(), people)]


def _compare(people: Mapping[str, Any], judge: Judge) -> Agreement:
    expected = np.broadcast_to(_flat().gate(people), next(iter(people.values())).shape)
    found = np.array(judge(people), dtype=np.int8)
    differing = np.flatnonzero(found != expected)[:KEPT]
    return Agreement(judged=len(found), differing=[_describe(people, at, int(expected[at]), int(found[at])) for at in differing.tolist()])


def _describe(people: Mapping[str, Any], at: int, flat: int, other: int) -> str:
    leaves = _flat().leaves
    said = {name: leaves[name].values[places[at]] for name, places in people.items() if places[at] != leaves[name].usual}
    return f"{said}: flat {gate_words(flat)}, other {gate_words(other)}"


def _drawn_by_engine(block: int) -> Agreement:
    return _compare(draw(_flat(), block, BLOCK), _by_engine)


def _drawn_by_reference(block: int) -> Agreement:
    return _compare(draw(_flat(), block, BLOCK), _by_reference)


def _row_by_engine(rule_id: str) -> Agreement:
    return _compare(row_points(_flat(), rule_id), _by_engine)


def _row_by_reference(rule_id: str) -> Agreement:
    return _compare(as_asked(_flat(), row_points(_flat(), rule_id)), _by_reference)


def drawn_by_engine() -> Agreement:
    return _in_processes(_drawn_by_engine, range(-(-DRAWN_FOR_ENGINE // BLOCK)))


def drawn_by_reference() -> Agreement:
    return _in_processes(_drawn_by_reference, range(-(-DRAWN_FOR_REFERENCE // BLOCK)))


def small_rows_by_engine() -> Agreement:
    return _in_processes(_row_by_engine, small_rows(_flat()))


def small_rows_by_reference() -> Agreement:
    return _in_processes(_row_by_reference, small_rows(_flat()))


def _in_processes(work: Callable[[Any], Agreement], over: Iterable[Any]) -> Agreement:
    # Fresh processes, as in `enumeration`.
    with concurrent.futures.ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(work, over))
    return Agreement(judged=sum(one.judged for one in found), differing=[words for one in found for words in one.differing][:KEPT])
