"""Draws people for the gate, and says them in the three ways that the judges ask: places, facts, answers. Judges nothing itself."""

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from recommender.domain.profile import Profile
from recommender.domain.truth import UNKNOWN
from recommender.rules.book import RuleBook
from recommender.rules.engine import judge_gate
from tests.properties.contract_gate import COMBINATIONS, EMERGENCY, RED_FLAGS, URGENT
from tests.properties.flat import Flat, gate_code

SEED = 20261122
TODAY = dt.date(2026, 11, 22)
FOUR = {"sitting_hours_per_day": 8, "pain_areas": ["neck"], "experience_level": "beginner", "has_chronic_condition": False}
# How often each red flag is ticked: few that hide everything else, many that only count together.
OFTEN, SELDOM, HARDLY_EVER = 0.06, 0.01, 0.002
# Each person ticks that much more or less than that.
EAGERNESS = (0.2, 1.0, 3.0)
TOGETHER = {name for names in COMBINATIONS.values() for name in names}

Places = dict[str, np.ndarray[Any, np.dtype[np.int8]]]


def draw(flat: Flat, block: int, number: int) -> Places:
    """So many people who could have answered like that, always the same ones for the same block."""
    rng = np.random.default_rng([SEED, block])
    eagerness = rng.choice(EAGERNESS, number)
    people = {name: _drawn(rng, flat, name, eagerness) for name in flat.leaves}
    # One in ten was not asked about red flags, and one in ten not about conditions; half of the others left no question open.
    asked = {"red_flags": rng.random(number) > 0.1, "conditions": rng.random(number) > 0.1}
    sure = rng.random(number) > 0.5
    open_questions = np.zeros(number, dtype=bool)
    for name, places in people.items():
        kind = name.split(".")[0]
        if kind in asked:
            yes_or_no = np.where(places == 1, np.int8(0), places)
            people[name] = np.where(asked[kind], yes_or_no if kind == "conditions" else np.where(sure, yes_or_no, places), np.int8(1))
            open_questions |= asked[kind] & (people[name] == 1)
    complete = asked["red_flags"] & asked["conditions"] & ~open_questions
    none = ~asked["red_flags"] & ~asked["conditions"]
    people["screening"] = np.where(complete, np.int8(0), np.where(none, np.int8(2), np.int8(1)))
    return people


def _drawn(rng: np.random.Generator, flat: Flat, name: str, eagerness: Any) -> Any:
    leaf, number = flat.leaves[name], len(eagerness)
    kind, _, option = name.partition(".")
    if kind in {"red_flags", "conditions"}:
        yes = HARDLY_EVER if option in RED_FLAGS[EMERGENCY] + RED_FLAGS[URGENT] else OFTEN if name in TOGETHER else SELDOM
        chance = rng.random(number)
        return np.select([chance < yes * eagerness, chance > 1 - SELDOM], [np.int8(2), np.int8(1)], np.int8(0)).astype(np.int8)
    if name == "has_chronic_condition":
        # The field is required, so nobody leaves it open.
        return rng.choice([0, 2], number).astype(np.int8)
    if name == "consultation.exercise_advised":
        return rng.choice(3, number, p=[0.1, 0.3, 0.6]).astype(np.int8)
    return rng.choice(len(leaf.values), number).astype(np.int8)


def as_asked(flat: Flat, people: Mapping[str, Any]) -> Places:
    """The same people with open questions as their screening allows: none when complete, one more if need be when partial, all when not asked."""
    screening = people["screening"]
    whole = {name: np.broadcast_to(people.get(name, np.int8(leaf.usual)), screening.shape) for name, leaf in flat.leaves.items()}
    for name, places in whole.items():
        if name.startswith(("red_flags.", "conditions.")):
            known = np.where(places == 1, np.int8(0), places)
            partly = known if name.startswith("conditions.") else places
            whole[name] = np.choose(screening, [known, partly, np.int8(1)]).astype(np.int8)
    # A question that decides its own row only.
    whole["red_flags.ces_sexual"] = np.where(screening == 1, np.int8(1), whole["red_flags.ces_sexual"])
    return {name: np.array(places, dtype=np.int8) for name, places in whole.items()}


def facts_of(flat: Flat, book: RuleBook, people: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The facts of every person, as the engine wants them."""
    others = dict(Profile.from_answers(FOUR, intake=book.intake, judged_on=TODAY).facts)
    for said in _values(flat, people):
        yield others | {name: UNKNOWN if value is None else value for name, value in said.items()}


def answers_of(flat: Flat, people: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The answers of every person, as they would be sent."""
    for said in _values(flat, people):
        answers: dict[str, Any] = dict(FOUR)
        ticked: dict[str, list[str]] = {"red_flags": [], "conditions": []}
        open_flags = []
        for name, value in said.items():
            kind, _, option = name.partition(".")
            if kind in ticked:
                ticked[kind] += [option] if value is True else []
                open_flags += [option] if value is None and kind == "red_flags" else []
            elif name not in {"screening", "consultation.months_ago"} and value is not None:
                plain = sorted(value) if isinstance(value, frozenset) else value
                (answers.setdefault(kind, {}) if option else answers)[option or kind] = plain
        if said["consultation.months_ago"] is not None:
            answers.setdefault("consultation", {})["consulted_on"] = _months_before(TODAY, said["consultation.months_ago"]).isoformat()
        answers |= {kind: options for kind, options in ticked.items() if _was_asked(kind, said)}
        if "red_flags" in answers and open_flags:
            answers["red_flags_unknown"] = open_flags
        yield answers


def _was_asked(kind: str, said: Mapping[str, Any]) -> bool:
    """Somebody who was asked knows one of the answers at least."""
    return any(value is not None for name, value in said.items() if name.startswith(f"{kind}."))


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _values(flat: Flat, people: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The value of every fact, person by person; a fact that `people` leaves out has its usual value."""
    usual = {name: leaf.values[leaf.usual] for name, leaf in flat.leaves.items()}
    values = {name: flat.leaves[name].values for name in people}
    for places in zip(*(np.ravel(array).tolist() for array in people.values()), strict=True):
        yield usual | {name: values[name][place] for name, place in zip(people, places, strict=True)}


def engine_gate(facts: Mapping[str, Any], book: RuleBook) -> int:
    """Outcome and who clears it, as the engine says; one number, as `flat` counts."""
    gate = judge_gate(facts, book)
    return gate_code(gate.outcome.value, (gate.unlock or {}).get("cleared_by"))
