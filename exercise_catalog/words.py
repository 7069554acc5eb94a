"""What is wrong with the words about exercises: too hard, too long, promised, said twice. Knows no fact of an exercise but its id."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from exercise_catalog.reading import SENTENCE_END, grade
from exercise_catalog.strict_yaml import load_file

Row = Mapping[str, Any]

_HELD_TO = load_file(Path(__file__).parent / "checks.yaml")["words"]
_PROMISES = re.compile(rf"\b(?:{'|'.join(_HELD_TO['promises'])})\b", re.IGNORECASE)
_NAMES = ("name", "also_known_as")
# The most sentences that a text may have; what is not named here is checked item by item and may have several.
_SENTENCES = {"purpose": 1, "set_up": 2, "breathing": 1, "tempo": 1}
# Below this many words a sentence such as "Sit tall." is nobody's own.
_OWN_FROM_WORDS = 5


def sentences(words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, text) of everything that is said about an exercise, but for its names; lists item by item."""
    for key, value in words.items():
        if key not in _NAMES:
            for item in value if isinstance(value, list) else [value]:
                yield key, item


def of_one(row: Row) -> Iterator[str]:
    """What is wrong with the words of one exercise, without its file name."""
    because = row["difficulty_because"]
    if promise := _PROMISES.search(because):
        yield f"difficulty_because promises or diagnoses ('{promise.group(0)}'): {because}"
    for key, said in sentences(row["text"]["en"]):
        if promise := _PROMISES.search(said):
            yield f"text/en/{key} promises or diagnoses ('{promise.group(0)}'): {said}"
    yield from _english(row["text"]["en"])


def _english(words: Mapping[str, Any]) -> Iterator[str]:
    longest, grades = _HELD_TO["words_per_sentence"], _HELD_TO["reading_grade"]
    for key, said in sentences(words):
        if not said.endswith((".", "?", "!")):
            yield f"text/en/{key} does not end as a sentence: {said}"
        elif len(SENTENCE_END.findall(said)) > _SENTENCES.get(key, math.inf):
            yield f"text/en/{key} has more than {_SENTENCES[key]} sentences: {said}"
        if max(len(part.split()) for part in re.split(r"[.;:!?]", said)) > longest:
            yield f"text/en/{key} has a sentence of more than {longest} words: {said}"
        if (found := grade(said)) > grades["sentence"]:
            yield f"text/en/{key} reads at grade {found:.1f}, above {grades['sentence']}; use shorter words: {said}"
    for said in words["common_mistakes"]:
        if not re.match(r"\w+ing\b", said):
            yield f"text/en/common_mistakes starts with no -ing verb: {said}"
    if (found := grade(" ".join(said for _, said in sentences(words)))) > grades["whole"]:
        yield f"text/en reads at grade {found:.1f} as a whole, above {grades['whole']}"


def repeated(rows: Iterable[Row]) -> Iterator[str]:
    """Every sentence that stands in two places, word for word."""
    first: dict[str, str] = {}
    for row in rows:
        for place, said in (*sentences(row["text"]["en"]), ("", row["difficulty_because"])):
            where = f"text/en/{place}" if place else "difficulty_because"
            parts = {_plain(part) for part in re.split(r"[.?!](?:\s|$)", said)}
            for plain in sorted({_plain(said)} | {part for part in parts if len(part.split()) >= _OWN_FROM_WORDS}):
                if plain in first:
                    yield f"{row['id']}.yaml: {where} repeats a sentence of {first[plain]}: {said}"
                    break
            for plain in {_plain(said)} | parts:
                first.setdefault(plain, row["id"])


def _plain(said: str) -> str:
    return re.sub(r"\W+", " ", said).strip().lower()


def alike(rows: Sequence[Row]) -> Iterator[str]:
    """Sentences of two exercises that differ in a word or two, which is one sentence said twice."""
    ratio, fewest = _HELD_TO["alike_ratio"], _HELD_TO["alike_from_words"]
    said = [(row["id"], key, text, frozenset(_plain(text).split())) for row in rows for key, text in sentences(row["text"]["en"])]
    said = [each for each in said if len(each[3]) >= fewest]
    often = Counter(word for *_, words in said for word in words)
    # Two sets that share so much share one of their rarest words, so only sentences that do are compared.
    holding: dict[str, list[int]] = defaultdict(list)
    for place, (owner, key, text, words) in enumerate(said):
        rarest = sorted(words, key=lambda word: (often[word], word))[: len(words) - math.ceil(ratio * len(words)) + 1]
        for other in sorted({each for word in rarest for each in holding[word]}):
            earlier, _, theirs, their_words = said[other]
            # What is the same word for word is told as a repetition.
            if earlier != owner and _plain(text) != _plain(theirs) and len(words & their_words) >= ratio * len(words | their_words):
                yield f"{owner}.yaml: text/en/{key} is almost a sentence of {earlier}: {text} | {theirs}"
        for word in rarest:
            holding[word].append(place)
