"""What was packed once can be read for ever: old ways stay, and the words of a way never change."""

import hashlib
import zlib

import pytest

from api.errors import StoreError
from api.stores.packing import WITH_WORDS, pack, unpack, words, words_file

ANSWER = b'{"object":"recommendation","status":"released","disclaimer":"A starter exercise program"}'


# The digest of every dictionary that records were packed with.
DIGESTS = {
    2: "e3806f298f67f179ae3451060eb2c3b4442ae86111a8b9e40a1beac4f29b3b76",
    3: "54ca0b22861c03490a944fcff0754baf8a97971d4c53b332080df9e4ef979407",
}


def test_what_is_packed_today_says_the_newest_format() -> None:
    assert pack(ANSWER)[0] == max(WITH_WORDS) == 3


def test_the_words_make_an_answer_smaller_than_zlib_alone() -> None:
    assert len(pack(ANSWER)) < len(zlib.compress(ANSWER, 9))


def test_what_was_packed_in_format_1_is_still_read() -> None:
    assert unpack(b"\x01" + zlib.compress(ANSWER, 9)) == ANSWER


@pytest.mark.parametrize("number", WITH_WORDS)
def test_what_was_packed_with_any_words_is_still_read(number: int) -> None:
    packer = zlib.compressobj(9, zdict=words(number))

    assert unpack(bytes((number,)) + packer.compress(ANSWER) + packer.flush()) == ANSWER


def test_the_words_of_each_format_are_those_that_records_were_packed_with() -> None:
    """Changing them would make stored records unreadable: a better dictionary takes the next number instead."""
    assert {number: hashlib.sha256(words_file(number).read_bytes()).hexdigest() for number in WITH_WORDS} == DIGESTS


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\x00",
        b"\x04" + zlib.compress(ANSWER),
        b"\x03",
        b"\x03not zlib",
        b"\x01",
        b"\x02",
        b"\x01not zlib",
        b"\x02not zlib",
        pack(ANSWER)[:-4],
        b"\x02" + zlib.compress(ANSWER)[:9],
    ],
)
def test_what_is_damaged_or_of_an_unknown_format_is_refused(packed: bytes) -> None:
    with pytest.raises(StoreError):
        unpack(packed)
