"""A stored recommendation as a response: the stored bytes, and for a browser a fresh access token."""

import json

import flask

from api.container import container
from api.schemas.writer import to_json
from api.stores.ports import Record
from api.v1.blueprint import principal

ETAG_HEADER = {"ETag": {"schema": {"type": "string"}, "description": "A strong tag, made of the version of the record."}}


def recommendation_response(record: Record, status: int) -> flask.Response:
    """The answer for `record`. Server keys get the stored bytes as they are."""
    body = record.answer
    if principal().is_browser:
        answer = json.loads(body)
        answer["access_token"] = container().access.mint(record.id, principal())
        body = to_json(answer)
    flask.g.outcome = record.outcome
    response = flask.Response(body, status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    # Texts are complete in English only so far; whatever `locale` asked for, this says what it got.
    response.headers["Content-Language"] = "en"
    response.set_etag(str(record.version))
    return response


def not_modified(record: Record) -> flask.Response | None:
    """The empty 304 for who has `record` in this version already, else None."""
    tag = str(record.version)
    if not flask.request.if_none_match.contains_weak(tag):
        return None
    flask.g.outcome = record.outcome
    response = flask.Response(status=304, headers={"Cache-Control": "no-store"})
    response.set_etag(tag)
    return response
