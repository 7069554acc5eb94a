"""GET /v1/exercises: the catalog, filtered, page by page."""

import re
from base64 import b64decode, urlsafe_b64encode
from typing import Any

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.container import container
from api.errors import ApiError
from api.schemas.exercises import ExercisePage, ExerciseQuery, exercise_body
from api.schemas.meta import Problem
from api.schemas.writer import to_json
from api.v1.blueprint import needs
from exercise_catalog.exercise import Exercise


def register(blueprint: Blueprint) -> None:
    """Add the endpoint."""

    @blueprint.route("/exercises", methods=["GET"])
    @blueprint.arguments(ExerciseQuery, location="query")
    @blueprint.response(200, ExercisePage)
    @blueprint.alt_response(422, schema=Problem, content_type="application/problem+json", description="Parameters that are wrong.")
    @needs(Permission.PUBLIC)
    def list_exercises(query: dict[str, Any]) -> flask.Response:
        """Exercises sorted by id."""
        after = _after(query["cursor"])
        found = [exercise for exercise in container().heart.catalog.exercises if exercise.id > after and _matches(exercise, query)]
        page = found[: query["limit"]]
        more = len(found) > len(page)
        body = {"data": [exercise_body(exercise) for exercise in page], "next_cursor": _cursor(page[-1].id) if more else None}
        return catalog_response(to_json(body))


def catalog_response(body: bytes) -> flask.Response:
    """A public answer that changes only with the catalog: cacheable, with an ETag."""
    response = flask.Response(body, content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    response.add_etag()
    response.make_conditional(flask.request)
    return response


def _matches(exercise: Exercise, query: dict[str, Any]) -> bool:
    needed = exercise.equipment or {"none"}
    return (
        query.get("pain_area", exercise.areas[0]) in exercise.areas
        and query.get("kind", exercise.kind) == exercise.kind
        and query.get("level", exercise.level) == exercise.level
        and query.get("position", exercise.position) == exercise.position
        and ("equipment" not in query or query["equipment"] in needed)
        and query.get("without_property") not in exercise.properties
    )


def _cursor(exercise_id: str) -> str:
    return urlsafe_b64encode(exercise_id.encode()).decode()


def _after(cursor: str | None) -> str:
    if cursor is None:
        return ""
    try:
        after = b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True).decode("ascii")
    except ValueError:
        after = ""
    if re.fullmatch(r"[a-z0-9_]+", after) is None:
        raise ApiError(422, "invalid_cursor", "This cursor is not one of ours.")
    return after
