"""How hard English text is to read, by Flesch and Kincaid. Counts only; what grade is too high, others say."""

import re

# Names of illnesses, body parts and medicines that people know from their own doctor, for which no easier word means the same, and "exercise",
# which is what this is about. Each counts two syllables.
KNOWN_NAMES = frozenset({
    "aneurysm", "aortic", "anemia", "artery", "arthritis", "codeine", "constipated", "diabetes", "exercise", "exercises", "infection",
    "inflammatory", "painkillers", "placenta", "preeclampsia", "previa", "psoriasis", "spondylolisthesis", "thyroid", "tuberculosis",
})  # fmt: skip
# Where spelling misleads the counter below its true count, or far above it.
IRREGULAR = {"medium": 3, "people": 2, "whoever": 3}

WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*|\d+", re.IGNORECASE)
# As Flesch counts: a semicolon closes a full unit of speech as a full stop does; a colon inside a sentence does not.
UNIT = re.compile(r"[.?!;](?=\s|$)")
SENTENCE_END = re.compile(r"[.?!](?=\s|$)")
_SILENT = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le|[^aeiouycsgxzhl]es|[aeiouy]les|[^aeiouytdl]ed|[aeiouyl]led|[^aeiou]e(?:ly|less|ness|ment|ful))$")
_TWO_VOWELS_APART = re.compile(r"(?<![tcsg])i[ao]|[aeou]ing$")


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e. Where spelling misleads it rather counts too many; a figure counts one, as Flesch has it."""
    parts = word.lower().replace("'", "").split("-")
    return sum(2 if part in KNOWN_NAMES else IRREGULAR.get(part) or _groups(part) for part in parts)


def _groups(part: str) -> int:
    vowels = len(re.findall(r"[aeiouy]+", part)) + len(_TWO_VOWELS_APART.findall(part))
    return max(1, vowels - len(_SILENT.findall(part)))


def words(text: str) -> int:
    """How many words `text` has."""
    return len(WORD.findall(text))


def grade(text: str) -> float:
    """The school grade that reads `text`, which has at least one word, by Flesch and Kincaid; 7 is what twelve-year-olds read."""
    found = WORD.findall(text)
    return 0.39 * len(found) / max(1, len(UNIT.findall(text))) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
