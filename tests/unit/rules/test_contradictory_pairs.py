"""Two rows that can hold for one person and can't both be meant: the compiler names the pair."""

import pytest

ROW = """  - id: {id}
    title: A row of this test
    group: {group}
    when: {when}
    then: {then}
    if_unknown: none
    because: It shows what the compiler says.
    source: own_reasoning
    confidence: recalled
    basis: inferred
    review: null
"""
SITTING = "{{fact: sitting_hours_per_day, is: {operator}, value: {value}}}"
HABIT = '{habit: {code: sitting_break, every_minutes: 20, text: "Stand up now and then."}}'
EXPECT = '{expect: "It will be as it was."}'
CHRONIC = "{fact: has_chronic_condition, is: equal_to, value: true}"
LEAVES_CARDIO_OUT = "{exclude: {kinds: [cardio]}}"

# Group, condition and effect of one new row, the row that it contradicts, and what they disagree on.
CONTRADICTIONS = [
    ("advice", SITTING.format(operator="at_least", value=12), HABIT, ("HABIT-BREAK-30", "habits 'sitting_break' differ")),
    ("advice", SITTING.format(operator="less_than", value=1), HABIT, ("HABIT-BREAK-60", "habits 'sitting_break' differ")),
    ("advice", "{fact: work_posture, is: equal_to, value: lifting}", HABIT, ("HABIT-BREAK-45", "habits 'sitting_break' differ")),
    ("advice", "{fact: new_pain, is: equal_to, value: true}", EXPECT, ("EXPECT-NEW", "different things to expect")),
    ("advice", "{fact: age_years, is: at_least, value: 60}", EXPECT, ("EXPECT-LASTING", "different things to expect")),
    ("gate", CHRONIC, "{gate: {outcome: urgent, cleared_by: nothing}}", ("GATE-CHRONIC", "outcomes differ")),
    ("gate", CHRONIC, "{gate: {outcome: proceed_modified}}", ("GATE-CHRONIC", "outcomes differ")),
    (
        "safety",
        "{fact: goals, is: contains, value: balance}",
        "{exclude: {kinds: [balance]}}",
        ("PREF-GOAL-BALANCE", "prefers what the other excludes"),
    ),
]
# Rows that only look alike: they hold for nobody together, or can both be meant.
FINE = [
    ("advice", "{all: [{fact: new_pain, is: equal_to, value: true}, {fact: pain.duration_weeks, is: at_least, value: 12}]}", EXPECT),
    ("gate", "{all: [{fact: has_chronic_condition, is: equal_to, value: true}, {fact: age_years, is: at_least, value: 90}]}",
     "{gate: {outcome: urgent, cleared_by: nothing}}"),
    ("safety", "{fact: age_years, is: at_least, value: 90}", LEAVES_CARDIO_OUT),
    ("safety", "{fact: goals, is: contains, value: balance}", "{exclude: {kinds: [balance], levels: [advanced]}}"),
]  # fmt: skip


def _file_of(group):
    return {"advice": "tables/advice/everyone.yaml", "gate": "tables/gate.yaml", "safety": "tables/limits/person.yaml"}[group]


def _if_unknown(then):
    return "if_unknown: cautious" if "cleared_by" in then else "if_unknown: none"


def _add(copy, group, when, then):
    row = ROW.format(id=f"{group.upper()}-NEW", group=group, when=when, then=then)
    copy.add_row(_file_of(group), row.replace("if_unknown: none", _if_unknown(then)))


@pytest.mark.parametrize(("group", "when", "then", "says"), CONTRADICTIONS)
def test_an_overlapping_contradictory_pair_is_refused_by_name(copy, group, when, then, says):
    _add(copy, group, when, then)

    problems = copy.problems()

    assert [line for line in problems.splitlines() if all(words in line for words in (f"{group.upper()}-NEW", *says))]


@pytest.mark.parametrize(("group", "when", "then"), FINE)
def test_rows_that_only_look_like_a_contradiction_are_let_in(copy, group, when, then):
    _add(copy, group, when, then)

    assert copy.problems() == ""


def test_the_tables_as_they_stand_hold_no_contradiction(copy):
    assert copy.problems() == ""
