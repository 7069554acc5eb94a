"""A log line is one line of JSON from a closed list of keys; whatever else is handed in does not get out."""

import json
import logging
from collections.abc import Iterator

import pytest

from api.telemetry import LOGGABLE, configure, log

CANARY = "canary-8841"


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def last(self) -> str:
        return self.records[-1].getMessage()


@pytest.fixture
def lines() -> Iterator[Lines]:
    logger = logging.getLogger("backstart")
    kept, level = Lines(), logger.level
    logger.addHandler(kept)
    logger.setLevel(logging.INFO)
    yield kept
    logger.removeHandler(kept)
    logger.setLevel(level)


@pytest.fixture
def bare_logger() -> Iterator[logging.Logger]:
    """The logger as it is before anybody configured it."""
    logger = logging.getLogger("backstart")
    before = (logger.handlers[:], logger.level, logger.propagate)
    logger.handlers.clear()
    yield logger
    logger.handlers[:], logger.level, logger.propagate = before


def test_a_line_is_json_with_the_event_and_the_values_that_may_be_logged(lines: Lines) -> None:
    log("request", request_id="req_1", status=201, ms=4.2)

    assert json.loads(lines.last()) == {"event": "request", "request_id": "req_1", "status": 201, "ms": 4.2}


@pytest.mark.parametrize("name", ["answers", "pain_areas", "red_flags", "reference", "body", "Status", "message", "exc_info_text"])
def test_a_key_that_is_not_on_the_list_is_dropped_with_its_value(lines: Lines, name: str) -> None:
    log("request", status=201, **{name: CANARY})

    assert CANARY not in lines.last()
    assert json.loads(lines.last()) == {"event": "request", "status": 201}


def test_values_that_are_not_there_are_left_out(lines: Lines) -> None:
    log("request", status=200, code=None, outcome=None)

    assert json.loads(lines.last()) == {"event": "request", "status": 200}


def test_a_line_stays_one_line_of_ascii_whatever_it_holds(lines: Lines) -> None:
    log("request", route="/a\nb\u2028ü\ud800")

    assert lines.last().isascii()
    assert lines.last().splitlines() == [lines.last()]
    assert json.loads(lines.last())["route"] == "/a\nb\u2028ü\ud800"


def test_no_line_carries_a_traceback_even_while_an_error_is_handled(lines: Lines) -> None:
    try:
        json.loads(CANARY)
    except ValueError:
        log("internal_error", level=logging.CRITICAL, error_type="ValueError")

    assert lines.records[-1].exc_info is None
    assert lines.records[-1].levelno == logging.CRITICAL


def test_no_key_on_the_list_could_hold_an_answer() -> None:
    # `reason` is what a store says of a call that failed: the call's name and a code; the store's own tests hold it to that.
    assert sorted(LOGGABLE) == [
        *("code", "error_type", "event", "key_id", "method", "ms", "outcome", "reason", "replayed"),
        *("request_id", "route", "screening", "status", "where"),
    ]


def test_lines_go_to_one_handler_and_to_no_other_logger_however_often_it_is_configured(bare_logger: logging.Logger) -> None:
    configure()
    configure()

    assert len(bare_logger.handlers) == 1
    assert bare_logger.propagate is False
    assert bare_logger.level == logging.INFO


def test_lines_below_the_level_are_not_written(lines: Lines) -> None:
    configure(level=logging.ERROR)

    log("request", status=200)

    assert lines.records == []
