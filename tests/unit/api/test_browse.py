"""Which exercises a search finds, and the words of a text as it compares them."""

from dataclasses import replace

import pytest

from api.services.browse import find, words_of
from exercise_catalog.catalog import Catalog
from exercise_catalog.exercise import Exercise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  -- !? ", []),
        ("Bird dog", ["bird", "dog"]),
        ("T-spine, 90/90", ["t", "spine", "90", "90"]),
        ("core_stability", ["core", "stability"]),
        ("Child's pose, child\u2019s pose", ["childs", "pose", "childs", "pose"]),
        ("\u00c9tirement D\u00c9J\u00c0", ["etirement", "deja"]),
        ("e\u0301te\u0301", ["ete"]),
        ("Stra\u00dfe", ["strasse"]),
        ("\uff22\uff29\uff32\uff24", ["bird"]),
        ("\u0130stanbul", ["istanbul"]),
    ],
)
def test_words_are_compared_without_capitals_accents_and_signs(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.fixture(scope="module")
def made_up() -> Exercise:
    """An exercise whose words are known here; only its facts are the catalog's."""
    exercise = Catalog.load().by_id["bird_dog"]
    words = replace(
        exercise.text("en"),
        name="Café row",
        also_known_as=("child's pull", "T-spine drill"),
        purpose="Wakes the muscles between your shoulder blades.",
        steps=("Hold a narrow bar.",),
    )
    return replace(exercise, texts={"en": words}, muscles_primary=("middle_trapezius",), muscles_secondary=("rhomboids",))


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("cafe", True),
        ("CAFÉ ROW", True),
        ("row cafe", True),
        ("ro", True),
        ("ow", False),
        ("childs", True),
        ("child's", True),
        ("spine", True),
        ("shoulder-blades", True),
        ("middle trapezius", True),
        ("middle_trapezius", True),
        ("rhomboids", True),
        ("core stability", True),
        ("cafe rhomboids blades core", True),
        ("cafe zzz", False),
        ("narrow", False),
        ("hold", False),
        ("quadruped", False),
    ],
)
def test_a_search_asks_for_every_word_in_names_purpose_muscles_and_kind(made_up: Exercise, q: str, found: bool) -> None:
    assert find([made_up], {"q": q}) == [made_up] * found


def test_without_wishes_everything_is_found_in_its_order(made_up: Exercise) -> None:
    others = [made_up, *Catalog.load().exercises[:3], made_up]

    assert find(others, {}) == others


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"pain_area": "lower_back"}, True),
        ({"pain_area": "neck"}, False),
        ({"equipment": "none"}, True),
        ({"equipment": "band"}, False),
        ({"without_property": "prone_lying"}, True),
        ({"without_property": "floor_transfer"}, False),
        ({"q": "cafe", "position": "quadruped", "level": "beginner", "kind": "core_stability"}, True),
        ({"q": "cafe", "position": "seated"}, False),
    ],
)
def test_all_that_is_wished_for_must_hold(made_up: Exercise, wanted: dict[str, str], found: bool) -> None:
    assert find([made_up], wanted) == [made_up] * found
