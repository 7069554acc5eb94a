"""Settings from the environment, read once. Fails at start and names everything that is missing or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MINIMUM_SECRET_BYTES = 32


class SettingsRefused(ValueError):
    """When the environment lacks a setting or holds one that can't be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a deployment decides. Times in seconds, sizes in bytes."""

    stage: str
    region: str
    records_table: str
    accounts_table: str
    secret: bytes = field(repr=False)  # keys hashes, idempotent ids and access tokens; at least 32 bytes
    dynamodb_endpoint: str | None = None  # None: the real DynamoDB of `region`
    accept_unreviewed_rules: str | None = None  # the `rules` of GET /v1/versions that live keys may use although nobody has reviewed them
    maximum_body: int = 32 * 1024
    key_cache_s: int = 30
    access_token_s: int = 3600


# Every setting that the environment may give: its variable, and whether it must be there.
VARIABLES = {
    "BACKSTART_STAGE": True,
    "BACKSTART_SECRET": True,
    "AWS_REGION": True,
    "BACKSTART_DYNAMODB_ENDPOINT": False,
    "ACCEPT_UNREVIEWED_RULES": False,
}


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings that `environment` gives. Raises SettingsRefused naming every variable that is missing or wrong."""
    problems = [f"{name} is not set" for name, needed in VARIABLES.items() if needed and not environment.get(name)]
    secret = environment.get("BACKSTART_SECRET", "").encode()
    if secret and len(secret) < MINIMUM_SECRET_BYTES:
        problems.append(f"BACKSTART_SECRET must be at least {MINIMUM_SECRET_BYTES} bytes long")
    if problems:
        raise SettingsRefused("; ".join(problems))
    stage = environment["BACKSTART_STAGE"]
    return Settings(
        stage=stage,
        region=environment["AWS_REGION"],
        records_table=f"backstart-{stage}-records",
        accounts_table=f"backstart-{stage}-accounts",
        secret=secret,
        dynamodb_endpoint=environment.get("BACKSTART_DYNAMODB_ENDPOINT") or None,
        accept_unreviewed_rules=environment.get("ACCEPT_UNREVIEWED_RULES") or None,
    )
