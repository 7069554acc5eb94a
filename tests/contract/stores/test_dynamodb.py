"""What DynamoDB adds to the stores' promises: its indexes, the shape of its items, and a client that is made late."""

import hashlib
import logging
import socket
from collections.abc import Callable
from typing import Any

import pytest
from moto import mock_aws

from api.errors import StoreError, StoreUnavailable
from api.stores.dynamodb import DynamoDBAccountStore, DynamoDBConnection, DynamoDBRecommendationStore
from api.stores.ports import ApiKey, Record, Wanted
from infra.local.tables import create_tables, table_definitions

Recipe = Callable[..., Record]

KEY = ApiKey(id="key_1", hash="1f" * 32, partner_id="acme", kind="sk", mode="test")


def listed(tables: Any, index: str, key: str, value: str) -> list[str]:
    answer = tables.client.query(
        TableName=tables.records,
        IndexName=index,
        KeyConditionExpression="#key = :value",
        ExpressionAttributeNames={"#key": key},
        ExpressionAttributeValues={":value": {"S": value}},
    )
    return [item["pk"]["S"] for item in answer["Items"]]


def stored_item(tables: Any) -> dict[str, Any]:
    item: dict[str, Any] = tables.client.get_item(TableName=tables.records, Key={"pk": {"S": "rec_1"}, "sk": {"S": "record"}})["Item"]
    return item


@pytest.mark.parametrize("status", ["awaiting_clearance", "in_review"])
def test_a_gated_record_stands_in_the_queue_oldest_first(tables: Any, a_record: Recipe, status: str) -> None:
    store = tables.stores().recommendations
    store.create(a_record(id="rec_late", status=status, created_at="2026-11-22T08:30:00.000001Z"))
    store.create(a_record(id="rec_early", status=status, created_at="2026-11-22T08:30:00.000000Z"))

    assert listed(tables, "queue", "queue_key", f"acme#test#{status}") == ["rec_early", "rec_late"]


@pytest.mark.parametrize("status", ["released", "referred", "rejected", "withdrawn"])
def test_a_record_that_waits_for_nobody_does_not_stand_in_the_queue(tables: Any, a_record: Recipe, status: str) -> None:
    tables.stores().recommendations.create(a_record(status=status))

    assert tables.client.scan(TableName=tables.records, IndexName="queue")["Items"] == []


def test_every_record_stands_under_its_partner_and_mode(tables: Any, a_record: Recipe) -> None:
    store = tables.stores().recommendations
    store.create(a_record(id="rec_1"))
    store.create(a_record(id="rec_2", status="in_review", created_at="2026-11-22T08:30:01.000000Z"))
    store.create(a_record(id="rec_3", mode="live"))
    store.create(a_record(id="rec_4", partner_id="rival"))

    assert listed(tables, "recent", "partner_key", "acme#test") == ["rec_1", "rec_2"]
    assert listed(tables, "recent", "partner_key", "acme#live") == ["rec_3"]


def test_content_is_compressed_and_says_how(tables: Any, a_record: Recipe) -> None:
    tables.stores().recommendations.create(a_record(answer=b"sitting " * 1_000))

    answer = stored_item(tables)["answer"]["B"]

    assert answer[:2] == b"\x03\x78"
    assert len(answer) < 100


def test_a_record_expires_by_a_number(tables: Any, a_record: Recipe) -> None:
    tables.stores().recommendations.create(a_record(expires_at=1_857_000_000))

    assert stored_item(tables)["expires_at"] == {"N": "1857000000"}


@pytest.mark.parametrize("content", [b"", b"\x02anything", b"\x01damaged"], ids=["empty", "another format", "damaged"])
def test_content_that_cannot_be_read_is_an_error_and_no_empty_answer(tables: Any, a_record: Recipe, content: bytes) -> None:
    store = tables.stores().recommendations
    store.create(a_record())
    tables.client.put_item(TableName=tables.records, Item=stored_item(tables) | {"answer": {"B": content}})

    with pytest.raises(StoreError, match="the stored content is"):
        store.get("rec_1")


def test_an_item_of_another_shape_is_an_error_that_names_what_is_missing(tables: Any) -> None:
    tables.client.put_item(TableName=tables.records, Item={"pk": {"S": "rec_1"}, "sk": {"S": "record"}})

    with pytest.raises(StoreError, match="the stored item has no partner_id of type S"):
        tables.stores().recommendations.get("rec_1")


def test_all_records_are_records_only_whatever_else_comes_to_stand_in_their_table(tables: Any, a_record: Recipe) -> None:
    store = tables.stores().recommendations
    store.create(a_record())
    tables.client.put_item(TableName=tables.records, Item={"pk": {"S": "rec_1"}, "sk": {"S": "event#1"}})

    assert list(store.all_records()) == [a_record()]


