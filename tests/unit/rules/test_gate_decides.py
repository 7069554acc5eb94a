"""From rows that apply to one outcome: the worst wins, and only a consultation row of the right kind is lifted."""

import pytest

from recommender.domain.gate import ClearedBy, Outcome
from recommender.rules.book import RuleBook
from recommender.rules.condition import parse
from recommender.rules.gate import decide
from recommender.rules.rule import Rule

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
    ([(CONSULT, PERSON), (EMERGENCY, NOTHING), (URGENT, NOTHING)], EMERGENCY, EMERGENCY),
]


def _rule(number, outcome, cleared_by):
    return Rule(
        id=f"ROW-{number}", title="A row", group="gate", when=parse({"all": []}), if_unknown="none", because="For this test.",
        source={"title": "None", "url": None}, outcome=outcome, cleared_by=cleared_by, lifts=None,
    )  # fmt: skip


def _lift():
    return Rule(
        id="ROW-LIFT", title="A lift", group="gate", when=parse({"all": []}), if_unknown="none", because="For this test.",
        source={"title": "None", "url": None}, lifts=PERSON,
    )  # fmt: skip


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


@pytest.mark.parametrize(
    ("outcome", "releases", "prepares"),
    [(PROCEED, True, True), (MODIFIED, True, True), (CONSULT, False, True), (URGENT, False, False), (EMERGENCY, False, False)],
)
def test_what_each_outcome_lets_happen(outcome, releases, prepares):
    assert (outcome.releases, outcome.prepares) == (releases, prepares)


def test_every_outcome_has_its_message(messages):
    assert set(messages["outcomes"]) == {outcome.value for outcome in Outcome}
