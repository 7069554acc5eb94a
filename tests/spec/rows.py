"""The spec tables as rows that can be put to the engine. Reads no rule table; refuses a word of a table that it does not know.

A table says of each rule when it `fires`, when it `does_not`, what is `unknown` (and `when_unknown` what then: applies, cautious, nothing),
what decides at the `edge`, and what it `does`. A row is a small set of answers on top of a person of people.yaml (`from`, else "asked"),
on a day of its own where dates decide (`judged_on`), and may say for itself what the rule `does` there.
`never` stands where no answers leave a rule so; `edge: none` where neither a number, a date, a set nor a second field decides.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exercise_catalog.exercise import Exercise
from exercise_catalog.strict_yaml import load_file
from exercise_catalog.vocabulary import Level, Property
from recommender.domain.profile import Profile
from recommender.domain.truth import Truth
from recommender.heart import Heart

TABLES = Path(__file__).parent / "tables"
JUDGED_ON = dt.date(2026, 11, 22)
FOUR_KINDS = ("fires", "does_not", "unknown", "edge")
# Tables of a form of their own. Every other file holds one entry a rule, so that a new group of rules can bring its own file.
SHORTER = ("people", "red_flags", "conditions", "cells", "equivalent_mutants")
WHEN_UNKNOWN = ("applies", "cautious", "nothing")
DOES = frozenset(
    {"outcome", "cleared_by", "advises", "says", "lifts", "keeps", "removes", "leaves", "caps", "raises", "leaves_score"}
    | {"habit", "every_minutes", "while_waiting", "warns", "asks", "expects"}
)
Words = Mapping[str, Any]


class TableRefused(ValueError):
    """When a spec table says something that nobody would look at."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person put to one rule: must it apply, and what must then be seen (None: nothing to look at)."""

    kind: str
    answers: Words
    profile: Profile
    applies: bool
    does: Words | None

    @property
    def truth(self) -> Truth | None:
        """What must come of the rule's condition: a known yes, a known no, or unknown. None at the edge, where only applying counts."""
        return {"fires": Truth.TRUE, "does_not": Truth.FALSE, "unknown": Truth.UNKNOWN}.get(self.kind)


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What the tables say about one rule. `says` holds the four kinds as written; `beside` names the rules that are judged with it."""

    rule: str
    table: str
    says: Words
    when_unknown: str | None
    beside: tuple[str, ...]
    rows: tuple[Row, ...]

    def of_kind(self, kind: str) -> list[Row]:
        return [row for row in self.rows if row.kind == kind]


class Tables:
    """All spec tables over one heart, whose intake says what an answer means and whose catalog says which exercise has what."""

    def __init__(self, heart: Heart) -> None:
        self._intake = heart.book.intake
        self._people = load_file(TABLES / "people.yaml")
        self.exercises = {exercise.id: exercise for exercise in (*heart.catalog.exercises, *_made_up(heart))}
        self.specs: dict[str, Spec] = {}
        for table, entry in self._entries():
            if entry["rule"] in self.specs:
                raise TableRefused(f"{table}.yaml: {entry['rule']} stands twice")
            self.specs[entry["rule"]] = self._spec(table, entry)

    def row(self, kind: str, written: Words, *, applies: bool, does: Words | None) -> Row:
        """The row that is written so: its answers put on top of its person."""
        words = dict(written)
        person = self._people[words.pop("from", "asked")]
        day = dt.date.fromisoformat(words.pop("judged_on", JUDGED_ON.isoformat()))
        does = words.pop("does", does)
        answers = {**person, **words}
        profile = Profile.from_answers(answers, intake=self._intake, judged_on=day)
        return Row(kind=kind, answers=answers, profile=profile, applies=applies, does=does if applies else None)

    def _spec(self, table: str, entry: Words) -> Spec:
        does = entry.get("does")
        rows = [
            self.row(kind, {**entry.get("beside", {}), **written}, applies=applies, does=does)
            for kind, applies, several in _written(entry)
            for written in several
        ]
        strange = sorted({word for row in rows for word in (row.does or {})} - DOES)
        if strange or not any(row.does for row in rows):
            raise TableRefused(f"{table}.yaml: {entry['rule']}: does must say what happens in known words; strange are {strange}")
        if (entry.get("when_unknown") in WHEN_UNKNOWN) is not isinstance(entry.get("unknown"), list):
            raise TableRefused(f"{table}.yaml: {entry['rule']}: with rows that are unknown, when_unknown is one of {', '.join(WHEN_UNKNOWN)}")
        return Spec(
            rule=entry["rule"],
            table=table,
            says={kind: entry.get(kind) for kind in FOUR_KINDS},
            when_unknown=entry.get("when_unknown"),
            beside=tuple((does or {}).get("lifts", ())) + tuple((does or {}).get("keeps", ())),
            rows=tuple(rows),
        )

    def _entries(self) -> Iterator[tuple[str, Words]]:
        for path in sorted(TABLES.glob("*.yaml")):
            if path.stem not in SHORTER:
                yield from ((path.stem, entry) for entry in load_file(path)["rules"])
        for flag in load_file(TABLES / "red_flags.yaml")["flags"]:
            yield "red_flags", _flag_entry(flag)
        cells = load_file(TABLES / "cells.yaml")
        for condition in load_file(TABLES / "conditions.yaml")["conditions"]:
            entry = _condition_entry(condition)
            yield "conditions", entry
            yield from (("cells", cell) for cell in self._cells({**entry, **condition.get("cells", {})}, cells, condition["condition"]))

    def _cells(self, entry: Words, cells: Words, condition: str) -> Iterator[Words]:
        letters = cells["cells"][condition].split()
        for name, letter in zip(cells["properties"], letters, strict=True):
            if letter == ".":
                continue
            has = {exercise.id for exercise in self.exercises.values() if Property(name) in exercise.properties}
            cell = {**entry, "rule": f"{entry['rule']}-{_upper(name)}"}
            match letter:
                case "a":
                    yield {**cell, "does": {"removes": sorted(has), "leaves": sorted(set(self.exercises) - has)}}
                case "m":
                    yield {**cell, "does": {"caps": [{"on": sorted(has), **cells["modify"][name]}]}}
                case "p":
                    yield {**cell, "does": None, "fires": self._preferring(entry["fires"], has, cells["prefer"])}
                case _:
                    raise TableRefused(f"cells.yaml: {condition}: '{letter}' is none of a m p .")

    def _preferring(self, fires: Iterable[Words], has: set[str], value: float) -> list[Words]:
        """Each row once a level: nothing beyond the person's own level is raised."""
        levels = [level.value for level in Level]
        return [
            {**row, "experience_level": level, "does": {"raises": dict.fromkeys(sorted(raised), value), "leaves_score": sorted(real - raised)}}
            for row in fires
            for at, level in enumerate(levels)
            for real in [{name for name in self.exercises if not name.startswith("only:")}]
            for raised in [{name for name in has & real if levels.index(self.exercises[name].level.value) <= at}]
        ]


