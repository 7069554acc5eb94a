"""What the end-to-end tests share: services that always end, and one fetched engine for all of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.service import REPOSITORY, Service, ended_at_last


@pytest.fixture(scope="session")
def engine_cache() -> Path:
    return Path(os.environ.get("BACKSTART_ENGINE_CACHE") or REPOSITORY / ".local" / "engine").resolve()


@pytest.fixture
def service(tmp_path: Path, engine_cache: Path) -> Iterator[Service]:
    """A service that is not started yet."""
    with ended_at_last(tmp_path, engine_cache) as service:
        yield service


@pytest.fixture
def served(service: Service) -> Service:
    service.start()
    return service


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, engine_cache: Path) -> Iterator[Service]:
    """A running service for tests that leave it as it is."""
    with ended_at_last(tmp_path_factory.mktemp("shared"), engine_cache) as service:
        service.start()
        yield service