def test_one_of_all_records_that_cannot_be_read_is_named(tables: Any) -> None:
    tables.client.put_item(TableName=tables.records, Item={"pk": {"S": "rec_1"}, "sk": {"S": "record"}})

    with pytest.raises(StoreError, match="rec_1: the stored item has no partner_id of type S"):
        list(tables.stores().recommendations.all_records())


def test_a_key_is_stored_without_a_trace_of_its_text(tables: Any) -> None:
    tables.stores().accounts.put_key(KEY)

    items = tables.client.scan(TableName=tables.accounts)["Items"]

    assert sorted((item["pk"]["S"], item["sk"]["S"]) for item in items) == [("key#" + "1f" * 32, "key"), ("partner#acme", "key#key_1")]


def test_a_table_that_is_not_there_is_an_outage_that_says_why(tables: Any, a_record: Recipe) -> None:
    """Who asks can only try again; who deployed it reads the reason in the log."""
    connection = tables.stores().recommendations._connection

    with pytest.raises(StoreUnavailable, match="ResourceNotFoundException"):
        DynamoDBRecommendationStore(connection, table="backstart-nowhere-records").create(a_record())


def test_a_size_that_only_dynamodb_objects_to_is_told_as_clearly(a_record: Recipe) -> None:
    """Moto takes binary for larger than it is, and so stands in for a rule of sizes that has changed."""
    with mock_aws():
        connection = DynamoDBConnection(region="us-east-1")
        [records, _] = create_tables(connection.client(), "sizes")

        with pytest.raises(StoreError, match="DynamoDB refused the item for its size"):
            DynamoDBRecommendationStore(connection, table=records).create(a_record(detail=hashlib.shake_256(b"noise").digest(408_000)))


def test_constructing_the_stores_connects_to_nothing_and_makes_no_client() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        connection = DynamoDBConnection(region="us-east-1", endpoint_url=f"http://127.0.0.1:{server.getsockname()[1]}")
        DynamoDBRecommendationStore(connection, table="records")
        DynamoDBAccountStore(connection, table="accounts")
        server.setblocking(False)

        assert connection._client is None
        with pytest.raises(BlockingIOError):
            server.accept()


def test_the_client_is_made_once_and_keeps_to_its_limits() -> None:
    connection = DynamoDBConnection(region="us-east-1", endpoint_url="http://127.0.0.1:9")

    config = connection.client().meta.config

    assert connection.client() is connection.client()
    assert (config.connect_timeout, config.read_timeout) == (0.5, 2)
    assert config.retries == {"total_max_attempts": 3, "mode": "standard"}


def test_a_local_engine_is_given_nobodys_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    monkeypatch.setenv("AWS_PROFILE", "not-there")

    client = DynamoDBConnection(region="us-east-1", endpoint_url="http://127.0.0.1:9").client()

    assert client._request_signer._credentials.access_key == "local"


def test_what_is_stored_is_not_logged_even_at_debug(tables: Any, a_record: Recipe, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    store = tables.stores().recommendations

    store.create(a_record(reference="canary-in-reference"))
    store.get("rec_1")

    assert "canary-in-reference" not in caplog.text


# DynamoDB Local adds an index within a second among a few tables, as people have them, and never among the dozens of these tests.
@pytest.mark.parametrize("tables", ["moto", pytest.param("ministack", marks=pytest.mark.engine)], indirect=True)
def test_a_table_of_an_earlier_version_is_given_its_missing_indexes(tables: Any, a_record: Recipe) -> None:
    """People keep recommendations in such tables; they are listed once the next start has added what is missing."""
    client, stage = tables.client, f"{tables.records.split('-')[1]}-before"
    now = table_definitions(stage)[0]
    queue = [index for index in now["GlobalSecondaryIndexes"] if index["IndexName"] == "queue"]
    keys = [each for each in now["AttributeDefinitions"] if each["AttributeName"] in {"pk", "sk", "queue_key", "due_key"}]
    client.create_table(**now | {"AttributeDefinitions": keys, "GlobalSecondaryIndexes": queue})
    store = DynamoDBRecommendationStore(tables.stores().recommendations._connection, table=now["TableName"])
    store.create(a_record())

    create_tables(client, stage)

    assert store.page(Wanted(partner_id="acme", mode="test"), behind=None, limit=9).records == (a_record(),)
    assert store.page(Wanted(partner_id="acme", mode="test", reference="visit-8841"), behind=None, limit=9).records == (a_record(),)
    assert (
        client.query(
            TableName=now["TableName"],
            IndexName="queue",
            KeyConditionExpression="queue_key = :key",
            ExpressionAttributeValues={":key": {"S": "acme#test#in_review"}},
        )["Count"]
        == 0
    )
