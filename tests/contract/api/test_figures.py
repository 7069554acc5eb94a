"""GET /v1/exercises/{id}/figure.svg: an image that can be kept, that runs nothing, and that is named only where there is one."""

from collections.abc import Callable

import pytest

from tests.contract.api.world import SCREENED, World, check_problem, field_errors

STILL = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 5"><title>Bird dog</title><path d="M1 4h6"/></svg>'
MOVING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 5"><title>Bird dog, moving</title><path d="M1 4h6"/></svg>'
OTHER = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 5"><title>Chin tuck</title><path d="M2 4h6"/></svg>'
DRAWN = {("bird_dog", False): STILL, ("bird_dog", True): MOVING, ("chin_tuck", False): OTHER}


def few_figures(exercise_id: str, *, animated: bool = False) -> bytes | None:
    """Two exercises are drawn, and one of them moves."""
    return DRAWN.get((exercise_id, animated))


def all_figures(_exercise_id: str, *, animated: bool = False) -> bytes | None:
    """Every exercise is drawn."""
    return MOVING if animated else STILL


def no_figures(_exercise_id: str, *, animated: bool = False) -> bytes | None:
    """Nothing is drawn yet."""
    return None


@pytest.fixture
def drawn_world(make_world: Callable[..., World]) -> World:
    return make_world(figures=few_figures)


@pytest.mark.parametrize(
    ("path", "drawing"),
    [
        ("/v1/exercises/bird_dog/figure.svg", STILL),
        ("/v1/exercises/bird_dog/figure.svg?animated=0", STILL),
        ("/v1/exercises/bird_dog/figure.svg?animated=1", MOVING),
        ("/v1/exercises/chin_tuck/figure.svg", OTHER),
    ],
)
def test_a_drawing_comes_as_it_is_without_a_key(drawn_world: World, path: str, drawing: bytes) -> None:
    response = drawn_world.get(path)

    assert (response.status_code, response.content_type, response.data) == (200, "image/svg+xml", drawing)


def test_a_drawing_can_be_kept_for_a_day_and_can_run_and_load_nothing(drawn_world: World) -> None:
    headers = drawn_world.get("/v1/exercises/bird_dog/figure.svg").headers

    assert headers["Cache-Control"] == "public, max-age=86400"
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_drawing_has_a_strong_etag_of_its_own_and_is_304_by_it(drawn_world: World) -> None:
    still, moving = (drawn_world.get(f"/v1/exercises/bird_dog/figure.svg{query}") for query in ("", "?animated=1"))

    again = drawn_world.get("/v1/exercises/bird_dog/figure.svg", If_None_Match=still.headers["ETag"])

    assert still.headers["ETag"].startswith('"')
    assert still.headers["ETag"] != moving.headers["ETag"]
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", still.headers["ETag"])


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v1/exercises/cat_cow/figure.svg", "figure_not_found"),
        ("/v1/exercises/cat_cow/figure.svg?animated=1", "figure_not_found"),
        ("/v1/exercises/chin_tuck/figure.svg?animated=1", "figure_not_found"),
        ("/v1/exercises/x/figure.svg", "exercise_not_found"),
        ("/v1/exercises/Bird_Dog/figure.svg", "exercise_not_found"),
        ("/v1/exercises/..%2fbird_dog/figure.svg", "not_found"),
        ("/v1/exercises/bird_dog/figure.png", "not_found"),
    ],
)
def test_a_drawing_that_is_not_there_is_404_and_says_which_of_the_two_is_missing(drawn_world: World, path: str, code: str) -> None:
    check_problem(drawn_world.get(path), 404, code)


@pytest.mark.parametrize(
    ("query", "pointer"), [("animated=2", "/animated"), ("animated=", "/animated"), ("animated=true", "/animated"), ("v=1", "/v")]
)
def test_a_form_of_drawing_that_nobody_knows_is_422(drawn_world: World, query: str, pointer: str) -> None:
    response = drawn_world.get(f"/v1/exercises/bird_dog/figure.svg?{query}")

    check_problem(response, 422, "invalid_request")
    assert [found for found, _ in field_errors(response)] == [pointer]


def test_an_exercise_names_its_drawing_only_where_there_is_one(drawn_world: World) -> None:
    named = {exercise_id: drawn_world.get(f"/v1/exercises/{exercise_id}").get_json()["figure_url"] for exercise_id in ("bird_dog", "cat_cow")}

    assert named == {"bird_dog": "/v1/exercises/bird_dog/figure.svg", "cat_cow": None}


def test_the_list_names_drawings_as_the_exercise_does(drawn_world: World) -> None:
    listed = drawn_world.get("/v1/exercises?q=bird%20dog").get_json()["data"]

    assert [exercise["figure_url"] for exercise in listed] == ["/v1/exercises/bird_dog/figure.svg"]


def test_every_drawing_that_a_program_names_is_served(make_world: Callable[..., World]) -> None:
    world = make_world(figures=all_figures)

    named = [exercise["figure_url"] for exercise in world.create(SCREENED).get_json()["program"]["exercises"]]

    assert len(named) >= 3
    assert [address for address in named if world.get(address).status_code != 200] == []


def test_a_program_names_no_drawing_where_there_is_none(make_world: Callable[..., World]) -> None:
    world = make_world(figures=no_figures)

    assert {exercise["figure_url"] for exercise in world.create(SCREENED).get_json()["program"]["exercises"]} == {None}


def test_the_same_request_gives_the_same_program_with_its_drawings(make_world: Callable[..., World]) -> None:
    first, second = (make_world(figures=all_figures).create(SCREENED).get_json() for _ in range(2))

    assert first["program"] == second["program"]
