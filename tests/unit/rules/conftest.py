"""A copy of the rule tables that a test may damage, and what the compiler says of it."""

import copy as copies
import functools
import re
import shutil
from pathlib import Path

import pytest

from exercise_catalog import strict_yaml
from recommender.rules import tables
from recommender.rules.compile import build


class Tables:
    """A folder of rule files. `replace` changes one file; `problems` says what the compiler finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def replace(self, name: str, old: str, new: str, *, row: str = "") -> None:
        """Puts `new` for the first `old` after `row` in the file `name`; both must be there, so that no test is about nothing."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        at = text.index(old, text.index(row))
        path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")

    def add_row(self, name: str, row: str) -> None:
        """Puts one more row at the end of the file `name`."""
        path = self.folder / name
        path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + row, encoding="utf-8")

    def drop_line(self, name: str, key: str, *, row: str) -> None:
        """Removes the line of `key` in the row that starts with `row`."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        start = text.index(row)
        path.write_text(text[:start] + re.sub(rf"\n *{key}:[^\n]*", "", text[start:], count=1), encoding="utf-8")

    def problems(self) -> str:
        """Everything that the compiler finds wrong, one sentence a line; empty when it would compile."""
        return "\n".join(build(self.folder)[1])


@functools.cache
def _parsed(text):
    return strict_yaml.load(text)


@pytest.fixture(autouse=True)
def parse_equal_texts_once(monkeypatch):
    """The real loader, only that the fifty files which a test leaves alone are not parsed again for each test."""

    def load_file(path):
        try:
            return copies.deepcopy(_parsed(path.read_text(encoding="utf-8")))
        except strict_yaml.YamlRefused:
            return strict_yaml.load_file(path)

    monkeypatch.setattr(tables, "load_file", load_file)


@pytest.fixture
def copy(tmp_path):
    return Tables(Path(shutil.copytree(tables.HERE, tmp_path / "rules", ignore=shutil.ignore_patterns("*.py", "*.json", "__pycache__"))))
