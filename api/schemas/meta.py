"""Errors, health and versions on the wire."""

import marshmallow as ma

from api.schemas.base import Strict, text, texts, whole

_LIVE = {
    "enum": ["open", "refused", "accepted_unreviewed"],
    "description": "May live keys be used? `refused` until the rules are reviewed, `accepted_unreviewed` where the operator let them in as they are.",
}


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


class RulesHealth(Strict):
    """How far the rules in force are reviewed, and what follows for live keys."""

    reviewed = ma.fields.Boolean(required=True, metadata={"description": "Is every row reviewed as it now is?"})
    rows = whole("Rows of the rules in force.", 0)
    rows_reviewed = whole("Those that are reviewed as they now are.", 0)
    rows_removed = whole("Rows that were reviewed once and are gone without a review; none may be, for the rules to be reviewed.", 0)
    live_keys = ma.fields.String(required=True, metadata=_LIVE)


class Health(Strict):
    """Is it alive?"""

    status = text("Always `ok`; anything else is a problem.", enum=["ok"])
    store = text("`ok` where it was asked, else `not_checked`.", enum=["ok", "not_checked"])
    rules = ma.fields.Nested(RulesHealth, required=True)


class HealthQuery(Strict):
    """`deep=1` asks the store as well."""

    deep = ma.fields.String(load_default="0", validate=ma.validate.OneOf(["0", "1"]))


class VersionsOut(Strict):
    """What is in force."""

    catalog = text("Digest of the exercise catalog.")
    rules = text("Digest of the rules and of the plan.")
    model = text("Digest of the ranking model.")
    rules_reviewed = ma.fields.Boolean(required=True, metadata={"description": "Has a clinician reviewed every row of the rules in force?"})
    rules_rows = whole("Rows of the rules in force.", 0)
    rules_rows_reviewed = whole("Those that are reviewed as they now are.", 0)
    live = ma.fields.String(required=True, metadata=_LIVE)
    locales = texts("Languages that are complete.")
