"""The page that clinicians read says what the tables say, and leaves no row out."""

from recommender.rules import tables
from recommender.rules.rule_book import PAGE, page, said


def test_the_committed_page_is_what_the_tables_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make compile"


def test_every_row_and_every_condition_stands_on_the_page() -> None:
    raw = tables.read()
    text = page()
    ids = [row["id"] for rows in raw["rows"].values() for row in rows]
    ids += [tables.rule_id("RF", row["flag"]) for rows in raw["flags"].values() for row in rows]
    ids += [tables.rule_id("COND", row["condition"]) for row in raw["conditions"].values()]

    assert [one for one in ids if f"`{one}`" not in text] == []


def test_a_combination_is_said_in_words() -> None:
    condition = {"all": [{"fact": "has_pain", "is": "equal_to", "value": True}, {"at_least": 2, "of": [{"fact": "a", "is": "not_empty"}] * 2}]}

    assert said(condition) == "has_pain and (at least 2 of: a not empty; a not empty)"


def test_what_always_holds_is_said_so() -> None:
    assert said({"all": []}) == "always"
