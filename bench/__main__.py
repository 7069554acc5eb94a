"""`python -m bench`: measure, print the table, keep it under results/."""

import datetime as dt
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from bench.figures import Figure, all_figures

RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Returns 0 whatever the figures say: a benchmark informs, a test decides."""
    figures = all_figures()
    where = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}",
        "commit": _git("rev-parse", "--short", "HEAD") + ("+changes" if _git("status", "--porcelain") else ""),
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
    }
    sys.stdout.write("\n".join(table(figures)) + "\n\n" + " · ".join(where.values()) + "\n")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps({**where, "figures": [asdict(figure) for figure in figures]}, indent=2) + "\n", encoding="utf-8")
    return 0


def table(figures: list[Figure]) -> list[str]:
    """The figures as lines of text."""
    width = max(len(figure.name) for figure in figures)
    marks = {True: "yes", False: "NO", None: ""}
    return [
        f"{'figure':<{width}}  {'goal met':<8}  value",
        *(f"{row.name:<{width}}  {marks[row.holds]:<8}  {row.value}   {row.goal}" for row in figures),
    ]


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)  # noqa: S607 - git by name
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
