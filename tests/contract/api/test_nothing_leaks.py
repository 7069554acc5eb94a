"""What a person answered stands in no log line and no error, whatever goes wrong."""

import json
from typing import Any

import pytest

from tests.contract.api.world import FOUR_FIELDS, FROM_A_FORM, RECOMMENDATIONS, SITE, World, check_problem

CANARY = "canary8841"
EVERY_FIELD = [
    "sitting_hours_per_day", "pain_areas", "experience_level", "has_chronic_condition", "red_flags", "red_flags_unknown", "conditions",
    "consultation", "history", "pain", "age_years", "sex", "pregnancy", "blood_pressure", "can_get_to_floor", "equipment", "minutes_per_session",
    "days_per_week", "goals", "work_posture", "exclude_exercises", "reference", "locale", "consent",
]  # fmt: skip
LONG = CANARY * 10


def kept_quiet(world: World, body: str) -> None:
    assert CANARY not in body
    assert CANARY not in world.lines.everything()


@pytest.mark.parametrize("field", EVERY_FIELD)
@pytest.mark.parametrize("value", [CANARY, [CANARY], [{"x": CANARY}], LONG], ids=["text", "list", "object in a list", "long text"])
def test_a_wrong_answer_is_repeated_nowhere(world: World, field: str, value: Any) -> None:
    response = world.create({**FOUR_FIELDS, "red_flags": {"x": CANARY}, field: value})

    check_problem(response, 422, "invalid_request")
    kept_quiet(world, response.get_data(as_text=True))
    assert world.store.stored() == []


@pytest.mark.parametrize(
    "inner",
    [
        {"consultation": {"consulted": CANARY, "consulted_on": CANARY, "exercise_advised": CANARY}},
        {"pain": {"intensity": CANARY, "duration_weeks": CANARY, "spreads_below_knee": CANARY, "worse_with": [CANARY]}},
        {"history": {"smokes": CANARY, "height_loss": CANARY, "family_heart_disease": CANARY}},
        {"consent": {"notice_version": LONG, "given": CANARY}},
        {"mood": CANARY},
    ],
    ids=["consultation", "pain", "history", "consent", "an unknown field's value"],
)
def test_a_wrong_answer_inside_an_object_is_repeated_nowhere(world: World, inner: dict[str, Any]) -> None:
    response = world.create({**FOUR_FIELDS, **inner})

    check_problem(response, 422, "invalid_request")
    kept_quiet(world, response.get_data(as_text=True))


