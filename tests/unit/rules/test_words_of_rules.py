"""What the rules say to people is plain: understood at twelve, short, one question a sentence; it promises nothing and names nobody's illness."""

import json
import re
from collections import Counter
from itertools import chain

import pytest

from exercise_catalog.reading import SENTENCE_END, grade, words
from recommender.rules import tables
from recommender.rules.book import COMPILED
from recommender.rules.rule_book import page

READING_GRADE, QUESTION_WORDS, QUESTION_LETTERS, REASON_WORDS, CELL_WORDS, TITLE_WORDS = 7, 27, 200, 35, 45, 16
# Questions that are a list, because a shorter one would lose somebody who has to say yes. They are read item by item, so each item is measured by
# itself; counted as one sentence they are harder than the measure.
LISTS = frozenset(
    {"aaa_pulse", "ces_saddle", "fragility_minor_trauma", "immune_risk", "inflammatory_count", "neck_5d", "pregnancy_absolute", "pregnancy_relative"}
)
# Lists of nine, each of which the source names or counts; the limits of length do not hold for them.
LISTS_OF_NINE = frozenset({"inflammatory_count", "pregnancy_absolute"})
# Words of the trade, promises, and what only a doctor may do. The stems match from the start of a word.
NOT_FOR_PEOPLE = re.compile(
    r"\b(?:cure|heal(?!th)|treat|diagnos|guarantee|promise|prevent|reliev|eliminat|therapeutic|PAR-Q|LR\+|post-test|contraindicat|red flag"
    r"|radiculopath|claudication|myelopath|metasta|osteoporo|trauma|acute|chronic|deficit|saddle|isometric|valsalva|flexion|lordosis|kyphosis"
    r"|asymptomatic|symptomatic|withhold|T-score|screening)",
    re.IGNORECASE,
)
CAPITALS = re.compile(r"\b(?!TB\b)[A-Z][A-Z0-9]+\b")
# What is new, or what no doctor has checked since it began: after an examination somebody must be able to say no.
NEW_OR_UNCHECKED = re.compile(r"\b(?:new|newly|now|sudden|suddenly|since|began|begun|started|getting|unlike|(?:not|not yet) checked)\b")
# Rows of gate, combinations, limits and preferences that are harder to read than the measure; each still has to be put more plainly.
HARDER: frozenset[str] = frozenset()

RAW = tables.read()
BOOK = json.loads(COMPILED.read_text(encoding="utf-8"))
FLAGS = list(chain.from_iterable(RAW["flags"].values()))
QUESTIONS = {row["id"]: row["text"] for row in BOOK["questions"] if row["field"] == "red_flags"}
PLAIN_QUESTIONS = {name: text for name, text in QUESTIONS.items() if name not in LISTS}
SHORT_QUESTIONS = {name: text for name, text in QUESTIONS.items() if name not in LISTS_OF_NINE}
ITEM_BY_ITEM = {name: re.sub(r"[,:]", ".", QUESTIONS[name]) for name in LISTS}
REASONS = {rule["id"]: rule["because"] for rule in BOOK["rules"]}
CELLS = {
    tables.rule_id("COND", f"{row['condition']}_{name}")
    for row in RAW["conditions"].values()
    for name, cell in row["cells"].items()
    if cell["value"] != "ok"
}
CELL_REASONS = {name: text for name, text in REASONS.items() if name in CELLS}
OTHER_REASONS = {name: text for name, text in REASONS.items() if name not in CELLS}
PLAIN_REASONS = {name: text for name, text in OTHER_REASONS.items() if name not in HARDER}
SENTENCES = {f"{name} {value}": text for name, row in RAW["cells"]["words"].items() for value, text in row.items()}
NOTES = {f"{row['condition']} {name}": cell["note"] for row in RAW["conditions"].values() for name, cell in row["cells"].items() if "note" in cell}
TITLES = {row["flag"]: row["title"] for row in FLAGS}
GRAVE = {row["flag"]: row["question"] for row in FLAGS if row["tier"] in {"emergency_now", "urgent_days"}}
GATES = [row["gate"] for row in RAW["conditions"].values()]
FOR_CLINICIANS = [row["clinician_note"] for row in [*FLAGS, *GATES] if "clinician_note" in row]
FORM = BOOK["questionnaire"]
LEGENDS = {row["id"]: row["legend"] for row in FORM["questions"]} | {f"{row['id']} hint": row["hint"] for row in FORM["questions"] if row["hint"]}
LABELS = {f"{row['id']} {option['id']}": option["label"] for row in FORM["questions"] for option in row["options"]}
KINDS = {
    "legends and hints of the form": LEGENDS,
    "questions": PLAIN_QUESTIONS,
    "questions read item by item": ITEM_BY_ITEM,
    "reasons": PLAIN_REASONS,
    "reasons of cells": CELL_REASONS,
    "sentences of cells": SENTENCES,
    "notes of cells": NOTES,
}
# Everything that a person may get to read.
SAID = {"questions": QUESTIONS, "reasons": REASONS, "sentences of cells": SENTENCES, "notes of cells": NOTES, "titles of red flags": TITLES}


