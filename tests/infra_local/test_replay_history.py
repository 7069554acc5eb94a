"""The code that made a record is found by its versions in git, and run apart; where there is none, that is said and nothing guessed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from api.stores.ports import Record
from infra.past_code import CannotRun
from infra.rejudging import Verdict
from infra.replay import as_json, as_text
from tests.infra_local.replaying import (
    CONSULT,
    FOUR_FIELDS,
    RULES,
    SCREENED,
    checked,
    commit,
    set_gate,
    the_one,
    with_versions,
)


@pytest.mark.parametrize("foreign", [{"rules": "0" * 12 + "." + "0" * 12}, {"catalog": ""}, {"model": "unreadable"}])
def test_a_record_of_versions_that_no_commit_has_cannot_be_replayed(tree: Path, made: Callable[..., Record], foreign: dict[str, str]) -> None:
    commit(tree)

    checks = checked(with_versions(made(SCREENED), **foreign), tree=tree)

    assert the_one(checks).replay.verdict is Verdict.CANNOT
    assert "cannot be replayed: no commit of this history has these versions" in as_text(checks)
    assert as_json(checks)["figures"]["cannot_be_replayed"] == 1


def test_without_git_only_the_versions_of_the_working_tree_can_be_replayed(made: Callable[..., Record], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    own, foreign = made(SCREENED), with_versions(made(SCREENED), rules="another")

    checks = checked(own, foreign)

    assert [(one.stored.id, one.replay.verdict) for one in checks.replayed(Verdict.SAME)] == [(own.id, Verdict.SAME)]
    assert [(one.stored.id, one.replay.why) for one in checks.replayed(Verdict.CANNOT)] == [(foreign.id, "git is not on the PATH")]


def test_outside_of_a_checkout_nothing_older_can_be_replayed_and_git_says_why(tree: Path, made: Callable[..., Record]) -> None:
    checks = checked(with_versions(made(SCREENED), rules="another"), tree=tree)

    assert "cannot be replayed: git rev-list failed: fatal: not a git repository" in as_text(checks)


@pytest.mark.parametrize("detail", [b"", b"[]", b"{}", b'{"answers":{}}'])
def test_a_released_record_that_does_not_say_how_it_was_made_counts_as_withheld(made: Callable[..., Record], detail: bytes) -> None:
    checks = checked(made(SCREENED, detail=detail))

    assert the_one(checks).replay.verdict is Verdict.CANNOT
    assert the_one(checks).is_withheld
    assert "WOULD NOT BE RELEASED" in as_text(checks)


def test_a_record_is_replayed_by_the_commit_that_made_it_and_judged_by_what_came_after(tree: Path, made: Callable[..., Record]) -> None:
    first = commit(tree)
    set_gate(tree, "CAUTIOUS-PROGRAM", CONSULT)
    commit(tree)

    checks = checked(made(FOUR_FIELDS), tree=tree)

    assert (the_one(checks).replay.verdict, the_one(checks).replay.by) == (Verdict.SAME, first)
    assert [one.now.outcome for one in checks.withheld] == ["consult_first"]


def test_a_record_that_its_own_commit_gives_otherwise_differs(tree: Path, made: Callable[..., Record]) -> None:
    first = commit(tree)
    set_gate(tree, "CAUTIOUS-PROGRAM", CONSULT)
    record = made(FOUR_FIELDS)

    checks = checked(replace(record, answer=record.answer.replace(b'"weeks":4', b'"weeks":5')), tree=tree)

    assert (the_one(checks).replay.verdict, the_one(checks).replay.why, the_one(checks).replay.by) == (Verdict.DIFFERS, "program", first)


def test_code_that_changed_without_its_versions_is_found_and_the_older_code_still_vouches_for_the_record(
    tree: Path, made: Callable[..., Record]
) -> None:
    first = commit(tree)
    writer = tree / "api" / "schemas" / "writer.py"
    writer.write_text(writer.read_text(encoding="utf-8").replace('"weeks": program.weeks', '"weeks": 9'), encoding="utf-8")
    commit(tree)

    checks = checked(made(SCREENED), tree=tree)

    assert (the_one(checks).replay.verdict, the_one(checks).replay.by) == (Verdict.SAME, first)
    assert checks.by_earlier_code == checks.rows
    assert checks.program_changes == checks.rows


def test_a_commit_whose_code_does_not_start_is_said_to_be_that(tree: Path, made: Callable[..., Record]) -> None:
    heart_file = tree / "recommender" / "heart.py"
    sound = heart_file.read_text(encoding="utf-8")
    heart_file.write_text("raise RuntimeError('half a merge')\n", encoding="utf-8")
    first = commit(tree)
    heart_file.write_text(sound, encoding="utf-8")
    set_gate(tree, "CAUTIOUS-PROGRAM", CONSULT)

    checks = checked(made(SCREENED), tree=tree)

    assert the_one(checks).replay.verdict is Verdict.CANNOT
    assert the_one(checks).replay.why == f"{first}: its code does not start (RuntimeError: half a merge)"


def test_rules_of_today_that_do_not_start_are_trouble_and_no_result(tree: Path, made: Callable[..., Record]) -> None:
    (tree / RULES).write_text("{}", encoding="utf-8")

    with pytest.raises(CannotRun, match="its code does not start"):
        checked(made(SCREENED), tree=tree)


def test_code_that_is_run_again_is_given_nothing_of_the_environment(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    (tree / "recommender" / "heart.py").write_text("import os\nraise RuntimeError(os.environ.get('AWS_SECRET_ACCESS_KEY'))\n", encoding="utf-8")

    with pytest.raises(CannotRun, match="RuntimeError: None"):
        checked(tree=tree)
