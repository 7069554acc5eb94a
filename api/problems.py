"""Every error as problem+json: one shape, from one place. Never HTML, never a traceback, never what was sent."""

import logging
from http import HTTPStatus
from typing import Any

import flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from api.errors import ApiError, FieldError, StoreError, StoreUnavailable
from api.schemas.writer import to_json
from api.telemetry import log
from recommender.errors import AnswersRefused, SafetyCheckFailed
from recommender.strict_json import JsonRefused

RETRY_AFTER_S = 2

# Every code that an answer can carry, with what to do about it. The reference page shows this table, and a test walks it.
REMEDIES = {
    "key_missing": "Send `Authorization: Bearer <key>`.",
    "key_malformed": "Copy the key again, whole: its checksum does not fit.",
    "key_unknown": "The key was revoked or never existed here. Ask for a new one.",
    "rules_not_reviewed": "Use a test key; a live one works once the rules in force are reviewed, or their operator accepts them unreviewed.",
    "not_allowed": "This kind of key may not do that.",
    "origin_not_allowed": "Ask to have your site's origin listed; a publishable key works only from listed ones.",
    "access_token_required": "Send the `access_token` of the create as header `Access-Token`; it lasts an hour.",
    "recommendation_not_found": "Check the id, and that the key is of the same partner and mode.",
    "gone": "It was erased for good. For a new recommendation, send a new Idempotency-Key.",
    "stale_version": "GET it again, and send the new `ETag` as `If-Match`; or leave `If-Match` out.",
    "exercise_not_found": "GET /v1/exercises lists the ids.",
    "figure_not_found": "`figure_url` of an exercise is null until there is a drawing of it.",
    "not_found": "Check the path against this page.",
    "method_not_allowed": "The header `Allow` lists the methods.",
    "body_too_large": "A body may have 32 KiB.",
    "unsupported_media_type": "Send `Content-Type: application/json`.",
    "invalid_json": "Send one JSON object in UTF-8.",
    "duplicate_key": "Send each key once.",
    "invalid_request": "`errors` lists every field that is wrong, and how.",
    "invalid_idempotency_key": "Use 1 to 255 printable ASCII characters.",
    "idempotency_key_reused": "Use a new key for a new body.",
    "screening_required": "A form that a person fills in must ask the red flags.",
    "consent_required": "Ask for consent, and send `consent.given: true`.",
    "invalid_cursor": "Use the `next_cursor` of the page before, with the same filters.",
    "bad_request": "Check the request line and headers.",
    "store_unavailable": "Nothing was released. Try again after `Retry-After` seconds, with the same Idempotency-Key.",
    "safety_check_failed": "Nothing was released. This is our fault; tell us the request id.",
    "internal_error": "Nothing was released. This is our fault; tell us the request id.",
}


# The codes inside `errors`, where single fields are wrong.
FIELD_CODES = {
    "required": "The field must be there.",
    "unknown_field": "There is no such field; check its spelling.",
    "wrong_type": "Send the type that the schema names; nothing is converted.",
    "out_of_range": "Stay within the bounds of the schema.",
    "unknown_option": "Send one of the listed options.",
    "duplicate_item": "Name each entry once.",
    "too_many_items": "Send fewer entries.",
    "too_long": "Send a shorter text.",
    "invalid_text": "Send whole Unicode characters.",
    "invalid_date": "Send a date that exists, as 2026-11-02.",
    "date_in_future": "The date must not be later than today (UTC).",
    "invalid_parameter": "Check the query parameter.",
}


def problem(status: int, code: str, detail: str, *, errors: tuple[FieldError, ...] = (), headers: dict[str, str] | None = None) -> flask.Response:
    """One problem+json response."""
    body = {
        "type": f"/docs#error-{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": flask.g.get("request_id", ""),
        "errors": [{"pointer": error.pointer, "code": error.code, "detail": error.detail} for error in errors],
    }
    flask.g.problem_code = code
    response = flask.Response(to_json(body), status=status, content_type="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers or {})
    return response


def register(app: flask.Flask) -> None:
    """Make every error of `app` a problem."""
    app.register_error_handler(ApiError, lambda error: problem(error.status, error.code, error.detail, errors=error.errors, headers=error.headers))
    app.register_error_handler(AnswersRefused, _answers_refused)
    app.register_error_handler(JsonRefused, lambda error: problem(400, error.code, error.detail))
    app.register_error_handler(StoreUnavailable, _store_unavailable)
    app.register_error_handler(StoreError, _internal_error)
    app.register_error_handler(SafetyCheckFailed, _safety_check_failed)
    app.register_error_handler(HTTPException, _http_exception)
    app.register_error_handler(Exception, _internal_error)


def _answers_refused(error: AnswersRefused) -> flask.Response:
    errors = tuple(FieldError(pointer=one.pointer, code=one.code, detail=one.detail) for one in error.problems)
    return problem(422, "invalid_request", f"{len(errors)} field{'s are' if len(errors) > 1 else ' is'} not as they should be.", errors=errors)


def _store_unavailable(error: StoreUnavailable) -> flask.Response:
    # A store says which call failed and with which code, and nothing of what was to be stored.
    log("store_unavailable", level=logging.ERROR, request_id=flask.g.get("request_id"), reason=str(error))
    detail = "The store can't be reached. Nothing was released; try again shortly, with the same Idempotency-Key."
    return problem(503, "store_unavailable", detail, headers={"Retry-After": str(RETRY_AFTER_S)})


def _safety_check_failed(_: SafetyCheckFailed) -> flask.Response:
    log("safety_check_failed", level=logging.CRITICAL, request_id=flask.g.get("request_id"))
    return problem(500, "safety_check_failed", "The finished program did not pass its own safety check, so it was not released.")


def _http_exception(error: HTTPException) -> flask.Response:
    status = error.code or 500
    if isinstance(error, RequestEntityTooLarge):
        return problem(413, "body_too_large", "The body is larger than 32 KiB.")
    if status == 422:
        return problem(422, "invalid_request", "Some parameters are not as they should be.", errors=tuple(_webargs_errors(error)))
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return problem(405, "method_not_allowed", f"This address takes {allowed}.", headers={"Allow": allowed})
    if status == 404:
        return problem(404, "not_found", "There is nothing at this address.")
    if status >= 500:
        return _internal_error(error)
    return problem(status, "bad_request", "The request can't be understood.")


def _webargs_errors(error: HTTPException) -> list[FieldError]:
    """marshmallow's messages of a query, `{"query": {"limit": [...]}}`, as field errors."""
    messages: dict[str, Any] = (getattr(error, "data", None) or {}).get("messages", {})
    return [
        FieldError(
            pointer=f"/{name.replace('~', '~0').replace('/', '~1')}",
            code="invalid_parameter",
            detail=" ".join(map(str, details)) if isinstance(details, list) else "Not valid.",
        )
        for fields in messages.values()
        if isinstance(fields, dict)
        for name, details in sorted(fields.items())
    ]


def _internal_error(error: Exception) -> flask.Response:
    # The type and the place say enough to find it; the message could repeat what was sent.
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{place.tb_lineno}" if place else None
    log("internal_error", level=logging.CRITICAL, request_id=flask.g.get("request_id"), error_type=type(error).__name__, where=where)
    return problem(500, "internal_error", "Something went wrong on our side.")
