"""Settings are complete and strong enough, or the start fails and says all that is wrong at once."""

import pytest

from api.settings import VARIABLES, Settings, SettingsRefused, from_environment

SECRET = "a secret of at least thirty-two bytes"
COMPLETE = {"BACKSTART_STAGE": "production", "BACKSTART_SECRET": SECRET, "AWS_REGION": "eu-central-1"}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in COMPLETE.items() if name not in names}


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsRefused) as refused:
        from_environment(environment)
    return str(refused.value)


def test_a_complete_environment_gives_settings_with_the_tables_of_its_stage() -> None:
    assert from_environment(COMPLETE) == Settings(
        stage="production",
        region="eu-central-1",
        records_table="backstart-production-records",
        accounts_table="backstart-production-accounts",
        secret=SECRET.encode(),
        dynamodb_endpoint=None,
        maximum_body=32 * 1024,
        accept_unreviewed_rules=None,
        key_cache_s=30,
        access_token_s=3600,
    )


@pytest.mark.parametrize("name", ["BACKSTART_STAGE", "BACKSTART_SECRET", "AWS_REGION"])
def test_a_missing_variable_is_named(name: str) -> None:
    assert refusal(without(name)) == f"{name} is not set"


def test_all_missing_variables_are_named_at_once() -> None:
    assert refusal({}) == "BACKSTART_STAGE is not set; BACKSTART_SECRET is not set; AWS_REGION is not set"


@pytest.mark.parametrize("name", ["BACKSTART_STAGE", "BACKSTART_SECRET", "AWS_REGION"])
def test_an_empty_variable_counts_as_missing(name: str) -> None:
    assert refusal({**COMPLETE, name: ""}) == f"{name} is not set"


def test_what_is_missing_and_what_is_wrong_are_told_together() -> None:
    message = refusal({"BACKSTART_SECRET": "short", "AWS_REGION": "eu-central-1"})

    assert "BACKSTART_STAGE is not set" in message
    assert "BACKSTART_SECRET must be at least 32 bytes long" in message


@pytest.mark.parametrize("secret", ["x", "x" * 31, "ä" * 15])
def test_a_secret_under_32_bytes_is_refused_and_not_repeated(secret: str) -> None:
    message = refusal({**COMPLETE, "BACKSTART_SECRET": secret})

    assert message == "BACKSTART_SECRET must be at least 32 bytes long"


@pytest.mark.parametrize("secret", ["x" * 32, "ä" * 16])
def test_a_secret_of_32_bytes_is_taken(secret: str) -> None:
    assert from_environment({**COMPLETE, "BACKSTART_SECRET": secret}).secret == secret.encode()


@pytest.mark.parametrize(("given", "endpoint"), [("http://127.0.0.1:8001", "http://127.0.0.1:8001"), ("", None)])
def test_a_local_engine_is_used_only_where_one_is_named(given: str, endpoint: str | None) -> None:
    assert from_environment({**COMPLETE, "BACKSTART_DYNAMODB_ENDPOINT": given}).dynamodb_endpoint == endpoint


@pytest.mark.parametrize(("given", "accepted"), [("0123456789ab.cdef01234567", "0123456789ab.cdef01234567"), ("", None)])
def test_unreviewed_rules_are_accepted_only_by_a_digest_that_is_named(given: str, accepted: str | None) -> None:
    assert from_environment({**COMPLETE, "ACCEPT_UNREVIEWED_RULES": given}).accept_unreviewed_rules == accepted


def test_variables_that_are_not_ours_change_nothing() -> None:
    assert from_environment({**COMPLETE, "PATH": "/bin", "BACKSTART_UNKNOWN": "x"}) == from_environment(COMPLETE)


def test_every_variable_that_is_read_is_listed() -> None:
    assert VARIABLES == {
        "BACKSTART_STAGE": True,
        "BACKSTART_SECRET": True,
        "AWS_REGION": True,
        "BACKSTART_DYNAMODB_ENDPOINT": False,
        "ACCEPT_UNREVIEWED_RULES": False,
    }


def test_the_secret_does_not_show_when_settings_are_printed() -> None:
    assert SECRET not in repr(from_environment(COMPLETE))
