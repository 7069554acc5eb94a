"""`python -m recommender.rules.review` writes down what was reviewed, as it now is, and refuses what can't have been."""

import datetime as dt
import json
import shutil

import pytest

from recommender.rules import compile as compiler
from recommender.rules import review
from recommender.rules.rule_book import page

TODAY = dt.date(2026, 11, 22)
LIMITS = "tables/limits/person.yaml"
BY = ["--by", "Dr. Ana \"Nia\" Höß", "--role", "physician: sports", "--date", "2026-11-22"]  # fmt: skip


@pytest.fixture
def rules(copy):
    """A compiled copy of the rules that nobody has reviewed yet."""
    shutil.rmtree(copy.folder / "reviews")
    assert compiler.main([], folder=copy.folder) == 0
    return copy


@pytest.fixture
def run(rules, capsys):
    """The command over that copy: its exit status, and all that it prints."""

    def run(*arguments):
        capsys.readouterr()
        status = review.main(list(arguments), folder=rules.folder, today=lambda: TODAY)
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def files(rules):
    return sorted(path.name for path in (rules.folder / "reviews").glob("*"))


def summary(rules):
    """reviews.json, compiled anew."""
    assert compiler.main([], folder=rules.folder) == 0
    return json.loads((rules.folder / "reviews.json").read_text(encoding="utf-8"))


def test_a_review_of_all_rows_makes_the_book_reviewed(rules, run):
    status, printed = run(*BY, "--all", "--note", "Read twice.")

    found = summary(rules)
    assert status == 0
    assert "make compile" in printed
    assert files(rules) == ["2026-11-22-01-dr-ana-nia-ho.yaml"]
    assert found["reviewed"] == found["rows"] == found["reviewers"][0]["count"]
    assert found["reviewers"][0]["by"] == 'Dr. Ana "Nia" Höß'
    assert found["reviewers"][0]["role"] == "physician: sports"


def test_a_review_changes_no_version_of_the_rules(rules, run):
    before = (rules.folder / "compiled.json").read_bytes()
    run(*BY, "--all")

    summary(rules)

    assert (rules.folder / "compiled.json").read_bytes() == before


def test_reviews_json_is_stale_until_it_is_compiled(rules, run):
    run(*BY, "--rows", "GATE-CHRONIC")

    assert compiler.main(["--check"], folder=rules.folder) == 1
    assert summary(rules)["reviewed"] == 1
    assert compiler.main(["--check"], folder=rules.folder) == 0


def test_one_changed_row_needs_one_new_review(rules, run):
    run(*BY, "--all")
    rules.replace(LIMITS, "max_effort_0_10: 4", "max_effort_0_10: 3", row="id: LIMIT-AGE-75")

    changed = summary(rules)
    _, listed = run("--list")
    run(*BY, "--rows", "LIMIT-AGE-75")
    again = summary(rules)

    assert changed["reviewed"] == changed["rows"] - 1
    assert "1 stale: reviewed once, and changed since: LIMIT-AGE-75" in listed
    assert again["reviewed"] == again["rows"]
    assert files(rules) == ["2026-11-22-01-dr-ana-nia-ho.yaml", "2026-11-22-02-dr-ana-nia-ho.yaml"]


def test_a_reviewed_row_that_is_taken_out_leaves_the_book_open_until_its_removal_is_reviewed(rules, run):
    run(*BY, "--all")
    rules.replace("tables/conditions/glaucoma.yaml", "value: modify", "value: ok", row="prone_lying")

    taken_out = summary(rules)
    run(*BY, "--rows", "COND-GLAUCOMA", "COND-GLAUCOMA-PRONE-LYING")
    agreed = summary(rules)

    assert (taken_out["removed"], taken_out["reviewed"]) == (1, taken_out["rows"] - 1)
    assert (agreed["removed"], agreed["reviewed"]) == (0, agreed["rows"])


