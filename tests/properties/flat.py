"""The gate's rows as arrays, for very many people at once: a second form of the compiled rules that shares no code with the engine.

False, unknown and true are 0, 1 and 2. A person is, for each fact of the intake, the place of its value among the values tried.
"""

import functools
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.properties.contract_gate import READS, VALUES

COMPILED = Path(__file__).parents[2] / "recommender" / "rules" / "compiled.json"
OUTCOMES = ("proceed", "proceed_modified", "consult_first", "urgent", "emergency")
WHO_CLEARS = (None, "person", "clinician", "nothing")
# One number for outcome and who clears it: the outcome weighs more. `contract_gate` counts the same way.
MODIFIED = 4
BOOLEAN = (False, None, True)
_HOLDS = {
    "equal_to": lambda fact, value: fact == value,
    "any_of": lambda fact, value: fact in value,
    "contains": lambda fact, value: value in fact,
    "empty": lambda fact, _: len(fact) == 0,
    "not_empty": lambda fact, _: len(fact) > 0,
    "at_least": lambda fact, value: fact >= value,
    "at_most": lambda fact, value: fact <= value,
    "more_than": lambda fact, value: fact > value,
    "less_than": lambda fact, value: fact < value,
    "not_known_as": lambda fact, value: fact != value,
    "unknown": lambda _, __: False,
}
_TRUE_OF_UNKNOWN = {"not_known_as", "unknown"}
# For each operator, where its two sides lie as seen from the threshold, in steps of the field.
_BELOW, _ABOVE, _AROUND = (-1, 0), (0, 1), (-1, 0, 1)
_SIDES = {
    "at_least": _BELOW,
    "less_than": _BELOW,
    "more_than": _ABOVE,
    "at_most": _ABOVE,
    "equal_to": _AROUND,
    "not_known_as": _AROUND,
    "unknown": (),
}

