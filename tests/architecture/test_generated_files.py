"""What is generated is fresh, and the check that says so can tell when it is not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import REPOSITORY, copy_packages

WITHIN_SECONDS = 120
# The compiler, what it writes, and a word in what it reads that may be changed without making it wrong.
COMPILERS = [
    ("exercise_catalog.compile", "exercise_catalog/compiled.json", "exercise_catalog/exercises/core_stability/bird_dog.yaml"),
    ("recommender.rules.compile", "recommender/rules/compiled.json", "recommender/rules/tables/limits/person.yaml"),
    ("recommender.assembly.compile", "recommender/assembly/compiled.json", "recommender/assembly/plan.yaml"),
    ("recommender.rules.compile", "recommender/rules/reviews.json", "recommender/rules/tables/limits/person.yaml"),
]
# What the tables are written into for people; they stand outside our packages.
PAGES = [
    ("recommender.rules.rule_book", "docs/rule-book.md", "recommender/rules/tables/limits/person.yaml"),
    ("recommender.rules.rule_book", "docs/rule-book.html", "recommender/rules/tables/limits/person.yaml"),
]
FIGURES = (
    "exercise_catalog.figures.compile",
    "exercise_catalog/figures/compiled/bird_dog.svg",
    "exercise_catalog/figures/poses/core_stability/bird_dog.yaml",
)
MODEL = ("recommender.training.train", "recommender/scoring/model.json", "recommender/training/weights.yaml")


def check(module: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, "--check"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=WITHIN_SECONDS,
        check=False,
    )


def copy_with_pages(target: Path) -> Path:
    copy = copy_packages(target, code_only=False)
    shutil.copytree(REPOSITORY / "docs", copy / "docs")
    return copy


@pytest.mark.parametrize(("module", "written", "_read"), [*COMPILERS, *PAGES, FIGURES, MODEL])
def test_the_committed_file_is_what_its_sources_give(module: str, written: str, _read: str) -> None:
    before = (REPOSITORY / written).read_bytes()

    checked = check(module, REPOSITORY)

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert (REPOSITORY / written).read_bytes() == before


@pytest.mark.parametrize(("module", "written", "_read"), [*COMPILERS, *PAGES])
def test_a_file_that_was_changed_by_hand_is_called_stale(tmp_path: Path, module: str, written: str, _read: str) -> None:
    copy = copy_with_pages(tmp_path)
    text = (copy / written).read_text(encoding="utf-8")
    (copy / written).write_text(text.replace("a", "b", 1), encoding="utf-8")

    checked = check(module, copy)

    assert checked.returncode == 1
    assert "stale" in checked.stderr


@pytest.mark.parametrize(("module", "written", "_read"), [*COMPILERS, *PAGES])
def test_a_file_that_is_missing_is_called_stale(tmp_path: Path, module: str, written: str, _read: str) -> None:
    copy = copy_with_pages(tmp_path)
    (copy / written).unlink()

    checked = check(module, copy)

    assert checked.returncode == 1
    assert "stale" in checked.stderr


@pytest.mark.parametrize(("module", "_written", "read"), COMPILERS[:2])
def test_a_key_that_nobody_reads_fails_the_check(tmp_path: Path, module: str, _written: str, read: str) -> None:
    """What stands under a mistyped key would vanish, and in a rule table a safety rule with it."""
    copy = copy_packages(tmp_path, code_only=False)
    with (copy / read).open("a", encoding="utf-8") as source:
        source.write("unheard_of: true\n")

    checked = check(module, copy)

    assert checked.returncode == 1
    assert "unheard_of" in checked.stderr


@pytest.mark.parametrize(
    ("module", "unread"),
    [
        ("exercise_catalog.compile", "exercise_catalog/exercises/bird_dog_too.yaml"),
        ("recommender.rules.compile", "recommender/rules/tables/limit/person_too.yaml"),
        ("recommender.rules.compile", "recommender/rules/tables/red_flags/more/person_too.yaml"),
    ],
)
def test_a_file_in_a_folder_that_nobody_reads_fails_the_check(tmp_path: Path, module: str, unread: str) -> None:
    copy = copy_packages(tmp_path, code_only=False)
    (copy / unread).parent.mkdir(parents=True, exist_ok=True)
    (copy / unread).write_text("rows: []\n", encoding="utf-8")

    checked = check(module, copy)

    assert checked.returncode == 1
    assert "_too.yaml" in checked.stderr
