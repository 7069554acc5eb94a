"""Who may not ask: no key, a bad one, a revoked one, somebody else's. No key is ever told why more than it must be."""

import pytest

from api.auth.keys import mint
from tests.contract.api.world import DOWNTOWN, FOUR_FIELDS, RECOMMENDATIONS, World, check_problem

MINTED_ELSEWHERE = mint("sk", "test")


def swapped(key: str) -> str:
    return key[:20] + ("A" if key[20] != "A" else "B") + key[21:]


def test_no_key_is_401(world: World) -> None:
    response = world.send("POST", RECOMMENDATIONS, json=FOUR_FIELDS)

    check_problem(response, 401, "key_missing")
    assert world.store.stored() == []


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Token {key}", "{key}", "Digest {key}", "Bearer{key}"])
def test_any_other_scheme_is_401(world: World, authorization: str) -> None:
    headers = {"Authorization": authorization.format(key=world.keys["server"])}

    check_problem(world.send("POST", RECOMMENDATIONS, json=FOUR_FIELDS, headers=headers), 401, "key_missing")
    assert world.store.stored() == []


@pytest.mark.parametrize(
    "authorization",
    ["Bearer key", "Bearer bks_test_sk_", "Bearer {key}x", "Bearer {key} {key}", "Bearer bks_prod_sk_{random}", "Bearer \u00e4{key}", "Bearer null"],
)
def test_what_has_not_the_form_of_a_key_is_401(world: World, authorization: str) -> None:
    key = world.keys["server"]
    headers = {"Authorization": authorization.format(key=key, random=key.removeprefix("bks_test_sk_"))}

    check_problem(world.send("POST", RECOMMENDATIONS, json=FOUR_FIELDS, headers=headers), 401, "key_malformed")


def test_a_mistyped_key_is_401_without_asking_the_store(world: World) -> None:
    world.accounts.fail_with_unavailable = True
    headers = {"Authorization": f"Bearer {swapped(world.keys['server'])}"}

    check_problem(world.send("POST", RECOMMENDATIONS, json=FOUR_FIELDS, headers=headers), 401, "key_malformed")


def test_a_key_of_another_deployment_is_401(world: World) -> None:
    headers = {"Authorization": f"Bearer {MINTED_ELSEWHERE}"}

    check_problem(world.send("POST", RECOMMENDATIONS, json=FOUR_FIELDS, headers=headers), 401, "key_unknown")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_may_be_spelled_in_any_case(world: World, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {world.keys['server']}"}

    assert world.send("POST", RECOMMENDATIONS, json=FOUR_FIELDS, headers=headers).status_code == 201


def test_a_revoked_key_that_was_not_used_lately_is_401_at_once(world: World) -> None:
    world.put_key("server", world.keys["server"], partner=DOWNTOWN, kind="sk", mode="test", revoked=True)

    check_problem(world.create(), 401, "key_unknown")
    assert world.store.stored() == []


def test_a_revoked_key_is_401_once_the_cache_time_is_over(world: World) -> None:
    created = world.create()
    world.put_key("server", world.keys["server"], partner=DOWNTOWN, kind="sk", mode="test", revoked=True)
    world.clock.seconds += 30

    check_problem(world.create(), 401, "key_unknown")
    check_problem(world.get(created.headers["Location"], key="server"), 401, "key_unknown")


def test_using_a_revoked_key_does_not_prolong_its_cache_time(world: World) -> None:
    world.create()
    world.put_key("server", world.keys["server"], partner=DOWNTOWN, kind="sk", mode="test", revoked=True)
    world.clock.seconds += 20
    world.create()
    world.clock.seconds += 10

    check_problem(world.create(), 401, "key_unknown")


def test_a_key_is_checked_before_its_body_is_read(world: World) -> None:
    check_problem(world.send("POST", RECOMMENDATIONS, data=b"x" * 1_000_000), 401, "key_missing")


@pytest.mark.parametrize("recommendation_id", ["rec_x", "..", "%00", "%ff", "rec_" + "a" * 3000, "' OR 1=1", "\u00e4", "partner%23downtown"])
def test_an_id_that_was_never_given_is_404(world: World, recommendation_id: str) -> None:
    check_problem(world.get(f"{RECOMMENDATIONS}/{recommendation_id}", key="server"), 404, "recommendation_not_found")
