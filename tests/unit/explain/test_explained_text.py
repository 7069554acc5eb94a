"""`python -m recommender explain`: one intake in, plain text out, or every problem of it."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from recommender.__main__ import tell
from recommender.explain import Explanation, Place
from recommender.explain_text import text_of
from tests.unit.explain.conftest import CHRONIC, EMERGENCY, NOT_ASKED, OFFICE_NECK, OLDER_BACK, PEOPLE, TODAY, URGENT

ROOT = Path(__file__).parents[3]
PLACE = re.compile(r"^ *(?P<rank>\d+)\. (?P<name>.+) \((?P<id>\w+)\) +score (?P<score>[+-]\d+\.\d\d)$", re.MULTILINE)
SUMMAND = re.compile(r"^ +(?P<value>[+-]\d+\.\d\d)  \S", re.MULTILINE)
SUM = re.compile(r"^ +=(?P<sum> *[+-]\d+\.\d\d)$", re.MULTILINE)
FREE = {"reference": "Mrs Miller, room 7", "locale": "Kauderwelsch", "consent": {"notice_version": "of my own", "given": True}}
# What is not JSON or no intake, and what of it is named.
BAD = [
    ("{", ["the whole intake: invalid_json"]),
    ("", ["the whole intake: invalid_json"]),
    (b'{"reference": "\xff"}', ["the whole intake: invalid_json"]),
    ('{"a": 1,\n "a": 2}', ["the whole intake: duplicate_key"]),
    ("[]", ["the whole intake: wrong_type"]),
    (json.dumps({**OFFICE_NECK, "pain_areas": ["elbow"]}), ["/pain_areas/0: unknown_option"]),
    (json.dumps({**OFFICE_NECK, "age_years": "38", "pain": {"intensity": 11}}), ["/age_years: wrong_type", "/pain/intensity: out_of_range"]),
    ("{}", ["/experience_level: required", "/has_chronic_condition: required", "/pain_areas: required", "/sitting_hours_per_day: required"]),
]


@pytest.fixture(scope="session")
def told(heart):
    """Status, text and complaint for what was handed in."""

    def command(given, *, top=10):
        out, complaints = io.StringIO(), io.StringIO()
        text = json.dumps(given, indent=2) if isinstance(given, dict) else given
        status = tell(text, out, complaints, heart, judged_on=TODAY, top=top)
        return status, out.getvalue(), complaints.getvalue()

    return command


@pytest.fixture
def text(told, intake):
    return told(intake)[1]


def command(*options, given):
    run = [sys.executable, "-m", "recommender", "explain", *options]
    return subprocess.run(run, input=given.encode(), capture_output=True, cwd=ROOT, timeout=120, check=False)


def in_cents(number):
    return round(float(number.replace(" ", "")) * 100)


def sums_of(text):
    """For each block that ends in a sum: what its lines add up to, and the sum that is printed; in hundredths."""
    pieces = SUM.split(text)
    return [
        (sum(in_cents(value) for value in SUMMAND.findall(lines)), in_cents(printed))
        for lines, printed in zip(pieces[:-1:2], pieces[1::2], strict=True)
    ]


def test_every_column_adds_up_to_the_hundredth(text):
    sums = sums_of(text)

    assert len(sums) >= 10
    assert [added for added, _ in sums] == [printed for _, printed in sums]


def test_every_one_of_the_first_ten_is_named_in_order_with_its_score(text, explained, intake):
    places = [(place.rank, place.exercise.id, place.exercise.text("en").name, round(place.score, 2)) for place in explained(intake).first]

    assert [(int(found["rank"]), found["id"], found["name"], float(found["score"])) for found in PLACE.finditer(text)] == places


def test_the_sum_under_each_of_the_first_ten_is_its_score(text):
    printed = [in_cents(found["sum"]) for found in SUM.finditer(text)]

    assert printed[:10] == [in_cents(found["score"]) for found in PLACE.finditer(text)]


def test_every_expected_one_is_named_with_the_rule_or_the_rank_that_answers_for_it(text, explained, intake):
    words = " ".join(text.split("EXPECTED")[1].split())
    expected = explained(intake).expected
    answers = [
        f"Removed by the rule {one.reason.id}: {one.reason.title}" if hasattr(one.reason, "title") else f"Admitted, at rank {one.reason.rank} with"
        for one in expected
    ]

    assert len(expected) == 5
    assert [one.exercise.id for one in expected if f"({one.exercise.id}): in {one.programs} of" not in words] == []
    assert [answer for answer in answers if answer not in words] == []


@pytest.mark.parametrize("top", [1, 10, 40])
def test_no_line_is_wider_than_a_hundred_columns_and_none_is_cut(told, intake, top):
    lines = told(intake, top=top)[1].splitlines()

    assert [line for line in lines if len(line) > 100] == []
    assert [line for line in lines if "…" in line or "[...]" in line] == []


@pytest.mark.parametrize("intake", [URGENT, EMERGENCY], ids=["urgent", "emergency"])
def test_under_urgent_and_emergency_no_exercise_is_named_and_the_rule_is(told, heart, intake):
    status, text, _ = told(intake)

    assert status == 0
    assert "no ranking is used" in text
    assert re.search(r"\[RF-(WEIGHT-LOSS|CES-BLADDER)\]", text)
    assert [one.id for one in heart.catalog.exercises if one.id in text or one.text("en").name in text] == []


def test_a_program_that_the_gate_holds_back_is_said_to_be(told):
    assert "The gate holds it back from the person." in told(CHRONIC)[1]
    assert "holds it back" not in told(OLDER_BACK)[1]


def test_open_safety_questions_are_said_with_the_rule_that_they_bring(told):
    text = told(NOT_ASKED)[1]

    assert "No safety question was answered." in text
    assert "[CAUTIOUS-PROGRAM]" in text


def test_an_exercise_whose_absence_nothing_tells_is_given_no_made_up_reason(heart, explained):
    whole = explained(OFFICE_NECK)
    place = whole.first[0]
    unknown = Place(rank=1, exercise=place.exercise, score=place.score, parts=place.parts, in_program=False, left_out=())

    text = text_of(Explanation(gate=whole.gate, program=whole.program, admitted=1, first=(unknown,)))

    assert "Not in the program; others were preferred when it was put together." in text


def test_what_a_person_typed_is_never_repeated(told):
    assert told({**OFFICE_NECK, **FREE}) == told(OFFICE_NECK)


def test_how_many_are_explained_can_be_chosen(told):
    assert [found["rank"] for found in PLACE.finditer(told(OFFICE_NECK, top=3)[1])] == ["1", "2", "3"]


@pytest.mark.parametrize(("given", "problems"), BAD)
def test_bad_input_ends_in_1_and_names_every_problem_by_pointer_and_code(told, given, problems):
    status, text, complaint = told(given)

    assert (status, text) == (1, "")
    assert [line.strip().partition(". ")[0] for line in complaint.splitlines()[1:]] == problems


def test_a_complaint_repeats_no_value_and_no_letter_that_a_terminal_obeys(told):
    complaint = told({**OFFICE_NECK, "note": "Mrs Miller", "ag\x1b[2Je": 1, "experience_level": "Olympian"})[2]

    assert "/note: unknown_field" in complaint
    assert "/ag?[2Je: unknown_field" in complaint
    assert [word for word in ("Miller", "Olympian", "\x1b") if word in complaint] == []


def test_the_command_reads_one_intake_over_several_lines_and_judges_on_the_day_it_is_told():
    consulted = {**CHRONIC, "consultation": {"consulted": True, "consulted_on": "2026-11-22", "exercise_advised": True}}
    given = json.dumps(consulted, indent=2)

    on_the_day, before = command("--today", "2026-11-22", given=given), command("--today", "2026-11-21", given=given)

    assert (on_the_day.returncode, on_the_day.stderr) == (0, b"")
    assert on_the_day.stdout.startswith(b"GATE: proceed modified\n")
    assert (before.returncode, before.stdout) == (1, b"")
    assert b"/consultation/consulted_on: date_in_future" in before.stderr


@pytest.mark.parametrize("top", ["0", "-1", "ten", "2.5"])
def test_a_number_of_exercises_that_is_none_is_refused(top):
    refused = command(f"--top={top}", given=json.dumps(PEOPLE["office"]))

    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"a whole number, 1 or more" in refused.stderr
