"""The form of a figure file: its schema, with the words that the code knows put in. Refuses nothing itself."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from exercise_catalog.figures.gear import DRAWN
from exercise_catalog.figures.parts import PARTS
from exercise_catalog.figures.pose import ALIASES, bases
from exercise_catalog.figures.surfaces import CONTACTS
from exercise_catalog.strict_schema import Validator

SCHEMA = Path(__file__).parent / "schema" / "figure.schema.json"


def _with_sides(words: set[str]) -> list[str]:
    """Words with right and left, and with all that may be said for them."""
    sides = sorted({alias for aliases in ALIASES.values() for alias in aliases})
    said = {word.replace("right_", f"{side}_", 1) for word in words if word.startswith("right_") for side in sides}
    return sorted(words | said)


@cache
def validator() -> Any:
    """What every figure file is held against."""
    words = {
        "bases": sorted(bases()),
        "contacts": _with_sides(set(CONTACTS)),
        "parts": _with_sides(set(PARTS)),
        "gear": sorted(DRAWN),
    }
    return Validator(_put_in(json.loads(SCHEMA.read_text(encoding="utf-8")), words))


def _put_in(node: Any, words: dict[str, list[str]]) -> Any:
    if isinstance(node, list):
        return [_put_in(item, words) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-words" in node:
        return {"enum": words[node["x-words"]]}
    return {key: _put_in(value, words) for key, value in node.items()}


def wrong_form(written: Any) -> list[str]:
    """What the schema refuses, one sentence each."""
    return [
        f"{'/'.join(str(step) for step in error.absolute_path) or 'file'}: {_short(error)}"
        for error in sorted(validator().iter_errors(written), key=lambda error: list(map(str, error.absolute_path)))
    ]


def _short(error: Any) -> str:
    """The message without the long lists of what would be allowed."""
    if error.validator == "enum" and len(error.validator_value) > 12:
        return f"'{error.instance}' is no word for this; docs/draw-a-figure.md lists them"
    return str(error.message)[:300]
