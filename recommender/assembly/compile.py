"""plan.yaml → compiled.json. Refuses a plan that leaves out a kind, a position, a day count or a source, or contradicts itself.

python -m recommender.assembly.compile [--check]
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import sealed_text
from exercise_catalog.strict_yaml import load_file
from recommender.assembly.plan_checks import wrong_with

HERE = Path(__file__).parent
COMPILED = HERE / "compiled.json"


def build(folder: Path = HERE) -> tuple[dict[str, Any], list[str]]:
    """The compiled plan and everything that is wrong with it."""
    plan = load_file(folder / "plan.yaml")
    rules = HERE.parent / "rules"
    sources = load_file(rules / "sources.yaml")["sources"]
    goals = load_file(rules / "intake.yaml")["fields"]["goals"]["options"]
    problems = [f"plan.yaml: {problem}" for problem in wrong_with(plan, sources=set(sources), goals=set(goals))]
    for row in (*plan["progression"], *plan["pain_holds"]):
        row["source"] = sources.get(row["source"])
    return {"format": 1, **plan}, problems


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
