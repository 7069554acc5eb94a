"""Walks every route there is, so that a new one is held to the rules before anybody remembers."""

import ast
import re
from pathlib import Path

import flask
import pytest

from api.app import create_app
from api.auth.permissions import ALLOWED, Permission
from api.problems import REMEDIES
from api.v1.blueprint import needed_by
from recommender.heart import Heart
from tests.contract.api.world import Lines, World, check_problem

API = Path(__file__).resolve().parents[3] / "api"
HEART = Path(__file__).resolve().parents[3] / "recommender"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]


def rules(world: World) -> list[tuple[str, str, set[str]]]:
    """Every rule: endpoint, an address that fits it, its methods."""
    return [(rule.endpoint, re.sub(r"<[^>]+>", "x", rule.rule), set(rule.methods or ())) for rule in world.app.url_map.iter_rules()]


def closed(world: World) -> list[tuple[str, str]]:
    """Method and address of every v1 route that is not public."""
    return [
        (method, address)
        for endpoint, address, methods in rules(world)
        for method in sorted(methods - {"HEAD", "OPTIONS"})
        if endpoint.startswith("v1.") and needed_by(world.app.view_functions[endpoint]) is not Permission.PUBLIC
    ]


def codes_in(folder: Path) -> set[str]:
    """Every code that makes a problem anywhere in `folder`."""
    calls = [node for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [(call.func.id, call.args) for call in calls if isinstance(call.func, ast.Name)]
    places = {"ApiError": 1, "problem": 1, "JsonRefused": 0, "_unauthorized": 0}
    found = [arguments[places[name]] for name, arguments in named if name in places and len(arguments) > places[name]]
    return {node.value for node in found if isinstance(node, ast.Constant)}


def field_codes_in(folder: Path) -> set[str]:
    """Every code that stands in one of the `errors` of a problem."""
    calls = [node for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    by_name = [keyword.value for call in calls for keyword in call.keywords if keyword.arg == "code"]
    by_place = [call.args[1] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_problem" and len(call.args) > 1]
    return {node.value for node in [*by_name, *by_place] if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_route_of_v1_says_what_it_needs(world: World) -> None:
    silent = [endpoint for endpoint, view in world.app.view_functions.items() if endpoint.startswith("v1.") and needed_by(view) is None]

    assert silent == []


def test_every_route_belongs_to_v1_or_to_the_pages(world: World) -> None:
    assert {endpoint.split(".")[0] for endpoint, _, _ in rules(world)} == {"v1", "pages"}
    assert {address for endpoint, address, _ in rules(world) if endpoint.startswith("pages.")} == {
        "/openapi.json", "/docs", "/docs/style.css", "/exercises", "/exercises/x",
    }  # fmt: skip


def test_every_route_that_is_not_public_is_401_without_a_key(world: World) -> None:
    answers = [(address, world.send(method, address)) for method, address in closed(world)]

    assert len(answers) >= 2
    assert [(address, response.status_code) for address, response in answers if response.status_code != 401] == []
    assert all("WWW-Authenticate" in response.headers for _, response in answers)


def test_every_permission_is_asked_for_by_a_route_and_known_to_the_keys(world: World) -> None:
    asked = {needed_by(view) for endpoint, view in world.app.view_functions.items() if endpoint.startswith("v1.")}

    assert asked == set(Permission)
    assert set.union(*map(set, ALLOWED.values())) <= set(Permission) - {Permission.PUBLIC}


def test_a_route_that_says_nothing_is_closed_even_with_a_key(heart: Heart, lines: Lines) -> None:
    world = World(heart=heart, lines=lines)
    app = create_app(world.container)
    app.add_url_rule("/v1/forgotten", endpoint="v1.forgotten", view_func=lambda: flask.Response("secret"))

    response = app.test_client().get("/v1/forgotten", headers={"Authorization": f"Bearer {world.keys['server']}"})

    check_problem(response, 403, "not_allowed")


def test_every_wrong_method_on_every_route_is_a_405_problem_that_lists_the_right_ones(world: World) -> None:
    allowed: dict[str, set[str]] = {}
    for _, address, methods in rules(world):
        allowed.setdefault(address, set()).update(methods)
    wrong = [(method, address, methods) for address, methods in allowed.items() for method in METHODS if method not in methods]
    answers = [(method, address, methods, world.send(method, address, key="server")) for method, address, methods in wrong]

    assert len(answers) >= 40
    assert [(method, address, response.status_code) for method, address, _, response in answers if response.status_code != 405] == []
    assert {response.get_json()["code"] for method, _, _, response in answers if method != "HEAD"} == {"method_not_allowed"}
    assert [
        (address, response.headers["Allow"]) for _, address, methods, response in answers if set(response.headers["Allow"].split(", ")) != methods
    ] == []


@pytest.mark.parametrize(
    "path",
    ["/", "/v1", "/v1/", "/v2/recommendations", "/v1/recommendation", "/v1/recommendations/", "/v1/recommendations/a/b", "/v1/health/", "/docs/",
     "/openapi.yaml", "/static/x", "/.env", "/v1/exercises/bird_dog/", "/V1/health", "/%00", "/%ff", "/v1/%2e%2e/health", "//v1/health", "/\u00e4"],
)  # fmt: skip
def test_an_unknown_address_is_a_404_problem(world: World, path: str) -> None:
    check_problem(world.send("GET", path, key="server"), 404, "not_found")


@pytest.mark.parametrize("path", ["/v1//health", "/v1///exercises", "/v1//recommendations/rec_x", "/docs//style.css"])
def test_a_doubled_slash_is_a_404_problem_and_no_redirect_in_html(world: World, path: str) -> None:
    check_problem(world.send("GET", path, key="server"), 404, "not_found")


@pytest.mark.parametrize("host", ["exa mple", "a..b", "[::1", "x" * 300, "\u00e4.example", "evil.example/x"])
def test_a_strange_host_is_answered_in_the_usual_shapes(world: World, host: str) -> None:
    response = world.send("GET", "/v1/versions", headers={"Host": host})

    assert response.content_type in {"application/json", "application/problem+json"}
    assert response.status_code in {200, 400}


def test_every_code_in_the_code_base_has_its_remedy_and_every_remedy_its_code() -> None:
    used = codes_in(API) | codes_in(HEART)

    assert used == set(REMEDIES)


def test_every_code_and_its_remedy_stand_on_the_reference_page(world: World) -> None:
    page = world.send("GET", "/docs").get_data(as_text=True)

    assert [code for code in REMEDIES if f'id="error-{code}"' not in page] == []


def test_every_code_of_a_field_error_stands_on_the_reference_page(world: World) -> None:
    page = world.send("GET", "/docs").get_data(as_text=True)
    codes = field_codes_in(API) | field_codes_in(HEART)

    assert codes >= {"required", "unknown_field", "out_of_range", "invalid_parameter"}
    assert sorted(code for code in codes if f"<code>{code}</code>" not in page and f">{code}<" not in page) == []


def test_every_type_of_a_problem_leads_to_a_place_on_the_reference_page(world: World) -> None:
    page = world.send("GET", "/docs").get_data(as_text=True)
    responses = [world.send("GET", "/nowhere"), world.create({}), world.send("PUT", "/docs"), world.send("POST", "/v1/recommendations")]
    places = [check_problem(response)["type"].removeprefix("/docs#") for response in responses]

    assert [place for place in places if f'id="{place}"' not in page] == []
