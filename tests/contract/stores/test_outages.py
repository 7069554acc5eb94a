"""A store that is away, slow or half-answering is StoreUnavailable, or the write is found to be ours; an answer is never lost."""

import hashlib
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from api.errors import StoreUnavailable
from api.stores.dynamodb import DynamoDBAccountStore, DynamoDBConnection, DynamoDBRecommendationStore
from api.stores.memory import MemoryAccountStore, MemoryRecommendationStore
from api.stores.ports import AccountStore, ApiKey, Created, Partner, RecommendationStore, Record, Wanted

Recipe = Callable[..., Record]

ACME = Partner(id="acme", name="Acme")
KEY = ApiKey(id="key_1", hash="1f" * 32, partner_id="acme", kind="sk", mode="test")


CANARY = "canary-7f3a"

CALLS: list[Callable[[Any, Record], object]] = [
    lambda stores, record: stores.recommendations.create(record),
    lambda stores, _: stores.recommendations.get("rec_1"),
    lambda stores, _: list(stores.recommendations.all_records()),
    lambda stores, _: stores.recommendations.page(Wanted(partner_id="acme", mode="test"), behind=None, limit=1),
    lambda stores, record: stores.recommendations.erase(record, erased_at="2026-11-23T10:00:00.000000Z"),
    lambda stores, _: stores.recommendations.ping(),
    lambda stores, _: stores.accounts.put_partner(ACME),
    lambda stores, _: stores.accounts.partner("acme"),
    lambda stores, _: stores.accounts.put_key(KEY),
    lambda stores, _: stores.accounts.key("1f" * 32),
    lambda stores, _: stores.accounts.keys_of("acme"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    recommendations: RecommendationStore
    accounts: AccountStore


@pytest.fixture(params=["memory", "dynamodb"])
def away(request: pytest.FixtureRequest, closed_endpoint: str) -> Away:
    if request.param == "memory":
        return Away(
            recommendations=MemoryRecommendationStore(fail_with_unavailable=True),
            accounts=MemoryAccountStore(fail_with_unavailable=True),
        )
    connection = DynamoDBConnection(region="us-east-1", endpoint_url=closed_endpoint)
    return Away(
        recommendations=DynamoDBRecommendationStore(connection, table="records"),
        accounts=DynamoDBAccountStore(connection, table="accounts"),
    )


def test_every_call_to_a_store_that_is_away_says_so(away: Away, a_record: Recipe) -> None:
    """Side by side, since each waits between its attempts."""
    with ThreadPoolExecutor(len(CALLS)) as threads:
        pending = [threads.submit(call, away, a_record()) for call in CALLS]

    assert [type(each.exception()) for each in pending] == [StoreUnavailable] * len(CALLS)


def test_the_switch_of_the_fake_can_be_turned_at_any_time(a_record: Recipe) -> None:
    store = MemoryRecommendationStore()
    store.create(a_record())
    store.fail_with_unavailable = True
    with pytest.raises(StoreUnavailable):
        store.get("rec_1")
    store.fail_with_unavailable = False

    assert store.get("rec_1") == a_record()


@pytest.mark.parametrize("endpoint", ["closed_endpoint", "deaf_endpoint"])
def test_an_unreachable_endpoint_is_told_within_five_seconds_and_without_the_record(
    request: pytest.FixtureRequest, a_record: Recipe, endpoint: str
) -> None:
    connection = DynamoDBConnection(region="us-east-1", endpoint_url=request.getfixturevalue(endpoint))
    store = DynamoDBRecommendationStore(connection, table="records")
    connection.client()
    began = time.monotonic()

    with pytest.raises(StoreUnavailable, match="put_item failed: ") as outage:
        store.create(a_record(reference=CANARY, answer=CANARY.encode(), detail=CANARY.encode()))

    assert time.monotonic() - began < 5
    assert CANARY not in "".join(traceback.format_exception(outage.value))
    assert (outage.value.__cause__, outage.value.__context__) == (None, None)


@pytest.mark.parametrize("fault", ["lose the reply", "answer too late"])
def test_a_create_whose_reply_is_lost_is_repeated_and_found_to_be_ours(faulty: Any, a_record: Recipe, fault: str) -> None:
    faulty.proxy.plan = [fault]

    created = faulty.stores.recommendations.create(a_record())

    assert faulty.proxy.calls[:2] == ["PutItem", "PutItem"]
    assert created == Created(record=a_record(), fresh=True)
    assert faulty.direct.recommendations.get("rec_1") == a_record()


def test_a_lost_reply_to_a_create_that_came_second_is_not_fresh(faulty: Any, a_record: Recipe) -> None:
    faulty.direct.recommendations.create(a_record())
    faulty.proxy.plan = ["lose the reply"]

    created = faulty.stores.recommendations.create(a_record(answer=b"another"))

    assert created == Created(record=a_record(), fresh=False)
    assert faulty.proxy.calls == ["PutItem", "PutItem"]


def test_an_engine_that_does_not_send_the_item_in_the_way_is_asked_for_it(faulty: Any, a_record: Recipe) -> None:
    faulty.direct.recommendations.create(a_record())
    faulty.proxy.plan = ["ConditionalCheckFailedException"]

    created = faulty.stores.recommendations.create(a_record(answer=b"another"))

    assert created == Created(record=a_record(), fresh=False)
    assert faulty.proxy.calls == ["PutItem", "GetItem"]


def test_a_create_whose_obstacle_has_vanished_is_tried_again(faulty: Any, a_record: Recipe) -> None:
    faulty.proxy.plan = ["ConditionalCheckFailedException"]

    created = faulty.stores.recommendations.create(a_record())

    assert created == Created(record=a_record(), fresh=True)
    assert faulty.proxy.calls == ["PutItem", "GetItem", "PutItem"]


def test_a_create_whose_obstacle_vanishes_again_and_again_is_unavailable(faulty: Any, a_record: Recipe) -> None:
    faulty.proxy.plan = ["ConditionalCheckFailedException", "pass", "ConditionalCheckFailedException"]

    with pytest.raises(StoreUnavailable, match="the id is taken, and yet nothing is stored under it"):
        faulty.stores.recommendations.create(a_record())


@pytest.mark.parametrize("fault", ["lose the request", "a gateway's page", "ThrottlingException", "ProvisionedThroughputExceededException"])
def test_a_create_that_failed_once_is_repeated(faulty: Any, a_record: Recipe, fault: str) -> None:
    faulty.proxy.plan = [fault]

    created = faulty.stores.recommendations.create(a_record())

    assert created == Created(record=a_record(), fresh=True)
    assert faulty.direct.recommendations.get("rec_1") == a_record()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("lose the request", "ConnectionClosedError"),
        ("a gateway's page", "502"),
        ("ThrottlingException", "ThrottlingException"),
        ("RequestLimitExceeded", "RequestLimitExceeded"),
        ("InternalServerError", "InternalServerError"),
        ("a proxy's page", "the answer is not DynamoDB's"),
    ],
)
def test_a_create_that_keeps_failing_is_unavailable_and_not_stored(faulty: Any, a_record: Recipe, fault: str, reason: str) -> None:
    faulty.proxy.plan = [fault] * 3

    with pytest.raises(StoreUnavailable, match=f"put_item failed: {reason}"):
        faulty.stores.recommendations.create(a_record())

    assert faulty.direct.recommendations.get("rec_1") is None