@pytest.mark.parametrize(
    "body",
    [
        f'{{"reference": "{CANARY}"',
        f'{{"reference": "{CANARY}", "reference": "{CANARY}"}}',
        f"{CANARY}",
        f'["{CANARY}"]',
        f'"{CANARY}"',
        json.dumps({"reference": CANARY * 4000}),
        f'{{"\\ud800": "{CANARY}", "reference": "\\ud800{CANARY}"}}',
    ],
    ids=["cut off", "key twice", "no JSON", "list", "text", "too large", "half a character pair"],
)
def test_a_broken_body_is_repeated_nowhere(world: World, body: str) -> None:
    response = world.post(body, Content_Type="application/json")

    assert response.status_code in {400, 413, 422}
    kept_quiet(world, response.get_data(as_text=True))


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", f"/v1/{CANARY}", {}),
        ("GET", f"/{CANARY}?{CANARY}={CANARY}", {}),
        ("POST", f"/v1/exercises/{CANARY}", {}),
        ("GET", f"/v1/exercises/{CANARY}", {}),
        ("GET", f"{RECOMMENDATIONS}/{CANARY}", {}),
        ("GET", f"/v1/exercises?kind={CANARY}", {}),
        ("GET", f"/v1/exercises?limit={CANARY}", {}),
        ("GET", f"/v1/exercises?q={LONG}", {}),
        ("GET", f"/v1/exercises/{CANARY}/figure.svg", {}),
        ("GET", f"/v1/exercises/bird_dog/figure.svg?animated={CANARY}", {}),
        ("GET", f"/exercises/{CANARY}", {}),
        ("GET", f"/exercises?kind={CANARY}&q={LONG}", {}),
        ("GET", f"/exercises?page={CANARY}", {}),
        ("GET", f"/v1/exercises?cursor={CANARY}.", {}),
        ("GET", f"{RECOMMENDATIONS}?status={CANARY}", {}),
        ("GET", f"{RECOMMENDATIONS}?reference={LONG}", {}),
        ("GET", f"{RECOMMENDATIONS}?reference={CANARY}&cursor={CANARY}", {}),
        ("GET", f"{RECOMMENDATIONS}?x={CANARY}", {}),
        ("DELETE", f"{RECOMMENDATIONS}/{CANARY}", {"If-Match": CANARY}),
        ("POST", RECOMMENDATIONS, {"Content-Type": CANARY}),
        ("POST", RECOMMENDATIONS, {"Authorization": f"Bearer {CANARY}"}),
        ("POST", RECOMMENDATIONS, {"Authorization": f"Basic {CANARY}"}),
        ("GET", f"{RECOMMENDATIONS}/rec_x", {"Access-Token": CANARY, "Origin": f"https://{CANARY}"}),
    ],
)
def test_paths_queries_and_headers_are_repeated_nowhere(world: World, method: str, path: str, headers: dict[str, str]) -> None:
    response = world.send(method, path, headers={"Authorization": f"Bearer {world.keys['server']}", **headers})

    assert response.status_code >= 400
    kept_quiet(world, response.get_data(as_text=True))


def test_an_idempotency_key_stands_in_no_log_and_no_error(world: World) -> None:
    world.create(Idempotency_Key=CANARY)

    refused = world.create({**FOUR_FIELDS, "sitting_hours_per_day": 1}, Idempotency_Key=CANARY)

    check_problem(refused, 422, "idempotency_key_reused")
    kept_quiet(world, refused.get_data(as_text=True))


def test_a_successful_create_and_read_log_no_answer_no_id_and_no_key(world: World) -> None:
    created = world.create({**FOUR_FIELDS, "reference": CANARY, "red_flags": ["night_pain"], "conditions": []})
    world.get(created.headers["Location"], key="server")
    logged = world.lines.everything()

    assert created.get_json()["reference"] == CANARY
    assert CANARY not in logged
    assert "night_pain" not in logged
    assert "lower_back" not in logged
    assert created.get_json()["id"] not in logged
    assert world.keys["server"] not in logged


def test_a_browser_s_token_stands_in_no_log(world: World) -> None:
    created = world.create({**FROM_A_FORM, "reference": CANARY}, key="browser", Origin=SITE)
    token = created.get_json()["access_token"]
    world.get(created.headers["Location"], key="browser", Origin=SITE, Access_Token=token)

    assert token not in world.lines.everything()
    kept_quiet(world, "")


def test_the_store_s_error_takes_no_answer_along(world: World) -> None:
    world.store.fail_with_unavailable = True

    response = world.create({**FOUR_FIELDS, "reference": CANARY})

    check_problem(response, 503, "store_unavailable")
    kept_quiet(world, response.get_data(as_text=True))


def test_every_request_is_one_line_with_what_operators_need(world: World) -> None:
    created = world.create()
    world.send("GET", "/nowhere")
    first, last = world.lines.requests()[-2:]

    assert first == {
        "event": "request",
        "request_id": created.headers["Request-Id"],
        "method": "POST",
        "route": RECOMMENDATIONS,
        "status": 201,
        "ms": first["ms"],
        "outcome": "proceed_modified",
        "key_id": "key_server",
        "replayed": False,
    }
    assert (last["status"], last["code"], "route" in last) == (404, "not_found", False)
