"""Runs unit tests over one file with a slip in it, each slip in a process of its own. Writes to no file of the repository."""

import contextlib
import importlib.abc
import importlib.util
import multiprocessing
import os
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.slips import Slip

REPOSITORY = Path(__file__).resolve().parents[2]
# Far above what the tests take; who is not ready then runs in a circle.
WITHIN_SECONDS = 60
PRELOADED = ["tests.mutation.running", "jsonschema", "yaml"]
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-W", "default", "--rootdir", str(REPOSITORY))


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A slip, and what noticed it (None: nothing did)."""

    name: str
    killed_by: str | None


class NothingTried(RuntimeError):
    """When a run says nothing about a slip: the tests fail without one, there are none, or they never import the file."""


class _InPlaceOf(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    """Loads `text` where `module` is imported."""

    def __init__(self, module: str, text: str) -> None:
        self.module, self.text, self.used = module, text, False

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.module else None

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        self.used = True
        exec(compile(self.text, self.module, "exec"), module.__dict__)  # noqa: S102 - that is what a module is


class _FirstFailure:
    """Remembers the first test that fails, or the file that can't be collected."""

    def __init__(self) -> None:
        self.name = "the start of the tests"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.name = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.name = report.nodeid


def _child(module: str, text: str, tests: Sequence[str], compiled: str, said: connection.Connection) -> None:
    # Of pytest only what these tests need; what it compiles is kept for the next child, outside the repository.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.dont_write_bytecode, sys.pycache_prefix = False, compiled
    loader, failure = _InPlaceOf(module, text), _FirstFailure()
    sys.meta_path.insert(0, loader)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        code = pytest.main([*OPTIONS, *tests], plugins=[failure])
    said.send((int(code), loader.used, failure.name))


def check_without_slips(module: str, text: str, tests: Sequence[str]) -> None:
    """Refuses to go on where the tests fail on the file as it is, or never import it: then every slip would count as noticed."""
    [(_, (code, used, name))] = _all_runs(module, {"": text}, tests, jobs=1)
    if code != pytest.ExitCode.OK or not used:
        raise NothingTried(f"{module} without a slip: {'never imported' if code == pytest.ExitCode.OK else f'pytest says {code}, at {name}'}")


def try_slips(module: str, slips: Iterable[Slip], tests: Sequence[str], *, jobs: int) -> Iterator[Tried]:
    """Each slip, in the order in which they are done."""
    texts = {slip.name: slip.text for slip in slips}
    for name, (code, used, failed) in _all_runs(module, texts, tests, jobs=jobs):
        if code == pytest.ExitCode.NO_TESTS_COLLECTED or not used:
            raise NothingTried(f"{name}: pytest says {code}, the file was {'' if used else 'not '}imported")
        yield Tried(name=name, killed_by=None if code == pytest.ExitCode.OK else failed)


def _all_runs(module: str, texts: Mapping[str, str], tests: Sequence[str], *, jobs: int) -> Iterator[tuple[str, tuple[int, bool, str]]]:
    # A server that has imported pytest, and nothing of ours, forks itself for each slip: pytest is not imported two thousand times then.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    waiting: deque[str] = deque(texts)
    running: dict[str, tuple[Any, connection.Connection, float]] = {}
    with tempfile.TemporaryDirectory() as compiled:
        while waiting or running:
            while waiting and len(running) < jobs:
                name = waiting.popleft()
                hears, says = context.Pipe(duplex=False)
                process = context.Process(target=_child, args=(module, texts[name], tests, compiled, says))
                process.start()
                says.close()
                running[name] = process, hears, time.monotonic() + WITHIN_SECONDS
            connection.wait([process.sentinel for process, _, _ in running.values()], timeout=1)
            for name, (process, hears, until) in list(running.items()):
                if not process.is_alive() or time.monotonic() > until:
                    yield name, _result(process, hears)
                    del running[name]


def _result(process: Any, hears: connection.Connection) -> tuple[int, bool, str]:
    late = process.is_alive()
    if late:
        process.kill()
    process.join()
    try:
        return (int(pytest.ExitCode.INTERRUPTED), True, "running out of time") if late else hears.recv()
    except EOFError:
        # The slip took the whole process with it.
        return int(pytest.ExitCode.INTERNAL_ERROR), True, "the end of the process"
    finally:
        hears.close()
