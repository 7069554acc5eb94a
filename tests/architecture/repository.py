"""The repository as the architecture tests see it: which files are ours, and a copy of the code that may be spoiled."""

import ast
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "recommender", "exercise_catalog", "infra", "bench")
# What .gitignore names, and git's own: made here, by tools, and never committed.
NOT_OURS = {
    ".git",
    ".venv",
    ".local",
    "build",
    "node_modules",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
}


def our_files(*suffixes: str) -> list[Path]:
    """Every file that is committed or could be, by path; of all kinds, or with one of the suffixes."""
    return sorted(path for path in _walk(REPOSITORY) if not suffixes or path.suffix in suffixes)


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def text_of(path: Path) -> str:
    """The text of a file, or nothing where it holds no text."""
    raw = path.read_bytes()
    return "" if b"\0" in raw else raw.decode("utf-8", "replace")


def modules_of(package: str) -> set[str]:
    """The dotted names of all modules and packages of one of our packages, itself left out."""
    folder = REPOSITORY / package
    found = (path.relative_to(REPOSITORY).with_suffix("") for path in folder.rglob("*.py") if not NOT_OURS & set(path.parts))
    return {".".join(path.parts).removesuffix(".__init__") for path in found} - {package}


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """The name of each function of a Python file, and how many lines it takes, decorators and docstring included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield f"{name_of(path)}: {node.name}", (node.end_lineno or first) - first + 1


def copy_packages(target: Path, *, code_only: bool) -> Path:
    """Our packages, and the contracts between them, in a folder of their own."""
    for package in PACKAGES:
        shutil.copytree(REPOSITORY / package, target / package, ignore=_all_but_python if code_only else _made_by_tools)
        (target / package / "__init__.py").touch()
    shutil.copy(REPOSITORY / ".importlinter", target)
    return target


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_OURS and not name.endswith(".egg-info")]
        yield from (Path(where) / name for name in files if not name.endswith(".pyc"))


def _made_by_tools(_: str, names: list[str]) -> set[str]:
    return NOT_OURS & set(names)


def _all_but_python(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in NOT_OURS or not (name.endswith(".py") or (Path(folder) / name).is_dir())}
