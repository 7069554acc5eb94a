"""Live keys wait until the rules in force are reviewed or accepted by their digest; health and versions say how far it is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from recommender.heart import Heart
from recommender.rules.reviews import Reviews
from tests.contract.api.world import FROM_A_FORM, RECOMMENDATIONS, SITE, World, check_problem

OTHER_BOOK = "sha256:" + "0" * 64


@pytest.fixture
def unreviewed(heart: Heart) -> Heart:
    """The heart as it would be with no row reviewed."""
    return replace(heart, reviews=Reviews(book_digest=heart.book.digest, rows=len(heart.book.rules), reviewed=0, removed=0))


@pytest.fixture
def world(make_world: Callable[..., World], unreviewed: Heart) -> World:
    return make_world(heart=unreviewed)


@pytest.fixture
def accepted_world(make_world: Callable[..., World], unreviewed: Heart) -> World:
    return make_world(heart=unreviewed, accepted=unreviewed.versions["rules"])


@pytest.fixture
def reviewed(heart: Heart) -> Heart:
    """The heart as it would be with every row reviewed."""
    rows = len(heart.book.rules)
    return replace(heart, reviews=Reviews(book_digest=heart.book.digest, rows=rows, reviewed=rows, removed=0))


def said_by(world: World) -> tuple[dict[str, object], dict[str, object]]:
    """What health and versions say of the reviews."""
    versions = world.get("/v1/versions").get_json()
    return world.get("/v1/health").get_json()["rules"], {name: versions[name] for name in versions if name == "live" or name.startswith("rules_")}


@pytest.mark.parametrize("key", ["live server", "live browser"])
def test_a_live_key_is_refused_while_the_rules_are_not_reviewed(world: World, key: str) -> None:
    check_problem(world.create(FROM_A_FORM, key=key, Origin=SITE), 403, "rules_not_reviewed")
    check_problem(world.get(f"{RECOMMENDATIONS}/rec_aaaaaaaaaaaaaaaaaaaaaaaaaa", key=key, Origin=SITE), 403, "rules_not_reviewed")
    assert world.store.stored() == []


def test_a_refused_live_key_is_told_what_to_do(world: World) -> None:
    said = check_problem(world.create(key="live server"), 403, "rules_not_reviewed")

    assert "reviewed" in said["detail"]
    assert 'id="error-rules_not_reviewed"' in world.send("GET", "/docs").get_data(as_text=True)


@pytest.mark.parametrize("key", ["live server", "live browser"])
def test_a_live_key_works_where_the_operator_accepts_exactly_the_rules_in_force(accepted_world: World, key: str) -> None:
    assert accepted_world.create(FROM_A_FORM, key=key, Origin=SITE).status_code == 201


@pytest.mark.parametrize("accepted", ["", "0123456789ab.0123456789ab", "true", "*"])
def test_accepting_other_rules_accepts_nothing(make_world: Callable[..., World], unreviewed: Heart, accepted: str) -> None:
    check_problem(make_world(heart=unreviewed, accepted=accepted).create(key="live server"), 403, "rules_not_reviewed")


@pytest.mark.parametrize("half", [0, 1], ids=["book", "plan"])
def test_half_of_the_digest_accepts_nothing(make_world: Callable[..., World], unreviewed: Heart, half: int) -> None:
    accepted = unreviewed.versions["rules"].split(".")[half]

    check_problem(make_world(heart=unreviewed, accepted=accepted).create(key="live server"), 403, "rules_not_reviewed")


def test_a_live_key_works_once_every_row_is_reviewed(make_world: Callable[..., World], reviewed: Heart) -> None:
    assert make_world(heart=reviewed).create(key="live server").status_code == 201


@pytest.mark.parametrize("change", [{"reviewed": 1}, {"removed": 1}, {"book_digest": OTHER_BOOK}], ids=["rows open", "a row gone", "another book"])
def test_a_live_key_is_refused_where_the_review_is_not_of_all_rules_in_force(
    make_world: Callable[..., World], reviewed: Heart, change: dict[str, int | str]
) -> None:
    heart = replace(reviewed, reviews=replace(reviewed.reviews, **change))

    check_problem(make_world(heart=heart).create(key="live server"), 403, "rules_not_reviewed")


def test_health_and_versions_say_that_the_rules_are_not_reviewed(world: World, heart: Heart) -> None:
    rows = len(heart.book.rules)

    assert said_by(world) == (
        {"reviewed": False, "rows": rows, "rows_reviewed": 0, "rows_removed": 0, "live_keys": "refused"},
        {"rules_reviewed": False, "rules_rows": rows, "rules_rows_reviewed": 0, "live": "refused"},
    )


def test_health_and_versions_say_that_the_operator_accepted_unreviewed_rules(accepted_world: World, heart: Heart) -> None:
    rows = len(heart.book.rules)

    assert said_by(accepted_world) == (
        {"reviewed": False, "rows": rows, "rows_reviewed": 0, "rows_removed": 0, "live_keys": "accepted_unreviewed"},
        {"rules_reviewed": False, "rules_rows": rows, "rules_rows_reviewed": 0, "live": "accepted_unreviewed"},
    )


def test_health_and_versions_say_that_the_rules_are_reviewed(make_world: Callable[..., World], reviewed: Heart) -> None:
    rows = len(reviewed.book.rules)

    assert said_by(make_world(heart=reviewed)) == (
        {"reviewed": True, "rows": rows, "rows_reviewed": rows, "rows_removed": 0, "live_keys": "open"},
        {"rules_reviewed": True, "rules_rows": rows, "rules_rows_reviewed": rows, "live": "open"},
    )
