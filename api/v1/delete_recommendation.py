"""DELETE /v1/recommendations/{id}: erases it, all but a tombstone that keeps it from coming back."""

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.container import container
from api.schemas.meta import Problem
from api.v1.blueprint import needs, principal

_IF_MATCH_HEADER = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The `ETag` of the version that may be erased; without it, whichever is there.",
}


def register(blueprint: Blueprint) -> None:
    """Add the endpoint."""

    @blueprint.route("/recommendations/<string:recommendation_id>", methods=["DELETE"])
    @blueprint.doc(parameters=[_IF_MATCH_HEADER])
    @blueprint.response(204)
    @blueprint.alt_response(401, schema=Problem, content_type="application/problem+json", description="No key, or a bad one.")
    @blueprint.alt_response(403, schema=Problem, content_type="application/problem+json", description="Not allowed, as for publishable keys.")
    @blueprint.alt_response(
        404, schema=Problem, content_type="application/problem+json", description="Not there, erased already, or somebody else's."
    )
    @blueprint.alt_response(412, schema=Problem, content_type="application/problem+json", description="Not in the version that If-Match names.")
    @blueprint.alt_response(503, schema=Problem, content_type="application/problem+json", description="The store does not answer; try again.")
    @needs(Permission.RECOMMENDATION_ERASE)
    def delete_recommendation(recommendation_id: str) -> flask.Response:
        """Erase a recommendation for good: intake, program and all; for server keys.

        What stays is its id, your partner id, the mode and the time of erasure, until the day on which the recommendation would have
        expired. They say nothing of a person; they keep a late retry of the create, under the same `Idempotency-Key`, from making it anew: 410.
        """
        container().recommendations.erase(recommendation_id, principal=principal(), may_be=_may_be)
        return flask.Response(status=204, headers={"Cache-Control": "no-store"})


def _may_be(version: int) -> bool:
    named = flask.request.if_match
    return "If-Match" not in flask.request.headers or named.contains(str(version))
