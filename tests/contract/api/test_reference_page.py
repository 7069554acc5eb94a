"""GET /docs is one well-made HTML page: it nests, its headings and tables are in order, its links lead somewhere."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.contract.api.html_page import Page
from tests.contract.api.world import World


@pytest.fixture
def page(world: World) -> Iterator[Page]:
    yield Page(world.send("GET", "/docs").get_data(as_text=True))


def test_the_page_comes_as_html_that_runs_no_script(world: World) -> None:
    response = world.send("GET", "/docs")

    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script" not in response.get_data(as_text=True)


def test_the_page_begins_as_html_5_in_english(page: Page) -> None:
    assert page.text.lstrip().lower().startswith("<!doctype html>")
    assert '<html lang="en">' in page.text
    assert '<meta charset="utf-8">' in page.text
    assert (page.count("title"), page.count("h1"), page.count("main")) == (1, 1, 1)


def test_every_tag_closes_where_it_should(page: Page) -> None:
    assert (page.broken, page.open) == ([], [])


def test_no_id_stands_twice_and_every_inner_link_leads_somewhere(page: Page) -> None:
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert sorted({link for link in page.links if link.startswith("#")} - {f"#{name}" for name in page.ids}) == []


def test_every_other_link_leads_to_a_page_of_ours(world: World, page: Page) -> None:
    outer = sorted({link for link in page.links if not link.startswith("#")})

    assert outer == ["/docs/style.css", "/exercises", "/openapi.json"]
    assert [world.send("GET", link).status_code for link in outer] == [200, 200, 200]
    assert world.send("GET", "/docs/style.css").content_type == "text/css; charset=utf-8"


def test_headings_do_not_skip_a_level(page: Page) -> None:
    levels = [int(tag[1]) for tag in page.tags if tag in {"h1", "h2", "h3", "h4"}]

    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_every_table_has_a_caption_a_head_and_rows_of_the_same_length(page: Page) -> None:
    assert page.count("table") == page.count("caption") == page.count("thead") == page.count("tbody")
    assert page.count("table") >= 10
    assert set(page.rows) <= {2, 3, 4}
    assert page.rows.count(0) == 0


def test_nothing_of_the_template_shows_through(page: Page) -> None:
    assert [word for word in page.words if word in {"None", "Undefined", "undefined", "any"} or "{{" in word or "`" in word] == []


def test_every_operation_and_every_schema_has_its_place(world: World, page: Page) -> None:
    headings = [f"schema-{name}" for name in world.document["components"]["schemas"]]

    assert [name for name in headings if name not in page.ids] == []
    assert [path for path in world.document["paths"] if f"<code>{path}</code>" not in page.text] == []


def test_every_option_of_the_intake_can_be_read_on_the_page(world: World, page: Page) -> None:
    flags = world.document["components"]["schemas"]["Intake"]["properties"]["red_flags"]["items"]["enum"]

    assert [flag for flag in flags if f"<code>{flag}</code>" not in page.text] == []


def test_the_page_is_kept_by_its_etag(world: World) -> None:
    first = world.send("GET", "/docs")

    again = world.send("GET", "/docs", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
