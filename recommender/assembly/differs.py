"""How one exercise differs from another, in a few plain words."""

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Equipment

_POSITIONS = {
    "supine": "lying on the back",
    "prone": "lying face down",
    "side_lying": "lying on the side",
    "quadruped": "on all fours",
    "kneeling": "kneeling",
    "seated": "sitting",
    "standing": "standing",
    "hanging": "hanging",
    "machine": "on a machine",
}


def differs(other: Exercise, exercise: Exercise) -> str:
    """What is different about `other` for somebody who has `exercise` now; never empty."""
    words = []
    if other.position is not exercise.position:
        words.append(f"{_POSITIONS[other.position]} instead of {_POSITIONS[exercise.position]}")
    if exercise.floor_needed and not other.floor_needed:
        words.append("no need to get down to the floor")
    more, less = other.equipment - exercise.equipment, exercise.equipment - other.equipment
    if more:
        words.append(f"needs {_listed(more)}")
    elif less:
        words.append(f"needs no {_listed(less)}")
    if other.difficulty_1_10 != exercise.difficulty_1_10:
        words.append("easier" if other.difficulty_1_10 < exercise.difficulty_1_10 else "harder")
    if other.kind is not exercise.kind:
        words.append(f"{other.kind.replace('_', ' ')} instead of {exercise.kind.replace('_', ' ')}")
    return ", ".join(words) or "another way to the same end"


def _listed(items: frozenset[Equipment]) -> str:
    return " and ".join(sorted(item.replace("_", " ") for item in items))
