"""`make replay`: what was stored comes out again, what today's rules would withhold is told loudly, and no answer is ever printed."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.settings import SettingsRefused
from api.stores.ports import Record
from infra.rejudging import Verdict
from infra.replay import DANGEROUS, FINE, TROUBLE, as_json, as_text, opened_store, status_of
from tests.infra_local.replaying import (
    CHRONIC,
    CONSULT,
    CONSULTED,
    EMERGENCY,
    EMERGENCY_GATE,
    FOUR_FIELDS,
    REPOSITORY,
    SCREENED,
    WITHIN_SECONDS,
    change_rules,
    checked,
    commit,
    forget_option,
    set_gate,
    the_one,
)

MORE_THAN_A_YEAR_LATER = dt.date(2027, 12, 1)


@pytest.mark.parametrize(
    ("answers", "policy", "status"),
    [
        (SCREENED, "attestation", "released"),
        (FOUR_FIELDS, "attestation", "released"),
        (CHRONIC, "attestation", "awaiting_clearance"),
        (CONSULTED, "coach", "in_review"),
        (EMERGENCY, "attestation", "referred"),
    ],
    ids=["screened", "four fields", "held back", "in review", "referred"],
)
def test_what_was_made_by_the_rules_of_today_comes_out_again_and_nothing_would_change(
    made: Callable[..., Record], answers: dict[str, Any], policy: str, status: str
) -> None:
    record = made(answers, policy=policy)

    checks = checked(record)

    assert record.status == status
    assert (the_one(checks).replay.verdict, the_one(checks).replay.by) == (Verdict.SAME, "working tree")
    assert (checks.gate_changes, checks.program_changes, checks.withheld) == ([], [], [])
    assert status_of(checks) == FINE


def test_a_store_without_recommendations_is_nothing_dangerous() -> None:
    checks = checked()

    assert checks.rows == []
    assert status_of(checks) == FINE


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("gate", b'"screening":"complete"', b'"screening":"partial"'),
        ("program", b'"weeks":4', b'"weeks":5'),
        ("interim_advice", b'"interim_advice":null', b'"interim_advice":{}'),
    ],
)
def test_a_stored_answer_that_is_not_what_its_versions_give_differs(made: Callable[..., Record], part: str, old: bytes, new: bytes) -> None:
    record = made(SCREENED)
    assert record.answer.count(old) == 1

    checks = checked(replace(record, answer=record.answer.replace(old, new)))

    assert (the_one(checks).replay.verdict, the_one(checks).replay.why) == (Verdict.DIFFERS, part)
    assert status_of(checks) == DANGEROUS


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("prepared_program", b'"prepared_program":{"weeks":4', b'"prepared_program":{"weeks":5'),
        ("ranking", b'"ranking":{"scores":[', b'"ranking":{"scores":[0.5,'),
        ("ranking", b'"excluded":{', b'"excluded":{"RULE":[1],'),
        ("applied", b'"applied":[', b'"applied":["RULE",'),
    ],
)
def test_a_stored_detail_that_is_not_what_its_versions_give_differs(made: Callable[..., Record], part: str, old: bytes, new: bytes) -> None:
    record = made(CHRONIC)
    assert record.detail.count(old) == 1

    checks = checked(replace(record, detail=record.detail.replace(old, new)))

    assert (the_one(checks).replay.verdict, the_one(checks).replay.why) == (Verdict.DIFFERS, part)


def test_a_record_whose_program_is_out_against_its_own_gate_is_withheld_and_differs(made: Callable[..., Record]) -> None:
    checks = checked(made(CHRONIC, status="released"))

    assert the_one(checks).is_withheld
    assert the_one(checks).replay.verdict is Verdict.DIFFERS


def test_a_record_that_was_cleared_since_for_the_same_reasons_is_not_withheld(made: Callable[..., Record]) -> None:
    """As after a clearance: another status, another outcome, and an answer that has the program."""
    released = made(SCREENED)

    checks = checked(made(CHRONIC, status="released", outcome="proceed_modified", version=2, answer=released.answer))

    assert (the_one(checks).is_withheld, the_one(checks).gate_changes) == (False, False)
    assert the_one(checks).replay.verdict is Verdict.SAME


def test_a_record_that_was_cleared_before_there_was_another_reason_would_be_withheld(tree: Path, made: Callable[..., Record]) -> None:
    set_gate(tree, "GATE-CHRONIC", {"outcome": "consult_first", "cleared_by": "clinician"})

    checks = checked(made(CHRONIC, status="released", version=2), tree=tree)

    assert the_one(checks).is_withheld
    assert the_one(checks).now.changed == ("GATE-CHRONIC",)


@pytest.mark.parametrize(
    ("gate", "now", "said"),
    [(CONSULT, "consult_first", "WOULD BE HELD BACK"), (EMERGENCY_GATE, "emergency", "WOULD BE REFERRED")],
)
def test_a_rule_that_became_stricter_is_dangerous_where_a_program_is_out(
    tree: Path, made: Callable[..., Record], gate: dict[str, Any], now: str, said: str
) -> None:
    set_gate(tree, "CAUTIOUS-PROGRAM", gate)
    record, untouched = made(FOUR_FIELDS), made(SCREENED)

    checks = checked(record, untouched, tree=tree)

    [one] = checks.withheld
    assert (one.stored.id, one.before, one.now.outcome, one.now.changed) == (record.id, "proceed_modified", now, ("CAUTIOUS-PROGRAM",))
    assert f"proceed_modified -> {now}   !! {said}" in as_text(checks)
    assert checks.gate_changes == [one]
    assert status_of(checks) == DANGEROUS


@pytest.mark.parametrize(("gate", "now"), [(EMERGENCY_GATE, "emergency"), (None, "proceed")], ids=["stricter", "looser"])
def test_another_gate_over_a_program_that_is_not_out_is_listed_and_no_danger(
    tree: Path, made: Callable[..., Record], gate: dict[str, Any] | None, now: str
) -> None:
    set_gate(tree, "GATE-CHRONIC", gate)

    checks = checked(made(CHRONIC), tree=tree)

    assert (len(checks.gate_changes), checks.withheld) == (1, [])
    assert f"consult_first -> {now}\n" in as_text(checks)
    assert status_of(checks) == FINE


def test_reasons_that_come_and_go_are_named(tree: Path, made: Callable[..., Record]) -> None:
    set_gate(tree, "CAUTIOUS-PROGRAM", None)
    set_gate(tree, "HABIT-BREAK-30", CONSULT)

    checks = checked(made(FOUR_FIELDS), tree=tree)

    assert (the_one(checks).now.came, the_one(checks).now.went) == (("HABIT-BREAK-30",), ("CAUTIOUS-PROGRAM",))
    assert "came: HABIT-BREAK-30; went: CAUTIOUS-PROGRAM" in as_text(checks)


def test_a_program_that_alone_would_change_is_counted(tree: Path, made: Callable[..., Record]) -> None:
    def say_otherwise(content: dict[str, Any]) -> None:
        [row] = [row for row in content["rules"] if row["id"] == "HABIT-BREAK-30"]
        row["then"]["habit"]["text"] = "Stand up."

    change_rules(tree, say_otherwise)

    checks = checked(made(SCREENED), made(EMERGENCY), tree=tree)

    assert (len(checks.program_changes), checks.gate_changes) == (1, [])


@pytest.mark.parametrize(("answers", "status"), [(SCREENED, DANGEROUS), ({**CHRONIC, "goals": ["posture"]}, FINE)], ids=["released", "held back"])
def test_answers_that_are_no_valid_intake_any_more_are_said_to_be_and_release_nothing(
    tree: Path, made: Callable[..., Record], answers: dict[str, Any], status: int
) -> None:
    forget_option(tree, "goals", "posture")

    checks = checked(made(answers), tree=tree)

    assert the_one(checks).now.outcome == "no valid intake (unknown_option)"
    assert checks.refused == checks.rows
    assert status_of(checks) == status


def test_rules_are_judged_as_of_the_day_of_the_record_unless_today_is_asked_for(made: Callable[..., Record]) -> None:
    """A consultation counts for twelve months."""
    record = made(CONSULTED)

    on_its_day, later = checked(record), checked(record, today=MORE_THAN_A_YEAR_LATER)

    assert (on_its_day.withheld, on_its_day.gate_changes) == ([], [])
    assert [one.now.outcome for one in later.withheld] == ["consult_first"]
    assert the_one(later).replay.verdict is Verdict.SAME


def test_no_answer_and_no_reference_is_printed_whatever_becomes_of_a_record(
    tree: Path, made: Callable[..., Record], capfd: pytest.CaptureFixture[str]
) -> None:
    marked = {"reference": "canary-reference", "sitting_hours_per_day": 7.654321}
    own_words = '"canary-field":"canary-value","pain_areas":'
    forget_option(tree, "goals", "posture")
    set_gate(tree, "CAUTIOUS-PROGRAM", CONSULT)
    commit(tree)
    withheld, refused, lost = made(FOUR_FIELDS | marked), made(SCREENED | marked), made(SCREENED | marked, detail=b'{"answers":"canary"}')
    failing = replace(withheld, id="rec_failing", detail=withheld.detail.replace(b'"pain_areas":', own_words.encode()))

    checks = checked(withheld, refused, lost, failing, tree=tree)
    printed = as_text(checks) + json.dumps(as_json(checks)) + "".join(capfd.readouterr())

    assert {one.now.outcome for one in checks.rows} == {
        "consult_first",
        "no valid intake (unknown_option)",
        "not judged (no answers that can be read)",
        "no valid intake (unknown_field)",
    }
    assert "canary" not in printed
    assert "7.654321" not in printed
    assert "lower_back" not in printed


def test_for_machines_every_record_is_one_row_of_ids_versions_outcomes_and_rules(tree: Path, made: Callable[..., Record]) -> None:
    set_gate(tree, "CAUTIOUS-PROGRAM", CONSULT)
    commit(tree)
    record = made(FOUR_FIELDS)
    versions = json.loads(record.detail)["versions"]

    report = as_json(checked(record, tree=tree))

    assert report["figures"]["released_would_be_withheld"] == 1
    assert json.loads(json.dumps(report["records"])) == [
        {
            "id": record.id,
            "partner_id": "acme",
            "status": "released",
            "made_with": "catalog {catalog}, rules {rules}, model {model}".format(**versions),
            "replay": {"verdict": "cannot be replayed", "why": "no commit of this history has these versions", "by": None},
            "gate": {
                "before": "proceed_modified",
                "now": "consult_first",
                "would_change": True,
                "would_be_withheld": True,
                "came": [],
                "went": [],
                "changed": ["CAUTIOUS-PROGRAM"],
            },
            "program_would_change": False,
        }
    ]


@pytest.mark.parametrize(
    "named", [{"BACKSTART_STAGE": "prod"}, {"BACKSTART_SECRET": "s" * 32}, {"BACKSTART_DYNAMODB_ENDPOINT": "http://127.0.0.1:9"}]
)
def test_a_deployment_that_is_named_by_halves_is_refused_and_not_taken_for_the_local_one(tmp_path: Path, named: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused, match="is not set"), opened_store({**named, "AWS_REGION": "eu-west-1"}, root=tmp_path):
        pass

    assert list(tmp_path.iterdir()) == []


def test_trouble_has_an_exit_status_of_its_own_and_says_what_to_set(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "infra.replay"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": os.environ["PATH"], "BACKSTART_STAGE": "prod"},
        capture_output=True,
        text=True,
        timeout=WITHIN_SECONDS,
        check=False,
    )

    assert ended.returncode == TROUBLE
    assert ended.stderr == "replay: BACKSTART_SECRET is not set; AWS_REGION is not set\n"
    assert ended.stdout == ""
