"""The four engines that the stores are held to, each a fresh pair of tables per test, and a proxy that loses replies."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from moto import mock_aws

from api.stores.dynamodb import DynamoDBAccountStore, DynamoDBConnection, DynamoDBRecommendationStore
from api.stores.memory import MemoryAccountStore, MemoryRecommendationStore
from api.stores.ports import AccountStore, RecommendationStore, Record
from infra.local.engine import Settings, running
from infra.local.errors import EngineFailed
from infra.local.launches import EngineName
from infra.local.tables import create_tables, local_client

REGION = "us-east-1"
FETCHED_ENGINE = Path(__file__).resolve().parents[3] / ".local" / "engine"
stages = map("t{}".format, count())

MINISTACK = pytest.param("ministack", marks=pytest.mark.engine)
DYNAMODB_LOCAL = pytest.param("dynamodb_local", marks=pytest.mark.engine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    recommendations: RecommendationStore
    accounts: AccountStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """A fresh pair of tables and a client that looks at them from outside."""

    endpoint_url: str | None
    client: Any
    records: str
    accounts: str

    def stores(self, endpoint_url: str | None = None) -> Stores:
        connection = _connection(endpoint_url or self.endpoint_url)
        return Stores(
            recommendations=DynamoDBRecommendationStore(connection, table=self.records),
            accounts=DynamoDBAccountStore(connection, table=self.accounts),
        )


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from _running_engine(EngineName.MINISTACK, tmp_path_factory.mktemp("ministack"))


@pytest.fixture(scope="session")
def dynamodb_local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from _running_engine(EngineName.DYNAMODB_LOCAL, tmp_path_factory.mktemp("dynamodb_local"))


@pytest.fixture(params=["memory", "moto", MINISTACK, DYNAMODB_LOCAL])
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Both stores, one adapter and engine after the other."""
    with _stores_on(request.param, request) as opened:
        yield opened


@pytest.fixture
def recommendations(stores: Stores) -> RecommendationStore:
    return stores.recommendations


@pytest.fixture
def accounts(stores: Stores) -> AccountStore:
    return stores.accounts


@pytest.fixture(params=["memory", MINISTACK, DYNAMODB_LOCAL])
def shared_stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """For tests with threads: without moto, which loses updates where two threads write."""
    with _stores_on(request.param, request) as opened:
        yield opened


@pytest.fixture(params=["moto", MINISTACK, DYNAMODB_LOCAL])
def tables(request: pytest.FixtureRequest) -> Iterator[Tables]:
    """For what only DynamoDB has: indexes, time to live, the shape of items."""
    with _tables_on(request.param, request) as opened:
        yield opened


@pytest.fixture
def amazons_tables(request: pytest.FixtureRequest) -> Iterator[Tables]:
    """Tables in Amazon's own engine, the only one whose figures for consumed capacity are right."""
    with _tables_on("dynamodb_local", request) as opened:
        yield opened


@pytest.fixture(params=[MINISTACK, DYNAMODB_LOCAL])
def faulty(request: pytest.FixtureRequest) -> Iterator["FaultyStores"]:
    """Stores that reach their engine through a proxy which fails as told."""
    with _tables_on(request.param, request) as tables, _proxy_before(str(tables.endpoint_url)) as proxy:
        yield FaultyStores(proxy=proxy, stores=tables.stores(f"http://127.0.0.1:{proxy.server_port}"), direct=tables.stores())


@pytest.fixture
def deaf_endpoint() -> Iterator[str]:
    """A port whose queue is full, so that whoever connects gets no reply at all, as from a host that is gone."""
    with ExitStack() as sockets:
        server = sockets.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(8):
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def closed_endpoint() -> str:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def a_record() -> Callable[..., Record]:
    """A plausible released record, with whatever a test wants to be different."""
    return partial(
        replace,
        Record(
            id="rec_1",
            partner_id="acme",
            mode="test",
            key_id="key_1",
            status="released",
            outcome="proceed",
            version=1,
            created_at="2026-11-22T08:30:00.123456Z",
            reference="visit-8841",
            body_digest="c0ffee",
            answer=b'{"id":"rec_1","program":{"weeks":4}}',
            detail=b'{"intake":{"pain_areas":["neck"]}}',
            expires_at=1_857_000_000,
        ),
    )


