"""The tables of the template, and their making in an engine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
import yaml
from moto import mock_aws

from infra.local.tables import TEMPLATE, TemplateNotUnderstood, create_tables, local_client, main, table_definitions

RECORDS = "backstart-local-records"
ACCOUNTS = "backstart-local-accounts"
KEY = {"pk": {"S": "partner#1"}, "sk": {"S": "profile"}}


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")


def test_the_records_table_is_what_the_template_says() -> None:
    records, _ = table_definitions("local")

    assert records == {
        "TableName": RECORDS,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
            {"AttributeName": "partner_key", "AttributeType": "S"},
            {"AttributeName": "created_key", "AttributeType": "S"},
            {"AttributeName": "reference_key", "AttributeType": "S"},
            {"AttributeName": "queue_key", "AttributeType": "S"},
            {"AttributeName": "due_key", "AttributeType": "S"},
        ],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "recent",
                "KeySchema": [{"AttributeName": "partner_key", "KeyType": "HASH"}, {"AttributeName": "created_key", "KeyType": "RANGE"}],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["status"]},
            },
            {
                "IndexName": "by_reference",
                "KeySchema": [{"AttributeName": "reference_key", "KeyType": "HASH"}, {"AttributeName": "created_key", "KeyType": "RANGE"}],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["status"]},
            },
            {
                "IndexName": "queue",
                "KeySchema": [{"AttributeName": "queue_key", "KeyType": "HASH"}, {"AttributeName": "due_key", "KeyType": "RANGE"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            },
        ],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        "SSESpecification": {"Enabled": True, "SSEType": "KMS"},
        "DeletionProtectionEnabled": True,
    }


def test_the_accounts_table_is_what_the_template_says() -> None:
    _, accounts = table_definitions("local")

    assert accounts == {
        "TableName": ACCOUNTS,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        "SSESpecification": {"Enabled": True, "SSEType": "KMS"},
        "DeletionProtectionEnabled": True,
    }


@pytest.mark.parametrize("resource", ["RecordsTable", "AccountsTable"])
def test_no_table_of_the_template_can_be_lost_by_mistake(resource: str) -> None:
    table = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))["Resources"][resource]

    assert table["DeletionPolicy"] == "Retain"
    assert table["UpdateReplacePolicy"] == "Retain"
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


@pytest.mark.parametrize("definition", table_definitions("local"), ids=lambda definition: definition["TableName"])
def test_a_definition_holds_only_what_create_table_takes(definition: dict[str, Any]) -> None:
    operation = botocore.session.Session().get_service_model("dynamodb").operation_model("CreateTable")

    assert set(definition) - set(operation.input_shape.members) == set()


def test_each_stage_has_tables_of_its_own() -> None:
    names = [definition["TableName"] for definition in table_definitions("prod")]

    assert names == ["backstart-prod-records", "backstart-prod-accounts"]


def test_a_stage_that_the_template_does_not_allow_is_refused() -> None:
    with pytest.raises(TemplateNotUnderstood, match="Prod Uction"):
        table_definitions("Prod Uction")


def test_a_property_that_would_be_lost_locally_stops_the_reading(tmp_path: Path) -> None:
    """Else a table could work here and fail in AWS, or the other way round."""
    changed = tmp_path / "template.yaml"
    changed.write_text(TEMPLATE.read_text(encoding="utf-8").replace("BillingMode:", "LocalSecondaryIndexes:"), encoding="utf-8")

    with pytest.raises(TemplateNotUnderstood, match="LocalSecondaryIndexes"):
        table_definitions("local", template=changed)


def test_an_intrinsic_that_is_not_known_stops_the_reading(tmp_path: Path) -> None:
    changed = tmp_path / "template.yaml"
    changed.write_text(TEMPLATE.read_text(encoding="utf-8").replace("Fn::Sub", "Fn::ImportValue"), encoding="utf-8")

    with pytest.raises(TemplateNotUnderstood, match="Fn::ImportValue"):
        table_definitions("local", template=changed)


def test_making_the_tables_again_leaves_them_and_their_items_alone(client: Any) -> None:
    create_tables(client)
    client.put_item(TableName=ACCOUNTS, Item=KEY)

    names = create_tables(client)

    assert names == [RECORDS, ACCOUNTS]
    assert sorted(client.list_tables()["TableNames"]) == [ACCOUNTS, RECORDS]
    assert client.get_item(TableName=ACCOUNTS, Key=KEY)["Item"] == KEY


def test_a_table_of_an_earlier_version_is_given_the_indexes_that_it_lacks_and_keeps_its_items(client: Any) -> None:
    records = table_definitions("local")[0]
    before = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "queue_key", "due_key")]
    client.create_table(**records | {"AttributeDefinitions": before, "GlobalSecondaryIndexes": records["GlobalSecondaryIndexes"][2:]})
    item = {"pk": {"S": "rec_1"}, "sk": {"S": "record"}, "partner_key": {"S": "acme#test"}, "created_key": {"S": "2026"}}
    client.put_item(TableName=RECORDS, Item=item)

    create_tables(client)

    indexes = client.describe_table(TableName=RECORDS)["Table"]["GlobalSecondaryIndexes"]
    listed = client.query(
        TableName=RECORDS, IndexName="recent", KeyConditionExpression="partner_key = :key", ExpressionAttributeValues={":key": {"S": "acme#test"}}
    )
    assert {index["IndexName"] for index in indexes} == {"recent", "by_reference", "queue"}
    assert [each["pk"] for each in listed["Items"]] == [{"S": "rec_1"}]


def test_items_expire_in_both_tables(client: Any) -> None:
    create_tables(client)

    expected = {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    assert client.describe_time_to_live(TableName=RECORDS)["TimeToLiveDescription"] == expected
    assert client.describe_time_to_live(TableName=ACCOUNTS)["TimeToLiveDescription"] == expected


def test_a_start_that_was_killed_before_expiry_was_on_is_made_good(client: Any) -> None:
    client.create_table(**table_definitions("local")[0])

    create_tables(client)

    assert client.describe_time_to_live(TableName=RECORDS)["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"


def test_the_local_client_does_not_look_at_the_developers_own_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that does not exist is an error to any client that asks for it."""
    monkeypatch.setenv("AWS_PROFILE", "a-profile-that-does-not-exist")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")

    client = local_client("http://127.0.0.1:9")

    assert client.meta.region_name == "us-east-1"


def test_the_command_prints_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--stage", "dev"])

    assert capsys.readouterr().out == "backstart-dev-records\nbackstart-dev-accounts\n"
