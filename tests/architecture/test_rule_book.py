"""The pages that clinicians read say what the tables say, leave no row out, and ask nothing of any other host."""

import base64
import functools
import hashlib
import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from recommender.rules import tables
from recommender.rules.book import COMPILED
from recommender.rules.compile import read_and_build
from recommender.rules.rule_book import PAGE, SEARCHABLE, page, said, texts
from recommender.rules.rule_book_page import address

HOSTILE = '<b>&"</b><script>alert(1)</script>'


@dataclass
class Card:
    """One rule as it stands on the page."""

    marks: list[str]
    outcome: str
    badges: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    text: str = ""


class Read(HTMLParser):
    """A page as a browser takes it: its tags, its ids, its links, and its rules."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.cards: dict[str, Card] = {}
        self._card: Card | None = None
        self._in_badge = False
        self.feed(text)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.attributes if key == name]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += list(given.items())
        if given.get("class") == "entry rule":
            self._card = self.cards[given["id"]] = Card(marks=given["data-marks"].split(), outcome=given["data-outcome"])
        self._in_badge = "badge" in given.get("class", "").split()
        if self._card and "href" in given:
            self._card.links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        self._in_badge = False
        if tag == "article":
            self._card = None

    def handle_data(self, data: str) -> None:
        if self._card:
            self._card.text = " ".join(f"{self._card.text} {data}".split())
        if self._card and self._in_badge:
            self._card.badges.append(data)


@functools.cache
def committed() -> Read:
    return Read(SEARCHABLE.read_text(encoding="utf-8"))


BOOK = json.loads(COMPILED.read_text(encoding="utf-8"))
RULES = {row["id"]: row for row in BOOK["rules"]}


def test_the_committed_pages_are_what_the_tables_give() -> None:
    assert {path: path.read_text(encoding="utf-8") for path in (PAGE, SEARCHABLE)} == texts(), "run make compile"


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


def test_every_rule_that_runs_is_one_anchor_to_link_to() -> None:
    ids = Counter(committed().values("id"))

    assert set(committed().cards) == set(RULES)
    assert {name: count for name, count in ids.items() if count > 1} == {}


def test_every_rule_says_its_reason_its_source_and_what_to_review() -> None:
    sources = BOOK["sources"]
    wanted = {
        name: [row["title"], row["because"], row["review"] or "", sources[row["source"]]["title"], str(sources[row["source"]]["year"])]
        for name, row in RULES.items()
        if row["group"] != "condition"
    }
    # The title of a cell is that of its condition; the page puts it over all of them.
    wanted |= {name: [row["because"], sources[row["source"]]["title"]] for name, row in RULES.items() if row["group"] == "condition"}
    cards = committed().cards

    assert {
        name: lost for name, parts in wanted.items() if (lost := [part for part in parts if " ".join(part.split()) not in cards[name].text])
    } == {}


def test_every_address_of_a_source_is_a_link_of_its_rule() -> None:
    addresses = {name: BOOK["sources"][row["source"]]["url"] for name, row in RULES.items()}

    assert {name: url for name, url in addresses.items() if url and url not in committed().cards[name].links} == {}


def test_recalled_and_inferred_are_marked_in_words_exactly_where_the_rows_say_so() -> None:
    shown = {
        name: [badge for badge in card.badges if badge in {"seen", "recalled", "stated", "inferred"}] for name, card in committed().cards.items()
    }

    assert shown == {name: [row["confidence"], row["basis"]] for name, row in RULES.items()}


@pytest.mark.parametrize(
    ("mark", "ids"),
    [
        ("recalled", {name for name, row in RULES.items() if row["confidence"] == "recalled"}),
        ("inferred", {name for name, row in RULES.items() if row["basis"] == "inferred"}),
        ("to-review", {name for name, row in RULES.items() if row["review"]}),
        (
            "holds-back",
            {name for name, row in RULES.items() if row["then"].get("gate", {}).get("outcome") in {"consult_first", "urgent", "emergency"}},
        ),
        ("not-reviewed", {name for name, standing in read_and_build().standings.rows.items() if not standing.holds}),
    ],
)
def test_what_can_be_searched_for_agrees_with_the_rows(mark: str, ids: set[str]) -> None:
    assert {name for name, card in committed().cards.items() if mark in card.marks} == ids


def test_the_outcome_that_can_be_searched_for_is_the_outcome_of_the_row() -> None:
    assert {name: card.outcome for name, card in committed().cards.items()} == {
        name: row["then"].get("gate", {}).get("outcome", "none") for name, row in RULES.items()
    }


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("RF-CES-SADDLE", "Question Is there new numbness or tingling between your legs"),
        ("RF-CES-SADDLE", "Outcome emergency; cleared by: nothing"),
        ("RF-FOOT-DROP-ANY", "Urgency emergency now our own mapping"),
        ("RF-LEG-PAIN-NO-DEFICIT", "Also said by pain: spreads below knee is yes"),
        ("COMBO-FRACTURE", "at least 2 of these"),
        ("COMBO-CES-WATCH", "pain: intensity is at least 7 (0 none to 10 worst)"),
        ("COMBO-CES-WATCH", "new pain is yes (There is pain, and it began less than six weeks ago.)"),
        ("COMBO-CES-WATCH", "Asks each session New trouble passing, holding or feeling urine"),
        ("CAUTIOUS-PROGRAM", "exercises of level intermediate or advanced"),
        ("CAUTIOUS-PROGRAM", "Caps every exercise: dose of level beginner"),
        ("LIMIT-AGE-OVER-65", "effort at most 5 of 10, at most 2 sets"),
        ("COND-GLAUCOMA-PRONE-LYING", "Caps exercises with prone lying: holds of at most 20 s Caution “Put a pillow under your belly"),
        ("COND-GLAUCOMA-INVERSION-HEAD-BELOW-HEART", "Removes exercises with inversion head below heart"),
        (
            "PREF-WORK-SITTING",
            "Prefers +0.15 to the score (log-odds) of exercises that train thoracic mobility, hip flexor length or scapular control",
        ),
        ("PREF-SITTING", "growing evenly while sitting hours per day goes from 3 to 11"),
        ("HABIT-BREAK-30", "every 30 minutes also while no program is given"),
        ("HABIT-BREAK-30", "is not known to be yes"),
        ("GATE-LIFT-CONSULTATION", "Lifts what is cleared by person"),
        ("GATE-ADVISED-AGAINST", "none: nothing happens. Nobody is told to stay away from exercise without knowing it"),
        ("WARN-EVERYONE", "Reads always"),
    ],
)
def test_a_rule_says_in_words_and_units_what_it_reads_and_does(rule: str, words: str) -> None:
    assert words in committed().cards[rule].text


def test_each_condition_shows_its_sixteen_cells_at_a_glance_and_each_leads_on() -> None:
    text = SEARCHABLE.read_text(encoding="utf-8")
    cells = re.findall(r'<td class="cell (\w+)"><a href="#([^"]+)"', text)

    assert Counter(value for value, _ in cells) == Counter(value for row in BOOK["coverage"].values() for value in row.values())
    assert {anchor for value, anchor in cells if value != "ok"} == {name for name, row in RULES.items() if row["group"] == "condition"} - {
        tables.rule_id("COND", name) for name in BOOK["coverage"]
    }


def test_the_page_loads_nothing_and_links_only_to_itself_and_to_sources() -> None:
    links, ids = committed().values("href"), set(committed().values("id"))
    style = re.search(r"<style>(.*?)</style>", SEARCHABLE.read_text(encoding="utf-8"), re.DOTALL)

    assert committed().values("src") == committed().values("srcset") == committed().values("style") == []
    assert set(committed().tags) & {"link", "img", "iframe", "object", "embed", "base"} == set()
    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []
    assert {link for link in links if not link.startswith("#")} <= {source["url"] for source in BOOK["sources"].values()}
    assert style is not None
    assert re.search(r"url\(|@import", style[1]) is None


def test_only_the_page_s_own_style_and_script_may_run() -> None:
    text = SEARCHABLE.read_text(encoding="utf-8")
    hashes = [
        "sha256-" + base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
        for found in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", text, re.DOTALL)
    ]
    policy = next(value for value in committed().values("content") if "default-src" in value)

    assert policy == f"default-src 'none'; style-src '{hashes[0]}'; script-src '{hashes[1]}'; base-uri 'none'; form-action 'none'"
    assert len(hashes) == 2
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


def test_what_the_tables_say_is_text_and_never_markup(tmp_path: Path) -> None:
    rules = Path(shutil.copytree(tables.HERE, tmp_path / "rules"))
    flags = rules / "tables" / "red_flags" / "cauda_equina.yaml"
    spoiled = json.dumps(f"Urine {HOSTILE}")
    flags.write_text(flags.read_text(encoding="utf-8").replace("New trouble passing, holding or feeling urine", spoiled), encoding="utf-8")

    text = texts(rules)[SEARCHABLE]
    found = Read(text)

    assert f"Urine {HOSTILE}" in found.cards["RF-CES-BLADDER"].text
    assert Counter(found.tags) == Counter(committed().tags)
    assert HOSTILE not in text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.com", "rule-book.md"])
def test_an_address_that_a_browser_would_not_open_on_another_host_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must begin with https"):
        address(url)
