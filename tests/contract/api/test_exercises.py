"""GET /v1/exercises: the whole catalog without a key, in pages and by filters."""

from typing import Any
from urllib.parse import quote

import pytest

from exercise_catalog.vocabulary import Area, Equipment, Kind, Level, Position, Property
from tests.contract.api.world import World, check_problem, field_errors

OPTIONS = [
    (name, word.value)
    for name, words in [("pain_area", Area), ("kind", Kind), ("level", Level), ("position", Position), ("equipment", Equipment)]
    for word in words
]
FIELDS = {"pain_area": "areas"}
# What somebody types, and whether the bird dog is found; tests/unit/api/test_browse.py looks closer.
SEARCHES = [
    ("bird dog", True),
    ("DOG Bird", True),
    ("b\u00edrd-d\u00f6g!", True),
    ("superman", True),
    ("core_stability multifidus", True),
    ("bird zzz", False),
    ("ird", False),
    ("imaginary", False),
]


def told(exercise: dict[str, Any], name: str) -> list[str]:
    """What an exercise answers to one filter, as a list."""
    value = exercise[FIELDS.get(name, name)]
    return value if isinstance(value, list) else [value]


def walk(world: World, query: str) -> list[list[dict[str, Any]]]:
    """All pages, from the first to the one without a next; at most 200."""
    pages: list[list[dict[str, Any]]] = []
    cursor = ""
    for _ in range(200):
        body = world.get(f"/v1/exercises?{query}{cursor}").get_json()
        pages.append(body["data"])
        if body["next_cursor"] is None:
            break
        cursor = f"&cursor={body['next_cursor']}"
    return pages


def ids(pages: list[list[dict[str, Any]]]) -> list[str]:
    return [exercise["id"] for page in pages for exercise in page]


def test_the_list_needs_no_key_and_begins_with_twenty(world: World) -> None:
    response = world.get("/v1/exercises")

    assert response.status_code == 200
    assert len(response.get_json()["data"]) == 20
    assert response.get_json()["next_cursor"] is not None
    assert response.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(("limit", "pages"), [(1, 186), (7, 27), (93, 2), (100, 2)])
def test_following_the_cursor_gives_all_186_once_in_the_order_of_their_ids(world: World, limit: int, pages: int) -> None:
    walked = walk(world, f"limit={limit}")

    assert [len(page) for page in walked[:-1]] == [limit] * (pages - 1)
    assert len(ids(walked)) == 186
    assert ids(walked) == sorted(set(ids(walked)))


def test_the_last_page_has_no_cursor_even_when_it_is_full(world: World) -> None:
    walked = walk(world, "limit=93")

    assert [len(page) for page in walked] == [93, 93]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "", "5.0", "1e1", "999999999999999999999999", "9" * 5000, "1_0", "\u0665"])
def test_a_limit_out_of_1_to_100_is_422(world: World, limit: str) -> None:
    response = world.get(f"/v1/exercises?limit={limit}")

    check_problem(response, 422, "invalid_request")
    assert [pointer for pointer, _ in field_errors(response)] == ["/limit"]


@pytest.mark.parametrize("cursor", ["!!!", "x", "%ff", "gA==", "....", "YmlyZF9kb2c", "bird_dog", "%00", "a" * 200, "a" * 201, "\u00e4"])
def test_a_cursor_that_is_none_of_ours_is_422(world: World, cursor: str) -> None:
    response = world.get(f"/v1/exercises?cursor={cursor}")

    check_problem(response, 422)
    assert response.get_json()["code"] in {"invalid_cursor", "invalid_request"}


def test_every_option_of_every_filter_gives_all_that_fit_it_and_no_other(world: World) -> None:
    everything = [exercise for page in walk(world, "limit=100") for exercise in page]
    expected = {(name, word): [exercise["id"] for exercise in everything if word in told(exercise, name)] for name, word in OPTIONS}

    assert {(name, word): ids(walk(world, f"limit=100&{name}={word}")) for name, word in OPTIONS} == expected
    # Some equipment is known that no exercise needs yet.
    assert {name for (name, _), fitting in expected.items() if not fitting} <= {"equipment"}


def test_every_property_can_be_ruled_out(world: World) -> None:
    everything = [exercise for page in walk(world, "limit=100") for exercise in page]
    expected = {word: [exercise["id"] for exercise in everything if word not in exercise["properties"]] for word in Property}

    assert {word: ids(walk(world, f"limit=100&without_property={word}")) for word in Property} == expected
    assert all(len(without) > 0 for without in expected.values())
    assert any(len(without) < len(everything) for without in expected.values())


@pytest.mark.parametrize(("q", "found"), SEARCHES)
def test_a_search_finds_what_says_every_word_and_nothing_else(world: World, q: str, found: bool) -> None:
    assert ("bird_dog" in ids(walk(world, f"limit=100&q={quote(q)}"))) is found


def test_what_is_searched_holds_along_the_cursor_and_stays_in_the_order_of_ids(world: World) -> None:
    walked = walk(world, "limit=4&q=stretch")

    assert len(walked) >= 3
    assert ids(walked) == ids(walk(world, "limit=100&q=stretch"))
    assert ids(walked) == sorted(ids(walked))


