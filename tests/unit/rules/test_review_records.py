"""Review records are read whole or refused; the last one that names a row is the one that counts."""

import pytest

from recommender.rules.review_records import read, standings, summary

# A book of two rows, whose digests are these.
NOW = {"A-1": "1" * 16, "A-2": "2" * 16}
WHOLE = {"by": '"A. Ho"', "role": "physiotherapist", "date": "2026-11-22", "note": '""', "rows": '{A-1: "1111111111111111"}'}


def record(date, rows, by="A. Ho"):
    return "\n".join(f"{key}: {value}" for key, value in {**WHOLE, "date": date, "by": by, "rows": rows}.items())


OF_BOTH = record("2026-11-01", '{A-1: "1111111111111111", A-2: "2222222222222222"}')
OF_ONE_AS_IT_IS = record("2026-11-02", '{A-1: "1111111111111111"}', by="B. Li")
OF_ONE_AS_IT_WAS = record("2026-11-03", '{A-1: "0000000000000000"}', by="C. Ro")
OF_ONE_THAT_IS_GONE = record("2026-11-02", '{A-9: "9999999999999999"}')
OF_A_REMOVAL = record("2026-11-03", "{A-9: removed}")
OF_A_REMOVAL_OF_WHAT_IS_THERE = record("2026-11-03", "{A-1: removed}")
BY_HO, BY_LI = "reviewed by A. Ho (physiotherapist), 2026-11-01", "reviewed by B. Li (physiotherapist), 2026-11-02"
SINCE_RO, SINCE_HO = "changed since its review by C. Ro, 2026-11-03", "changed since its review by A. Ho, 2026-11-03"
NEVER = "not reviewed"

# The records, by file name; what is said of the two rows; which ids are gone without a review.
SAID = [
    ("nobody", [], (NEVER, NEVER), ()),
    ("one review of all", [OF_BOTH], (BY_HO, BY_HO), ()),
    ("a second review of one row", [OF_BOTH, OF_ONE_AS_IT_IS], (BY_LI, BY_HO), ()),
    ("a later review of a row as it was", [OF_BOTH, OF_ONE_AS_IT_WAS], (SINCE_RO, BY_HO), ()),
    ("the date counts before the name of the file", [OF_ONE_AS_IT_WAS, OF_ONE_AS_IT_IS], (SINCE_RO, NEVER), ()),
    ("a reviewed row that is gone", [OF_BOTH, OF_ONE_THAT_IS_GONE], (BY_HO, BY_HO), ("A-9",)),
    ("a removal that was reviewed", [OF_BOTH, OF_ONE_THAT_IS_GONE, OF_A_REMOVAL], (BY_HO, BY_HO), ()),
    ("a removed row that came back", [OF_BOTH, OF_A_REMOVAL_OF_WHAT_IS_THERE], (SINCE_HO, BY_HO), ()),
]

WRONG = [
    ("no name", {"by": '""'}, "by must say something"),
    ("a name of spaces", {"by": '"  "'}, "by must say something"),
    ("no profession", {"role": "null"}, "role must say something"),
    ("a note that is no text", {"note": "null"}, "note must be text"),
    ("no such day", {"date": "2026-02-30"}, "date must be a day"),
    ("a day spelled otherwise", {"date": "20261122"}, "date must be a day"),
    ("no rows", {"rows": "{}"}, "rows must name"),
    ("rows without digests", {"rows": "[A-1]"}, "rows must name"),
    ("a digest that is too short", {"rows": '{A-1: "111"}'}, "A-1 needs"),
    ("a digest that became a number", {"rows": "{A-1: 1111111111111111}"}, "A-1 needs"),
    ("a digest in capital letters", {"rows": '{A-1: "AAAAAAAAAAAAAAAA"}'}, "A-1 needs"),
    ("a key too many", {"reviewed": "true"}, "a review has the keys"),
    ("a row twice", {"rows": "{A-1: removed, A-1: removed}"}, "stands twice"),
]


@pytest.fixture
def records_of(tmp_path):
    def write(texts):
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
        return read(tmp_path)

    return write


@pytest.mark.parametrize(("texts", "rows", "removed"), [case[1:] for case in SAID], ids=[case[0] for case in SAID])
def test_the_last_record_that_names_a_row_counts(records_of, texts, rows, removed):
    records, problems = records_of(texts)

    found = standings(NOW, records)

    assert problems == []
    assert tuple(standing.words for standing in found.rows.values()) == rows
    assert found.removed == removed


@pytest.mark.parametrize(("change", "complaint"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_record_that_is_not_whole_is_refused_and_counts_for_nothing(records_of, change, complaint):
    records, [problem] = records_of(["\n".join(f"{key}: {value}" for key, value in {**WHOLE, **change}.items())])

    assert records == []
    assert "0.yaml" in problem
    assert complaint in problem


@pytest.mark.parametrize("text", ["", "[]", "by: A. Ho"])
def test_a_file_that_is_no_record_is_refused(records_of, text):
    assert "a review has the keys" in records_of([text])[1][0]


@pytest.mark.parametrize("name", ["review.yml", "review.yaml.txt", "review.json"])
def test_a_file_that_nobody_would_read_is_refused(tmp_path, name):
    (tmp_path / name).write_text(OF_BOTH, encoding="utf-8")
    (tmp_path / "README.md").write_text("# Reviews\n", encoding="utf-8")

    assert read(tmp_path) == ([], [f"reviews/{name}: nobody reads such a file here"])


def test_no_folder_is_no_reviews(tmp_path):
    assert read(tmp_path / "reviews") == ([], [])


def test_the_summary_counts_each_row_once_and_names_who_had_the_last_word(records_of):
    rule = {"id": "A-1", "when": {"all": []}, "then": {}, "source": "s"}
    book = {"rules": [rule], "facts": [], "sources": {"s": {}}, "questions": [], "intake": [], "messages": {}, "coverage": {}}
    unreviewed = summary(book, [])
    records, _ = records_of([OF_ONE_AS_IT_WAS, OF_ONE_THAT_IS_GONE])

    assert unreviewed == {"format": 1, "book": unreviewed["book"], "rows": 1, "reviewed": 0, "removed": 0, "reviewers": []}
    assert summary(book, records) == {**unreviewed, "removed": 1}
