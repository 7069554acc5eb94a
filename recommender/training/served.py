"""What a model makes of a published program's audience when it is served: with preferences, rules and assembly. Changes none of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from exercise_catalog.catalog import Catalog
from recommender.assembly.plan import Plan
from recommender.heart import Heart
from recommender.pipeline import Recommendation, recommend
from recommender.rules.book import RuleBook
from recommender.rules.reviews import Reviews
from recommender.scoring.model import Model
from recommender.training.dataset import Program, load_complaints
from recommender.training.fit import Floats

JUDGED_ON = dt.date(2026, 11, 1)
# What an intake must or should say and a program does not: an ordinary answer in its place.
LONG_SITTING_HOURS, OTHER_SITTING_HOURS = 9, 5
OLDER_YEARS, OTHER_YEARS = 70, 40
USUAL_MINUTES, FEWEST_MINUTES, MOST_MINUTES = 15, 5, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Orders of the whole catalog as scores, shape (n_exercises,), higher first; and which rule removes which published exercise."""

    by_score: Floats
    with_rules: Floats
    assembled: Floats
    removed: Mapping[str, str]


@cache
def _without_model() -> tuple[Catalog, RuleBook, Plan, Reviews]:
    book = RuleBook.load()
    return Catalog.load(), book, Plan.load(), Reviews.load(book_digest=book.digest, rows=len(book.rules))


def heart_with(content: Mapping[str, Any]) -> Heart:
    """The heart of today's catalog, rules and plan with the model that `content` describes, written or not."""
    catalog, book, plan, reviews = _without_model()
    model = Model(content, exercises=catalog.exercises, digest="")
    return Heart(catalog=catalog, book=book, plan=plan, model=model, reviews=reviews)


def intake_of(program: Program) -> dict[str, Any]:
    """An intake that somebody for whom `program` was written might give; every safety question answered with no."""
    told = program.told
    conditions = [_condition(name) for name in sorted(program.audience.complaints)]
    minutes = told["minutes"] or USUAL_MINUTES
    return {
        "sitting_hours_per_day": LONG_SITTING_HOURS if told["long_sitting"] else OTHER_SITTING_HOURS,
        "pain_areas": sorted(program.audience.areas),
        "experience_level": program.audience.experience or "beginner",
        "has_chronic_condition": bool(told["chronic"]),
        "red_flags": [],
        "conditions": [condition for condition in conditions if condition],
        "age_years": OLDER_YEARS if told["older"] else OTHER_YEARS,
        "blood_pressure": "normal",
        "can_get_to_floor": True,
        "equipment": sorted({"none", "chair", "wall", "towel"} | set(program.audience.equipment)),
        "goals": sorted(program.audience.goals),
        "minutes_per_session": min(MOST_MINUTES, max(FEWEST_MINUTES, minutes)),
    }


def _condition(complaint: str) -> str | None:
    facts = [fact.removeprefix("conditions.") for fact in load_complaints()[complaint]["facts"] if fact.startswith("conditions.")]
    return facts[0] if facts else None


def as_served(program: Program, heart: Heart) -> Served:
    """How `heart` ranks for the audience of `program`, and what it puts into its own program."""
    answer = recommend(intake_of(program), heart, judged_on=JUDGED_ON)
    ids = sorted(exercise.id for exercise in heart.catalog.exercises)
    by_score = sorted(answer.ranking, key=lambda row: (-row.score, row.exercise.id))
    chosen = _chosen(answer)
    assembled = sorted(answer.ranking, key=lambda row: chosen.get(row.exercise.id, len(ids)))
    removed = {row.exercise.id: row.excluded_by for row in answer.ranking if row.excluded_by is not None and row.exercise.id in program.exercises}

    def places(rows: list[Any]) -> Floats:
        place = {row.exercise.id: len(rows) - index for index, row in enumerate(rows)}
        return np.array([float(place[name]) for name in ids])

    return Served(by_score=places(by_score), with_rules=places(list(answer.ranking)), assembled=places(assembled), removed=removed)


def _chosen(answer: Recommendation) -> dict[str, int]:
    return {} if answer.program is None else {one.ranked.exercise.id: one.rank for one in answer.program.chosen}
