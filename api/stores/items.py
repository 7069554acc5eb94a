"""How records, partners and keys stand in DynamoDB's own notation; it knows no client and does no input or output."""

import hashlib
from collections.abc import Mapping
from typing import Any

from api.errors import StoreError
from api.stores.packing import pack, unpack
from api.stores.ports import ApiKey, Partner, Record, Wanted

Value = Mapping[str, Any]
Item = Mapping[str, Value]

# What bears the same digest and is another reference is left out of a list like any other row that does not fit.
_REFERENCE_KEY_DIGITS = 32
WAITING = frozenset({"awaiting_clearance", "in_review"})


def record_key(recommendation_id: str) -> Item:
    return {"pk": {"S": recommendation_id}, "sk": {"S": "record"}}


def partner_key(partner_id: str) -> Item:
    return {"pk": {"S": f"partner#{partner_id}"}, "sk": {"S": "partner"}}


def api_key_key(key_hash: str) -> Item:
    return {"pk": {"S": f"key#{key_hash}"}, "sk": {"S": "key"}}


def listing_key(partner_id: str, key_id: str) -> Item:
    """Where a key stands once more, under its partner, so that a partner's keys are one query and no scan."""
    return {"pk": {"S": f"partner#{partner_id}"}, "sk": {"S": f"key#{key_id}"}}


def record_item(record: Record) -> Item:
    refuse_broken_text(record)
    place = _place(record)
    item = {
        **record_key(record.id),
        "partner_key": {"S": place},
        "created_key": {"S": record.position},
        "partner_id": {"S": record.partner_id},
        "mode": {"S": record.mode},
        "key_id": {"S": record.key_id},
        "status": {"S": record.status},
        "outcome": {"S": record.outcome},
        "version": {"N": str(record.version)},
        "created_at": {"S": record.created_at},
        "body_digest": {"S": record.body_digest},
        "answer": {"B": pack(record.answer)},
        "detail": {"B": pack(record.detail)},
        "expires_at": {"N": str(record.expires_at)},
    }
    if record.reference is not None:
        item |= {"reference": {"S": record.reference}, "reference_key": {"S": _reference_key(place, record.reference)}}
    if record.status in WAITING:
        item |= {"queue_key": {"S": f"{place}#{record.status}"}, "due_key": {"S": record.position}}
    return item


def record_of(item: Item) -> Record:
    return Record(
        id=_text(item, "pk"),
        partner_id=_text(item, "partner_id"),
        mode=_text(item, "mode"),
        key_id=_text(item, "key_id"),
        status=_text(item, "status"),
        outcome=_text(item, "outcome"),
        version=int(_value(item, "version", "N")),
        created_at=_text(item, "created_at"),
        reference=_text(item, "reference") if "reference" in item else None,
        body_digest=_text(item, "body_digest"),
        answer=unpack(_value(item, "answer", "B")),
        detail=unpack(_value(item, "detail", "B")),
        expires_at=int(_value(item, "expires_at", "N")),
    )


def tombstone_item(record: Record, *, erased_at: str) -> Item:
    """What is left of an erased record. It stands at the record's own key, so whatever is not named here is gone with the write."""
    return {
        **record_key(record.id),
        "partner_id": {"S": record.partner_id},
        "mode": {"S": record.mode},
        "erased_at": {"S": erased_at},
        "expires_at": {"N": str(record.expires_at)},
    }


def is_tombstone(item: Item) -> bool:
    return "erased_at" in item


def page_query(wanted: Wanted, *, behind: str | None) -> dict[str, Any]:
    """The query of the index that holds the wanted records in order; a status is filtered on, for want of an index that costs nothing."""
    place = _place(wanted)
    index, name, key = "recent", "partner_key", place
    if wanted.reference is not None:
        index, name, key = "by_reference", "reference_key", _reference_key(place, wanted.reference)
    values: dict[str, Value] = {":key": {"S": key}}
    query: dict[str, Any] = {"IndexName": index, "KeyConditionExpression": f"{name} = :key", "ScanIndexForward": False}
    if behind is not None:
        query["KeyConditionExpression"] += " AND created_key < :behind"
        values[":behind"] = {"S": behind}
    if wanted.status is not None:
        query |= {"FilterExpression": "#status = :status", "ExpressionAttributeNames": {"#status": "status"}}
        values[":status"] = {"S": wanted.status}
    return query | {"ExpressionAttributeValues": values}


def fits(record: Record, wanted: Wanted) -> bool:
    """Whether `record` is one of the wanted."""
    asked = [(wanted.status, record.status), (wanted.reference, record.reference)]
    return _place(record) == _place(wanted) and all(wish is None or wish == value for wish, value in asked)


def partner_item(partner: Partner) -> Item:
    return {
        **partner_key(partner.id),
        "id": {"S": partner.id},
        "name": {"S": partner.name},
        "clearance_policy": {"S": partner.clearance_policy},
        "retention_days": {"N": str(partner.retention_days)},
        "allowed_origins": {"L": [{"S": origin} for origin in partner.allowed_origins]},
    }


def partner_of(item: Item) -> Partner:
    return Partner(
        id=_text(item, "id"),
        name=_text(item, "name"),
        clearance_policy=_text(item, "clearance_policy"),
        retention_days=int(_value(item, "retention_days", "N")),
        allowed_origins=tuple(origin["S"] for origin in _value(item, "allowed_origins", "L")),
    )


def api_key_attributes(key: ApiKey) -> Item:
    """What both items of a key hold beside their own primary keys."""
    return {
        "id": {"S": key.id},
        "hash": {"S": key.hash},
        "partner_id": {"S": key.partner_id},
        "kind": {"S": key.kind},
        "mode": {"S": key.mode},
        "revoked": {"BOOL": key.revoked},
        "label": {"S": key.label},
    }


def api_key_of(item: Item) -> ApiKey:
    return ApiKey(
        id=_text(item, "id"),
        hash=_text(item, "hash"),
        partner_id=_text(item, "partner_id"),
        kind=_text(item, "kind"),
        mode=_text(item, "mode"),
        revoked=bool(_value(item, "revoked", "BOOL")),
        label=_text(item, "label"),
    )


def is_same_write(stored: Record, sent: Record) -> bool:
    """Whether what is stored came from this very write, whose reply was lost, and not from an earlier request."""
    return (stored.body_digest, stored.created_at, stored.answer) == (sent.body_digest, sent.created_at, sent.answer)


def refuse_broken_text(record: Record) -> None:
    """Refuse half of a surrogate pair, which JSON can spell and UTF-8 cannot; engines differ in what they make of it."""
    texts = (record.id, record.partner_id, record.mode, record.key_id, record.status, record.outcome, record.created_at, record.body_digest)
    broken = False
    try:
        "".join((*texts, record.reference or "")).encode()
    except UnicodeEncodeError:
        broken = True
    # The error of the codec carries the text itself, so it must not be the context of this one.
    if broken:
        raise StoreError("a text of the record is not valid Unicode")


def _place(owner: Record | Wanted) -> str:
    return f"{owner.partner_id}#{owner.mode}"


def _reference_key(place: str, reference: str) -> str:
    # Keys turn up where other attributes do not, in metrics and traces of the service, and a reference may say who somebody is.
    return hashlib.sha256(f"{place}#{reference}".encode()).hexdigest()[:_REFERENCE_KEY_DIGITS]


def _text(item: Item, name: str) -> str:
    return str(_value(item, name, "S"))


def _value(item: Item, name: str, kind: str) -> Any:
    value = item.get(name, {})
    if kind not in value:
        raise StoreError(f"the stored item has no {name} of type {kind}")
    return value[kind]
