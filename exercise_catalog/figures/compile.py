"""Figure files → one still and one moving SVG each. Checks every file; writes nothing while anything is wrong.

python -m exercise_catalog.figures.compile                     write compiled/
python -m exercise_catalog.figures.compile --check             only say what is wrong, or stale
python -m exercise_catalog.figures.compile --check --only ID   check these files alone
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exercise_catalog.catalog import COMPILED as CATALOG
from exercise_catalog.figures.arrows import ArrowRefused
from exercise_catalog.figures.body import faint_colors
from exercise_catalog.figures.checks import outside_the_page, problems_of, size_problems
from exercise_catalog.figures.drawing import still
from exercise_catalog.figures.figure import Figure, figure_of
from exercise_catalog.figures.figures import COMPILED
from exercise_catalog.figures.form import wrong_form
from exercise_catalog.figures.moving import moving
from exercise_catalog.figures.parts import NoSuchPart
from exercise_catalog.figures.pose import PoseRefused
from exercise_catalog.strict_yaml import YamlRefused, load_file

HERE = Path(__file__).parent
POSES = HERE / "poses"
# What an author can get wrong that a schema cannot see.
REFUSED = (YamlRefused, PoseRefused, ArrowRefused, NoSuchPart)


def exercises() -> Mapping[str, Mapping[str, Any]]:
    """The exercises of the compiled catalog, as rows, by id."""
    return {row["id"]: row for row in json.loads(CATALOG.read_text(encoding="utf-8"))["exercises"]}


def build(folder: Path = POSES, *, only: frozenset[str] = frozenset()) -> tuple[dict[str, str], list[str]]:
    """The pictures by the names of their files, and everything that is wrong."""
    rows = exercises()
    pictures: dict[str, str] = {}
    strays = sorted({*folder.rglob("*.yaml"), *folder.rglob("*.yml")} - set(folder.glob("*/*.yaml")))
    problems = [f"{path.relative_to(folder)}: nobody reads a file here; it belongs into the folder of its kind" for path in strays]
    problems += faint_colors()
    for path in sorted(folder.glob("*/*.yaml"), key=lambda path: path.stem):
        if only and path.stem not in only:
            continue
        row = rows.get(path.stem)
        if row is None or row["kind"] != path.parent.name:
            problems.append(f"{path.name}: folder and name must be the kind and id of an exercise")
            continue
        drawn, found = one_figure(path, row)
        pictures |= drawn
        problems += [f"{path.name}: {problem}" for problem in found]
    return pictures, problems


def undrawn(folder: Path = POSES) -> list[str]:
    """The exercises that have no figure, one sentence each."""
    drawn = {path.stem for path in folder.glob("*/*.yaml")}
    return [
        f"{name}: this exercise has no figure; draw it in poses/{row['kind']}/{name}.yaml" for name, row in exercises().items() if name not in drawn
    ]


def one_figure(path: Path, row: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The pictures of one file, as far as they can be drawn, and what is wrong with them."""
    try:
        written = load_file(path)
        if wrong := wrong_form(written):
            return {}, wrong
        figure = figure_of(written)
        pictures = _pictures(figure, row, written["description"])
    except REFUSED as error:
        return {}, [_sentence(error)]
    resting = pictures[f"{row['id']}.svg"]
    problems = [*problems_of(written, figure, row), *size_problems(resting, pictures.get(f"{row['id']}.animated.svg"))]
    return pictures, problems + [problem for picture in pictures.values() for problem in outside_the_page(picture)]


def _pictures(figure: Figure, row: Mapping[str, Any], description: str) -> dict[str, str]:
    words = {"title": row["text"]["en"]["name"], "description": description}
    pictures = {f"{row['id']}.svg": still(figure, name=row["id"], **words)}
    if len(figure.poses) > 1:
        pictures[f"{row['id']}.animated.svg"] = moving(figure, name=row["id"], **words)
    return pictures


def _sentence(error: Exception) -> str:
    return f"'{error.args[0]}' is no part of a body" if isinstance(error, NoSuchPart) else str(error)


def stale(pictures: Mapping[str, str], folder: Path = COMPILED) -> list[str]:
    """The files that are not what their sources give, one sentence each."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.svg")}
    return [
        f"compiled/{name} is stale: run python -m exercise_catalog.figures.compile"
        for name in sorted({*there, *pictures})
        if there.get(name) != pictures.get(name)
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--only", nargs="+", default=[], metavar="ID", help="look at these alone; others stay as they are")
    options = parser.parse_args(arguments)
    pictures, problems = build(only=frozenset(options.only))
    problems += undrawn() if not options.only else []
    missing = sorted(set(options.only) - {name.split(".")[0] for name in pictures})
    problems += [f"{name}: there is no such figure" for name in missing if not problems]
    if not problems and options.check and not options.only:
        problems = stale(pictures)
    if not problems and not options.check:
        _write(pictures, tidy=not options.only)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problems" if problems else f"{sum('.animated' not in name for name in pictures)} figures, fine.")
    return 1 if problems else 0


def _write(pictures: Mapping[str, str], *, tidy: bool) -> None:
    COMPILED.mkdir(exist_ok=True)
    for name, text in pictures.items():
        (COMPILED / name).write_text(text, encoding="utf-8")
    for path in COMPILED.glob("*.svg"):
        if tidy and path.name not in pictures:
            path.unlink()


if __name__ == "__main__":
    sys.exit(main())
