"""GET /v1/recommendations: own ones of the key's mode, newest first, page by page, whatever is created or erased meanwhile."""

import base64
import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.api.world import FOUR_FIELDS, NOW, RECOMMENDATIONS, SITE, World, check_problem, field_errors

CANARY = "canary8841"
GATED: dict[str, Any] = {**FOUR_FIELDS, "red_flags": ["severe_unremitting"]}


def ticking() -> Callable[[], dt.datetime]:
    """A clock that goes on by a second with each look."""
    seconds: Iterator[int] = iter(range(1_000_000))
    return lambda: NOW + dt.timedelta(seconds=next(seconds))


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world(now=ticking())


def listed(world: World, *, key: str = "server", **query: Any) -> dict[str, Any]:
    response = world.get(f"{RECOMMENDATIONS}?{urlencode(query)}", key=key)
    assert response.status_code == 200
    body: dict[str, Any] = response.get_json()
    return body


def created(world: World, answers: Any = FOUR_FIELDS, **options: Any) -> str:
    recommendation_id: str = world.create(answers, **options).get_json()["id"]
    return recommendation_id


def ids(page: dict[str, Any]) -> list[str]:
    return [row["id"] for row in page["data"]]


def test_own_ones_are_listed_newest_first(world: World) -> None:
    made = [created(world) for _ in range(3)]

    page = listed(world)

    assert ids(page) == made[::-1]
    assert page["next_cursor"] is None


def test_a_row_is_the_recommendation_in_short(world: World) -> None:
    answer = world.create({**FOUR_FIELDS, "reference": "visit-8841"}).get_json()

    [row] = listed(world)["data"]

    assert row == {
        "id": answer["id"],
        "object": "recommendation_summary",
        "created_at": answer["created_at"],
        "reference": "visit-8841",
        "status": "released",
        "gate": {"outcome": "proceed_modified", "screening": "not_asked"},
        "judged_on": "2026-11-22",
        "versions": answer["versions"],
    }


def test_a_list_of_nothing_is_empty(world: World) -> None:
    assert listed(world) == {"data": [], "next_cursor": None}


def test_a_list_is_not_stored_on_the_way(world: World) -> None:
    assert world.get(RECOMMENDATIONS, key="server").headers["Cache-Control"] == "no-store"


def test_another_key_of_the_partner_lists_the_same_and_another_partner_nothing(world: World) -> None:
    mine = created(world)

    assert ids(listed(world, key="second server")) == [mine]
    assert ids(listed(world, key="uptown server")) == []


def test_what_a_browser_made_is_listed_for_the_partner_s_server(world: World) -> None:
    answers = {**FOUR_FIELDS, "red_flags": [], "consent": {"notice_version": "2026-11", "given": True}}
    by_browser = created(world, answers, key="browser", Origin=SITE)

    assert ids(listed(world)) == [by_browser]


def test_the_modes_do_not_see_each_other(accepted_world: World) -> None:
    test, live = created(accepted_world), created(accepted_world, key="live server")

    assert ids(listed(accepted_world)) == [test]
    assert ids(listed(accepted_world, key="live server")) == [live]


def test_a_browser_key_may_not_list(world: World) -> None:
    check_problem(world.get(RECOMMENDATIONS, key="browser", Origin=SITE), 403, "not_allowed")


def test_filters_pick_by_reference_and_status(world: World) -> None:
    first = created(world, {**FOUR_FIELDS, "reference": "a"})
    second = created(world, {**GATED, "reference": "a"})
    third = created(world, GATED)

    assert ids(listed(world, reference="a")) == [second, first]
    assert ids(listed(world, status="referred")) == [third, second]
    assert ids(listed(world, reference="a", status="referred")) == [second]
    assert ids(listed(world, reference="b")) == []
    assert ids(listed(world, status="in_review")) == []


def test_a_page_has_twenty_unless_asked_otherwise(world: World) -> None:
    for _ in range(22):
        created(world)

    assert (len(listed(world)["data"]), len(listed(world, limit=100)["data"])) == (20, 22)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/limit"),
        ("limit=101", "/limit"),
        ("limit=-1", "/limit"),
        ("limit=1.0", "/limit"),
        ("limit=", "/limit"),
        ("status=done", "/status"),
        ("status=", "/status"),
        (f"reference={'x' * 65}", "/reference"),
        (f"cursor={'x' * 201}", "/cursor"),
        ("partner=uptown", "/partner"),
        ("Reference=a", "/Reference"),
    ],
)
def test_a_parameter_that_is_wrong_or_not_known_is_refused(world: World, query: str, pointer: str) -> None:
    response = world.get(f"{RECOMMENDATIONS}?{query}", key="server")

    check_problem(response, 422, "invalid_request")
    assert field_errors(response) == [(pointer, "invalid_parameter")]


