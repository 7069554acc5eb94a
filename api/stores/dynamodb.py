"""Both stores over DynamoDB by botocore's client; the only file that says botocore, and it lets no botocore outage through."""

import logging
import os
from collections.abc import Iterator
from threading import Lock
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    CredentialRetrievalError,
    HTTPClientError,
    IncompleteReadError,
    MetadataRetrievalError,
)
from botocore.exceptions import ConnectionError as NoConnectionError
from botocore.parsers import ResponseParserError

from api.errors import Erased, StoreError, StoreUnavailable
from api.stores import items
from api.stores.capacity import refuse_too_large
from api.stores.ports import ApiKey, Created, Page, Partner, Record, Wanted

CONNECT_SECONDS = 0.5
READ_SECONDS = 2
ATTEMPTS = 3
# An item can vanish between a refused write and the reading of what refused it, by erasure or expiry; hardly twice.
CREATE_ROUNDS = 2
# DynamoDB answers a batch in part where it is large or throttled, and names the rest.
BATCH_ROUNDS = 8
# A filter is applied to what was read. An entry of the index has some 200 bytes, so this is some 25 read units.
READ_FOR_A_FILTERED_PAGE = 1_000

OUTAGES = (
    CredentialRetrievalError,
    HTTPClientError,
    IncompleteReadError,
    MetadataRetrievalError,
    NoConnectionError,
    ResponseParserError,
)
# These come with status 400, and yet the same call may succeed a moment later.
PASSING_CODES = frozenset(
    {
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "ReplicatedWriteConflictException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "RequestTimeoutException",
        # A table that is not there (yet): an engine that lost its data, or a deployment that is not done. The log says which code it was.
        "ResourceNotFoundException",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
PASSING_REASONS = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"})


class DynamoDBConnection:
    """One client for all stores, made on the first call: making it takes tens of milliseconds, even where nobody calls.

    An `endpoint_url` of plain http is a local engine; it is given no real credentials, no proxy, and nobody's AWS files.
    """

    def __init__(self, *, region: str, endpoint_url: str | None = None) -> None:
        self._region = region
        self._endpoint_url = endpoint_url
        self._lock = Lock()
        self._client: Any = None

    def client(self) -> Any:
        """The client, made if there is none yet, so that a start may pay for it ahead; this connects to nothing."""
        with self._lock:
            if self._client is None:
                self._client = self._make_client()
            return self._client

    def call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """The answer of one operation. StoreUnavailable for what may pass; botocore's own ClientError for a refusal."""
        try:
            answer: dict[str, Any] = getattr(self.client(), operation)(**arguments)
        except OUTAGES as outage:
            reason = type(outage).__name__
        except ClientError as refusal:
            if not _may_pass(refusal):
                raise
            reason = _code(refusal)
        else:
            # A page of some proxy in between, sent with status 200, reads as an empty answer: "written" or "not found".
            if answer["ResponseMetadata"].get("RequestId"):
                return answer
            reason = "the answer is not DynamoDB's"
        # Raised outside the handlers: botocore's errors hold the request, so they must not hang on this one as its context.
        raise StoreUnavailable(f"{operation} failed: {reason}")

    def _make_client(self) -> Any:
        # At DEBUG botocore logs whole requests, and with them what people answered about their health.
        logging.getLogger("botocore").setLevel(logging.INFO)
        is_local = (self._endpoint_url or "").startswith("http://")
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            proxies={} if is_local else None,
        )
        return _session(is_local=is_local).create_client(
            "dynamodb",
            region_name=self._region,
            endpoint_url=self._endpoint_url,
            aws_access_key_id="local" if is_local else None,
            aws_secret_access_key="local" if is_local else None,
            config=config,
        )


class DynamoDBRecommendationStore:
    """Recommendations in the table of records, each written by one conditional PutItem."""

    def __init__(self, connection: DynamoDBConnection, *, table: str, read_for_a_filtered_page: int = READ_FOR_A_FILTERED_PAGE) -> None:
        self._connection = connection
        self._table = table
        self._read_for_a_filtered_page = read_for_a_filtered_page

    def create(self, record: Record) -> Created:
        item = items.record_item(record)
        refuse_too_large(item)
        for _ in range(CREATE_ROUNDS):
            in_the_way = self._put_unless_taken(item)
            if in_the_way is None:
                return Created(record=record, fresh=True)
            stored = in_the_way or _read(self._connection, self._table, items.record_key(record.id))
            if stored and items.is_tombstone(stored):
                raise Erased("the record was erased")
            if stored:
                earlier = items.record_of(stored)
                return Created(record=earlier, fresh=items.is_same_write(earlier, record))
        raise StoreUnavailable("put_item failed: the id is taken, and yet nothing is stored under it")

    def get(self, recommendation_id: str) -> Record | None:
        item = _read(self._connection, self._table, items.record_key(recommendation_id))
        return items.record_of(item) if item and not items.is_tombstone(item) else None

    def page(self, wanted: Wanted, *, behind: str | None, limit: int) -> Page:
        # One more than asked for says whether there is more.
        reading = limit + 1 if wanted.status is None else max(limit + 1, self._read_for_a_filtered_page)
        answer = self._connection.call("query", TableName=self._table, Limit=reading, **items.page_query(wanted, behind=behind))
        entries, unread = answer["Items"], answer.get("LastEvaluatedKey")
        listed = entries[:limit]
        end = listed[-1] if len(entries) > limit else unread
        found = self._now([{name: entry[name] for name in ("pk", "sk")} for entry in listed])
        # An index lags behind its table by a moment; what was erased or has another status by now is left out.
        records = [record for record in found if items.fits(record, wanted)]
        records.sort(key=lambda record: record.position, reverse=True)
        return Page(records=tuple(records), last=end["created_key"]["S"] if end else None)

    def erase(self, record: Record, *, erased_at: str) -> bool:
        tombstone = items.tombstone_item(record, erased_at=erased_at)
        try:
            self._connection.call("put_item", TableName=self._table, Item=tombstone, **_only_in_place_of(record))
        except ClientError as refusal:
            if _code(refusal) != "ConditionalCheckFailedException":
                raise
        else:
            return True
        # As after a lost reply, when the client's own second attempt finds what the first one left.
        return _read(self._connection, self._table, items.record_key(record.id)) == tombstone

    def all_records(self) -> Iterator[Record]:
        # Only the records: whatever else comes to stand in the table has a sort key of its own, and a tombstone says when it was erased.
        scan = {
            "TableName": self._table,
            "FilterExpression": "sk = :record AND attribute_not_exists(erased_at)",
            "ExpressionAttributeValues": {":record": items.record_key("")["sk"]},
            "ConsistentRead": True,
        }
        for item in _all_items(self._connection, "scan", scan):
            yield _record_or_its_id(item)

    def ping(self) -> None:
        self._connection.call("get_item", TableName=self._table, Key=items.record_key("ping"))

    def _now(self, keys: list[items.Item]) -> list[Record]:
        """The records under `keys` as they now are, in no order; what is not there any more is left out."""
        found: list[Record] = []
        for _ in range(BATCH_ROUNDS):
            if not keys:
                return found
            answer = self._connection.call("batch_get_item", RequestItems={self._table: {"Keys": keys, "ConsistentRead": True}})
            there = answer["Responses"].get(self._table, [])
            found += [_record_or_its_id(item) for item in there if not items.is_tombstone(item)]
            keys = answer.get("UnprocessedKeys", {}).get(self._table, {}).get("Keys", [])
        if keys:
            raise StoreUnavailable("batch_get_item failed: again and again only a part is answered")
        return found

    def _put_unless_taken(self, item: items.Item) -> items.Item | None:
        """None if the item was written, else the item in its way, which is empty where the engine does not send it along."""
        try:
            self._connection.call(
                "put_item",
                TableName=self._table,
                Item=item,
                ConditionExpression="attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as refusal:
            if _is_too_large(refusal):
                raise StoreError("DynamoDB refused the item for its size, which by rule it has not") from None
            if _code(refusal) != "ConditionalCheckFailedException":
                raise
            found: items.Item = refusal.response.get("Item", {})
            return found
        return None


class DynamoDBAccountStore:
    """Partners and keys in the table of accounts. A key stands there twice: under its hash, and under its partner."""

    def __init__(self, connection: DynamoDBConnection, *, table: str) -> None:
        self._connection = connection
        self._table = table

    def put_partner(self, partner: Partner) -> None:
        self._connection.call("put_item", TableName=self._table, Item=items.partner_item(partner))

    def partner(self, partner_id: str) -> Partner | None:
        item = _read(self._connection, self._table, items.partner_key(partner_id))
        return items.partner_of(item) if item else None

    def put_key(self, key: ApiKey) -> None:
        """Refuse, with StoreError, an id or a hash that is another key's: its first item would live on, listed nowhere."""
        primary_keys = (items.api_key_key(key.hash), items.listing_key(key.partner_id, key.id))
        refusals: list[dict[str, Any]] = []
        try:
            self._connection.call("transact_write_items", TransactItems=[self._put_of_key(key, primary_key) for primary_key in primary_keys])
        except ClientError as refusal:
            refusals = refusal.response.get("CancellationReasons", [])
            if "ConditionalCheckFailed" not in {each["Code"] for each in refusals}:
                raise
        if refusals:
            raise StoreError(f"the id or the hash of key {key.id} belongs to another key; nothing was written")

    def key(self, key_hash: str) -> ApiKey | None:
        item = _read(self._connection, self._table, items.api_key_key(key_hash))
        return items.api_key_of(item) if item else None

    def keys_of(self, partner_id: str) -> list[ApiKey]:
        listed = _all_items(self._connection, "query", self._keys_query(partner_id))
        return sorted(map(items.api_key_of, listed), key=lambda key: key.id)

    def _put_of_key(self, key: ApiKey, primary_key: items.Item) -> dict[str, Any]:
        return {
            "Put": {
                "TableName": self._table,
                "Item": {**primary_key, **items.api_key_attributes(key)},
                "ConditionExpression": "attribute_not_exists(pk) OR (#id = :id AND #hash = :hash AND #partner = :partner)",
                "ExpressionAttributeNames": {"#id": "id", "#hash": "hash", "#partner": "partner_id"},
                "ExpressionAttributeValues": {":id": {"S": key.id}, ":hash": {"S": key.hash}, ":partner": {"S": key.partner_id}},
            }
        }

    def _keys_query(self, partner_id: str) -> dict[str, Any]:
        start_of_key = items.listing_key(partner_id, "")
        return {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk AND begins_with(sk, :sk)",
            "ExpressionAttributeValues": {":pk": start_of_key["pk"], ":sk": start_of_key["sk"]},
            "ConsistentRead": True,
        }


def _only_in_place_of(record: Record) -> dict[str, Any]:
    """The condition under which `record` is written over: it is there, whose it was and in the version that was seen."""
    return {
        "ConditionExpression": "partner_id = :partner AND #mode = :mode AND #version = :version",
        "ExpressionAttributeNames": {"#mode": "mode", "#version": "version"},
        "ExpressionAttributeValues": {
            ":partner": {"S": record.partner_id},
            ":mode": {"S": record.mode},
            ":version": {"N": str(record.version)},
        },
    }


def _read(connection: DynamoDBConnection, table: str, primary_key: items.Item) -> items.Item | None:
    # Consistent, also for keys: a revoked key must not work for the second that a replica may lag behind.
    item: items.Item | None = connection.call("get_item", TableName=table, Key=primary_key, ConsistentRead=True).get("Item")
    return item


def _all_items(connection: DynamoDBConnection, operation: str, arguments: dict[str, Any]) -> Iterator[items.Item]:
    """The items of every page of a query or a scan. A page may be empty and yet not the last."""
    start: dict[str, Any] = {}
    while True:
        page = connection.call(operation, **arguments, **start)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _record_or_its_id(item: items.Item) -> Record:
    try:
        return items.record_of(item)
    except StoreError as error:
        raise StoreError(f"{item['pk']['S']}: {error}") from None


def _session(*, is_local: bool) -> botocore.session.Session:
    if not is_local:
        return botocore.session.Session()
    unread = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
    }
    return botocore.session.Session(session_vars=unread)


def _may_pass(refusal: ClientError) -> bool:
    if refusal.response["ResponseMetadata"].get("HTTPStatusCode", 0) >= 500 or _code(refusal) in PASSING_CODES:
        return True
    reasons = {reason.get("Code") for reason in refusal.response.get("CancellationReasons", ())} - {None, "None"}
    return bool(reasons) and reasons <= PASSING_REASONS


def _is_too_large(refusal: ClientError) -> bool:
    return _code(refusal) == "ValidationException" and "Item size" in refusal.response["Error"].get("Message", "")


def _code(refusal: ClientError) -> str:
    return str(refusal.response["Error"].get("Code", "unknown"))