Row = Mapping[str, Any]
Codes = np.ndarray[Any, np.dtype[np.int8]]
People = Mapping[str, Codes]


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One fact of the intake and the values of it that are tried; None is unknown. `usual` is the place of the value that worries least."""

    name: str
    values: tuple[Any, ...]
    usual: int

    @classmethod
    def of(cls, name: str, values: Sequence[Any], usual: Any) -> "Leaf":
        return cls(name=name, values=tuple(values), usual=list(values).index(usual))

    def place(self, value: Any) -> int:
        return self.values.index(value)


def gate_code(outcome: str, who: str | None) -> int:
    """Outcome and who clears it as one number, stricter is higher."""
    return 4 * OUTCOMES.index(outcome) + WHO_CLEARS.index(who)


def gate_words(code: int) -> tuple[str, str | None]:
    return OUTCOMES[code // 4], WHO_CLEARS[code % 4]


def tests_in(node: Any) -> list[Row]:
    """Every comparison of a condition, as written."""
    if "fact" in node:
        return [node]
    parts = node.get("all") or node.get("any") or node.get("of")
    return [test for part in parts for test in tests_in(part)]


class Flat:
    """The gate of a compiled book over arrays of people. Refuses a book whose outcomes and clearings do not form one order."""

    def __init__(self, content: Row) -> None:
        self.derived = {row["fact"]: row for row in content["facts"]}
        self.rows = {row["id"]: row for row in content["rules"] if "gate" in row["then"] or "lift" in row["then"]}
        self._check_one_order()
        tests = [test for row in self.rows.values() for test in self.leaf_tests(row["when"])]
        wanted = {test["fact"] for test in tests} | set(READS)
        self.tests = {name: [test for test in tests if test["fact"] == name] for name in wanted}
        self.leaves = {leaf.name: leaf for leaf in _leaves(content["intake"], self.tests)}

    @classmethod
    def load(cls) -> "Flat":
        return cls(compiled())

    def _check_one_order(self) -> None:
        # With one order, the greatest code of the rows that count is the worst outcome and the strictest clearing at once.
        gates = {(row["then"]["gate"]["outcome"], row["then"]["gate"].get("cleared_by")) for row in self.rows.values() if "gate" in row["then"]}
        order = sorted((OUTCOMES.index(outcome), WHO_CLEARS.index(who)) for outcome, who in gates)
        if any(one[1] > other[1] for one, other in itertools.pairwise(order)):
            raise ValueError("a milder outcome asks for a stricter clearing than a worse one; one number can't say both")

    def leaf_tests(self, condition: Row) -> list[Row]:
        """The comparisons with facts of the intake that decide `condition`, through all facts that follow from others."""
        found = []
        for test in tests_in(condition):
            if test["fact"] in self.derived:
                follows = self.derived[test["fact"]]
                found += self.leaf_tests(follows["when"]) + (self.leaf_tests(follows["no_when"]) if follows.get("no_when") else [])
            else:
                found.append(test)
        return found

    def leaves_of(self, rule_id: str) -> list[str]:
        """The facts of the intake that decide one row, by name."""
        return sorted({test["fact"] for test in self.leaf_tests(self.rows[rule_id]["when"])})

    def alike(self, name: str, tests: Sequence[Row] | None = None) -> list[Any]:
        """One value of a fact for each way in which comparisons (all of the gate's, if not given) tell them apart: the last, next to the cut."""
        asked = self.tests[name] if tests is None else [test for test in tests if test["fact"] == name]
        return list({tuple(_truth_of(value, test) for test in asked): value for value in self.leaves[name].values}.values())

    def row_truth(self, rule_id: str, people: People) -> Codes:
        """Does one row hold, for each person?"""
        return self._truth(self.rows[rule_id]["when"], people, {})

    def gate(self, people: People) -> Codes:
        """Outcome and who clears it, for each person. A fact that `people` leaves out has its usual value."""
        known: dict[str, Codes] = {}
        counting: dict[int, list[Any]] = {}
        lifting: dict[int, list[Any]] = {}
        for row in self.rows.values():
            truth = self._truth(row["when"], people, known)
            counts = truth >= (1 if row["if_unknown"] == "apply" else 2)
            if "gate" in row["then"]:
                gate = row["then"]["gate"]
                counting.setdefault(gate_code(gate["outcome"], gate.get("cleared_by")), []).append(counts)
            if "lift" in row["then"]:
                lifting.setdefault(gate_code("consult_first", row["then"]["lift"]), []).append(counts)
        found = []
        for code, rows in counting.items():
            lifted = fold(np.logical_or, lifting[code]) if code in lifting else np.bool_(False)
            found.append(fold(np.logical_or, rows) * np.where(lifted, np.int8(MODIFIED), np.int8(code)))
        return fold(np.maximum, found)

    def _truth(self, condition: Row, people: People, known: dict[str, Codes]) -> Codes:
        if "fact" in condition:
            return self._test_truth(condition, people, known)
        if "all" in condition:
            return fold(np.minimum, [self._truth(part, people, known) for part in condition["all"]])
        if "any" in condition:
            return fold(np.maximum, [self._truth(part, people, known) for part in condition["any"]])
        parts = [self._truth(part, people, known) for part in condition["of"]]
        yes = fold(np.add, [(part == 2).astype(np.int8) for part in parts])
        yes_or_open = fold(np.add, [(part >= 1).astype(np.int8) for part in parts])
        needed = condition["at_least"]
        return (yes >= needed).astype(np.int8) + (yes_or_open >= needed).astype(np.int8)

    def _test_truth(self, test: Row, people: People, known: dict[str, Codes]) -> Codes:
        name = test["fact"]
        if name in self.derived:
            if name not in known:
                known[name] = self._follows(self.derived[name], people, known)
            values, codes = BOOLEAN, known[name]
        else:
            leaf = self.leaves[name]
            values, codes = leaf.values, people.get(name, np.int8(leaf.usual))
        table = np.array([_truth_of(value, test) for value in values], dtype=np.int8)
        return codes if values is BOOLEAN and np.array_equal(table, [0, 1, 2]) else table[codes]

    def _follows(self, row: Row, people: People, known: dict[str, Codes]) -> Codes:
        holds = self._truth(row["when"], people, known)
        if not row.get("no_when"):
            return holds
        denied = self._truth(row["no_when"], people, known) == 2
        return np.where((holds == 1) & denied, np.int8(0), holds)


@functools.cache
def compiled() -> Row:
    """The compiled book, as it stands on the disk."""
    return json.loads(COMPILED.read_text(encoding="utf-8"))


def fold(join: Any, arrays: Sequence[Any]) -> Any:
    """All arrays joined by an operation, the small ones first, so that an axis that only one of them has is spread late."""
    return functools.reduce(join, sorted(arrays, key=np.size))


def _truth_of(value: Any, test: Row) -> int:
    if value is None:
        return 2 if test["is"] in _TRUE_OF_UNKNOWN else 1
    return 2 if _HOLDS[test["is"]](value, test.get("value")) else 0


def _leaves(intake: Sequence[Row], tests: Mapping[str, Sequence[Row]]) -> list[Leaf]:
    fields = {row["name"]: row for row in intake}
    leaves = [Leaf.of(f"{name}.{option}", BOOLEAN, False) for name in ("red_flags", "conditions") for option in fields[name]["options"]]
    leaves.append(Leaf.of("screening", ("complete", "partial", "not_asked"), "complete"))
    # No field of its own: counted from a date, in whole months, so its sides are a month apart.
    fields["consultation.months_ago"] = {"name": "consultation.months_ago", "type": "integer", "minimum": 0}
    return leaves + [_leaf(fields[name], tests[name]) for name in sorted(set(tests) - {leaf.name for leaf in leaves})]


def _leaf(field: Row, tests: Sequence[Row]) -> Leaf:
    name, required = field["name"], field.get("required", False)
    match field["type"]:
        case "boolean":
            return Leaf.of(name, BOOLEAN, False if required else None)
        case "choice":
            values = [option for option in field["options"] if option != field.get("unknown_option")]
        case "set":
            return _set_leaf(field, tests)
        case _:
            values = _sides(field, tests)
    return Leaf.of(name, [*values, *([] if required else [None])], values[0] if required else None)


def _sides(field: Row, tests: Sequence[Row]) -> list[Any]:
    step = 1 if field["type"] == "integer" else 0.1
    found = {round(test["value"] + side * step, 1) for test in tests for side in _SIDES[test["is"]]} | set(VALUES.get(field["name"], ()))
    low, high = field.get("minimum", float("-inf")), field.get("maximum", float("inf"))
    return sorted(value for value in found if low <= value <= high)


def _set_leaf(field: Row, tests: Sequence[Row]) -> Leaf:
    # Nothing, each option that a rule asks for, and one that none does; somebody without a special option has the last.
    asked = sorted({test["value"] for test in tests if test["is"] == "contains"} | set(VALUES.get(field["name"], ())))
    other = next(option for option in field["options"] if option not in asked)
    values = [frozenset(), *(frozenset({option}) for option in asked), frozenset({other})]
    return Leaf.of(field["name"], values if field.get("required") else [*values, None], values[-1] if field.get("required") else None)
