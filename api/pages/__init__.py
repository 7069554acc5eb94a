"""Pages for people: the API reference. Shows what the OpenAPI document says; adds nothing of its own but the remedies."""

import re
from pathlib import Path
from typing import Any

import flask
from markupsafe import Markup, escape

from api.problems import FIELD_CODES, REMEDIES
from api.schemas.writer import to_json

TEMPLATES = Path(__file__).parents[2] / "web" / "pages"

# A test holds this to what the routes say that they need.
_WITH_A_KEY = ("/v1/questionnaire", "/v1/recommendations")
METHODS = ("get", "post", "put", "patch", "delete")
_PROBLEM = {
    "description": "Parameters that are wrong.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def blueprint(api: Any) -> flask.Blueprint:
    """The pages over the document of `api`."""
    pages = flask.Blueprint("pages", "api.pages")
    pages.add_app_template_filter(with_code)

    @pages.get("/openapi.json")
    def openapi() -> flask.Response:
        return _cacheable(flask.Response(to_json(document(api)), content_type="application/json"))

    @pages.get("/docs")
    def docs() -> flask.Response:
        html = flask.render_template(
            "docs.html", spec=document(api), remedies=REMEDIES, field_codes=FIELD_CODES, operations=operations(document(api))
        )
        response = _cacheable(flask.Response(html, content_type="text/html; charset=utf-8"))
        response.headers["Content-Security-Policy"] = _POLICY
        return response

    @pages.get("/docs/style.css")
    def style() -> flask.Response:
        return _cacheable(flask.Response((TEMPLATES / "docs.css").read_bytes(), content_type="text/css; charset=utf-8"))

    return pages


def document(api: Any) -> dict[str, Any]:
    """The OpenAPI document: what flask-smorest generates, with our errors for its own, and which operations need a key."""
    spec: dict[str, Any] = api.spec.to_dict()
    for path, methods in spec["paths"].items():
        for operation in (methods[name] for name in METHODS if name in methods):
            operation["responses"].pop("default", None)
            if "$ref" in operation["responses"].get("422", {}):
                operation["responses"]["422"] = _PROBLEM
            if path.startswith(_WITH_A_KEY):
                operation["security"] = [{"key": []}]
    spec["components"].pop("responses", None)
    for unused in ("Error", "PaginationMetadata"):
        spec["components"]["schemas"].pop(unused, None)
    return spec


def operations(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation with its path and method, in the order of the document."""
    return [
        {"path": path, "method": method.upper(), **operation, "parameters": [*methods.get("parameters", []), *operation.get("parameters", [])]}
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def with_code(text: str) -> Markup:
    """Plain text with its `backticks` shown as code; everything else escaped."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def _cacheable(response: flask.Response) -> flask.Response:
    response.headers["Cache-Control"] = "public, max-age=300"
    response.add_etag()
    response.make_conditional(flask.request)
    return response
