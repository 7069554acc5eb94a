"""What was packed once can be read for ever: old ways stay, and the words of a way never change."""

import hashlib
import zlib

import pytest

from api.errors import StoreError
from api.stores.packing import WORDS, pack, unpack

ANSWER = b'{"object":"recommendation","status":"released","disclaimer":"A starter exercise program"}'


def test_what_is_packed_today_says_format_2() -> None:
    assert pack(ANSWER)[:1] == b"\x02"


def test_the_words_make_an_answer_smaller_than_zlib_alone() -> None:
    assert len(pack(ANSWER)) < len(zlib.compress(ANSWER, 9))


def test_what_was_packed_in_format_1_is_still_read() -> None:
    assert unpack(b"\x01" + zlib.compress(ANSWER, 9)) == ANSWER


def test_the_words_of_format_2_are_those_that_records_were_packed_with() -> None:
    """Changing them would make stored records unreadable: a better dictionary takes the next number instead."""
    assert hashlib.sha256(WORDS.read_bytes()).hexdigest() == "e3806f298f67f179ae3451060eb2c3b4442ae86111a8b9e40a1beac4f29b3b76"


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\x00",
        b"\x03" + zlib.compress(ANSWER),
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
