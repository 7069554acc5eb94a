"""From the rows that apply to one outcome: the worst wins, and a consultation lifts only what a person may clear."""

from collections.abc import Mapping
from typing import Any

from recommender.domain.gate import ClearedBy, Gate, Outcome, Reason
from recommender.rules.rule import Rule


def decide(applying: list[Rule], *, screening: str, messages: Mapping[str, Any]) -> Gate:
    """The gate for the rows that apply. `screening` is complete, partial or not_asked."""
    liftable = {rule.lifts for rule in applying if rule.lifts is not None}
    rows = [rule for rule in applying if rule.gives_a_reason]
    reasons = sorted(
        (_reason(rule, lifted=_is_lifted(rule, liftable), messages=messages) for rule in rows),
        key=lambda reason: (-reason.outcome.rank, reason.rule_id),
    )
    outcome = max((reason.outcome for reason in reasons), key=lambda outcome: outcome.rank, default=Outcome.PROCEED)
    return Gate(
        outcome=outcome,
        screening=screening,
        message=messages["outcomes"][outcome.value]["message"],
        reasons=tuple(reasons),
        unlock=_unlock(outcome, reasons, messages),
    )


def _is_lifted(rule: Rule, liftable: set[ClearedBy]) -> bool:
    # Only a row that asks for a consultation can be lifted by one: urgent and emergency rows are cleared by nothing.
    return rule.outcome is Outcome.CONSULT_FIRST and rule.cleared_by in liftable


def _reason(rule: Rule, *, lifted: bool, messages: Mapping[str, Any]) -> Reason:
    # A row that only says something (answers that contradict each other) moves no outcome.
    outcome = Outcome.PROCEED_MODIFIED if lifted else rule.outcome or Outcome.PROCEED
    return Reason(
        rule_id=rule.id,
        code=rule.id.lower().replace("-", "_"),
        outcome=outcome,
        cleared_by=None if lifted else rule.cleared_by,
        lifted=lifted,
        message=f"{rule.title}. {rule.says or rule.advises or messages['reasons'][outcome.value]}",
        source={"title": rule.source["title"], "url": rule.source["url"]},
    )


def _unlock(outcome: Outcome, reasons: list[Reason], messages: Mapping[str, Any]) -> dict[str, Any] | None:
    if outcome.releases:
        return None
    order = list(ClearedBy)
    cleared_by = max((reason.cleared_by for reason in reasons if reason.cleared_by is not None), key=order.index)
    fields = {ClearedBy.PERSON: ["consultation", "clearance"], ClearedBy.CLINICIAN: ["clearance"], ClearedBy.NOTHING: []}[cleared_by]
    return {"cleared_by": cleared_by.value, "fields": fields, "message": messages["unlock"][cleared_by.value]}
