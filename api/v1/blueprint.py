"""What every endpoint shares: its blueprint, what it needs to be allowed, how its body is read."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import flask
from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from api.auth.gate import KeyGate
from api.auth.permissions import Permission
from api.errors import ApiError
from api.principal import Principal
from recommender.strict_json import parse

View = TypeVar("View", bound=Callable[..., Any])

_NEEDS = "_backstart_needs"


class StrictParser(FlaskParser):  # type: ignore[misc]  # webargs has no types here
    """Reads bodies by our own JSON rules, and refuses unknown query parameters."""

    DEFAULT_UNKNOWN_BY_LOCATION: ClassVar[dict[str, Any]] = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": "raise"}

    def load_json(self, req: flask.Request, schema: Any) -> Any:
        """The parsed body. Raises ApiError 415, JsonRefused, or what Flask raises for a body that is too large."""
        if req.mimetype != "application/json":
            raise ApiError(415, "unsupported_media_type", "Send the body as application/json.")
        body = req.get_data(cache=True)
        limit = flask.current_app.config["MAX_CONTENT_LENGTH"]
        # A body that does not say its length is cut off at the limit without a word; half an intake must not pass for a whole one.
        if req.content_length is None and len(body) >= limit:
            raise RequestEntityTooLarge
        return parse(body)


class V1Blueprint(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A blueprint whose bodies are read strictly."""

    ARGUMENTS_PARSER = StrictParser()


def needs(permission: Permission) -> Callable[[View], View]:
    """Say what a view needs; goes right above the function."""

    def mark(view: View) -> View:
        setattr(view, _NEEDS, permission)
        return view

    return mark


def needed_by(view: Callable[..., Any] | None) -> Permission | None:
    """What `view`, or the function that it wraps, says that it needs; None where it says nothing."""
    while view is not None:
        permission: Permission | None = getattr(view, _NEEDS, None)
        if permission is not None:
            return permission
        view = getattr(view, "__wrapped__", None)
    return None


def let_in() -> None:
    """Default deny: a view that says nothing lets nobody in, and a key is checked before a body is read."""
    permission = needed_by(flask.current_app.view_functions.get(flask.request.endpoint or ""))
    if permission is None:
        raise ApiError(403, "not_allowed", "This address is closed.")
    if permission is not Permission.PUBLIC:
        gate: KeyGate = flask.current_app.extensions["backstart"].keys
        headers = flask.request.headers
        flask.g.principal = gate.principal(headers.get("Authorization"), origin=headers.get("Origin"), needs=permission)


def principal() -> Principal:
    """Who asks. Only for views that need more than PUBLIC."""
    found: Principal = flask.g.principal
    return found
