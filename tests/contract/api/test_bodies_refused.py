"""A body that is no intake is refused with everything that is wrong with it, and nothing is stored."""

import json
from typing import Any

import pytest

from tests.contract.api.world import FOUR_FIELDS, RECOMMENDATIONS, World, check_problem, field_errors

JSON = "application/json"
FOUR = json.dumps(FOUR_FIELDS)
LIMIT = 32 * 1024


def changed(**answers: Any) -> dict[str, Any]:
    return {**FOUR_FIELDS, **answers}


def padded(size: int) -> str:
    return FOUR + " " * (size - len(FOUR))


@pytest.fixture(autouse=True)
def nothing_is_stored(world: World, request: pytest.FixtureRequest) -> Any:
    yield
    assert world.store.stored() == [] or "taken" in request.node.name


@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"{", b'{"a": 1,}', b"{'a': 1}", b'{"a": 1} {"b": 2}', b"nonsense", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1e999}',
     b'{"a": "\xff"}', b"\xef\xbb\xbf{}", '{"a": "ä"}'.encode("utf-16"), b"[" * 30_000, b'{"a":' * 6_000, b'{"a": ' + b"9" * 5_000 + b"}"],
)  # fmt: skip
def test_a_body_that_is_not_json_is_400(world: World, body: bytes) -> None:
    check_problem(world.post(body, Content_Type=JSON), 400, "invalid_json")


@pytest.mark.parametrize("body", ["[]", "null", "true", "7", '"text"', f"[{FOUR}]"])
def test_json_that_is_no_object_is_422_at_the_root(world: World, body: str) -> None:
    response = world.post(body, Content_Type=JSON)

    check_problem(response, 422, "invalid_request")
    assert field_errors(response) == [("", "wrong_type")]


@pytest.mark.parametrize(
    "body",
    [
        '{"a": 1, "a": 1}',
        FOUR[:-1] + ', "has_chronic_condition": false}',
        FOUR[:-1] + ', "pain": {"intensity": 1, "intensity": 2}}',
        FOUR[:-1] + ', "reference": "x", "r\\u0065ference": "x"}',
    ],
)
def test_a_key_that_stands_twice_in_one_object_is_400(world: World, body: str) -> None:
    check_problem(world.post(body, Content_Type=JSON), 400, "duplicate_key")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/vnd.api+json",
        "application/problem+json",
        "json",
        "",
        ",",
    ],
)
def test_any_other_content_type_is_415(world: World, content_type: str) -> None:
    check_problem(world.post(FOUR, Content_Type=content_type), 415, "unsupported_media_type")


def test_a_missing_content_type_is_415(world: World) -> None:
    check_problem(world.post(FOUR), 415, "unsupported_media_type")


@pytest.mark.parametrize("content_type", [JSON, "application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"])
def test_json_is_taken_with_and_without_a_charset(world: World, content_type: str) -> None:
    assert world.post(FOUR, Content_Type=content_type).status_code == 201


@pytest.mark.parametrize("size", [LIMIT + 1, 1_000_000])
def test_a_body_over_32_kib_is_413(world: World, size: int) -> None:
    check_problem(world.post(padded(size), Content_Type=JSON), 413, "body_too_large")


def test_a_body_over_32_kib_that_does_not_say_its_length_is_413(world: World) -> None:
    response = world.send(
        "POST",
        RECOMMENDATIONS,
        key="server",
        data=padded(1_000_000),
        headers={"Content-Type": JSON, "Transfer-Encoding": "chunked"},
        environ_overrides={"CONTENT_LENGTH": "", "wsgi.input_terminated": True},
    )

    check_problem(response, 413, "body_too_large")


def test_a_body_of_exactly_32_kib_is_taken(world: World) -> None:
    assert world.post(padded(LIMIT), Content_Type=JSON).status_code == 201


@pytest.mark.parametrize("field", ["sitting_hours_per_day", "pain_areas", "experience_level", "has_chronic_condition"])
def test_the_first_four_fields_are_required(world: World, field: str) -> None:
    response = world.create({name: value for name, value in FOUR_FIELDS.items() if name != field})

    check_problem(response, 422, "invalid_request")
    assert field_errors(response) == [(f"/{field}", "required")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sitting_hours_per_day", "9"),
        ("sitting_hours_per_day", True),
        ("pain_areas", "lower_back"),
        ("pain_areas", {"lower_back": True}),
        ("experience_level", ["beginner"]),
        ("experience_level", 1),
        ("has_chronic_condition", 0),
        ("has_chronic_condition", 1),
        ("has_chronic_condition", "no"),
        ("has_chronic_condition", "false"),
        ("has_chronic_condition", None),
        ("age_years", 41.0),
        ("age_years", "41"),
        ("minutes_per_session", 15.0),
        ("days_per_week", True),
        ("red_flags", None),
        ("conditions", {}),
        ("consultation", []),
        ("consultation", True),
        ("pain", None),
        ("reference", 8841),
        ("locale", None),
        ("sex", False),
        ("can_get_to_floor", "yes"),
    ],
)
def test_no_value_is_taken_for_another_type(world: World, field: str, value: Any) -> None:
    response = world.create(changed(**{field: value}))

    check_problem(response, 422, "invalid_request")
    assert field_errors(response) == [(f"/{field}", "wrong_type")]


