"""Whatever a record holds, its item gives it back, and the fake knows the same broken text as DynamoDB's adapter."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import StoreError
from api.stores.items import is_same_write, record_item, record_of
from api.stores.packing import pack, unpack
from api.stores.ports import Record

texts = st.text()
numbers = st.integers(min_value=0, max_value=2**40)
contents = st.binary(max_size=2_000)

records = st.builds(
    Record,
    id=texts,
    partner_id=texts,
    mode=texts,
    key_id=texts,
    status=st.sampled_from(["released", "awaiting_clearance", "in_review"]),
    outcome=texts,
    version=numbers,
    created_at=texts,
    reference=st.none() | texts,
    body_digest=texts,
    answer=contents,
    detail=contents,
    expires_at=numbers,
)
TEXTS_OF_A_RECORD = ["id", "partner_id", "mode", "key_id", "status", "outcome", "created_at", "reference", "body_digest"]


@given(records)
def test_an_item_gives_its_record_back(record: Record) -> None:
    assert record_of(record_item(record)) == record


@given(contents)
def test_what_is_packed_is_unpacked(content: bytes) -> None:
    assert unpack(pack(content)) == content


@given(record=records, other=records)
def test_a_write_is_the_same_as_itself_and_as_no_other(record: Record, other: Record) -> None:
    same = (record.body_digest, record.created_at, record.answer) == (other.body_digest, other.created_at, other.answer)

    assert is_same_write(record, record)
    assert is_same_write(record, other) is same


@pytest.mark.parametrize("name", TEXTS_OF_A_RECORD)
@given(record=records)
def test_half_a_surrogate_pair_is_refused_in_every_text(name: str, record: Record) -> None:
    broken: dict[str, Any] = {name: "\udfff"}

    with pytest.raises(StoreError, match="not valid Unicode"):
        record_item(dataclasses.replace(record, **broken))


def test_no_text_of_a_record_is_left_out() -> None:
    fields = {field.name for field in dataclasses.fields(Record) if field.type in ("str", str, str | None)}

    assert fields == set(TEXTS_OF_A_RECORD)
