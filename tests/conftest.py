"""What holds for all tests: no network but loopback, and a table of how long each purpose took at the end."""

import ipaddress
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
# Minutes that each purpose may take in `make test` on two cores; printed beside what it took, and no test by itself.
BUDGET_MINUTES = {
    "unit": 1,
    "spec": 1,
    "cases": 1,
    "personas": 1,
    "contract": 3,
    "architecture": 2,
    "properties": 4,
    "infra_local": 2,
    "mutation": 1,
    "e2e": 4,
    "package": 3,
}
_took: Counter[str] = Counter()
_ran: Counter[str] = Counter()


class NetworkUsed(RuntimeError):
    """When a test reaches for an address that is not on this machine."""


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections to anything but loopback fail, so that no test depends on, or disturbs, anybody else's machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
            raise NetworkUsed(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    purpose = report.nodeid.split("/")[1] if report.nodeid.count("/") > 1 else "other"
    _took[purpose] += report.duration
    _ran[purpose] += report.when == "call"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("time by purpose", sep="-")
    for purpose, seconds in sorted(_took.items()):
        budget = BUDGET_MINUTES.get(purpose)
        over = "  over its budget" if budget is not None and seconds > budget * 60 else ""
        terminalreporter.line(f"{purpose:<14} {_ran[purpose]:>5} tests {seconds:>7.1f} s  of {budget or '?'} min{over}")
