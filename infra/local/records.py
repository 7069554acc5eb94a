"""The pid file of the local engine: which process it is and where it answers."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from infra.local.launches import EngineName
from infra.local.processes import ProcessIdentity

FILE = "engine.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRecord:
    name: EngineName
    port: int
    started_at: str
    identity: ProcessIdentity


def read_record(root: Path) -> EngineRecord | None:
    """The record, or None if there is no file or it cannot be understood, which makes it as good as none."""
    try:
        facts = json.loads((root / FILE).read_text(encoding="utf-8"))
        return EngineRecord(
            name=EngineName(facts["name"]),
            port=int(facts["port"]),
            started_at=str(facts["started_at"]),
            identity=ProcessIdentity(pid=int(facts["pid"]), fingerprint=str(facts["fingerprint"])),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_record(root: Path, record: EngineRecord) -> None:
    facts = {
        "pid": record.identity.pid,
        "port": record.port,
        "name": record.name.value,
        "started_at": record.started_at,
        "fingerprint": record.identity.fingerprint,
    }
    # Whoever reads at this moment sees the old file or the new one, never a half.
    draft = root / f"{FILE}.{os.getpid()}"
    draft.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    draft.replace(root / FILE)


def remove_record(root: Path) -> None:
    (root / FILE).unlink(missing_ok=True)
