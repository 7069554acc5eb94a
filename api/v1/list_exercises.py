"""GET /v1/exercises: the catalog, filtered and searched, page by page."""

import re
from base64 import b64decode, urlsafe_b64encode
from typing import Any

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.cacheable import cacheable
from api.container import container
from api.errors import ApiError
from api.schemas.exercises import ExercisePage, ExerciseQuery, exercise_body
from api.schemas.meta import Problem
from api.schemas.writer import to_json
from api.services.browse import find
from api.v1.blueprint import needs


def register(blueprint: Blueprint) -> None:
    """Add the endpoint."""

    @blueprint.route("/exercises", methods=["GET"])
    @blueprint.arguments(ExerciseQuery, location="query")
    @blueprint.response(200, ExercisePage)
    @blueprint.alt_response(422, schema=Problem, content_type="application/problem+json", description="Parameters that are wrong.")
    @needs(Permission.PUBLIC)
    def list_exercises(query: dict[str, Any]) -> flask.Response:
        """Exercises sorted by id, also those that are found by words: the cursor goes along the ids."""
        parts = container()
        after = _after(query["cursor"])
        found = find((exercise for exercise in parts.heart.catalog.exercises if exercise.id > after), query)
        page = found[: query["limit"]]
        more = len(found) > len(page)
        data = [exercise_body(exercise, figures=parts.figures) for exercise in page]
        body = {"data": data, "next_cursor": _cursor(page[-1].id) if more else None}
        return cacheable(flask.Response(to_json(body), content_type="application/json"))


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
