"""Both stores in the memory of one process, for tests and the bench; nothing outlives the process."""

from collections.abc import Iterator
from threading import Lock

from api.errors import Erased, StoreError, StoreUnavailable
from api.stores.capacity import ITEM_LIMIT_BYTES, refuse_too_large
from api.stores.items import fits, is_same_write, record_item, refuse_broken_text
from api.stores.ports import ApiKey, Created, Page, Partner, Record, Wanted

# Other attributes of an item take less than this, so that content which fits without compression needs no second look.
OTHER_ATTRIBUTES_BYTES = 16 * 1024


class MemoryRecommendationStore:
    """Recommendations in a dictionary. With `fail_with_unavailable` every call fails as if the store were away."""

    def __init__(self, *, fail_with_unavailable: bool = False) -> None:
        self.fail_with_unavailable = fail_with_unavailable
        self._lock = Lock()
        self._records: dict[str, Record] = {}
        self._erased: dict[str, str] = {}

    def create(self, record: Record) -> Created:
        self.ping()
        _refuse_unstorable(record)
        with self._lock:
            if record.id in self._erased:
                raise Erased("the record was erased")
            stored = self._records.setdefault(record.id, record)
        return Created(record=stored, fresh=is_same_write(stored, record))

    def get(self, recommendation_id: str) -> Record | None:
        self.ping()
        with self._lock:
            return self._records.get(recommendation_id)

    def page(self, wanted: Wanted, *, behind: str | None, limit: int) -> Page:
        self.ping()
        with self._lock:
            fitting = [record for record in self._records.values() if fits(record, wanted) and (behind is None or record.position < behind)]
        fitting.sort(key=lambda record: record.position, reverse=True)
        records = tuple(fitting[:limit])
        return Page(records=records, last=records[-1].position if len(fitting) > limit else None)

    def erase(self, record: Record, *, erased_at: str) -> bool:
        self.ping()
        with self._lock:
            stored = self._records.get(record.id)
            if stored is None:
                return self._erased.get(record.id) == erased_at
            if (stored.partner_id, stored.mode, stored.version) != (record.partner_id, record.mode, record.version):
                return False
            del self._records[record.id]
            self._erased[record.id] = erased_at
        return True

    def all_records(self) -> Iterator[Record]:
        self.ping()
        with self._lock:
            records = list(self._records.values())
        yield from records

    def ping(self) -> None:
        _fail_if(self.fail_with_unavailable)


class MemoryAccountStore:
    """Partners and keys in dictionaries. With `fail_with_unavailable` every call fails as if the store were away."""

    def __init__(self, *, fail_with_unavailable: bool = False) -> None:
        self.fail_with_unavailable = fail_with_unavailable
        self._lock = Lock()
        self._partners: dict[str, Partner] = {}
        self._keys: dict[str, ApiKey] = {}

    def put_partner(self, partner: Partner) -> None:
        _fail_if(self.fail_with_unavailable)
        with self._lock:
            self._partners[partner.id] = partner

    def partner(self, partner_id: str) -> Partner | None:
        _fail_if(self.fail_with_unavailable)
        with self._lock:
            return self._partners.get(partner_id)

    def put_key(self, key: ApiKey) -> None:
        _fail_if(self.fail_with_unavailable)
        with self._lock:
            for other in self._keys.values():
                _refuse_mixed_up(other, key)
            self._keys[key.hash] = key

    def key(self, key_hash: str) -> ApiKey | None:
        _fail_if(self.fail_with_unavailable)
        with self._lock:
            return self._keys.get(key_hash)

    def keys_of(self, partner_id: str) -> list[ApiKey]:
        _fail_if(self.fail_with_unavailable)
        with self._lock:
            return sorted((key for key in self._keys.values() if key.partner_id == partner_id), key=lambda key: key.id)


def _fail_if(unavailable: bool) -> None:
    if unavailable:
        raise StoreUnavailable("the store in memory was told to fail")


def _refuse_unstorable(record: Record) -> None:
    refuse_broken_text(record)
    # Compressing costs more than the rest of a create, and the bench measures with this store.
    if len(record.answer) + len(record.detail) + len(record.reference or "") > ITEM_LIMIT_BYTES - OTHER_ATTRIBUTES_BYTES:
        refuse_too_large(record_item(record))


def _refuse_mixed_up(other: ApiKey, key: ApiKey) -> None:
    is_same_name = (other.partner_id, other.id) == (key.partner_id, key.id)
    if is_same_name != (other.hash == key.hash):
        raise StoreError(f"the id or the hash of key {key.id} belongs to another key; nothing was written")
