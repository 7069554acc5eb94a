"""What a schema cannot say about exercises: one exercise against itself, and all of them together."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exercise_catalog.vocabulary import LEVEL_DIFFICULTY_1_10, Level

Row = Mapping[str, Any]

_LEVELS = [level.value for level in Level]
_IMPLIED = {
    "supine": ("supine_lying", "floor_transfer"),
    "prone": ("prone_lying", "floor_transfer"),
    "side_lying": ("floor_transfer",),
    "quadruped": ("kneeling_quadruped", "floor_transfer"),
    "kneeling": ("kneeling_quadruped", "floor_transfer"),
    "hanging": ("overhead_arms",),
}
# Positions that an exercise outside them must not claim as a property, so that one typing slip is caught from both sides.
_ONLY_IN = {"prone_lying": {"prone"}, "supine_lying": {"supine"}}
LOADING = frozenset({"band", "dumbbell", "kettlebell", "barbell", "machine", "pull_up_bar", "ankle_weights"})
# Words that promise a clinical result or name a cause; the product gives a starter program and promises none.
_PROMISES = re.compile(
    r"\b(cures?|heals?|fix(es)?|treats?|treatment|relieves?|prevents?|guarantees?d?|eliminates?|therapeutic|diagnos\w+|because you sit)\b",
    re.IGNORECASE,
)
_MAX_WORDS_PER_SENTENCE = 28


def each(rows: Iterable[Row], doses: Mapping[str, Any]) -> list[str]:
    """What is wrong within single exercises, one sentence each."""
    return [f"{row['id']}.yaml: {problem}" for row in rows for problem in (*_facts(row), *_doses(row, doses), *_words(row))]


def together(rows: Sequence[Row], published: Mapping[str, Any]) -> list[str]:
    """What is wrong between exercises: relatives, repeated sentences, names that nothing stands behind."""
    return [*_relatives({row["id"]: row for row in rows}), *_repeated(rows), *_unknown(rows, published)]


def _facts(row: Row) -> Iterable[str]:
    properties = row["properties"]
    for name in _IMPLIED.get(row["position"], ()):
        if not properties[name]:
            yield f"position {row['position']} means properties/{name}: true"
    for name, positions in _ONLY_IN.items():
        if properties[name] and row["position"] not in positions:
            yield f"properties/{name} is true in position {row['position']}"
    if properties["floor_transfer"] != row["floor_needed"]:
        yield "floor_needed and properties/floor_transfer must agree"
    low, high = LEVEL_DIFFICULTY_1_10[Level(row["level"])]
    if not low <= row["difficulty_1_10"] <= high:
        yield f"level {row['level']} is difficulty {low} to {high}, not {row['difficulty_1_10']}"
    if set(row["muscles"]["primary"]) & set(row["muscles"]["secondary"]):
        yield "a muscle stands in both primary and secondary"
    if "none" in row["equipment"] and len(row["equipment"]) > 1:
        yield "equipment is [none], or what it needs, not both"
    if LOADING & set(row["equipment"]) and row["bodyweight_relative"] is None and row["kind"] != "cardio":
        yield "needs equipment for load and names no bodyweight_relative"


def _doses(row: Row, doses: Mapping[str, Any]) -> Iterable[str]:
    expected = _LEVELS[_LEVELS.index(row["level"]) :]
    if sorted(row["dose"]) != sorted(expected):
        yield f"dose must have {', '.join(expected)}"
    for level, dose in row["dose"].items():
        entry = doses.get(dose["follows"])
        if entry is None:
            yield f"dose/{level} follows '{dose['follows']}', which doses.yaml does not have"
            continue
        for key, (low, high) in ((key, value) for key, value in entry.items() if isinstance(value, list)):
            if key in dose and not low <= dose[key] <= high:
                yield f"dose/{level}/{key} is {dose[key]}; {dose['follows']} allows {low} to {high}"
        if "duration_s" in dose and (dose["sets"], dose["reps"], dose["hold_s"]) != (1, 1, 0):
            yield f"dose/{level} is counted by the clock, so sets 1, reps 1, hold_s 0"
        if "duration_s" not in dose and row["seconds_per_rep"] + dose["hold_s"] == 0:
            yield f"dose/{level} takes no time: give seconds_per_rep, hold_s or duration_s"
        if level == "beginner" and dose["effort_0_10"] > 4:
            yield f"dose/beginner/effort_0_10 is {dose['effort_0_10']}; a beginner's is 4 at the most"
        long_hold = dose["hold_s"] > 10 and row["kind"] not in {"flexibility", "breathing", "balance", "mobility"}
        if long_hold and not row["properties"]["valsalva_or_long_isometric_hold"]:
            yield f"dose/{level} holds {dose['hold_s']} s against effort: that is valsalva_or_long_isometric_hold"


def sentences(words: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """(key, sentence) of everything that is said about an exercise, but for its names."""
    for key, value in words.items():
        if key not in {"name", "also_known_as"}:
            for item in value if isinstance(value, list) else [value]:
                yield key, item


def _words(row: Row) -> Iterable[str]:
    for locale, words in row["text"].items():
        for key, sentence in sentences(words):
            if promise := _PROMISES.search(sentence):
                yield f"text/{locale}/{key} promises or diagnoses ('{promise.group(0)}'): {sentence}"
            if locale == "en" and max(len(part.split()) for part in re.split(r"[.;:!?]", sentence)) > _MAX_WORDS_PER_SENTENCE:
                yield f"text/{locale}/{key} has a sentence of more than {_MAX_WORDS_PER_SENTENCE} words: {sentence}"


def _relatives(by_id: Mapping[str, Row]) -> Iterable[str]:
    for row in by_id.values():
        for key, sign in (("easier", -1), ("harder", 1)):
            if row[key] is None:
                continue
            relative = by_id.get(row[key])
            if relative is None:
                yield f"{row['id']}.yaml: {key} '{row[key]}' is no exercise of the catalog"
            elif (relative["difficulty_1_10"] - row["difficulty_1_10"]) * sign <= 0:
                yield f"{row['id']}.yaml: {key} '{row[key]}' has difficulty {relative['difficulty_1_10']}, this one {row['difficulty_1_10']}"
        relative = by_id.get(row["bodyweight_relative"]) if row["bodyweight_relative"] else None
        if row["bodyweight_relative"] and relative is None:
            yield f"{row['id']}.yaml: bodyweight_relative '{row['bodyweight_relative']}' is no exercise of the catalog"
        if relative and LOADING & set(relative["equipment"]):
            yield f"{row['id']}.yaml: bodyweight_relative '{relative['id']}' needs equipment itself"


def _repeated(rows: Iterable[Row]) -> Iterable[str]:
    first: dict[str, str] = {}
    for row in rows:
        for key, sentence in sentences(row["text"]["en"]):
            plain = re.sub(r"\W+", " ", sentence).strip().lower()
            if plain in first:
                yield f"{row['id']}.yaml: text/en/{key} repeats a sentence of {first[plain]}: {sentence}"
            first.setdefault(plain, row["id"])


def _unknown(rows: Iterable[Row], published: Mapping[str, Any]) -> Iterable[str]:
    names: dict[str, str] = {}
    for row in rows:
        for name in {row["text"]["en"]["name"].lower()}:
            if name in names:
                yield f"{row['id']}.yaml: the name '{name}' is already that of {names[name]}"
            names[name] = row["id"]
    for missing in sorted(set(published) - {row["id"] for row in rows}):
        yield f"published.yaml: '{missing}' is no exercise of the catalog"
