"""Lambda's door: hands HTTP events, made harmless, to Zappa's handler, and refuses every other event."""

import importlib
import logging
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from api import problems
from api.telemetry import log

# Zappa needs these to deploy and to serve ASGI, never here. Importing asyncio would lengthen the start by a tenth and more; the others do not ship.
STOOD_IN_FOR = ("asyncio", "boto3", "durationpy")

# All that Zappa may see of an event. What is not listed, such as stageVariables or raw_command, can't reach it.
KEPT_OF_VERSION_2 = ("version", "routeKey", "rawPath", "rawQueryString", "cookies", "requestContext", "body", "isBase64Encoded")
KEPT_OF_VERSION_1 = (
    "httpMethod",
    "path",
    "resource",
    "queryStringParameters",
    "multiValueQueryStringParameters",
    "requestContext",
    "body",
    "isBase64Encoded",
)


class ForbiddenEvent(Exception):
    """When an event is anything but a request that a gateway passes on."""

    def __init__(self) -> None:
        super().__init__("Only HTTP events of API Gateway are served here; commands, schedules and queues are not.")


def handler(event: Any, context: Any) -> Any:
    """The answer to an HTTP event. Raises ForbiddenEvent for any other, since Zappa would execute what `raw_command` holds."""
    return _zappa.handler(harmless(event), context)


def harmless(event: Any) -> dict[str, Any]:
    """The part of an HTTP event that Zappa may see, with one client address: the gateway's word, not the client's."""
    request = event.get("requestContext") if isinstance(event, dict) else None
    if not isinstance(request, dict):
        raise ForbiddenEvent
    if event.get("version") == "2.0" and "rawPath" in event:
        address = _address(request.get("http"))
        return _part(event, KEPT_OF_VERSION_2) | {"headers": _headers(event.get("headers")) | {"X-Forwarded-For": address}}
    if event.get("httpMethod") and "path" in event:
        address = _address(request.get("identity"))
        headers = _headers(event.get("headers")) | {"X-Forwarded-For": address}
        several = _headers(event.get("multiValueHeaders")) | {"X-Forwarded-For": [address]}
        return _part(event, KEPT_OF_VERSION_1) | {"headers": headers, "multiValueHeaders": several, "path": _path(event["path"], headers)}
    raise ForbiddenEvent


def _part(event: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: event[key] for key in keys if key in event}


def _address(client: Any) -> str:
    address = client.get("sourceIp") if isinstance(client, dict) else None
    # Zappa would take a request that names no address for one from this machine.
    if not address or not isinstance(address, str):
        raise ForbiddenEvent
    return address


def _headers(headers: Mapping[str, Any] | None) -> dict[str, Any]:
    # WSGI can't tell `_` from `-`, so a header X_Forwarded_For would stand in for the one that is set here.
    return {name: value for name, value in (headers or {}).items() if "_" not in name and name.lower() != "x-forwarded-for"}


def _path(path: str, headers: Mapping[str, str]) -> str:
    # A version 1 path never holds the stage, and yet Zappa cuts it off: on stage "dev", "/devices" would become "ices".
    host = headers.get("Host")
    cuts = "amazonaws.com" in host if host else not _zappa.settings.DOMAIN
    return f"/{_zappa.settings.API_STAGE}{path}" if cuts else path


def _failed(_event: Any, _context: Any, error: Exception) -> dict[str, Any]:
    """What answers when Zappa itself fails. Its own answer is no JSON object, and it prints the error, which may quote the request."""
    log("internal_error", level=logging.CRITICAL, error_type=type(error).__name__, where="zappa")
    with _zappa.app_module.app.app_context():
        response = problems.problem(500, "internal_error", "Something went wrong on our side.")
        body = response.get_data(as_text=True)
        return {"statusCode": response.status_code, "headers": dict(response.headers), "body": body, "isBase64Encoded": False}


def _start() -> Any:
    """Zappa's handler over api.wsgi: made in Lambda's init phase, once for all requests."""
    module = _import_zappa_handler()
    # Zappa's middleware adds a second copy of every Set-Cookie.
    vars(module)["ZappaWSGIMiddleware"] = lambda application: application
    zappa = module.LambdaHandler()
    zappa._handle_request_exception = _failed
    return zappa


def _import_zappa_handler() -> ModuleType:
    # Whatever else Zappa imports comes first, so that nobody but Zappa gets hold of the empty modules.
    for name in ("werkzeug.wrappers", "werkzeug.wsgi"):
        importlib.import_module(name)
    absent = [name for name in STOOD_IN_FOR if name not in sys.modules]
    for name in absent:
        sys.modules[name] = ModuleType(name)
        # Zappa's annotations name boto3.Session.
        vars(sys.modules[name])["Session"] = object
    try:
        return importlib.import_module("zappa.handler")
    finally:
        for name in absent:
            del sys.modules[name]


_zappa = _start()
