"""How an engine is run: its name, its command and the little it may know of the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# Everything else stays out, above all AWS_*, so that no engine can find a real account's credentials.
HANDED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class EngineName(StrEnum):
    DYNAMODB_LOCAL = "dynamodb-local"
    MINISTACK = "ministack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    name: EngineName
    command: tuple[str, ...]
    environment: Mapping[str, str]


def bare_environment(environ: Mapping[str, str], *, home: Path) -> dict[str, str]:
    """What an engine needs of the environment; its home is a folder of ours, where no ~/.aws lies."""
    return {name: environ[name] for name in HANDED_ON if name in environ} | {"HOME": str(home)}
