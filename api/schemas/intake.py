"""The request of POST /v1/recommendations. Its fields come from the rule book; what an answer means, the heart decides."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import marshmallow as ma

from api.schemas.base import Strict
from recommender.domain.intake import Field, Intake
from recommender.domain.profile import Profile


class Answer(ma.fields.Field[Any]):
    """One answer, handed on as it came. Its bounds stand in the OpenAPI document; the heart holds it to them."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value


def intake_schema(intake: Intake, *, today: Callable[[], dt.date]) -> type[Strict]:
    """The schema of an intake, built from its fields. Loading raises AnswersRefused with every problem at once."""
    top: dict[str, Any] = {}
    for name in intake.objects:
        inner: dict[str, Any] = {field.name.split(".")[1]: _answer(field) for field in intake.fields.values() if field.name.startswith(f"{name}.")}
        title = f"Intake{name.title()}"
        top[name] = ma.fields.Nested(Strict.from_dict(inner, name=title), metadata={"description": f"See {title}."})
    top |= {name: _answer(field) for name, field in intake.fields.items() if "." not in name}

    class IntakeSchema(Strict.from_dict(top, name="IntakeFields")):  # type: ignore[misc]  # a class built from data
        """The answers of one person. The first four are required; what is absent is unknown, never "no"."""

        @ma.pre_load
        def _mean_something(self, data: Any, **_: Any) -> Any:
            Profile.from_answers(data, intake=intake, judged_on=today())
            return data

    IntakeSchema.__name__ = "Intake"
    return IntakeSchema


def _answer(field: Field) -> Answer:
    return Answer(required=field.required, metadata={"description": _description(field), **_json_schema(field)})


def _description(field: Field) -> str:
    words = field.question
    if field.unit:
        words += f" ({field.unit})"
    if field.default is not None and field.type != "set":
        words += f" Default {field.default}."
    return words


def _json_schema(field: Field) -> dict[str, Any]:
    match field.type:
        case "number" | "integer":
            return {"type": field.type, "minimum": field.minimum, "maximum": field.maximum}
        case "boolean":
            return {"type": "boolean"}
        case "choice":
            return {"type": "string", "enum": list(field.options)}
        case "set":
            items = {"type": "string", "enum": list(field.options)}
            return {"type": "array", "items": items, "uniqueItems": True, "maxItems": field.maximum_items}
        case "date":
            return {"type": "string", "format": "date"}
        case _:
            return {"type": "string", "maxLength": field.maximum_length}
