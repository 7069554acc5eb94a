"""Start, reuse and stop the local DynamoDB engine; it serves loopback only and never ends a process that is not its own."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Self

from infra.local.console import say
from infra.local.dynamodb_local import prepare_dynamodb_local
from infra.local.errors import DynamoDBLocalUnavailable, EngineFailed
from infra.local.launches import EngineName, Launch
from infra.local.locks import one_at_a_time, take_lock
from infra.local.ministack import prepare_ministack
from infra.local.processes import ProcessIdentity, end, free_port, identify, is_loopback, listening_addresses
from infra.local.records import EngineRecord, read_record, remove_record, write_record

HOST = "127.0.0.1"
USUAL_PORT = 8001
HIGHEST_PORT = 65535
READY_WITHIN_SECONDS = 60
REFUSING_FOR_SECONDS = 5
LEFT_OVER_ANSWERS_WITHIN_SECONDS = 5
STOPPED_WITHIN_SECONDS = 10
LAST_ENGINE_LETS_GO_WITHIN_SECONDS = 2
ANOTHER_START_ENDS_WITHIN_SECONDS = 420
PROBE_SECONDS = 0.1
LOG_LINES_SHOWN = 20
NOT_RUNNING = 3

LIST_TABLES = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Target": "DynamoDB_20120810.ListTables",
    "Authorization": "AWS4-HMAC-SHA256 Credential=local/20000101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none",
}

MINISTACK_WARNING = """\
engine: WARNING: ministack stands in for DynamoDB Local, because {reason}.
engine: WARNING: it keeps data ONLY ON A CLEAN STOP. Killed, or in a power cut, it loses everything since its last start.
engine: WARNING: its tables are its own: what DynamoDB Local has stored is neither shown nor touched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the engine lives and which one is wished for; without a wish it is DynamoDB Local, or else ministack."""

    root: Path = Path(".local")
    cache: Path | None = None
    port: int = USUAL_PORT
    wish: EngineName | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], *, root: Path = Path(".local")) -> Self:
        wish, port, cache = (environ.get(name, "") for name in ("ENGINE", "ENGINE_PORT", "BACKSTART_ENGINE_CACHE"))
        if wish and wish not in list(EngineName):
            raise EngineFailed(f"ENGINE is {wish!r}. Set it to {' or '.join(EngineName)}, or not at all.")
        if port and not (port.isascii() and port.isdigit() and 0 < int(port) <= HIGHEST_PORT):
            raise EngineFailed(f"ENGINE_PORT is {port!r}. Set it to a number from 1 to {HIGHEST_PORT}, or not at all.")
        return cls(
            root=root,
            cache=Path(cache) if cache else None,
            port=int(port) if port else USUAL_PORT,
            wish=EngineName(wish) if wish else None,
            environ=dict(environ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A running engine, started by this process or found by its pid file."""

    name: EngineName
    endpoint_url: str
    pid: int
    root: Path = field(repr=False)
    identity: ProcessIdentity = field(repr=False)
    child: subprocess.Popen[bytes] | None = field(default=None, repr=False, compare=False)

    def stop(self) -> None:
        """End the engine, politely at first; nothing happens if it has ended or its number belongs to somebody else."""
        if not end(self.identity, within_seconds=STOPPED_WITHIN_SECONDS, child=self.child):
            raise EngineFailed(f"The engine (process {self.pid}) cannot be ended. End it by hand: kill -9 {self.pid}")
        record = read_record(self.root)
        if record is None or record.identity == self.identity:
            remove_record(self.root)


def start(settings: Settings) -> Engine:
    """The engine that is left over and answers, or else a new one; it outlives this process unless it is stopped."""
    root = settings.root.resolve()
    root.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(root / "engine.lock", within_seconds=ANOTHER_START_ENDS_WITHIN_SECONDS):
        return _left_over(root, settings.wish) or _bring_up(root, settings)


@contextmanager
def running(settings: Settings) -> Iterator[Engine]:
    """The engine for the length of the block; it ends with the block, even one that was left over from before."""
    engine = start(settings)
    try:
        yield engine
    finally:
        engine.stop()


def status(root: Path = Path(".local")) -> Engine | None:
    """The engine of the pid file if it is alive and ours; it changes nothing."""
    record = read_record(root.resolve())
    return _engine(root.resolve(), record) if record and record.identity.is_alive() else None


def stop(root: Path = Path(".local")) -> bool:
    """End the engine of the pid file and remove the file; say whether there was one to end."""
    engine = status(root)
    if engine is not None:
        engine.stop()
    remove_record(root.resolve())
    return engine is not None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local.engine", description="The local DynamoDB engine.")
    parser.add_argument("command", choices=("start", "stop", "status"))
    command = parser.parse_args(arguments).command
    try:
        settings = Settings.from_environment(os.environ)
        match command:
            case "start":
                print(start(settings).endpoint_url)
            case "stop":
                say("engine: stopped" if stop(settings.root) else "engine: none is running")
            case "status":
                return _print_status(settings.root)
    except EngineFailed as failure:
        say(f"engine: {failure}")
        return 1
    return 0


def _print_status(root: Path) -> int:
    engine = status(root)
    if engine is None:
        print("not running")
        return NOT_RUNNING
    print(f"{engine.name} {engine.endpoint_url} pid {engine.pid} {'answers' if _answers(engine.endpoint_url) else 'does not answer'}")
    return 0


