"""Every store lists a partner's records alike, page by page while others are written, and erases them without a trace."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from api.errors import Erased, StoreUnavailable
from api.stores.dynamodb import DynamoDBConnection, DynamoDBRecommendationStore
from api.stores.ports import Created, RecommendationStore, Record, Wanted

Recipe = Callable[..., Record]

ACME = Wanted(partner_id="acme", mode="test")
ERASED_AT = "2026-11-23T10:00:00.000000Z"
CANARY = "canary8841"


def numbered(a_record: Recipe, number: int, **differences: Any) -> Record:
    """A record, the newer the higher its number; two at a time share a microsecond."""
    return a_record(id=f"rec_{number:03}", created_at=f"2026-11-22T08:30:00.{number // 2:06}Z", **differences)


def pages(store: RecommendationStore, wanted: Wanted, *, limit: int, between: Callable[[], object] = lambda: None) -> list[list[str]]:
    """The ids of every page; `between` is called after each."""
    found = []
    behind: str | None = None
    while True:
        page = store.page(wanted, behind=behind, limit=limit)
        found.append([record.id for record in page.records])
        between()
        if page.last is None:
            return found
        behind = page.last


def test_records_are_listed_whole_newest_first(recommendations: RecommendationStore, a_record: Recipe) -> None:
    records = [numbered(a_record, number) for number in (3, 1, 4, 0, 2)]
    for record in records:
        recommendations.create(record)

    page = recommendations.page(ACME, behind=None, limit=5)

    assert list(page.records) == sorted(records, key=lambda record: record.id, reverse=True)
    assert page.last is None


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
def test_pages_of_any_length_hold_each_record_once(recommendations: RecommendationStore, a_record: Recipe, limit: int) -> None:
    for number in range(7):
        recommendations.create(numbered(a_record, number))

    found = pages(recommendations, ACME, limit=limit)

    assert [one for page in found for one in page] == [f"rec_{number:03}" for number in reversed(range(7))]
    assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_what_is_written_meanwhile_shifts_and_doubles_no_row(recommendations: RecommendationStore, a_record: Recipe, limit: int) -> None:
    newer = iter(range(10, 100))
    for number in range(8):
        recommendations.create(numbered(a_record, number))

    found = pages(recommendations, ACME, limit=limit, between=lambda: recommendations.create(numbered(a_record, next(newer))))

    assert [one for page in found for one in page] == [f"rec_{number:03}" for number in reversed(range(8))]


def test_what_is_erased_meanwhile_takes_no_other_row_along(recommendations: RecommendationStore, a_record: Recipe) -> None:
    """Also the row that the cursor stands on."""
    records = [numbered(a_record, number) for number in range(6)]
    for record in records:
        recommendations.create(record)
    first = recommendations.page(ACME, behind=None, limit=2)
    recommendations.erase(records[4], erased_at=ERASED_AT)
    recommendations.erase(records[2], erased_at=ERASED_AT)

    rest = recommendations.page(ACME, behind=first.last, limit=9)

    assert [record.id for record in first.records] == ["rec_005", "rec_004"]
    assert [record.id for record in rest.records] == ["rec_003", "rec_001", "rec_000"]


def test_nobody_else_s_record_and_none_of_the_other_mode_is_listed(recommendations: RecommendationStore, a_record: Recipe) -> None:
    recommendations.create(a_record(id="rec_1"))
    recommendations.create(a_record(id="rec_2", mode="live"))
    recommendations.create(a_record(id="rec_3", partner_id="rival"))

    assert pages(recommendations, ACME, limit=9) == [["rec_1"]]
    assert pages(recommendations, replace(ACME, reference="visit-8841"), limit=9) == [["rec_1"]]
    assert pages(recommendations, replace(ACME, status="released"), limit=9) == [["rec_1"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["rec_004", "rec_003", "rec_002", "rec_001", "rec_000"]),
        ({"status": "released"}, ["rec_004", "rec_000"]),
        ({"status": "referred"}, ["rec_003", "rec_001"]),
        ({"status": "withdrawn"}, []),
        ({"reference": "a"}, ["rec_001", "rec_000"]),
        ({"reference": ""}, ["rec_003"]),
        ({"reference": "A"}, []),
        ({"reference": "a", "status": "referred"}, ["rec_001"]),
        ({"reference": "b", "status": "referred"}, []),
    ],
)
@pytest.mark.parametrize("limit", [1, 9])
def test_filters_hold_together(
    recommendations: RecommendationStore, a_record: Recipe, asked: dict[str, str], expected: list[str], limit: int
) -> None:
    for number, (status, reference) in enumerate(
        [("released", "a"), ("referred", "a"), ("in_review", "b"), ("referred", ""), ("released", None)],
    ):
        recommendations.create(numbered(a_record, number, status=status, reference=reference))

    found = pages(recommendations, replace(ACME, **asked), limit=limit)

    assert [one for page in found for one in page] == expected


def test_a_list_of_nothing_is_one_empty_page(recommendations: RecommendationStore) -> None:
    assert pages(recommendations, ACME, limit=1) == [[]]


def test_a_hundred_large_records_come_on_one_page(recommendations: RecommendationStore, a_record: Recipe) -> None:
    """More than DynamoDB hands over at once."""
    detail = bytes(range(256)) * 10
    for number in range(100):
        recommendations.create(numbered(a_record, number, detail=detail))

    page = recommendations.page(ACME, behind=None, limit=100)

    assert (len(page.records), page.last) == (100, None)


def test_a_filtered_page_may_be_short_and_yet_not_the_last(tables: Any, a_record: Recipe) -> None:
    """One query reads so many entries and no more; the next page goes on behind them."""
    store = DynamoDBRecommendationStore(tables.stores().recommendations._connection, table=tables.records, read_for_a_filtered_page=3)
    for number in range(8):
        store.create(numbered(a_record, number, status="released" if number in {0, 6} else "referred"))

    found = pages(store, replace(ACME, status="released"), limit=2)

    assert found[0] == ["rec_006"]
    assert [] in found
    assert [one for page in found for one in page] == ["rec_006", "rec_000"]


class InPart(DynamoDBConnection):
    """Hands on `at_once` keys of a batch and says that the others are not done, as a throttled or large one is answered."""

    def __init__(self, engine: DynamoDBConnection, *, at_once: int) -> None:
        self._engine = engine
        self._at_once = at_once

    def call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        if operation != "batch_get_item":
            return self._engine.call(operation, **arguments)
        [(table, asked)] = arguments["RequestItems"].items()
        done, rest = asked["Keys"][: self._at_once], asked["Keys"][self._at_once :]
        answer = self._engine.call(operation, RequestItems={table: {**asked, "Keys": done}}) if done else {"Responses": {}}
        return {**answer, "UnprocessedKeys": {table: {**asked, "Keys": rest}} if rest else {}}


class Lagging(DynamoDBConnection):
    """Its indexes never change once they were asked."""

    def __init__(self, engine: DynamoDBConnection) -> None:
        self._engine = engine
        self._remembered: dict[str, Any] = {}

    def call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        if operation == "query":
            self._remembered = self._remembered or self._engine.call(operation, **arguments)
            return self._remembered
        return self._engine.call(operation, **arguments)


def test_a_batch_that_is_answered_in_part_is_asked_for_the_rest(tables: Any, a_record: Recipe) -> None:
    store = DynamoDBRecommendationStore(InPart(tables.stores().recommendations._connection, at_once=2), table=tables.records)
    for number in range(7):
        store.create(numbered(a_record, number))

    assert pages(store, ACME, limit=7) == [[f"rec_{number:03}" for number in reversed(range(7))]]


@pytest.mark.parametrize("at_once", [0, 1])
def test_a_batch_that_does_not_come_to_an_end_is_an_outage_and_no_short_list(tables: Any, a_record: Recipe, at_once: int) -> None:
    store = DynamoDBRecommendationStore(InPart(tables.stores().recommendations._connection, at_once=at_once), table=tables.records)
    for number in range(9):
        store.create(numbered(a_record, number))

    with pytest.raises(StoreUnavailable, match="only a part is answered"):
        store.page(ACME, behind=None, limit=9)


def test_an_index_that_lags_shows_nothing_that_was_erased(tables: Any, a_record: Recipe) -> None:
    store = DynamoDBRecommendationStore(Lagging(tables.stores().recommendations._connection), table=tables.records)
    store.create(a_record(id="rec_1"))
    store.create(a_record(id="rec_2"))
    before = store.page(ACME, behind=None, limit=9)
    store.erase(a_record(id="rec_1"), erased_at=ERASED_AT)

    assert [record.id for record in before.records] == ["rec_2", "rec_1"]
    assert [record.id for record in store.page(ACME, behind=None, limit=9).records] == ["rec_2"]


def test_a_reference_is_no_key_of_any_index(tables: Any, a_record: Recipe) -> None:
    """Keys turn up in metrics and traces of the service."""
    tables.stores().recommendations.create(a_record(reference=CANARY))

    entries = [tables.client.scan(TableName=tables.records, IndexName=index)["Items"] for index in ("recent", "by_reference")]

    assert [len(found) for found in entries] == [1, 1]
    assert CANARY not in str(entries)


def test_an_erased_record_is_gone_from_every_reading(recommendations: RecommendationStore, a_record: Recipe) -> None:
    recommendations.create(a_record())
    recommendations.create(a_record(id="rec_2"))

    erased = recommendations.erase(a_record(), erased_at=ERASED_AT)

    assert erased
    assert recommendations.get("rec_1") is None
    assert list(recommendations.all_records()) == [a_record(id="rec_2")]
    assert pages(recommendations, ACME, limit=9) == [["rec_2"]]
    assert pages(recommendations, replace(ACME, reference="visit-8841"), limit=9) == [["rec_2"]]


def test_what_was_erased_cannot_be_created_again(recommendations: RecommendationStore, a_record: Recipe) -> None:
    recommendations.create(a_record())
    recommendations.erase(a_record(), erased_at=ERASED_AT)

    with pytest.raises(Erased):
        recommendations.create(a_record())
    with pytest.raises(Erased):
        recommendations.create(a_record(body_digest="0ther", created_at="2026-11-24T08:30:00.000000Z"))

    assert recommendations.get("rec_1") is None


def test_erasing_again_is_the_same_erasure_only_with_the_same_time(recommendations: RecommendationStore, a_record: Recipe) -> None:
    """As after a lost reply: whoever repeats an erasure must learn that it was theirs."""
    recommendations.create(a_record())
    recommendations.erase(a_record(), erased_at=ERASED_AT)

    assert recommendations.erase(a_record(), erased_at=ERASED_AT)
    assert not recommendations.erase(a_record(), erased_at="2026-11-23T10:00:00.000001Z")


@pytest.mark.parametrize("seen", [{"version": 2}, {"partner_id": "rival"}, {"mode": "live"}, {"id": "rec_2"}], ids=lambda seen: next(iter(seen)))
def test_what_is_not_there_as_it_was_seen_is_not_erased(recommendations: RecommendationStore, a_record: Recipe, seen: dict[str, Any]) -> None:
    recommendations.create(a_record())

    erased = recommendations.erase(a_record(**seen), erased_at=ERASED_AT)

    assert not erased
    assert recommendations.get("rec_1") == a_record()
    assert recommendations.create(a_record(id="rec_2")).fresh


def test_nothing_of_an_erased_record_is_left_in_the_table(tables: Any, a_record: Recipe) -> None:
    """A marker in each text and each content of it; ids, which say nothing of health, are what may stay."""
    plain = json.dumps({"notes": CANARY}).encode()
    record = a_record(reference=CANARY, body_digest=CANARY, outcome=CANARY, key_id=CANARY, answer=plain, detail=plain, status="in_review")
    store = tables.stores().recommendations
    store.create(record)
    store.erase(record, erased_at=ERASED_AT)

    indexes = ("recent", "by_reference", "queue")

    assert tables.client.scan(TableName=tables.records)["Items"] == [
        {
            "pk": {"S": "rec_1"},
            "sk": {"S": "record"},
            "partner_id": {"S": "acme"},
            "mode": {"S": "test"},
            "erased_at": {"S": ERASED_AT},
            "expires_at": {"N": str(record.expires_at)},
        }
    ]
    assert [tables.client.scan(TableName=tables.records, IndexName=index)["Items"] for index in indexes] == [[], [], []]


def test_creates_and_an_erasure_at_once_never_bring_it_back(shared_stores: Any, a_record: Recipe) -> None:
    store: RecommendationStore = shared_stores.recommendations
    store.create(a_record())
    start = Barrier(8)

    def act(number: int) -> Created | bool | None:
        start.wait(timeout=10)
        if number == 4:
            return store.erase(a_record(), erased_at=ERASED_AT)
        try:
            return store.create(a_record(created_at=f"2026-11-22T08:31:00.00000{number}Z"))
        except Erased:
            return None

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(act, range(8)))

    assert results[4] is True
    assert [result for number, result in enumerate(results) if number != 4 and result not in {None, Created(record=a_record(), fresh=False)}] == []
    assert store.get("rec_1") is None


def test_of_eight_that_erase_at_once_exactly_one_does(shared_stores: Any, a_record: Recipe) -> None:
    store: RecommendationStore = shared_stores.recommendations
    store.create(a_record())
    start = Barrier(8)

    def erase(number: int) -> bool:
        start.wait(timeout=10)
        return store.erase(a_record(), erased_at=f"2026-11-23T10:00:00.00000{number}Z")

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(erase, range(8))).count(True) == 1


def test_an_erasure_whose_reply_is_lost_is_found_to_be_ours(faulty: Any, a_record: Recipe) -> None:
    faulty.direct.recommendations.create(a_record())
    faulty.proxy.plan = ["lose the reply"]

    assert faulty.stores.recommendations.erase(a_record(), erased_at=ERASED_AT)
    assert faulty.direct.recommendations.get("rec_1") is None


def test_a_create_that_is_not_told_what_is_in_its_way_finds_the_tombstone(tables: Any, a_record: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tables.stores().recommendations
    store.create(a_record())
    store.erase(a_record(), erased_at=ERASED_AT)
    monkeypatch.setattr(store, "_put_unless_taken", lambda _: {})

    with pytest.raises(Erased):
        store.create(a_record())