def test_a_create_whose_every_reply_is_lost_is_unavailable_and_can_be_repeated(faulty: Any, a_record: Recipe) -> None:
    faulty.proxy.plan = ["lose the reply"] * 3

    with pytest.raises(StoreUnavailable):
        faulty.stores.recommendations.create(a_record())

    assert faulty.stores.recommendations.create(a_record()) == Created(record=a_record(), fresh=True)


@pytest.mark.parametrize("fault", ["a proxy's page", "a gateway's page"])
def test_a_page_in_place_of_an_answer_is_not_taken_for_not_found(faulty: Any, a_record: Recipe, fault: str) -> None:
    faulty.direct.recommendations.create(a_record())
    faulty.proxy.plan = [fault] * 3

    with pytest.raises(StoreUnavailable):
        faulty.stores.recommendations.get("rec_1")


def test_all_records_that_break_off_half_way_are_unavailable_and_not_taken_for_all(faulty: Any, a_record: Recipe) -> None:
    """Records of 300 kB, so that they fill more than one page, which holds a megabyte."""
    store: RecommendationStore = faulty.direct.recommendations
    detail = hashlib.shake_256(b"noise").digest(300_000)
    records = [store.create(a_record(id=f"rec_{number}", detail=detail)).record for number in range(5)]
    faulty.proxy.plan = ["pass"] + ["lose the request"] * 3
    arriving = faulty.stores.recommendations.all_records()

    assert next(arriving) in records
    with pytest.raises(StoreUnavailable, match="scan failed: ConnectionClosedError"):
        list(arriving)


def test_a_key_whose_reply_is_lost_is_stored_once(faulty: Any) -> None:
    faulty.proxy.plan = ["lose the reply"]

    faulty.stores.accounts.put_key(KEY)

    assert faulty.proxy.calls == ["TransactWriteItems", "TransactWriteItems"]
    assert faulty.direct.accounts.keys_of("acme") == [KEY]


def test_a_transaction_in_conflict_is_unavailable(faulty: Any) -> None:
    faulty.proxy.plan = ["TransactionConflictException", "TransactionInProgressException"]

    with pytest.raises(StoreUnavailable, match="TransactionConflictException"):
        faulty.stores.accounts.put_key(KEY)
