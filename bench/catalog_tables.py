"""Counts of the catalog, and how many exercises the rules leave where least is at hand. Prints; what is too few, a test says.

python -m bench.catalog_tables
"""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exercise_catalog.catalog import COMPILED, Catalog
from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Area, Kind, Level, Position
from recommender.domain.profile import Profile
from recommender.heart import Heart, load_heart
from recommender.rules.engine import judge

DAY = dt.date(2026, 11, 25)
# The fewest exercises that somebody is left with who has no health reason for it.
NO_FLOOR_NOTHING_AT_HAND: Mapping[str, Any] = {"can_get_to_floor": False, "equipment": []}
NO_FLOOR_AT_HOME: Mapping[str, Any] = {"can_get_to_floor": False}
_SCREENED: Mapping[str, Any] = {"red_flags": [], "conditions": [], "blood_pressure": "normal"}
CONSTRAINTS: Mapping[str, Mapping[str, Any]] = {
    "alone": _SCREENED,
    "disc, flexion intolerant": {**_SCREENED, "conditions": ["lumbar_disc_radiculopathy_flexion_intolerant"]},
    "osteoporosis, no fracture": {**_SCREENED, "conditions": ["osteoporosis_no_fracture"]},
    "pregnancy, trimester 2 or 3": {**_SCREENED, "conditions": ["pregnancy_trimester_2_3"]},
    "hypertension, controlled": {"red_flags": [], "conditions": ["hypertension_controlled"]},
    "cautious program": {},
}


def candidates(heart: Heart, *, area: Area, level: Level, answers: Mapping[str, Any]) -> list[str]:
    """The ids of the exercises for `area` that the rules admit and that have a dose for this person."""
    intake = {"sitting_hours_per_day": 8, "pain_areas": [area.value], "experience_level": level.value, "has_chronic_condition": False, **answers}
    judgement = judge(Profile.from_answers(intake, intake=heart.book.intake, judged_on=DAY), heart.book)

    def has_dose(exercise: Exercise) -> bool:
        capped = [cap.dose_level for cap in judgement.caps_on(exercise) if cap.dose_level is not None]
        return exercise.dose_for(min([level, *capped], key=list(Level).index)) is not None

    admitted = (one for one in heart.catalog.exercises if area in one.areas and judgement.excluded_by(one) is None)
    return [one.id for one in admitted if has_dose(one)]


def coverage(heart: Heart, answers: Mapping[str, Any]) -> dict[tuple[Level, str], dict[Area, int]]:
    """How many candidates there are for people who answer `answers`: by level and constraint, then by area."""
    return {
        (level, name): {area: len(candidates(heart, area=area, level=level, answers={**answers, **constraint})) for area in Area}
        for level in Level
        for name, constraint in CONSTRAINTS.items()
    }


def coverage_lines(table: Mapping[tuple[Level, str], Mapping[Area, int]]) -> list[str]:
    """The coverage as lines of text."""
    head = f"{'level':13}{'constraint':29}" + "".join(f"{area.value:>12}" for area in Area)
    return [head, *(f"{level.value:13}{name:29}" + "".join(f"{row[area]:12}" for area in Area) for (level, name), row in table.items())]


def count_lines(catalog: Catalog) -> list[str]:
    """How many exercises there are, by kind, area, level and position; an exercise counts for each of its areas."""
    exercises = catalog.exercises
    return [
        f"{len(exercises)} exercises, {COMPILED.name} {COMPILED.stat().st_size // 1000} kB",
        _counted("kind", Kind, (one.kind for one in exercises)),
        _counted("area", Area, (area for one in exercises for area in one.areas)),
        _counted("level", Level, (one.level for one in exercises)),
        _counted("position", Position, (one.position for one in exercises)),
    ]


def _counted(title: str, words: Iterable[str], found: Iterable[str]) -> str:
    counts = Counter(found)
    return f"{title + ':':10}" + ", ".join(f"{word} {counts[word]}" for word in words)


def lines(heart: Heart) -> Sequence[str]:
    """Everything that this command prints."""
    return [
        *count_lines(heart.catalog),
        "",
        "Candidates without floor, nothing at hand:",
        *coverage_lines(coverage(heart, NO_FLOOR_NOTHING_AT_HAND)),
        "",
        "Candidates without floor, with a chair, a wall and a towel:",
        *coverage_lines(coverage(heart, NO_FLOOR_AT_HOME)),
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(load_heart())) + "\n")
