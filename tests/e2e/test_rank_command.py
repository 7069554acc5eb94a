"""`python -m recommender rank` as a partner's analyst runs it: lines in, lines out, no server and no database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.service import REPOSITORY

EXERCISES = len(list((REPOSITORY / "exercise_catalog" / "exercises").glob("*/*.yaml")))
WITHIN_SECONDS = 120
WELL = {
    "sitting_hours_per_day": 9,
    "pain_areas": ["lower_back", "neck"],
    "experience_level": "beginner",
    "has_chronic_condition": False,
    "red_flags": [],
    "conditions": [],
}
CHRONIC = WELL | {"has_chronic_condition": True}
EMERGENCY = WELL | {"red_flags": ["ces_bladder"]}
MISTYPED = WELL | {"experience_level": "begginer"}


def rank(tmp_path: Path, *arguments: str, lines: bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "recommender", "rank", *arguments],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)} | environment,
        input=lines,
        capture_output=True,
        timeout=WITHIN_SECONDS,
        check=False,
    )


def written(*intakes: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(intake).encode() + b"\n" for intake in intakes)


def read(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


def test_every_exercise_of_the_catalog_is_ranked_once(tmp_path: Path) -> None:
    answered = rank(tmp_path, "--today", "2026-11-22", lines=written(WELL))

    [answer] = read(answered.stdout)
    assert answered.returncode == 0
    assert len(answer["ranking"]) == EXERCISES
    assert len({row["exercise_id"] for row in answer["ranking"]}) == EXERCISES
    assert answer["gate"]["outcome"] == "proceed"
    assert set(answer["ranking"][0]) == {"exercise_id", "score", "excluded_by"}


def test_admitted_ones_come_first_and_both_parts_go_by_score_and_then_by_id(tmp_path: Path) -> None:
    answered = rank(tmp_path, "--today", "2026-11-22", lines=written(WELL))

    [answer] = read(answered.stdout)
    order = [(row["excluded_by"] is not None, -row["score"], row["exercise_id"]) for row in answer["ranking"]]
    assert order == sorted(order)
    assert {excluded for excluded, _, _ in order} == {False, True}


def test_an_emergency_excludes_everything_by_the_rule_of_the_gate(tmp_path: Path) -> None:
    answered = rank(tmp_path, "--today", "2026-11-22", lines=written(EMERGENCY))

    [answer] = read(answered.stdout)
    assert answer["gate"]["outcome"] == "emergency"
    assert {row["excluded_by"] for row in answer["ranking"]} == {answer["gate"]["reasons"][0]["rule_id"]}


def test_without_rules_there_is_no_gate_nothing_is_excluded_and_the_scores_are_the_same(tmp_path: Path) -> None:
    with_rules = rank(tmp_path, "--today", "2026-11-22", lines=written(CHRONIC))
    without = rank(tmp_path, "--today", "2026-11-22", "--no-rules", lines=written(CHRONIC))

    [judged], [bare] = read(with_rules.stdout), read(without.stdout)
    assert bare["gate"] is None
    assert {row["excluded_by"] for row in bare["ranking"]} == {None}
    assert {row["exercise_id"]: row["score"] for row in bare["ranking"]} == {row["exercise_id"]: row["score"] for row in judged["ranking"]}
    assert [row["score"] for row in bare["ranking"]] == sorted((row["score"] for row in bare["ranking"]), reverse=True)


def test_a_line_that_is_no_intake_gives_its_error_in_its_place_and_status_1(tmp_path: Path) -> None:
    answered = rank(tmp_path, lines=written(WELL) + b"no json\n" + written(MISTYPED) + written(CHRONIC))

    answers = read(answered.stdout)
    assert answered.returncode == 1
    assert [list(answer) for answer in answers] == [["gate", "ranking"], ["error"], ["error"], ["gate", "ranking"]]
    assert [answers[1]["error"]["code"], answers[2]["error"]["pointer"]] == ["invalid_json", "/experience_level"]
    assert answers[3]["gate"]["outcome"] == "consult_first"


def test_a_line_that_is_no_utf_8_gives_its_error_in_its_place(tmp_path: Path) -> None:
    """Strict is what most people's own locale makes of standard input."""
    no_utf_8 = b'{"reference": "\xff"}\n'

    answered = rank(tmp_path, lines=written(WELL) + no_utf_8 + written(WELL), PYTHONIOENCODING="utf-8:strict")

    assert answered.returncode == 1
    assert b"Traceback" not in answered.stderr
    assert [next(iter(answer)) for answer in read(answered.stdout)] == ["gate", "error", "gate"]


def test_reference_locale_and_consent_change_nothing(tmp_path: Path) -> None:
    dressed = WELL | {"reference": "visit-8841", "locale": "en", "consent": {"notice_version": "2026-11", "given": False}}

    answered = rank(tmp_path, "--today", "2026-11-22", lines=written(WELL, dressed))

    plain, same = answered.stdout.splitlines()
    assert same == plain


def test_a_thousand_intakes_are_answered_in_one_go(tmp_path: Path) -> None:
    answered = rank(tmp_path, "--today", "2026-11-22", lines=written(WELL) * 1000)

    assert answered.returncode == 0
    assert answered.stdout.count(b"\n") == 1000


def test_it_is_the_same_in_every_process(tmp_path: Path) -> None:
    intakes = written(WELL, CHRONIC, EMERGENCY)

    first = rank(tmp_path, "--today", "2026-11-22", lines=intakes, PYTHONHASHSEED="1")
    second = rank(tmp_path, "--today", "2026-11-22", lines=intakes, PYTHONHASHSEED="2")

    assert second.stdout == first.stdout


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30"])
def test_a_day_that_is_none_is_refused(tmp_path: Path, day: str) -> None:
    answered = rank(tmp_path, "--today", day, lines=written(WELL))

    assert answered.returncode == 2
    assert b"--today" in answered.stderr
    assert answered.stdout == b""


def test_a_reader_that_has_seen_enough_gets_no_traceback(tmp_path: Path) -> None:
    """As in `python -m recommender rank < intakes.jsonl | head -1`."""
    intakes = tmp_path / "intakes.jsonl"
    intakes.write_bytes(written(WELL) * 50)
    with (
        intakes.open("rb") as lines,
        subprocess.Popen(
            [sys.executable, "-m", "recommender", "rank"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
            stdin=lines,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()
        process.wait(WITHIN_SECONDS)

    assert json.loads(first)["gate"]["outcome"] == "proceed"
    assert complaint == b""
