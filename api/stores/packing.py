"""How JSON is packed for the store. The first byte says how; a way that records were once packed in is never taken out.

Answers share most of their words: field names, warnings, cues. A dictionary of them makes a record about half as large, and
write units follow size. The dictionary of format 2 must never change; a better one gets a number and a file of its own.
"""

import zlib
from functools import cache
from pathlib import Path

from api.errors import StoreError

PLAIN_ZLIB = 1
ZLIB_WITH_WORDS = 2
LEVEL = 9
WORDS = Path(__file__).parent / "words-2.txt"


@cache
def words() -> bytes:
    """The dictionary of format 2; zlib looks back 32 kB at the most."""
    return WORDS.read_bytes()


def pack(content: bytes) -> bytes:
    """`content`, small."""
    packer = zlib.compressobj(LEVEL, zdict=words())
    return bytes((ZLIB_WITH_WORDS,)) + packer.compress(content) + packer.flush()


def unpack(packed: bytes) -> bytes:
    """What was packed, in any format that was ever written. Raises StoreError for anything else."""
    try:
        match packed[:1]:
            case b"\x01":
                return zlib.decompress(packed[1:])
            case b"\x02":
                unpacker = zlib.decompressobj(zdict=words())
                content = unpacker.decompress(packed[1:])
                if unpacker.eof:
                    return content
    except zlib.error:
        raise StoreError("the stored content is damaged") from None
    raise StoreError(f"the stored content is damaged, or in format {packed[:1].hex() or 'none'}, which this version does not read")
