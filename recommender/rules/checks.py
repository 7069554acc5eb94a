"""What must hold of the rule tables: the form of every row, and what rows mean to each other."""

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from exercise_catalog import vocabulary
from exercise_catalog.strict_schema import Validator
from recommender.domain.gate import ClearedBy, Outcome
from recommender.domain.intake import FIELD_TYPES, Field
from recommender.errors import HeartRefused
from recommender.rules import condition, tables
from recommender.rules.contradictions import contradictions
from recommender.rules.rule import GROUPS, IF_UNKNOWN, SELECTOR_WORDS, Rule

_SCHEMA = Path(__file__).parent / "schema" / "rule.schema.json"
_WITHHOLDS = {outcome.value for outcome in Outcome if not outcome.releases}
# The operators that make sense of each type of fact; a rule that asks "at least" of a set is a slip.
_OPERATORS_OF = {
    "number": {"equal_to", "at_least", "at_most", "more_than", "less_than", "unknown"},
    "integer": {"equal_to", "at_least", "at_most", "more_than", "less_than", "unknown"},
    "boolean": {"equal_to", "not_known_as", "unknown"},
    "choice": {"equal_to", "any_of", "not_known_as", "unknown"},
    "set": {"contains", "empty", "not_empty", "unknown"},
}
_LEVELS = [level.value for level in vocabulary.Level]
_FIELD_KEYS = {field.name for field in dataclasses.fields(Field)} - {"name"} | {"options_from"}
_BRITISH = re.compile(
    r"\b(programmes?|(stabil|random|emphas|organ|minim|mobil)is\w+|centres?|anaemi\w+|labour\w*|colour\w*|behaviour\w*)\b",
    re.IGNORECASE,
)
# Facts that the profile works out by itself, with their types.
_COMPUTED = {
    "consultation.months_ago": ("integer", ()),
    "screening": ("choice", ("complete", "partial", "not_asked")),
    "ticked_and_not_sure": ("boolean", ()),
}


def form(raw: dict[str, Any]) -> list[str]:
    """What is wrong with the form of the files, one sentence each."""
    words = {
        "groups": list(GROUPS),
        "if_unknown": list(IF_UNKNOWN),
        "outcomes": [outcome.value for outcome in Outcome],
        "cleared_by": [who.value for who in ClearedBy],
        "operators": sorted(condition.OPERATORS),
        "sources": sorted(raw["sources"]),
        "red_flags": [row.get("flag") for rows in raw["flags"].values() for row in rows],
    }
    schema = _with_words(json.loads(_SCHEMA.read_text(encoding="utf-8")), words)
    problems = list(raw["unread"])
    for name, rows in raw["rows"].items():
        problems += [p for row in rows for p in _errors(schema, "row", row, f"{name} {row.get('id', '?')}")]
    for name, rows in raw["flags"].items():
        problems += [p for row in rows for p in _errors(schema, "flag", row, f"{name} {row.get('flag', '?')}")]
    for name, row in raw["conditions"].items():
        problems += _errors(schema, "condition_file", row, name)
        if row.get("condition") != Path(name).stem:
            problems.append(f"{name}: condition must be the name of the file")
    problems += [p for row in raw["facts"] for p in _errors(schema, "derived", row, f"facts.yaml {row.get('fact', '?')}")]
    problems += _twice(row.get("fact", "?") for row in raw["facts"])
    problems += [f"intake.yaml {name}: there is no key '{key}'" for name, row in raw["intake"].items() for key in sorted(set(row) - _FIELD_KEYS)]
    problems += [
        f"intake.yaml {name}: type must be one of {', '.join(FIELD_TYPES)}" for name, row in raw["intake"].items() if row["type"] not in FIELD_TYPES
    ]
    missing = sorted({word.value for word in vocabulary.Property} ^ set(raw["cells"]["modify"]))
    problems += [f"cells.yaml: modify must answer '{name}', and only properties of the vocabulary" for name in missing]
    problems += _errors(schema, "cell_words", raw["cells"].get("words", {}), "cells.yaml words")
    return problems


