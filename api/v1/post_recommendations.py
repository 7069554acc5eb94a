"""POST /v1/recommendations: an intake in, a stored recommendation out."""

from typing import Any

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.container import container
from api.errors import ApiError
from api.schemas.base import Strict
from api.schemas.meta import Problem
from api.schemas.recommendations import Recommendation
from api.v1.blueprint import needs, principal
from api.v1.recommendation_response import ETAG_HEADER, recommendation_response

_IDEMPOTENCY_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
    "description": "Repeat a request safely: the same key and body answer the same, byte for byte.",
}


def register(blueprint: Blueprint, intake: type[Strict]) -> None:
    """Add the endpoint; `intake` is the schema built from the rule book."""

    @blueprint.route("/recommendations", methods=["POST"])
    @blueprint.doc(parameters=[_IDEMPOTENCY_HEADER])
    @blueprint.arguments(intake)
    @blueprint.response(201, Recommendation, headers={"Location": {"schema": {"type": "string"}}, **ETAG_HEADER})
    @blueprint.alt_response(400, schema=Problem, content_type="application/problem+json", description="No JSON, or a key twice.")
    @blueprint.alt_response(401, schema=Problem, content_type="application/problem+json", description="No key, or a bad one.")
    @blueprint.alt_response(403, schema=Problem, content_type="application/problem+json", description="Not allowed.")
    @blueprint.alt_response(410, schema=Problem, content_type="application/problem+json", description="Erased; a late retry does not bring it back.")
    @blueprint.alt_response(413, schema=Problem, content_type="application/problem+json", description="Too large.")
    @blueprint.alt_response(415, schema=Problem, content_type="application/problem+json", description="Not JSON.")
    @blueprint.alt_response(422, schema=Problem, content_type="application/problem+json", description="Fields that are wrong, all at once.")
    @blueprint.alt_response(503, schema=Problem, content_type="application/problem+json", description="The store does not answer; try again.")
    @needs(Permission.RECOMMENDATION_CREATE)
    def create_recommendation(answers: dict[str, Any]) -> flask.Response:
        """Recommend a program for one intake, and store it.

        The gate decides first: `consult_first`, `urgent` and `emergency` carry no program.
        """
        answered = container().recommendations.create(answers, principal=principal(), idempotency_key=_idempotency_key())
        response = recommendation_response(answered.record, 201)
        response.headers["Location"] = f"/v1/recommendations/{answered.record.id}"
        if answered.replayed:
            response.headers["Idempotent-Replayed"] = "true"
        flask.g.replayed = answered.replayed
        return response


def _idempotency_key() -> str | None:
    key = flask.request.headers.get("Idempotency-Key")
    if key is not None and not (1 <= len(key) <= 255 and key.isascii() and key.isprintable() and " " not in key):
        raise ApiError(422, "invalid_idempotency_key", "An Idempotency-Key has 1 to 255 printable ASCII characters, no spaces.")
    return key
