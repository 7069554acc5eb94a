"""The rules as one HTML page to search in: docs/rule-book.html. Refuses an effect or operator that it has no words for, and an address that is none.

The page is one file that asks nothing of any other host: its style and its script stand in it, and nothing else may run.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from recommender.domain.gate import Outcome
from recommender.rules import tables
from recommender.rules.rule_book_rows import Book, Group, Node, Rule

TEMPLATES = Path(__file__).parent / "page"
_BEFORE_CONDITIONS = ("combinations", "gate", "contradictions")
_AFTER_CONDITIONS = ("limits", "cautious", "preferences", "advice")
_WITHHOLDS = {outcome.value for outcome in Outcome if not outcome.releases}
_RELATIONS = {
    "equal_to": "is",
    "any_of": "is one of",
    "contains": "includes",
    "empty": "is empty",
    "not_empty": "is not empty",
    "at_least": "is at least",
    "at_most": "is at most",
    "more_than": "is more than",
    "less_than": "is less than",
    "not_known_as": "is not known to be",
    "unknown": "is unknown",
}
_SELECTORS = {
    "properties": "with {}",
    "levels": "of level {}",
    "kinds": "of kind {}",
    "targets": "that train {}",
    "positions": "done {}",
    "floor_needed": "that need the floor: {}",
    "equipment_missing_from": "that need something not named under {}",
    "ids_in": "named under {}",
}
_LIMITS = {
    "dose_level": "dose of level {}",
    "max_effort_0_10": "effort at most {} of 10",
    "max_hold_s": "holds of at most {} s",
    "max_sets": "at most {} sets",
    "max_reps": "at most {} repetitions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One fact against one value, in words; `anchor` is where the fact is explained."""

    fact: str
    anchor: str
    relation: str
    meaning: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Parts, and how many of them have to hold."""

    how: str
    parts: tuple["Test | Together", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that a rule does: a word for it, and what is said of it."""

    word: str
    said: tuple[str, ...]


def html(book: Book) -> str:
    """The whole page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"words": words, "address": address}
    reader = Reader(book)
    style, script = (_tight((TEMPLATES / name).read_text(encoding="utf-8")) for name in ("page.css", "page.js"))
    page = environment.get_template("page.html").render(
        book=book,
        before=sorted((group for group in book.tables if _kind(group) in _BEFORE_CONDITIONS), key=_place),
        after=sorted((group for group in book.tables if _kind(group) not in _BEFORE_CONDITIONS), key=_place),
        read=reader.read,
        twin=reader.twin,
        effects=reader.effects,
        marks=marks,
        outcomes=[outcome.value for outcome in reversed(Outcome)],
        properties=[cell.property for cell in book.conditions[0].cells],
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'",
        # Our own files, not data.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
    )
    return _tight(page)


def words(value: Any) -> str:
    """A value of the tables as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " or ".join(filter(None, [", ".join(words(one) for one in value[:-1]), words(value[-1])]))
    return str(value).replace("_", " ").replace(".", ": ") if isinstance(value, str) else str(value)


def address(url: str) -> str:
    """The address of a source. Raises ValueError for one that a browser would run and not open."""
    if not url.startswith(("https://", "http://")):
        raise ValueError(f"a source has the address '{url}'; it must begin with https:// or http://")
    return url


def marks(rule: Rule) -> str:
    """What the page can be searched for besides words, as the script expects it."""
    given = {
        "recalled": rule.confidence == "recalled",
        "inferred": rule.basis == "inferred",
        "holds-back": rule.then.get("gate", {}).get("outcome") in _WITHHOLDS,
        "to-review": rule.review is not None,
        "not-reviewed": not rule.standing.holds,
    }
    return " ".join(name for name, is_so in given.items() if is_so)


def _kind(group: Group) -> str:
    return group.name.removesuffix(".yaml").split("/")[0]


def _place(group: Group) -> int:
    # A file that no order names comes last; it is not left out.
    order = (*_BEFORE_CONDITIONS, *_AFTER_CONDITIONS, _kind(group))
    return order.index(_kind(group))


