"""The compiled rules run only as they were compiled."""

from dataclasses import replace

import pytest

from exercise_catalog.catalog import Catalog
from recommender.errors import HeartRefused
from recommender.heart import load_heart
from recommender.rules.book import COMPILED, RuleBook

# A change of a byte or two somewhere in the file that would loosen or bend a rule.
CHANGES = [
    ('"outcome":"emergency"', '"outcome":"emergencz"'),
    ('"outcome":"urgent"', '"outcome":"proceed"'),
    ('"cleared_by":"nothing"', '"cleared_by":"person"'),
    ('"if_unknown":"apply"', '"if_unknown":"none"'),
    ('"is":"at_least"', '"is":"at_most"'),
    ('"value":7', '"value":8'),
    ('"digest":"sha256:', '"digest":"sha256:0'),
    ('"digest":', '"digezt":'),
    ('"RF-CES-BLADDER"', '"RF-CES-BLADDES"'),
]


def test_the_compiled_rules_load():
    assert len(RuleBook.load().rules) > 300


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_changed_byte_is_refused(tmp_path, old, new):
    text = COMPILED.read_text(encoding="utf-8")
    path = tmp_path / "compiled.json"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert old in text
    with pytest.raises(HeartRefused, match="digest"):
        RuleBook.load(path)


@pytest.mark.parametrize("kept", [0, 1, 1000, -2])
def test_a_file_cut_short_is_refused(tmp_path, kept):
    path = tmp_path / "compiled.json"
    path.write_bytes(COMPILED.read_bytes()[:kept])

    with pytest.raises(HeartRefused):
        RuleBook.load(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(HeartRefused, match="can't be read"):
        RuleBook.load(tmp_path / "compiled.json")


def test_rules_that_were_compiled_against_another_catalog_are_refused():
    heart = load_heart()
    catalog = Catalog(exercises=heart.catalog.exercises[1:], dose_entries=heart.catalog.dose_entries, digest=heart.catalog.digest)

    with pytest.raises(HeartRefused, match="another catalog"):
        replace(heart, catalog=catalog)
