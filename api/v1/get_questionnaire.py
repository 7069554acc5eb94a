"""GET /v1/questionnaire: the form that the rules ask for, with its branching."""

from typing import Any

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.container import container
from api.schemas.meta import Problem
from api.schemas.questionnaire import QuestionnaireOut, QuestionnaireQuery
from api.schemas.writer import to_json
from api.v1.blueprint import needs

LOCALE = "en"


def register(blueprint: Blueprint) -> None:
    """Add the endpoint."""

    @blueprint.route("/questionnaire", methods=["GET"])
    @blueprint.arguments(QuestionnaireQuery, location="query")
    @blueprint.response(200, QuestionnaireOut)
    @blueprint.alt_response(401, schema=Problem, content_type="application/problem+json", description="No key, or a bad one.")
    @blueprint.alt_response(403, schema=Problem, content_type="application/problem+json", description="Not allowed.")
    @blueprint.alt_response(422, schema=Problem, content_type="application/problem+json", description="Parameters that are wrong.")
    @blueprint.alt_response(503, schema=Problem, content_type="application/problem+json", description="The store does not answer; try again.")
    @needs(Permission.QUESTIONNAIRE_READ)
    def get_questionnaire(_query: dict[str, Any]) -> flask.Response:
        """The questions, their options, order and branching.

        Other languages come later; until then every `locale` is answered in English, and `Content-Language` says so.
        """
        heart = container().heart
        body = {"object": "questionnaire", "version": heart.versions["rules"], "locale": LOCALE, **heart.book.questionnaire.content}
        response = flask.Response(to_json(body), content_type="application/json")
        response.headers["Content-Language"] = LOCALE
        # It is the same for everybody whose key lets them in, but a key must be asked for again.
        response.headers["Cache-Control"] = "private, max-age=300"
        response.headers["Vary"] = "Authorization, Origin"
        response.add_etag()
        response.make_conditional(flask.request)
        return response