def test_a_search_and_filters_hold_together(world: World) -> None:
    stretches = walk(world, "limit=100&q=stretch")
    expected = [exercise["id"] for page in stretches for exercise in page if exercise["position"] == "seated"]

    assert ids(walk(world, "limit=100&q=stretch&position=seated")) == expected
    assert expected != []


@pytest.mark.parametrize("q", ["", "%20%20", "!!!", "-", "_", "%00", "a" * 81])
def test_a_search_for_no_word_or_too_many_signs_is_422(world: World, q: str) -> None:
    response = world.get(f"/v1/exercises?q={q}")

    check_problem(response, 422, "invalid_request")
    assert [pointer for pointer, _ in field_errors(response)] == ["/q"]


@pytest.mark.parametrize("q", ["a", "a" * 80, "\u0661", "%F0%9F%98%80a"])
def test_a_search_of_one_to_eighty_signs_is_answered(world: World, q: str) -> None:
    assert world.get(f"/v1/exercises?q={q}").status_code == 200


def test_a_property_can_be_ruled_out(world: World) -> None:
    everything = walk(world, "limit=100")
    expected = [exercise["id"] for page in everything for exercise in page if "prone_lying" not in exercise["properties"]]

    assert ids(walk(world, "limit=100&without_property=prone_lying")) == expected
    assert 0 < len(expected) < 186


def test_filters_hold_together_and_along_the_cursor(world: World) -> None:
    query = "pain_area=lower_back&level=beginner&equipment=none"
    walked = walk(world, f"limit=3&{query}")

    assert len(walked) >= 2
    assert ids(walked) == ids(walk(world, f"limit=100&{query}"))


def test_what_nothing_matches_is_an_empty_page(world: World) -> None:
    body = world.get("/v1/exercises?kind=breathing&position=hanging").get_json()

    assert body == {"data": [], "next_cursor": None}


@pytest.mark.parametrize("name", ["pain_area", "kind", "level", "position", "equipment", "without_property"])
@pytest.mark.parametrize("value", ["", "x", "Neck"])
def test_a_word_that_no_filter_knows_is_422(world: World, name: str, value: str) -> None:
    response = world.get(f"/v1/exercises?{name}={value}")

    check_problem(response, 422, "invalid_request")
    assert [pointer for pointer, _ in field_errors(response)] == [f"/{name}"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("page=2", "/page"), ("Limit=5", "/Limit"), ("pain_areas=neck", "/pain_areas"), ("a/b=1", "/a~1b"), ("a~b=1", "/a~0b")],
)
def test_an_unknown_parameter_is_422_and_named_by_a_json_pointer(world: World, query: str, pointer: str) -> None:
    response = world.get(f"/v1/exercises?{query}")

    check_problem(response, 422, "invalid_request")
    assert [found for found, _ in field_errors(response)] == [pointer]


def test_an_unknown_parameter_of_health_is_422(world: World) -> None:
    check_problem(world.get("/v1/health?deap=1"), 422, "invalid_request")


def test_all_parameters_that_are_wrong_are_named_at_once(world: World) -> None:
    response = world.get("/v1/exercises?limit=0&kind=x&page=2")

    assert sorted(pointer for pointer, _ in field_errors(response)) == ["/kind", "/limit", "/page"]


@pytest.mark.parametrize("path", ["/v1/exercises", "/v1/exercises?limit=5", "/v1/exercises/bird_dog"])
def test_an_answer_that_is_still_the_same_is_304(world: World, path: str) -> None:
    first = world.get(path)

    again = world.get(path, If_None_Match=first.headers["ETag"])
    other = world.get(path, If_None_Match='"something-else"')

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (other.status_code, other.data) == (200, first.data)


def test_another_page_has_another_etag(world: World) -> None:
    assert world.get("/v1/exercises?limit=5").headers["ETag"] != world.get("/v1/exercises?limit=6").headers["ETag"]


def test_one_exercise_is_the_same_alone_as_in_the_list(world: World) -> None:
    alone = world.get("/v1/exercises/bird_dog").get_json()
    listed = [exercise for page in walk(world, "limit=100") for exercise in page if exercise["id"] == "bird_dog"]

    assert listed == [alone]
    assert (alone["object"], alone["name"]) == ("exercise", "Bird dog")


@pytest.mark.parametrize("exercise_id", ["x", "Bird_Dog", "bird-dog", "%00", "bird_dog%20", "\u00e4"])
def test_an_exercise_that_is_not_there_is_404(world: World, exercise_id: str) -> None:
    check_problem(world.get(f"/v1/exercises/{exercise_id}"), 404, "exercise_not_found")


def test_the_versions_of_a_recommendation_are_those_in_force(world: World) -> None:
    versions = world.get("/v1/versions").get_json()
    made_with = world.create().get_json()["versions"]

    assert {name: versions[name] for name in ("catalog", "rules", "model")} == made_with
    assert versions["locales"] == ["en"]


def test_every_exercise_of_a_program_can_be_looked_up(world: World) -> None:
    program = world.create().get_json()["program"]
    mentioned = {
        exercise_id
        for chosen in program["exercises"]
        for exercise_id in [chosen["exercise_id"], chosen["easier"], chosen["harder"], *(other["exercise_id"] for other in chosen["alternatives"])]
        if exercise_id is not None
    }

    assert [exercise_id for exercise_id in sorted(mentioned) if world.get(f"/v1/exercises/{exercise_id}").status_code != 200] == []
