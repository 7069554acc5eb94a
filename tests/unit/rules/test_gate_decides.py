"""From rows that apply to one outcome: the worst wins, and only a consultation row of the right kind is lifted."""

import pytest

from recommender.domain.gate import ClearedBy, Gate, Outcome, Reason
from recommender.rules.book import RuleBook
from recommender.rules.gate import decide
from tests.unit.rules.making import MESSAGES, rule

PROCEED, MODIFIED, CONSULT, URGENT, EMERGENCY = Outcome
PERSON, CLINICIAN, NOTHING = ClearedBy

# Rows as (outcome, cleared by), the outcome of all of them, and of all of them after a consultation.
DECISIONS = [
    ([], PROCEED, PROCEED),
    ([(PROCEED, None)], PROCEED, PROCEED),
    ([(MODIFIED, None)], MODIFIED, MODIFIED),
    ([(CONSULT, PERSON)], CONSULT, MODIFIED),
    ([(CONSULT, CLINICIAN)], CONSULT, CONSULT),
    ([(CONSULT, PERSON), (CONSULT, CLINICIAN)], CONSULT, CONSULT),
    ([(CONSULT, PERSON), (MODIFIED, None), (PROCEED, None)], CONSULT, MODIFIED),
    ([(URGENT, NOTHING)], URGENT, URGENT),
    ([(MODIFIED, None), (URGENT, NOTHING), (CONSULT, PERSON)], URGENT, URGENT),
    ([(EMERGENCY, NOTHING)], EMERGENCY, EMERGENCY),
    # Rows that no compiler lets through; a consultation must not lift them all the same.
    ([(URGENT, PERSON)], URGENT, URGENT),
    ([(EMERGENCY, PERSON)], EMERGENCY, EMERGENCY),
    ([(CONSULT, None), (URGENT, NOTHING)], URGENT, URGENT),
    ([(CONSULT, PERSON), (EMERGENCY, NOTHING), (URGENT, NOTHING)], EMERGENCY, EMERGENCY),
]


def _rule(number, outcome, cleared_by):
    return rule(f"ROW-{number}", outcome=outcome, cleared_by=cleared_by)


def _lift():
    return rule("ROW-LIFT", lifts=PERSON)


@pytest.fixture(scope="module")
def messages():
    return RuleBook.load().messages


@pytest.mark.parametrize(("rows", "outcome", "after_a_consultation"), DECISIONS)
def test_the_worst_row_wins_and_a_consultation_lifts_what_a_person_may_clear(messages, rows, outcome, after_a_consultation):
    rules = [_rule(number, *row) for number, row in enumerate(rows)]

    assert decide(rules, screening="complete", messages=messages).outcome is outcome
    assert decide([_lift(), *rules], screening="complete", messages=messages).outcome is after_a_consultation
    assert decide([*rules, _lift()], screening="complete", messages=messages).outcome is after_a_consultation


def test_reasons_stand_from_the_gravest_to_the_mildest_and_then_by_id(messages):
    rules = [_rule(3, MODIFIED, None), _rule(2, URGENT, NOTHING), _rule(1, MODIFIED, None), _rule(0, PROCEED, None)]

    gate = decide(rules, screening="complete", messages=messages)

    assert [reason.rule_id for reason in gate.reasons] == ["ROW-2", "ROW-1", "ROW-3"]


@pytest.mark.parametrize(
    ("rows", "cleared_by"),
    [
        ([(CONSULT, PERSON)], "person"),
        ([(CONSULT, PERSON), (CONSULT, CLINICIAN)], "clinician"),
        ([(CONSULT, CLINICIAN), (URGENT, NOTHING)], "nothing"),
    ],
)
def test_the_unlock_names_the_most_that_is_asked_for(messages, rows, cleared_by):
    gate = decide([_rule(number, *row) for number, row in enumerate(rows)], screening="complete", messages=messages)

    assert gate.unlock["cleared_by"] == cleared_by


