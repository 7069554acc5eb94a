"""How JSON is packed for the store. The first byte says how; a way that records were once packed in is never taken out.

Answers share most of their words: field names, warnings, cues. A dictionary of them makes a record about half as large, and
write units follow size. A dictionary that records were packed with must never change; a better one gets a number and a file of its own.
"""

import zlib
from functools import cache
from pathlib import Path

from api.errors import StoreError

PLAIN_ZLIB = 1
# Each way with words, by its first byte: the dictionary of that number.
WITH_WORDS = (2, 3)
NEWEST = WITH_WORDS[-1]
LEVEL = 9


def words_file(number: int) -> Path:
    """Where the dictionary of a number lies."""
    return Path(__file__).parent / f"words-{number}.txt"


@cache
def words(number: int) -> bytes:
    """The dictionary of a number; zlib looks back 32 kB at the most."""
    return words_file(number).read_bytes()


def pack(content: bytes) -> bytes:
    """`content`, small."""
    packer = zlib.compressobj(LEVEL, zdict=words(NEWEST))
    return bytes((NEWEST,)) + packer.compress(content) + packer.flush()


def unpack(packed: bytes) -> bytes:
    """What was packed, in any format that was ever written. Raises StoreError for anything else."""
    way = packed[0] if packed else 0
    try:
        if way == PLAIN_ZLIB:
            return zlib.decompress(packed[1:])
        if way in WITH_WORDS:
            unpacker = zlib.decompressobj(zdict=words(way))
            content = unpacker.decompress(packed[1:])
            if unpacker.eof:
                return content
    except zlib.error:
        raise StoreError("the stored content is damaged") from None
    raise StoreError(f"the stored content is damaged, or in format {packed[:1].hex() or 'none'}, which this version does not read")
