"""Pairs of rows that hold for the same person and can't both be meant. Tries every combination of the answers that they read."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from exercise_catalog.artifact import canonical_json
from recommender.domain.profile import FactValue
from recommender.domain.truth import Truth
from recommender.rules import condition
from recommender.rules.book import DerivedFact
from recommender.rules.engine import with_derived
from recommender.rules.tables import behind, reads, tests_of

Row = dict[str, Any]
Types = Mapping[str, tuple[str, tuple[str, ...]]]

ALWAYS: Row = {"all": []}


def contradictions(rules: list[Row], facts: list[Row], types: Types) -> Iterator[str]:
    """One sentence for each contradictory pair. `types` gives the type and the options of every fact."""
    for one, other in _pairs(rules):
        for what in _clashes(one, other):
            if _same_condition(one, other) or _overlap(one, other, facts, types):
                yield f"{one['id']} and {other['id']} contradict each other: both can hold for one person, and {what}"


def _pairs(rules: list[Row]) -> Iterator[tuple[Row, Row]]:
    """The pairs that could clash: rows for the same people, and rows that say the same kind of thing."""
    groups: dict[str, list[Row]] = {}
    for rule in rules:
        groups.setdefault(canonical_json(rule["when"]), []).append(rule)
    for kind in ("habit", "expect"):
        groups[kind] = [rule for rule in rules if kind in rule["then"]]
    seen: set[tuple[str, str]] = set()
    for group in groups.values():
        for one, other in itertools.combinations(group, 2):
            if (one["id"], other["id"]) not in seen:
                seen.add((one["id"], other["id"]))
                yield one, other


def _clashes(one: Row, other: Row) -> Iterator[str]:
    """What two rows say that can't both be meant, if they hold together."""
    then, others = one["then"], other["then"]
    same_when = _same_condition(one, other)
    if same_when and "gate" in then and "gate" in others and then["gate"] != others["gate"]:
        yield "their outcomes differ"
    if same_when and _prefers_what_is_excluded(then, others):
        yield "one prefers what the other excludes"
    if "habit" in then and "habit" in others and then["habit"]["code"] == others["habit"]["code"] and then["habit"] != others["habit"]:
        yield f"their habits '{then['habit']['code']}' differ"
    # What always holds is the fallback for whom no other row says what to expect.
    if "expect" in then and "expect" in others and ALWAYS not in (one["when"], other["when"]):
        yield "they say different things to expect"


def _same_condition(one: Row, other: Row) -> bool:
    return canonical_json(one["when"]) == canonical_json(other["when"])


def _prefers_what_is_excluded(then: Row, others: Row) -> bool:
    return any(_covers(b.get("exclude"), part) for a, b in ((then, others), (others, then)) for part in a.get("prefer", ()))


def _covers(excluded: Row | None, preferred: Row) -> bool:
    if excluded is None:
        return False
    if "any" in excluded:
        return any(_covers(part, preferred) for part in excluded["any"])
    return all(key in preferred and set(preferred[key]) <= set(words) for key, words in excluded.items() if isinstance(words, list)) and all(
        isinstance(words, list) for words in excluded.values()
    )


def _overlap(one: Row, other: Row, facts: list[Row], types: Types) -> bool:
    """Is there somebody, all of whose answers are known, for whom both hold?"""
    needed = behind({*reads(one["when"]), *reads(other["when"])}, facts)
    conditions = [one["when"], other["when"], *(fact["when"] for fact in needed)]
    derived = tuple(DerivedFact(name=fact["fact"], when=condition.parse(fact["when"]), no_when=None) for fact in needed)
    leaves = sorted(set().union(*map(reads, conditions)) - {fact["fact"] for fact in needed})
    both = [condition.parse(one["when"]), condition.parse(other["when"])]
    for values in itertools.product(*(_values(leaf, types[leaf], conditions) for leaf in leaves)):
        known = with_derived(dict(zip(leaves, values, strict=True)), derived)
        if all(when.truth(known) is Truth.TRUE for when in both):
            return True
    return False


def _values(leaf: str, kind: tuple[str, tuple[str, ...]], conditions: Iterable[Row]) -> list[FactValue]:
    """Answers between which no condition can tell any difference stand for each other."""
    name, options = kind
    asked = [test["value"] for node in conditions for test in tests_of(leaf, node) if "value" in test]
    if name == "boolean":
        return [True, False]
    if name == "choice":
        return list(options)
    if name == "set":
        return [frozenset(), *(frozenset({value}) for value in asked), frozenset(options)]
    return sorted({number for value in asked for number in (value - 1, value, value + 1)}) or [0]
