"""What the end-to-end tests share: services that always end, and one fetched engine for all of them."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.service import REPOSITORY, Service


@pytest.fixture(scope="session")
def engine_cache() -> Path:
    return Path(os.environ.get("BACKSTART_ENGINE_CACHE") or REPOSITORY / ".local" / "engine").resolve()


@pytest.fixture
def service(tmp_path: Path, engine_cache: Path) -> Iterator[Service]:
    """A service that is not started yet. Its folder's name has a space, as people's folders do."""
    service = Service(folder=tmp_path / "a clone", cache=engine_cache)
    try:
        yield service
    finally:
        service.end()


@pytest.fixture
def served(service: Service) -> Service:
    service.start()
    return service


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, engine_cache: Path) -> Iterator[Service]:
    """A running service for tests that only look at it."""
    service = Service(folder=tmp_path_factory.mktemp("shared") / "a clone", cache=engine_cache)
    try:
        service.start()
        yield service
    finally:
        service.end()


@pytest.fixture
def intake() -> dict[str, Any]:
    """Somebody with nothing to hold back for, who was asked everything."""
    return {
        "sitting_hours_per_day": 9,
        "pain_areas": ["lower_back", "neck"],
        "experience_level": "beginner",
        "has_chronic_condition": False,
        "red_flags": [],
        "conditions": [],
    }
