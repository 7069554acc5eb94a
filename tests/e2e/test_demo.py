"""`make demo`: one sample intake, printed for people, and everything stopped again."""

import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.service import Service, ended_at_last, wait_for

pytestmark = pytest.mark.engine

# Rank, name, kind, score, dose.
ROW = re.compile(
    r"^ ?(?P<rank>\d+) (?P<name>\S.{0,33}?) {2,}(?P<kind>[a-z_]+) +(?P<score>-?\d+\.\d\d)  (?P<dose>\d+ (?:× \d+.*?|min))  \s*(?P<because>\S.*)$",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, engine_cache: Path) -> Iterator[tuple[Service, subprocess.CompletedProcess[str]]]:
    """A demo that was run with nothing else running."""
    with ended_at_last(tmp_path_factory.mktemp("demo"), engine_cache) as service:
        yield service, service.run("infra.local.demo")


def test_the_demo_prints_a_table_of_ranks_names_and_doses(alone: tuple[Service, subprocess.CompletedProcess[str]]) -> None:
    _, demo = alone

    rows = [row.groupdict() for row in ROW.finditer(demo.stdout)]

    assert demo.returncode == 0, demo.stderr
    assert len(rows) >= 4
    assert [int(row["rank"]) for row in rows] == list(range(1, len(rows) + 1))
    assert [float(row["score"]) for row in rows] == sorted((float(row["score"]) for row in rows), reverse=True)
    assert len({row["name"] for row in rows}) == len(rows)
    assert "gate: proceed" in demo.stdout


def test_the_demo_leaves_nothing_running(alone: tuple[Service, subprocess.CompletedProcess[str]]) -> None:
    service, _ = alone

    assert (service.root / "engine.log").exists()
    assert service.holders() == []
    assert not service.demo_file.exists()
    assert not (service.root / "engine.json").exists()


def test_the_demo_prints_its_table_and_nothing_else_on_stdout(alone: tuple[Service, subprocess.CompletedProcess[str]]) -> None:
    _, demo = alone

    assert "engine: starting" in demo.stderr
    assert "Traceback" not in demo.stderr
    assert "engine:" not in demo.stdout
    assert '"event"' not in demo.stdout


def test_the_demo_asks_a_server_that_runs_and_leaves_it_running(shared: Service) -> None:
    engine = shared.engine()

    demo = shared.run("infra.local.demo")

    assert demo.returncode == 0, demo.stderr
    assert ROW.search(demo.stdout)
    assert shared.request("GET", "/v1/health").status == 200
    assert shared.engine() == engine


def test_the_demo_needs_none_of_the_usual_ports(shared: Service, tmp_path: Path) -> None:
    """A second clone, where the first one serves on the ports of both."""
    with ended_at_last(tmp_path, shared.cache) as clone:
        demo = clone.run("infra.local.demo", PORT=str(shared.port), ENGINE_PORT=str(shared.engine_port))

        assert demo.returncode == 0, demo.stderr
        assert clone.holders() == []


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY"])
def test_the_demo_does_not_ask_a_proxy_for_this_machine(shared: Service, variable: str) -> None:
    demo = shared.run("infra.local.demo", **{variable: "http://127.0.0.1:9", "no_proxy": "", "NO_PROXY": ""})

    assert demo.returncode == 0, demo.stderr
    assert ROW.search(demo.stdout)


def test_a_demo_after_a_kill_of_the_server_starts_its_own(served: Service) -> None:
    served.kill_server()

    demo = served.run("infra.local.demo")

    assert demo.returncode == 0, demo.stderr
    assert served.holders() == []
    assert not served.demo_file.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_interrupted_leaves_nothing_running(service: Service, number: signal.Signals) -> None:
    process = service.launch("infra.local.demo")
    wait_for((service.root / "engine.json").exists, what="the engine's start", within_seconds=90)

    process.send_signal(number)
    process.wait(45)

    assert service.holders() == []