def _left_over(root: Path, wish: EngineName | None) -> Engine | None:
    record = read_record(root)
    engine = status(root)
    if record is None or engine is None:
        remove_record(root)
        return None
    if wish not in (None, engine.name):
        say(f"engine: {engine.name} is running and {wish} is wished for; ending it")
    elif _answers_within(engine.endpoint_url, LEFT_OVER_ANSWERS_WITHIN_SECONDS):
        say(f"engine: {engine.name} is running since {record.started_at} on {engine.endpoint_url}; using it")
        return engine
    else:
        say(f"engine: {engine.name} (process {engine.pid}) is left over and does not answer; ending it")
    engine.stop()
    return None


def _bring_up(root: Path, settings: Settings) -> Engine:
    port = free_port(settings.port)
    if port != settings.port:
        say(f"engine: port {settings.port} is taken; using {port}")
    launch = _choose(root, port, settings)
    say(f"engine: starting {launch.name} on {HOST}:{port} ", end="")
    began = time.monotonic()
    with ExitStack() as undo:
        engine = _spawn(root, port, launch)
        undo.callback(engine.stop)
        _await_ready(engine, root / "engine.log")
        _refuse_open_doors(engine)
        undo.pop_all()
    say(f" ready in {time.monotonic() - began:.1f} s")
    return engine


def _choose(root: Path, port: int, settings: Settings) -> Launch:
    if settings.wish is EngineName.MINISTACK:
        reason = "ENGINE=ministack asks for it"
    else:
        try:
            return prepare_dynamodb_local(root, settings.cache or root / "engine", port=port, environ=settings.environ)
        except DynamoDBLocalUnavailable as lack:
            if settings.wish is EngineName.DYNAMODB_LOCAL:
                raise
            reason = str(lack)
    say(MINISTACK_WARNING.format(reason=reason))
    return prepare_ministack(root, port=port, environ=settings.environ)


def _spawn(root: Path, port: int, launch: Launch) -> Engine:
    # The engine inherits the lock and thus holds it for life: one that no pid file knows cannot share its files with a second.
    lock = take_lock(root / "engine.alive", within_seconds=LAST_ENGINE_LETS_GO_WITHIN_SECONDS)
    if lock is None:
        raise EngineFailed(
            f"An engine without a pid file has the tables of {root}. Find it with: fuser {root / 'engine.alive'}; end it; start again."
        )
    try:
        child = _popen(root, launch, lock)
    finally:
        os.close(lock)
    with ExitStack() as undo:
        undo.callback(child.kill)
        identity = identify(child.pid)
        if identity is None:
            raise _failure(launch.name, "ended at once", root / "engine.log")
        record = EngineRecord(name=launch.name, port=port, started_at=datetime.now(UTC).isoformat(timespec="seconds"), identity=identity)
        write_record(root, record)
        undo.pop_all()
    return _engine(root, record, child)


def _popen(root: Path, launch: Launch, lock: int) -> subprocess.Popen[bytes]:
    with (root / "engine.log").open("wb") as log:
        return subprocess.Popen(
            launch.command,
            cwd=root,
            env=dict(launch.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(lock,),
            # Ctrl-C goes to the whole terminal group; the engine has to outlive the server that still writes to it.
            start_new_session=True,
        )


def _engine(root: Path, record: EngineRecord, child: subprocess.Popen[bytes] | None = None) -> Engine:
    return Engine(
        name=record.name,
        endpoint_url=f"http://{HOST}:{record.port}",
        pid=record.identity.pid,
        root=root,
        identity=record.identity,
        child=child,
    )


def _await_ready(engine: Engine, log: Path) -> None:
    began = silent_until = time.monotonic()
    seconds_shown = 0
    while (answer := _answer(engine.endpoint_url)) != HTTPStatus.OK:
        now = time.monotonic()
        if answer is None:
            silent_until = now
        if engine.child is not None and engine.child.poll() is not None:
            raise _failure(engine.name, f"ended with status {engine.child.returncode}", log)
        if now - silent_until > REFUSING_FOR_SECONDS:
            raise _failure(engine.name, f"answers with status {answer} only (its files under {engine.root} may be damaged)", log)
        if now - began > READY_WITHIN_SECONDS:
            raise _failure(engine.name, f"did not answer within {READY_WITHIN_SECONDS} s", log)
        if now - began > seconds_shown:
            say("…", end="")
            seconds_shown += 1
        time.sleep(PROBE_SECONDS)


def _failure(name: EngineName, what: str, log: Path) -> EngineFailed:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES_SHOWN:]
    say("\n" + "\n".join(f"  | {line}" for line in lines))
    other = "with ENGINE=ministack" if name is EngineName.DYNAMODB_LOCAL else f"without ENGINE, after removing {log.parent / 'ministack'}"
    return EngineFailed(f"{name} {what}. Its last lines stand above, all of them in {log}. Try again, or {other}.")


def _refuse_open_doors(engine: Engine) -> None:
    addresses = listening_addresses(engine.pid)
    foreign = [address for address in addresses or () if not is_loopback(address)]
    if foreign:
        raise EngineFailed(f"{engine.name} listened on {', '.join(map(str, foreign))} and not on {HOST} alone, so it was ended. Report this.")


def _answers_within(endpoint_url: str, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not _answers(endpoint_url):
        if time.monotonic() > deadline:
            return False
        time.sleep(PROBE_SECONDS)
    return True


def _answers(endpoint_url: str) -> bool:
    return _answer(endpoint_url) == HTTPStatus.OK


def _answer(endpoint_url: str) -> int | None:
    connection = HTTPConnection(endpoint_url.removeprefix("http://"), timeout=2)
    try:
        connection.request("POST", "/", body=b"{}", headers=LIST_TABLES)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
