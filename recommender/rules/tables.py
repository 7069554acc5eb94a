"""Reads the rule tables and turns every kind of row into one: rules, derived facts, questions. Checks nothing; `checks` does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exercise_catalog import vocabulary
from exercise_catalog.strict_yaml import load_file

HERE = Path(__file__).parent

Row = dict[str, Any]


# Which files hold rows of which form; a file that no pattern names would be read by nobody.
_ROWS = ("*.yaml", "limits/*.yaml", "preferences/*.yaml", "advice/*.yaml")
_FLAGS = ("red_flags/*.yaml",)
_CONDITIONS = ("conditions/*.yaml",)


def read(folder: Path = HERE) -> dict[str, Any]:
    """All files as they stand: rows by file name, so that a complaint can name its file. `unread` names what nobody would read."""
    tables = folder / "tables"
    rows = {name: load_file(tables / name) for name in _names(tables, _ROWS) if name != "cells.yaml"}
    flags = {name: load_file(tables / name) for name in _names(tables, _FLAGS)}
    conditions = {name: load_file(tables / name) for name in _names(tables, _CONDITIONS)}
    single = {name: load_file(folder / f"{name}.yaml") for name in ("intake", "facts", "sources")}
    return {
        "intake": single["intake"]["fields"],
        "facts": single["facts"]["facts"],
        "sources": single["sources"]["sources"],
        "messages": load_file(folder / "messages.yaml"),
        "questionnaire": load_file(folder / "questionnaire.yaml"),
        "cells": load_file(tables / "cells.yaml"),
        "rows": {name: document["rows"] for name, document in rows.items()},
        "flags": {name: document["rows"] for name, document in flags.items()},
        "conditions": conditions,
        "unread": [
            *(f"{name}: no such key '{key}'" for name, document in {**rows, **flags}.items() for key in sorted(set(document) - {"rows"})),
            *(
                f"{name}.yaml: no such key '{key}'"
                for name, word in (("intake", "fields"), ("facts", "facts"), ("sources", "sources"))
                for key in sorted(set(single[name]) - {word})
            ),
            *(
                f"{path.relative_to(tables)}: nobody reads a file here"
                for path in sorted([*tables.rglob("*.yaml"), *tables.rglob("*.yml")])
                if str(path.relative_to(tables)) not in {*rows, *flags, *conditions, "cells.yaml"}
            ),
        ],
    }


def _names(tables: Path, patterns: tuple[str, ...]) -> list[str]:
    return sorted(str(path.relative_to(tables)) for pattern in patterns for path in tables.glob(pattern))


def assemble(raw: dict[str, Any], *, exercise_ids: list[str]) -> dict[str, Any]:
    """The content of compiled.json."""
    flags = [row for rows in raw["flags"].values() for row in rows]
    conditions = list(raw["conditions"].values())
    options = {
        "red_flags": [row["flag"] for row in flags],
        "conditions": [row["condition"] for row in conditions],
        "exercises": exercise_ids,
    }
    rules = [rule for rows in raw["rows"].values() for rule in rows]
    rules += [_flag_rule(row) for row in flags]
    rules += [rule for row in conditions for rule in _condition_rules(row, raw["cells"])]
    for rule in rules:
        rule["then"] = _then(rule["then"])
    facts = raw["facts"] + [_twin("red_flags", row["flag"], row.get("also_when")) for row in flags]
    facts += [_twin("conditions", row["condition"], row["gate"].get("also_when")) for row in conditions]
    return {
        "format": 1,
        "intake": [_field(name, field, options) for name, field in raw["intake"].items()],
        "facts": _sorted_by_need([{key: fact.get(key) for key in ("fact", "when", "no_when")} for fact in facts]),
        "rules": rules,
        "questions": [_question(row) for row in sorted(flags, key=_tier_order)] + [_conditions_question(raw["messages"])],
        "messages": raw["messages"],
        "sources": raw["sources"],
        "coverage": {row["condition"]: {name: cell["value"] for name, cell in row["cells"].items()} for row in conditions},
    }


def rule_id(prefix: str, name: str) -> str:
    """The rule id of a red flag or condition: `RF-CES-BLADDER` for `ces_bladder`."""
    return f"{prefix}-{name.upper().replace('_', '-')}"


def _flag_rule(row: Row) -> Row:
    return {
        **{key: row[key] for key in ("title", "if_unknown", "because", "source", "confidence", "basis", "review")},
        "id": rule_id("RF", row["flag"]),
        "group": "red_flag",
        "when": {"fact": f"red_flag.{row['flag']}", "is": "equal_to", "value": True},
        "then": {
            "gate": {"outcome": row["outcome"], **({"cleared_by": row["cleared_by"]} if row["cleared_by"] else {})},
            **({"advise": row["advise"]} if "advise" in row else {}),
        },
    }


def _condition_rules(row: Row, cells: Row) -> list[Row]:
    when = {"fact": f"condition.{row['condition']}", "is": "equal_to", "value": True}
    base = rule_id("COND", row["condition"])
    gate = row["gate"]
    # Cells go with their condition, unless the file says that more than the condition brings them in.
    apply = row.get("cells_apply") or {"when": when, "if_unknown": None}
    rules = [
        {
            "id": base,
            "title": row["title"],
            "group": "condition",
            "when": when,
            "then": {"gate": {"outcome": gate["outcome"], **({"cleared_by": gate["cleared_by"]} if gate["cleared_by"] else {})}},
            **{key: gate[key] for key in ("if_unknown", "because", "source", "confidence", "basis", "review")},
        }
    ]
    for name, cell in row["cells"].items():
        then = _cell_effect(name, cell["value"], cells)
        if then:
            rules.append(
                {
                    "id": f"{base}-{name.upper().replace('_', '-')}",
                    "title": row["title"],
                    "group": "condition",
                    "when": apply["when"],
                    "then": then,
                    "if_unknown": apply["if_unknown"] or ("none" if cell["value"] == "prefer" else "cautious"),
                    "because": " ".join(filter(None, [cells["words"][name][cell["value"]], cell.get("note")])),
                    "review": None,
                    **{key: cell[key] for key in ("source", "confidence", "basis")},
                }
            )
    return rules


def _cell_effect(name: str, value: str, cells: Row) -> Row | None:
    match value:
        case "avoid":
            return {"exclude": {"properties": [name]}}
        case "modify":
            return {"cap": {"on": {"properties": [name]}, **cells["modify"][name]}}
        case "prefer":
            return {"prefer": [{"properties": [name], "value": cells["prefer_value"]}]}
    return None  # `ok` is coverage; it compiles to no rule


def _then(then: Row) -> Row:
    cap = then.get("cap")
    return then if cap is None or isinstance(cap, list) else {**then, "cap": [cap]}


def _twin(field: str, name: str, also_when: Row | None) -> Row:
    """`red_flag.X`: ticked, or said by another field. A direct no stands where the other field says nothing."""
    ticked = {"fact": f"{field}.{name}", "is": "equal_to", "value": True}
    return {
        "fact": f"{field.removesuffix('s')}.{name}",
        "when": {"any": [ticked, also_when]} if also_when else ticked,
        "no_when": {"fact": f"{field}.{name}", "is": "equal_to", "value": False},
    }


def _sorted_by_need(facts: list[Row]) -> list[Row]:
    """Each fact after those that it reads. What can't be ordered (a circle) comes last, and the check names it."""
    names = {fact["fact"] for fact in facts}
    done: list[Row] = []
    known: set[str] = set()
    waiting = list(facts)
    while waiting:
        ready = [fact for fact in waiting if not ((_reads(fact) & names) - known)]
        if not ready:
            return done + waiting
        done += ready
        known |= {fact["fact"] for fact in ready}
        waiting = [fact for fact in waiting if fact["fact"] not in known]
    return done


