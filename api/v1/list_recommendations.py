"""GET /v1/recommendations: a partner's own recommendations, newest first, page by page."""

from typing import Any

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.container import container
from api.schemas.listing import RecommendationPage, RecommendationQuery, summary_body
from api.schemas.meta import Problem
from api.schemas.writer import to_json
from api.v1.blueprint import needs, principal


def register(blueprint: Blueprint) -> None:
    """Add the endpoint."""

    @blueprint.route("/recommendations", methods=["GET"])
    @blueprint.arguments(RecommendationQuery, location="query")
    @blueprint.response(200, RecommendationPage)
    @blueprint.alt_response(401, schema=Problem, content_type="application/problem+json", description="No key, or a bad one.")
    @blueprint.alt_response(403, schema=Problem, content_type="application/problem+json", description="Not allowed, as for publishable keys.")
    @blueprint.alt_response(
        422, schema=Problem, content_type="application/problem+json", description="Parameters that are wrong, or a cursor of another list."
    )
    @blueprint.alt_response(503, schema=Problem, content_type="application/problem+json", description="The store does not answer; try again.")
    @needs(Permission.RECOMMENDATION_LIST)
    def list_recommendations(query: dict[str, Any]) -> flask.Response:
        """Your own recommendations in the mode of the key, newest first, in a short form; for server keys.

        The cursor goes along the time of creation, so what is created meanwhile shifts and doubles nothing.
        A recommendation may take a moment after its create to be listed; by its id it is there at once.
        """
        listed = container().recommendations.page(
            principal=principal(), status=query.get("status"), reference=query.get("reference"), cursor=query["cursor"], limit=query["limit"]
        )
        body = {"data": [summary_body(record) for record in listed.records], "next_cursor": listed.next_cursor}
        response = flask.Response(to_json(body), content_type="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response
