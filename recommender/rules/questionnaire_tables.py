"""questionnaire.yaml → the compiled questionnaire. Refuses a form that can't reach a red flag or a condition, or speaks of unknown things."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exercise_catalog.strict_schema import Validator
from recommender.rules.questionnaire import LISTS

Row = dict[str, Any]

_SCHEMA = Path(__file__).parent / "schema" / "questionnaire.schema.json"


def form(raw: Row) -> list[str]:
    """What is wrong with the form of the file, one sentence each."""
    validator = Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))
    return [f"questionnaire.yaml: {'/'.join(map(str, error.absolute_path)) or 'top'}: {error.message}" for error in validator.iter_errors(raw)]


def assemble(raw: Row, *, fields: list[Row], flags: list[Row], conditions: list[Row]) -> Row:
    """The compiled questionnaire: options with their words, and everything that is sent, written out."""
    titles = {"red_flags": {row["flag"]: row["title"] for row in flags}, "conditions": {row["condition"]: row["title"] for row in conditions}}
    emergencies = {row["flag"] for row in flags if row["outcome"] == "emergency"}
    bounds = {field["name"]: field for field in fields}
    questions = [_question(row, raw, titles, emergencies, bounds) for row in raw["questions"]]
    for question in questions:
        # Whoever builds a request from these rows must know which fields are lists.
        for row in _sent_by(question):
            row["set"] = bounds.get(row["field"], {}).get("type") == "set"
    return {**{key: raw[key] for key in ("maximum_questions", "opening", "not_sure", "none", "consent")}, "questions": questions}


def _sent_by(question: Row) -> list[Row]:
    none = question["none"] or {"sends": []}
    return [*none["sends"], *(row for option in question["options"] for key in ("sends", "unticked") for row in option[key])]


def _question(row: Row, raw: Row, titles: dict[str, dict[str, str]], emergencies: set[str], bounds: dict[str, Row]) -> Row:
    field = row.get("field")
    numbers = (
        {key: bounds[field].get(key) for key in ("minimum", "maximum", "unit")} if row["kind"] in {"number", "scale"} and field in bounds else {}
    )
    none = row.get("none") or ({"label": raw["none"]} if row["kind"] == "checklist" else None)
    # "None of it" leaves a list empty instead of absent.
    empty = [{"field": field, "value": None}] if field and none else []
    return {
        **{key: row[key] for key in ("id", "topic", "legend", "kind")},
        "hint": raw["opening"] if row.get("hint") == "opening" else row.get("hint"),
        "field": field,
        "required": row.get("required", False),
        "options": [_option(option, field, titles, emergencies) for option in row.get("options", ())],
        "none": {"label": none["label"], "sends": [*_pairs(none.get("sends", {})), *empty]} if none else None,
        "minimum": None,
        "maximum": None,
        "unit": None,
        **numbers,
        "show_when": row.get("show_when"),
        "when_skipped": row.get("when_skipped", {}),
    }


def _option(option: Row, field: str | None, titles: dict[str, dict[str, str]], emergencies: set[str]) -> Row:
    flags = option.get("flags", [option["flag"]] if "flag" in option else [])
    conditions = [option["condition"]] if "condition" in option else []
    named = [titles["red_flags"].get(one) for one in flags] + [titles["conditions"].get(one) for one in conditions]
    sends = [*_pairs({"red_flags": flags}), *_pairs({"conditions": conditions}), *_pairs(option.get("sends", {}))]
    own_id = option.get("id") or (flags or conditions)[0]
    return {
        "id": own_id,
        "label": option.get("label") or named[0],
        "sends": sends or ([{"field": field, "value": own_id}] if field else []),
        "unticked": _pairs(option.get("unticked", {})),
        "detail": option.get("detail"),
        "ends": not emergencies.isdisjoint(flags),
        "show_when": option.get("show_when"),
    }


def _pairs(sends: Row) -> list[Row]:
    return [{"field": field, "value": one} for field, value in sends.items() for one in (value if isinstance(value, list) else [value])]


def meaning(raw: Row, compiled: Row, *, fields: list[Row]) -> Iterator[str]:
    """What is wrong between the questionnaire and the rest of the book, one sentence each."""
    options = {field["name"]: field for field in fields}
    ids: list[str] = [question["id"] for question in compiled["questions"]]
    yield from (
        f"questionnaire.yaml: the question '{one}' stands {ids.count(one)} times" for one in sorted({one for one in ids if ids.count(one) > 1})
    )
    for place, question in enumerate(compiled["questions"]):
        where = f"questionnaire.yaml {question['id']}"
        earlier = {other["id"]: other for other in compiled["questions"][:place]}
        yield from (f"{where}: {problem}" for problem in _branches(question, earlier))
        yield from (f"{where}: {problem}" for problem in _fields(question, options))
        gated = [question, *question["options"]]
        written = [raw["questions"][place], *raw["questions"][place].get("options", ())]
        if any(one["show_when"] is not None and "because" not in row for one, row in zip(gated, written, strict=True)):
            yield f"{where}: what is shown to some people only needs a `because`: why is it a no for the others?"
    yield from _coverage(raw, compiled, options)


def _branches(question: Row, earlier: dict[str, Row]) -> Iterator[str]:
    for node in (question["show_when"], *(option["show_when"] for option in question["options"])):
        for test in _tests(node):
            asked = earlier.get(test["question"])
            if asked is None:
                yield f"show_when reads '{test['question']}', which is no earlier question"
            elif "has" in test:
                unknown = sorted(set(test["has"]) - {option["id"] for option in asked["options"]})
                yield from (f"show_when reads the option '{one}', which '{test['question']}' does not have" for one in unknown)
            elif ("at_least" in test or "less_than" in test) and asked["kind"] not in {"number", "scale"}:
                yield f"show_when compares '{test['question']}', which is no number"


def _tests(node: Any) -> Iterator[Row]:
    if isinstance(node, dict) and "question" in node:
        yield node
    elif isinstance(node, dict):
        for part in (*node.get("all", ()), *node.get("any", ())):
            yield from _tests(part)


def _fields(question: Row, fields: dict[str, Row]) -> Iterator[str]:
    if question["field"] is not None and question["field"] not in fields:
        yield f"there is no field '{question['field']}'"
    details = [option["detail"]["field"] for option in question["options"] if option["detail"]]
    skipped = [{"field": name, "value": one} for name, ids in question["when_skipped"].items() for one in ids]
    for row in (*_sent_by(question), *skipped, *({"field": name, "value": None} for name in details)):
        field = fields.get(row["field"])
        if field is None:
            yield f"there is no field '{row['field']}'"
        elif row["value"] is not None and field.get("options") and row["value"] not in field["options"]:
            yield f"'{row['value']}' is no option of {row['field']}"
    if len({option["id"] for option in question["options"]}) < len(question["options"]):
        yield "an option stands twice"
    yield from (f"the option '{option['id']}' has no label" for option in question["options"] if not option["label"])


def _coverage(raw: Row, compiled: Row, fields: dict[str, Row]) -> Iterator[str]:
    questions = {question["id"]: question for question in compiled["questions"]}
    for name in LISTS:
        direct = {row["value"] for question in questions.values() for row in _sent_by(question) if row["field"] == name}
        elsewhere = raw["elsewhere"][name]
        wanted = set(fields[name]["options"])
        yield from (f"questionnaire.yaml: no option reaches '{one}', and `elsewhere` names none" for one in sorted(wanted - direct - set(elsewhere)))
        yield from (
            f"questionnaire.yaml: `elsewhere` names '{one}', which an option reaches or nobody knows"
            for one in sorted(set(elsewhere) - (wanted - direct))
        )
        for one, asked in elsewhere.items():
            if one not in questions.get(asked, {"when_skipped": {}})["when_skipped"].get(f"{name}_unknown", ()):
                yield f"questionnaire.yaml: '{one}' is brought in by '{asked}', so its `when_skipped` must name it"
