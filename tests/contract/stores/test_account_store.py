"""Every store of accounts keeps the same promises, the fake in memory included."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from api.errors import StoreError
from api.stores.ports import AccountStore, ApiKey, Partner

ACME = Partner(
    id="acme",
    name="Rücken & Söhne",
    clearance_policy="coach",
    retention_days=90,
    allowed_origins=("https://b.example", "https://a.example"),
)
KEY = ApiKey(id="key_1", hash="1f" * 32, partner_id="acme", kind="sk", mode="test", label="server")


def test_a_partner_is_read_back(accounts: AccountStore) -> None:
    accounts.put_partner(ACME)

    assert accounts.partner("acme") == ACME


def test_a_partner_with_defaults_is_read_back(accounts: AccountStore) -> None:
    accounts.put_partner(Partner(id="bare", name=""))

    assert accounts.partner("bare") == Partner(id="bare", name="")


def test_a_partner_is_overwritten(accounts: AccountStore) -> None:
    accounts.put_partner(ACME)
    accounts.put_partner(replace(ACME, allowed_origins=()))

    assert accounts.partner("acme") == replace(ACME, allowed_origins=())


def test_an_unknown_partner_is_none(accounts: AccountStore) -> None:
    accounts.put_key(KEY)

    assert accounts.partner("acme") is None


def test_a_key_is_found_by_its_hash(accounts: AccountStore) -> None:
    accounts.put_key(KEY)

    assert accounts.key("1f" * 32) == KEY


def test_an_unknown_key_is_none(accounts: AccountStore) -> None:
    accounts.put_key(KEY)

    assert accounts.key("2f" * 32) is None


def test_a_revoked_key_comes_back_revoked(accounts: AccountStore) -> None:
    accounts.put_key(KEY)
    accounts.put_key(replace(KEY, revoked=True))

    assert accounts.key("1f" * 32) == replace(KEY, revoked=True)
    assert accounts.keys_of("acme") == [replace(KEY, revoked=True)]


def test_keys_of_lists_all_keys_of_one_partner_sorted_by_id(accounts: AccountStore) -> None:
    second = replace(KEY, id="key_2", hash="2f" * 32, kind="pk")
    first_in_order = replace(KEY, id="key_0", hash="3f" * 32, mode="live")
    elsewhere = replace(KEY, hash="4f" * 32, partner_id="acme2")
    accounts.put_partner(ACME)
    accounts.put_key(KEY)
    accounts.put_key(second)
    accounts.put_key(first_in_order)
    accounts.put_key(elsewhere)

    assert accounts.keys_of("acme") == [first_in_order, KEY, second]


def test_a_partner_without_keys_has_none(accounts: AccountStore) -> None:
    accounts.put_partner(ACME)

    assert accounts.keys_of("acme") == []


def test_keys_of_reads_past_one_page(accounts: AccountStore) -> None:
    """DynamoDB ends a page after a megabyte."""
    keys = [replace(KEY, id=f"key_{number}", hash=f"{number:064x}", label="l" * 250_000) for number in range(6)]
    for key in keys:
        accounts.put_key(key)

    assert accounts.keys_of("acme") == keys


def test_an_id_is_not_given_to_a_second_key(accounts: AccountStore) -> None:
    """The first key would still open the door, and stand in no list from which it could be revoked."""
    accounts.put_key(KEY)

    with pytest.raises(StoreError, match="the id or the hash of key key_1 belongs to another key"):
        accounts.put_key(replace(KEY, hash="2f" * 32))

    assert accounts.key("2f" * 32) is None
    assert accounts.keys_of("acme") == [KEY]


@pytest.mark.parametrize("other", [{"id": "key_2"}, {"partner_id": "rival"}], ids=["under another id", "for another partner"])
def test_a_hash_is_not_taken_over(accounts: AccountStore, other: dict[str, Any]) -> None:
    accounts.put_key(KEY)

    with pytest.raises(StoreError, match="belongs to another key"):
        accounts.put_key(replace(KEY, **other))

    assert accounts.key("1f" * 32) == KEY
    assert accounts.keys_of("rival") == []
    assert accounts.keys_of("acme") == [KEY]


def test_keys_put_by_eight_threads_are_all_listed(shared_stores: Any) -> None:
    store: AccountStore = shared_stores.accounts
    keys = [replace(KEY, id=f"key_{number:02}", hash=f"{number:064x}") for number in range(40)]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(store.put_key, keys))

    assert store.keys_of("acme") == keys
    assert [store.key(key.hash) for key in keys] == keys
