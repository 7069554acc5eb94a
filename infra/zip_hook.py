"""Zappa's `callbacks.zip`: rewrites the zip so that it holds only what runs, as bytecode that Lambda accepts; it refuses what it does not know."""

import fnmatch
import importlib.util
import json
import marshal
import sys
import warnings
import zipfile
from pathlib import Path
from typing import Any

# Zappa puts this file into no package and imports it by its bare name, so it can import nothing of infra.

# Everything that may stand at the top of the zip. A new dependency is entered here, or the build stops and says so.
SHIPPED = frozenset(
    {
        "api",
        "apispec",
        "blinker",
        "botocore",
        "click",
        "dateutil",
        "exercise_catalog",
        "flask",
        "flask_smorest",
        "itsdangerous",
        "jinja2",
        "jmespath",
        "markupsafe",
        "marshmallow",
        "packaging",
        "recommender",
        "six.py",
        "urllib3",
        "web",
        "webargs",
        "werkzeug",
        "zappa",
        "zappa_settings.py",
    }
)

# Zappa and pip make these, and nothing reads them: handler.py is a second, unguarded door; package_info.json names who built it, and when.
LEFT_OUT = frozenset({"__init__.py", "__pycache__", "bin", "handler.py", "package_info.json", "zappa_settings.json"})

DROPPED_PATTERNS = (
    "*.c",
    "*.pyc",
    "*.pyi",
    "*/py.typed",
    "*/tests/*",
    "botocore/data/*/examples-1.json*",
    "botocore/data/dynamodb/2011-12-05/*",
    "werkzeug/debug/shared/*",
)

# The handler and what it imports. The rest of Zappa deploys.
ZAPPA_MODULES = frozenset({"__init__.py", "asgi.py", "handler.py", "middleware.py", "utilities.py", "wsgi.py"})

AWS_SERVICES = frozenset({"dynamodb"})

# webargs and others ask for their version when they are imported; licenses go where the code goes.
METADATA_PATTERNS = ("*.dist-info/METADATA", "*.dist-info/LICEN[CS]E*", "*.dist-info/NOTICE*", "*.dist-info/licenses/*")

# Where Lambda unpacks the zip; tracebacks name it.
UNPACKED_AT = "/var/task"

# One date for all entries, the first that a zip can say: the same build gives the same bytes.
ENTRY_DATE = (1980, 1, 1, 0, 0, 0)
ENTRY_MODE = 0o644

# PEP 552: bytecode bound to its source by a hash that nobody checks. A dated one is stale in a zip, and Lambda would compile at every start.
UNCHECKED_HASH = (1).to_bytes(4, "little")


class ZipRefused(Exception):
    """When the zip could not run on Lambda, or holds what nobody said should ship."""


def zappa_callback(cli: Any) -> None:
    """Rewrite the zip that Zappa has just made."""
    running = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if cli.runtime != running:
        raise ZipRefused(f"The zip is for {cli.runtime}, and {running} would compile it. Build it with: python -m infra.package --platform target")
    rewrite(Path(cli.zip_path))


def rewrite(path: Path) -> None:
    """Replace the zip at `path` by one that holds what runs, sorted, compiled, under one date."""
    rewritten = path.with_suffix(".rewritten")
    with zipfile.ZipFile(path) as given:
        names = sorted({name for name in given.namelist() if not name.endswith("/")})
        _refuse_unknown(names)
        with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
            for name in filter(ships, names):
                for entry, content in _entries(name, given.read(name)):
                    info = zipfile.ZipInfo(entry, ENTRY_DATE)
                    info.create_system = 3  # Unix: else the mode below means nothing.
                    info.external_attr = ENTRY_MODE << 16
                    made.writestr(info, content, zipfile.ZIP_DEFLATED)
    rewritten.replace(path)


def ships(name: str) -> bool:
    """Does the entry of this name belong in the zip?"""
    parts = name.split("/")
    if parts[0].endswith(".dist-info"):
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in METADATA_PATTERNS)
    if parts[0] == "zappa":
        return len(parts) == 2 and parts[1] in ZAPPA_MODULES
    if name.startswith("botocore/data/") and len(parts) > 3 and parts[2] not in AWS_SERVICES:
        return False
    return parts[0] in SHIPPED and not any(fnmatch.fnmatchcase(name, pattern) for pattern in DROPPED_PATTERNS)


def _refuse_unknown(names: list[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    unknown = sorted(top for top in tops - SHIPPED - LEFT_OUT if not top.endswith(".dist-info"))
    if unknown:
        raise ZipRefused(
            f"Nobody said that {', '.join(unknown)} should ship. If it should, enter it in infra/zip_hook.py; "
            "if not, this is no clean environment: use `make package`."
        )


def _entries(name: str, content: bytes) -> list[tuple[str, bytes]]:
    if name == "botocore/data/endpoints.json":
        content = _trimmed_endpoints(content)
    if not name.endswith(".py"):
        return [(name, content)]
    return [(importlib.util.cache_from_source(name), _bytecode(name, content)), (name, content)]


def _bytecode(name: str, source: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Other people's code, and they know.
        code = compile(source, f"{UNPACKED_AT}/{name}", "exec", dont_inherit=True, optimize=0)
    return importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(source) + marshal.dumps(code)


def _trimmed_endpoints(content: bytes) -> bytes:
    # botocore reads this file, 1.25 MB of it, whenever a client is made.
    endpoints = json.loads(content)
    for partition in endpoints["partitions"]:
        partition["services"] = {name: service for name, service in partition["services"].items() if name in AWS_SERVICES}
    return json.dumps(endpoints, separators=(",", ":")).encode()
