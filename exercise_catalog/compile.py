"""Exercise files → compiled.json. Checks every file and the catalog as a whole; writes nothing while anything is wrong.

python -m exercise_catalog.compile            write compiled.json
python -m exercise_catalog.compile --check    only say what is wrong, or that the file is stale
python -m exercise_catalog.compile --check --only ID ...    check these files alone, relatives left out
"""

import argparse
import enum
import json
import sys
from pathlib import Path
from typing import Any

from exercise_catalog import checks, translations, vocabulary
from exercise_catalog.artifact import sealed_text
from exercise_catalog.exercise import SOURCE_LOCALE
from exercise_catalog.strict_schema import Validator
from exercise_catalog.strict_yaml import YamlRefused, load_file

HERE = Path(__file__).parent
EXERCISES = HERE / "exercises"
COMPILED = HERE / "compiled.json"


def schema() -> dict[str, Any]:
    """The exercise schema with the word lists of `vocabulary.py` put in."""
    raw = json.loads((HERE / "schema" / "exercise.schema.json").read_text(encoding="utf-8"))
    return _with_words(raw)  # type: ignore[no-any-return]  # the root of a schema is an object


def _with_words(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_words(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-vocabulary" in node:
        return {"enum": _words(node["x-vocabulary"])}
    if "x-answers-all" in node:
        words = _words(node["x-answers-all"])
        return {
            "type": "object",
            "additionalProperties": False,
            "required": words,
            "properties": {word: {"type": "boolean"} for word in words},
        }
    return {key: _with_words(value) for key, value in node.items()}


def _words(name: str) -> list[str]:
    words: type[enum.StrEnum] = getattr(vocabulary, name)
    return [word.value for word in words]


def read_exercises(folder: Path = EXERCISES, *, only: frozenset[str] = frozenset()) -> tuple[list[dict[str, Any]], list[str]]:
    """All exercise rows of `folder`, sorted by id, and what is wrong with their form, one sentence each."""
    validator = Validator(schema())
    rows: list[dict[str, Any]] = []
    strays = sorted({*folder.rglob("*.yaml"), *folder.rglob("*.yml")} - set(folder.glob("*/*.yaml")))
    problems = [f"{path.relative_to(folder)}: nobody reads a file here; it belongs into the folder of its kind" for path in strays]
    for path in sorted(folder.glob("*/*.yaml")):
        if only and path.stem not in only:
            continue
        try:
            row = load_file(path)
        except YamlRefused as error:
            problems.append(str(error))
            continue
        found = [f"{path.name}: {_where(error)}: {error.message}" for error in validator.iter_errors(row)]
        if not found and (row["id"] != path.stem or row["kind"] != path.parent.name):
            found = [f"{path.name}: id and kind must be the names of file and folder"]
        problems += found
        if not found:
            rows.append(row)
    return sorted(rows, key=lambda row: row["id"]), problems


def _where(error: Any) -> str:
    return "/".join(str(step) for step in error.absolute_path) or "file"


def build() -> tuple[dict[str, Any], list[str]]:
    """The compiled catalog, and everything that is wrong with it."""
    rows, problems = read_exercises()
    doses = load_file(HERE / "doses.yaml")["doses"]
    published = load_file(HERE / "published.yaml")["exercises"]
    problems += checks.each(rows, doses) + checks.together(rows, published)
    translated, found = translations.read({row["id"]: row["text"][SOURCE_LOCALE] for row in rows})
    finished = [_with_texts(_with_sources(row, published), translated) for row in rows]
    return {"format": 1, "exercises": finished, "doses": doses}, [*problems, *found]


def _with_texts(row: dict[str, Any], translated: translations.Translations) -> dict[str, Any]:
    """`row` with its text in every language that has a whole and current one."""
    others = {locale: texts[row["id"]] for locale, texts in translated.texts.items() if row["id"] in texts}
    return {**row, "text": {**row["text"], **others}}


def _with_sources(row: dict[str, Any], published: dict[str, Any]) -> dict[str, Any]:
    """`row` with who publishes it: counted programs, else what its own file names, which counts nowhere because nobody counted it."""
    named = {"published_programs": 0, "sources": row.get("named_by", [])}
    return {**{key: value for key, value in row.items() if key != "named_by"}, **published.get(row["id"], named)}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--only", nargs="+", default=[], metavar="ID", help="check these files alone")
    options = parser.parse_args(arguments)
    if options.only:
        rows, problems = read_exercises(only=frozenset(options.only))
        problems += checks.each(rows, load_file(HERE / "doses.yaml")["doses"])
        problems += [f"{name}: there is no such file" for name in sorted(set(options.only) - {row["id"] for row in rows}) if not problems]
        return _report(problems, f"{len(rows)} exercise files are well formed.")
    catalog, problems = build()
    if problems:
        return _report(problems, "")
    text = sealed_text(catalog)
    if options.check:
        stale = not COMPILED.exists() or COMPILED.read_text(encoding="utf-8") != text
        return _report(
            ["compiled.json is stale: run python -m exercise_catalog.compile"] if stale else [], f"{len(catalog['exercises'])} exercises, fresh."
        )
    COMPILED.write_text(text, encoding="utf-8")
    return _report([], f"{len(catalog['exercises'])} exercises → {COMPILED.name} ({len(text.encode()) // 1000} kB)")


def _report(problems: list[str], fine: str) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problems" if problems else fine)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
