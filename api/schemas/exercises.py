"""The catalog on the wire: one exercise, a page of exercises, and the filters."""

import re
from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from api.schemas.base import PlainInteger, Strict, optional, text, texts, whole
from api.schemas.figures import Figures, figure_url
from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Area, Equipment, Kind, Level, Position, Property, Sides

Nested = ma.fields.Nested


class ExerciseDose(Strict):
    """The dose for one level of experience."""

    sets = whole("Sets.", 1)
    reps = whole("Repetitions.", 1)
    hold_s = whole("Seconds to hold.", 0)
    duration_s = optional(whole("Seconds in all, where counted by the clock."))
    rest_s = whole("Seconds of rest after each set.", 0)
    effort_0_10 = whole("How hard it should feel.", 0, 10)
    days_per_week = whole("Days a week.", 1, 7)
    follows = text("The published dose range that it follows.")


class ExerciseSource(Strict):
    """A published program that includes the exercise."""

    publisher = text("Who published it.")
    title = text("Title.")
    url = text("Address.")
    year = optional(whole("Year, or null where none was given."))


class ExerciseOut(Strict):
    """One exercise, whole."""

    id = text("Exercise id.")
    object = text("Always `exercise`.", enum=["exercise"])
    name = text("Its name.")
    also_known_as = texts("Other names.")
    kind = text("What it is for.", enum=[word.value for word in Kind])
    family = text("Near-duplicates share one.")
    areas = texts("Pain areas that it serves, the main one first.")
    targets = texts("What it trains.")
    muscles_primary = texts("Muscles that do the work.")
    muscles_secondary = texts("Muscles that help.")
    position = text("Where most of it is done.", enum=[word.value for word in Position])
    equipment = texts("All that it needs; `none` for nothing.")
    floor_needed = ma.fields.Boolean(required=True)
    level = text("Experience needed.", enum=[word.value for word in Level])
    difficulty_1_10 = whole("Difficulty.", 1, 10)
    difficulty_because = text("Why that difficulty.")
    sides = text("`each`: done for each side.", enum=[word.value for word in Sides])
    seconds_per_rep = whole("Moving seconds of one repetition.", 0)
    properties = texts("The movement properties that hold for it, of the sixteen that safety rules speak about.")
    purpose = text("What it is for, in words.")
    set_up = text("How to get into the start.")
    steps = texts("What to do, in order.")
    breathing = text("How to breathe.")
    tempo = text("How fast.")
    cues = texts("What to look for.")
    common_mistakes = texts("What people do wrong.")
    stop_signs = texts("When to stop.")
    easier = optional(text("Exercise id of an easier relative, or null."))
    harder = optional(text("Exercise id of a harder relative, or null."))
    bodyweight_relative = optional(text("Exercise id of one with the same aim that needs no equipment, or null."))
    doses = ma.fields.Dict(keys=ma.fields.String(), values=Nested(ExerciseDose), required=True, metadata={"description": "By level of experience."})
    published_programs = whole("How many of the collected published programs include it.", 0)
    sources = ma.fields.List(Nested(ExerciseSource), required=True)
    figure_url = optional(text("Relative address of its drawing; null until there is one."))


class ExercisePage(Strict):
    """A page of exercises."""

    data = ma.fields.List(Nested(ExerciseOut), required=True)
    next_cursor = optional(text("Send it as `cursor` for the next page; null on the last."))


class ExerciseFilters(Strict):
    """Filters; all that are given must hold."""

    q = ma.fields.String(
        validate=[ma.validate.Length(1, 80), ma.validate.Regexp(r".*[^\W_]", flags=re.DOTALL, error="Name at least one word.")],
        metadata={
            "description": "Words, of which each must begin a word of its name, other names, purpose, muscles or kind. "
            "Capitals and accents do not matter. The order stays that of the ids."
        },
    )
    pain_area = ma.fields.String(validate=ma.validate.OneOf([word.value for word in Area]))
    kind = ma.fields.String(validate=ma.validate.OneOf([word.value for word in Kind]))
    level = ma.fields.String(validate=ma.validate.OneOf([word.value for word in Level]))
    position = ma.fields.String(validate=ma.validate.OneOf([word.value for word in Position]))
    equipment = ma.fields.String(
        validate=ma.validate.OneOf([word.value for word in Equipment]), metadata={"description": "Needs it; `none`: needs nothing."}
    )
    without_property = ma.fields.String(validate=ma.validate.OneOf([word.value for word in Property]), metadata={"description": "Does not have it."})


class ExerciseQuery(ExerciseFilters):
    """The filters, page by page along a cursor."""

    limit = PlainInteger(load_default=20, validate=ma.validate.Range(1, 100), metadata={"description": "How many at most."})
    cursor = ma.fields.String(load_default=None, validate=ma.validate.Length(max=200), metadata={"description": "From `next_cursor`."})


class BrowseQuery(ExerciseFilters):
    """The filters as a form sends them, with a page number; a control that was left alone sends an empty text, which asks nothing."""

    page = PlainInteger(load_default=1, validate=ma.validate.Range(1, 1000))

    @ma.pre_load
    def _leave_out_what_is_empty(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return {name: data[name] for name in data if name not in self.fields or data[name].strip()}


def exercise_body(exercise: Exercise, *, figures: Figures, locale: str = "en") -> dict[str, Any]:
    """One exercise as its answer's fields."""
    words = exercise.text(locale)
    names = (
        *("id", "family", "kind", "areas", "targets", "position", "floor_needed", "level", "difficulty_1_10", "difficulty_because", "sides"),
        *("seconds_per_rep", "muscles_primary", "muscles_secondary", "easier", "harder", "bodyweight_relative", "published_programs", "sources"),
    )
    said = ("name", "also_known_as", "purpose", "set_up", "steps", "breathing", "tempo", "cues", "common_mistakes", "stop_signs")
    body = {name: getattr(exercise, name) for name in names} | {name: getattr(words, name) for name in said}
    equipment = sorted(item.value for item in exercise.equipment) or ["none"]
    body |= {"object": "exercise", "figure_url": figure_url(exercise.id, figures), "properties": sorted(exercise.properties), "equipment": equipment}
    body["doses"] = {level.value: dose for level, dose in exercise.doses.items()}
    result: dict[str, Any] = _EXERCISE.dump(body)
    return result


_EXERCISE = ExerciseOut()
