"""The whole of Backstart on this machine: engine, tables, demo partner, server. Everything it starts ends with it."""

import json
import os
import secrets
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from waitress.server import create_server

from api.app import create_app
from api.auth import keys
from api.bootstrap import compose
from api.settings import Settings
from api.stores.dynamodb import DynamoDBAccountStore, DynamoDBConnection, DynamoDBRecommendationStore
from api.stores.ports import AccountStore, ApiKey, Partner
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


@contextmanager
def serving(*, port: int, engine: local_engine.Settings) -> Iterator[Demo]:
    """The running service, for the length of the block. Raises EngineFailed, or OSError where the port is taken."""
    root = engine.root
    demo_file = root / "demo.json"
    # Port and folder are taken before anything else is touched: a second start must not disturb the first.
    with socket.create_server((HOST, port)) as listener, _alone_in(root), local_engine.running(engine) as running, _kept_running(running, engine):
        demo_file.unlink(missing_ok=True)
        create_tables(local_client(running.endpoint_url), STAGE)
        settings = _settings(root, running)
        connection = DynamoDBConnection(region=settings.region, endpoint_url=settings.dynamodb_endpoint)
        accounts = DynamoDBAccountStore(connection, table=settings.accounts_table)
        store = DynamoDBRecommendationStore(connection, table=settings.records_table)
        app = create_app(compose(settings, heart=load_heart(), store=store, accounts=accounts))
        server = create_server(app, sockets=[listener], threads=THREADS)
        base_url = f"http://{HOST}:{listener.getsockname()[1]}"
        demo = _seed(accounts, settings.secret, base_url=base_url)
        thread = threading.Thread(target=server.run, name="server", daemon=True)
        thread.start()
        _write(demo_file, demo)
        try:
            yield demo
        finally:
            demo_file.unlink(missing_ok=True)
            server.close()
            server.task_dispatcher.shutdown()


@contextmanager
def _alone_in(root: Path) -> Iterator[None]:
    root.mkdir(parents=True, exist_ok=True)
    lock = take_lock(root / "serve.lock")
    if lock is None:
        raise EngineFailed("Backstart is already being served from this folder. Stop that one first, or use it: .local/demo.json says where it is.")
    try:
        yield
    finally:
        os.close(lock)


def already_serving(root: Path) -> Demo | None:
    """The service that runs from this folder, if one answers."""
    try:
        demo = Demo(**json.loads((root / "demo.json").read_text(encoding="utf-8")))
        with urllib.request.urlopen(f"{demo.base_url}/v1/health", timeout=LOOK_SECONDS):
            return demo
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def _kept_running(running: Engine, wished: local_engine.Settings) -> Iterator[None]:
    """Start the engine again, at the same port, whenever it ends before the block does."""
    done = threading.Event()
    current = [running]

    def look() -> None:
        while not done.wait(ENGINE_LOOKED_AT_EVERY_SECONDS):
            if current[0].identity.is_alive():
                continue
            say(f"engine: it has ended; starting it again in {ENGINE_RETURNS_AFTER_SECONDS} s. Until then answers are 503.")
            if done.wait(ENGINE_RETURNS_AFTER_SECONDS):
                return
            try:
                current[0] = local_engine.start(wished)
            except EngineFailed as failure:
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
    )


def _secret(path: Path) -> bytes:
    """The secret of this checkout, made once: without it, stored keys and idempotent ids would mean nothing after a restart."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip().encode()


def _seed(accounts: AccountStore, secret: bytes, *, base_url: str) -> Demo:
    """The demo partner with fresh keys; the keys of an earlier run stop working."""
    accounts.put_partner(Partner(id=DEMO_PARTNER, name="Demo partner", allowed_origins=(base_url,)))
    for old in accounts.keys_of(DEMO_PARTNER):
        if not old.revoked:
            accounts.put_key(_as_revoked(old))
    minted = {kind: keys.mint(kind, "test") for kind in ("sk", "pk")}
    for kind, text in minted.items():
        hashed = keys.hash_key(text, pepper=secret)
        accounts.put_key(ApiKey(id=keys.mint_id(), hash=hashed, partner_id=DEMO_PARTNER, kind=kind, mode="test", label="demo"))
    return Demo(base_url=base_url, secret_key=minted["sk"], publishable_key=minted["pk"], allowed_origin=base_url)


def _as_revoked(key: ApiKey) -> ApiKey:
    values: dict[str, Any] = asdict(key) | {"revoked": True}
    return ApiKey(**values)


def _write(path: Path, demo: Demo) -> None:
    # Renamed into place, so that whoever waits for the file never reads half of it.
    half = path.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_text(json.dumps(asdict(demo), indent=2) + "\n", encoding="utf-8")
    half.replace(path)
