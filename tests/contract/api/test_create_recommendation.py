"""POST /v1/recommendations, when all is well: what comes back, what is stored, and that it can be sent again."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from tests.contract.api.world import FOUR_FIELDS, NOW, RECOMMENDATIONS, SCREENED, World, check_problem

ALL_FIELDS = {
    **SCREENED,
    "red_flags_unknown": [],
    "consultation": {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": True},
    "pain": {"intensity": 4, "duration_weeks": 3, "spreads_below_knee": False, "worse_with": ["bending_forward"]},
    "history": {"smokes": False, "height_loss": False, "family_heart_disease": False},
    "age_years": 41,
    "sex": "female",
    "pregnancy": "none",
    "blood_pressure": "normal",
    "can_get_to_floor": True,
    "equipment": ["none", "band"],
    "minutes_per_session": 15,
    "days_per_week": 3,
    "goals": ["pain_relief", "posture"],
    "work_posture": "sitting",
    "exclude_exercises": [],
    "reference": "visit-8841",
    "locale": "en",
    "consent": {"notice_version": "2026-11", "given": True},
}


def ticking() -> Iterator[datetime]:
    return (NOW + timedelta(microseconds=tick) for tick in count())


def test_a_create_answers_201_with_the_headers_of_the_contract(world: World) -> None:
    response = world.create()

    assert response.status_code == 201
    assert response.headers["Location"] == f"/v1/recommendations/{response.get_json()['id']}"
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r'"[^"]+"', response.headers["ETag"])
    assert re.fullmatch(r"req_\w+", response.headers["Request-Id"])
    assert "Idempotent-Replayed" not in response.headers


def test_the_answer_holds_every_field_that_the_contract_names(world: World) -> None:
    body = world.create(ALL_FIELDS).get_json()

    assert set(body) >= {
        "id", "object", "created_at", "reference", "status", "gate", "program", "before_you_start", "interim_advice", "judged_on",
        "access_token", "return_code", "links", "versions", "disclaimer",
    }  # fmt: skip
    assert set(body["gate"]) >= {"outcome", "screening", "message", "reasons", "unlock"}
    assert set(body["program"]) >= {
        "weeks", "sessions_per_week", "minutes_per_session", "exercises", "sessions", "progression", "daily_habits",
        "stop_and_seek_help_if", "expectations",
    }  # fmt: skip
    assert set(body["program"]["exercises"][0]) >= {
        "rank", "exercise_id", "name", "kind", "score", "score_parts", "dose", "cautions", "cues", "common_mistakes", "easier", "harder",
        "figure_url", "alternatives",
    }  # fmt: skip
    assert set(body["program"]["exercises"][0]["dose"]) >= {"sets", "reps", "hold_s", "rest_s", "sides", "days_per_week", "effort_0_10"}
    assert set(body["program"]["exercises"][0]["score_parts"][0]) == {"part", "value", "because"}
    assert set(body["program"]["exercises"][0]["alternatives"][0]) >= {"exercise_id", "score", "differs"}
    assert set(body["program"]["sessions"][0]) >= {"week", "day", "items", "minutes"}
    assert set(body["program"]["sessions"][0]["items"][0]) >= {"exercise_id", "sets", "reps", "hold_s", "rest_s"}
    assert set(body["program"]["progression"][0]) >= {"when", "change", "source"}
    assert set(body["program"]["daily_habits"][0]) >= {"code", "every_minutes", "text"}
    assert set(body["links"]) == {"handout", "calendar"}
    assert set(body["versions"]) == {"catalog", "rules", "model"}


def test_the_answer_says_what_was_asked_and_when(world: World) -> None:
    body = world.create(ALL_FIELDS).get_json()

    assert re.fullmatch(r"rec_\w{20,}", body["id"])
    assert body["object"] == "recommendation"
    assert datetime.fromisoformat(body["created_at"]) == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert body["created_at"].endswith("Z")
    assert body["judged_on"] == "2026-11-22"
    assert body["reference"] == "visit-8841"
    assert (body["program"]["sessions_per_week"], body["program"]["minutes_per_session"]) == (3, 15)


def test_a_server_key_is_given_no_token_and_no_code(world: World) -> None:
    body = world.create().get_json()

    assert (body["access_token"], body["return_code"]) == (None, None)


def test_exercises_stand_in_rank_order_and_the_parts_of_a_score_sum_to_it(world: World) -> None:
    exercises = world.create().get_json()["program"]["exercises"]
    scores = [exercise["score"] for exercise in exercises]
    sums = [sum(part["value"] for part in exercise["score_parts"]) for exercise in exercises]

    assert [exercise["rank"] for exercise in exercises] == list(range(1, len(exercises) + 1))
    assert scores == sorted(scores, reverse=True)
    assert sums == pytest.approx(scores, abs=1e-9)


def test_a_language_that_is_not_there_falls_back_to_english_and_says_so(world: World) -> None:
    response = world.create({**FOUR_FIELDS, "locale": "de-AT"})

    assert response.status_code == 201
    assert response.headers.get("Content-Language") == "en"


def test_get_returns_the_bytes_that_were_stored(world: World) -> None:
    created = world.create(ALL_FIELDS)

    read = world.get(created.headers["Location"], key="server")

    assert read.status_code == 200
    assert read.data == created.data
    assert read.data == world.store.stored()[0].answer
    assert read.headers["ETag"] == created.headers["ETag"]
    assert read.headers["Cache-Control"] == "no-store"


def test_another_key_of_the_same_partner_and_mode_reads_it_too(world: World) -> None:
    created = world.create()

    assert world.get(created.headers["Location"], key="second server").data == created.data


@pytest.mark.parametrize("stranger", ["uptown server", "live server"])
def test_a_recommendation_of_another_partner_or_mode_is_not_there(accepted_world: World, stranger: str) -> None:
    created = accepted_world.create()

    missing = accepted_world.get(created.headers["Location"], key=stranger)
    never_made = accepted_world.get(f"{RECOMMENDATIONS}/rec_aaaaaaaaaaaaaaaaaaaaaaaaaa", key=stranger)

    check_problem(missing, 404, "recommendation_not_found")
    assert missing.get_json() | {"request_id": ""} == never_made.get_json() | {"request_id": ""}


def test_the_same_answers_give_the_same_program(world: World) -> None:
    first, second = world.create(ALL_FIELDS).get_json(), world.create(ALL_FIELDS).get_json()

    assert first["id"] != second["id"]
    assert first["program"] == second["program"]


def test_the_same_idempotency_key_and_body_replay_the_first_answer_byte_for_byte(world: World) -> None:
    first = world.create(Idempotency_Key="visit-8841")

    again = world.create(Idempotency_Key="visit-8841")

    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert len(world.store.stored()) == 1


def test_a_replay_is_the_same_a_day_later(make_world: Callable[..., World]) -> None:
    moments = iter([NOW + timedelta(hours=hours) for hours in (0, 0, 0, 24, 24, 24)])
    world = make_world(now=lambda: next(moments, NOW + timedelta(hours=24)))
    first = world.create(Idempotency_Key="visit-8841")

    assert world.create(Idempotency_Key="visit-8841").data == first.data


def test_a_body_with_its_keys_in_another_order_is_the_same_body(world: World) -> None:
    first = world.create(ALL_FIELDS, Idempotency_Key="visit-8841")

    again = world.create(dict(reversed(ALL_FIELDS.items())), Idempotency_Key="visit-8841")

    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_the_same_idempotency_key_with_another_body_is_refused(world: World) -> None:
    first = world.create(Idempotency_Key="visit-8841")

    other = world.create({**FOUR_FIELDS, "sitting_hours_per_day": 8}, Idempotency_Key="visit-8841")

    check_problem(other, 422, "idempotency_key_reused")
    assert [record.answer for record in world.store.stored()] == [first.data]


@pytest.mark.parametrize("other", ["uptown server", "live server"])
def test_the_idempotency_keys_of_another_partner_or_mode_are_apart(accepted_world: World, other: str) -> None:
    first = accepted_world.create(Idempotency_Key="visit-8841")

    second = accepted_world.create({**FOUR_FIELDS, "sitting_hours_per_day": 8}, key=other, Idempotency_Key="visit-8841")

    assert second.status_code == 201
    assert second.get_json()["id"] != first.get_json()["id"]
    assert "Idempotent-Replayed" not in second.headers
    check_problem(accepted_world.get(second.headers["Location"], key="server"), 404, "recommendation_not_found")


@pytest.mark.parametrize("key", ["!", "~" * 255, "8e03978e-40d5-43e8-bc93-6894a57f9324", '"quoted"'])
def test_an_idempotency_key_of_1_to_255_printable_characters_is_taken(world: World, key: str) -> None:
    first = world.create(Idempotency_Key=key)

    assert world.create(Idempotency_Key=key).data == first.data
    assert len(world.store.stored()) == 1


def test_eight_at_once_with_one_idempotency_key_make_one_recommendation(make_world: Callable[..., World]) -> None:
    moments = ticking()
    world = make_world(now=lambda: next(moments))

    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda _: world.create(Idempotency_Key="visit-8841"), range(8)))

    assert [response.status_code for response in responses] == [201] * 8
    assert len({response.data for response in responses}) == 1
    assert [response.headers.get("Idempotent-Replayed") for response in responses].count(None) == 1
    assert len(world.store.stored()) == 1
