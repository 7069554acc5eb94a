"""GET /v1/exercises/{id}: one exercise, whole."""

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.cacheable import cacheable
from api.container import container
from api.errors import ApiError
from api.schemas.exercises import ExerciseOut, exercise_body
from api.schemas.meta import Problem
from api.schemas.writer import to_json
from api.v1.blueprint import needs


def register(blueprint: Blueprint) -> None:
    """Add the endpoint."""

    @blueprint.route("/exercises/<string:exercise_id>", methods=["GET"])
    @blueprint.response(200, ExerciseOut)
    @blueprint.alt_response(404, schema=Problem, content_type="application/problem+json", description="There is no such exercise.")
    @needs(Permission.PUBLIC)
    def get_exercise(exercise_id: str) -> flask.Response:
        """One exercise with its texts, doses and movement properties."""
        parts = container()
        exercise = parts.heart.catalog.by_id.get(exercise_id)
        if exercise is None:
            raise ApiError(404, "exercise_not_found", "There is no such exercise.")
        return cacheable(flask.Response(to_json(exercise_body(exercise, figures=parts.figures)), content_type="application/json"))
