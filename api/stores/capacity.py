"""What DynamoDB charges for a write, by its published rules for item sizes; it asks no engine."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.errors import StoreError
from api.stores.items import Item, Value, record_item
from api.stores.ports import Record

WRITE_UNIT_BYTES = 1024
ITEM_LIMIT_BYTES = 400 * 1024
TRANSACTION_FACTOR = 2
CONTAINER_BYTES = 3
ELEMENT_BYTES = 1

TABLE_KEYS = ("pk", "sk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A global secondary index that projects keys and what it `includes`; an item without its keys does not stand in it."""

    name: str
    keys: tuple[str, str]
    includes: tuple[str, ...] = ()


# tests/contract/stores/test_capacity.py holds these to infra/template.yaml.
RECORD_INDEXES = (
    Index(name="recent", keys=("partner_key", "created_key"), includes=("status",)),
    Index(name="by_reference", keys=("reference_key", "created_key"), includes=("status",)),
    Index(name="queue", keys=("queue_key", "due_key")),
)


def record_write_units(record: Record) -> int:
    """Write units of storing the record, as `create` does: the item itself and an entry in each index it stands in."""
    return write_units(record_item(record), indexes=RECORD_INDEXES)


def write_units(item: Item, *, indexes: Iterable[Index] = ()) -> int:
    """Write units of putting an item that was not there before."""
    entries = [_entry(item, index) for index in indexes if all(key in item for key in index.keys)]
    return sum(_units(item_size(each)) for each in (item, *entries))


def transaction_write_units(items: Iterable[Item], *, indexes: Iterable[Index] = ()) -> int:
    """Write units of putting new items in one transaction, which prepares and commits each and so counts twice."""
    indexes = tuple(indexes)
    return TRANSACTION_FACTOR * sum(write_units(item, indexes=indexes) for item in items)


def item_size(item: Item) -> int:
    """Bytes of an item: its attributes' names and values."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def refuse_too_large(item: Item) -> None:
    """Raise StoreError for an item that DynamoDB would refuse, with its size and nothing else of it."""
    size = item_size(item)
    if size > ITEM_LIMIT_BYTES:
        raise StoreError(f"the compressed item has {size} bytes; DynamoDB stores at most {ITEM_LIMIT_BYTES}")


def _entry(item: Item, index: Index) -> Item:
    return {name: item[name] for name in (*TABLE_KEYS, *index.keys, *index.includes) if name in item}


def _units(size: int) -> int:
    return max(1, -(-size // WRITE_UNIT_BYTES))


def _value_size(value: Value) -> int:
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "B":
            return len(content)
        case "N":
            return _number_size(content)
        case "BOOL" | "NULL":
            return 1
        case "L":
            return CONTAINER_BYTES + sum(ELEMENT_BYTES + _value_size(each) for each in content)
        case "M":
            return CONTAINER_BYTES + sum(ELEMENT_BYTES + len(name.encode()) + _value_size(each) for name, each in content.items())
        case _:
            raise StoreError(f"no size rule for the type {kind}")


def _number_size(digits: str) -> int:
    """One byte, and one for every two significant digits, and one for a minus sign; DynamoDB calls its own rule approximate."""
    significant = digits.lstrip("-").replace(".", "").strip("0")
    return 1 + -(-len(significant) // 2) + int(digits.startswith("-"))
