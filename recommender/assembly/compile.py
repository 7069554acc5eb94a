"""plan.yaml → compiled.json. Refuses a plan that leaves out a kind, a position, a day count or a source.

python -m recommender.assembly.compile [--check]
"""

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import sealed_text
from exercise_catalog.strict_yaml import load_file
from exercise_catalog.vocabulary import Kind, Level, Position
from recommender.assembly.plan import Plan

HERE = Path(__file__).parent
COMPILED = HERE / "compiled.json"
_KEYS = {field.name for field in dataclasses.fields(Plan)} - {"digest"}
_FIELDS = {"reps", "hold_s", "sets", "duration_s"}


def build(folder: Path = HERE) -> tuple[dict[str, Any], list[str]]:
    """The compiled plan and everything that is wrong with it."""
    plan = load_file(folder / "plan.yaml")
    sources = load_file(HERE.parent / "rules" / "sources.yaml")["sources"]
    problems = [
        *_must_name("order_of_kinds", plan["order_of_kinds"], Kind),
        *_must_name("maximum_of_kind", plan["maximum_of_kind"], Kind),
        *_must_name("order_of_positions", plan["order_of_positions"], Position),
        *_must_name("weeks", plan["weeks"], Level),
        *(f"plan.yaml: days/{n} must be {n} different days from 1 to 7, in order" for n, days in plan["days"].items() if not _is_week(days, int(n))),
        *(f"plan.yaml: raises: unknown field '{step['field']}'" for step in plan["raises"] if step["field"] not in _FIELDS),
        *(f"plan.yaml: progression: unknown source '{row['source']}'" for row in plan["progression"] if row["source"] not in sources),
    ]
    problems += [f"plan.yaml: no such key '{key}'" for key in sorted(set(plan) - _KEYS)]
    if sorted(map(int, plan["days"])) != list(range(1, 8)):
        problems.append("plan.yaml: days must answer 1 to 7 sessions a week")
    known = {kind.value for kind in Kind}
    for row in (*plan["slots"], *plan["raises"]):
        problems += [f"plan.yaml: unknown kind '{kind}'" for kind in row["kinds"] if kind not in known]
    for row in plan["progression"]:
        row["source"] = sources.get(row["source"])
    return {"format": 1, **plan}, problems


def _must_name(key: str, words: Any, enum: type[Kind] | type[Position] | type[Level]) -> list[str]:
    return [f"plan.yaml: {key} must name each of {', '.join(enum)} once"] if sorted(words) != sorted(word.value for word in enum) else []


def _is_week(days: list[int], n: int) -> bool:
    return len(days) == n and sorted(set(days)) == days and set(days) <= set(range(1, 8))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing")
    options = parser.parse_args(arguments)
    plan, problems = build()
    text = sealed_text(plan)
    if not problems and not options.check:
        COMPILED.write_text(text, encoding="utf-8")
    elif not problems and (not COMPILED.exists() or COMPILED.read_text(encoding="utf-8") != text):
        problems = ["assembly/compiled.json is stale: run python -m recommender.assembly.compile"]
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problems" if problems else "plan, fresh.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
