"""One HTML page as it is sent: cacheable, and under a policy by which it runs nothing and loads nothing from anybody else."""

from pathlib import Path
from typing import Any

import flask

from api.cacheable import cacheable

TEMPLATES = Path(__file__).parents[2] / "web" / "pages"
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def render(template: str, **context: Any) -> flask.Response:
    """The page that a template makes of `context`."""
    html = flask.render_template(template, **context)
    response = cacheable(flask.Response(html, content_type="text/html; charset=utf-8"))
    response.headers["Content-Security-Policy"] = _POLICY
    # An address may hold what somebody searched for; the pages that sources lead to need not know.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