@pytest.mark.parametrize(
    ("pointer", "code", "answers"),
    [
        ("/sitting_hours_per_day", "out_of_range", {"sitting_hours_per_day": 25}),
        ("/sitting_hours_per_day", "out_of_range", {"sitting_hours_per_day": -0.1}),
        ("/sitting_hours_per_day", "out_of_range", {"sitting_hours_per_day": 10**400}),
        ("/age_years", "out_of_range", {"age_years": -(10**400)}),
        ("/age_years", "out_of_range", {"age_years": 121}),
        ("/minutes_per_session", "out_of_range", {"minutes_per_session": 4}),
        ("/minutes_per_session", "out_of_range", {"minutes_per_session": 61}),
        ("/days_per_week", "out_of_range", {"days_per_week": 8}),
        ("/pain/intensity", "out_of_range", {"pain": {"intensity": 11}}),
        ("/pain/duration_weeks", "out_of_range", {"pain": {"duration_weeks": 2601}}),
        ("/pain_areas/1", "unknown_option", {"pain_areas": ["neck", "elbow"]}),
        ("/pain_areas/0", "wrong_type", {"pain_areas": [7]}),
        ("/pain_areas/2", "duplicate_item", {"pain_areas": ["neck", "hips", "neck"]}),
        ("/red_flags/0", "unknown_option", {"red_flags": ["ces_sadle"]}),
        ("/pain/worse_with/0", "unknown_option", {"pain": {"worse_with": ["dancing"]}}),
        ("/experience_level", "unknown_option", {"experience_level": "expert"}),
        ("/experience_level", "unknown_option", {"experience_level": "Beginner"}),
        ("/conditions", "too_many_items", {"conditions": ["glaucoma"] * 65}),
        ("/reference", "too_long", {"reference": "x" * 65}),
        ("/reference", "invalid_text", {"reference": "\ud800"}),
        ("/consultation/consulted_on", "invalid_date", {"consultation": {"consulted_on": "2026-02-30"}}),
        ("/consultation/consulted_on", "invalid_date", {"consultation": {"consulted_on": "20261102"}}),
        ("/consultation/consulted_on", "invalid_date", {"consultation": {"consulted_on": "2026-11-02T10:00:00Z"}}),
        ("/consultation/consulted_on", "date_in_future", {"consultation": {"consulted": True, "consulted_on": "2026-11-23"}}),
        ("/consultation/consulted_on", "required", {"consultation": {"consulted": True, "exercise_advised": True}}),
        ("/red_flag", "unknown_field", {"red_flag": []}),
        ("/pain/intensty", "unknown_field", {"pain": {"intensty": 3}}),
        ("/pain.intensity", "unknown_field", {"pain.intensity": 3}),
        ("/a~1b~0c", "unknown_field", {"a/b~c": 1}),
        ("/", "unknown_field", {"": 1}),
    ],
)
def test_a_wrong_value_is_named_by_pointer_and_code(world: World, pointer: str, code: str, answers: dict[str, Any]) -> None:
    response = world.create(changed(**answers))

    check_problem(response, 422, "invalid_request")
    assert field_errors(response) == [(pointer, code)]


def test_an_unknown_field_named_by_half_a_character_pair_is_422(world: World) -> None:
    check_problem(world.post(FOUR[:-1] + ', "\\ud800": 1}', Content_Type=JSON), 422, "invalid_request")


def test_all_field_errors_come_at_once(world: World) -> None:
    response = world.create(
        {"sitting_hours_per_day": 25, "pain_areas": ["elbow", 3], "has_chronic_condition": "no", "pain": {"intensity": 4.5, "x": 1}, "mood": "good"}
    )

    check_problem(response, 422, "invalid_request")
    assert field_errors(response) == [
        ("/experience_level", "required"),
        ("/has_chronic_condition", "wrong_type"),
        ("/mood", "unknown_field"),
        ("/pain/intensity", "wrong_type"),
        ("/pain/x", "unknown_field"),
        ("/pain_areas/0", "unknown_option"),
        ("/pain_areas/1", "wrong_type"),
        ("/sitting_hours_per_day", "out_of_range"),
    ]


@pytest.mark.parametrize(
    ("consultation", "code"),
    [({"consulted": True}, "required"), ({"consulted": True, "consulted_on": "2026-11-23"}, "date_in_future")],
)
def test_a_wrong_consultation_is_named_together_with_the_other_errors(world: World, consultation: dict[str, Any], code: str) -> None:
    response = world.create(changed(sitting_hours_per_day=25, consultation=consultation))

    assert field_errors(response) == [("/consultation/consulted_on", code), ("/sitting_hours_per_day", "out_of_range")]


@pytest.mark.parametrize(
    "key",
    ["", " ", "two words", " leading", "x" * 256, "gr\u00fcn", "tab\there", "del\x7f"],
    ids=["empty", "a space", "two words", "leading space", "256 characters", "not ASCII", "tab", "delete"],
)
def test_an_idempotency_key_out_of_its_form_is_422(world: World, key: str) -> None:
    check_problem(world.create(Idempotency_Key=key), 422, "invalid_idempotency_key")
