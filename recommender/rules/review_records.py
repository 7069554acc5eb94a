"""Review records as people keep them, one YAML file a review, and what they say of the rows as these now are. Refuses a record that is not whole."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import digest_of
from exercise_catalog.strict_yaml import YamlRefused, load_file
from recommender.rules import tables
from recommender.rules.reviews import FORMAT

REMOVED = "removed"
README = "README.md"
_DIGEST = re.compile(r"[0-9a-f]{16}")
_KEYS = ("by", "role", "date", "note", "rows")
# What is told because of a row and stands in messages.yaml: which part, and the key of the row's gate that chooses from it.
_TOLD = (("outcomes", "outcome"), ("reasons", "outcome"), ("unlock", "cleared_by"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One review: who, as what, when, and the digest of each row that was looked at, or that it was rightly removed."""

    file: str
    by: str
    role: str
    date: str
    note: str
    rows: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the last record that names a row says of it: `last` is that record, `holds` whether it covers the row as it now is."""

    last: Record | None
    holds: bool

    @property
    def words(self) -> str:
        """For people."""
        if self.last is None:
            return "not reviewed"
        if self.holds:
            return f"reviewed by {self.last.by} ({self.last.role}), {self.last.date}"
        return f"changed since its review by {self.last.by}, {self.last.date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """The standing of every row of a book, and the ids whose last record knew a row that is gone."""

    rows: Mapping[str, Standing]
    removed: tuple[str, ...]

    @property
    def reviewed(self) -> int:
        """How many rows a review covers as they now are."""
        return sum(standing.holds for standing in self.rows.values())

    @property
    def changed(self) -> int:
        """How many rows were reviewed once, and changed since."""
        return sum(standing.last is not None and not standing.holds for standing in self.rows.values())

    @property
    def never(self) -> int:
        """How many rows nobody has reviewed."""
        return sum(standing.last is None for standing in self.rows.values())


def folder_of(rules: Path = tables.HERE) -> Path:
    """Where the records of a folder of rules lie."""
    return rules / "reviews"


def read(folder: Path) -> tuple[list[Record], list[str]]:
    """The records of `folder` from the oldest to the newest, and everything that is wrong with them, one sentence each."""
    records: list[Record] = []
    problems: list[str] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name == README:
            continue
        if path.suffix != ".yaml":
            problems.append(f"reviews/{path.name}: nobody reads such a file here")
            continue
        try:
            row = load_file(path)
        except YamlRefused as error:
            problems.append(f"reviews/{error}")
            continue
        wrong = [f"reviews/{path.name}: {problem}" for problem in _wrong(row)]
        problems += wrong
        if not wrong:
            records.append(Record(file=path.name, **row))
    return sorted(records, key=lambda record: (record.date, record.file)), problems


def _wrong(row: Any) -> Iterator[str]:
    if not isinstance(row, dict) or set(row) != set(_KEYS):
        yield f"a review has the keys {', '.join(_KEYS)}, and no others"
        return
    yield from (f"{key} must say something" for key in ("by", "role") if not isinstance(row[key], str) or not row[key].strip())
    if not isinstance(row["note"], str):
        yield 'note must be text; "" where there is nothing to say'
    if not is_date(row["date"]):
        yield "date must be a day that exists, as 2026-11-22"
    if not isinstance(row["rows"], dict) or not row["rows"]:
        yield "rows must name at least one rule"
        return
    for rule, digest in row["rows"].items():
        if not isinstance(digest, str) or not (digest == REMOVED or _DIGEST.fullmatch(digest)):
            yield f"{rule} needs the 16 hexadecimal digits of its digest, in quotes, or the word {REMOVED}"


def is_date(text: Any) -> bool:
    """Is it a day that exists, spelled as 2026-11-22?"""
    try:
        return isinstance(text, str) and dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def digests(book: Mapping[str, Any]) -> dict[str, str]:
    """A digest for each row of a compiled book, over all that decides what the row does and says."""
    facts = {fact["fact"]: fact for fact in book["facts"]}
    return {rule["id"]: digest_of(_decides(rule, book, facts)).removeprefix("sha256:")[:16] for rule in book["rules"]}


def _decides(rule: Mapping[str, Any], book: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    read_facts = _closure(_reads(rule), facts)
    gate = rule["then"].get("gate", {})
    # A new option of a field, a new red flag among them, changes no rule that was there before; what the field means without an answer may.
    fields = [{key: value for key, value in row.items() if key != "options"} for row in book["intake"] if _is_read(row["name"], read_facts)]
    condition = {tables.rule_id("COND", name): cells for name, cells in book["coverage"].items()}.get(rule["id"], {})
    return {
        "rule": rule,
        "source": book["sources"][rule["source"]],
        "facts": [facts[name] for name in sorted(read_facts & facts.keys())],
        "fields": fields,
        "questions": [row for row in book["questions"] if row["fact"] in read_facts],
        "told": {part: book["messages"][part].get(gate[key]) for part, key in _TOLD if key in gate},
        # No row stands for what a condition leaves alone; whoever reviews the condition reviews that as well.
        "unrestricted": sorted(name for name, value in condition.items() if value == "ok"),
    }


def _reads(rule: Mapping[str, Any]) -> set[str]:
    """Every fact that a row reads, in its effects as well."""
    asked = {f"red_flag.{name}" for name in rule["then"].get("ask_each_session", ())}
    return tables.reads(rule["when"]) | asked | set(_named(rule["then"]))


def _named(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _named(part)
    elif isinstance(node, dict):
        yield from (node[key] for key in ("fact", "equipment_missing_from", "ids_in") if isinstance(node.get(key), str))
        for part in node.values():
            yield from _named(part)


def _closure(names: set[str], facts: Mapping[str, Any]) -> set[str]:
    """The facts, and those that they follow from, down to what is asked."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        fact = facts.get(name, {})
        waiting |= (tables.reads(fact.get("when")) | tables.reads(fact.get("no_when"))) - found
    return found


def _is_read(field: str, names: set[str]) -> bool:
    # `red_flags.fever` is an entry of the field `red_flags`; `pain.intensity` is a field of its own.
    return any(name == field or (field in {"red_flags", "conditions"} and name.startswith(f"{field}.")) for name in names)


def standings(now: Mapping[str, str], records: Sequence[Record]) -> Standings:
    """What the records say of rows with these digests. The last record that names a row counts, and no earlier one."""
    last = {rule: record for record in records for rule in record.rows}
    rows = {rule: Standing(last=last.get(rule), holds=rule in last and last[rule].rows[rule] == digest) for rule, digest in now.items()}
    gone = (rule for rule, record in last.items() if rule not in now and record.rows[rule] != REMOVED)
    return Standings(rows=rows, removed=tuple(sorted(gone)))


def summary(book: Mapping[str, Any], records: Sequence[Record]) -> dict[str, Any]:
    """The content of reviews.json."""
    found = standings(digests(book), records)
    counts = Counter(standing.last.file for standing in found.rows.values() if standing.holds and standing.last)
    return {
        "format": FORMAT,
        "book": digest_of(book),
        "rows": len(found.rows),
        "reviewed": found.reviewed,
        "removed": len(found.removed),
        "reviewers": [
            {"by": record.by, "role": record.role, "date": record.date, "count": counts[record.file]} for record in records if counts[record.file]
        ],
    }
