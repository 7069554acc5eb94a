"""`make demo`: one sample intake, printed for people, and everything stopped again."""

import re
import signal

import pytest

from tests.e2e.service import Service, wait_for

pytestmark = pytest.mark.engine

# Rank, name, kind, score, dose.
ROW = re.compile(
    r"^ ?(?P<rank>\d+) (?P<name>\S.{0,33}?) {2,}(?P<kind>[a-z_]+) +(?P<score>-?\d+\.\d\d)  (?P<dose>\d+ (?:× \d+.*?|min))  \s*(?P<because>\S.*)$",
    re.MULTILINE,
)


def test_the_demo_prints_a_table_of_ranks_names_and_doses(service: Service) -> None:
    service.folder.mkdir(parents=True)

    demo = service.run("infra.local.demo")
    rows = [row.groupdict() for row in ROW.finditer(demo.stdout)]

    assert demo.returncode == 0, demo.stderr
    assert len(rows) >= 4
    assert [int(row["rank"]) for row in rows] == list(range(1, len(rows) + 1))
    assert [float(row["score"]) for row in rows] == sorted((float(row["score"]) for row in rows), reverse=True)
    assert len({row["name"] for row in rows}) == len(rows)
    assert "gate: proceed" in demo.stdout


def test_the_demo_leaves_nothing_running(service: Service) -> None:
    service.folder.mkdir(parents=True)

    service.run("infra.local.demo")

    assert service.holders() == []
    assert not service.demo_file.exists()
    assert not (service.root / "engine.json").exists()


def test_the_demo_prints_its_table_and_nothing_else_on_stdout(service: Service) -> None:
    service.folder.mkdir(parents=True)

    demo = service.run("infra.local.demo")

    assert "engine:" not in demo.stdout
    assert '"event"' not in demo.stdout


def test_the_demo_asks_a_server_that_runs_and_leaves_it_running(served: Service) -> None:
    engine = served.engine()

    demo = served.run("infra.local.demo")

    assert demo.returncode == 0, demo.stderr
    assert ROW.search(demo.stdout)
    assert served.request("GET", "/v1/health").status == 200
    assert served.engine() == engine


def test_the_demo_needs_no_free_port_8000(service: Service, served: Service) -> None:
    """A second clone, on the ports of the first."""
    clone = Service(folder=service.folder.parent / "another clone", cache=service.cache, port=served.port, engine_port=served.engine_port)
    clone.folder.mkdir()

    demo = clone.run("infra.local.demo")

    assert demo.returncode == 0, demo.stderr
    assert clone.holders() == []


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_the_demo_does_not_ask_a_proxy_for_this_machine(served: Service, variable: str) -> None:
    demo = served.run("infra.local.demo", **{variable: "http://127.0.0.1:9", "no_proxy": "", "NO_PROXY": ""})

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
    wait_for(lambda: (service.root / "engine.json").exists(), what="the engine's start", within_seconds=90)

    process.send_signal(number)
    process.wait(45)

    assert service.holders() == []
