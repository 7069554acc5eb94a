"""What all schemas share: unknown fields are refused, and no value is coerced into another type."""

from typing import Any, TypeVar

import marshmallow as ma

FieldT = TypeVar("FieldT", bound="ma.fields.Field[Any]")
# Python refuses to read numbers of some thousand digits; nothing here needs more than a few.
_LONGEST_NUMBER = 9


class Strict(ma.Schema):
    """A schema that refuses what it does not know."""

    class Meta:
        unknown = ma.RAISE


class PlainInteger(ma.fields.Integer):
    """A whole number in a query, in plain digits: Python would take 1_0 and other scripts' digits too."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER):
            raise self.make_error("invalid", input=value)
        return int(value)


def text(description: str, **metadata: object) -> ma.fields.String:
    """A text that is always there in an answer."""
    return ma.fields.String(required=True, metadata={"description": description, **metadata})


def optional(field: FieldT) -> FieldT:
    """`field`, null where there is nothing to say."""
    field.allow_none = True
    return field


def texts(description: str) -> "ma.fields.List[str]":
    """A list of texts."""
    return ma.fields.List(ma.fields.String(), required=True, metadata={"description": description})


def whole(description: str, low: int | None = None, high: int | None = None) -> ma.fields.Integer:
    """A whole number in an answer, with its range where it has one."""
    limits = {key: value for key, value in (("minimum", low), ("maximum", high)) if value is not None}
    return ma.fields.Integer(required=True, strict=True, metadata={"description": description, **limits})
