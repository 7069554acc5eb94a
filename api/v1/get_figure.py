"""GET /v1/exercises/{id}/figure.svg: the drawing of one exercise, as an image that can run nothing."""

from typing import Any

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.cacheable import cacheable
from api.container import container
from api.errors import ApiError
from api.schemas.figures import FigureQuery
from api.schemas.meta import Problem
from api.v1.blueprint import needs

# An address stays when its drawing is drawn anew or its exercise changes, so nobody keeps it for longer;
# the tag is of the drawing's own bytes, so a new catalog that leaves it alone costs nobody a download.
KEPT_S = 24 * 60 * 60
_SVG = {"type": "string", "description": "An SVG image with title and description."}


def register(blueprint: Blueprint) -> None:
    """Add the endpoint."""

    @blueprint.route("/exercises/<string:exercise_id>/figure.svg", methods=["GET"])
    @blueprint.arguments(FigureQuery, location="query")
    @blueprint.response(200, _SVG, content_type="image/svg+xml")
    @blueprint.alt_response(
        404, schema=Problem, content_type="application/problem+json", description="There is no such exercise, or no drawing of it."
    )
    @blueprint.alt_response(422, schema=Problem, content_type="application/problem+json", description="Parameters that are wrong.")
    @needs(Permission.PUBLIC)
    def get_figure(query: dict[str, Any], exercise_id: str) -> flask.Response:
        """The drawing of one exercise: its start and its end; `animated=1` moves between them."""
        parts = container()
        if exercise_id not in parts.heart.catalog.by_id:
            raise ApiError(404, "exercise_not_found", "There is no such exercise.")
        drawing = parts.figures(exercise_id, animated=query["animated"] == "1")
        if drawing is None:
            raise ApiError(404, "figure_not_found", "This exercise has no such drawing yet.")
        response = cacheable(flask.Response(drawing, content_type="image/svg+xml"), seconds=KEPT_S)
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        return response
