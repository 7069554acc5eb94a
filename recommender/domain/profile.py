"""What one person told us, at one time. The one place that says what an answer means; refuses what it does not know."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recommender.domain.intake import Field, Intake
from recommender.domain.truth import UNKNOWN, Unknown
from recommender.errors import AnswersRefused, Problem

# The two lists of the screening. Each has a twin `…_unknown` for what was skipped or answered with "don't know".
_LISTS = ("red_flags", "conditions")

FactValue = bool | int | float | str | frozenset[str] | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The facts of one person. Every fact of the intake is there; what was not answered is UNKNOWN.

    `red_flags.X` and `conditions.X` are yes, no or UNKNOWN for every X that could have been ticked.
    """

    facts: Mapping[str, FactValue]
    judged_on: dt.date

    @classmethod
    def from_answers(cls, answers: Any, *, intake: Intake, judged_on: dt.date) -> "Profile":
        """The profile that `answers` (the request body, parsed) describe on the day `judged_on`.

        Raises AnswersRefused with every problem at once.
        """
        if not isinstance(answers, dict):
            raise AnswersRefused([Problem(pointer="", code="wrong_type", detail="The intake must be an object.")])
        flat, problems = _flatten(answers, intake)
        for name, field in intake.fields.items():
            if name in flat:
                problems += _problems_of(field, flat[name])
            elif field.required:
                problems.append(Problem(pointer=field.pointer, code="required", detail="This field is required."))
        problems += _consultation_problems(flat, judged_on)
        if problems:
            raise AnswersRefused(sorted(problems, key=lambda problem: (problem.pointer, problem.code)))
        return cls(facts=_facts(flat, intake, judged_on), judged_on=judged_on)

    def __getitem__(self, name: str) -> FactValue:
        return self.facts[name]

    def chosen(self, name: str) -> frozenset[str]:
        """The options chosen in the set field `name`; empty where it was not answered."""
        value = self.facts[name]
        return value if isinstance(value, frozenset) else frozenset()


def _escaped(key: str) -> str:
    # Half a character pair can't be written into an answer, so it is shown as a question mark.
    return key.replace("~", "~0").replace("/", "~1").encode("utf-8", "replace").decode("utf-8")


def _flatten(answers: Mapping[str, Any], intake: Intake) -> tuple[dict[str, Any], list[Problem]]:
    """The answers by field name, objects unfolded, and what is no field at all."""
    flat: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, pointer, value in _named(answers, intake):
        # "pain.intensity" as one key at the top is not the field intensity of the object pain.
        if name in intake.fields and intake.fields[name].pointer == pointer:
            flat[name] = value
        elif name in intake.objects:
            problems.append(Problem(pointer=pointer, code="wrong_type", detail="This must be an object."))
        else:
            problems.append(Problem(pointer=pointer, code="unknown_field", detail="There is no such field."))
    return flat, problems


def _named(answers: Mapping[str, Any], intake: Intake) -> Iterator[tuple[str, str, Any]]:
    """Name, JSON Pointer and value of every answer, with the fields of objects by their dotted names."""
    for key, value in answers.items():
        if key in intake.objects and isinstance(value, dict):
            yield from ((f"{key}.{inner}", f"/{key}/{_escaped(inner)}", inner_value) for inner, inner_value in value.items())
        else:
            yield key, f"/{_escaped(key)}", value


def _problems_of(field: Field, value: Any) -> list[Problem]:
    return _CHECKS[field.type](field, value)


def _problem(field: Field, code: str, detail: str) -> list[Problem]:
    return [Problem(pointer=field.pointer, code=code, detail=detail)]


def _problems_of_number(field: Field, value: Any) -> list[Problem]:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole and (field.type == "integer" or not isinstance(value, float)):
        return _problem(field, "wrong_type", f"This must be {'a whole number' if field.type == 'integer' else 'a number'}, not in quotes.")
    low, high = field.minimum, field.maximum
    # A whole number of hundreds of digits compares well, but does not become a float.
    if (isinstance(value, float) and not math.isfinite(value)) or (low is not None and value < low) or (high is not None and value > high):
        return _problem(field, "out_of_range", f"This must be from {low} to {high} ({field.unit}).")
    return []


def _problems_of_boolean(field: Field, value: Any) -> list[Problem]:
    return [] if isinstance(value, bool) else _problem(field, "wrong_type", "This must be true or false.")


def _problems_of_choice(field: Field, value: Any) -> list[Problem]:
    if not isinstance(value, str):
        return _problem(field, "wrong_type", "This must be text.")
    return [] if value in field.options else _problem(field, "unknown_option", _options_detail(field))


def _problems_of_date(field: Field, value: Any) -> list[Problem]:
    if not isinstance(value, str):
        return _problem(field, "wrong_type", "This must be a date as text, like 2026-11-02.")
    return [] if _date(value) is not None else _problem(field, "invalid_date", "This must be a date that exists, like 2026-11-02.")


