"""Which exercises somebody looks for, by filters and by words. It ranks nothing, knows no person, and leaves the order as it is."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from exercise_catalog.exercise import Exercise

_NEEDS_NOTHING = frozenset({"none"})


def find(exercises: Iterable[Exercise], wanted: Mapping[str, Any]) -> list[Exercise]:
    """The exercises that fit all of `wanted`: pain_area, kind, level, position, equipment, without_property, q. What is not there asks nothing."""
    asked = words_of(wanted.get("q", ""))
    return [exercise for exercise in exercises if _fits(exercise, wanted) and (not asked or _says(exercise, asked))]


def words_of(text: str) -> list[str]:
    """The words of a text, as they are compared: in small letters, without accents and apostrophes; all other signs only part them."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", re.sub("['’]", "", plain.casefold()))


def _fits(exercise: Exercise, wanted: Mapping[str, Any]) -> bool:
    return (
        wanted.get("pain_area", exercise.areas[0]) in exercise.areas
        and wanted.get("kind", exercise.kind) == exercise.kind
        and wanted.get("level", exercise.level) == exercise.level
        and wanted.get("position", exercise.position) == exercise.position
        and ("equipment" not in wanted or wanted["equipment"] in (exercise.equipment or _NEEDS_NOTHING))
        and wanted.get("without_property") not in exercise.properties
    )


def _says(exercise: Exercise, asked: list[str]) -> bool:
    """Does every word that is asked for begin a word of the exercise? So "stretch" finds stretches, and "row" nothing narrow."""
    words = exercise.text("en")
    told = [words.name, *words.also_known_as, words.purpose, *exercise.muscles_primary, *exercise.muscles_secondary, exercise.kind.value]
    spoken = words_of(" ".join(told))
    return all(any(word.startswith(one) for word in spoken) for one in asked)
