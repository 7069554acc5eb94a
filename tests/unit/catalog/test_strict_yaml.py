"""YAML for clinical data: nothing is guessed, nothing is lost."""

import pytest

from exercise_catalog.strict_yaml import YamlRefused, load, load_file

# A value as written, and what it is read as.
VALUES = [
    ("1:30", "1:30"), ("3:10:00", "3:10:00"), ("no", "no"), ("No", "No"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("n", "n"),
    ("True", "True"), ("FALSE", "FALSE"), ("0123", "0123"), ("0o17", "0o17"), ("0x1F", "0x1F"), ("1_000", "1_000"), ("+5", "+5"), ("1e3", "1e3"),
    (".5", ".5"), ("5.", "5."), (".inf", ".inf"), (".nan", ".nan"), ("2026-11-02", "2026-11-02"), ("2026-11-02 10:00:00", "2026-11-02 10:00:00"),
    ("NULL", "NULL"), ("Null", "Null"), ("=", "="), ('"12"', "12"), ("'true'", "true"), ("10 to 15", "10 to 15"),
    ("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("0", 0), ("12", 12), ("-3", -3), ("2.5", 2.5), ("-0.25", -0.25),
    ("[1:30, no, 7]", ["1:30", "no", 7]),
]  # fmt: skip
DUPLICATES = [
    "a: 1\na: 1",
    "effect: exclude\ntitle: x\neffect: caution",
    "a: {b: 1, b: 2}",
    "a:\n  - {c: 1}\n  - {c: 1, d: 2, c: 3}",
    '"a": 1\na: 2',
]
NO_TEXT_KEYS = ["1: a", "true: a", "null: a", "~: a", "2.5: a", "? [a, b]\n: c", "{1: a}"]
BAD_SYNTAX = ["a: [1", "a: b: c", "\ta: 1", "a: 'x", "a: *nobody", "--- 1\n--- 2", "a: !!python/object:os.system x", "a: !secret x", "@x"]


@pytest.mark.parametrize(("written", "value"), VALUES)
def test_what_looks_like_a_word_stays_a_word(written, value):
    loaded = load(f"key: {written}")["key"]

    assert loaded == value
    assert type(loaded) is type(value)


@pytest.mark.parametrize("text", DUPLICATES)
def test_a_key_that_stands_twice_is_refused(text):
    with pytest.raises(YamlRefused, match="stands twice"):
        load(text)


@pytest.mark.parametrize("text", NO_TEXT_KEYS)
def test_a_key_that_is_no_text_is_refused(text):
    with pytest.raises(YamlRefused, match="is not text"):
        load(text)


@pytest.mark.parametrize("text", BAD_SYNTAX)
def test_bad_syntax_is_refused(text):
    with pytest.raises(YamlRefused):
        load(text)


def test_the_words_that_other_loaders_misread_may_be_keys():
    assert load("on: 1\nno: 2\nyes: 3") == {"on": 1, "no": 2, "yes": 3}


def test_a_merge_key_is_a_plain_key_and_pulls_nothing_in():
    assert load("a: &a {x: 1}\nb: {<<: *a}") == {"a": {"x": 1}, "b": {"<<": {"x": 1}}}


def test_a_complaint_about_a_file_names_it_and_the_line(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text("a: 1\nb: 2\na: 3\n", encoding="utf-8")

    with pytest.raises(YamlRefused, match=r"^rules\.yaml: line 3: the key 'a' stands twice"):
        load_file(path)
