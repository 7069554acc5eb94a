"""Sealed JSON: what the compilers write and what runs. Refuses a file whose content does not match its digest."""

import hashlib
import json
from pathlib import Path
from typing import Any


class ArtifactRefused(ValueError):
    """When a sealed file is missing, damaged, or was changed after it was sealed."""


def canonical_json(content: Any) -> str:
    """`content` as JSON with sorted keys and no spaces: the same content always gives the same text."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest_of(content: Any) -> str:
    """SHA-256 of the canonical JSON, as `sha256:` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(canonical_json(content).encode()).hexdigest()


def sealed_text(content: dict[str, Any]) -> str:
    """`content` with its digest, one top-level key a line so that a change can be read in a diff."""
    lines = [f"{json.dumps('digest')}:{json.dumps(digest_of(content))}"]
    for key in sorted(content):
        value = content[key]
        lines_of_its_own = isinstance(value, list) and value
        body = "[\n" + ",\n".join(map(canonical_json, value)) + "\n]" if lines_of_its_own else canonical_json(value)
        lines.append(f"{json.dumps(key)}:{body}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def open_sealed(path: Path) -> tuple[dict[str, Any], str]:
    """The content of a sealed file and its digest. Raises ArtifactRefused when the two do not match."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtifactRefused(f"{path.name} can't be read ({error}); run the compiler") from error
    digest = content.pop("digest", None) if isinstance(content, dict) else None
    if digest is None or digest != digest_of(content):
        raise ArtifactRefused(f"{path.name} does not match its digest: changed by hand or half written; run the compiler")
    return content, digest
