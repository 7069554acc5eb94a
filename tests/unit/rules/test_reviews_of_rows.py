"""A review holds for a row as it was: whatever changes what the row does or says undoes it, and nothing else does."""

import pytest

from recommender.rules import tables
from recommender.rules.compile import build
from recommender.rules.review_records import digests

CANCER, LIMITS, GLAUCOMA = "tables/red_flags/cancer.yaml", "tables/limits/person.yaml", "tables/conditions/glaucoma.yaml"
NEW_ROW = """  - id: LIMIT-NEW
    title: A row of this test
    group: safety
    when: {fact: sex, is: equal_to, value: female}
    then: {cap: {max_effort_0_10: 3, caution: null}}
    if_unknown: none
    because: It shows that a new row leaves the others alone.
    source: own_reasoning
    confidence: recalled
    basis: inferred
    review: null
"""
COMBINATIONS = {"COMBO-CANCER", "COMBO-THORACIC"}

# What is changed: file, after which row, what by what; and rows that then need a new review, all of them or some.
CHANGES = [
    ("a number", LIMITS, "id: LIMIT-AGE-75", "max_effort_0_10: 4", "max_effort_0_10: 3", {"LIMIT-AGE-75"}),
    ("a reason", LIMITS, "id: LIMIT-EXPERIENCE-INTERMEDIATE", "need more practice", "need practice", {"LIMIT-EXPERIENCE-INTERMEDIATE"}),
    ("a doubt", LIMITS, "id: LIMIT-AGE-75", "review: ", "review: Is it so? # ", {"LIMIT-AGE-75"}),
    ("a question", CANCER, "flag: weight_loss", "Have you lost weight", "Did you lose weight", {"RF-WEIGHT-LOSS", *COMBINATIONS}),
    ("a derived fact", "facts.yaml", "fact: over_50", "value: 50", "value: 55", {"COMBO-AGE-NOIMPROVE", *COMBINATIONS}),
    ("a fact behind a fact", "facts.yaml", "fact: constant_pain", "red_flag.not_mechanical", "red_flag.night_pain", {"COMBO-THORACIC"}),
    ("what no answer means", "intake.yaml", "equipment:", "[none, chair, wall, towel]", "[none, chair]", {"LIMIT-EQUIPMENT"}),
    ("a cell's note", GLAUCOMA, "inversion_head", "a down-dog raised", "a down-dog lifted", {"COND-GLAUCOMA-INVERSION-HEAD-BELOW-HEART"}),
    ("a cell let go", GLAUCOMA, "prone_lying", "value: modify", "value: ok", {"COND-GLAUCOMA"}),
]
SHARED = [
    ("a source", "sources.yaml", "jasien_2015:", "title: ", "title: A ", {"COND-GLAUCOMA-END-RANGE-SPINAL-FLEXION"}),
    ("a message", "messages.yaml", "emergency:", "Get medical help now.", "Get help.", {"RF-CES-BLADDER", "RF-CANCER-PLUS-NEURO"}),
    ("what leads the questions in", "intake.yaml", "red_flags:", "Tick only what is new", "Tick what is new", {"RF-WEIGHT-LOSS", "COMBO-CANCER"}),
]
HARMLESS = [
    ("a comment", LIMITS, "", "rows:", "# Nothing is said here.\nrows:"),
    ("the disclaimer", "messages.yaml", "disclaimer:", "ask a doctor", "ask your doctor"),
    ("what a fact is called for people", "facts.yaml", "fact: over_50", "Fifty or older", "50 or older"),
]


def digests_of(folder):
    book, problems = build(folder)
    assert problems == []
    return digests(book)


@pytest.fixture(scope="module")
def before():
    """The digests of the rules as they are."""
    return digests_of(tables.HERE)


@pytest.fixture
def changed_by(copy, before):
    """The ids of the rows that a change leaves in place, but with another digest."""

    def ids(name, row, old, new):
        copy.replace(name, old, new, row=row)
        after = digests_of(copy.folder)
        return {rule for rule in before if rule in after and after[rule] != before[rule]}

    return ids


@pytest.mark.parametrize(("change", "ids"), [(case[1:5], case[5]) for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_a_change_needs_a_new_review_of_exactly_the_rows_that_it_reaches(changed_by, change, ids):
    assert changed_by(*change) == ids


@pytest.mark.parametrize(("change", "ids"), [(case[1:5], case[5]) for case in SHARED], ids=[case[0] for case in SHARED])
def test_a_change_of_what_rows_share_needs_a_new_review_of_each_of_them(changed_by, change, ids):
    assert ids <= changed_by(*change)


@pytest.mark.parametrize("change", [case[1:] for case in HARMLESS], ids=[case[0] for case in HARMLESS])
def test_what_no_row_does_or_says_undoes_no_review(changed_by, change):
    assert changed_by(*change) == set()


def test_a_new_row_undoes_no_review(copy, before):
    copy.add_row(LIMITS, NEW_ROW)

    after = digests_of(copy.folder)

    assert set(after) - set(before) == {"LIMIT-NEW"}
    assert {rule: after[rule] for rule in before} == before


def test_a_digest_is_sixteen_hexadecimal_digits_and_no_two_rows_share_one(before):
    assert {len(digest) for digest in before.values()} == {16}
    assert set("".join(before.values())) <= set("0123456789abcdef")
    assert len(set(before.values())) == len(before)
