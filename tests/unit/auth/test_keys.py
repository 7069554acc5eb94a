"""A key that was mistyped is found out without a store, and nothing that can be typed makes the parser raise."""

import hashlib
import hmac
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.auth.keys import ALPHABET, PREFIXES, ParsedKey, hash_key, mint, mint_id, parse

KEY = mint("sk", "test", random_bytes=lambda size: bytes(range(100, 100 + size)))
WHOLE_RANGE = [chr(code) for code in range(256)] + list("٣Ａß😀\ud800")

kinds = st.sampled_from(["sk", "pk"])
modes = st.sampled_from(["test", "live"])
randomness = st.binary(min_size=18, max_size=18)


def minted(kind: str, mode: str, random: bytes) -> str:
    return mint(kind, mode, random_bytes=lambda _: random)


def substitutions(key: str, characters: list[str]) -> list[str]:
    return [key[:place] + other + key[place + 1 :] for place in range(len(key)) for other in characters if other != key[place]]


def swaps(key: str) -> list[str]:
    return [
        key[:left] + key[right] + key[left + 1 : right] + key[left] + key[right + 1 :]
        for left, right in combinations(range(len(key)), 2)
        if key[left] != key[right]
    ]


def accepted(texts: list[str]) -> list[str]:
    return [text for text in texts if parse(text) is not None]


def test_a_key_has_the_published_shape() -> None:
    assert KEY == "bks_test_sk_0q5pBADicbLDQtneRNRqF7N6j4ZEJYe"


@pytest.mark.parametrize(("kind", "mode"), [("sk", "test"), ("pk", "test"), ("sk", "live"), ("pk", "live")])
def test_a_minted_key_says_its_kind_and_mode(kind: str, mode: str) -> None:
    assert parse(mint(kind, mode)) == ParsedKey(kind=kind, mode=mode)


@given(kind=kinds, mode=modes, random=randomness)
def test_every_minted_key_parses(kind: str, mode: str, random: bytes) -> None:
    assert parse(minted(kind, mode, random)) == ParsedKey(kind=kind, mode=mode)


def test_every_single_substitution_is_refused() -> None:
    assert accepted(substitutions(KEY, WHOLE_RANGE)) == []


def test_every_swap_of_two_characters_is_refused() -> None:
    assert accepted(swaps(KEY)) == []


@given(kind=kinds, mode=modes, random=randomness)
def test_substitutions_and_swaps_are_refused_in_every_key(kind: str, mode: str, random: bytes) -> None:
    key = minted(kind, mode, random)

    assert accepted(substitutions(key, list(ALPHABET))[::7] + swaps(key)) == []


def test_every_shortening_and_lengthening_is_refused() -> None:
    cuts = [KEY[:end] for end in range(len(KEY))] + [KEY[start:] for start in range(1, len(KEY))]
    doublings = [KEY[:place] + KEY[place] + KEY[place:] for place in range(len(KEY))]

    assert accepted([*cuts, *doublings, f"{KEY}\n", f" {KEY}", f"{KEY}\0", KEY.upper(), KEY.lower(), KEY + KEY]) == []


@given(st.text(st.characters(exclude_categories=())))
def test_arbitrary_text_is_no_key_and_no_error(text: str) -> None:
    assert parse(text) is None


@given(prefix=st.sampled_from(sorted(PREFIXES)), rest=st.text(st.characters(exclude_categories=()), min_size=31, max_size=31))
def test_a_right_prefix_with_arbitrary_text_is_no_key_and_no_error(prefix: str, rest: str) -> None:
    assert parse(prefix + rest) is None


def test_the_random_part_carries_every_bit_it_was_given() -> None:
    lowest = minted("sk", "test", bytes(18))
    highest = minted("sk", "test", b"\xff" * 18)
    flipped = {minted("sk", "test", (1 << bit).to_bytes(18)) for bit in range(144)}

    assert lowest.startswith("bks_test_sk_" + "0" * 25)
    assert len({lowest, highest} | flipped) == 146


@pytest.mark.parametrize(("kind", "mode"), [("xk", "test"), ("sk", "prod"), ("", ""), ("sk_", "test")])
def test_keys_of_other_kinds_and_modes_are_not_minted(kind: str, mode: str) -> None:
    with pytest.raises(ValueError, match="no keys of kind"):
        mint(kind, mode)


def test_the_hash_is_hmac_sha256_under_the_pepper() -> None:
    expected = hmac.new(b"pepper", KEY.encode(), hashlib.sha256).hexdigest()

    assert hash_key(KEY, pepper=b"pepper") == expected
    assert hash_key(KEY, pepper=b"other pepper") != expected


def test_an_empty_pepper_is_refused() -> None:
    with pytest.raises(ValueError, match="pepper is empty"):
        hash_key(KEY, pepper=b"")


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_hashed(text: str) -> None:
    assert len(hash_key(text, pepper=b"pepper")) == 64


def test_ids_of_keys_are_recognized_and_new_each_time() -> None:
    first, second = mint_id(), mint_id()

    assert first.startswith("key_")
    assert len(first) == len(second) == 21
    assert first != second
