"""The gate's answer: an outcome, why, and what would lift it. Decides nothing; the rules do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Outcome(Enum):
    """From free to go to get help now; the worst one wins."""

    PROCEED = "proceed"
    PROCEED_MODIFIED = "proceed_modified"
    CONSULT_FIRST = "consult_first"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 (proceed) to 4 (emergency)."""
        return list(Outcome).index(self)

    @property
    def releases(self) -> bool:
        """May a program leave?"""
        return self.rank <= Outcome.PROCEED_MODIFIED.rank

    @property
    def prepares(self) -> bool:
        """Is a program made at all, if only for a coach to see?"""
        return self.rank <= Outcome.CONSULT_FIRST.rank


class ClearedBy(Enum):
    """Who can lift a row that asks for a consultation; from least to most."""

    PERSON = "person"
    CLINICIAN = "clinician"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One row that counted, in words for the person. `source` has `title` and `url`, which is None for our own reasoning."""

    rule_id: str
    code: str
    outcome: Outcome
    cleared_by: ClearedBy | None
    lifted: bool
    message: str
    source: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """May a program leave, and if not, what would change that. `screening` is complete, partial or not_asked."""

    outcome: Outcome
    screening: str
    message: str
    reasons: tuple[Reason, ...]
    unlock: Mapping[str, Any] | None
