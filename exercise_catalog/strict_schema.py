"""JSON Schema as the compilers use it: 8.0 is no integer, because somebody wrote it with a reason or by mistake."""

from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.validators import extend


def _is_integer(_: Any, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


Validator = extend(  # type: ignore[no-untyped-call]  # jsonschema leaves it untyped
    Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
)
