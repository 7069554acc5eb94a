"""Errors, health and versions on the wire."""

import marshmallow as ma

from api.schemas.base import Strict, text, texts


class ProblemField(Strict):
    """One thing wrong in the request."""

    pointer = text("JSON Pointer to it.")
    code = text("Stable code.")
    detail = text("In words; may change.")


class Problem(Strict):
    """RFC 9457. `code` is contract, `detail` is for people."""

    type = text("Relative address of the error's page.")
    title = text("The HTTP status in words.")
    status = ma.fields.Integer(required=True, strict=True)
    detail = text("What happened and what to do.")
    code = text("Stable code.")
    request_id = text("Say it when you ask us.")
    errors = ma.fields.List(ma.fields.Nested(ProblemField), required=True)


class Health(Strict):
    """Is it alive?"""

    status = text("Always `ok`; anything else is a problem.", enum=["ok"])
    store = text("`ok` where it was asked, else `not_checked`.", enum=["ok", "not_checked"])


class HealthQuery(Strict):
    """`deep=1` asks the store as well."""

    deep = ma.fields.String(load_default="0", validate=ma.validate.OneOf(["0", "1"]))


class VersionsOut(Strict):
    """What is in force."""

    catalog = text("Digest of the exercise catalog.")
    rules = text("Digest of the rules and of the plan.")
    model = text("Digest of the ranking model.")
    rules_reviewed = ma.fields.Boolean(required=True, metadata={"description": "Has a clinician reviewed the rules in force?"})
    locales = texts("Languages that are complete.")
