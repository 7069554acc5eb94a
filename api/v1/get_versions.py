"""GET /v1/versions: what is in force."""

import flask
from flask_smorest import Blueprint

from api.auth.permissions import Permission
from api.container import container
from api.schemas.meta import VersionsOut
from api.schemas.writer import to_json
from api.v1.blueprint import needs


def register(blueprint: Blueprint) -> None:
    """Add the endpoint."""

    @blueprint.route("/versions", methods=["GET"])
    @blueprint.response(200, VersionsOut)
    @needs(Permission.PUBLIC)
    def get_versions() -> flask.Response:
        """Digests of catalog, rules and model, how far the rules are reviewed, and whether live keys may be used."""
        heart = container().heart
        body = {
            **heart.versions,
            "rules_reviewed": heart.rules_reviewed,
            "rules_rows": heart.reviews.rows,
            "rules_rows_reviewed": heart.reviews.reviewed,
            "live": container().live,
            "locales": ["en"],
        }
        return flask.Response(to_json(body), content_type="application/json")
