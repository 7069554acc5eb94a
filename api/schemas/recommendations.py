"""The answer of POST and GET /v1/recommendations, field by field."""

import marshmallow as ma

from api.schemas.base import Strict, optional, text, texts, whole
from exercise_catalog.vocabulary import Kind, Sides
from recommender.domain.gate import Outcome

STATUSES = ("released", "awaiting_clearance", "in_review", "referred", "rejected", "withdrawn")
Nested = ma.fields.Nested


class Source(Strict):
    """Where a statement comes from."""

    title = text("Title of the source.")
    url = optional(text("Address, or null where the statement rests on reasoning."))


class Reason(Strict):
    """A rule that counted."""

    rule_id = text("The rule's id; stays the same over time.")
    code = text("The same id in snake_case.")
    message = text("What it means, for the person.")
    source = Nested(Source, required=True)


class Unlock(Strict):
    """What would release the program."""

    cleared_by = text("Who can clear it.", enum=["person", "clinician", "coach", "nothing"])
    # `fields` is a name that marshmallow needs for itself.
    fields_ = ma.fields.List(
        ma.fields.String(),
        required=True,
        data_key="fields",
        attribute="fields",
        metadata={"description": "The fields and endpoints that would carry the clearance."},
    )
    message = text("The same in words.")


class Gate(Strict):
    """May the program start?"""

    outcome = text("From free to go to get help now.", enum=[outcome.value for outcome in Outcome])
    screening = text("Were all safety questions put?", enum=["complete", "partial", "not_asked"])
    message = text("For the person; always show it.")
    reasons = ma.fields.List(Nested(Reason), required=True)
    unlock = Nested(Unlock, required=True, allow_none=True)


class ScorePart(Strict):
    """One named part of a score; the parts sum to the score."""

    part = text("`base`, `rule:<id>` or `model:<group>`.")
    value = ma.fields.Float(required=True, metadata={"description": "Log-odds."})
    because = text("What it stands for.")


class Dose(Strict):
    """How much of one exercise."""

    sets = whole("Sets.", 1)
    reps = whole("Repetitions of each set, for each side where `sides` is each.", 1)
    hold_s = whole("Seconds to hold each repetition; 0 for none.", 0)
    duration_s = optional(whole("Seconds in all, where it is counted by the clock.", 30))
    rest_s = whole("Seconds of rest after each set.", 0)
    sides = text("`each`: the dose is done for each side.", enum=[side.value for side in Sides])
    days_per_week = whole("On how many days a week.", 1, 7)
    effort_0_10 = whole("How hard it should feel, 0 nothing to 10 all you have.", 0, 10)


class Alternative(Strict):
    """An exercise that could stand in its place."""

    exercise_id = text("Exercise id.")
    score = ma.fields.Float(required=True)
    differs = text("How it differs.")


class ProgramExercise(Strict):
    """One exercise of the program."""

    rank = whole("By score, 1 first.", 1)
    exercise_id = text("Exercise id.")
    name = text("Its name.")
    kind = text("What it is for.", enum=[kind.value for kind in Kind])
    score = ma.fields.Float(required=True, metadata={"description": "Log-odds scale, higher is better, comparable within one answer only."})
    score_parts = ma.fields.List(Nested(ScorePart), required=True)
    dose = Nested(Dose, required=True)
    cautions = texts("What this person should mind.")
    cues = texts("What to look for.")
    common_mistakes = texts("What people do wrong.")
    easier = optional(text("Exercise id of an easier relative that the rules allow, or null."))
    harder = optional(text("Exercise id of a harder relative that the rules allow, or null."))
    figure_url = optional(text("Relative address of its drawing; null until there is one."))
    alternatives = ma.fields.List(Nested(Alternative), required=True)


class SessionItem(Strict):
    """One exercise in one session."""

    exercise_id = text("Exercise id.")
    sets = whole("Sets.", 1)
    reps = whole("Repetitions.", 1)
    hold_s = whole("Seconds to hold.", 0)
    duration_s = optional(whole("Seconds in all, where counted by the clock."))
    rest_s = whole("Seconds of rest after each set.", 0)


class Session(Strict):
    """One day's work, in the order of doing."""

    week = whole("Week, from 1.", 1)
    day = whole("Day of the week, from 1.", 1, 7)
    items = ma.fields.List(Nested(SessionItem), required=True)
    minutes = whole("Minutes that it takes.", 1)


class Progression(Strict):
    """How to go on."""

    when = text("What happened.")
    change = text("What to change then.")
    source = Nested(Source, required=True)


class Habit(Strict):
    """Something for every day."""

    code = text("Stable name.")
    every_minutes = optional(whole("How often, in minutes, or null."))
    text_ = ma.fields.String(required=True, data_key="text", attribute="text", metadata={"description": "For the person."})
    source = Nested(Source, required=True)


class Program(Strict):
    """Weeks of sessions."""

    weeks = whole("Weeks.", 1)
    sessions_per_week = whole("Sessions a week.", 1, 7)
    minutes_per_session = whole("Minutes asked for.", 5, 60)
    exercises = ma.fields.List(Nested(ProgramExercise), required=True)
    sessions = ma.fields.List(Nested(Session), required=True)
    progression = ma.fields.List(Nested(Progression), required=True)
    daily_habits = ma.fields.List(Nested(Habit), required=True)
    stop_and_seek_help_if = texts("Signs to stop at, the gravest first.")
    ask_each_session = texts("Red flags to ask again before every session.")
    expectations = text("What to expect, and when.")
    notes = texts("What is missing and why.")


class OpenQuestion(Strict):
    """A safety question that nobody answered yet."""

    red_flag = optional(text("Id to send in `red_flags` if the answer is yes; null for the question about conditions."))
    field = text("The field that answers it: `red_flags`, `conditions`, or one whose answer could complete a combination of signs, as `age_years`.")
    question = text("The question.")


class InterimAdvice(Strict):
    """What to do while there is no program."""

    next_steps = texts("In the order of doing.")
    daily_habits = ma.fields.List(Nested(Habit), required=True)


class Links(Strict):
    """Pages that go with the program."""

    handout = optional(text("Printable page; null until there is one."))
    calendar = optional(text("Calendar file; null until there is one."))


class Versions(Strict):
    """What it was made with."""

    catalog = text("Digest of the catalog.")
    rules = text("Digest of the rules.")
    model = text("Digest of the model.")


class Recommendation(Strict):
    """A stored recommendation. `program` is there in status `released` only."""

    id = text("`rec_…`")
    object = text("Always `recommendation`.", enum=["recommendation"])
    created_at = text("RFC 3339, UTC.", format="date-time")
    reference = optional(text("Your own reference."))
    status = text("Where it stands.", enum=list(STATUSES))
    gate = Nested(Gate, required=True)
    program = Nested(Program, required=True, allow_none=True)
    before_you_start = ma.fields.List(Nested(OpenQuestion), required=True)
    interim_advice = Nested(InterimAdvice, required=True, allow_none=True)
    judged_on = text("The day on which it was judged.", format="date")
    access_token = optional(text("For browser keys: opens this recommendation for a while. Null for server keys."))
    return_code = optional(text("For browser keys, given once; null where none is given."))
    links = Nested(Links, required=True, allow_none=True)
    versions = Nested(Versions, required=True)
    disclaimer = text("Show it with the program.")
