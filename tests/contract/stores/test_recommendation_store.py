"""Every store of recommendations keeps the same promises, the fake in memory included."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from api.errors import StoreError
from api.stores.capacity import ITEM_LIMIT_BYTES, item_size
from api.stores.items import record_item
from api.stores.ports import Created, RecommendationStore, Record

Recipe = Callable[..., Record]

EVERY_BYTE = bytes(range(256)) * 3
ANY_SCRIPT = "Rücken 背中 ظهر 😀 \x00\x7f\u2028 e\u0301"


def noise(size: int) -> bytes:
    """Bytes that do not compress."""
    return hashlib.shake_256(b"noise").digest(size)


def test_a_created_record_is_read_back_byte_for_byte(recommendations: RecommendationStore, a_record: Recipe) -> None:
    record = a_record()

    created = recommendations.create(record)

    assert created == Created(record=record, fresh=True)
    assert recommendations.get("rec_1") == record


def test_a_record_without_a_reference_comes_back_without_one(recommendations: RecommendationStore, a_record: Recipe) -> None:
    recommendations.create(a_record(reference=None))

    assert recommendations.get("rec_1") == a_record(reference=None)


def test_an_unknown_id_is_none(recommendations: RecommendationStore, a_record: Recipe) -> None:
    recommendations.create(a_record())

    assert recommendations.get("rec_2") is None


def test_a_second_create_under_the_same_id_writes_nothing_and_returns_the_first(recommendations: RecommendationStore, a_record: Recipe) -> None:
    first = a_record()
    second = a_record(created_at="2026-11-22T08:30:01.000000Z", status="referred", answer=b"{}", version=7)
    recommendations.create(first)

    created = recommendations.create(second)

    assert created == Created(record=first, fresh=False)
    assert recommendations.get("rec_1") == first


def test_the_very_same_create_again_is_fresh_again(recommendations: RecommendationStore, a_record: Recipe) -> None:
    """As after a lost reply: whoever repeats a write must learn that it was theirs."""
    recommendations.create(a_record())

    assert recommendations.create(a_record()) == Created(record=a_record(), fresh=True)


@pytest.mark.parametrize(
    "difference",
    [{"body_digest": "0ther"}, {"created_at": "2026-11-22T08:30:00.123457Z"}, {"answer": b'{"id":"rec_1"}'}],
    ids=["another body", "a microsecond later", "another answer"],
)
def test_a_create_that_differs_is_not_fresh(recommendations: RecommendationStore, a_record: Recipe, difference: dict[str, Any]) -> None:
    recommendations.create(a_record())

    assert recommendations.create(a_record(**difference)) == Created(record=a_record(), fresh=False)


def test_unicode_survives(recommendations: RecommendationStore, a_record: Recipe) -> None:
    record = a_record(reference=ANY_SCRIPT, answer=json.dumps(ANY_SCRIPT, ensure_ascii=False).encode())

    recommendations.create(record)

    assert recommendations.get("rec_1") == record


@pytest.mark.parametrize("content", [b"", b"\0", EVERY_BYTE], ids=["empty", "zero", "every byte"])
def test_binary_survives(recommendations: RecommendationStore, a_record: Recipe, content: bytes) -> None:
    recommendations.create(a_record(answer=content, detail=content))

    assert recommendations.get("rec_1") == a_record(answer=content, detail=content)


def test_an_empty_reference_is_not_a_missing_one(recommendations: RecommendationStore, a_record: Recipe) -> None:
    recommendations.create(a_record(reference=""))

    assert recommendations.get("rec_1") == a_record(reference="")


def test_text_that_is_no_unicode_is_refused_without_being_repeated(recommendations: RecommendationStore, a_record: Recipe) -> None:
    with pytest.raises(StoreError, match="not valid Unicode") as refusal:
        recommendations.create(a_record(reference="canary \ud800"))

    assert "canary" not in str(refusal.value)
    assert refusal.value.__context__ is None
    assert recommendations.get("rec_1") is None


def test_300_kilobytes_that_do_not_compress_round_trip(recommendations: RecommendationStore, a_record: Recipe) -> None:
    record = a_record(detail=noise(300_000))

    recommendations.create(record)

    assert recommendations.get("rec_1") == record


def test_two_megabytes_that_compress_round_trip(recommendations: RecommendationStore, a_record: Recipe) -> None:
    record = a_record(detail=b'{"because":"sitting"}' * 100_000)

    recommendations.create(record)

    assert recommendations.get("rec_1") == record


def test_what_is_too_large_is_refused_with_its_size_and_not_stored(recommendations: RecommendationStore, a_record: Recipe) -> None:
    with pytest.raises(StoreError, match=r"the compressed item has 41\d{4} bytes; DynamoDB stores at most 409600"):
        recommendations.create(a_record(detail=noise(410_000)))

    assert recommendations.get("rec_1") is None


def test_a_record_as_large_as_dynamodb_takes_is_stored_and_one_byte_more_is_refused(shared_stores: Any, a_record: Recipe) -> None:
    """The size by rule must be the engine's own, which moto's is not; it takes binary for larger than it is."""
    recommendations: RecommendationStore = shared_stores.recommendations
    detail = noise(390_000)
    room = ITEM_LIMIT_BYTES - item_size(record_item(a_record(detail=detail, reference="")))

    with pytest.raises(StoreError, match="the compressed item has 409601 bytes"):
        recommendations.create(a_record(detail=detail, reference="r" * (room + 1)))
    created = recommendations.create(a_record(detail=detail, reference="r" * room))

    assert created.fresh


def test_all_records_of_an_empty_store_are_none(recommendations: RecommendationStore) -> None:
    assert list(recommendations.all_records()) == []


def test_all_records_are_those_of_every_partner_mode_and_status(recommendations: RecommendationStore, a_record: Recipe) -> None:
    records = [
        a_record(id="rec_1"),
        a_record(id="rec_2", partner_id="rival", mode="live"),
        a_record(id="rec_3", status="awaiting_clearance", outcome="consult_first", reference=None),
        a_record(id="rec_4", status="referred", outcome="emergency"),
    ]
    assert [recommendations.create(record).fresh for record in records] == [True] * 4

    assert sorted(recommendations.all_records(), key=lambda record: record.id) == records


def test_all_records_come_whole_and_once_also_where_they_fill_several_pages(recommendations: RecommendationStore, a_record: Recipe) -> None:
    """A page holds a megabyte at the most."""
    records = [a_record(id=f"rec_{number}", detail=noise(300_000)) for number in range(8)]
    assert [recommendations.create(record).fresh for record in records] == [True] * 8

    assert sorted(recommendations.all_records(), key=lambda record: record.id) == records


def test_ping_returns(recommendations: RecommendationStore) -> None:
    assert recommendations.ping() is None  # type: ignore[func-returns-value]


def test_of_eight_threads_that_create_one_id_exactly_one_is_fresh(shared_stores: Any, a_record: Recipe) -> None:
    store: RecommendationStore = shared_stores.recommendations
    records = [a_record(created_at=f"2026-11-22T08:30:00.00000{number}Z") for number in range(8)]
    start = Barrier(8)

    def create(record: Record) -> Created:
        start.wait(timeout=10)
        return store.create(record)

    with ThreadPoolExecutor(8) as threads:
        created = list(threads.map(create, records))

    assert [each.fresh for each in created].count(True) == 1
    assert {each.record for each in created} == {store.get("rec_1")}
    assert [each.record for each in created if each.fresh] == [store.get("rec_1")]


def test_eight_threads_that_create_many_ids_lose_none(shared_stores: Any, a_record: Recipe) -> None:
    store: RecommendationStore = shared_stores.recommendations
    records = [a_record(id=f"rec_{number}") for number in range(80)]

    with ThreadPoolExecutor(8) as threads:
        created = list(threads.map(store.create, records))

    assert created == [Created(record=record, fresh=True) for record in records]
    assert [store.get(record.id) for record in records] == records