def test_the_list_counts_what_is_reviewed_and_what_never_was(rules, run):
    rows = summary(rules)["rows"]
    run(*BY, "--rows", "GATE-CHRONIC", "LIMIT-AGE-75")

    status, listed = run("--list")

    assert status == 0
    assert "   2 reviewed as they now are" in listed
    assert "   0 stale" in listed
    assert f"{rows - 2:>4} never reviewed" in listed


REFUSED = [
    ("an id that is no rule", [*BY, "--rows", "GATE-CHRONIC", "GATE-CHRONICLE"], "GATE-CHRONICLE is no rule"),
    ("nobody", ["--role", "physician", "--date", "2026-11-22", "--all"], "--by must say something"),
    ("a name of spaces", ["--by", " ", "--role", "physician", "--date", "2026-11-22", "--all"], "--by must say something"),
    ("no profession", ["--by", "A. Ho", "--date", "2026-11-22", "--all"], "--role must say something"),
    ("no day", ["--by", "A. Ho", "--role", "physician", "--all"], "--date must be a day"),
    ("no such day", ["--by", "A. Ho", "--role", "physician", "--date", "2026-02-30", "--all"], "--date must be a day"),
    ("a day to come", ["--by", "A. Ho", "--role", "physician", "--date", "2026-11-23", "--all"], "lies in the future"),
    ("two lines", ["--by", "A.\nHo", "--role", "physician", "--date", "2026-11-22", "--all"], "one line of plain text"),
]


@pytest.mark.parametrize(("arguments", "complaint"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_no_whole_review_is_refused_and_nothing_is_written(rules, run, arguments, complaint):
    status, printed = run(*arguments)

    assert status == 1
    assert complaint in printed
    assert files(rules) == []


def test_a_review_older_than_the_last_word_on_the_same_rows_is_refused(rules, run):
    run(*BY, "--rows", "GATE-CHRONIC")

    status, printed = run("--by", "A. Ho", "--role", "physician", "--date", "2026-11-21", "--all")

    assert status == 1
    assert "2026-11-22-01-dr-ana-nia-ho.yaml is newer" in printed


def test_tables_that_are_not_compiled_are_not_what_was_read_and_are_refused(rules, run):
    rules.replace(LIMITS, "max_effort_0_10: 4", "max_effort_0_10: 3", row="id: LIMIT-AGE-75")

    status, printed = run(*BY, "--all")

    assert status == 1
    assert "compiled.json is stale" in printed
    assert files(rules) == []


def test_a_record_that_can_not_be_read_stops_the_compiler(rules, capsys):
    (rules.folder / "reviews").mkdir()
    (rules.folder / "reviews" / "half.yaml").write_text("by: A. Ho\n", encoding="utf-8")

    assert compiler.main([], folder=rules.folder) == 1
    assert "half.yaml" in capsys.readouterr().err


def test_the_rule_book_shows_what_was_reviewed_what_changed_since_and_what_never_was(rules, run):
    run(*BY, "--rows", "LIMIT-AGE-75", "RF-WEIGHT-LOSS", "COND-GLAUCOMA", "COND-GLAUCOMA-PRONE-LYING")
    rules.replace(LIMITS, "max_effort_0_10: 4", "max_effort_0_10: 3", row="id: LIMIT-AGE-75")
    rules.replace("tables/conditions/glaucoma.yaml", "value: modify", "value: ok", row="prone_lying")

    text = page(rules.folder)
    rows = {line.split("`")[1]: line for line in text.splitlines() if line.startswith("| `")}

    count = summary(rules)["rows"]
    assert f"**1 of {count} rules have been reviewed by a clinician as they now are**; 2 changed since their review, {count - 3} were" in text
    assert "Reviewed once, and removed since: `COND-GLAUCOMA-PRONE-LYING`." in text
    assert rows["RF-WEIGHT-LOSS"].endswith('| reviewed by Dr. Ana "Nia" Höß (physician: sports), 2026-11-22 |')
    assert rows["LIMIT-AGE-75"].endswith('| changed since its review by Dr. Ana "Nia" Höß, 2026-11-22 |')
    assert rows["GATE-CHRONIC"].endswith("| not reviewed |")
