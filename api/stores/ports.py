"""What the services ask of a store. Adapters promise exactly this; one conformance suite holds them all to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One recommendation as it is stored.

    `answer` is the JSON that was answered, byte for byte, without the tokens that are minted anew.
    `detail` is JSON too: the intake, the trace, the prepared program and the whole ranking, for coaches and replays.
    Both are compressed by the store. `body_digest` tells a repeated request from another one under the same key.
    """

    id: str
    partner_id: str
    mode: str  # "test" or "live"
    key_id: str
    status: str
    outcome: str
    version: int
    created_at: str  # RFC 3339, UTC, with microseconds, so that records sort by it
    reference: str | None
    body_digest: str
    answer: bytes
    detail: bytes
    expires_at: int  # seconds since 1970; the store may forget the record after that

    @property
    def position(self) -> str:
        """Where the record stands among all of its partner and mode: by time, and by id within a microsecond."""
        return f"{self.created_at}#{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """What became of a create. `record` is the one that is now stored; `fresh` is False where it was there before."""

    record: Record
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose records are listed, and which of them; None asks nothing."""

    partner_id: str
    mode: str
    status: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of a list, newest first. `last` is the position that the next page goes on behind; None where nothing is left."""

    records: tuple[Record, ...]
    last: str | None


class RecommendationStore(Protocol):
    """Recommendations, each written whole by one conditional write."""

    def create(self, record: Record) -> Created:
        """Store `record` unless its id is taken; then nothing is written and the stored one is returned.

        A lost reply is safe to repeat: the same record again is not an error. Raises Erased where the id was erased, StoreUnavailable.
        """
        ...

    def get(self, recommendation_id: str) -> Record | None:
        """The stored record, read consistently, or None, also where it was erased. Raises StoreUnavailable."""
        ...

    def page(self, wanted: Wanted, *, behind: str | None, limit: int) -> Page:
        """At most `limit` of the wanted records, newest first, that stand behind the position `behind`.

        Each is as it now is, and none that was erased is among them, but one that was written a moment ago may still be missing.
        A page can be short, or empty, and yet not the last. Raises StoreUnavailable, StoreError.
        """
        ...

    def erase(self, record: Record, *, erased_at: str) -> bool:
        """Leave a tombstone in place of `record`: its id, partner, mode and expiry, and `erased_at`. Nothing under its id can be created again.

        False, and nothing is done, where it is not there any more in this version. A lost reply is safe to repeat, with the same
        `erased_at`. Raises StoreUnavailable.
        """
        ...

    def all_records(self) -> Iterator[Record]:
        """Every stored record once, none that was erased, of all partners and modes, in no order; fetched in pages as they are asked for.

        Each is read consistently, but all of them are no snapshot: one that is written meanwhile may be missing, and one that has
        expired may still be there. Raises StoreUnavailable, also half-way, and StoreError, with the id, for a record that can't be read.
        """
        ...

    def ping(self) -> None:
        """Return if the store answers. Raises StoreUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A site that asks for recommendations."""

    id: str
    name: str
    clearance_policy: str = "attestation"  # or "coach"
    retention_days: int = 730
    allowed_origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """One key, known by a keyed hash only. `kind` is "sk" (server) or "pk" (browser), `mode` "test" or "live"."""

    id: str
    hash: str
    partner_id: str
    kind: str
    mode: str
    revoked: bool = False
    label: str = field(default="")


class AccountStore(Protocol):
    """Partners and their keys."""

    def put_partner(self, partner: Partner) -> None:
        """Write or overwrite a partner. Raises StoreUnavailable."""
        ...

    def partner(self, partner_id: str) -> Partner | None:
        """The partner, or None. Raises StoreUnavailable."""
        ...

    def put_key(self, key: ApiKey) -> None:
        """Write or overwrite a key. Raises StoreUnavailable."""
        ...

    def key(self, key_hash: str) -> ApiKey | None:
        """The key with this keyed hash, or None; a revoked key is returned as revoked. Raises StoreUnavailable."""
        ...

    def keys_of(self, partner_id: str) -> list[ApiKey]:
        """All keys of a partner, sorted by id. Raises StoreUnavailable."""
        ...
