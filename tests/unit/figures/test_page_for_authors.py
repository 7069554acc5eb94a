"""What an author can say stands on the page that authors read."""

import re
from pathlib import Path

import pytest

from exercise_catalog.figures.gear import DRAWN
from exercise_catalog.figures.machines import HEIGHTS, PLACES
from exercise_catalog.figures.parts import PARTS
from exercise_catalog.figures.pose import bases
from exercise_catalog.figures.surfaces import CONTACTS

DOCS = Path(__file__).parents[3] / "docs"
PLURALS = {"insteps": "instep", "feet": "foot", "heels": "heel", "knees": "knee", "hands": "hand", "forearms": "forearm", "elbows": "elbow"}


def words_of(name):
    return set(re.findall(r"[a-z_]+", (DOCS / name).read_text(encoding="utf-8")))


def without_side(words):
    return {re.sub(r"^(right|left)_", "", word) for word in words}


@pytest.mark.parametrize(
    "words",
    [
        without_side(PARTS),
        without_side(CONTACTS) - set(PLURALS.values()),
        set(DRAWN),
        {place for places in PLACES.values() for place in places},
        {surface for surfaces in HEIGHTS.values() for surface in surfaces},
    ],
    ids=["parts", "contacts", "gear", "places", "surfaces"],
)
def test_every_word_of_the_language_is_on_the_page(words):
    assert words - words_of("draw-a-figure.md") == set()


def test_every_base_pose_is_in_the_picture():
    assert set(bases()) - words_of("draw-a-figure.svg") == set()
