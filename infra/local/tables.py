"""The tables of infra/template.yaml, made in any engine that speaks DynamoDB; of a table that exists it only adds indexes that are missing."""

import argparse
import os
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import botocore.session
import yaml
from botocore.config import Config
from botocore.exceptions import ClientError

TEMPLATE = Path(__file__).resolve().parent.parent / "template.yaml"
REGION = "us-east-1"
# Engines ask for credentials and check none; DynamoDB Local wants letters and digits only.
ANY_CREDENTIAL = "local"
ACTIVE_WITHIN_SECONDS = 60

# A property that is in neither of these stops the reading: a table must not lack locally, in silence, what it has in AWS.
CREATED_AS_WRITTEN = {
    "TableName",
    "BillingMode",
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
    "DeletionProtectionEnabled",
}
NOT_KNOWN_TO_CREATE_TABLE = {"TimeToLiveSpecification", "PointInTimeRecoverySpecification"}
# DynamoDB Local and others that lag behind the service answer with one of these to a call they do not have.
UNSUPPORTED = {"UnknownOperationException", "InvalidAction", "NotImplemented"}


class TemplateNotUnderstood(ValueError):
    """The template says something that this reader would have to guess at."""


def table_definitions(stage: str = "local", *, template: Path = TEMPLATE) -> list[dict[str, Any]]:
    """What boto3's create_table takes, for each table of the template, in the template's order."""
    return [_creatable(properties) for properties in _table_properties(stage, template)]


def create_tables(client: Any, stage: str = "local") -> list[str]:
    """Make the tables that are missing, wait until all are active, and return all names."""
    names = []
    for properties in _table_properties(stage, TEMPLATE):
        name = str(properties["TableName"])
        _create_unless_there(client, _creatable(properties))
        client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": ACTIVE_WITHIN_SECONDS})
        _add_missing_indexes(client, properties)
        _expire_items(client, name, properties["TimeToLiveSpecification"])
        names.append(name)
    return names


def local_client(endpoint_url: str) -> Any:
    """A DynamoDB client for a local engine, which reads neither the AWS files nor the AWS variables of whoever runs it."""
    unread = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
    }
    # An HTTP proxy set for the outside world must not see calls to loopback, hence the empty proxies.
    config = Config(proxies={}, connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 3})
    return botocore.session.Session(session_vars=unread).create_client(
        "dynamodb",
        endpoint_url=endpoint_url,
        region_name=REGION,
        aws_access_key_id=ANY_CREDENTIAL,
        aws_secret_access_key=ANY_CREDENTIAL,
        config=config,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.local.tables", description="Print the tables' names; make them if an engine is named.")
    parser.add_argument("--stage", default="local")
    parser.add_argument("--endpoint-url", help="a running engine in which to make the tables")
    options = parser.parse_args(arguments)
    if options.endpoint_url:
        names = create_tables(local_client(options.endpoint_url), options.stage)
    else:
        names = [str(definition["TableName"]) for definition in table_definitions(options.stage)]
    print("\n".join(names))


def _table_properties(stage: str, template: Path) -> list[dict[str, Any]]:
    stack = yaml.safe_load(template.read_text(encoding="utf-8"))
    parameters = {"Stage": _allowed_stage(stage, stack["Parameters"]["Stage"]["AllowedPattern"])}
    tables = [each for each in stack["Resources"].values() if each["Type"] == "AWS::DynamoDB::Table"]
    return [_resolved(table["Properties"], parameters) for table in tables]


def _allowed_stage(stage: str, pattern: str) -> str:
    if not re.fullmatch(pattern, stage):
        raise TemplateNotUnderstood(f"stage {stage!r} does not match the template's {pattern}")
    return stage


def _resolved(node: Any, parameters: Mapping[str, str]) -> Any:
    match node:
        case {"Ref": name, **rest} if not rest:
            return _parameter(name, parameters)
        case {"Fn::Sub": str() as text, **rest} if not rest:
            return re.sub(r"\$\{([^}]+)\}", lambda match: _parameter(match[1], parameters), text)
        case dict():
            unknown = [key for key in node if key.startswith("Fn::")]
            if unknown:
                raise TemplateNotUnderstood(f"intrinsic {unknown[0]} in a table's properties")
            return {key: _resolved(value, parameters) for key, value in node.items()}
        case list():
            return [_resolved(each, parameters) for each in node]
        case _:
            return node


def _parameter(name: str, parameters: Mapping[str, str]) -> str:
    if name not in parameters:
        raise TemplateNotUnderstood(f"a table's properties refer to {name}, which is no parameter of the template")
    return parameters[name]


def _creatable(properties: Mapping[str, Any]) -> dict[str, Any]:
    definition: dict[str, Any] = {}
    for key, value in properties.items():
        match key:
            case "StreamSpecification":
                definition[key] = {"StreamEnabled": True, **value}
            case "SSESpecification":
                definition[key] = {"Enabled": value["SSEEnabled"], "SSEType": value["SSEType"]}
            case _ if key in CREATED_AS_WRITTEN:
                definition[key] = value
            case _ if key not in NOT_KNOWN_TO_CREATE_TABLE:
                raise TemplateNotUnderstood(f"property {key} of a table")
    return definition


def _create_unless_there(client: Any, definition: Mapping[str, Any]) -> None:
    # Asking first is not enough: another process may make the table between the question and the order.
    try:
        client.create_table(**definition)
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] != "ResourceInUseException":
            raise


def _add_missing_indexes(client: Any, properties: Mapping[str, Any]) -> None:
    """For tables that an earlier version made: what people keep in them stays, and can be listed."""
    name = properties["TableName"]
    there = {index["IndexName"] for index in client.describe_table(TableName=name)["Table"].get("GlobalSecondaryIndexes", ())}
    missing = [index for index in properties.get("GlobalSecondaryIndexes", ()) if index["IndexName"] not in there]
    for index in missing:
        keys = {key["AttributeName"] for table_or_index in (properties, index) for key in table_or_index["KeySchema"]}
        attributes = [each for each in properties["AttributeDefinitions"] if each["AttributeName"] in keys]
        # DynamoDB adds one index at a time.
        client.update_table(TableName=name, AttributeDefinitions=attributes, GlobalSecondaryIndexUpdates=[{"Create": index}])
        _wait_for_indexes(client, name)


def _wait_for_indexes(client: Any, name: str) -> None:
    for _ in range(ACTIVE_WITHIN_SECONDS * 10):
        indexes = client.describe_table(TableName=name)["Table"].get("GlobalSecondaryIndexes", ())
        # An engine that says nothing of a status has none but the active one.
        if all(index.get("IndexStatus", "ACTIVE") == "ACTIVE" for index in indexes):
            return
        time.sleep(0.1)
    raise TimeoutError(f"an index of {name} was not ready within {ACTIVE_WITHIN_SECONDS} s")


def _expire_items(client: Any, name: str, specification: Mapping[str, Any]) -> None:
    try:
        status = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]["TimeToLiveStatus"]
        # DynamoDB refuses to switch on what is on; a start that was killed half-way may have left it off.
        if status == "DISABLED":
            client.update_time_to_live(TableName=name, TimeToLiveSpecification=specification)
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] not in UNSUPPORTED:
            raise


if __name__ == "__main__":
    main()
