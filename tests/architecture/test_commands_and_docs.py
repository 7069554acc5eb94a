"""What people are told to run and to read is there."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import REPOSITORY, name_of, our_files, text_of

WITHIN_SECONDS = 60
ADR_LINES = 60
SHIPPED = ["run", "demo", "replay", "test", "test-deep", "mutation", "check", "train", "bench", "package"]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)(?: \"[^\"]*\")?\)")
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(?P<words>.+?) *$", re.MULTILINE)


def recipe_of(target: str) -> subprocess.CompletedProcess[str]:
    """What make would run, as if nothing had been made yet."""
    command = ["make", "--dry-run", "--always-make", "--no-print-directory", target]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=WITHIN_SECONDS, check=False)


@pytest.mark.parametrize("target", SHIPPED)
def test_make_knows_the_command(target: str) -> None:
    recipe = recipe_of(target)

    assert recipe.returncode == 0, recipe.stderr
    assert ".venv/bin/" in recipe.stdout


@pytest.mark.parametrize("target", SHIPPED)
def test_every_module_that_the_command_runs_exists(target: str) -> None:
    modules = set(re.findall(r"python -m ([a-z_.]+)", recipe_of(target).stdout))

    paths = {module: REPOSITORY / module.replace(".", "/") for module in modules if module not in {"venv", "pip", "pytest"}}
    assert {module for module, path in paths.items() if not (path.with_suffix(".py").is_file() or (path / "__main__.py").is_file())} == set()


def test_make_alone_lists_what_there_is() -> None:
    listed = subprocess.run(["make"], cwd=REPOSITORY, capture_output=True, text=True, timeout=WITHIN_SECONDS, check=True).stdout

    assert {target for target in SHIPPED if not re.search(rf"^{target}\s+\S", listed, re.MULTILINE)} == set()


def test_ci_runs_exactly_what_people_run() -> None:
    script = REPOSITORY / ".ci" / "run"
    commands = [line for line in script.read_text(encoding="utf-8").splitlines() if line and not line.startswith(("#", "set ", "cd "))]

    assert commands == ["exec make test"]
    assert os.access(script, os.X_OK)


def test_check_changes_nothing_because_each_of_its_commands_only_looks() -> None:
    lines = [line for line in recipe_of("check").stdout.splitlines() if line.startswith(".venv/bin/")]

    tools = {line.split(" ", 1)[0].removeprefix(".venv/bin/"): line for line in lines if " -m " not in line}
    modules = [line for line in lines if " -m " in line and not re.search(r"-m (venv|pip) ", line)]
    assert {name for name in tools if name not in {"ruff", "mypy", "lint-imports", "pip"}} == set()
    assert all(line.endswith("--check") for line in modules)
    assert len(modules) >= 4


@pytest.mark.parametrize("page", sorted(name_of(path) for path in our_files(".md")))
def test_every_link_inside_the_repository_leads_somewhere(page: str) -> None:
    text = FENCED.sub("", text_of(REPOSITORY / page))
    targets = [found["target"] for found in LINK.finditer(text) if not re.match(r"[a-z]+:|//", found["target"])]

    assert [target for target in targets if not leads_somewhere(REPOSITORY / page, target)] == []


def test_a_link_that_leads_nowhere_is_found() -> None:
    page = REPOSITORY / "docs" / "README.md"

    assert leads_somewhere(page, "write-an-exercise.md") is True
    assert leads_somewhere(page, "write-an-exercise.md#words") is True
    assert leads_somewhere(page, "write-an-exercise.md#no-such-heading") is False
    assert leads_somewhere(page, "no-such-page.md") is False


def test_every_decision_is_told_in_under_a_page() -> None:
    lengths = {name_of(path): len(text_of(path).splitlines()) for path in our_files(".md") if path.parent.name == "adr"}

    assert {name: lines for name, lines in lengths.items() if lines > ADR_LINES} == {}


@pytest.mark.parametrize("package", ["api", "recommender", "exercise_catalog", "infra", "bench", "web", "docs", "tests"])
def test_every_room_says_at_its_door_what_it_is(package: str) -> None:
    assert (REPOSITORY / package / "README.md").is_file()


def test_every_module_says_in_its_first_line_what_it_is() -> None:
    modules = {name_of(path): ast.get_docstring(ast.parse(text_of(path))) for path in our_files(".py")}

    assert [name for name, said in modules.items() if not said] == []


def leads_somewhere(page: Path, target: str) -> bool:
    address, _, anchor = target.partition("#")
    place = (page.parent / address).resolve() if address else page
    return place.exists() and place.is_relative_to(REPOSITORY) and (not anchor or anchor in anchors_of(place))


def anchors_of(page: Path) -> set[str]:
    headings = (found["words"] for found in HEADING.finditer(FENCED.sub("", text_of(page))))
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for words in headings}


def test_the_interpreter_that_runs_the_tests_is_new_enough() -> None:
    """The Makefile refuses older ones before it makes anything; the two must not drift apart."""
    asked = re.search(r"sys\.version_info < \((\d+), (\d+)\)", text_of(REPOSITORY / "Makefile"))
    required = re.search(r'requires-python = ">=(\d+)\.(\d+)"', text_of(REPOSITORY / "pyproject.toml"))

    assert asked is not None
    assert required is not None
    assert asked.groups() == required.groups()
    assert sys.version_info[:2] >= tuple(map(int, asked.groups()))