def _tight(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class Reader:
    """Puts conditions and effects into words, with the titles and meanings of one book."""

    def __init__(self, book: Book) -> None:
        self._facts, self._fields = book.facts, book.fields
        flags = {rule.id: rule.title for group in book.flags for rule in group.rules}
        self._titles = flags | {condition.rule.id: condition.title for condition in book.conditions}

    def read(self, node: Node) -> Test | Together:
        """A condition, as written in YAML."""
        if "fact" in node:
            return self._test(node)
        if "all" in node:
            return Together(how="all of these" if node["all"] else "always", parts=tuple(self.read(part) for part in node["all"]))
        if "any" in node:
            return Together(how="any of these", parts=tuple(self.read(part) for part in node["any"]))
        return Together(how=f"at least {node['at_least']} of these", parts=tuple(self.read(part) for part in node["of"]))

    def twin(self, rule: Rule) -> Test | Together | None:
        """What else says a red flag or a condition, besides its tick."""
        fact = self._facts.get(rule.when.get("fact", ""))
        alternatives = fact.when.get("any", []) if fact and fact.meaning is None else []
        return self.read(alternatives[1]) if alternatives else None

    def effects(self, then: Node) -> Iterator[Effect]:
        """What a rule does. An effect without words here raises KeyError."""
        told: dict[str, Callable[[Any], list[Effect]]] = {
            "gate": self._gate,
            "lift": lambda who: [Effect(word="Lifts", said=(f"what is cleared by {words(who)}",))],
            "exclude": lambda selector: [Effect(word="Removes", said=tuple(f"exercises {one}" for one in _selected(selector)))],
            "cap": lambda caps: [effect for cap in caps for effect in _cap(cap)],
            "prefer": lambda preferences: [Effect(word="Prefers", said=tuple(_preference(one) for one in preferences))],
            "habit": lambda habit: [Effect(word="Advises", said=_habit(habit))],
            "warn": lambda warnings: [Effect(word="Warns", said=tuple(warnings))],
            "ask_each_session": lambda flags: [
                Effect(word="Asks each session", said=tuple(self._titles[tables.rule_id("RF", one)] for one in flags))
            ],
            "expect": lambda text: [Effect(word="Lets expect", said=(text,))],
            "advise": lambda text: [Effect(word="Advises", said=(text,))],
            "say": lambda text: [Effect(word="Says", said=(text,))],
        }
        for key, value in then.items():
            yield from told[key](value)

    def _gate(self, gate: Node) -> list[Effect]:
        cleared_by = gate.get("cleared_by")
        return [Effect(word="Outcome", said=(words(gate["outcome"]), *([f"cleared by: {words(cleared_by)}"] if cleared_by else [])))]

    def _test(self, node: Node) -> Test:
        name = node["fact"]
        kind, _, rest = name.partition(".")
        value = node.get("value")
        relation = _RELATIONS[node["is"]] + (f" {words(value)}" if value is not None else "")
        if kind in {"red_flag", "red_flags", "condition", "conditions"}:
            rule_id = tables.rule_id("RF" if kind.startswith("red_flag") else "COND", rest)
            # The plural is the tick alone; the singular is true as well where another answer says so.
            return Test(
                fact=f"“{self._titles[rule_id]}”" + (" (ticked)" if kind.endswith("s") else ""), anchor=rule_id, relation=relation, meaning=None
            )
        if name in self._facts:
            return Test(fact=words(name), anchor=f"fact-{name}", relation=relation, meaning=self._facts[name].meaning)
        unit = self._fields.get(name, {}).get("unit") if isinstance(value, int | float) else None
        return Test(fact=words(name), anchor=f"answer-{name}", relation=relation + (f" ({unit})" if unit else ""), meaning=None)


def _selected(selector: Node) -> Sequence[str]:
    if "any" in selector:
        return [one for part in selector["any"] for one in _selected(part)]
    return [" and ".join(_SELECTORS[key].format(words(value)) for key, value in selector.items())]


def _cap(cap: Node) -> list[Effect]:
    limits = ", ".join(_LIMITS[key].format(words(value)) for key, value in cap.items() if key not in {"on", "caution"})
    on = " or ".join(f"exercises {one}" for one in _selected(cap["on"])) if "on" in cap else "every exercise"
    capped = [Effect(word="Caps", said=(f"{on}: {limits}",))] if limits else []
    return capped + ([Effect(word="Caution", said=(f"“{cap['caution']}”",))] if cap["caution"] else [])


def _preference(row: Node) -> str:
    selector: Mapping[str, Any] = {key: value for key, value in row.items() if key not in {"value", "ramp"}}
    ramp = row.get("ramp")
    growing = f", growing evenly while {words(ramp['fact'])} goes from {ramp['from']} to {ramp['to']}" if ramp else ""
    return f"{row['value']:+g} to the score (log-odds) of exercises {' or '.join(_selected(selector))}{growing}"


def _habit(habit: Node) -> tuple[str, ...]:
    every = [f"every {habit['every_minutes']} minutes"] if "every_minutes" in habit else []
    interim = ["also while no program is given"] if habit.get("interim") else []
    return (f"“{habit['text']}”", *every, *interim)
