"""DELETE /v1/recommendations/{id}: gone for good, for its owner only, and no late retry brings it back; and the tag that says which version."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import boto3
import pytest
from moto import mock_aws
from werkzeug.test import TestResponse

from api.stores.dynamodb import DynamoDBConnection, DynamoDBRecommendationStore
from api.stores.ports import Record
from infra.local.tables import create_tables
from tests.contract.api.world import FOUR_FIELDS, FROM_A_FORM, RECOMMENDATIONS, SITE, World, check_problem

NO_ID = f"{RECOMMENDATIONS}/rec_aaaaaaaaaaaaaaaaaaaaaaaaaa"
CANARY = "canary8841"


def erase(world: World, path: str, *, key: str = "server", **headers: str) -> TestResponse:
    return world.send("DELETE", path, key=key, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_an_erased_recommendation_is_gone(world: World) -> None:
    path = world.create().headers["Location"]

    erased = erase(world, path)

    assert (erased.status_code, erased.data) == (204, b"")
    assert erased.headers["Cache-Control"] == "no-store"
    check_problem(world.get(path, key="server"), 404, "recommendation_not_found")
    check_problem(erase(world, path), 404, "recommendation_not_found")
    assert world.get(RECOMMENDATIONS, key="server").get_json()["data"] == []


@pytest.mark.parametrize("answers", [FOUR_FIELDS, {**FOUR_FIELDS, "sitting_hours_per_day": 1}], ids=["same body", "other body"])
def test_a_late_retry_of_the_create_is_gone(world: World, answers: dict[str, Any]) -> None:
    path = world.create(Idempotency_Key="visit-8841").headers["Location"]
    erase(world, path)

    retried = world.create(answers, Idempotency_Key="visit-8841")

    check_problem(retried, 410, "gone")
    check_problem(world.get(path, key="server"), 404, "recommendation_not_found")
    assert world.store.stored() == []


def test_a_late_retry_by_a_browser_is_gone(world: World) -> None:
    path = world.create(FROM_A_FORM, key="browser", Origin=SITE, Idempotency_Key="form-1").headers["Location"]
    erase(world, path)

    check_problem(world.create(FROM_A_FORM, key="browser", Origin=SITE, Idempotency_Key="form-1"), 410, "gone")


def test_another_idempotency_key_works_as_ever(world: World) -> None:
    erase(world, world.create(Idempotency_Key="visit-1").headers["Location"])

    assert world.create(Idempotency_Key="visit-2").status_code == 201


def test_a_browser_key_may_not_erase_even_with_its_token(world: World) -> None:
    created = world.create(FROM_A_FORM, key="browser", Origin=SITE)
    path, token = created.headers["Location"], created.get_json()["access_token"]

    check_problem(erase(world, path, key="browser", Origin=SITE, Access_Token=token), 403, "not_allowed")
    assert world.get(path, key="server").status_code == 200


def test_somebody_else_s_is_not_found_and_stays(world: World) -> None:
    path = world.create().headers["Location"]

    theirs, nobodys = erase(world, path, key="uptown server"), erase(world, NO_ID, key="uptown server")

    check_problem(theirs, 404, "recommendation_not_found")
    assert theirs.get_json() | {"request_id": ""} == nobodys.get_json() | {"request_id": ""}
    assert world.get(path, key="server").status_code == 200


def test_one_of_the_other_mode_is_not_found_and_stays(accepted_world: World) -> None:
    path = accepted_world.create(key="live server").headers["Location"]

    check_problem(erase(accepted_world, path), 404, "recommendation_not_found")
    assert accepted_world.get(path, key="live server").status_code == 200


@pytest.mark.parametrize("name", ["x", "rec_", "rec_" + "A" * 26, "rec_" + "a" * 5000, "%00"])
def test_what_is_no_id_is_not_found(world: World, name: str) -> None:
    check_problem(erase(world, f"{RECOMMENDATIONS}/{name}"), 404)


def test_a_store_that_is_away_erases_nothing_and_says_so(world: World) -> None:
    path = world.create().headers["Location"]
    world.store.fail_with_unavailable = True

    check_problem(erase(world, path), 503, "store_unavailable")
    world.store.fail_with_unavailable = False

    assert world.get(path, key="server").status_code == 200


def test_a_record_that_changes_again_and_again_is_an_outage_and_no_success(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = world.create().headers["Location"]
    monkeypatch.setattr(world.store, "erase", lambda *_, **__: False)

    check_problem(erase(world, path), 503, "store_unavailable")


def test_erasing_logs_neither_id_nor_answer(world: World) -> None:
    created = world.create({**FOUR_FIELDS, "reference": CANARY})
    erase(world, created.headers["Location"])

    assert created.get_json()["id"] not in world.lines.everything()
    assert CANARY not in world.lines.everything()


def test_an_erasure_amid_retries_of_the_create_is_never_undone(world: World) -> None:
    path = world.create(Idempotency_Key="visit-8841").headers["Location"]
    start = Barrier(6)

    def act(number: int) -> int:
        start.wait(timeout=10)
        return (erase(world, path) if number == 3 else world.create(Idempotency_Key="visit-8841")).status_code

    with ThreadPoolExecutor(6) as threads:
        statuses = list(threads.map(act, range(6)))

    assert statuses[3] == 204
    assert set(statuses) - {204} <= {201, 410}
    check_problem(world.get(path, key="server"), 404)
    check_problem(world.create(Idempotency_Key="visit-8841"), 410, "gone")


def test_an_erasure_between_the_look_and_the_write_of_a_retry_is_not_undone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The retry looked when nothing was there yet; by the time that it writes, another one has written and was erased."""
    path = world.create(Idempotency_Key="visit-8841").headers["Location"]
    erase(world, path)
    monkeypatch.setattr(world.store, "get", lambda _: None)

    check_problem(world.create(Idempotency_Key="visit-8841"), 410, "gone")


