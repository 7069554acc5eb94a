"""What a schema cannot say about exercises: one exercise against itself, and all of them together."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from exercise_catalog import words
from exercise_catalog.strict_yaml import load_file
from exercise_catalog.vocabulary import LEVEL_DIFFICULTY_1_10, Level

Row = Mapping[str, Any]

HELD_TO = load_file(Path(__file__).parent / "checks.yaml")
_LOADING = frozenset(HELD_TO["loading"])
_HOUSEHOLD = frozenset(HELD_TO["household"])
_LEVELS = [level.value for level in Level]
_NEVER_FALLS = ("sets", "effort_0_10")


def each(rows: Iterable[Row], doses: Mapping[str, Any]) -> list[str]:
    """What is wrong within single exercises, one sentence each."""
    return [f"{row['id']}.yaml: {problem}" for row in rows for problem in (*_facts(row), *_implied(row), *_doses(row, doses), *words.of_one(row))]


def together(rows: Sequence[Row], published: Mapping[str, Any]) -> list[str]:
    """What is wrong between exercises: relatives, repeated sentences, names that nothing stands behind."""
    by_id = {row["id"]: row for row in rows}
    return [*_relatives(by_id), *_bodyweight(by_id), *words.repeated(rows), *words.alike(rows), *_names(rows), *_unknown(rows, published)]


def is_loaded(row: Row) -> bool:
    """Does it need equipment that adds load?"""
    return not _LOADING.isdisjoint(row["equipment"])


def _facts(row: Row) -> Iterator[str]:
    if row["properties"]["floor_transfer"] != row["floor_needed"]:
        yield "floor_needed and properties/floor_transfer must agree"
    low, high = LEVEL_DIFFICULTY_1_10[Level(row["level"])]
    if not low <= row["difficulty_1_10"] <= high:
        yield f"level {row['level']} is difficulty {low} to {high}, not {row['difficulty_1_10']}"
    if set(row["muscles"]["primary"]) & set(row["muscles"]["secondary"]):
        yield "a muscle stands in both primary and secondary"
    if "none" in row["equipment"] and len(row["equipment"]) > 1:
        yield "equipment is [none], or what it needs, not both"
    if is_loaded(row) and row["bodyweight_relative"] is None and row["kind"] != "cardio":
        yield "needs equipment for load and names no bodyweight_relative"
    if not is_loaded(row) and row["bodyweight_relative"] is not None:
        yield "needs no equipment for load, so bodyweight_relative is null"


def _implied(row: Row) -> Iterator[str]:
    """Properties that position, equipment, family, name or words of the exercise speak against."""
    for rule in HELD_TO["implies"]:
        if not all(_HOLDS[key](row, value) for key, value in rule["when"].items()):
            continue
        said = " and ".join(_said(row, key, value) for key, value in rule["when"].items() if key != "unsaid")
        for answer in (True, False):
            for name in rule.get("means" if answer else "never", ()):
                if row["properties"][name] is not answer:
                    yield f"{said} means properties/{name}: {str(answer).lower()}"


def _instructions(row: Row) -> str:
    return " ".join((row["text"]["en"]["set_up"], *row["text"]["en"]["steps"]))


_HOLDS: Mapping[str, Callable[[Row, Any], bool]] = {
    "position": lambda row, values: row["position"] in values,
    "kind": lambda row, values: row["kind"] in values,
    "family": lambda row, values: row["family"] in values,
    "equipment": lambda row, values: not set(values).isdisjoint(row["equipment"]),
    "loaded": lambda row, value: is_loaded(row) is value,
    "id": lambda row, pattern: re.search(pattern, row["id"]) is not None,
    "says": lambda row, pattern: re.search(pattern, _instructions(row), re.IGNORECASE) is not None,
    "unsaid": lambda row, pattern: re.search(pattern, _instructions(row), re.IGNORECASE) is None,
}


def _said(row: Row, key: str, value: Any) -> str:
    if key == "says":
        found = re.search(value, _instructions(row), re.IGNORECASE)
        return f"saying '{found.group(0) if found else value}'"
    if key == "loaded":
        return "load"
    return f"{key} {', '.join(row[key]) if key == 'equipment' else row[key]}"


def _doses(row: Row, doses: Mapping[str, Any]) -> Iterator[str]:
    expected = _LEVELS[_LEVELS.index(row["level"]) :]
    if sorted(row["dose"]) != sorted(expected):
        yield f"dose must have {', '.join(expected)}"
    for level, dose in row["dose"].items():
        yield from _dose(row, level, dose, doses)
    given = [level for level in _LEVELS if level in row["dose"]]
    for lower, higher in pairwise(given):
        for key in _NEVER_FALLS:
            if row["dose"][higher][key] < row["dose"][lower][key]:
                yield f"dose/{higher}/{key} is less than that of {lower}"


def _dose(row: Row, level: str, dose: Mapping[str, Any], doses: Mapping[str, Any]) -> Iterator[str]:
    entry = doses.get(dose["follows"])
    if entry is None:
        yield f"dose/{level} follows '{dose['follows']}', which doses.yaml does not have"
        return
    for key, (low, high) in ((key, value) for key, value in entry.items() if isinstance(value, list)):
        if key in dose and not low <= dose[key] <= high:
            yield f"dose/{level}/{key} is {dose[key]}; {dose['follows']} allows {low} to {high}"
    if "duration_s" in dose and (dose["sets"], dose["reps"], dose["hold_s"]) != (1, 1, 0):
        yield f"dose/{level} is counted by the clock, so sets 1, reps 1, hold_s 0"
    if "duration_s" not in dose and row["seconds_per_rep"] + dose["hold_s"] == 0:
        yield f"dose/{level} takes no time: give seconds_per_rep, hold_s or duration_s"
    if level == "beginner" and dose["effort_0_10"] > HELD_TO["beginner_effort_0_10"]:
        yield f"dose/beginner/effort_0_10 is {dose['effort_0_10']}; a beginner's is {HELD_TO['beginner_effort_0_10']} at the most"
    long_hold = dose["hold_s"] > HELD_TO["long_hold"]["above_s"] and row["kind"] not in HELD_TO["long_hold"]["not_against_effort"]
    if long_hold and not row["properties"]["valsalva_or_long_isometric_hold"]:
        yield f"dose/{level} holds {dose['hold_s']} s against effort: that is valsalva_or_long_isometric_hold"


def _relatives(by_id: Mapping[str, Row]) -> Iterator[str]:
    """Relatives that do not exist or lie in the wrong order; where each step is harder than the last, no circle can be."""
    for row in by_id.values():
        for key, sign in (("easier", -1), ("harder", 1)):
            if row[key] is None:
                continue
            relative = by_id.get(row[key])
            if relative is None:
                yield f"{row['id']}.yaml: {key} '{row[key]}' is no exercise of the catalog"
            elif (relative["difficulty_1_10"] - row["difficulty_1_10"]) * sign <= 0:
                yield f"{row['id']}.yaml: {key} '{row[key]}' has difficulty {relative['difficulty_1_10']}, this one {row['difficulty_1_10']}"


def _bodyweight(by_id: Mapping[str, Row]) -> Iterator[str]:
    """Relatives without equipment that are none: they need some, are harder, or serve another aim."""
    for row in by_id.values():
        if row["bodyweight_relative"] is None:
            continue
        said = f"{row['id']}.yaml: bodyweight_relative '{row['bodyweight_relative']}'"
        relative = by_id.get(row["bodyweight_relative"])
        if relative is None:
            yield f"{said} is no exercise of the catalog"
            continue
        if not _HOUSEHOLD.issuperset(relative["equipment"]):
            yield f"{said} needs equipment itself: {', '.join(sorted(set(relative['equipment']) - _HOUSEHOLD))}"
        if relative["difficulty_1_10"] > row["difficulty_1_10"]:
            yield f"{said} has difficulty {relative['difficulty_1_10']}, which is harder than {row['difficulty_1_10']}"
        if not (set(relative["areas"]) & set(row["areas"]) and set(relative["targets"]) & set(row["targets"])):
            yield f"{said} has another aim: it shares no area or no target"


def _names(rows: Iterable[Row]) -> Iterator[str]:
    names: dict[str, str] = {}
    for row in rows:
        text = row["text"]["en"]
        for name in {called.lower() for called in (text["name"], *text["also_known_as"])}:
            if name in names:
                yield f"{row['id']}.yaml: the name '{name}' is already that of {names[name]}"
            names[name] = row["id"]


def _unknown(rows: Iterable[Row], published: Mapping[str, Any]) -> Iterator[str]:
    for missing in sorted(set(published) - {row["id"] for row in rows}):
        yield f"published.yaml: '{missing}' is no exercise of the catalog"
    for row in rows:
        if row["id"] in published and "named_by" in row:
            yield f"{row['id']}.yaml: published.yaml counts it, so named_by is left out"
