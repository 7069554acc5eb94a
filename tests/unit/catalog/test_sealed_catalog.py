"""Sealed files: what was changed after it was sealed does not run."""

import json

import pytest

from exercise_catalog.artifact import ArtifactRefused, canonical_json, digest_of, open_sealed, sealed_text
from exercise_catalog.catalog import COMPILED, Catalog

CHANGES = [
    ('"high_impact":false', '"high_impact":true'),
    ('"valsalva_or_long_isometric_hold":true', '"valsalva_or_long_isometric_hold":false'),
    ('"effort_0_10":4', '"effort_0_10":8'),
    ('"level":"advanced"', '"level":"beginner"'),
    ('"digest":"sha256:', '"digest":"sha256:f'),
    ('"digest":"sha256:', '"digest":"md5:'),
    ('"format":1', '"format":2'),
    ('"id":"bird_dog"', '"id":"bird_dig"'),
]


def test_the_compiled_catalog_loads_sorted_by_id():
    ids = [exercise.id for exercise in Catalog.load().exercises]

    assert ids == sorted(set(ids))
    assert len(ids) == 186


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_changed_byte_is_refused(tmp_path, old, new):
    text = COMPILED.read_text(encoding="utf-8")
    path = tmp_path / "compiled.json"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert old in text
    with pytest.raises(ArtifactRefused, match="digest"):
        Catalog.load(path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b'{"digest": null}', b'{"digest": "sha256:0"}', b"\xff\xfe", b'"digest"'])
def test_what_is_no_sealed_file_is_refused(tmp_path, content):
    path = tmp_path / "compiled.json"
    path.write_bytes(content)

    with pytest.raises(ArtifactRefused):
        open_sealed(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ArtifactRefused, match="can't be read"):
        open_sealed(tmp_path / "compiled.json")


@pytest.mark.parametrize("content", [{}, {"a": []}, {"a": [1, {"b": "é"}], "z": {"y": None}}, {"text": 'quote " and \\ and \n'}])
def test_what_was_sealed_opens_with_its_digest(tmp_path, content):
    path = tmp_path / "sealed.json"
    path.write_text(sealed_text(content), encoding="utf-8")

    assert open_sealed(path) == (content, digest_of(content))


def test_the_order_of_keys_does_not_change_a_digest_but_that_of_a_list_does():
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of({"a": [1, 2]}) != digest_of({"a": [2, 1]})


def test_no_number_that_json_does_not_know_is_sealed():
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"a": float("nan")})


def test_a_sealed_text_is_json_with_one_top_level_key_a_line():
    text = sealed_text({"b": {"x": 1}, "a": [1, 2]})

    assert json.loads(text)["a"] == [1, 2]
    assert [line.split(":")[0] for line in text.splitlines() if line.startswith('"')] == ['"digest"', '"a"', '"b"']
