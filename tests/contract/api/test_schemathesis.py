"""Schemathesis reads the document and tries the application: what it sends by the rules, against them, and beside them."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from tests.contract.api.world import World

load_all_checks()
# What no JSON Schema says: a date not in the future, a date once consulted is true. So a body by the schema may be refused.
BEYOND_THE_SCHEMA = CHECKS.get_by_names(["positive_data_acceptance"])
OPERATIONS = [
    ("/v1/recommendations", "POST"),
    ("/v1/recommendations", "GET"),
    ("/v1/recommendations/{recommendation_id}", "GET"),
    ("/v1/recommendations/{recommendation_id}", "DELETE"),
    ("/v1/questionnaire", "GET"),
    ("/v1/exercises", "GET"),
    ("/v1/exercises/{exercise_id}", "GET"),
    ("/v1/exercises/{exercise_id}/figure.svg", "GET"),
    ("/v1/health", "GET"),
    ("/v1/versions", "GET"),
]
BY_THE_RULES = [(path, method, GenerationMode.POSITIVE) for path, method in OPERATIONS]
# The others take nothing that a rule could be broken with.
AGAINST_THE_RULES = [
    ("/v1/recommendations", "POST", GenerationMode.NEGATIVE),
    ("/v1/recommendations", "GET", GenerationMode.NEGATIVE),
    ("/v1/recommendations/{recommendation_id}", "GET", GenerationMode.NEGATIVE),
    ("/v1/recommendations/{recommendation_id}", "DELETE", GenerationMode.NEGATIVE),
    ("/v1/questionnaire", "GET", GenerationMode.NEGATIVE),
    ("/v1/exercises", "GET", GenerationMode.NEGATIVE),
    ("/v1/exercises/{exercise_id}/figure.svg", "GET", GenerationMode.NEGATIVE),
    ("/v1/health", "GET", GenerationMode.NEGATIVE),
]
bounded = settings(max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def loaded(world: World) -> Any:
    return schemathesis.openapi.from_wsgi("/openapi.json", world.app)


def test_every_operation_of_the_document_is_tried(world: World) -> None:
    documented = {(path, method.upper()) for path, methods in world.document["paths"].items() for method in methods if method != "parameters"}

    assert documented == set(OPERATIONS)


@pytest.mark.parametrize(("path", "method", "mode"), BY_THE_RULES + AGAINST_THE_RULES)
def test_the_application_does_what_its_document_says(world: World, path: str, method: str, mode: GenerationMode) -> None:
    key = {"Authorization": f"Bearer {world.keys['server']}"}

    @bounded
    @given(case=loaded(world)[path][method].as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        case.call_and_validate(headers=key, excluded_checks=BEYOND_THE_SCHEMA)

    holds()
