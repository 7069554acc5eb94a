"""A person, an exercise, rules and a book of a few rows, made by hand for the tests beside it. Reads no file."""

import dataclasses
import datetime as dt

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Equipment, Kind, Level, Position, Property, Sides, Target
from recommender.domain.intake import Field, Intake
from recommender.domain.profile import Profile
from recommender.rules.book import Completion, DerivedFact, RuleBook
from recommender.rules.condition import parse
from recommender.rules.questionnaire import Questionnaire
from recommender.rules.rule import Rule

JUDGED_ON = dt.date(2026, 11, 22)
MESSAGES = {
    "outcomes": {
        "proceed": {"message": "Go."},
        "proceed_modified": {"message": "Go gently."},
        "consult_first": {"message": "Ask a doctor first."},
        "urgent": {"message": "See a doctor within days."},
        "emergency": {"message": "Get help now."},
    },
    "reasons": {
        "proceed": "Nothing changes.",
        "proceed_modified": "Some exercises are left out.",
        "consult_first": "A doctor has to agree.",
        "urgent": "A doctor has to look.",
        "emergency": "This can't wait.",
    },
    "unlock": {"person": "Tell us what the doctor said.", "clinician": "A doctor has to tell us.", "nothing": "Nothing does."},
}
BRIDGE = Exercise(
    id="bridge", kind=Kind.STRENGTH, family="bridge", areas=(), targets=(Target.GLUTE_STRENGTH,), position=Position.SUPINE,
    equipment=frozenset({Equipment.BAND}), floor_needed=True, level=Level.INTERMEDIATE, difficulty_1_10=4, difficulty_because="It lifts.",
    sides=Sides.BOTH, seconds_per_rep=4, muscles_primary=(), muscles_secondary=(), properties=frozenset({Property.SUPINE_LYING}),
    easier=None, harder=None, bodyweight_relative=None, doses={}, texts={}, sources=(), published_programs=0,
)  # fmt: skip
YES, NO, OPEN = ({"fact": name, "is": "equal_to", "value": True} for name in ("yes", "no", "open"))


def exercise(**changes):
    """A bridge with a band, or what `changes` make of it."""
    return dataclasses.replace(BRIDGE, **changes)


def person(**facts):
    """Somebody of whom only `facts` are known."""
    return Profile(facts=facts, judged_on=JUDGED_ON)


def rule(rule_id, when=None, **more):
    """A row that always applies and does nothing, but for what `more` says."""
    condition = parse({"all": []} if when is None else when)
    plain = {"title": "A row", "group": "safety", "if_unknown": "none", "because": "For this test.", "source": {"title": "A book", "url": None}}
    return Rule(**{"id": rule_id, "when": condition, "reads": condition.reads(), **plain, **more})


def fact(name, when, *, no_when=None):
    """A fact that follows from others."""
    return DerivedFact(name=name, when=parse(when), no_when=None if no_when is None else parse(no_when))


def completion(rule_id, field, *values, derived=()):
    """The answer to `field` could complete a combination."""
    return Completion(rule_id=rule_id, field=field, values=values, derived=frozenset(derived))


def book(*rules, facts=(), completions=(), fields=()):
    """A book of these rows."""
    return RuleBook(
        digest="sha256:0", intake=Intake(fields={name: Field(name=name, type="boolean", question="?") for name in fields}), facts=tuple(facts),
        rules=rules, questions=(), completions=tuple(completions), questionnaire=Questionnaire({}), messages=MESSAGES,
    )  # fmt: skip
