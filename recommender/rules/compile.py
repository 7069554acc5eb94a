"""Rule tables → compiled.json. Refuses a row without source, an unknown fact, operator or word, and a duplicate id.

python -m recommender.rules.compile            write compiled.json
python -m recommender.rules.compile --check    only say what is wrong, or that the file is stale
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import sealed_text
from exercise_catalog.catalog import Catalog
from exercise_catalog.strict_yaml import YamlRefused
from recommender.rules import checks, questionnaire_tables, tables
from recommender.rules.completions import completions

COMPILED = Path(__file__).parent / "compiled.json"


def build(folder: Path = tables.HERE) -> tuple[dict[str, Any], list[str]]:
    """The compiled rule book of `folder`, and everything that is wrong with it, one sentence each."""
    try:
        raw = tables.read(folder)
    except YamlRefused as error:
        return {}, [str(error)]
    problems = checks.form(raw) + questionnaire_tables.form(raw["questionnaire"])
    if problems:
        return {}, problems
    book = tables.assemble(raw, exercise_ids=sorted(exercise.id for exercise in Catalog.load().exercises))
    flags = [row for rows in raw["flags"].values() for row in rows]
    book["questionnaire"] = questionnaire_tables.assemble(
        raw["questionnaire"], fields=book["intake"], flags=flags, conditions=list(raw["conditions"].values())
    )
    problems = [*checks.meaning(book), *questionnaire_tables.meaning(raw["questionnaire"], book["questionnaire"], fields=book["intake"])]
    if problems:
        return {}, problems
    book["completions"] = completions(book["rules"], book["facts"], book["intake"])
    return book, []


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing")
    options = parser.parse_args(arguments)
    book, problems = build()
    if not problems:
        text = sealed_text(book)
        if not options.check:
            COMPILED.write_text(text, encoding="utf-8")
        elif not COMPILED.exists() or COMPILED.read_text(encoding="utf-8") != text:
            problems = ["rules/compiled.json is stale: run python -m recommender.rules.compile"]
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problems" if problems else f"{len(book['rules'])} rules over {len(book['facts'])} derived facts, fresh.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
