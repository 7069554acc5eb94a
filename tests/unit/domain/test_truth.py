"""Kleene's tables: what is known decides, and what is unknown stays unknown where it could still turn the answer."""

import pytest

from recommender.domain.truth import UNKNOWN, Truth, at_least, every

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], T),
        ([T], T), ([F], F), ([U], U),
        ([T, T], T), ([T, F], F), ([T, U], U),
        ([F, T], F), ([F, F], F), ([F, U], F),
        ([U, T], U), ([U, F], F), ([U, U], U),
        ([T, T, U], U), ([T, U, F], F),
    ],
)  # fmt: skip
def test_every_part_must_hold(parts, expected):
    assert every(parts) is expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], F),
        ([T], T), ([F], F), ([U], U),
        ([T, T], T), ([T, F], T), ([T, U], T),
        ([F, T], T), ([F, F], F), ([F, U], U),
        ([U, T], T), ([U, F], U), ([U, U], U),
        ([F, F, U], U), ([F, F, T], T),
    ],
)  # fmt: skip
def test_any_part_is_enough(parts, expected):
    assert at_least(1, parts) is expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], F), ([T], F), ([U], F),
        ([T, T], T), ([T, U], U), ([U, U], U), ([T, F], F), ([F, U], F),
        ([T, T, U], T), ([T, F, U], U), ([F, U, U], U), ([F, F, U], F), ([T, F, T], T),
    ],
)  # fmt: skip
def test_at_least_two_parts_must_hold(parts, expected):
    assert at_least(2, parts) is expected


def test_parts_may_come_one_at_a_time():
    assert at_least(1, iter([F, T])) is T
    assert every(iter([T, F])) is F


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (UNKNOWN, "UNKNOWN is neither true nor false; ask for it by name"),
        (Truth.TRUE, "a Truth has three values; compare it by name"),
        (Truth.FALSE, "a Truth has three values; compare it by name"),
        (Truth.UNKNOWN, "a Truth has three values; compare it by name"),
    ],
)
def test_nobody_can_ask_for_yes_or_no_where_there_are_three_values(value, why):
    with pytest.raises(TypeError) as refusal:
        bool(value)

    assert str(refusal.value) == why


def test_the_three_values_and_unknown_are_written_by_these_words():
    assert [truth.value for truth in Truth] == ["true", "false", "unknown"]
    assert (UNKNOWN.value, repr(UNKNOWN)) == ("unknown", "UNKNOWN")
