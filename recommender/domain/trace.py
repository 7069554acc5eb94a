"""Why: every row, what it read, whether it applied. Holds answers, so it stays in the record and out of every log."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from recommender.domain.profile import FactValue
from recommender.domain.truth import Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row judged. `reads` names the facts that it read."""

    rule_id: str
    truth: Truth
    applies: bool
    reads: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All rows judged, in the order of the rule book, over `facts`."""

    steps: tuple[Step, ...]
    facts: Mapping[str, FactValue]
    judged_on: dt.date

    def applied(self) -> tuple[str, ...]:
        """The ids of the rows that applied."""
        return tuple(step.rule_id for step in self.steps if step.applies)
