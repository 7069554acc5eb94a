"""Why a part of a score is what it is, in words that a coach understands. Describes programs; promises no result."""

from collections.abc import Sequence
from dataclasses import dataclass

from exercise_catalog.exercise import Exercise
from recommender.scoring.audience import Audience

BASE = "Where every exercise starts"

# (where the part raises the score, where it lowers it)
_SENTENCES = {
    "area": ("Works on your pain areas", "Works on your pain areas"),
    "exercise": ("A type of exercise that programs often choose", "A type of exercise that programs choose less often"),
    "family": ("Close to exercises that programs for your pain areas include", "Programs for your pain areas seldom include this or its relatives"),
    "goal": ("Goes with your goals", "Goes with your goals"),
    "level": ("Asks for experience, which you have", "Programs for people with experience choose this less often"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """In how many of how many published programs an exercise stands: of all, and of those for the person's areas."""

    in_all: int
    of_all: int
    in_near: int
    of_near: int


def because(group: str, value: float, *, audience: Audience, exercise: Exercise, counted: Counted) -> str:
    """One sentence for the part `group`, whose value is `value` (log odds)."""
    if group == "popularity":
        return f"In {counted.in_all} of {counted.of_all} published programs"
    if group == "similar_audience":
        whom = "for your pain areas" if audience.areas else "of all kinds"
        usual = "More usual" if value >= 0 else "Less usual"
        return f"{usual} for people like you: in {counted.in_near} of {counted.of_near} published programs {whom}"
    if group == "equipment":
        return _about_equipment(audience, exercise)
    return _SENTENCES[group][0 if value >= 0 else 1]


def _about_equipment(audience: Audience, exercise: Exercise) -> str:
    missing = sorted(exercise.equipment - audience.equipment)
    if missing:
        return f"Needs what you have not named: {_listed(missing)}"
    return f"Uses what you have: {_listed(sorted(exercise.equipment))}"


def _listed(items: Sequence[str]) -> str:
    plain = [str(item).replace("_", " ") for item in items]
    return " and ".join([", ".join(plain[:-1]), plain[-1]]) if len(plain) > 1 else plain[0]