def two_pages(world: World, **query: Any) -> str:
    """The cursor of the second page of a list that has one."""
    for _ in range(2):
        created(world, {**FOUR_FIELDS, "reference": "a"})
    cursor: str = listed(world, limit=1, **query)["next_cursor"]
    return cursor


@pytest.mark.parametrize("cursor", ["", "x", "bird_dog", "YmlyZF9kb2c=", "A" * 120, "%00", "\u00e4", "..", "null"])
def test_a_made_up_cursor_is_refused(world: World, cursor: str) -> None:
    check_problem(world.get(f"{RECOMMENDATIONS}?{urlencode({'cursor': cursor})}", key="server"), 422, "invalid_cursor")


def test_a_cursor_with_any_character_changed_cut_or_added_is_refused(world: World) -> None:
    cursor = two_pages(world)
    changed = [cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :] for place in range(len(cursor))]
    forms = [*changed, cursor[:-1], cursor + "A", cursor + "=", cursor + "\n", " " + cursor, cursor[:9] + "!" + cursor[9:]]

    answers = [world.get(f"{RECOMMENDATIONS}?{urlencode({'cursor': form})}", key="server") for form in forms]

    assert {(answer.status_code, answer.get_json()["code"]) for answer in answers} == {(422, "invalid_cursor")}


@pytest.mark.parametrize("other", [{}, {"reference": "b"}, {"reference": "a", "status": "released"}, {"status": "released"}])
def test_a_cursor_works_only_with_the_filters_that_it_was_given_for(world: World, other: dict[str, str]) -> None:
    cursor = two_pages(world, reference="a")

    check_problem(world.get(f"{RECOMMENDATIONS}?{urlencode({**other, 'cursor': cursor})}", key="server"), 422, "invalid_cursor")
    assert len(listed(world, reference="a", cursor=cursor)["data"]) == 1


def test_a_cursor_works_only_for_its_partner_and_mode(make_world: Callable[..., World], heart: Any) -> None:
    world = make_world(now=ticking(), accepted=heart.versions["rules"])
    cursor = two_pages(world)
    path = f"{RECOMMENDATIONS}?{urlencode({'cursor': cursor})}"

    check_problem(world.get(path, key="uptown server"), 422, "invalid_cursor")
    check_problem(world.get(path, key="live server"), 422, "invalid_cursor")
    assert world.get(path, key="second server").status_code == 200


def test_the_length_of_a_page_may_change_on_the_way(world: World) -> None:
    cursor = two_pages(world)
    created(world)

    assert len(listed(world, cursor=cursor, limit=50)["data"]) == 1


def test_a_reference_stands_in_no_cursor_no_log_and_no_error(world: World) -> None:
    created(world, {**FOUR_FIELDS, "reference": CANARY})
    created(world, {**FOUR_FIELDS, "reference": CANARY})

    cursor = listed(world, reference=CANARY, limit=1)["next_cursor"]
    refused = world.get(f"{RECOMMENDATIONS}?reference={CANARY}&cursor=x", key="server")

    assert CANARY.encode() not in base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert CANARY not in refused.get_data(as_text=True)
    assert CANARY not in world.lines.everything()


def test_a_store_that_is_away_is_an_outage_and_no_empty_list(world: World) -> None:
    world.store.fail_with_unavailable = True

    response = world.get(RECOMMENDATIONS, key="server")

    check_problem(response, 503, "store_unavailable")
    assert response.headers["Retry-After"]


MOVES = st.lists(st.sampled_from(["create", "create gated", "erase", "page"]), max_size=25)


@settings(max_examples=25, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(before=st.integers(0, 6), limit=st.integers(1, 4), moves=MOVES)
def test_whatever_happens_between_pages_no_row_is_doubled_shifted_or_lost(
    make_world: Callable[..., World], before: int, limit: int, moves: list[str]
) -> None:
    """What was there at the first page and is not erased comes exactly once and in order, and what is created later never comes."""
    world = make_world(now=ticking())
    there = [created(world) for _ in range(before)][::-1]
    page = listed(world, limit=limit)
    seen, alive = ids(page), list(there)
    for move in [*moves, *["page"] * before]:
        if move.startswith("create"):
            created(world, GATED if move == "create gated" else FOUR_FIELDS)
        elif move == "erase" and alive:
            gone = alive.pop()
            world.send("DELETE", f"{RECOMMENDATIONS}/{gone}", key="server")
        elif move == "page" and page["next_cursor"] is not None:
            page = listed(world, limit=limit, cursor=page["next_cursor"])
            seen += ids(page)

    assert page["next_cursor"] is None
    assert len(seen) == len(set(seen))
    assert seen == [one for one in there if one in set(seen)]
    assert set(alive) <= set(seen) <= set(there)


def test_the_answers_stand_in_no_list(world: World) -> None:
    created(world, {**GATED, "pain_areas": ["hips"]})

    page = json.dumps(listed(world))

    assert "severe_unremitting" not in page
    assert "hips" not in page
