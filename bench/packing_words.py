"""Writes the dictionary that stored answers are packed with: the texts and field names that most of them share.

    python -m bench.packing_words NUMBER

It refuses a number that is there: records packed with a dictionary can be read with that one only.
"""

import datetime as dt
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from api.schemas.writer import JsonWriter, to_json
from api.stores.packing import words_file
from recommender.heart import Heart, load_heart
from recommender.pipeline import recommend

SIZE = 32 * 1024
DAY = dt.date(2026, 11, 22)
# A string that is shorter than a reference to it is not worth a place.
SHORTEST = 6
MINIMUM = 4


def intakes() -> Iterator[dict[str, Any]]:
    """Intakes of many kinds: every area, level and goal, screened or not, gated or not."""
    areas = ["neck", "shoulders", "upper_back", "mid_back", "lower_back", "hips", "glutes", "leg"]
    for area, level, screened, gated in itertools.product(areas, ["beginner", "intermediate", "advanced"], [True, False], [True, False]):
        for hours in (3, 9):
            asked: dict[str, Any] = {"red_flags": [], "conditions": []} if screened else {}
            base = {"sitting_hours_per_day": hours, "pain_areas": [area, "lower_back"] if area != "lower_back" else [area]}
            yield {
                **base,
                "experience_level": level,
                "has_chronic_condition": gated,
                **asked,
                "goals": ["pain_relief"],
                "minutes_per_session": 15 + 5 * hours,
            }


def answers(heart: Heart) -> Iterator[bytes]:
    """What would be stored for each of the intakes."""
    writer = JsonWriter()
    for intake in intakes():
        made = recommend(intake, heart, judged_on=DAY)
        status = "released" if made.gate.outcome.releases else "awaiting_clearance"
        yield writer.answer(made, recommendation_id="rec_", created_at="", status=status, answers=intake)
        yield writer.detail(made, status=status, answers=intake)


def fragments(value: Any) -> Iterator[str]:
    """The strings of a JSON value, and its short fields as they stand in the text."""
    if isinstance(value, dict):
        yield from (
            f"{json.dumps(key)}:{json.dumps(item, ensure_ascii=False)}" for key, item in value.items() if not isinstance(item, dict | list | float)
        )
        for item in value.values():
            yield from fragments(item)
    elif isinstance(value, list):
        for item in value:
            yield from fragments(item)
    elif isinstance(value, str):
        yield json.dumps(value, ensure_ascii=False)


def main() -> int:
    """Write the dictionary of the number given."""
    path = words_file(int(sys.argv[1]))
    if path.exists():
        sys.stderr.write(f"{path.name} is there already, and records may be packed with it: take the next number.\n")
        return 1
    seen: Counter[str] = Counter()
    for answer in answers(load_heart()):
        seen.update(set(fragments(json.loads(answer))))
    # What only one of the intakes has says something about that intake, not about answers.
    worth = sorted((one for one, count in seen.items() if len(one) >= SHORTEST and count >= MINIMUM), key=lambda one: (-seen[one] * len(one), one))
    kept: list[str] = []
    size = 0
    for fragment in worth:
        if any(fragment in other for other in kept):
            continue
        size += len(fragment.encode()) + 1
        if size > SIZE:
            size -= len(fragment.encode()) + 1
            continue
        kept.append(fragment)
    # What lies nearest to the end is reached with the shortest reference, so the best comes last.
    path.write_bytes(",".join(reversed(kept)).encode())
    sys.stdout.write(f"{path.name}: {len(kept)} fragments, {path.stat().st_size} bytes; {len(to_json(kept))} as JSON\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
