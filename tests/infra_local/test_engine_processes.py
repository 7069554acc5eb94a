"""Which process is ours: nothing here starts an engine."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address
from pathlib import Path

import pytest

from infra.local.engine import Engine, Settings, status, stop
from infra.local.errors import EngineFailed
from infra.local.launches import EngineName, bare_environment
from infra.local.locks import one_at_a_time, take_lock
from infra.local.ministack import prepare_ministack
from infra.local.processes import ProcessIdentity, end, free_port, identify, is_loopback, listening_addresses
from infra.local.records import EngineRecord, read_record, write_record

EVERY_INTERFACE = str(IPv4Address(0))
SLEEPS = "import time; print('up', flush=True); time.sleep(60)"
SLEEPS_ON = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}"


def spawn(program: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with spawn(SLEEPS) as process:
        yield process
        process.kill()


@pytest.fixture
def deaf_sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with spawn(SLEEPS_ON) as process:
        yield process
        process.kill()


def identity_of(process: subprocess.Popen[bytes]) -> ProcessIdentity:
    identity = identify(process.pid)
    assert identity is not None
    return identity


def record_of(identity: ProcessIdentity) -> EngineRecord:
    return EngineRecord(name=EngineName.MINISTACK, port=9, started_at="2026-11-22T08:00:00+00:00", identity=identity)


def test_a_pid_file_of_a_process_that_has_ended_is_removed(root: Path, sleeper: subprocess.Popen[bytes]) -> None:
    write_record(root, record_of(identity_of(sleeper)))
    sleeper.kill()
    sleeper.wait()

    there_was_one = stop(root)

    assert there_was_one is False
    assert list(root.iterdir()) == []


def test_a_process_that_has_got_the_number_of_an_ended_engine_is_never_killed(root: Path, sleeper: subprocess.Popen[bytes]) -> None:
    write_record(root, record_of(ProcessIdentity(pid=sleeper.pid, fingerprint="that of the engine that had this number before")))

    there_was_one = stop(root)

    assert there_was_one is False
    assert sleeper.poll() is None
    assert list(root.iterdir()) == []


def test_an_engine_object_that_has_outlived_its_process_kills_nobody(root: Path, sleeper: subprocess.Popen[bytes]) -> None:
    identity = ProcessIdentity(pid=sleeper.pid, fingerprint="that of the engine that had this number before")
    engine = Engine(name=EngineName.MINISTACK, endpoint_url="http://127.0.0.1:9", pid=sleeper.pid, root=root, identity=identity)

    engine.stop()

    assert sleeper.poll() is None


def test_stopping_an_old_engine_leaves_the_pid_file_of_a_newer_one(root: Path, sleeper: subprocess.Popen[bytes]) -> None:
    newer = record_of(identity_of(sleeper))
    write_record(root, newer)
    gone = ProcessIdentity(pid=sleeper.pid, fingerprint="that of the older engine")

    Engine(name=EngineName.MINISTACK, endpoint_url="http://127.0.0.1:9", pid=sleeper.pid, root=root, identity=gone).stop()

    assert read_record(root) == newer


def test_the_process_of_the_pid_file_is_ended_and_the_file_removed(root: Path, sleeper: subprocess.Popen[bytes]) -> None:
    write_record(root, record_of(identity_of(sleeper)))

    there_was_one = stop(root)

    assert there_was_one is True
    assert sleeper.wait(5) == -signal.SIGTERM
    assert list(root.iterdir()) == []


def test_a_process_that_does_not_listen_to_reason_is_killed(deaf_sleeper: subprocess.Popen[bytes]) -> None:
    gone = end(identity_of(deaf_sleeper), within_seconds=0.3, child=deaf_sleeper)

    assert gone is True
    assert deaf_sleeper.wait(5) == -signal.SIGKILL


def test_a_child_that_ended_and_was_not_waited_for_counts_as_gone(sleeper: subprocess.Popen[bytes]) -> None:
    identity = identity_of(sleeper)
    sleeper.kill()

    gone = end(identity, within_seconds=5)

    assert gone is True


def test_two_processes_of_one_command_are_told_apart(sleeper: subprocess.Popen[bytes]) -> None:
    with spawn(SLEEPS) as other:
        same = identity_of(other).fingerprint == identity_of(sleeper).fingerprint
        other.kill()

    assert same is False


def test_a_process_that_takes_on_another_command_stays_the_same_process() -> None:
    """A process just spawned has not taken on its command yet; an engine identified at that moment must be found again."""
    with subprocess.Popen(["/bin/sh", "-c", "read line; exec sleep 60"], stdin=subprocess.PIPE) as process:
        before = identity_of(process)
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
        time.sleep(0.3)
        after = identity_of(process)
        process.kill()

    assert after == before


def test_the_status_changes_nothing(root: Path, sleeper: subprocess.Popen[bytes]) -> None:
    record = record_of(identity_of(sleeper))
    write_record(root, record)

    engine = status(root)

    assert engine is not None
    assert engine.pid == sleeper.pid
    assert read_record(root) == record


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"pid": 1}', '{"pid": null, "port": 1, "name": "ministack", "started_at": "", "fingerprint": ""}']
)
def test_a_pid_file_that_cannot_be_understood_is_as_good_as_none(root: Path, content: str) -> None:
    (root / "engine.json").write_text(content, encoding="utf-8")

    assert status(root) is None


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells where a process listens")
@pytest.mark.parametrize(("bound", "loopback"), [(EVERY_INTERFACE, False), ("127.0.0.1", True)])
def test_a_process_that_listens_on_every_interface_is_found_out(bound: str, loopback: bool) -> None:
    program = f"import socket; s = socket.socket(); s.bind(('{bound}', 0)); s.listen(); {SLEEPS}"
    with spawn(program) as process:
        addresses = listening_addresses(process.pid)
        process.kill()

    assert addresses == {IPv4Address(bound)}
    assert is_loopback(IPv4Address(bound)) is loopback


@pytest.mark.parametrize(("address", "loopback"), [("::1", True), ("::ffff:127.0.0.1", True), ("::", False), ("::ffff:10.0.0.1", False)])
def test_loopback_is_known_in_ipv6(address: str, loopback: bool) -> None:
    assert is_loopback(ip_address(address)) is loopback


def test_a_port_that_somebody_has_is_passed_over() -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        taken = somebody.getsockname()[1]

        assert free_port(taken) != taken


def test_a_port_that_nobody_has_is_taken() -> None:
    port = free_port(0)

    assert free_port(port) == port


def test_a_lock_is_given_once_and_waiting_for_it_ends(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "engine.lock"

    with one_at_a_time(path, within_seconds=1):
        assert take_lock(path) is None
        with pytest.raises(EngineFailed, match=r"engine\.lock"), one_at_a_time(path, within_seconds=0):
            pass

    with one_at_a_time(path, within_seconds=0):
        assert "waiting" in capsys.readouterr().err


def test_no_engine_is_shown_a_real_accounts_credentials(root: Path) -> None:
    environ = {"PATH": "/usr/bin", "AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_PROFILE": "work", "HOME": "/home/somebody"}

    environment = bare_environment(environ, home=root)

    assert environment == {"PATH": "/usr/bin", "HOME": str(root)}


def test_ministack_is_told_to_stay_on_loopback_and_away_from_docker(root: Path) -> None:
    launch = prepare_ministack(root, port=8123, environ={"BIND_HOST": EVERY_INTERFACE, "DOCKER_HOST": "unix:///var/run/docker.sock"})

    assert launch.environment["BIND_HOST"] == "127.0.0.1"
    assert launch.environment["GATEWAY_PORT"] == "8123"
    assert launch.environment["DOCKER_HOST"] == f"unix://{root}/ministack/no-docker.sock"


@pytest.mark.parametrize("environ", [{"ENGINE": "sqlite"}, {"ENGINE_PORT": "http"}, {"ENGINE_PORT": "0"}, {"ENGINE_PORT": "65536"}])
def test_a_setting_that_makes_no_sense_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(EngineFailed, match="ENGINE"):
        Settings.from_environment(environ)


def test_the_environment_decides_engine_port_and_cache() -> None:
    settings = Settings.from_environment({"ENGINE": "ministack", "ENGINE_PORT": "9001", "BACKSTART_ENGINE_CACHE": "/somewhere"})

    assert (settings.wish, settings.port, settings.cache) == (EngineName.MINISTACK, 9001, Path("/somewhere"))


def test_without_a_word_in_the_environment_the_usual_engine_and_port_are_meant() -> None:
    settings = Settings.from_environment({"ENGINE": "", "ENGINE_PORT": ""})

    assert (settings.wish, settings.port, settings.cache) == (None, 8001, None)