def test_no_answer_of_an_erased_recommendation_is_left_anywhere_in_the_table(make_world: Callable[..., World]) -> None:
    """The whole table, unpacked, before and after."""
    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        records, _ = create_tables(client, "erasure")
        store = DynamoDBRecommendationStore(DynamoDBConnection(region="us-east-1"), table=records)
        world = make_world(store=store)
        answers = {
            **FROM_A_FORM,
            "reference": CANARY,
            "red_flags": ["night_pain"],
            "age_years": 57,
            "consent": {"notice_version": CANARY, "given": True},
        }
        created = world.create(answers, Idempotency_Key=f"key-{CANARY}")
        before = [record.answer + record.detail for record in store.all_records()]

        erased = erase(world, created.headers["Location"])
        after = json.dumps(client.scan(TableName=records)["Items"], default=repr)

    assert (created.status_code, erased.status_code) == (201, 204)
    assert [CANARY.encode() in content and b"night_pain" in content for content in before] == [True]
    assert [
        word for word in (CANARY, "night_pain", "lower_back", "answer", "detail", "digest", "reference", "outcome", "status") if word in after
    ] == []
    assert created.get_json()["id"] in after


def test_the_tag_is_strong_and_made_of_the_version(world: World) -> None:
    created = world.create()

    read = world.get(created.headers["Location"], key="server")

    assert created.headers["ETag"] == read.headers["ETag"] == '"1"'


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', '"0", "1"', "*"])
def test_who_has_this_version_is_told_so(world: World, tag: str) -> None:
    path = world.create().headers["Location"]

    again = world.get(path, key="server", If_None_Match=tag)

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", '"1"')
    assert again.headers["Cache-Control"] == "no-store"
    assert "Content-Type" not in again.headers


@pytest.mark.parametrize("tag", ['"2"', '"11"', "", '""', "null"])
def test_who_has_another_version_is_given_this_one(world: World, tag: str) -> None:
    path = world.create().headers["Location"]

    assert world.get(path, key="server", If_None_Match=tag).status_code == 200


def test_a_tag_tells_nobody_that_somebody_else_s_is_there(world: World) -> None:
    path = world.create().headers["Location"]

    check_problem(world.get(path, key="uptown server", If_None_Match="*"), 404, "recommendation_not_found")
    check_problem(world.get(path, key="browser", Origin=SITE, If_None_Match='"1"'), 403, "access_token_required")


@pytest.mark.parametrize("tag", ['"1"', '"7", "1"', "*"])
def test_the_version_that_was_named_is_erased(world: World, tag: str) -> None:
    assert erase(world, world.create().headers["Location"], If_Match=tag).status_code == 204


@pytest.mark.parametrize("tag", ['"2"', 'W/"1"', "", '""'])
def test_a_version_that_is_not_there_is_not_erased(world: World, tag: str) -> None:
    path = world.create().headers["Location"]

    check_problem(erase(world, path, If_Match=tag), 412, "stale_version")
    assert world.get(path, key="server").status_code == 200


def test_what_changed_between_the_look_and_the_erasing_is_looked_at_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = world.create().headers["Location"]
    really = world.store.erase
    seen: list[Record] = []

    def once_too_late(record: Record, *, erased_at: str) -> bool:
        seen.append(record)
        return len(seen) > 1 and really(record, erased_at=erased_at)

    monkeypatch.setattr(world.store, "erase", once_too_late)

    assert erase(world, path).status_code == 204
    assert len(seen) == 2
