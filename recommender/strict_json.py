"""Parses JSON from outside. Refuses a key that stands twice, NaN and Infinity, numbers that don't fit, and endless nesting."""

import json
import math
from typing import Any

from recommender.errors import RecommenderError


class JsonRefused(RecommenderError):
    """When a text is no JSON that we take. `code` is `invalid_json` or `duplicate_key`; the message repeats nothing of it."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        self.detail = detail
        super().__init__(code)


def parse(text: str | bytes) -> Any:
    """The value of one JSON document. Raises JsonRefused."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)
    # A nesting too deep ends in RecursionError; a whole number of thousands of digits, and broken UTF-8, in ValueError.
    except (ValueError, RecursionError):
        raise JsonRefused("invalid_json", "The body is not valid JSON in UTF-8.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise JsonRefused("duplicate_key", "A key stands twice in one object; it is not clear which one counts.")
    return result


def _constant(name: str) -> Any:
    raise ValueError(name)


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError("too large")
    return value
