"""GET /v1/recommendations/{id}: what was stored."""

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.container import container
from api.errors import ApiError
from api.schemas.meta import Problem
from api.schemas.recommendations import Recommendation
from api.v1.blueprint import needs, principal
from api.v1.recommendation_response import ETAG_HEADER, not_modified, recommendation_response

_ACCESS_HEADER = {
    "in": "header",
    "name": "Access-Token",
    "required": False,
    "schema": {"type": "string"},
    "description": "For browser keys: the `access_token` of the create.",
}
_IF_NONE_MATCH_HEADER = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The `ETag` that you have; 304 if it is still that version.",
}


def register(blueprint: Blueprint) -> None:
    """Add the endpoint."""

    @blueprint.route("/recommendations/<string:recommendation_id>", methods=["GET"])
    @blueprint.doc(parameters=[_ACCESS_HEADER, _IF_NONE_MATCH_HEADER])
    @blueprint.response(200, Recommendation, headers=ETAG_HEADER)
    @blueprint.alt_response(304, description="You have this version already.")
    @blueprint.alt_response(401, schema=Problem, content_type="application/problem+json", description="No key, or a bad one.")
    @blueprint.alt_response(403, schema=Problem, content_type="application/problem+json", description="Not allowed.")
    @blueprint.alt_response(404, schema=Problem, content_type="application/problem+json", description="Not there, or erased, or somebody else's.")
    @blueprint.alt_response(503, schema=Problem, content_type="application/problem+json", description="The store does not answer; try again.")
    @needs(Permission.RECOMMENDATION_READ)
    def get_recommendation(recommendation_id: str) -> flask.Response:
        """The stored recommendation, as it was answered."""
        token = flask.request.headers.get("Access-Token")
        if principal().is_browser and not container().access.opens(token, recommendation_id, principal()):
            raise ApiError(403, "access_token_required", "A publishable key reads a recommendation only with its access token.")
        record = container().recommendations.read(recommendation_id, principal=principal())
        return not_modified(record) or recommendation_response(record, 200)