def _with_words(node: Any, words: dict[str, list[str]]) -> Any:
    if isinstance(node, list):
        return [_with_words(item, words) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-vocabulary" in node:
        return {"enum": [word.value for word in getattr(vocabulary, node["x-vocabulary"])]}
    if "x-words" in node:
        return {"enum": words[node["x-words"]]}
    if "x-each" in node:
        names = [word.value for word in getattr(vocabulary, node["x-each"])]
        value = _with_words(node["value"], words)
        return {"type": "object", "additionalProperties": False, "required": names, "properties": dict.fromkeys(names, value)}
    return {key: _with_words(value, words) for key, value in node.items()}


def _errors(schema: dict[str, Any], kind: str, row: Any, where: str) -> list[str]:
    validator = Validator({**schema, "$ref": f"#/$defs/{kind}"})
    return [f"{where}: {'/'.join(map(str, error.absolute_path)) or 'row'}: {error.message}" for error in validator.iter_errors(row)]


def meaning(book: dict[str, Any]) -> list[str]:
    """What is wrong between the rows of an assembled book, one sentence each."""
    problems = [
        *_twice(rule["id"] for rule in book["rules"]),
        *_twice(fact["fact"] for fact in book["facts"]),
        *_facts(book),
        *(problem for rule in book["rules"] for problem in _rule(rule, book)),
    ]
    # Rows are only held against each other once each can be read by itself.
    return problems or list(contradictions(book["rules"], book["facts"], types_of(book)))


def _twice(names: Iterable[str]) -> list[str]:
    return [f"the id '{name}' stands {count} times" for name, count in Counter(names).items() if count > 1]


def types_of(book: dict[str, Any]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The type and the options of every fact that a rule may read."""
    known: dict[str, tuple[str, tuple[str, ...]]] = dict(_COMPUTED)
    for field in book["intake"]:
        if field.get("facts", True) and field["type"] != "date":
            known[field["name"]] = (field["type"], tuple(field.get("options", ())))
        if field["name"] in {"red_flags", "conditions"}:
            known |= {f"{field['name']}.{option}": ("boolean", ()) for option in field["options"]}
    return known | {fact["fact"]: ("boolean", ()) for fact in book["facts"]}


def _facts(book: dict[str, Any]) -> Iterable[str]:
    known = types_of(book)
    derived = {fact["fact"] for fact in book["facts"]}
    seen: set[str] = set()
    for fact in book["facts"]:
        for node in (fact["when"], fact.get("no_when")):
            yield from (f"fact {fact['fact']}: {problem}" for problem in _condition(node, known))
            yield from (f"fact {fact['fact']} reads {name}, which follows from it" for name in sorted((tables.reads(node) & derived) - seen))
        seen.add(fact["fact"])


def _condition(node: Any, known: dict[str, tuple[str, tuple[str, ...]]]) -> Iterable[str]:
    if isinstance(node, list):
        for part in node:
            yield from _condition(part, known)
    elif isinstance(node, dict) and "fact" in node:
        yield from _test(node, known)
    elif isinstance(node, dict):
        if node.get("at_least", 0) > len(node.get("of", [])):
            yield f"at_least {node['at_least']} of {len(node['of'])} can never hold"
        for part in node.values():
            yield from _condition(part, known)


def _test(node: dict[str, Any], known: dict[str, tuple[str, tuple[str, ...]]]) -> Iterable[str]:
    if node["fact"] not in known:
        yield f"unknown fact '{node['fact']}'"
        return
    kind, options = known[node["fact"]]
    if node["is"] not in _OPERATORS_OF[kind]:
        yield f"'{node['is']}' can't be asked of {node['fact']}, which is a {kind}"
    listed = isinstance(node.get("value"), list)
    if listed != (node["is"] == "any_of") or node.get("value") == []:
        yield f"'{node['is']}' takes {'a list that is not empty' if node['is'] == 'any_of' else 'one value, not a list'}"
    values = node["value"] if isinstance(node.get("value"), list) else [node["value"]] if "value" in node else []
    for value in values:
        if options and value not in options:
            yield f"{node['fact']} can't be '{value}'"
        if kind == "boolean" and not isinstance(value, bool):
            yield f"{node['fact']} is true or false, not '{value}'"
        if kind in {"number", "integer"} and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield f"{node['fact']} is a number, not '{value}'"


def _rule(rule: dict[str, Any], book: dict[str, Any]) -> Iterable[str]:
    where = rule["id"]
    yield from (f"{where}: {problem}" for problem in _condition(rule["when"], types_of(book)))
    gate = rule["then"].get("gate")
    if gate and (gate["outcome"] in _WITHHOLDS) != ("cleared_by" in gate):
        yield f"{where}: cleared_by goes with an outcome that withholds, and with no other"
    if gate and gate["outcome"] in {"urgent", "emergency"} and gate.get("cleared_by") != "nothing":
        yield f"{where}: {gate['outcome']} is cleared by nothing"
    # A combination counts answers known to be yes; each of its parts has a row of its own that says what unknown means.
    released_unknown = gate and gate["outcome"] in _WITHHOLDS and rule["if_unknown"] == "none" and rule["group"] != "combination"
    if released_unknown and "unknown_is_no" not in rule:
        yield f"{where}: what withholds when it is yes must say what unknown does (apply or cautious), or in `unknown_is_no` why it does nothing"
    if any(key not in {*SELECTOR_WORDS, "value", "ramp"} for part in rule["then"].get("prefer", ()) for key in part):
        yield f"{where}: prefer selects by {', '.join(SELECTOR_WORDS)}"
    capped = {cap["dose_level"] for cap in rule["then"].get("cap", ()) if "dose_level" in cap}
    harder = [level for level in _LEVELS if capped and level not in _LEVELS[: min(map(_LEVELS.index, capped)) + 1]]
    if not set(harder) <= _excluded_levels(rule["then"].get("exclude", {})):
        yield f"{where}: caps the dose level, so it must exclude the levels {', '.join(harder)}, which have no such dose"
    for part in rule["then"].get("prefer", ()):
        ramp = part.get("ramp")
        if ramp and types_of(book).get(ramp["fact"], ("", ()))[0] not in {"number", "integer"}:
            yield f"{where}: a ramp follows a number, and '{ramp['fact']}' is none"
        if ramp and not ramp["from"] < ramp["to"]:
            yield f"{where}: a ramp goes from a lower to a higher value"
    if _BRITISH.search(f"{rule['title']} {rule['because']} {rule['then']}"):
        yield f"{where}: American spelling, please"
    try:
        Rule.from_row(rule, book["sources"], when=condition.parse(rule["when"]))
    except (HeartRefused, KeyError, ValueError) as error:
        yield f"{where}: {error}"


def _excluded_levels(selector: dict[str, Any]) -> set[str]:
    """The levels that a selector takes away by themselves, whatever else it names beside them."""
    if "any" in selector:
        return set().union(*(_excluded_levels(part) for part in selector["any"]))
    return set(selector["levels"]) if set(selector) == {"levels"} else set()
