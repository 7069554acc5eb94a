"""Pages for people, one a module. They show what the API says, run no script, and decide nothing."""

from typing import Any

import flask

from api.pages import browse_exercises, reference, show_exercise, style
from api.pages.render import TEMPLATES

__all__ = ["TEMPLATES", "blueprint"]


def blueprint(api: Any) -> flask.Blueprint:
    """All pages; the reference is of `api`."""
    pages = flask.Blueprint("pages", "api.pages")
    reference.register(pages, api)
    for page in (browse_exercises, show_exercise, style):
        page.register(pages)
    return pages
