"""May live keys be used? Decided once at start; whatever is neither reviewed nor accepted by its exact digest is refused."""

from enum import StrEnum


class LiveKeys(StrEnum):
    """What holds for live keys; the words stand in health, in versions and on the console."""

    OPEN = "open"
    REFUSED = "refused"
    ACCEPTED_UNREVIEWED = "accepted_unreviewed"


def live_keys(*, reviewed: bool, in_force: str, accepted: str | None) -> LiveKeys:
    """`in_force` and `accepted` are digests as GET /v1/versions shows them under `rules`; an acceptance of other rules accepts nothing."""
    if reviewed:
        return LiveKeys.OPEN
    return LiveKeys.ACCEPTED_UNREVIEWED if accepted == in_force else LiveKeys.REFUSED
