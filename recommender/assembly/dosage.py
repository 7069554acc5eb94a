"""How much: the dose of an exercise for a person, its time, its growth. Limits are applied last and always win."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from exercise_catalog.exercise import Dose, Exercise
from exercise_catalog.vocabulary import Level, Sides
from recommender.assembly.plan import Plan, Step
from recommender.domain.program import Limits

_CAPPED = (("effort_0_10", "max_effort_0_10"), ("hold_s", "max_hold_s"), ("sets", "max_sets"), ("reps", "max_reps"))
_GROWING = ("reps", "hold_s", "sets", "duration_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a person may be given of one exercise: the dose level, and the limits that hold for it."""

    level: Level
    limits: Limits


def limited(dose: Dose, limits: Limits) -> Dose:
    """`dose` with every number at its limit or below."""
    changes = {}
    for name, cap in _CAPPED:
        limit = getattr(limits, cap)
        if limit is not None and getattr(dose, name) > limit:
            changes[name] = limit
    return replace(dose, **changes) if changes else dose


def within(dose: Dose, limits: Limits) -> bool:
    """Is every number of `dose` at its limit or below?"""
    return limited(dose, limits) == dose


def starting_dose(exercise: Exercise, allowance: Allowance) -> Dose | None:
    """The dose of the first week, or None where the exercise has none at that level."""
    dose = exercise.dose_for(allowance.level)
    return None if dose is None else limited(dose, allowance.limits)


def seconds(exercise: Exercise, dose: Dose, *, changeover_s: int) -> int:
    """The time that one exercise takes in a session: moving, holding, resting, both sides, and getting into it."""
    sides = 2 if exercise.sides is Sides.EACH else 1
    once = dose.duration_s if dose.duration_s is not None else dose.reps * (exercise.seconds_per_rep + dose.hold_s)
    return dose.sets * once * sides + dose.sets * dose.rest_s + changeover_s


def raised(dose: Dose, step: Step, allowance: Allowance, *, plan: Plan, entry: Mapping[str, Any]) -> Dose:
    """`dose` one step further: never past the range of the entry that it follows, the plan's limit, or the person's limits."""
    before = getattr(dose, step.field)
    # A dose that is not counted by the clock, or has no hold, does not start to be so by growing;
    # and one that is counted by the clock has no repetitions to count.
    if not before or (step.field == "reps" and dose.duration_s is not None):
        return dose
    after = max(before, min(before + step.by, _top(step.field, plan=plan, entry=entry)))
    return dose if after == before else limited(replace(dose, **{step.field: after}), allowance.limits)


def in_range(dose: Dose, *, entry: Mapping[str, Any]) -> bool:
    """Is no number of `dose` above the range of the entry that it follows?"""
    return all((getattr(dose, field) or 0) <= entry[field][1] for field in _GROWING if field in entry)


def _top(field: str, *, plan: Plan, entry: Mapping[str, Any]) -> int:
    own: int = entry[field][1] if field in entry else plan.raise_limits[field]
    return own if field == "reps" else min(own, plan.raise_limits[field])