def _reason(rule_id, outcome, **more):
    plain = {"code": "row", "cleared_by": None, "lifted": False, "source": {"title": "A book", "url": None}}
    return Reason(rule_id=rule_id, outcome=outcome, **{**plain, **more})


def test_a_gate_says_why_and_what_would_lift_it():
    asks = rule(
        "RF-FOOT-ULCER", title="A wound on the foot", outcome=CONSULT, cleared_by=PERSON, source={"title": "A guide", "url": "a link", "year": 1}
    )
    limits, tells = (
        rule("LIMIT", title="A limit", outcome=MODIFIED, advises="Have it checked."),
        rule("TOLD", title="Two answers", says="One counted."),
    )

    assert decide([tells, limits, asks], screening="partial", messages=MESSAGES) == Gate(
        outcome=CONSULT,
        screening="partial",
        message="Ask a doctor first.",
        reasons=(
            _reason(
                "RF-FOOT-ULCER", CONSULT, code="rf_foot_ulcer", cleared_by=PERSON, message="A wound on the foot. A doctor has to agree.",
                source={"title": "A guide", "url": "a link"},
            ),
            _reason("LIMIT", MODIFIED, code="limit", message="A limit. Have it checked."),
            _reason("TOLD", PROCEED, code="told", message="Two answers. One counted."),
        ),
        unlock={"cleared_by": "person", "fields": ["consultation", "clearance"], "message": "Tell us what the doctor said."},
    )  # fmt: skip


def test_a_lifted_row_says_that_it_was_lifted_and_asks_for_nobody_more():
    assert decide([_rule(0, CONSULT, PERSON), _lift()], screening="complete", messages=MESSAGES) == Gate(
        outcome=MODIFIED,
        screening="complete",
        message="Go gently.",
        reasons=(_reason("ROW-0", MODIFIED, code="row_0", lifted=True, message="A row. Some exercises are left out."),),
        unlock=None,
    )


def test_a_row_that_nobody_clears_is_not_lifted():
    gate = decide([_rule(0, CONSULT, None), _rule(1, URGENT, NOTHING), _lift()], screening="complete", messages=MESSAGES)

    assert [(reason.outcome, reason.lifted) for reason in gate.reasons] == [(URGENT, False), (CONSULT, False)]


@pytest.mark.parametrize(
    ("row", "unlock"),
    [
        ((CONSULT, CLINICIAN), {"cleared_by": "clinician", "fields": ["clearance"], "message": "A doctor has to tell us."}),
        ((URGENT, NOTHING), {"cleared_by": "nothing", "fields": [], "message": "Nothing does."}),
    ],
)
def test_the_unlock_names_the_fields_that_would_help(row, unlock):
    assert decide([_rule(0, *row)], screening="complete", messages=MESSAGES).unlock == unlock


def test_a_row_that_says_and_advises_is_told_by_what_it_says():
    gate = decide([rule("ROW", outcome=MODIFIED, says="Said.", advises="Advised.")], screening="complete", messages=MESSAGES)

    assert [reason.message for reason in gate.reasons] == ["A row. Said."]


def test_outcomes_and_who_clears_them_stand_from_the_mildest_to_the_gravest():
    assert [(outcome.value, outcome.rank) for outcome in Outcome] == [
        ("proceed", 0), ("proceed_modified", 1), ("consult_first", 2), ("urgent", 3), ("emergency", 4),
    ]  # fmt: skip
    assert [one.value for one in ClearedBy] == ["person", "clinician", "nothing"]


@pytest.mark.parametrize(
    ("outcome", "releases", "prepares"),
    [(PROCEED, True, True), (MODIFIED, True, True), (CONSULT, False, True), (URGENT, False, False), (EMERGENCY, False, False)],
)
def test_what_each_outcome_lets_happen(outcome, releases, prepares):
    assert (outcome.releases, outcome.prepares) == (releases, prepares)


def test_every_outcome_has_its_message(messages):
    assert set(messages["outcomes"]) == {outcome.value for outcome in Outcome}
