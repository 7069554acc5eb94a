"""The whole of Backstart on this machine: engine, tables, demo partner, server. Everything it starts ends with it."""

import json
import os
import secrets
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from waitress.server import create_server

from api.app import create_app
from api.auth import keys
from api.bootstrap import compose
from api.errors import StoreError
from api.settings import Settings
from api.stores.dynamodb import DynamoDBAccountStore, DynamoDBConnection, DynamoDBRecommendationStore
from api.stores.ports import ApiKey, Partner
from infra.local import engine as local_engine
from infra.local.console import say
from infra.local.engine import Engine
from infra.local.errors import EngineFailed
from infra.local.locks import take_lock
from infra.local.tables import REGION, create_tables, local_client
from recommender.heart import load_heart

HOST = "127.0.0.1"
STAGE = "local"
DEMO_PARTNER = "demo"
# The engine of a running server is started again when it ends, but not at once: who looks should see what its absence does.
ENGINE_RETURNS_AFTER_SECONDS = 5
ENGINE_LOOKED_AT_EVERY_SECONDS = 1
THREADS = 8
LOOK_SECONDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What somebody needs to try it: also written to `demo.json`. `coach_token` comes with the coach console."""

    base_url: str
    secret_key: str
    publishable_key: str
    allowed_origin: str
    coach_token: str | None = None


class PortTaken(EngineFailed):
    """The port to serve on is somebody else's."""


@contextmanager
def serving(*, port: int, engine: local_engine.Settings) -> Iterator[Demo]:
    """The running service, for the length of the block. Raises EngineFailed, PortTaken among it."""
    root = engine.root
    demo_file = root / "demo.json"
    # Port and folder are taken before anything else is touched: a second start must not disturb the first.
    with _listening(port) as listener, _alone_in(root):
        demo_file.unlink(missing_ok=True)
        with local_engine.running(engine) as running:
            service = _Service(root, running, base_url=f"http://{HOST}:{listener.getsockname()[1]}")
            with _kept_running(running, engine, after_return=service.prepare):
                server = create_server(create_app(service.container), sockets=[listener], threads=THREADS)
                threading.Thread(target=server.run, name="server", daemon=True).start()
                _write(demo_file, service.demo)
                try:
                    yield service.demo
                finally:
                    demo_file.unlink(missing_ok=True)
                    # The threads first: one that has just answered still wakes the loop, whose end `close` takes away.
                    server.task_dispatcher.shutdown()
                    server.close()


class _Service:
    """The application over one engine, with what it needs there: tables, the demo partner, fresh keys."""

    def __init__(self, root: Path, running: Engine, *, base_url: str) -> None:
        settings = _settings(root, running)
        connection = DynamoDBConnection(region=settings.region, endpoint_url=settings.dynamodb_endpoint)
        self._accounts = DynamoDBAccountStore(connection, table=settings.accounts_table)
        store = DynamoDBRecommendationStore(connection, table=settings.records_table)
        heart = load_heart()
        self.container = compose(settings, heart=heart, store=store, accounts=self._accounts)
        say(f"rules: {heart.reviews.reviewed} of {heart.reviews.rows} rows reviewed by a clinician; live keys: {self.container.live}")
        minted = {kind: keys.mint(kind, "test") for kind in ("sk", "pk")}
        self._keys = [
            ApiKey(id=keys.mint_id(), hash=keys.hash_key(text, pepper=settings.secret), partner_id=DEMO_PARTNER, kind=kind, mode="test", label="demo")
            for kind, text in minted.items()
        ]
        self.demo = Demo(base_url=base_url, secret_key=minted["sk"], publishable_key=minted["pk"], allowed_origin=base_url)
        self.prepare(running)

    def prepare(self, running: Engine) -> None:
        """Tables, the demo partner and its keys; those of an earlier run stop working. Again after an engine that forgot everything."""
        create_tables(local_client(running.endpoint_url), STAGE)
        self._accounts.put_partner(Partner(id=DEMO_PARTNER, name="Demo partner", allowed_origins=(self.demo.base_url,)))
        fresh = {key.id for key in self._keys}
        for old in self._accounts.keys_of(DEMO_PARTNER):
            if old.id not in fresh and not old.revoked:
                self._accounts.put_key(replace(old, revoked=True))
        for key in self._keys:
            self._accounts.put_key(key)


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    try:
        listener = socket.create_server((HOST, port))
    except OSError as failure:
        raise PortTaken(f"can't serve on port {port} ({failure.strerror}). Choose another: make run PORT=8080") from failure
    with listener:
        yield listener


@contextmanager
def _alone_in(root: Path) -> Iterator[None]:
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise EngineFailed(f"The folder for data, {root.resolve()}, can't be made ({failure.strerror}).") from failure
    lock = take_lock(root / "serve.lock")
    if lock is None:
        raise EngineFailed("Backstart is already being served from this folder. Stop that one first, or use it: .local/demo.json says where it is.")
    try:
        yield
    finally:
        os.close(lock)


def open_here(request: urllib.request.Request | str, *, timeout: float) -> Any:
    """`urlopen` for this machine only: no proxy that the environment names has any business here."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=timeout)


def already_serving(root: Path) -> Demo | None:
    """The service that runs from this folder, if one answers."""
    try:
        demo = Demo(**json.loads((root / "demo.json").read_text(encoding="utf-8")))
        with open_here(f"{demo.base_url}/v1/health", timeout=LOOK_SECONDS):
            return demo
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def _kept_running(running: Engine, wished: local_engine.Settings, *, after_return: Callable[[Engine], None]) -> Iterator[None]:
    """Start the engine again, the same one at the same port, whenever it ends before the block does."""
    done = threading.Event()
    current = [running]
    # The server goes on asking where the engine first was, whatever port was wished for.
    again = replace(wished, port=int(running.endpoint_url.rpartition(":")[2]), wish=running.name)

    def bring_back() -> None:
        returned = local_engine.start(again)
        current[0] = returned
        if returned.endpoint_url != running.endpoint_url:
            returned.stop()
            raise EngineFailed(f"somebody else has taken {running.endpoint_url}; trying again")
        after_return(returned)

    def look() -> None:
        while not done.wait(ENGINE_LOOKED_AT_EVERY_SECONDS):
            if current[0].identity.is_alive():
                continue
            say(f"engine: it has ended; starting it again in {ENGINE_RETURNS_AFTER_SECONDS} s. Until then answers are 503.")
            if done.wait(ENGINE_RETURNS_AFTER_SECONDS):
                return
            try:
                bring_back()
            except (EngineFailed, StoreError, OSError, BotoCoreError, ClientError) as failure:
                say(f"engine: {failure}")

    watcher = threading.Thread(target=look, name="engine watcher", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        if current[0] is not running:
            current[0].stop()


def _settings(root: Path, running: Engine) -> Settings:
    return Settings(
        stage=STAGE,
        region=REGION,
        records_table=f"backstart-{STAGE}-records",
        accounts_table=f"backstart-{STAGE}-accounts",
        secret=_secret(root / "secret"),
        dynamodb_endpoint=running.endpoint_url,
        accept_unreviewed_rules=os.environ.get("ACCEPT_UNREVIEWED_RULES") or None,
    )


def _secret(path: Path) -> bytes:
    """The secret of this checkout, made once: without it, stored keys and idempotent ids would mean nothing after a restart."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip().encode()


def _write(path: Path, demo: Demo) -> None:
    # Renamed into place, so that whoever waits for the file never reads half of it.
    half = path.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_text(json.dumps(asdict(demo), indent=2) + "\n", encoding="utf-8")
    half.replace(path)
