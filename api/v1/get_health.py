"""GET /v1/health: is it alive, are its rules reviewed, and with `deep=1`, does its store answer?"""

from typing import Any

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.container import Container, container
from api.schemas.meta import Health, HealthQuery, Problem
from api.schemas.writer import to_json
from api.v1.blueprint import needs


def register(blueprint: Blueprint) -> None:
    """Add the endpoint."""

    @blueprint.route("/health", methods=["GET"])
    @blueprint.arguments(HealthQuery, location="query")
    @blueprint.response(200, Health)
    @blueprint.alt_response(503, schema=Problem, content_type="application/problem+json", description="The store does not answer.")
    @needs(Permission.PUBLIC)
    def get_health(query: dict[str, Any]) -> flask.Response:
        """Liveness."""
        deep = query["deep"] == "1"
        if deep:
            container().store.ping()
        body = {"status": "ok", "store": "ok" if deep else "not_checked", "rules": _rules(container())}
        response = flask.Response(to_json(body), content_type="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response


def _rules(parts: Container) -> dict[str, Any]:
    reviews = parts.heart.reviews
    return {
        "reviewed": parts.heart.rules_reviewed,
        "rows": reviews.rows,
        "rows_reviewed": reviews.reviewed,
        "rows_removed": reviews.removed,
        "live_keys": parts.live,
    }
