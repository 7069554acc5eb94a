"""Conditions over facts, with three truth values. The operators are a closed table; an unknown one does not load."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from recommender.domain.profile import FactValue
from recommender.domain.truth import UNKNOWN, Truth, at_least, every
from recommender.errors import HeartRefused

Facts = Mapping[str, FactValue]

# Each operator is only asked about known facts; UNKNOWN stays unknown, but for the two operators that ask for it.
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "equal_to": lambda fact, value: bool(fact == value),
    "any_of": lambda fact, value: fact in value,
    "contains": lambda fact, value: value in fact,
    "empty": lambda fact, _: len(fact) == 0,
    "not_empty": lambda fact, _: len(fact) > 0,
    "at_least": lambda fact, value: bool(fact >= value),
    "at_most": lambda fact, value: bool(fact <= value),
    "more_than": lambda fact, value: bool(fact > value),
    "less_than": lambda fact, value: bool(fact < value),
    "not_known_as": lambda fact, value: bool(fact != value),
    "unknown": lambda _, __: False,
}
OPERATORS = frozenset(_OPERATORS)
NEEDS_NO_VALUE = frozenset({"empty", "not_empty", "unknown"})
_TRUE_OF_UNKNOWN = frozenset({"not_known_as", "unknown"})
# As in `domain.truth`: found faster than members of an enum.
_TRUE, _FALSE, _UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One fact against one value. `not_known_as` is true for UNKNOWN too (nobody said that it is this), `unknown` for nothing else."""

    fact: str
    operator: str
    value: Any

    def truth(self, facts: Facts) -> Truth:
        fact = facts[self.fact]
        if fact is UNKNOWN:
            return _TRUE if self.operator in _TRUE_OF_UNKNOWN else _UNKNOWN
        return _TRUE if _OPERATORS[self.operator](fact, self.value) else _FALSE

    def reads(self) -> frozenset[str]:
        return frozenset({self.fact})


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """All parts hold; true for no parts."""

    parts: tuple["Condition", ...]

    def truth(self, facts: Facts) -> Truth:
        return every([part.truth(facts) for part in self.parts])

    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads() for part in self.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """At least `n` parts hold; `any` is one of them."""

    n: int
    parts: tuple["Condition", ...]

    def truth(self, facts: Facts) -> Truth:
        return at_least(self.n, [part.truth(facts) for part in self.parts])

    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads() for part in self.parts))


Condition = Test | Every | AtLeast


def parse(row: Mapping[str, Any]) -> Condition:
    """The condition that a row's `when` describes. Raises HeartRefused for anything it does not know."""
    keys = set(row)
    if keys == {"all"}:
        return Every(parts=tuple(parse(part) for part in row["all"]))
    if keys == {"any"}:
        return AtLeast(n=1, parts=tuple(parse(part) for part in row["any"]))
    if keys == {"at_least", "of"}:
        return AtLeast(n=row["at_least"], parts=tuple(parse(part) for part in row["of"]))
    if keys <= {"fact", "is", "value"} and {"fact", "is"} <= keys:
        operator = row["is"]
        if operator not in OPERATORS:
            raise HeartRefused(f"unknown operator '{operator}'; known are {', '.join(sorted(OPERATORS))}")
        if ("value" in row) == (operator in NEEDS_NO_VALUE):
            raise HeartRefused(f"operator '{operator}' {'takes no' if operator in NEEDS_NO_VALUE else 'needs a'} value")
        value = row.get("value")
        return Test(fact=row["fact"], operator=operator, value=frozenset(value or ()) if operator == "any_of" else value)
    raise HeartRefused(f"a condition is all, any, at_least/of, or fact/is/value; this one has {sorted(keys)}")
