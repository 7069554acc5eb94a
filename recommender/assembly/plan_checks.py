"""What must be so in plan.yaml, each told in a sentence. Reads the rows as they were written; changes nothing."""

import dataclasses
import itertools
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from exercise_catalog.vocabulary import Area, Kind, Level, Position
from recommender.assembly.plan import LIE_APART, LIGHT_DAY, Plan

_KEYS = {field.name for field in dataclasses.fields(Plan)} - {"digest"}
_FIELDS = {"reps", "hold_s", "sets", "duration_s"}
_SESSIONS = range(1, 8)
_LONGEST_MINUTES = 60


def wrong_with(plan: dict[str, Any], *, sources: set[str], goals: set[str]) -> Iterator[str]:
    """Everything that is wrong with the rows of a plan."""
    yield from (f"no such key '{key}'" for key in sorted(set(plan) - _KEYS))
    yield from (f"{key} is missing" for key in sorted(_KEYS - set(plan)))
    if set(plan) == _KEYS:
        yield from _wrong_names(plan)
        yield from _wrong_numbers(plan)
        yield from _wrong_days(plan)
        yield from _wrong_steps(plan)
        yield from _wrong_people(plan, sources=sources, goals=goals)


def _wrong_names(plan: dict[str, Any]) -> Iterator[str]:
    yield from _must_name("order_of_kinds", [kind for part in plan["order_of_kinds"] for kind in part], Kind)
    yield from _must_name("maximum_share_of_kind", plan["maximum_share_of_kind"], Kind)
    yield from _must_name("order_of_positions", plan["order_of_positions"], Position)
    yield from _must_name("weeks", plan["weeks"], Level)
    yield from _must_name("names_of_areas", plan["names_of_areas"], Area)
    kinds = [*plan["daily_kinds"], *(kind for row in (*plan["slots"], *plan["fill"], *plan["raises"]) for kind in row["kinds"])]
    yield from (f"unknown kind '{kind}'" for kind in sorted(set(kinds) - set(Kind)))
    areas = {area for region in plan["whole_back"] for area in region}
    yield from (f"whole_back: unknown area '{area}'" for area in sorted(areas - set(Area)))


def _must_name(key: str, words: Any, enum: type[StrEnum]) -> list[str]:
    return [f"{key} must name each of {', '.join(enum)} once"] if sorted(words) != sorted(word.value for word in enum) else []


def _wrong_numbers(plan: dict[str, Any]) -> Iterator[str]:
    share = plan["share_of_minutes"]
    if (
        set(share) != {"least", "aim", "first_week", "latest"}
        or not 0.9 <= share["least"] <= share["aim"] <= share["first_week"] <= share["latest"] <= 1.1
    ):
        yield "share_of_minutes must rise from least over aim and first_week to latest, and stay between 0.9 and 1.1"
    items = {int(minutes): count for minutes, count in plan["maximum_items"].items()}
    rising = all(items[fewer] <= items[more] for fewer, more in itertools.pairwise(sorted(items)))
    if max(items) != _LONGEST_MINUTES or not rising or min(items.values()) < 1:
        yield f"maximum_items must reach {_LONGEST_MINUTES} minutes and never fall with more minutes"
    yield from (
        f"maximum_share_of_kind: {kind} must lie above 0 and at most 1" for kind, most in plan["maximum_share_of_kind"].items() if not 0 < most <= 1
    )
    if not 0 <= plan["minimum_alternatives"] <= plan["maximum_alternatives"]:
        yield "minimum_alternatives must not exceed maximum_alternatives"
    cardio = plan["share_of_cardio"]
    if set(cardio) != {"usual", "asked_for"} or not 0 < cardio["usual"] <= cardio["asked_for"] < 1:
        yield "share_of_cardio must give usual and asked_for, shares above 0, the second not the smaller"
    if plan["wish_from"] <= 0:
        yield "wish_from must be above 0: what no preference raises is no wish"
    if plan["fill_rounds"] < 0:
        yield "fill_rounds must be 0 or more"
    rotating = plan["rotating_places"]
    if set(rotating) != {"most", "one_in", "worse_by"} or rotating["most"] < 0 or rotating["one_in"] < 1 or rotating["worse_by"] < 0:
        yield "rotating_places needs most and worse_by (0 or more) and one_in (1 or more)"


def _wrong_days(plan: dict[str, Any]) -> Iterator[str]:
    for key in ("days", "pattern"):
        if sorted(map(int, plan[key])) != list(_SESSIONS):
            yield f"{key} must answer 1 to 7 sessions a week"
    yield from (f"days/{n} must be {n} different days from 1 to 7, in order" for n, days in plan["days"].items() if not _is_week(days, int(n)))
    for n, letters in plan["pattern"].items():
        if len(letters) != int(n) or not letters.startswith("A") or not set(letters) <= set(f"AB{LIGHT_DAY}"):
            yield f"pattern/{n} must be {n} letters A, B or {LIGHT_DAY}, the first an A"
        elif not _is_week(plan["days"].get(n, []), int(n)) or n == "1":
            continue
        elif int(n) <= LIE_APART and _follow_each_other(plan["days"][n], "A" * int(n)):
            yield f"days/{n}: up to {LIE_APART} days a week must not follow each other, because nothing rests between them"
        elif _follow_each_other(plan["days"][n], letters):
            yield f"pattern/{n}: two A days or two B days must not follow each other, from one week to the next either"


def _is_week(days: list[int], n: int) -> bool:
    return len(days) == n and sorted(set(days)) == days and set(days) <= set(_SESSIONS)


def _follow_each_other(days: list[int], letters: str) -> bool:
    lying = [*zip(days, letters, strict=True), (days[0] + 7, letters[0])]
    return any(day + 1 == next_day and letter == next_letter != LIGHT_DAY for (day, letter), (next_day, next_letter) in itertools.pairwise(lying))


def _wrong_steps(plan: dict[str, Any]) -> Iterator[str]:
    for key in ("fill", "raises"):
        yield from (f"{key}: unknown field '{step['field']}'" for step in plan[key] if step["field"] not in _FIELDS)
        yield from (f"{key}: {step['field']} must grow by 1 or more" for step in plan[key] if step["by"] < 1)
    if set(plan["raise_limits"]) != _FIELDS:
        yield f"raise_limits must name each of {', '.join(sorted(_FIELDS))} once"
    raised = [(step["week"], kind) for step in plan["raises"] for kind in step["kinds"]]
    twice = sorted({one for one in raised if raised.count(one) > 1})
    yield from (f"raises: {kind} is raised twice in week {week}; change one thing a week" for week, kind in twice)


def _wrong_people(plan: dict[str, Any], *, sources: set[str], goals: set[str]) -> Iterator[str]:
    for key in ("progression", "pain_holds"):
        yield from (f"{key}: unknown source '{row['source']}'" for row in plan[key] if row["source"] not in sources)
    yield from (f"pain_holds: {row['at_least']} is no pain from 1 to 10" for row in plan["pain_holds"] if not 1 <= row["at_least"] <= 10)
    yield from ("pain_holds: weeks must be 1 or more" for row in plan["pain_holds"] if row["weeks"] < 1)
    for slot in plan["slots"]:
        yield from (f"slots: unknown goal '{goal}'" for goal in slot.get("goals", ()) if goal not in goals)
        yield from (f"slots: unknown level '{level}'" for level in slot.get("levels", ()) if level not in set(Level))
    if "{areas}" not in plan["notes"].get("areas_not_served", ""):
        yield "notes/areas_not_served must say {areas}"
