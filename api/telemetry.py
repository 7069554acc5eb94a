"""One JSON line a request, from a closed list of keys. An answer can't get into a log, because no key would hold it."""

import json
import logging
import sys
from typing import Any

# What a log line may hold. Anything else is dropped, so a careless caller leaks nothing.
LOGGABLE = frozenset(
    {"event", "request_id", "method", "route", "status", "code", "ms", "outcome", "screening", "key_id", "replayed", "error_type", "reason", "where"}
)

_logger = logging.getLogger("backstart")


def configure(*, level: int = logging.INFO) -> None:
    """Send Backstart's lines to standard error, bare. Safe to call twice."""
    if not _logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _logger.addHandler(handler)
        _logger.propagate = False
    _logger.setLevel(level)


def log(event: str, *, level: int = logging.INFO, **values: Any) -> None:
    """One line. Keys outside LOGGABLE are dropped, names and values."""
    line = {"event": event} | {key: value for key, value in values.items() if key in LOGGABLE and value is not None}
    _logger.log(level, json.dumps(line, ensure_ascii=True, default=str))
