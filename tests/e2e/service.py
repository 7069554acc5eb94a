"""The service as a new user runs it, in a folder of its own; whatever it starts can be ended, by process id, at any time."""

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.local import engine as local_engine
from infra.local.locks import take_lock
from infra.local.processes import identify

REPOSITORY = Path(__file__).resolve().parents[2]
# Generous, for a busy machine: none of these is a figure to reach, all of them are ends to waiting.
STARTS_WITHIN_SECONDS = 90
STOPS_WITHIN_SECONDS = 45
POLL_SECONDS = 0.05
# What the developer has set for the real thing must not decide what these tests see.
NOT_INHERITED = ("PORT", "ENGINE", "ENGINE_PORT", "BACKSTART_ENGINE_CACHE", "PYTHONPATH", "PYTHONHASHSEED")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# Somebody with nothing to hold back for, who was asked everything.
INTAKE: dict[str, Any] = {
    "sitting_hours_per_day": 9,
    "pain_areas": ["lower_back", "neck"],
    "experience_level": "beginner",
    "has_chronic_condition": False,
    "red_flags": [],
    "conditions": [],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer, its body as it came."""

    status: int
    headers: Message  # by name in any case
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.body)
        return facts


@dataclass(kw_only=True)
class Service:
    """`make run` without make: one folder, one pair of ports, started and ended as often as a test likes."""

    folder: Path
    cache: Path
    port: int = field(default_factory=free_port)
    engine_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    demo: dict[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.folder / ".local"

    @property
    def demo_file(self) -> Path:
        return self.root / "demo.json"

    def start(self, **environment: str) -> dict[str, Any]:
        """Start the server, wait until it says where it is, and return what `demo.json` says."""
        before = self.demo
        self.launch(**environment)
        wait_for(lambda: self._fresh(before) or self._has_ended(), what="the service to be served", within_seconds=STARTS_WITHIN_SECONDS)
        assert not self._has_ended(), self.said()
        self.demo = json.loads(self.demo_file.read_text(encoding="utf-8"))
        return self.demo

    def launch(self, module: str = "infra.local.run", **environment: str) -> subprocess.Popen[bytes]:
        """Start a module of the local service and wait for nothing."""
        with self.printed_file.open("wb") as out, self.said_file.open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=self.folder,
                env=self.environment(**environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        return self.process

    def run(self, module: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a module of the local service to its end, beside whatever runs already."""
        return subprocess.run(
            [sys.executable, "-m", module],
            cwd=self.folder,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=STARTS_WITHIN_SECONDS,
            check=False,
        )

    def environment(self, **more: str) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        ours = {
            "PYTHONPATH": str(REPOSITORY),
            "PORT": str(self.port),
            "ENGINE_PORT": str(self.engine_port),
            "BACKSTART_ENGINE_CACHE": str(self.cache),
        }
        return inherited | ours | more

    @property
    def printed_file(self) -> Path:
        return self.folder / "stdout.txt"

    @property
    def said_file(self) -> Path:
        return self.folder / "stderr.txt"

    def printed(self) -> str:
        """What the last start has written to stdout so far."""
        return self.printed_file.read_text(encoding="utf-8", errors="replace")

    def said(self) -> str:
        """What the last start has written to stderr so far."""
        return self.said_file.read_text(encoding="utf-8", errors="replace")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask the server to stop and return its exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(STOPS_WITHIN_SECONDS)

    def kill_server(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(STOPS_WITHIN_SECONDS)

    def engine(self) -> dict[str, Any]:
        """What the pid file says: `pid`, `port`, `name`."""
        facts: dict[str, Any] = json.loads((self.root / "engine.json").read_text(encoding="utf-8"))
        return facts

    def signal_engine(self, number: signal.Signals) -> int:
        """Send the engine a signal, and wait for its end if it has to be one."""
        pid = int(self.engine()["pid"])
        os.kill(pid, number)
        if number is signal.SIGKILL:
            wait_for(lambda: is_gone(pid), what="the engine's end", within_seconds=10)
        return pid

    def holders(self) -> list[str]:
        """Which of server and engine still lives: each holds a lock until it ends, however it ends."""
        return [name for name in ("serve.lock", "engine.alive") if (self.root / name).exists() and not is_free(self.root / name)]

    def post(self, intake: dict[str, Any] = INTAKE, *, key: str | None = None, within_seconds: float = 20, **headers: str) -> Answer:
        sent = {"Authorization": f"Bearer {key or self.demo['secret_key']}", "Content-Type": "application/json", **headers}
        return self.request("POST", "/v1/recommendations", sent, json.dumps(intake), within_seconds=within_seconds)

    def read(self, recommendation_id: str, *, key: str | None = None) -> Answer:
        return self.request("GET", f"/v1/recommendations/{recommendation_id}", {"Authorization": f"Bearer {key or self.demo['secret_key']}"})

    def request(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: str | None = None, *, within_seconds: float = 20
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", int(urlsplit(self.demo["base_url"]).port or 0), timeout=within_seconds)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(status=response.status, headers=response.headers, body=response.read())
        finally:
            connection.close()

    def end(self) -> None:
        """End the server, the engine, and whatever else was started from this folder."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(STOPS_WITHIN_SECONDS)
        with suppress(local_engine.EngineFailed, OSError):
            local_engine.stop(self.root)
        for pid in processes_in(self.folder):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def _fresh(self, before: dict[str, Any]) -> bool:
        # After a kill -9 the last run's file is still there.
        try:
            found = json.loads(self.demo_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return False
        return bool(found["secret_key"] != before.get("secret_key"))


@contextmanager
def ended_at_last(folder: Path, cache: Path) -> Iterator[Service]:
    """A service that is not started yet, and whose processes all end with the block, however that ends."""
    # The folder's name has a space, as people's folders do.
    service = Service(folder=folder / "a clone", cache=cache)
    service.folder.mkdir(parents=True)
    try:
        yield service
    finally:
        service.end()


def wait_for(condition: Callable[[], Any], *, what: str, within_seconds: float) -> None:
    """Wait until the condition holds; fail, saying what was waited for, when the time is over."""
    deadline = time.monotonic() + within_seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {within_seconds} s in vain for {what}"
        time.sleep(POLL_SECONDS)


def is_free(lock: Path) -> bool:
    descriptor = take_lock(lock)
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is not None


def is_gone(pid: int) -> bool:
    return identify(pid) is None


def accepts(port: int) -> bool:
    with socket.socket() as visitor:
        visitor.settimeout(5)
        return visitor.connect_ex(("127.0.0.1", port)) == 0


def processes_in(folder: Path) -> list[int]:
    """The processes at work in a folder, where the system tells; there they can only be ours."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (entry / "cwd").readlink().is_relative_to(folder):
                found.append(int(entry.name))
    return found


def request_of(curl: str) -> tuple[str, dict[str, str], str]:
    """The address, headers and body of a printed curl command, read as a shell would read it."""
    words = shlex.split(curl)
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    return words[2], headers, words[words.index("-d") + 1]