def _reads(fact: Row) -> set[str]:
    return reads(fact["when"]) | (reads(fact["no_when"]) if fact.get("no_when") else set())


def reads(node: Any) -> set[str]:
    """The facts that a condition, as written in YAML, reads."""
    if isinstance(node, list):
        return set().union(*(reads(part) for part in node))
    if not isinstance(node, dict):
        return set()
    own = {node["fact"]} if isinstance(node.get("fact"), str) else set()
    return own.union(*(reads(part) for key, part in node.items() if key in {"all", "any", "of"}))


def behind(names: set[str], facts: list[Row]) -> list[Row]:
    """The derived facts among `names`, and those that they follow from; `facts` in the order of need, and so the answer."""
    wanted, needed = set(names), []
    for fact in reversed(facts):
        if fact["fact"] in wanted:
            needed.append(fact)
            wanted |= _reads(fact)
    return needed[::-1]


def tests_of(name: str, node: Any) -> Iterator[Row]:
    """Every test of the fact `name` inside a condition, or a list of them, as written in YAML."""
    if isinstance(node, list):
        for part in node:
            yield from tests_of(name, part)
    elif isinstance(node, dict) and "fact" in node:
        if node["fact"] == name:
            yield node
    elif isinstance(node, dict):
        for part in node.values():
            yield from tests_of(name, part)


def _field(name: str, field: Row, options: dict[str, list[str]]) -> Row:
    row = {"name": name, **{key: value for key, value in field.items() if key != "options_from"}}
    origin = field.get("options_from")
    if origin is not None:
        kind, _, words = origin.partition(":")
        row["options"] = [word.value for word in getattr(vocabulary, words)] if kind == "vocabulary" else options[origin]
    return row


_TIERS = ("emergency_now", "urgent_days", "see_doctor_before_start", "combine_only")


def _tier_order(row: Row) -> int:
    return _TIERS.index(row["tier"])


def _question(row: Row) -> Row:
    return {"id": row["flag"], "field": "red_flags", "text": row["question"], "tier": row["tier"], "fact": f"red_flag.{row['flag']}"}


def _conditions_question(messages: Row) -> Row:
    return {
        "id": "conditions",
        "field": "conditions",
        "text": messages["conditions_question"],
        "tier": "see_doctor_before_start",
        "fact": "screening",
    }