def _written(entry: Words) -> Iterator[tuple[str, bool, list[Words]]]:
    """Kind, whether the rule must apply, and the rows as they are written."""
    edge = entry["edge"] if isinstance(entry.get("edge"), dict) else {}
    yield "fires", True, _listed(entry.get("fires"))
    yield "does_not", False, _listed(entry.get("does_not"))
    yield "unknown", entry.get("when_unknown") == "applies", _listed(entry.get("unknown"))
    yield "edge", True, _listed(edge.get("fires"))
    yield "edge", False, _listed(edge.get("does_not"))


def _listed(rows: Any) -> list[Words]:
    return rows if isinstance(rows, list) else []


def _upper(name: str) -> str:
    return name.upper().replace("_", "-")


def _does(row: Words) -> dict[str, Any]:
    return {word: row[word] for word in ("outcome", "cleared_by", "advises") if word in row}


def _flag_entry(row: Words) -> dict[str, Any]:
    flag = row["flag"]
    return {
        "rule": f"RF-{_upper(flag)}",
        "fires": [{"red_flags": [flag]}, {"red_flags": [flag], "red_flags_unknown": [flag]}],
        # A direct no stands, also where another field that could say yes was not asked.
        "does_not": [{}, {"from": "not_asked", "red_flags": []}],
        "unknown": [{"red_flags_unknown": [flag]}, {"from": "not_asked"}],
        "when_unknown": row["when_unknown"],
        "edge": row.get("edge"),
        "does": _does(row),
    }


def _condition_entry(row: Words) -> dict[str, Any]:
    condition = row["condition"]
    return {
        "rule": f"COND-{_upper(condition)}",
        "fires": [{"conditions": [condition]}],
        "does_not": [{}, {"from": "not_asked", "conditions": []}],
        "unknown": [{"from": "not_asked"}, {"from": "not_asked", "red_flags": []}],
        "when_unknown": row["when_unknown"],
        "edge": row.get("edge"),
        "does": _does(row),
    }


def _made_up(heart: Heart) -> Iterator[Exercise]:
    """Exercises that show one thing at a time, also what today's catalog has none of: rules speak of properties, not of names."""
    plain = replace(next(one for one in heart.catalog.exercises if one.id == "squat"), properties=frozenset(), floor_needed=False)
    yield replace(plain, id="only:floor_needed", floor_needed=True)
    yield from (replace(plain, id=f"only:{name.value}", properties=frozenset({name})) for name in Property)
    yield from (replace(plain, id=f"only:level_{level.value}", level=level) for level in Level)
