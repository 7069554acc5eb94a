"""Puts the application together: endpoints, errors, limits, request ids, one log line a request."""

import secrets
import time
from typing import Any

import flask
from flask_smorest import Api

from api import pages, problems, telemetry
from api.container import Container
from api.schemas.intake import intake_schema
from api.v1 import (
    delete_recommendation,
    get_exercise,
    get_figure,
    get_health,
    get_questionnaire,
    get_recommendation,
    get_versions,
    list_exercises,
    list_recommendations,
    post_recommendations,
)
from api.v1.blueprint import V1Blueprint, let_in

_DESCRIPTION = (
    "Turns a short intake into a ranked, explained starter program of back exercises, "
    "and holds it back until a doctor was consulted where that is due."
)


class QuietApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest's document without its error pages; ours are in `problems`."""

    def _register_error_handlers(self) -> None:
        """Leave errors to `problems`: one shape, from one place."""


def create_app(container: Container) -> flask.Flask:
    """The application over `container`."""
    telemetry.configure()
    app = flask.Flask("api", static_folder=None, template_folder=str(pages.TEMPLATES))
    app.extensions["backstart"] = container
    # A doubled slash is no other spelling of an address; merging them would answer with a redirect in HTML.
    app.url_map.merge_slashes = False
    app.config.update(
        MAX_CONTENT_LENGTH=container.settings.maximum_body,
        API_TITLE="Backstart",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=None,
        API_SPEC_OPTIONS={
            "info": {"description": _DESCRIPTION, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
            "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "A server or publishable key."}}},
        },
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's own provider has it
    api = QuietApi(app)
    api.register_blueprint(_v1(container))
    app.register_blueprint(pages.blueprint(api))
    problems.register(app)
    app.before_request(_begin)
    app.after_request(_end)
    return app


def _v1(container: Container) -> V1Blueprint:
    blueprint = V1Blueprint("v1", "api.v1", url_prefix="/v1", description="Version 1.")
    blueprint.before_request(let_in)
    now = container.recommendations.now
    post_recommendations.register(blueprint, intake_schema(container.heart.book.intake, today=lambda: now().date()))
    for endpoint in (
        *(list_recommendations, get_recommendation, delete_recommendation),
        *(get_questionnaire, list_exercises, get_exercise, get_figure, get_health, get_versions),
    ):
        endpoint.register(blueprint)
    return blueprint


def _begin() -> None:
    flask.g.request_id = f"req_{secrets.token_hex(12)}"
    flask.g.began = time.perf_counter()


def _end(response: flask.Response) -> flask.Response:
    response.headers["Request-Id"] = flask.g.request_id
    if not response.is_streamed and not response.get_data():
        # An empty answer (to OPTIONS, or 304) has no type; Flask would call it HTML.
        response.headers.pop("Content-Type", None)
    response.headers["X-Content-Type-Options"] = "nosniff"
    principal: Any = flask.g.get("principal")
    telemetry.log(
        "request",
        request_id=flask.g.request_id,
        method=flask.request.method,
        route=flask.request.url_rule.rule if flask.request.url_rule else None,
        status=response.status_code,
        code=flask.g.get("problem_code"),
        ms=round((time.perf_counter() - flask.g.began) * 1000, 1),
        outcome=flask.g.get("outcome"),
        key_id=principal.key.id if principal else None,
        replayed=flask.g.get("replayed"),
    )
    return response
