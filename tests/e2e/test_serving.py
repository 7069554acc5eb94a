"""A new user's first minute: start it, try the printed command, stop it."""

import json
import re
import signal
from urllib.parse import urlsplit

import pytest

from tests.e2e.service import INTAKE, Service, accepts, is_gone, request_of, wait_for

pytestmark = pytest.mark.engine


def test_the_printed_curl_answers_201_with_a_released_program(shared: Service) -> None:
    wait_for(lambda: "json.tool" in shared.printed(), what="the printed curl", within_seconds=10)
    address, headers, body = request_of("curl" + shared.printed().partition("\ncurl")[2])

    answer = shared.request("POST", urlsplit(address).path, headers, body)

    assert address == f"http://127.0.0.1:{shared.port}/v1/recommendations"
    assert answer.status == 201
    assert answer.json["status"] == "released"
    assert [row["rank"] for row in answer.json["program"]["exercises"]] == list(range(1, len(answer.json["program"]["exercises"]) + 1))


def test_the_demo_file_appears_only_once_the_server_answers(service: Service) -> None:
    service.launch()
    wait_for(service.demo_file.exists, what="demo.json", within_seconds=90)

    service.demo = json.loads(service.demo_file.read_text(encoding="utf-8"))
    answer = service.request("GET", "/v1/health")

    assert answer.status == 200


def test_the_demo_file_says_where_and_with_which_keys_and_only_its_owner_may_read_it(shared: Service) -> None:
    demo = json.loads(shared.demo_file.read_text(encoding="utf-8"))

    assert set(demo) >= {"base_url", "secret_key", "publishable_key", "allowed_origin", "coach_token"}
    assert demo["base_url"] == f"http://127.0.0.1:{shared.port}"
    assert demo["secret_key"].startswith("bks_test_sk_")
    assert demo["publishable_key"].startswith("bks_test_pk_")
    assert shared.demo_file.stat().st_mode & 0o077 == 0


def test_the_publishable_key_of_the_demo_file_works_from_its_allowed_origin(shared: Service) -> None:
    asked = INTAKE | {"consent": {"notice_version": "2026-11", "given": True}}

    answer = shared.post(asked, key=shared.demo["publishable_key"], Origin=shared.demo["allowed_origin"])

    assert answer.status == 201
    assert answer.json["access_token"]


def test_the_publishable_key_of_the_demo_file_is_refused_from_another_origin(shared: Service) -> None:
    asked = INTAKE | {"consent": {"notice_version": "2026-11", "given": True}}

    answer = shared.post(asked, key=shared.demo["publishable_key"], Origin="https://elsewhere.example")

    assert answer.status == 403


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/v1/health", "/v1/health?deep=1", "/v1/versions", "/v1/exercises"])
def test_what_the_start_refers_to_is_there(shared: Service, path: str) -> None:
    answer = shared.request("GET", path)

    assert answer.status == 200


def test_the_start_says_how_far_the_rules_are_reviewed_and_what_follows_for_live_keys(shared: Service) -> None:
    said = re.search(r"^rules: (\d+) of (\d+) rows reviewed by a clinician; live keys: (\w+)$", shared.said(), re.MULTILINE)
    health = shared.request("GET", "/v1/health").json["rules"]

    assert said is not None
    assert said.groups() == (str(health["rows_reviewed"]), str(health["rows"]), health["live_keys"])


def test_what_people_answer_is_not_in_the_log(shared: Service) -> None:
    answer = shared.post(INTAKE | {"reference": "canary-4711"})

    assert answer.status == 201
    assert answer.headers["Request-Id"] in shared.said()
    assert "canary" not in shared.said()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_server_and_engine_and_removes_the_demo_file(served: Service, number: signal.Signals) -> None:
    engine = served.engine()

    status = served.stop(number)

    assert status == 0
    assert not served.demo_file.exists()
    assert not (served.root / "engine.json").exists()
    assert is_gone(engine["pid"])
    assert served.holders() == []
    assert [accepts(served.port), accepts(engine["port"])] == [False, False]


def test_a_stop_that_is_asked_for_while_it_still_starts_leaves_nothing_running(service: Service) -> None:
    service.launch()
    wait_for(lambda: "engine: starting" in service.said(), what="the engine's start", within_seconds=90)

    service.stop()

    assert service.holders() == []
    assert not service.demo_file.exists()
    assert not (service.root / "engine.json").exists()


def test_ministack_serves_too_and_warns_that_it_keeps_data_only_on_a_clean_stop(service: Service) -> None:
    service.start(ENGINE="ministack")

    answer = service.post()

    assert answer.status == 201
    assert service.engine()["name"] == "ministack"
    assert "WARNING: ministack stands in for DynamoDB Local" in service.said()
    assert "ONLY ON A CLEAN STOP" in service.said()


def test_ministack_keeps_recommendations_over_a_clean_stop(service: Service) -> None:
    service.start(ENGINE="ministack")
    stored = service.post().json
    service.stop()

    service.start(ENGINE="ministack")
    found = service.read(stored["id"])

    assert found.status == 200
    assert found.json["program"] == stored["program"]


def test_the_developers_own_aws_and_proxy_settings_do_not_matter(service: Service) -> None:
    """Else the health answers of a trial could travel to a real account, or the trial would fail for no visible reason."""
    service.start(
        AWS_PROFILE="no-such-profile",
        AWS_ENDPOINT_URL="http://127.0.0.1:9",
        AWS_ACCESS_KEY_ID="theirs",
        AWS_SECRET_ACCESS_KEY="theirs",
        HTTP_PROXY="http://127.0.0.1:9",
        http_proxy="http://127.0.0.1:9",
    )

    answer = service.post()

    assert answer.status == 201
