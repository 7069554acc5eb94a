"""The one stylesheet of all pages; it comes as it stands in web/pages."""

import flask

from api.cacheable import cacheable
from api.pages.render import TEMPLATES


def register(pages: flask.Blueprint) -> None:
    """Add the stylesheet."""

    @pages.get("/docs/style.css")
    def style() -> flask.Response:
        return cacheable(flask.Response((TEMPLATES / "style.css").read_bytes(), content_type="text/css; charset=utf-8"))
