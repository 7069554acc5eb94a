"""Rule tables → compiled.json, review records → reviews.json. Refuses a row without source, an unknown fact, operator or word, and a duplicate id.

python -m recommender.rules.compile            write both files
python -m recommender.rules.compile --check    only say what is wrong, or that a file is stale
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import sealed_text
from exercise_catalog.catalog import Catalog
from exercise_catalog.strict_yaml import YamlRefused
from recommender.rules import checks, questionnaire_tables, review_records, tables
from recommender.rules.completions import completions
from recommender.rules.review_records import Record, Standings


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A folder of rules, read: the compiled book, the review records, and everything that is wrong with either, one sentence each."""

    folder: Path
    book: dict[str, Any]
    records: list[Record]
    problems: list[str]

    @property
    def standings(self) -> Standings:
        """What the records say of each row as it now is."""
        return review_records.standings(review_records.digests(self.book), self.records)

    @property
    def texts(self) -> dict[Path, str]:
        """What the compiled files should hold. Reviews have a file of their own: one that comes in changes no version of the rules."""
        summary = review_records.summary(self.book, self.records)
        return {self.folder / "compiled.json": sealed_text(self.book), self.folder / "reviews.json": sealed_text(summary)}

    def stale(self) -> list[str]:
        """One sentence for each compiled file that does not hold what it should."""
        return [
            f"rules/{path.name} is stale: run python -m recommender.rules.compile"
            for path, text in self.texts.items()
            if not path.exists() or path.read_text(encoding="utf-8") != text
        ]


def read_and_build(folder: Path = tables.HERE) -> Built:
    """The rule book of `folder` with its reviews."""
    book, problems = build(folder)
    records, unreadable = review_records.read(review_records.folder_of(folder))
    return Built(folder=folder, book=book, records=records, problems=problems + unreadable)


def main(arguments: list[str] | None = None, *, folder: Path = tables.HERE) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing")
    options = parser.parse_args(arguments)
    built = read_and_build(folder)
    problems = built.problems
    if not problems and not options.check:
        for path, text in built.texts.items():
            path.write_text(text, encoding="utf-8")
    problems = problems or built.stale()
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} problems")
        return 1
    print(f"{len(built.book['rules'])} rules ({built.standings.reviewed} reviewed) over {len(built.book['facts'])} derived facts, fresh.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
