"""A page of recommendations on the wire: what tells them apart, without the program and without what was answered."""

import json
from typing import Any

import marshmallow as ma

from api.schemas.base import PlainInteger, Strict, optional, text
from api.schemas.recommendations import STATUSES, Versions
from api.stores.ports import Record
from recommender.domain.gate import Outcome

Nested = ma.fields.Nested
_AS_ANSWERED = ("id", "created_at", "reference", "judged_on", "versions")


class RecommendationQuery(Strict):
    """The filters, page by page along a cursor."""

    reference = ma.fields.String(
        validate=ma.validate.Length(max=64),
        metadata={"description": "Exactly this reference of yours. It stands in the address of the request, so let it say nothing of a person."},
    )
    status = ma.fields.String(validate=ma.validate.OneOf(STATUSES), metadata={"description": "Those that stand there now."})
    limit = PlainInteger(load_default=20, validate=ma.validate.Range(1, 100), metadata={"description": "How many at most."})
    cursor = ma.fields.String(
        load_default=None, validate=ma.validate.Length(max=200), metadata={"description": "From `next_cursor`, with the same filters."}
    )


class GateSummary(Strict):
    """May the program start? The reasons are in the recommendation."""

    outcome = text("From free to go to get help now.", enum=[outcome.value for outcome in Outcome])
    screening = text("Were all safety questions put?", enum=["complete", "partial", "not_asked"])


class RecommendationSummary(Strict):
    """One recommendation of a list. `GET /v1/recommendations/{id}` has all of it, the program above all."""

    id = text("`rec_…`")
    object = text("Always `recommendation_summary`.", enum=["recommendation_summary"])
    created_at = text("RFC 3339, UTC.", format="date-time")
    reference = optional(text("Your own reference."))
    status = text("Where it stands.", enum=list(STATUSES))
    gate = Nested(GateSummary, required=True)
    judged_on = text("The day on which it was judged.", format="date")
    versions = Nested(Versions, required=True)


class RecommendationPage(Strict):
    """Recommendations, newest first."""

    data = ma.fields.List(
        Nested(RecommendationSummary),
        required=True,
        metadata={"description": "At most `limit`. With a filter a page can be short, or empty, and yet not the last."},
    )
    next_cursor = optional(text("For the next page; null on the last one, and only there."))


def summary_body(record: Record) -> dict[str, Any]:
    """One record as the fields of its row."""
    answer = json.loads(record.answer)
    row = {name: answer[name] for name in _AS_ANSWERED}
    gate = {"outcome": record.outcome, "screening": answer["gate"]["screening"]}
    row |= {"object": "recommendation_summary", "status": record.status, "gate": gate}
    return {name: row[name] for name in RecommendationSummary().fields}