@pytest.mark.parametrize("kind", KINDS)
def test_a_twelve_year_old_can_read_it(kind: str) -> None:
    assert {name: (round(grade(text), 1), text) for name, text in KINDS[kind].items() if grade(text) > READING_GRADE} == {}


def test_a_question_is_one_sentence_that_asks() -> None:
    assert {name: text for name, text in QUESTIONS.items() if len(SENTENCE_END.findall(text)) != 1 or not text.endswith("?")} == {}


def test_a_question_is_short() -> None:
    assert {name: text for name, text in SHORT_QUESTIONS.items() if words(text) > QUESTION_WORDS or len(text) > QUESTION_LETTERS} == {}


def test_a_legend_of_the_form_is_one_short_sentence() -> None:
    assert {name: text for name, text in LEGENDS.items() if len(SENTENCE_END.findall(text)) != 1 or words(text) > QUESTION_WORDS} == {}


def test_what_is_to_be_ticked_is_short() -> None:
    assert {name: text for name, text in LABELS.items() if words(text) > QUESTION_WORDS} == {}


def test_no_two_rows_ask_the_same() -> None:
    assert [text for text, count in Counter(text.lower() for text in QUESTIONS.values()).items() if count > 1] == []


def test_a_grave_question_asks_what_is_new_or_unchecked() -> None:
    assert {name: text for name, text in GRAVE.items() if not NEW_OR_UNCHECKED.search(text)} == {}


def test_a_reason_is_one_or_two_short_sentences() -> None:
    assert {name: text for name, text in OTHER_REASONS.items() if words(text) > REASON_WORDS or len(SENTENCE_END.findall(text)) not in {1, 2}} == {}


def test_the_reason_of_a_cell_is_short_and_ends() -> None:
    assert {name: text for name, text in CELL_REASONS.items() if words(text) > CELL_WORDS or not text.endswith(".")} == {}


def test_the_reason_of_a_cell_is_its_sentence_and_then_its_note() -> None:
    assert REASONS["COND-WRIST-PROBLEM-WRIST-WEIGHT-BEARING"] == "Leaning on the hands stays out. Use forearms, fists or a bench."
    assert REASONS["COND-GLAUCOMA-VALSALVA-OR-LONG-ISOMETRIC-HOLD"] == "Straining is avoided and holds stay short."


def test_a_title_is_short() -> None:
    assert {name: text for name, text in TITLES.items() if words(text) > TITLE_WORDS} == {}


@pytest.mark.parametrize("kind", SAID)
def test_no_word_of_the_trade_and_no_promise_is_said(kind: str) -> None:
    assert {name: text for name, text in SAID[kind].items() if NOT_FOR_PEOPLE.search(text)} == {}


@pytest.mark.parametrize("kind", SAID)
def test_no_abbreviation_is_said(kind: str) -> None:
    assert {name: text for name, text in SAID[kind].items() if CAPITALS.search(text)} == {}


@pytest.mark.parametrize("text", ["This will heal your back.", "It treats pain.", "A PAR-Q+ topic.", "Its LR+ is 2.7.", "A Red flag."])
def test_the_search_for_such_words_finds_them(text: str) -> None:
    assert NOT_FOR_PEOPLE.search(text)


@pytest.mark.parametrize("text", ["A health condition.", "Ask a doctor.", "This is a retreat."])
def test_the_search_for_such_words_leaves_plain_ones_alone(text: str) -> None:
    assert not NOT_FOR_PEOPLE.search(text)


def test_what_is_noted_for_clinicians_stands_in_the_rule_book_and_in_nothing_that_runs() -> None:
    text = page()
    compiled = COMPILED.read_text(encoding="utf-8")

    assert [note for note in FOR_CLINICIANS if f" *{note}*" not in text] == []
    assert [note for note in FOR_CLINICIANS if note in compiled] == []
    assert "clinician_note" not in compiled
