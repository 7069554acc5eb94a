"""API keys as text: minting, a checksum that needs no store to find a slip, and the keyed hash that alone is stored."""

import hmac
import re
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
RANDOM_BYTES = 18
# 25 characters of 62 hold the 144 bits of 18 bytes; 6 hold the 32 bits of the checksum.
RANDOM_LENGTH = 25
CHECKSUM_LENGTH = 6
ID_BYTES = 12
ID_LENGTH = 17

PREFIX_LENGTH = len("bks_test_sk_")
BODY = re.compile(f"[0-9A-Za-z]{{{RANDOM_LENGTH + CHECKSUM_LENGTH}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedKey:
    """What a key says of itself. `kind` is "sk" (server) or "pk" (browser), `mode` "test" or "live"."""

    kind: str
    mode: str


PREFIXES = {f"bks_{mode}_{kind}_": ParsedKey(kind=kind, mode=mode) for mode in ("test", "live") for kind in ("sk", "pk")}


def mint(kind: str, mode: str, *, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A new key, to be shown once."""
    prefix = f"bks_{mode}_{kind}_"
    if prefix not in PREFIXES:
        raise ValueError(f"no keys of kind {kind!r} and mode {mode!r}; kinds are sk and pk, modes test and live")
    unchecked = prefix + _base62(int.from_bytes(random_bytes(RANDOM_BYTES)), length=RANDOM_LENGTH)
    return unchecked + _checksum(unchecked)


def mint_id(*, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A new id for a key; it is no secret and says nothing of the key."""
    return "key_" + _base62(int.from_bytes(random_bytes(ID_BYTES)), length=ID_LENGTH)


def parse(text: str) -> ParsedKey | None:
    """What the key says of itself, or None if it is malformed or mistyped; whether it exists is the store's to say."""
    parsed = PREFIXES.get(text[:PREFIX_LENGTH])
    if parsed is None or BODY.fullmatch(text, PREFIX_LENGTH) is None:
        return None
    unchecked, checksum = text[:-CHECKSUM_LENGTH], text[-CHECKSUM_LENGTH:]
    return parsed if checksum == _checksum(unchecked) else None


def hash_key(text: str, *, pepper: bytes) -> str:
    """The keyed hash under which a key is stored; without the pepper, a copy of the table tests no guess."""
    if not pepper:
        raise ValueError("the pepper is empty; set it to at least 32 random bytes")
    # A plain hash will do: 144 random bits leave nothing to guess, so there is nothing for a slow one to slow down.
    return hmac.digest(pepper, text.encode("utf-8", "surrogatepass"), "sha256").hex()


def _checksum(unchecked: str) -> str:
    return _base62(zlib.crc32(unchecked.encode("ascii")), length=CHECKSUM_LENGTH)


def _base62(number: int, *, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
