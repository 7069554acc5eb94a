"""The OpenAPI document is valid, complete, and says of every field and error what is really so."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from recommender.heart import Heart
from tests.contract.api.world import FOUR_FIELDS, SITE, World, flask_path_to_document

REQUIRED = ["experience_level", "has_chronic_condition", "pain_areas", "sitting_hours_per_day"]
# Facts of the contract, in the words of a JSON Schema.
BOUNDS = {
    "sitting_hours_per_day": ("number", 0, 24),
    "age_years": ("integer", 0, 120),
    "minutes_per_session": ("integer", 5, 60),
    "days_per_week": ("integer", 1, 7),
}
WORDS = {
    "experience_level": ["beginner", "intermediate", "advanced"],
    "sex": ["female", "male", "other"],
    "pregnancy": ["none", "trimester_1", "trimester_2", "trimester_3", "postpartum"],
    "blood_pressure": ["normal", "high_controlled", "high_uncontrolled", "unknown"],
    "work_posture": ["sitting", "standing", "lifting", "mixed"],
}
WORD_SETS = {
    "pain_areas": ["neck", "shoulders", "upper_back", "mid_back", "lower_back", "hips", "glutes", "leg"],
    "equipment": [
        "none", "chair", "wall", "band", "dumbbell", "kettlebell", "barbell", "machine", "bench", "step", "ball", "foam_roller", "stick", "towel",
        "strap", "ankle_weights", "pull_up_bar", "bike", "pool",
    ],
    "goals": [
        "pain_relief", "prevention", "strength", "mobility", "posture", "return_to_activity", "balance", "bone_health", "general_fitness",
    ],
}  # fmt: skip
WORSE_WITH = ["bending_forward", "bending_backward", "twisting", "sitting", "standing", "walking", "lifting", "lying", "coughing"]
STATUSES = ["released", "awaiting_clearance", "in_review", "referred", "rejected", "withdrawn"]


def schema_of(world: World, name: str) -> dict[str, Any]:
    found: dict[str, Any] = world.document["components"]["schemas"][name]
    return found


def operations(world: World) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in world.document["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]


def resolved(world: World, response: dict[str, Any]) -> dict[str, Any]:
    name = response.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = world.document["components"]["responses"][name] if name else response
    return found


def test_the_document_is_valid_openapi_3_1(world: World) -> None:
    validate(world.document, cls=OpenAPIV31SpecValidator)

    assert world.document["openapi"].startswith("3.1")


def test_the_document_is_served_as_json_with_an_etag(world: World) -> None:
    first = world.send("GET", "/openapi.json")

    again = world.send("GET", "/openapi.json", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.content_type) == (200, "application/json")
    assert (again.status_code, again.data) == (304, b"")


def test_the_document_holds_exactly_the_routes_of_v1(world: World) -> None:
    live = {
        (flask_path_to_document(rule.rule), method.lower())
        for rule in world.app.url_map.iter_rules()
        for method in set(rule.methods or ()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.startswith("v1.")
    }

    assert {(path, method) for path, method, _ in operations(world)} == live


def test_every_operation_says_what_it_does_and_whether_it_needs_a_key(world: World) -> None:
    keyed = {(path, method) for path, method, operation in operations(world) if operation.get("security") == [{"key": []}]}

    assert [path for path, _, operation in operations(world) if not operation.get("summary")] == []
    assert keyed == {
        ("/v1/questionnaire", "get"),
        ("/v1/recommendations", "get"),
        ("/v1/recommendations", "post"),
        ("/v1/recommendations/{recommendation_id}", "get"),
        ("/v1/recommendations/{recommendation_id}", "delete"),
    }
    assert world.document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


def test_every_error_in_the_document_is_a_problem(world: World) -> None:
    errors = [
        (path, method, status, list(resolved(world, response).get("content", {}).items()))
        for path, method, operation in operations(world)
        for status, response in operation["responses"].items()
        if not status.startswith("2") and status != "304"
    ]
    a_problem = [("application/problem+json", {"schema": {"$ref": "#/components/schemas/Problem"}})]

    assert [(path, method, status) for path, method, status, content in errors if content != a_problem] == []


def test_the_statuses_that_a_create_can_answer_stand_in_the_document(world: World) -> None:
    documented = set(world.document["paths"]["/v1/recommendations"]["post"]["responses"])
    seen = {
        str(response.status_code)
        for response in (
            world.create(),
            world.create({}),
            world.post("{", Content_Type="application/json"),
            world.post("{}"),
            world.post(b" " * 40_000, Content_Type="application/json"),
            world.send("POST", "/v1/recommendations"),
            world.create(FOUR_FIELDS, key="browser", Origin="https://evil.example"),
        )
    }

    assert seen == {"201", "422", "400", "415", "413", "401", "403"}
    assert seen <= documented


def test_every_problem_validates_against_its_schema(world: World) -> None:
    schema = {"$ref": "#/components/schemas/Problem"}
    problems = [world.create({}), world.send("GET", "/nowhere"), world.send("POST", "/v1/recommendations"), world.get("/v1/exercises?limit=0")]

    assert [error.message for response in problems for error in world.validator(schema).iter_errors(response.get_json())] == []


def test_the_intake_refuses_unknown_fields_and_requires_the_first_four(world: World) -> None:
    intake = schema_of(world, "Intake")

    assert intake["required"] == REQUIRED
    assert [name for name in ("Intake", "IntakePain", "IntakeConsultation", "IntakeConsent") if schema_of(world, name)["additionalProperties"]] == []


@pytest.mark.parametrize(("field", "bounds"), BOUNDS.items())
def test_numbers_have_the_bounds_of_the_contract(world: World, field: str, bounds: tuple[str, int, int]) -> None:
    schema = schema_of(world, "Intake")["properties"][field]

    assert (schema["type"], schema["minimum"], schema["maximum"]) == bounds


@pytest.mark.parametrize(("field", "words"), WORDS.items())
def test_choices_are_those_of_the_contract(world: World, field: str, words: list[str]) -> None:
    assert schema_of(world, "Intake")["properties"][field]["enum"] == words


@pytest.mark.parametrize(("field", "words"), WORD_SETS.items())
def test_sets_are_those_of_the_contract(world: World, field: str, words: list[str]) -> None:
    schema = schema_of(world, "Intake")["properties"][field]

    assert (schema["type"], schema["uniqueItems"], schema["maxItems"]) == ("array", True, 64)
    assert sorted(schema["items"]["enum"]) == sorted(words)


def test_fields_inside_objects_are_those_of_the_contract(world: World) -> None:
    pain, consultation, consent = (schema_of(world, name)["properties"] for name in ("IntakePain", "IntakeConsultation", "IntakeConsent"))

    assert set(pain) == {"intensity", "duration_weeks", "spreads_below_knee", "worse_with"}
    assert (pain["intensity"]["type"], pain["intensity"]["minimum"], pain["intensity"]["maximum"]) == ("integer", 0, 10)
    assert (pain["duration_weeks"]["type"], pain["duration_weeks"]["maximum"]) == ("number", 2600)
    assert pain["worse_with"]["items"]["enum"] == WORSE_WITH
    assert set(consultation) == {"consulted", "consulted_on", "exercise_advised"}
    assert consultation["consulted_on"]["format"] == "date"
    assert set(consent) == {"notice_version", "given"}
    assert schema_of(world, "Intake")["properties"]["reference"]["maxLength"] == 64


def test_every_enum_of_the_intake_is_the_options_of_the_heart(world: World, heart: Heart) -> None:
    schemas = {"": "Intake", "pain": "IntakePain", "consultation": "IntakeConsultation", "consent": "IntakeConsent"}
    with_options = {name: field.options for name, field in heart.book.intake.fields.items() if field.options}
    properties = {name: schema_of(world, schemas[name.rpartition(".")[0]])["properties"][name.rpartition(".")[2]] for name in with_options}
    documented = {name: tuple(schema.get("enum") or schema["items"]["enum"]) for name, schema in properties.items()}

    assert documented == with_options
    assert len(with_options["red_flags"]) == 64
    assert len(with_options["conditions"]) == 31
    assert len(with_options["exclude_exercises"]) == 186


def test_the_outcomes_and_statuses_are_those_of_the_contract(world: World) -> None:
    gate, recommendation = schema_of(world, "Gate")["properties"], schema_of(world, "Recommendation")["properties"]

    assert gate["outcome"]["enum"] == ["proceed", "proceed_modified", "consult_first", "urgent", "emergency"]
    assert gate["screening"]["enum"] == ["complete", "partial", "not_asked"]
    assert recommendation["status"]["enum"] == STATUSES


def test_every_schema_in_the_document_is_used(world: World) -> None:
    text = str(world.document)

    assert [name for name in world.document["components"]["schemas"] if f"#/components/schemas/{name}'" not in text] == []


@pytest.mark.parametrize(
    "path",
    ["/v1/exercises?limit=100", "/v1/exercises/bird_dog", "/v1/health", "/v1/health?deep=1", "/v1/versions"],
)
def test_public_answers_are_what_the_document_promises(world: World, path: str) -> None:
    assert world.get(path).status_code == 200
    assert world.deviations == []


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"red_flags": [], "conditions": []},
        {"has_chronic_condition": True},
        {"red_flags": ["severe_unremitting"]},
        {"red_flags": ["ces_saddle"]},
        {"pain_areas": [], "equipment": ["none", "bike", "pool", "dumbbell"], "minutes_per_session": 60, "days_per_week": 7},
        {"minutes_per_session": 5, "days_per_week": 1, "experience_level": "advanced", "can_get_to_floor": False},
        {"reference": "visit-8841", "locale": "de"},
    ],
    ids=["four fields", "screened", "chronic", "urgent", "emergency", "much", "little", "reference"],
)
def test_every_sort_of_recommendation_is_what_the_document_promises(world: World, answers: dict[str, Any]) -> None:
    assert world.create({**FOUR_FIELDS, **answers}).status_code == 201
    assert world.deviations == []


def test_a_browser_s_recommendation_is_what_the_document_promises(world: World) -> None:
    answers = {**FOUR_FIELDS, "red_flags": [], "consent": {"notice_version": "2026-11", "given": True}}

    assert world.create(answers, key="browser", Origin=SITE).status_code == 201
    assert world.deviations == []