class FaultyProxy(ThreadingHTTPServer):
    """Hands calls on to an engine and then, by plan, does something else than handing back the reply."""

    daemon_threads = True

    def __init__(self, engine: str) -> None:
        super().__init__(("127.0.0.1", 0), _FaultyHandler)
        self.engine = engine.removeprefix("http://")
        self.plan: list[str] = []
        self.calls: list[str] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultyStores:
    proxy: FaultyProxy
    stores: Stores
    direct: Stores


class _FaultyHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10
    server: FaultyProxy

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append(self.headers["X-Amz-Target"].rpartition(".")[2])
        match self.server.plan.pop(0) if self.server.plan else "pass":
            case "pass":
                self._answer(*self._handed_on(body))
            case "lose the reply":
                self._handed_on(body)
                self._hang_up()
            case "lose the request":
                self._hang_up()
            case "answer too late":
                self._handed_on(body)
                # The client gives up and closes its end, and only that ends the wait.
                self.rfile.read(1)
                self.close_connection = True
            case "a proxy's page":
                self._answer(200, {"Content-Type": "text/html"}, b"<html>Sign in to the guest network</html>")
            case "a gateway's page":
                self._answer(502, {"Content-Type": "text/html"}, b"<html>Bad gateway</html>")
            case code:
                status = 500 if code == "InternalServerError" else 400
                self._answer(status, {"Content-Type": "application/x-amz-json-1.0"}, f'{{"__type":"com.amazonaws#{code}"}}'.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's.
        pass

    def _handed_on(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(self.server.engine, timeout=10)
        try:
            connection.request("POST", "/", body=body, headers=dict(self.headers))
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name in ("Content-Type", "x-amzn-RequestId", "x-amz-crc32"):
            value = {key.lower(): value for key, value in headers.items()}.get(name.lower())
            if value is not None:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def _proxy_before(engine: str) -> Iterator[FaultyProxy]:
    with FaultyProxy(engine) as proxy:
        thread = Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join(timeout=10)


@contextmanager
def _stores_on(name: str, request: pytest.FixtureRequest) -> Iterator[Stores]:
    if name == "memory":
        yield Stores(recommendations=MemoryRecommendationStore(), accounts=MemoryAccountStore())
        return
    with _tables_on(name, request) as tables:
        yield tables.stores()


@contextmanager
def _tables_on(name: str, request: pytest.FixtureRequest) -> Iterator[Tables]:
    with ExitStack() as stack:
        if name == "moto":
            stack.enter_context(mock_aws())
            endpoint_url = None
            client = _connection(None).client()
        else:
            endpoint_url = str(request.getfixturevalue(name))
            client = _client_from_outside(endpoint_url)
        # A stage of its own is cheaper than emptying tables, and lets literal ids stand in every test.
        records, accounts = create_tables(client, next(stages))
        yield Tables(endpoint_url=endpoint_url, client=client, records=records, accounts=accounts)


# Making a client takes longer than most of the tests, so an engine's clients are made once.
@cache
def _connection(endpoint_url: str | None) -> DynamoDBConnection:
    return DynamoDBConnection(region=REGION, endpoint_url=endpoint_url)


@cache
def _client_from_outside(endpoint_url: str) -> Any:
    return local_client(endpoint_url)


def _running_engine(name: EngineName, root: Path) -> Iterator[str]:
    cache = Path(os.environ.get("BACKSTART_ENGINE_CACHE") or FETCHED_ENGINE)
    try:
        with running(Settings(root=root, cache=cache, port=0, wish=name)) as engine:
            yield engine.endpoint_url
    except EngineFailed as failure:
        pytest.fail(
            f"{failure}\nThis test needs {name}. DynamoDB Local needs a JDK 17 and npm; ministack needs: pip install ministack", pytrace=False
        )
