"""When the store is away or something breaks: no program leaves, nothing is told that should not be, and a retry is safe."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from api.container import Container
from api.errors import StoreError, StoreUnavailable
from api.stores.ports import Created, Record
from recommender.errors import SafetyCheckFailed
from tests.contract.api.world import FOUR_FIELDS, FROM_A_FORM, NOW, RECOMMENDATIONS, SITE, WatchedRecommendationStore, World, check_problem

CANARY = "canary-8841"


class AwayOnCreate(WatchedRecommendationStore):
    """Reads, but can't write."""

    def create(self, record: Record) -> Created:
        raise StoreUnavailable("put_item failed: ConnectTimeoutError")


class LosesReplies(WatchedRecommendationStore):
    """Writes, and then the reply is lost; `lose` says whether."""

    lose = True

    def create(self, record: Record) -> Created:
        created = super().create(record)
        if self.lose:
            raise StoreUnavailable("put_item failed: ReadTimeoutError")
        return created


class Damaged(WatchedRecommendationStore):
    """Holds what it can't read."""

    def get(self, recommendation_id: str) -> Record | None:
        raise StoreError(f"the stored content of {CANARY} is damaged")


class Breaking:
    """A service that fails with `error` whatever it is asked."""

    def __init__(self, error: Exception) -> None:
        self._error = error
        self.now = lambda: NOW

    def create(self, answers: dict[str, Any], **_: Any) -> Any:
        raise self._error

    def read(self, recommendation_id: str, **_: Any) -> Any:
        raise self._error


def breaking(error: Exception) -> Callable[[Container], Container]:
    return lambda container: replace(container, recommendations=Breaking(error))  # type: ignore[arg-type]


def check_away(response: Any) -> None:
    check_problem(response, 503, "store_unavailable")
    assert int(response.headers["Retry-After"]) >= 1
    assert b"exercise_id" not in response.data
    assert b"program" not in response.data


def test_a_key_that_cannot_be_looked_up_is_503_and_lets_nobody_in(world: World) -> None:
    world.accounts.fail_with_unavailable = True

    check_away(world.create())
    assert world.store.stored() == []


def test_a_key_whose_cache_time_is_over_is_503_while_accounts_are_away(world: World) -> None:
    world.create()
    world.accounts.fail_with_unavailable = True
    world.clock.seconds += 31

    check_away(world.create())


@pytest.mark.parametrize("idempotency", [{}, {"Idempotency_Key": "visit-8841"}], ids=["without a key", "with an idempotency key"])
@pytest.mark.parametrize(("key", "answers"), [("server", FOUR_FIELDS), ("browser", FROM_A_FORM)])
def test_a_create_that_cannot_be_stored_is_503_without_a_program(
    make_world: Callable[..., World], key: str, answers: dict[str, Any], idempotency: dict[str, str]
) -> None:
    world = make_world(store=AwayOnCreate())

    check_away(world.create(answers, key=key, Origin=SITE, **idempotency))
    assert world.store.stored() == []


def test_a_create_whose_store_is_all_away_is_503(world: World) -> None:
    world.store.fail_with_unavailable = True

    check_away(world.create())
    check_away(world.create(Idempotency_Key="visit-8841"))


def test_a_read_while_the_store_is_away_is_503(world: World) -> None:
    created = world.create()
    world.store.fail_with_unavailable = True

    check_away(world.get(created.headers["Location"], key="server"))


def test_a_retry_after_a_lost_reply_answers_what_was_stored(make_world: Callable[..., World]) -> None:
    store = LosesReplies()
    world = make_world(store=store)
    check_away(world.create(Idempotency_Key="visit-8841"))
    store.lose = False

    retried = world.create(Idempotency_Key="visit-8841")

    assert retried.status_code == 201
    assert retried.headers["Idempotent-Replayed"] == "true"
    assert [record.answer for record in store.stored()] == [retried.data]


def test_a_retry_after_an_outage_is_a_first_answer(world: World) -> None:
    world.store.fail_with_unavailable = True
    check_away(world.create(Idempotency_Key="visit-8841"))
    world.store.fail_with_unavailable = False

    retried = world.create(Idempotency_Key="visit-8841")

    assert retried.status_code == 201
    assert "Idempotent-Replayed" not in retried.headers


def test_health_asks_the_store_only_when_told_to(world: World) -> None:
    assert world.get("/v1/health?deep=1").get_json()["store"] == "ok"

    world.store.fail_with_unavailable = True

    assert world.get("/v1/health").get_json()["store"] == "not_checked"
    check_away(world.get("/v1/health?deep=1"))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SafetyCheckFailed(f"bird_dog for {CANARY}: a dose above the cap"), "safety_check_failed"),
        (RuntimeError(f"unexpected {CANARY}"), "internal_error"),
        (KeyError(CANARY), "internal_error"),
        (RecursionError(CANARY), "internal_error"),
        (UnicodeEncodeError("utf-8", CANARY, 0, 1, "surrogates not allowed"), "internal_error"),
        (StoreError(f"the stored content of {CANARY} is damaged"), "internal_error"),
    ],
    ids=["safety check", "runtime error", "key error", "recursion", "unicode", "store error"],
)
def test_a_fault_of_ours_is_a_500_problem_that_tells_nothing(make_world: Callable[..., World], error: Exception, code: str) -> None:
    world = make_world(change=breaking(error))

    responses = [world.create(), world.get(f"{RECOMMENDATIONS}/rec_x", key="server")]

    assert [check_problem(response, 500, code)["errors"] for response in responses] == [[], []]
    assert CANARY not in "".join(response.get_data(as_text=True) for response in responses)
    assert CANARY not in world.lines.everything()
    assert "Traceback" not in world.lines.everything()
    assert world.store.stored() == []


def test_a_fault_of_ours_is_logged_with_its_type_and_its_request_id(make_world: Callable[..., World]) -> None:
    world = make_world(change=breaking(RuntimeError(CANARY)))

    response = world.create()

    assert '"event": "internal_error"' in world.lines.everything()
    assert '"error_type": "RuntimeError"' in world.lines.everything()
    assert world.lines.everything().count(response.headers["Request-Id"]) == 2


def test_a_record_that_cannot_be_read_is_a_500_problem(make_world: Callable[..., World]) -> None:
    world = make_world(store=Damaged())

    check_problem(world.get(f"{RECOMMENDATIONS}/rec_aaaaaaaaaaaaaaaaaaaaaaaaaa", key="server"), 500, "internal_error")
    assert CANARY not in world.lines.everything()
