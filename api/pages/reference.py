"""The API reference, and the document that it is drawn from. Shows what the OpenAPI document says; adds nothing of its own but the remedies."""

import re
from typing import Any

import flask
from markupsafe import Markup, escape

from api.cacheable import cacheable
from api.pages.render import render
from api.problems import FIELD_CODES, REMEDIES
from api.schemas.writer import to_json

# A test holds this to what the routes say that they need.
_WITH_A_KEY = ("/v1/questionnaire", "/v1/recommendations")
METHODS = ("get", "post", "put", "patch", "delete")
_PROBLEM = {
    "description": "Parameters that are wrong.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def register(pages: flask.Blueprint, api: Any) -> None:
    """Add the reference of `api`, and its document."""
    pages.add_app_template_filter(with_code)

    @pages.get("/openapi.json")
    def openapi() -> flask.Response:
        return cacheable(flask.Response(to_json(document(api)), content_type="application/json"))

    @pages.get("/docs")
    def docs() -> flask.Response:
        spec = document(api)
        return render("docs.html", spec=spec, remedies=REMEDIES, field_codes=FIELD_CODES, operations=operations(spec))


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
