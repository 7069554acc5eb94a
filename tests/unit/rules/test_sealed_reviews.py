"""The summary of reviews counts only for the rule book it speaks about, and only as it was compiled."""

import pytest

from exercise_catalog.artifact import sealed_text
from recommender.errors import HeartRefused
from recommender.heart import load_heart
from recommender.rules.reviews import Reviewer, Reviews

BOOK, OTHER_BOOK = "sha256:" + "1" * 64, "sha256:" + "2" * 64
CONTENT = {
    "format": 1,
    "book": BOOK,
    "rows": 3,
    "reviewed": 3,
    "removed": 0,
    "reviewers": [{"by": "A. Ho", "role": "physician", "date": "2026-11-22", "count": 3}],
}


@pytest.fixture
def load(tmp_path):
    def load(*, book_digest=BOOK, rows_in_force=3, **changes):
        path = tmp_path / "reviews.json"
        path.write_text(sealed_text({**CONTENT, **changes}), encoding="utf-8")
        return Reviews.load(path, book_digest=book_digest, rows=rows_in_force)

    return load


def test_the_heart_s_reviews_speak_about_the_rule_book_in_force():
    heart = load_heart()

    assert heart.reviews.book_digest == heart.book.digest
    assert heart.reviews.rows == len(heart.book.rules)


def test_a_book_is_reviewed_when_each_of_its_rows_is(load):
    assert load() == Reviews(
        book_digest=BOOK, rows=3, reviewed=3, removed=0, reviewers=(Reviewer(by="A. Ho", role="physician", date="2026-11-22", count=3),)
    )
    assert load().complete is True


@pytest.mark.parametrize("change", [{"reviewed": 2}, {"reviewed": 0}, {"removed": 1}], ids=["one open", "all open", "one gone without a review"])
def test_a_book_is_not_reviewed_while_anything_is_open(load, change):
    assert load(**change).complete is False


def test_a_book_without_rows_is_not_reviewed():
    assert Reviews(book_digest=BOOK, rows=0, reviewed=0, removed=0).complete is False


def test_a_review_of_another_book_counts_for_nothing(load):
    assert load(book_digest=OTHER_BOOK, rows_in_force=4) == Reviews(book_digest=OTHER_BOOK, rows=4, reviewed=0, removed=0)


@pytest.mark.parametrize(
    "change",
    [
        {"rows": 4},
        {"reviewed": 4},
        {"reviewed": -1},
        {"reviewed": True},
        {"reviewed": "3"},
        {"reviewed": 3.0},
        {"removed": None},
        {"format": 2},
        {"reviewers": [{"by": "A. Ho"}]},
        {"reviewers": None},
    ],
    ids=str,
)
def test_a_summary_that_makes_no_sense_is_refused(load, change):
    with pytest.raises(HeartRefused):
        load(**change)


@pytest.mark.parametrize(("old", "new"), [('"reviewed":3', '"reviewed":2'), ('"digest":', '"digezt":'), ('"removed":0', '"removed":1'), ("}\n", "")])
def test_a_changed_byte_is_refused(tmp_path, old, new):
    path = tmp_path / "reviews.json"
    text = sealed_text(CONTENT)
    path.write_text(text.replace(old, new), encoding="utf-8")

    assert old in text
    with pytest.raises(HeartRefused, match=r"reviews\.json"):
        Reviews.load(path, book_digest=BOOK, rows=3)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(HeartRefused, match="can't be read"):
        Reviews.load(tmp_path / "reviews.json", book_digest=BOOK, rows=3)
