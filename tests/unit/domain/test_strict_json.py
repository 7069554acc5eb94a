"""JSON from outside: what a careless parser would let through is refused."""

import pytest

from recommender.strict_json import JsonRefused, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2.5, true, null, "x"]}', {"a": [1, 2.5, True, None, "x"]}),
        (b'{"a": "\xc3\xa9"}', {"a": "é"}),
        ('{"a": {"b": 1}, "b": {"b": 1}}', {"a": {"b": 1}, "b": {"b": 1}}),
        ("1e300", 1e300),
        ("-0.0", 0.0),
        ('"\\ud83d\\ude00"', "\U0001f600"),
        (" [] ", []),
    ],
)
def test_ordinary_json_is_read(text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 1}',
        '{"a": 1, "b": 2, "a": 3}',
        '{"a": 1, "\\u0061": 2}',
        '{"pain": {"intensity": 1, "intensity": 9}}',
        '[1, {"a": [{"b": 1, "b": 2}]}]',
        b'{"red_flags": [], "red_flags": ["ces_bladder"]}',
    ],
)
def test_a_key_that_stands_twice_is_refused_at_any_depth(text):
    with pytest.raises(JsonRefused) as refusal:
        parse(text)

    assert refusal.value.code == "duplicate_key"


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        '{"a": [NaN]}',
        "1e400",
        "-1e400",
        '{"a": 1e9999}',
        "",
        "   ",
        "{",
        "{'a': 1}",
        '{"a": 1,}',
        "[1] [2]",
        '{"a": 01}',
        '"line\nbreak"',
        "\ufeff{}",
        b"\xef\xbb\xbf{}",
        b'"\xff"',
        b'{"a": "\xc3"}',
        b"\xed\xa0\x80",
        '{"a": 1}'.encode("utf-16"),
        "9" * 5000,
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_json_is_refused(text):
    with pytest.raises(JsonRefused) as refusal:
        parse(text)

    assert refusal.value.code == "invalid_json"


@pytest.mark.parametrize("text", ['{"secret": 1, "secret": 2}', '{"secret": NaN}', "secret"])
def test_a_refusal_repeats_nothing_of_what_was_sent(text):
    with pytest.raises(JsonRefused) as refusal:
        parse(text)

    assert "secret" not in refusal.value.detail + str(refusal.value)
    assert refusal.value.__cause__ is None
