"""/exercises: the catalog for people, filtered and searched, with its drawings. It needs no script, knows nobody, and recommends nothing."""

from typing import Any
from urllib.parse import urlencode

import flask
from webargs.flaskparser import FlaskParser

from api.container import container
from api.errors import ApiError
from api.pages.render import render
from api.schemas.exercises import BrowseQuery
from api.services.browse import find
from exercise_catalog.vocabulary import Area, Equipment, Kind, Level, Position, Property

PAGE_SIZE = 24
_OPTIONS = {"pain_area": Area, "kind": Kind, "level": Level, "position": Position, "equipment": Equipment, "without_property": Property}
_PARSER = FlaskParser()


def register(pages: flask.Blueprint) -> None:
    """Add the page."""

    @pages.get("/exercises")
    def browse_exercises() -> flask.Response:
        asked: dict[str, Any] = _PARSER.parse(BrowseQuery(), flask.request, location="query", unknown="raise")
        page = asked.pop("page")
        parts = container()
        # People look along names; an id may be older than the name and begin with another letter.
        found = sorted(find(parts.heart.catalog.exercises, asked), key=lambda exercise: exercise.text("en").name.casefold())
        last = max(1, -(-len(found) // PAGE_SIZE))
        if page > last:
            raise ApiError(404, "not_found", "What was found ends before this page.")
        shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        return render(
            "exercises.html",
            asked=asked,
            options={name: [word.value for word in words] for name, words in _OPTIONS.items()},
            exercises=shown,
            drawn={exercise.id for exercise in shown if parts.figures(exercise.id) is not None},
            count=len(found),
            everything=len(parts.heart.catalog.exercises),
            page=page,
            last=last,
            previous_page=_query(asked, page - 1) if page > 1 else None,
            next_page=_query(asked, page + 1) if page < last else None,
        )


def _query(asked: dict[str, Any], page: int) -> str:
    """The query of another page of the same search."""
    return urlencode({name: asked[name] for name in ("q", *_OPTIONS) if name in asked} | ({"page": page} if page > 1 else {}))
