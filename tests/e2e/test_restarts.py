"""What survives a stop, a crash and a second start: everything that was answered with 201."""

import json
import signal
import socket
from typing import Any

import pytest

from tests.e2e.service import Service, is_gone, wait_for

pytestmark = pytest.mark.engine


def test_a_recommendation_is_still_there_after_a_stop_and_a_start(served: Service, intake: dict[str, Any]) -> None:
    created = served.post(intake)
    before = served.read(created.json["id"])
    served.stop()

    served.start()
    after = served.read(created.json["id"])

    assert after.status == 200
    assert after.body == before.body
    assert after.headers["ETag"] == before.headers["ETag"]


def test_a_recommendation_is_still_there_after_a_kill_of_the_server(served: Service, intake: dict[str, Any]) -> None:
    created = served.post(intake)
    before = served.read(created.json["id"])
    served.kill_server()

    served.start()
    after = served.read(created.json["id"])

    assert after.status == 200
    assert after.body == before.body


def test_a_recommendation_is_still_there_after_a_kill_of_server_and_engine(served: Service, intake: dict[str, Any]) -> None:
    created = served.post(intake)
    served.kill_server()
    killed = served.signal_engine(signal.SIGKILL)
    wait_for(lambda: is_gone(killed), what="the engine's end", within_seconds=10)

    served.start()
    after = served.read(created.json["id"])

    assert after.status == 200
    assert after.json["program"] == created.json["program"]


def test_the_keys_of_the_last_run_are_refused_after_a_stop(served: Service, intake: dict[str, Any]) -> None:
    old = served.demo["secret_key"]
    served.stop()

    served.start()
    answer = served.post(intake, key=old)

    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "program" not in answer.json


@pytest.mark.parametrize("kind", ["secret_key", "publishable_key"])
def test_the_keys_of_the_last_run_are_refused_after_a_kill(served: Service, intake: dict[str, Any], kind: str) -> None:
    old = served.demo[kind]
    served.kill_server()

    served.start()
    answer = served.post(intake, key=old, Origin=served.demo["allowed_origin"])

    assert answer.status == 401


def test_an_engine_that_is_left_over_is_used_or_ended_and_ends_with_the_next_stop(served: Service) -> None:
    left_over = served.engine()["pid"]
    served.kill_server()

    served.start()
    now = served.engine()["pid"]
    status = served.stop()

    assert now == left_over or is_gone(left_over)
    assert status == 0
    assert [is_gone(left_over), is_gone(now)] == [True, True]
    assert served.holders() == []


def test_a_left_over_engine_that_hangs_does_not_keep_the_service_from_starting(served: Service, intake: dict[str, Any]) -> None:
    created = served.post(intake)
    served.kill_server()
    frozen = served.signal_engine(signal.SIGSTOP)

    served.start()
    after = served.read(created.json["id"])

    assert after.status == 200
    assert is_gone(frozen)


def test_the_demo_file_of_a_killed_server_is_gone_before_the_next_one_starts_its_engine(served: Service) -> None:
    """Who waits for the file, as scripts do, must not be sent to a server that is dead with a key that is revoked."""
    stale = served.demo["secret_key"]
    served.kill_server()
    killed = served.signal_engine(signal.SIGKILL)
    wait_for(lambda: is_gone(killed), what="the engine's end", within_seconds=10)

    served.launch()
    wait_for(lambda: "engine: starting" in served.said(), what="the engine's start", within_seconds=90)
    found = json.loads(served.demo_file.read_text(encoding="utf-8"))["secret_key"] if served.demo_file.exists() else None

    assert found != stale


def test_the_same_idempotency_key_gives_the_same_bytes_before_and_after_a_restart(served: Service, intake: dict[str, Any]) -> None:
    before = served.post(intake, **{"Idempotency-Key": "visit-8841"})
    served.stop()

    served.start()
    after = served.post(intake, **{"Idempotency-Key": "visit-8841"})

    assert (before.status, after.status) == (201, 201)
    assert after.body == before.body
    assert after.headers["Location"] == before.headers["Location"]
    assert (before.headers.get("Idempotent-Replayed"), after.headers.get("Idempotent-Replayed")) == (None, "true")


def test_the_same_idempotency_key_gives_the_same_bytes_after_a_crash_of_everything(served: Service, intake: dict[str, Any]) -> None:
    before = served.post(intake, **{"Idempotency-Key": "visit-8841"})
    served.kill_server()
    killed = served.signal_engine(signal.SIGKILL)
    wait_for(lambda: is_gone(killed), what="the engine's end", within_seconds=10)

    served.start()
    after = served.post(intake, **{"Idempotency-Key": "visit-8841"})

    assert after.body == before.body


def test_the_same_intake_gives_the_same_program_in_a_new_process(service: Service, intake: dict[str, Any]) -> None:
    """Two seeds of Python's hashing, so that no order of a set can decide anything."""
    service.start(PYTHONHASHSEED="1")
    first = service.post(intake).json
    service.stop()

    service.start(PYTHONHASHSEED="2")
    second = service.post(intake).json

    assert first["id"] != second["id"]
    assert json.dumps(second["program"]) == json.dumps(first["program"])
    assert json.dumps(second["gate"]) == json.dumps(first["gate"])
    assert second["versions"] == first["versions"]


def test_a_second_start_in_the_same_folder_is_refused_and_says_so(served: Service) -> None:
    second = served.run("infra.local.run", PORT="0")

    assert second.returncode == 1
    assert "already being served from this folder" in second.stderr
    assert "Traceback" not in second.stderr
    assert second.stdout == ""


def test_a_second_start_in_the_same_folder_does_not_disturb_the_first(served: Service, intake: dict[str, Any]) -> None:
    demo, engine = served.demo_file.read_bytes(), served.engine()
    served.run("infra.local.run", PORT="0")
    served.run("infra.local.run")

    answer = served.post(intake)

    assert answer.status == 201
    assert served.demo_file.read_bytes() == demo
    assert served.engine() == engine


def test_a_taken_port_is_refused_before_anything_is_started(service: Service) -> None:
    service.folder.mkdir(parents=True)
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
    service.folder.mkdir(parents=True)

    refused = service.run("infra.local.run", PORT=port)

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "PORT" in refused.stderr


@pytest.mark.parametrize(("name", "value"), [("ENGINE", "postgres"), ("ENGINE_PORT", "70000")])
def test_a_setting_of_the_engine_that_is_none_is_refused_by_name(service: Service, name: str, value: str) -> None:
    service.folder.mkdir(parents=True)

    refused = service.run("infra.local.run", **{name: value})

    assert refused.returncode == 1
    assert f"{name} is '{value}'" in refused.stderr
    assert "Traceback" not in refused.stderr
