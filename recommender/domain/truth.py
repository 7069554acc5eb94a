"""UNKNOWN, and truth with three values. An unanswered question is neither yes nor no."""

from collections.abc import Iterable
from enum import Enum
from typing import Final


class Unknown(Enum):
    """The type of UNKNOWN, which has one value only."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("UNKNOWN is neither true nor false; ask for it by name")


UNKNOWN: Final = Unknown.UNKNOWN


class Truth(Enum):
    """Kleene's three truth values."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values; compare it by name")


# Names of the module are found faster than members of an enum, and every rule is judged by these for every person.
_TRUE, _FALSE, _UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def at_least(n: int, parts: Iterable[Truth]) -> Truth:
    """True when `n` parts are known to be true, false when that can't be reached any more, else unknown.

    >>> at_least(1, [Truth.UNKNOWN, Truth.FALSE]).name
    'UNKNOWN'
    """
    known, open_ = 0, 0
    for part in parts:
        known += part is _TRUE
        open_ += part is _UNKNOWN
    if known >= n:
        return _TRUE
    return _UNKNOWN if known + open_ >= n else _FALSE


def every(parts: Iterable[Truth]) -> Truth:
    """True when all parts are true, false as soon as one is false, else unknown. True for no parts."""
    seen = list(parts)
    if _FALSE in seen:
        return _FALSE
    return _UNKNOWN if _UNKNOWN in seen else _TRUE
