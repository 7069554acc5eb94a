"""The engines themselves: started, killed, restarted and stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from http.client import HTTPConnection
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from infra.local.dynamodb_local import prepare_dynamodb_local
from infra.local.engine import Engine, Settings, running, start, status, stop
from infra.local.errors import EngineFailed
from infra.local.launches import EngineName
from infra.local.processes import free_port, identify, listening_addresses
from infra.local.records import EngineRecord, write_record
from infra.local.tables import create_tables, local_client

pytestmark = pytest.mark.engine

REPOSITORY = Path(__file__).resolve().parents[2]
ACCOUNTS = "backstart-local-accounts"
KEY = {"pk": {"S": "partner#1"}, "sk": {"S": "profile"}}
LOOPBACK_ONLY = {IPv4Address("127.0.0.1")}
on_linux = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells where a process listens")


def address_of(engine: Engine) -> tuple[str, int]:
    host, _, port = engine.endpoint_url.removeprefix("http://").partition(":")
    return host, int(port)


def kill(engine: Engine) -> None:
    os.kill(engine.pid, signal.SIGKILL)
    bury(engine)


def bury(engine: Engine) -> None:
    """Wait for an engine that this process started and somebody else has ended."""
    assert engine.child is not None
    engine.child.wait(10)


@on_linux
def test_dynamodb_local_listens_on_loopback_only(dynamodb_local: Settings) -> None:
    with running(dynamodb_local) as engine:
        addresses = listening_addresses(engine.pid)

    assert addresses == LOOPBACK_ONLY


@on_linux
def test_ministack_listens_on_loopback_only(ministack: Settings) -> None:
    """It opens further listeners a moment after it is ready, hence the wait."""
    with running(ministack) as engine:
        time.sleep(2)
        addresses = listening_addresses(engine.pid)

    assert addresses == LOOPBACK_ONLY


def test_dynamodb_local_keeps_an_item_over_kill_and_restart(dynamodb_local: Settings) -> None:
    killed = start(dynamodb_local)
    create_tables(local_client(killed.endpoint_url))
    local_client(killed.endpoint_url).put_item(TableName=ACCOUNTS, Item=KEY)
    kill(killed)

    with running(dynamodb_local) as engine:
        found = local_client(engine.endpoint_url).get_item(TableName=ACCOUNTS, Key=KEY)

    assert found["Item"] == KEY
    assert engine.pid != killed.pid


def test_ministack_keeps_an_item_over_a_clean_stop(ministack: Settings) -> None:
    with running(ministack) as first:
        create_tables(local_client(first.endpoint_url))
        local_client(first.endpoint_url).put_item(TableName=ACCOUNTS, Item=KEY)

    with running(ministack) as second:
        found = local_client(second.endpoint_url).get_item(TableName=ACCOUNTS, Key=KEY)

    assert found["Item"] == KEY


def test_tables_made_in_dynamodb_local_stream_and_expire(dynamodb_local: Settings) -> None:
    with running(dynamodb_local) as engine:
        client = local_client(engine.endpoint_url)
        create_tables(client)
        create_tables(client)
        table = client.describe_table(TableName="backstart-local-records")["Table"]
        expiry = client.describe_time_to_live(TableName="backstart-local-records")["TimeToLiveDescription"]

    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == {"recent", "by_reference", "queue"}
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def test_tables_made_in_ministack_stream_and_expire(ministack: Settings) -> None:
    with running(ministack) as engine:
        client = local_client(engine.endpoint_url)
        create_tables(client)
        create_tables(client)
        table = client.describe_table(TableName="backstart-local-records")["Table"]
        expiry = client.describe_time_to_live(TableName="backstart-local-records")["TimeToLiveDescription"]

    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == {"recent", "by_reference", "queue"}
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def test_a_stopped_engine_leaves_no_process_no_listener_and_no_pid_file(dynamodb_local: Settings) -> None:
    engine = start(dynamodb_local)

    engine.stop()

    assert engine.identity.is_alive() is False
    assert not (dynamodb_local.root / "engine.json").exists()
    with socket.socket() as visitor:
        assert visitor.connect_ex(address_of(engine)) != 0


def test_a_left_over_engine_that_answers_is_used_again_and_can_be_stopped_by_its_file(ministack: Settings) -> None:
    first = start(ministack)

    second = start(replace(ministack, port=free_port(0)))

    assert second == first
    assert stop(ministack.root) is True
    bury(first)


def test_a_left_over_engine_that_does_not_answer_is_ended(ministack: Settings) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as silent:
        identity = identify(silent.pid)
        assert identity is not None
        record = EngineRecord(name=EngineName.MINISTACK, port=free_port(0), started_at="2026-11-22T08:00:00+00:00", identity=identity)
        write_record(ministack.root, record)

        with running(ministack) as engine:
            assert engine.pid != silent.pid
            assert silent.wait(5) == -signal.SIGTERM


def test_an_engine_that_is_not_the_one_wished_for_is_replaced(ministack: Settings, dynamodb_local: Settings) -> None:
    other = start(ministack)

    with running(dynamodb_local) as engine:
        bury(other)
        assert engine.name is EngineName.DYNAMODB_LOCAL


def test_an_engine_whose_pid_file_is_lost_keeps_a_second_one_off_its_tables(dynamodb_local: Settings) -> None:
    with running(dynamodb_local) as engine:
        (dynamodb_local.root / "engine.json").unlink()

        with pytest.raises(EngineFailed, match="without a pid file"):
            start(dynamodb_local)

        assert engine.identity.is_alive() is True


def test_a_port_that_somebody_has_does_not_keep_the_engine_from_starting(ministack: Settings) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()

        with running(replace(ministack, port=somebody.getsockname()[1])) as engine:
            assert address_of(engine) != somebody.getsockname()


def test_ctrl_c_in_the_terminal_does_not_reach_the_engine(ministack: Settings) -> None:
    with running(ministack) as engine:
        assert os.getpgid(engine.pid) != os.getpgrp()


def test_without_java_ministack_stands_in_and_says_what_it_cannot_do(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with running(Settings(root=root, port=free_port(0), environ={"PATH": str(root)})) as engine:
        assert engine.name is EngineName.MINISTACK

    warning = capfd.readouterr().err
    assert "ONLY ON A CLEAN STOP" in warning
    assert "Java 17 or later (a JDK) is not on the PATH" in warning


def test_an_engine_whose_files_are_damaged_shows_its_last_words_and_leaves_nothing(
    dynamodb_local: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    (dynamodb_local.root / "data").mkdir()
    (dynamodb_local.root / "data" / "shared-local-instance.db").write_bytes(b"this is no database" * 1000)

    with pytest.raises(EngineFailed, match=r"answers with status 500 only .* ENGINE=ministack"):
        start(dynamodb_local)

    assert "  | " in capfd.readouterr().err
    assert status(dynamodb_local.root) is None


def test_the_launcher_does_not_run_with_telemetry_on(dynamodb_local: Settings, engine_cache: Path) -> None:
    launch = prepare_dynamodb_local(dynamodb_local.root, engine_cache, port=free_port(0), environ=dynamodb_local.environ)
    environment = {**launch.environment, "DDB_LOCAL_TELEMETRY": "1"}

    result = subprocess.run(launch.command, env=environment, capture_output=True, text=True, timeout=30, check=False)

    assert result.returncode != 0
    assert "DDB_LOCAL_TELEMETRY must be 0" in result.stderr


def test_no_page_in_a_browser_may_read_the_tables(dynamodb_local: Settings) -> None:
    with running(dynamodb_local) as engine:
        connection = HTTPConnection(*address_of(engine), timeout=5)
        connection.request("OPTIONS", "/", headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"})
        answer = connection.getresponse()
        connection.close()

    assert answer.getheader("Access-Control-Allow-Origin") is None


def test_the_command_line_starts_tells_and_stops(tmp_path: Path) -> None:
    environ = {**os.environ, "ENGINE": "ministack", "ENGINE_PORT": str(free_port(0)), "PYTHONPATH": str(REPOSITORY)}

    def engine(command: str) -> subprocess.CompletedProcess[str]:
        arguments = [sys.executable, "-m", "infra.local.engine", command]
        return subprocess.run(arguments, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False)

    started, told, stopped, told_after = engine("start"), engine("status"), engine("stop"), engine("status")

    assert started.stdout == f"http://127.0.0.1:{environ['ENGINE_PORT']}\n"
    assert told.stdout.endswith("answers\n")
    assert stopped.returncode == 0
    assert (told_after.stdout, told_after.returncode) == ("not running\n", 3)


def test_two_starts_at_once_bring_up_one_engine(root: Path) -> None:
    environ = {**os.environ, "ENGINE": "ministack", "ENGINE_PORT": str(free_port(0)), "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "infra.local.engine", "start"]

    with (
        subprocess.Popen(command, cwd=root.parent, env=environ, stdout=subprocess.PIPE, text=True) as one,
        subprocess.Popen(command, cwd=root.parent, env=environ, stdout=subprocess.PIPE, text=True) as other,
    ):
        printed = {one.communicate(timeout=60)[0], other.communicate(timeout=60)[0]}
    stopped = stop(root)

    assert printed == {f"http://127.0.0.1:{environ['ENGINE_PORT']}\n"}
    assert stopped is True
