"""programs.jsonl → exercise_catalog/published.yaml: which programs include an exercise, the best three publishers by name."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

PUBLISHED = Path(__file__).parents[2] / "exercise_catalog" / "published.yaml"
BEST_FIRST = ("professional_body", "public_health", "hospital", "trial", "fitness_body", "clinician", "commercial")
MOST_SOURCES = 3
_HEAD = """\
# Which published programs include an exercise: how many of the collected ones, and up to three of them by name.
# Written from recommender/training/data/programs.jsonl by `python -m recommender.training.dataset --published`.
exercises:
"""


def published_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """The whole text of published.yaml for the programs `rows`."""
    lines = [_HEAD]
    for exercise_id in sorted({name for row in rows for name in row["exercises"]}):
        including = [row for row in rows if exercise_id in row["exercises"]]
        lines.append(f"  {exercise_id}:\n    published_programs: {len(including)}\n    sources:\n")
        lines += [f"      - {_source(row)}\n" for row in best(including)]
    return "".join(lines)


def best(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Up to three of `rows`, one per publisher family, the best kind of publisher first, then whole lists, else in the order given."""
    chosen: dict[str, Mapping[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (BEST_FIRST.index(row["type"]), not row["complete"])):
        chosen.setdefault(row["family"], row)
    return list(chosen.values())[:MOST_SOURCES]


def _source(row: Mapping[str, Any]) -> str:
    told = {"publisher": row["publisher"], "title": row["title"], "url": row["address"], "year": row["year"]}
    return "{" + ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()) + "}"
