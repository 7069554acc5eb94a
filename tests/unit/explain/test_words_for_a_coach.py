"""The words of an explanation: each reason as a sentence that a coach reads once and understands."""

import pytest

from exercise_catalog.vocabulary import Kind, Level
from recommender.domain.program import ScorePart
from recommender.explain import Behind, Expected, Explanation, KindFull, Lag, NoDose, NoTimeLeft, Place, ProgramFull, RelativeChosen
from recommender.explain_text import text_of
from tests.unit.explain.conftest import CHRONIC, OFFICE_NECK

PARTS = (ScorePart(part="base", value=-2.0, because="Where every exercise starts"), ScorePart(part="model:x", value=0.04, because="A little"))
HIGH, LOW = (ScorePart(part="model:level", value=value, because="Fits your level") for value in (0.75, 0.25))
OTHER = ScorePart(part="model:level", value=-0.5, because="Less usual at your level")


@pytest.fixture(scope="session")
def said(explained, heart):
    """The text about one exercise at rank 1, and what is expected besides, its line breaks taken out."""
    whole, bridge = explained(OFFICE_NECK), heart.catalog.by_id["glute_bridge"]

    def text(*left_out, in_program=False, parts=PARTS, expected=()):
        place = Place(rank=1, exercise=bridge, score=-1.96, parts=parts, in_program=in_program, left_out=left_out)
        return " ".join(
            text_of(Explanation(gate=whole.gate, program=whole.program, admitted=1, first=(place,), programs=9, expected=expected)).split()
        )

    return text


@pytest.fixture
def squat(heart):
    """One that was expected: the squat, fallen behind in what is given."""

    def expected(*lags, in_program=False):
        return Expected(exercise=heart.catalog.by_id["squat"], programs=7, reason=Behind(rank=2, score=-2.5, lags=lags), in_program=in_program)

    return expected


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (NoDose(level=Level.BEGINNER, own=Level.BEGINNER), "it has no dose for level beginner."),
        (
            NoDose(level=Level.BEGINNER, own=Level.ADVANCED),
            "it has no dose for level beginner, to which the rules lower this person's advanced.",
        ),
        (KindFull(kind=Kind.CORE_STABILITY, maximum=4), "each session holds as many of the kind core stability as it should, 4 or more."),
        (ProgramFull(maximum=12), "each session holds as many exercises as it should, 12 or more."),
        (NoTimeLeft(needs_s=85, left_s=8), "it takes 85 seconds, and no session of the first week has more than 8 left."),
    ],
)
def test_each_reason_for_not_being_in_the_program_is_a_sentence(said, reason, sentence):
    assert f"= -1.96 Not in the program: {sentence}" in said(reason)


def test_a_relative_is_named_with_its_rank(said, heart):
    relative = RelativeChosen(relative=heart.catalog.by_id["squat"], rank=14)

    assert "Not in the program: its relative Squat (squat), rank 14, is in it, and one of a family is enough." in said(relative)


def test_several_reasons_are_all_told(said):
    text = said(ProgramFull(maximum=12), NoTimeLeft(needs_s=85, left_s=8))

    assert "each session holds as many exercises as it should, 12 or more; it takes 85 seconds" in text


def test_one_in_the_program_is_said_to_be(said):
    assert "= -1.96 In the program." in said(in_program=True)


def test_small_parts_are_counted_together(said):
    assert "-2.00 Where every exercise starts +0.04 1 other small part = -1.96" in said()


def test_what_rounding_leaves_over_is_said_to_be_just_that(said):
    parts = tuple(ScorePart(part=name, value=-0.653333, because=name) for name in ("a", "b", "c"))

    assert "-0.65 a -0.65 b -0.65 c -0.01 left over from rounding = -1.96" in said(parts=parts)


@pytest.mark.parametrize(
    ("lag", "words"),
    [
        (Lag(own=LOW, other=HIGH), "-0.50 Fits your level (+0.25; at rank 1 +0.75)"),
        (Lag(own=OTHER, other=HIGH), "-1.25 Less usual at your level (rank 1: Fits your level)"),
        (Lag(own=None, other=HIGH), "-0.75 Fits your level (said of rank 1 only)"),
        (Lag(own=OTHER, other=None), "-0.50 Less usual at your level (not said of rank 1)"),
    ],
)
def test_a_part_that_falls_behind_is_held_against_the_other_one(said, squat, lag, words):
    assert words in said(expected=(squat(lag),))


def test_the_gap_is_the_difference_of_the_scores_and_the_rest_fills_it(said, squat):
    text = said(expected=(squat(Lag(own=OTHER, other=HIGH)),))

    assert "- Squat (squat): in 7 of 9 Admitted, at rank 2 with -2.50: 0.54 below rank 1, Glute bridge (glute_bridge)." in text
    assert "+0.71 all other parts together = -0.54" in text


def test_an_expected_one_that_is_in_the_program_is_said_to_be(said, squat):
    assert "= -0.54 It is in the program all the same." in said(expected=(squat(in_program=True),))
    assert "all the same" not in said(expected=(squat(),))


def test_what_a_consultation_lifted_is_said_to_be_lifted(explained):
    consulted = {**CHRONIC, "consultation": {"consulted": True, "consulted_on": "2026-11-01", "exercise_advised": True}}

    assert "- [GATE-CHRONIC, lifted by the consultation] A long-term condition was named." in text_of(explained(consulted))
    assert "lifted" not in text_of(explained(CHRONIC))
