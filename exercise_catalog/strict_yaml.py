"""A YAML loader for clinical data: what looks like a word stays a word, and nothing is lost silently.

Plain YAML reads `1:30` as 90, `no` as false, `0123` as 83, and keeps the last of two equal keys.
This loader refuses duplicate keys, takes only `true`/`false` as booleans and only plain decimal numbers as numbers,
and leaves dates and clock times as text. Only the compilers import it; it never runs while a person waits.
"""

import re
from pathlib import Path
from typing import Any

import yaml


class YamlRefused(ValueError):
    """When a file is no valid YAML, or says something that a reader could take two ways."""


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader without its implicit guesses."""


_StrictLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:null", r"null|~|", ["n", "~", ""]),
    ("tag:yaml.org,2002:int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("tag:yaml.org,2002:float", r"-?(0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
):
    _StrictLoader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), list(_first))


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise YamlRefused(f"line {line}: the key {key!r} is not text; put it in quotes")
        if key in result:
            raise YamlRefused(f"line {line}: the key '{key}' stands twice; keep one")
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def load(text: str) -> Any:
    """The document in `text` as dicts, lists, str, int, float, bool and None.

    Raises YamlRefused on bad syntax, a duplicate key, or a key that is not text.
    """
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - it is a SafeLoader, only stricter
    except yaml.YAMLError as error:
        raise YamlRefused(f"not valid YAML: {error}") from error


def load_file(path: Path) -> Any:
    """As `load`, with the file's name in front of every complaint."""
    try:
        return load(path.read_text(encoding="utf-8"))
    except YamlRefused as error:
        raise YamlRefused(f"{path.name}: {error}") from error
