"""/exercises and /exercises/{id}: the catalog for people, whole, without script, and safe whatever an exercise says."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from exercise_catalog.vocabulary import Area, Equipment, Kind, Level, Position, Property
from recommender.heart import Heart
from tests.contract.api.html_page import Page
from tests.contract.api.world import World, check_problem, field_errors

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
LISTS = {"pain_area": Area, "kind": Kind, "level": Level, "position": Position, "equipment": Equipment, "without_property": Property}
OPTIONS = [(name, word.value) for name, words in LISTS.items() for word in words]
# One page of every sort: full, last, filtered, found, empty, and two exercises.
PAGES = [
    "/exercises",
    "/exercises?page=8",
    "/exercises?q=&pain_area=neck&kind=&level=beginner&position=&equipment=none&without_property=supine_lying",
    "/exercises?q=bird+dog",
    "/exercises?q=zzz",
    "/exercises/bird_dog",
    "/exercises/aquatic_exercise",
]
NASTY = "<b>\"5\" & 'six' {{ 7 * 7 }}</b><script>alert(1)</script>"


def drawn(exercise_id: str, *, animated: bool = False) -> bytes | None:
    """All but one exercise is drawn, and only the bird dog moves."""
    there = exercise_id == "bird_dog" if animated else exercise_id != "cat_cow"
    return b'<svg xmlns="http://www.w3.org/2000/svg"/>' if there else None


@pytest.fixture
def drawn_world(make_world: Callable[..., World]) -> World:
    return make_world(figures=drawn)


def page_at(world: World, path: str) -> Page:
    response = world.send("GET", path)
    assert response.status_code == 200, path
    return Page(response.get_data(as_text=True))


def shown(page: Page) -> list[str]:
    """The ids of the exercises on a page, in its order."""
    return [link.removeprefix("/exercises/") for link in page.links if link.startswith("/exercises/")]


def every_page(world: World, query: str) -> list[Page]:
    """All pages of a search, along the link to the next one; at most 20."""
    pages = [page_at(world, f"/exercises?{query}")]
    for _ in range(20):
        following = pages[-1].related.get("next")
        if following is None:
            break
        pages.append(page_at(world, following))
    return pages


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_nothing_and_loads_nothing_of_others(drawn_world: World, path: str) -> None:
    response = drawn_world.send("GET", path)
    page = Page(response.get_data(as_text=True))

    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert {"script", "style", "iframe", "object"} & set(page.tags) == set()
    assert [address for address in page.loads if not address.startswith("/") or address.startswith("//")] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_formed_and_can_be_heard(drawn_world: World, path: str) -> None:
    page = page_at(drawn_world, path)
    levels = [int(tag[1]) for tag in page.tags if tag in {"h1", "h2", "h3", "h4"}]

    assert page.text.startswith('<!doctype html>\n<html lang="en">')
    assert (page.broken, page.open) == ([], [])
    assert [page.count(tag) for tag in ("title", "h1", "main", "header")] == [1, 1, 1, 1]
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert sorted(page.labels) == sorted(control["id"] or "" for control in page.controls)
    assert [image for image in page.images if not (image["alt"] and image["width"] and image["height"])] == []
    assert [word for word in page.words if word in {"None", "Undefined", "undefined"} or "{{" in word] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_kept_by_its_etag(drawn_world: World, path: str) -> None:
    first = drawn_world.send("GET", path)

    again = drawn_world.send("GET", path, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", PAGES)
def test_every_link_and_image_of_a_page_leads_somewhere(drawn_world: World, path: str) -> None:
    page = page_at(drawn_world, path)
    ours = {address for address in [*page.links, *page.loads] if address.startswith("/")}

    assert [address for address in sorted(ours) if drawn_world.send("GET", address).status_code != 200] == []


def test_other_hosts_are_only_linked_to_and_only_as_sources(drawn_world: World, heart: Heart) -> None:
    catalog = heart.catalog
    pages = [page_at(drawn_world, f"/exercises/{exercise.id}") for exercise in catalog.exercises]
    cited = {source["url"] for exercise in catalog.exercises for source in exercise.sources}
    followed = {entry["source"]["url"] for entry in catalog.dose_entries.values()}

    assert {link for page in pages for link in page.links if not link.startswith("/")} <= cited | followed


def test_every_exercise_has_a_page_with_all_its_words(drawn_world: World, heart: Heart) -> None:
    said = [
        (exercise.id, page_at(drawn_world, f"/exercises/{exercise.id}").text_of_page(), exercise.text("en")) for exercise in heart.catalog.exercises
    ]

    assert len(said) >= 178
    assert [
        (exercise_id, sentence)
        for exercise_id, text, words in said
        for sentence in (
            words.name, *words.also_known_as, words.purpose, words.set_up, *words.steps, words.breathing, words.tempo,
            *words.cues, *words.common_mistakes, *words.stop_signs,
        )
        if sentence not in text
    ] == []  # fmt: skip


def test_every_exercise_s_page_says_that_no_clinician_has_reviewed_it(drawn_world: World, heart: Heart) -> None:
    texts = {exercise.id: page_at(drawn_world, f"/exercises/{exercise.id}").text_of_page() for exercise in heart.catalog.exercises}
    note = f"No clinician has reviewed this exercise yet. {heart.book.messages['disclaimer']}"

    assert [exercise_id for exercise_id, text in texts.items() if note not in text] == []


def test_an_exercise_s_page_says_its_facts_in_words(drawn_world: World) -> None:
    text = page_at(drawn_world, "/exercises/bird_dog").text_of_page()

    assert [
        sentence
        for sentence in (
            "Core stability",
            "Lower back, middle of the back, buttocks",
            "Beginner; difficulty 3 of 10.",
            "On all fours",
            "Nothing; you get down to the floor",
            "multifidus, erector spinae",
            "1 set of 6 repetitions on each side, each held for 8 seconds; 30 seconds of rest after each set; 3 days a week; effort 3 of 10.",
            "Tests your balance",
        )
        if sentence not in text
    ] == []
    assert "Has you lying face down" not in text
    assert text.index("1 set of 6") < text.index("2 sets of 6") < text.index("3 sets of 8")


def test_an_exercise_counted_by_the_clock_says_its_minutes(drawn_world: World) -> None:
    assert "5 minutes; 3 days a week; effort 3 of 10." in page_at(drawn_world, "/exercises/aquatic_exercise").text_of_page()


def test_every_word_of_the_catalog_s_lists_has_its_words_and_no_other_has(drawn_world: World) -> None:
    named = {name: set(words) for name, words in drawn_world.app.jinja_env.get_template("words.html").module.lists.items()}  # type: ignore[attr-defined]

    assert named == {name: {word.value for word in words} for name, words in LISTS.items()}


def test_an_exercise_s_page_shows_its_drawing_and_offers_to_see_it_move_where_it_does(drawn_world: World) -> None:
    moving, still, none = (page_at(drawn_world, f"/exercises/{exercise_id}") for exercise_id in ("bird_dog", "chin_tuck", "cat_cow"))

    assert [len(page.images) for page in (moving, still, none)] == [1, 1, 0]
    assert ["See it move" in page.text for page in (moving, still, none)] == [True, False, False]
    assert "No drawing yet" in none.text


@pytest.mark.parametrize("path", ["/exercises", "/exercises?q=zzz"])
def test_the_catalog_s_page_says_that_no_clinician_has_reviewed_it(drawn_world: World, path: str) -> None:
    assert "No clinician has reviewed these exercises yet." in page_at(drawn_world, path).text_of_page()


@pytest.mark.parametrize("exercise_id", ["x", "Bird_Dog", "%00", "bird_dog%20", "\u00e4"])
def test_an_exercise_that_is_not_there_has_no_page_but_the_usual_problem(world: World, exercise_id: str) -> None:
    check_problem(world.send("GET", f"/exercises/{exercise_id}"), 404, "exercise_not_found")


def test_all_pages_together_show_every_exercise_once_in_the_order_of_their_names(drawn_world: World, heart: Heart) -> None:
    pages = every_page(drawn_world, "")
    walked = [exercise_id for page in pages for exercise_id in shown(page)]
    names = [heart.catalog.by_id[exercise_id].text("en").name.casefold() for exercise_id in walked]

    assert {len(shown(page)) for page in pages[:-1]} == {24}
    assert sorted(walked) == [exercise.id for exercise in heart.catalog.exercises]
    assert names == sorted(names)


def test_the_links_to_other_pages_keep_what_was_asked(drawn_world: World) -> None:
    query = "pain_area=lower_back&level=beginner&q=your+back"
    first, second = every_page(drawn_world, query)[:2]

    assert {**parse_qs(query), "page": ["2"]} == parse_qs(urlsplit(first.related["next"]).query)
    assert parse_qs(query) == parse_qs(urlsplit(second.related["prev"]).query)
    assert "prev" not in first.related


def test_the_form_shows_every_option_that_is_chosen_and_finds_what_the_api_finds(drawn_world: World) -> None:
    pages = {(name, word): page_at(drawn_world, f"/exercises?{name}={word}") for name, word in OPTIONS}
    listed = {(name, word): drawn_world.get(f"/v1/exercises?limit=24&{name}={word}").get_json() for name, word in OPTIONS}

    assert {option: page.chosen for option, page in pages.items()} == {(name, word): [word] for name, word in OPTIONS}
    assert {option: len(shown(page)) for option, page in pages.items()} == {option: len(body["data"]) for option, body in listed.items()}
    # A page is sorted by names and the list by ids, so only what fits on one page can be compared whole.
    assert {option: set(shown(pages[option])) for option, body in listed.items() if body["next_cursor"] is None} == {
        option: {exercise["id"] for exercise in body["data"]} for option, body in listed.items() if body["next_cursor"] is None
    }


@pytest.mark.parametrize(("q", "count"), [("bird dog zzz", "No exercise fits all of this"), ("core_stability multifidus superman", "1 exercise")])
def test_the_page_says_how_many_were_found(drawn_world: World, q: str, count: str) -> None:
    assert f'<h2 id="found">{count}</h2>' in page_at(drawn_world, f"/exercises?q={quote(q)}").text


def test_controls_that_were_left_alone_ask_for_nothing(drawn_world: World) -> None:
    untouched = "q=&pain_area=&kind=&level=&position=&equipment=&without_property="

    assert shown(page_at(drawn_world, f"/exercises?{untouched}")) == shown(page_at(drawn_world, "/exercises"))
    assert shown(page_at(drawn_world, "/exercises?q=%20%20")) == shown(page_at(drawn_world, "/exercises"))


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("kind=x", "/kind"),
        ("pain_area=Neck", "/pain_area"),
        ("without_property=x", "/without_property"),
        ("q=" + "a" * 81, "/q"),
        ("q=%21", "/q"),
        ("page=0", "/page"),
        ("page=x", "/page"),
        ("page=1001", "/page"),
        ("limit=5", "/limit"),
        ("cursor=", "/cursor"),
        ("area=neck", "/area"),
    ],
)
def test_what_no_form_sends_is_422(world: World, query: str, pointer: str) -> None:
    response = world.send("GET", f"/exercises?{query}")

    check_problem(response, 422, "invalid_request")
    assert [found for found, _ in field_errors(response)] == [pointer]


def test_a_page_past_the_last_is_404(world: World) -> None:
    check_problem(world.send("GET", "/exercises?q=zzz&page=2"), 404, "not_found")


def test_whatever_an_exercise_or_a_search_says_is_text_and_no_markup(make_world: Callable[..., World], heart: Heart) -> None:
    spoiled = [replace(exercise, texts={"en": replace(exercise.text("en"), **_spoiled())}) for exercise in heart.catalog.exercises]
    catalog = replace(heart.catalog, exercises=tuple(spoiled))
    world = make_world(heart=replace(heart, catalog=catalog), figures=drawn)
    pages = [page_at(world, path) for path in ("/exercises", f"/exercises?q={quote(NASTY)}", "/exercises/bird_dog")]

    assert {"b", "script"} & {tag for page in pages for tag in page.tags} == set()
    assert [(page.broken, page.open) for page in pages] == [([], [])] * 3
    assert [NASTY in page.text_of_page() for page in pages] == [True, True, True]
    assert {NASTY in (image["alt"] or "") for page in pages for image in page.images} == {True}
    assert [control["value"] for control in pages[1].controls if control["id"] == "q"] == [NASTY]


def _spoiled() -> dict[str, str | tuple[str, ...]]:
    whole = dict.fromkeys(("name", "purpose", "set_up", "breathing", "tempo"), NASTY)
    return whole | dict.fromkeys(("also_known_as", "steps", "cues", "common_mistakes", "stop_signs"), (NASTY,))


def test_where_a_gateway_puts_a_stage_before_every_path_the_links_keep_it(drawn_world: World) -> None:
    response = drawn_world.app.test_client().get("/exercises/bird_dog", base_url="http://localhost/dev")
    page = Page(response.get_data(as_text=True))

    assert [address for address in [*page.links, *page.loads] if address.startswith("/") and not address.startswith("/dev/")] == []


def test_a_search_stands_in_no_log_line(drawn_world: World) -> None:
    page_at(drawn_world, "/exercises?q=canary8841")

    assert "canary8841" not in drawn_world.lines.everything()
