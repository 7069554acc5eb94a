"""The rules as people read them: each compiled row with what only the tables say of it. Refuses tables or records that are not in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import digest_of
from recommender.rules import tables
from recommender.rules.compile import read_and_build
from recommender.rules.review_records import Standing, Standings

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a row comes from; `url` is None where it rests on reasoning."""

    title: str
    year: int
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row that runs. What follows `standing` is said by some kinds of row only; it stands in the tables, and runs nowhere."""

    id: str
    title: str
    when: Node
    then: Node
    if_unknown: str
    because: str
    source: Source
    confidence: str
    basis: str
    review: str | None
    standing: Standing
    clinician_note: str | None = None
    question: str | None = None
    tier: str | None = None
    tier_basis: str | None = None
    unknown_is_no: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a condition says about one property; `rule` is None where it says `ok`, which compiles to no rule."""

    property: str
    value: str
    note: str | None
    source: Source
    confidence: str
    basis: str
    rule: Rule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rows of one file."""

    name: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition: its gate, and its cell for each property."""

    name: str
    title: str
    rule: Rule
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact that follows from answers. A red flag's or a condition's own fact has no meaning of its own: its rule says it."""

    name: str
    when: Node
    no_when: Node | None
    meaning: str | None
    source: Source | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everything that a page of the rules shows. `fields` are the fields of the intake that rules may read; `version` is as the API has it."""

    version: str
    messages: Node
    flags: tuple[Group, ...]
    tables: tuple[Group, ...]
    conditions: tuple[Condition, ...]
    facts: Mapping[str, Fact]
    fields: Mapping[str, Node]
    standings: Standings


def gather(folder: Path = tables.HERE) -> Book:
    """All rows of `folder`. Raises ValueError where the tables or the records are not in order."""
    built = read_and_build(folder)
    if built.problems:
        raise ValueError("; ".join(built.problems))
    raw, standings = tables.read(folder), built.standings
    sources = {name: Source(**source) for name, source in raw["sources"].items()}
    compiled = {row["id"]: row for row in built.book["rules"]}

    def rule(name: str, told: Node) -> Rule:
        return _rule(compiled[name], told, sources, standings.rows[name])

    def condition(row: dict[str, Any]) -> Condition:
        gate = tables.rule_id("COND", row["condition"])
        ids = {name: tables.rule_id(gate, name) for name in row["cells"]}
        cells = (
            _cell(name, cell, source=sources[cell["source"]], rule=rule(ids[name], {}) if ids[name] in compiled else None)
            for name, cell in row["cells"].items()
        )
        return Condition(name=row["condition"], title=row["title"], rule=rule(gate, row["gate"]), cells=tuple(cells))

    return Book(
        version=digest_of(built.book),
        messages=raw["messages"],
        flags=tuple(
            Group(name=name, rules=tuple(rule(tables.rule_id("RF", row["flag"]), row) for row in rows)) for name, rows in raw["flags"].items()
        ),
        tables=tuple(Group(name=name, rules=tuple(rule(row["id"], row) for row in rows)) for name, rows in raw["rows"].items()),
        conditions=tuple(condition(row) for row in raw["conditions"].values()),
        facts=_facts(built.book["facts"], {fact["fact"]: fact for fact in raw["facts"]}, sources),
        fields={field["name"]: field for field in built.book["intake"] if field.get("facts", True)},
        standings=standings,
    )


def _rule(row: Node, told: Node, sources: Mapping[str, Source], standing: Standing) -> Rule:
    own: dict[str, Any] = {
        **{key: row[key] for key in ("id", "title", "when", "then", "if_unknown", "because", "confidence", "basis", "review")},
        **{key: told.get(key) for key in ("clinician_note", "question", "tier", "tier_basis", "unknown_is_no")},
    }
    return Rule(**own, source=sources[row["source"]], standing=standing)


def _cell(name: str, cell: Node, *, source: Source, rule: Rule | None) -> Cell:
    own = {key: cell[key] for key in ("value", "confidence", "basis")}
    return Cell(**own, property=name, note=cell.get("note"), source=source, rule=rule)


def _facts(compiled: list[Node], told: Mapping[str, Node], sources: Mapping[str, Source]) -> dict[str, Fact]:
    # In the order of the tables, the twins of red flags and conditions after them.
    rows = {row["fact"]: row for row in compiled}
    return {
        name: Fact(
            name=name,
            when=rows[name]["when"],
            no_when=rows[name].get("no_when"),
            meaning=told[name]["meaning"] if name in told else None,
            source=sources[told[name]["source"]] if name in told else None,
        )
        for name in [*told, *(name for name in rows if name not in told)]
    }
