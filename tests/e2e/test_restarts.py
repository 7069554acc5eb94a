"""What survives a stop, a crash and a second start: everything that was answered with 201."""

import json
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.service import Answer, Service, ended_at_last, is_gone, wait_for

pytestmark = pytest.mark.engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarted:
    """A service after its first run ended one way or another, with what that run had given."""

    service: Service
    old_demo: dict[str, Any]
    old_engine: dict[str, Any]
    created: Answer
    read: Answer


def stop(service: Service) -> None:
    service.stop()


def kill_the_server(service: Service) -> None:
    service.kill_server()


def kill_both(service: Service) -> None:
    service.kill_server()
    service.signal_engine(signal.SIGKILL)


def freeze_the_engine_and_kill_the_server(service: Service) -> None:
    service.signal_engine(signal.SIGSTOP)
    service.kill_server()


@contextmanager
def restarted(folder: Path, cache: Path, end: Callable[[Service], None]) -> Iterator[Restarted]:
    with ended_at_last(folder, cache) as service:
        demo = service.start()
        created = service.post(**{"Idempotency-Key": "visit-8841"})
        read, engine = service.read(created.json["id"]), service.engine()
        end(service)
        service.start()
        yield Restarted(service=service, old_demo=demo, old_engine=engine, created=created, read=read)


@pytest.fixture(scope="module", params=[stop, kill_the_server, kill_both, freeze_the_engine_and_kill_the_server])
def after(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, engine_cache: Path) -> Iterator[Restarted]:
    with restarted(tmp_path_factory.mktemp("restart"), engine_cache, request.param) as restart:
        yield restart


def test_a_recommendation_is_still_there_under_the_new_key(after: Restarted) -> None:
    found = after.service.read(after.created.json["id"])

    assert (after.created.status, after.read.status) == (201, 200)
    assert found.status == 200
    assert found.body == after.read.body
    assert found.headers["ETag"] == after.read.headers["ETag"]


@pytest.mark.parametrize("kind", ["secret_key", "publishable_key"])
def test_the_keys_of_the_last_run_are_refused(after: Restarted, kind: str) -> None:
    answer = after.service.post(key=after.old_demo[kind], Origin=after.old_demo["allowed_origin"])

    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "program" not in answer.json


def test_the_same_idempotency_key_gives_the_same_bytes(after: Restarted) -> None:
    again = after.service.post(**{"Idempotency-Key": "visit-8841"})

    assert again.status == 201
    assert again.body == after.created.body
    assert again.headers["Location"] == after.created.headers["Location"]
    assert (after.created.headers["Idempotent-Replayed"], again.headers["Idempotent-Replayed"]) == (None, "true")


def test_there_is_one_engine_only(after: Restarted) -> None:
    """The left-over one, or another in its place."""
    now = after.service.engine()["pid"]

    assert not is_gone(now)
    assert now == after.old_engine["pid"] or is_gone(after.old_engine["pid"])


def test_an_engine_that_was_left_over_ends_with_the_next_stop(served: Service) -> None:
    left_over = served.engine()["pid"]
    served.kill_server()
    served.start()
    now = served.engine()["pid"]

    status = served.stop()

    assert status == 0
    assert [is_gone(left_over), is_gone(now)] == [True, True]
    assert served.holders() == []


def test_the_demo_file_of_a_killed_server_is_gone_before_the_next_one_starts_its_engine(served: Service) -> None:
    """Who waits for the file, as scripts do, must not be sent to a server that is dead with a key that is revoked."""
    stale = served.demo["secret_key"]
    kill_both(served)

    served.launch()
    wait_for(lambda: "engine: starting" in served.said(), what="the engine's start", within_seconds=90)
    found = json.loads(served.demo_file.read_text(encoding="utf-8"))["secret_key"] if served.demo_file.exists() else None

    assert found != stale


def test_the_same_intake_gives_the_same_program_in_a_new_process(service: Service) -> None:
    """Two seeds of Python's hashing, so that no order of a set can decide anything."""
    service.start(PYTHONHASHSEED="1")
    first = service.post().json
    service.stop()

    service.start(PYTHONHASHSEED="2")
    second = service.post().json

    assert first["id"] != second["id"]
    assert json.dumps(second["program"]) == json.dumps(first["program"])
    assert json.dumps(second["gate"]) == json.dumps(first["gate"])
    assert second["versions"] == first["versions"]


def test_a_second_start_in_the_same_folder_is_refused_and_says_so(shared: Service) -> None:
    second = shared.run("infra.local.run", PORT="0")

    assert second.returncode == 1
    assert "already being served from this folder" in second.stderr
    assert "Traceback" not in second.stderr
    assert second.stdout == ""


@pytest.mark.parametrize("port", ["its own", "0"])
def test_a_second_start_in_the_same_folder_does_not_disturb_the_first(shared: Service, port: str) -> None:
    demo, engine = shared.demo_file.read_bytes(), shared.engine()
    shared.run("infra.local.run", PORT=port.replace("its own", str(shared.port)))

    answer = shared.post()

    assert answer.status == 201
    assert shared.demo_file.read_bytes() == demo
    assert shared.engine() == engine


def test_a_taken_port_is_refused_before_anything_is_started(service: Service) -> None:
    with socket.create_server(("127.0.0.1", service.port)):
        refused = service.run("infra.local.run")

    assert refused.returncode == 1
    assert f"can't serve on port {service.port}" in refused.stderr
    assert "PORT=" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "engine:" not in refused.stderr
    assert not service.root.exists()


@pytest.mark.parametrize("port", ["abc", "80x", "-1", "70000"])
def test_a_port_that_is_none_is_refused_by_name_and_without_a_traceback(service: Service, port: str) -> None:
    refused = service.run("infra.local.run", PORT=port)

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "PORT" in refused.stderr


@pytest.mark.parametrize(("name", "value"), [("ENGINE", "postgres"), ("ENGINE_PORT", "70000")])
def test_a_setting_of_the_engine_that_is_none_is_refused_by_name(service: Service, name: str, value: str) -> None:
    refused = service.run("infra.local.run", **{name: value})

    assert refused.returncode == 1
    assert f"{name} is '{value}'" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("module", ["infra.local.run", "infra.local.demo"])
def test_a_data_folder_that_cannot_be_made_is_named_and_not_blamed_on_the_port(service: Service, module: str) -> None:
    service.root.write_text("a file, where a folder should be", encoding="ascii")

    refused = service.run(module)

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert ".local" in refused.stderr
    assert "PORT=" not in refused.stderr
