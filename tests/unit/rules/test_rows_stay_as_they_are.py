"""What the rules say about a person can't be changed afterward, holds nothing beside its fields, and is filled by name."""

import dataclasses

import pytest

from recommender.domain.gate import Gate, Outcome, Reason
from recommender.domain.truth import Truth
from recommender.rules.condition import parse
from recommender.rules.engine import judge
from recommender.rules.questionnaire import Step
from recommender.rules.rule import Cap, Preference, Selector
from tests.unit.rules.making import YES, book, person, rule

ROWS = [
    parse(YES),
    parse({"all": [YES]}),
    parse({"any": [YES]}),
    Selector(),
    Cap(),
    Preference(on=Selector(), value=1.0),
    rule("ROW"),
    judge(person(screening="complete"), book(rule("ROW"))),
    Reason(rule_id="ROW", code="row", outcome=Outcome.PROCEED, cleared_by=None, lifted=False, message="", source={}),
    Gate(outcome=Outcome.PROCEED, screening="complete", message="", reasons=(), unlock=None),
    Step(question={}, asked=Truth.TRUE, options=(), answer=None),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_a_row_stays_as_it_was_made(row):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(row, dataclasses.fields(row)[0].name, None)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_a_row_holds_nothing_beside_its_fields(row):
    assert not hasattr(row, "__dict__")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_a_row_is_filled_by_name(row):
    assert [field.name for field in dataclasses.fields(row) if not field.kw_only] == []