def _problems_of_set(field: Field, value: Any) -> list[Problem]:
    if not isinstance(value, list):
        return [Problem(pointer=field.pointer, code="wrong_type", detail="This must be a list.")]
    if len(value) > field.maximum_items:
        return [Problem(pointer=field.pointer, code="too_many_items", detail=f"At most {field.maximum_items} entries.")]
    problems, seen = [], set()
    for index, item in enumerate(value):
        pointer = f"{field.pointer}/{index}"
        if not isinstance(item, str):
            problems.append(Problem(pointer=pointer, code="wrong_type", detail="Each entry must be text."))
        elif item not in field.options:
            problems.append(Problem(pointer=pointer, code="unknown_option", detail=_options_detail(field)))
        elif item in seen:
            problems.append(Problem(pointer=pointer, code="duplicate_item", detail="This entry stands twice."))
        else:
            seen.add(item)
    return problems


def _problems_of_text(field: Field, value: Any) -> list[Problem]:
    if not isinstance(value, str):
        return [Problem(pointer=field.pointer, code="wrong_type", detail="This must be text.")]
    if field.maximum_length is not None and len(value) > field.maximum_length:
        return [Problem(pointer=field.pointer, code="too_long", detail=f"At most {field.maximum_length} characters.")]
    if any("\ud800" <= character <= "\udfff" for character in value):
        return [Problem(pointer=field.pointer, code="invalid_text", detail="This holds half of a character pair, which can't be stored.")]
    return []


_CHECKS = {
    "number": _problems_of_number,
    "integer": _problems_of_number,
    "boolean": _problems_of_boolean,
    "choice": _problems_of_choice,
    "set": _problems_of_set,
    "date": _problems_of_date,
    "text": _problems_of_text,
}


def _options_detail(field: Field) -> str:
    if len(field.options) > 20:
        return "This is none of the known options; GET /openapi.json lists them."
    return f"This must be one of: {', '.join(field.options)}."


def _date(value: str) -> dt.date | None:
    # fromisoformat takes other spellings too (20261102, 2026-W45-1); the contract knows one.
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _consultation_problems(flat: Mapping[str, Any], judged_on: dt.date) -> list[Problem]:
    pointer = "/consultation/consulted_on"
    if flat.get("consultation.consulted") is True and "consultation.consulted_on" not in flat:
        return [Problem(pointer=pointer, code="required", detail="Say when the doctor was consulted.")]
    on = flat.get("consultation.consulted_on")
    date = _date(on) if isinstance(on, str) else None
    if date is not None and date > judged_on:
        return [Problem(pointer=pointer, code="date_in_future", detail="This date is in the future.")]
    return []


def _facts(flat: Mapping[str, Any], intake: Intake, judged_on: dt.date) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    for name, field in intake.fields.items():
        if field.facts:
            facts[name] = _fact(field, flat.get(name, field.default))
    facts |= _ticked("red_flags", intake, flat, unsure=frozenset(flat.get("red_flags_unknown", ())))
    facts |= _ticked("conditions", intake, flat, unsure=frozenset(flat.get("conditions_unknown", ())))
    facts["consultation.months_ago"] = _months_ago(flat.get("consultation.consulted_on"), judged_on)
    facts["screening"] = _screening(flat)
    facts["ticked_and_not_sure"] = any(not frozenset(flat.get(name, ())).isdisjoint(flat.get(f"{name}_unknown", ())) for name in _LISTS)
    return facts


def _fact(field: Field, value: Any) -> FactValue:
    if value is None or (field.unknown_option is not None and value == field.unknown_option):
        return UNKNOWN
    if field.type == "set":
        return frozenset(value) | ({field.always} if field.always else set())
    return value  # type: ignore[no-any-return]  # checked against the field's type before


def _ticked(name: str, intake: Intake, flat: Mapping[str, Any], *, unsure: Iterable[str]) -> dict[str, FactValue]:
    asked, yes = name in flat, frozenset(flat.get(name, ()))
    return {
        f"{name}.{option}": True if option in yes else (False if asked and option not in unsure else UNKNOWN)
        for option in intake.fields[name].options
    }


def _months_ago(on: str | None, judged_on: dt.date) -> int | Unknown:
    """Months since `on`, a month that has begun counted whole: a year to the day is 12, a day more is 13."""
    date = _date(on) if on is not None else None
    if date is None:
        return UNKNOWN
    months = (judged_on.year - date.year) * 12 + judged_on.month - date.month
    return months + (judged_on.day > date.day)


def _screening(flat: Mapping[str, Any]) -> str:
    given = [name in flat for name in _LISTS]
    if not any(given):
        return "not_asked"
    return "complete" if all(given) and not any(flat.get(f"{name}_unknown") for name in _LISTS) else "partial"
