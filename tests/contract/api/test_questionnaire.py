"""GET /v1/questionnaire: what a form needs, for both kinds of keys, and cheap to ask for again."""

import pytest

from api.auth.permissions import Permission
from api.pages.reference import METHODS
from api.v1.blueprint import needed_by
from recommender.rules.questionnaire import Questionnaire
from tests.contract.api.world import SITE, World, check_problem, flask_path_to_document

QUESTIONNAIRE = "/v1/questionnaire"
DESK_WORKER = {
    "pain_areas": ["lower_back"], "sitting": 9, "experience": "beginner", "chronic": "no", "age": 41,
    "now_legs": [], "now_chest": [], "lately": [], "pain_story": [], "health": [],
}  # fmt: skip


def test_it_holds_the_questions_their_options_and_branching(world: World) -> None:
    body = world.send("GET", QUESTIONNAIRE, key="server").get_json()

    assert body["object"] == "questionnaire"
    assert [question["id"] for question in body["questions"]][:4] == ["pain_areas", "sitting", "experience", "chronic"]
    assert body["opening"] == "Tick only what is new, or what no doctor has checked since it began."
    assert all(question["legend"].endswith("?") for question in body["questions"])
    assert any(question["show_when"] for question in body["questions"])


def test_a_browser_key_reads_it_from_its_site(world: World) -> None:
    response = world.send("GET", QUESTIONNAIRE, key="browser", headers={"Origin": SITE})

    assert response.status_code == 200


def test_a_browser_key_does_not_read_it_from_elsewhere(world: World) -> None:
    check_problem(world.send("GET", QUESTIONNAIRE, key="browser", headers={"Origin": "https://elsewhere.example"}), 403, "origin_not_allowed")


def test_nobody_reads_it_without_a_key(world: World) -> None:
    check_problem(world.send("GET", QUESTIONNAIRE), 401, "key_missing")


def test_who_has_it_already_is_told_so(world: World) -> None:
    first = world.send("GET", QUESTIONNAIRE, key="server")

    again = world.send("GET", QUESTIONNAIRE, key="server", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.get_data() == b""


@pytest.mark.parametrize("locale", ["en", "de-AT", "xx"])
def test_a_language_that_is_not_there_yet_falls_back_and_says_so(world: World, locale: str) -> None:
    response = world.send("GET", f"{QUESTIONNAIRE}?locale={locale}", key="server")

    assert response.headers["Content-Language"] == "en"
    assert response.get_json()["locale"] == "en"


@pytest.mark.parametrize("query", ["locale=", "lang=en"])
def test_a_parameter_that_is_wrong_is_refused(world: World, query: str) -> None:
    check_problem(world.send("GET", f"{QUESTIONNAIRE}?{query}", key="server"), 422, "invalid_request")


def test_what_a_form_makes_of_it_is_a_request_that_is_answered(world: World) -> None:
    form = Questionnaire(world.send("GET", QUESTIONNAIRE, key="server").get_json())

    made = world.create(form.intake(DESK_WORKER))

    assert made.status_code == 201
    assert made.get_json()["gate"]["screening"] == "complete"


def test_the_document_names_a_key_for_exactly_the_routes_that_need_one(world: World) -> None:
    rules = [rule for rule in world.app.url_map.iter_rules() if rule.endpoint.startswith("v1.")]
    needing = {flask_path_to_document(rule.rule) for rule in rules if needed_by(world.app.view_functions[rule.endpoint]) is not Permission.PUBLIC}

    paths = world.document["paths"]
    with_a_key = {path for path, methods in paths.items() if any("security" in methods[name] for name in METHODS if name in methods)}

    assert with_a_key == needing
