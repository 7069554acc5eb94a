"""A browser key: only from a listed origin, only with screening and consent, only its own recommendation, only for a while."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.contract.api.world import FOUR_FIELDS, FROM_A_FORM, NOW, OTHER_SITE, RECOMMENDATIONS, SCREENED, SITE, World, check_problem, field_errors

LIFETIME_S = 3600


def submit(world: World, answers: Any = FROM_A_FORM, *, key: str = "browser", origin: str = SITE, **headers: str) -> TestResponse:
    return world.create(answers, key=key, Origin=origin, **headers)


def read(world: World, created: TestResponse, *, token: str | None = None, key: str = "browser", origin: str = SITE) -> TestResponse:
    access = created.get_json()["access_token"] if token is None else token
    return world.get(created.headers["Location"], key=key, Origin=origin, Access_Token=access)


def test_a_browser_creates_and_reads_its_recommendation(world: World) -> None:
    created = submit(world)

    reading = read(world, created)

    assert (created.status_code, reading.status_code) == (201, 200)
    assert created.get_json()["access_token"]
    assert reading.get_json() | {"access_token": ""} == created.get_json() | {"access_token": ""}
    assert reading.headers["Cache-Control"] == "no-store"


def test_the_token_is_not_in_what_is_stored(world: World) -> None:
    created = submit(world)

    assert created.get_json()["access_token"].encode() not in world.store.stored()[0].answer
    assert created.get_json()["access_token"] not in str(world.store.stored()[0].detail)


def test_a_browser_s_replay_is_the_stored_answer_with_a_token_that_works(world: World) -> None:
    first = submit(world, Idempotency_Key="form-1")

    again = submit(world, Idempotency_Key="form-1")

    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.get_json() | {"access_token": ""} == first.get_json() | {"access_token": ""}
    assert read(world, again).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        None, "", "null", "http://clinic.example", "https://clinic.example:8443", "https://clinic.example:443", "https://clinic.example/",
        "https://Clinic.example", "HTTPS://clinic.example", "https://clinic.example.evil.example", "https://evil.example", "clinic.example",
        "https://sub.clinic.example", "https://clinic.example https://evil.example", "*", "https://clinic.exampl\u00eb",
    ],
)  # fmt: skip
def test_any_origin_but_a_listed_one_is_refused(world: World, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}

    check_problem(world.create(FROM_A_FORM, key="browser", **headers), 403, "origin_not_allowed")
    assert world.store.stored() == []


def test_a_referer_does_not_stand_in_for_an_origin(world: World) -> None:
    check_problem(world.create(FROM_A_FORM, key="browser", Referer=f"{SITE}/form"), 403, "origin_not_allowed")


def test_every_listed_origin_works(world: World) -> None:
    assert submit(world, origin=SITE).status_code == 201
    assert submit(world, origin=OTHER_SITE).status_code == 201


def test_an_origin_of_another_partner_is_refused(world: World) -> None:
    check_problem(submit(world, key="uptown browser", origin=OTHER_SITE), 403, "origin_not_allowed")


def test_a_form_that_did_not_ask_the_red_flags_is_refused(world: World) -> None:
    response = submit(world, {**FOUR_FIELDS, "conditions": [], "consent": FROM_A_FORM["consent"]})

    check_problem(response, 422, "screening_required")
    assert ("/red_flags", "required") in field_errors(response)
    assert world.store.stored() == []


@pytest.mark.parametrize(
    "consent",
    [{}, {"consent": {}}, {"consent": {"notice_version": "2026-11"}}, {"consent": {"notice_version": "2026-11", "given": False}}],
    ids=["absent", "empty", "not said", "refused"],
)
def test_a_form_without_consent_is_refused(world: World, consent: dict[str, Any]) -> None:
    response = submit(world, {**SCREENED, **consent})

    check_problem(response, 422, "consent_required")
    assert ("/consent/given", "required") in field_errors(response)
    assert world.store.stored() == []


def test_a_form_with_neither_screening_nor_consent_is_told_of_both(world: World) -> None:
    response = submit(world, FOUR_FIELDS)

    assert sorted(field_errors(response)) == [("/consent/given", "required"), ("/red_flags", "required")]


def test_a_form_whose_red_flags_were_all_skipped_was_asked(world: World) -> None:
    assert submit(world, {**FROM_A_FORM, "red_flags_unknown": ["night_pain"]}).status_code == 201


def test_a_server_key_needs_neither_screening_nor_consent_nor_origin(world: World) -> None:
    assert world.create(FOUR_FIELDS).status_code == 201
    assert world.create(FOUR_FIELDS, Origin="https://evil.example").status_code == 201


def test_a_server_key_is_never_given_a_token(world: World) -> None:
    by_browser = submit(world, Idempotency_Key="form-1")

    created, reading = world.create(FROM_A_FORM, Origin=SITE), world.get(by_browser.headers["Location"], key="server", Origin=SITE)

    assert created.get_json()["access_token"] is None
    assert (reading.status_code, reading.get_json()["access_token"]) == (200, None)


def test_what_a_server_made_without_asking_is_not_handed_to_a_browser_by_its_idempotency_key(world: World) -> None:
    by_server = world.create(FOUR_FIELDS, Idempotency_Key="visit-8841")

    by_browser = submit(world, FOUR_FIELDS, Idempotency_Key="visit-8841")

    assert by_server.status_code == 201
    check_problem(by_browser, 422, "screening_required")


def test_a_browser_cannot_take_an_idempotency_key_from_the_partner_s_server(world: World) -> None:
    submit(world, Idempotency_Key="visit-8841")

    assert world.create(FOUR_FIELDS, Idempotency_Key="visit-8841").status_code == 201


def test_a_browser_reads_nothing_without_a_token(world: World) -> None:
    created = submit(world)

    check_problem(world.get(created.headers["Location"], key="browser", Origin=SITE), 403, "access_token_required")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "null", "\u00e4", "." * 2000])
def test_a_made_up_token_opens_nothing(world: World, token: str) -> None:
    created = submit(world)

    check_problem(read(world, created, token=token), 403, "access_token_required")


@pytest.mark.parametrize("place", [0, 5, 40, -1])
def test_a_token_with_one_character_changed_opens_nothing(world: World, place: int) -> None:
    created = submit(world)
    token = list(created.get_json()["access_token"])
    token[place] = "A" if token[place] not in "AB" else "z"

    check_problem(read(world, created, token="".join(token)), 403, "access_token_required")


def test_a_token_opens_only_the_recommendation_it_was_given_for(world: World) -> None:
    mine, yours = submit(world), submit(world)

    check_problem(read(world, yours, token=mine.get_json()["access_token"]), 403, "access_token_required")


def test_a_token_works_only_with_the_key_it_was_given_to(world: World) -> None:
    created = submit(world)

    check_problem(read(world, created, key="second browser"), 403, "access_token_required")
    check_problem(read(world, created, key="uptown browser"), 403, "access_token_required")


def test_a_token_works_only_from_the_origin_it_was_given_to(world: World) -> None:
    created = submit(world)

    check_problem(read(world, created, origin=OTHER_SITE), 403, "access_token_required")
    check_problem(read(world, created, origin="https://evil.example"), 403, "origin_not_allowed")


def test_a_token_lasts_an_hour(make_world: Callable[..., World]) -> None:
    moment = [NOW]
    world = make_world(now=lambda: moment[0])
    created = submit(world)

    moment[0] = NOW + dt.timedelta(seconds=LIFETIME_S)
    within = read(world, created)
    moment[0] = NOW + dt.timedelta(seconds=LIFETIME_S + 1)
    after = read(world, created)

    assert within.status_code == 200
    check_problem(after, 403, "access_token_required")


def test_a_token_is_no_key(world: World) -> None:
    created = submit(world)
    headers = {"Authorization": f"Bearer {created.get_json()['access_token']}", "Origin": SITE}

    check_problem(world.send("GET", created.headers["Location"], headers=headers), 401, "key_malformed")


def test_whether_a_recommendation_exists_is_not_told_to_a_browser_without_its_token(world: World) -> None:
    created = submit(world)

    there = world.get(created.headers["Location"], key="browser", Origin=SITE)
    not_there = world.get(f"{RECOMMENDATIONS}/rec_aaaaaaaaaaaaaaaaaaaaaaaaaa", key="browser", Origin=SITE)

    assert there.get_json() | {"request_id": ""} == not_there.get_json() | {"request_id": ""}
