"""`python -m recommender rank`: one line in, one line out, in order; every exercise, the admitted ones first."""

import datetime as dt
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from recommender.__main__ import run

ROOT = Path(__file__).parents[3]
PERSON = {"sitting_hours_per_day": 8, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": False}
SCREENED = {**PERSON, "red_flags": [], "conditions": []}
CONSULTED = {**SCREENED, "has_chronic_condition": True, "consultation": {"consulted": True, "consulted_on": "2025-11-22", "exercise_advised": True}}
TODAY = ("--today", "2026-11-22")

# A line, and the error in its place.
ERRORS = [
    ("{", "invalid_json", ""),
    ("not json", "invalid_json", ""),
    ('{"a": NaN}', "invalid_json", ""),
    ('{"pain": {"intensity": 1, "intensity": 2}}', "duplicate_key", ""),
    ("[]", "wrong_type", ""),
    ("null", "wrong_type", ""),
    (json.dumps({**PERSON, "pain_areas": ["elbow"]}), "unknown_option", "/pain_areas/0"),
    (json.dumps({**PERSON, "pain_areas": ["neck", "neck"]}), "duplicate_item", "/pain_areas/1"),
    (json.dumps({**PERSON, "age_years": 41.0}), "wrong_type", "/age_years"),
    (json.dumps({**PERSON, "ace_years": 41}), "unknown_field", "/ace_years"),
    (json.dumps({**PERSON, "consultation": {"consulted": True}}), "required", "/consultation/consulted_on"),
    (json.dumps({key: PERSON[key] for key in ("pain_areas", "experience_level")}), "required", "/has_chronic_condition"),
]


class ModelWithoutOpinion:
    """A model that scores every exercise the same, so that only preferences and ids order them."""

    digest = "sha256:0"

    def for_profile(self, profile):
        return self

    def values(self, exercise):
        return [0.5]

    def parts(self, exercise):
        return []


@pytest.fixture(scope="module")
def rank():
    """Runs the command on lines of text or bytes: exit status and answers."""

    def command(lines, *options, **environment):
        fed = b"".join(line if isinstance(line, bytes) else line.encode("utf-8") for line in lines)
        run = subprocess.run(
            [sys.executable, "-m", "recommender", "rank", *options],
            input=fed, capture_output=True, cwd=ROOT, timeout=120, check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        )  # fmt: skip
        assert run.stderr == b"", run.stderr.decode()[-300:]
        return run.returncode, [json.loads(line) for line in run.stdout.decode("utf-8").splitlines()]

    return command


@pytest.fixture(scope="module")
def answer(heart):
    """The answer to one intake, without a program of its own."""

    def answered(intake, *, with_rules=True, judged_on=dt.date(2026, 11, 22)):
        out = io.StringIO()
        run([json.dumps(intake)], out, heart, judged_on=judged_on, with_rules=with_rules)
        return json.loads(out.getvalue())

    return answered


def test_an_answer_ranks_every_exercise_of_the_catalog_once(answer, heart):
    ranking = answer(SCREENED)["ranking"]

    assert sorted(row["exercise_id"] for row in ranking) == [exercise.id for exercise in heart.catalog.exercises]
    assert {tuple(row) for row in ranking} == {("exercise_id", "score", "excluded_by")}


@pytest.mark.parametrize("intake", [PERSON, SCREENED, CONSULTED, {**SCREENED, "conditions": ["osteoporosis_no_fracture"]}])
def test_admitted_exercises_come_first_each_group_by_score_and_ties_by_id(answer, intake):
    ranking = answer(intake)["ranking"]

    order = [(row["excluded_by"] is not None, -row["score"], row["exercise_id"]) for row in ranking]
    assert order == sorted(order)
    assert {group for group, _, _ in order} == {False, True}


@pytest.mark.parametrize("with_rules", [True, False])
def test_exercises_with_the_same_score_stand_by_id(heart, with_rules):
    out = io.StringIO()

    run([json.dumps(SCREENED)], out, replace(heart, model=ModelWithoutOpinion()), judged_on=dt.date(2026, 11, 22), with_rules=with_rules)

    order = [(row["excluded_by"] is not None, -row["score"], row["exercise_id"]) for row in json.loads(out.getvalue())["ranking"]]
    assert len({score for _, score, _ in order}) < len(order)
    assert order == sorted(order)


@pytest.mark.parametrize("intake", [PERSON, CONSULTED, {**SCREENED, "red_flags": ["ces_bladder"]}])
def test_without_rules_the_same_scores_stand_by_score_alone(answer, intake):
    ruled, free = answer(intake), answer(intake, with_rules=False)

    assert free["gate"] is None
    assert {row["excluded_by"] for row in free["ranking"]} == {None}
    assert {row["exercise_id"]: row["score"] for row in free["ranking"]} == {row["exercise_id"]: row["score"] for row in ruled["ranking"]}
    order = [(-row["score"], row["exercise_id"]) for row in free["ranking"]]
    assert order == sorted(order)


def test_scores_count_the_preferences_of_the_rules(answer):
    plain = {row["exercise_id"]: row["score"] for row in answer(SCREENED)["ranking"]}
    worse = {row["exercise_id"]: row["score"] for row in answer({**SCREENED, "pain": {"worse_with": ["bending_backward"]}})["ranking"]}

    assert worse["knee_to_chest_single"] == pytest.approx(plain["knee_to_chest_single"] + 0.4, abs=1e-6)


@pytest.mark.parametrize(
    ("more", "rule_id"),
    [
        ({"red_flags": ["weight_loss"]}, "RF-WEIGHT-LOSS"),
        ({"red_flags": ["ces_bladder", "weight_loss"]}, "RF-CES-BLADDER"),
        ({"red_flags": ["night_pain"], "age_years": 60}, "COMBO-CANCER"),
        ({"red_flags": ["weight_loss", "night_pain"], "exclude_exercises": ["squat"]}, "RF-WEIGHT-LOSS"),
    ],
)
def test_under_urgent_and_emergency_the_rule_of_the_gate_excludes_all(answer, more, rule_id):
    reply = answer({**SCREENED, **more})

    assert {row["excluded_by"] for row in reply["ranking"]} == {rule_id}
    assert rule_id in [reason["rule_id"] for reason in reply["gate"]["reasons"]]


def test_while_a_doctor_is_asked_the_ranking_is_that_of_the_prepared_program(answer):
    waiting = answer({**SCREENED, "has_chronic_condition": True})
    lifted = answer(CONSULTED)

    assert (waiting["gate"]["outcome"], lifted["gate"]["outcome"]) == ("consult_first", "proceed_modified")
    assert waiting["ranking"] == lifted["ranking"]


@pytest.mark.parametrize(
    ("more", "exercise_id", "rule_id"),
    [
        # Several rules remove it: the strictest is named.
        ({"conditions": ["osteoporosis_no_fracture"]}, "romanian_deadlift", "COND-OSTEOPOROSIS-NO-FRACTURE-LOADED-SPINAL-FLEXION"),
        ({"pain": {"worse_with": ["bending_forward"]}}, "romanian_deadlift", "LIMIT-BLOOD-PRESSURE"),
        ({"blood_pressure": "normal", "pain": {"worse_with": ["lifting"]}}, "romanian_deadlift", "LIMIT-WORSE-LIFTING"),
        ({"blood_pressure": "normal"}, "romanian_deadlift", "LIMIT-EXPERIENCE-BEGINNER"),
        ({"blood_pressure": "normal", "experience_level": "advanced"}, "romanian_deadlift", "LIMIT-EQUIPMENT"),
        ({"can_get_to_floor": False}, "glute_bridge", "LIMIT-NO-FLOOR"),
        ({"exclude_exercises": ["glute_bridge"]}, "glute_bridge", "LIMIT-OWN-CHOICE"),
        ({"can_get_to_floor": False, "exclude_exercises": ["glute_bridge"]}, "glute_bridge", "LIMIT-NO-FLOOR"),
    ],
)
def test_excluded_by_names_the_strictest_rule(answer, more, exercise_id, rule_id):
    excluded_by = {row["exercise_id"]: row["excluded_by"] for row in answer({**SCREENED, **more})["ranking"]}

    assert excluded_by[exercise_id] == rule_id


def test_reference_locale_and_consent_are_ignored(answer):
    more = {"reference": "visit-8841", "locale": "de", "consent": {"notice_version": "2026-11", "given": False}}

    assert answer({**SCREENED, **more}) == answer(SCREENED)


@pytest.mark.parametrize(("today", "outcome"), [("2026-11-22", "proceed_modified"), ("2026-11-23", "consult_first")])
def test_today_is_the_day_that_is_judged_on(rank, today, outcome):
    status, (reply,) = rank([json.dumps(CONSULTED)], "--today", today)

    assert (status, reply["gate"]["outcome"]) == (0, outcome)


def test_a_day_before_the_consultation_makes_it_a_future_one(rank):
    assert rank([json.dumps(CONSULTED)], "--today", "2025-11-21") == (
        1,
        [{"error": {"code": "date_in_future", "pointer": "/consultation/consulted_on"}}],
    )


def test_no_rules_is_an_option_of_the_command(rank):
    status, (reply,) = rank([json.dumps(SCREENED)], "--no-rules", *TODAY)

    assert (status, reply["gate"], len(reply["ranking"])) == (0, None, 186)


def test_lines_that_are_no_intake_are_answered_in_their_place_and_the_status_is_one(rank):
    lines = [json.dumps(SCREENED) + "\n", *(line + "\n" for line, _, _ in ERRORS), json.dumps(SCREENED) + "\n"]

    status, replies = rank(lines, *TODAY)

    assert status == 1
    assert replies[1:-1] == [{"error": {"code": code, "pointer": pointer}} for _, code, pointer in ERRORS]
    assert replies[0] == replies[-1]
    assert replies[0]["gate"]["outcome"] == "proceed"


@pytest.mark.parametrize("line", [json.dumps({**PERSON, "\ud800": 1}), json.dumps({**PERSON, "pain": {"\udfff": 1}})])
def test_half_a_character_pair_in_the_name_of_a_field_does_not_end_the_run(rank, line):
    status, replies = rank([line + "\n", json.dumps(SCREENED) + "\n"], *TODAY)

    assert (status, len(replies)) == (1, 2)
    assert replies[0]["error"]["code"] == "unknown_field"


def test_a_line_that_is_not_utf_8_does_not_end_the_run(rank):
    status, replies = rank([b'{"reference": "\xff"}\n', json.dumps(SCREENED) + "\n"], *TODAY)

    assert (status, len(replies)) == (1, 2)
    assert "error" in replies[0]
    assert replies[1]["gate"]["outcome"] == "proceed"


def test_a_number_of_hundreds_of_digits_does_not_end_the_run(rank):
    status, replies = rank([json.dumps({**PERSON, "age_years": 10**400}) + "\n", json.dumps(SCREENED) + "\n"], *TODAY)

    assert (status, len(replies)) == (1, 2)
    assert replies[0] == {"error": {"code": "out_of_range", "pointer": "/age_years"}}


def test_three_hundred_intakes_are_answered_in_order_in_one_go(rank):
    intakes = [{**SCREENED, "age_years": number % 60 + 20} for number in range(299)] + [{**SCREENED, "red_flags": ["fever_back"]}]

    status, replies = rank([json.dumps(intake) + "\n" for intake in intakes], *TODAY)

    assert (status, len(replies)) == (0, 300)
    assert [reply["gate"]["outcome"] for reply in replies[:45]] == ["proceed"] * 45
    assert replies[50]["gate"]["reasons"][0]["rule_id"] == "COND-AGE-OVER-65"
    assert replies[60:100] == replies[0:40]
    assert replies[299]["gate"]["outcome"] == "urgent"


def test_nothing_in_nothing_out(rank):
    assert rank([""], *TODAY) == (0, [])


@pytest.mark.parametrize("options", [[], ["rank", "--today", "22.11.2026"], ["rank", "--tomorrow"], ["order"]])
def test_a_command_line_that_nobody_understands_ends_with_status_two(options):
    run = subprocess.run([sys.executable, "-m", "recommender", *options], input=b"", capture_output=True, cwd=ROOT, timeout=60, check=False)

    assert run.returncode == 2
    assert run.stdout == b""
