"""What the engine makes of a book of a few rows: which apply, what they remove and cap, and what would complete a combination."""

import pytest

from recommender.domain.gate import ClearedBy, Outcome
from recommender.domain.trace import Step, Trace
from recommender.domain.truth import UNKNOWN, Truth
from recommender.rules.engine import completing, judge, judge_gate, with_derived
from recommender.rules.rule import Cap, Selector
from tests.unit.rules.making import JUDGED_ON, NO, OPEN, YES, book, completion, exercise, fact, person, rule

MODIFIED, CONSULT, URGENT, EMERGENCY = Outcome.PROCEED_MODIFIED, Outcome.CONSULT_FIRST, Outcome.URGENT, Outcome.EMERGENCY
EVERYTHING, FLOOR, STANDING = Selector(), Selector(floor_needed=True), Selector(floor_needed=False)
KNOWN = {"yes": True, "no": False, "open": UNKNOWN, "screening": "partial"}
SOMEBODY = person(**KNOWN)

# A condition, what the row says of UNKNOWN, and whether it applies.
APPLIES = [
    (YES, "none", True),
    (YES, "cautious", True),
    (YES, "apply", True),
    (NO, "none", False),
    (NO, "cautious", False),
    (NO, "apply", False),
    (OPEN, "none", False),
    (OPEN, "cautious", False),
    (OPEN, "apply", True),
]
# A condition, the condition of a no, and what follows.
FOLLOWS = [
    (YES, None, True),
    (NO, None, False),
    (OPEN, None, UNKNOWN),
    (YES, YES, True),
    (NO, OPEN, False),
    (OPEN, YES, False),
    (OPEN, NO, UNKNOWN),
    (OPEN, OPEN, UNKNOWN),
]


@pytest.mark.parametrize(("when", "if_unknown", "applies"), APPLIES)
def test_a_row_applies_where_it_holds_or_is_unknown_and_says_so(when, if_unknown, applies):
    row = rule("ROW", when, if_unknown=if_unknown, outcome=MODIFIED)

    judgement = judge(SOMEBODY, book(row))

    assert [one.id for one in judgement.applying] == ["ROW"] * applies
    assert judgement.gate.outcome is (MODIFIED if applies else Outcome.PROCEED)
    assert judge_gate(SOMEBODY.facts, book(row)) == judgement.gate


@pytest.mark.parametrize(("when", "no_when", "follows"), FOLLOWS)
def test_a_fact_follows_as_yes_no_or_unknown(when, no_when, follows):
    assert with_derived(KNOWN, (fact("it", when, no_when=no_when),)) == {**KNOWN, "it": follows}


def test_a_fact_may_follow_from_one_before_it():
    facts = (fact("first", YES), fact("second", {"fact": "first", "is": "equal_to", "value": True}))

    assert with_derived(KNOWN, facts) == {**KNOWN, "first": True, "second": True}
    assert judge(SOMEBODY, book(facts=facts)).profile.facts == {**KNOWN, "first": True, "second": True}


def test_what_was_answered_is_left_as_it_was():
    answered = dict(KNOWN)

    with_derived(answered, (fact("it", YES),))

    assert answered == KNOWN


def test_the_trace_names_every_row_with_what_it_read():
    rows = (rule("FIRST", YES), rule("SECOND", {"any": [NO, OPEN]}, if_unknown="apply"), rule("THIRD", NO))

    assert judge(SOMEBODY, book(*rows)).trace == Trace(
        steps=(
            Step(rule_id="FIRST", truth=Truth.TRUE, applies=True, reads=frozenset({"yes"})),
            Step(rule_id="SECOND", truth=Truth.UNKNOWN, applies=True, reads=frozenset({"no", "open"})),
            Step(rule_id="THIRD", truth=Truth.FALSE, applies=False, reads=frozenset({"no"})),
        ),
        facts=KNOWN,
        judged_on=JUDGED_ON,
    )


def test_the_judgement_speaks_about_the_person_on_that_day():
    judgement = judge(SOMEBODY, book())

    assert judgement.profile == SOMEBODY
    assert judgement.gate.screening == "partial"
    assert judgement.gate.message == "Go."


def test_the_gate_alone_is_the_gate_of_the_whole():
    facts = (fact("first", YES),)
    shared = rule("SHARED", YES, outcome=CONSULT, cleared_by=ClearedBy.PERSON)
    rows = (
        shared,
        rule("TWIN", says="Once more.", when=YES),
        rule("LIFT", {"fact": "first", "is": "equal_to", "value": True}, lifts=ClearedBy.PERSON),
        rule("NOT-MET", NO, outcome=EMERGENCY, cleared_by=ClearedBy.NOTHING),
        rule("SILENT", YES, excludes=EVERYTHING),
    )
    whole = book(*rows, facts=facts)

    gate = judge_gate(KNOWN, whole)

    assert gate == judge(SOMEBODY, whole).gate
    assert (gate.outcome, gate.screening, [reason.rule_id for reason in gate.reasons]) == (MODIFIED, "partial", ["SHARED", "TWIN"])


@pytest.mark.parametrize(
    ("rows", "blocker"),
    [
        ([("RF-B", "red_flag", URGENT), ("RF-A", "red_flag", URGENT)], "RF-A"),
        ([("A", "combination", URGENT), ("B", "red_flag", URGENT)], "B"),
        ([("A", "red_flag", MODIFIED), ("B", "combination", URGENT)], "B"),
        ([("A", "red_flag", URGENT), ("B", "combination", EMERGENCY)], "B"),
    ],
)
def test_without_a_program_every_exercise_is_held_back_by_the_gravest_row(rows, blocker):
    rules = [rule(name, group=group, outcome=outcome, cleared_by=ClearedBy.NOTHING) for name, group, outcome in rows]
    removing = rule("REMOVES", group="gate", excludes=EVERYTHING)

    judgement = judge(SOMEBODY, book(*rules, removing))

    assert judgement.excluded_by(exercise()) == blocker


@pytest.mark.parametrize("outcome", [None, Outcome.PROCEED, MODIFIED, CONSULT])
def test_where_a_program_is_prepared_only_rows_about_exercises_remove(outcome):
    rows = (rule("GATE", outcome=outcome, cleared_by=ClearedBy.CLINICIAN), rule("ON-THE-FLOOR", excludes=FLOOR))

    judgement = judge(SOMEBODY, book(*rows))

    assert judgement.excluded_by(exercise(floor_needed=True)) == "ON-THE-FLOOR"
    assert judgement.excluded_by(exercise(floor_needed=False)) is None


def test_the_strictest_row_that_removes_is_named():
    rows = (
        rule("A-CHOICE", group="choice", excludes=EVERYTHING),
        rule("Z-CONDITION", group="condition", excludes=EVERYTHING),
        rule("Y-CONDITION", group="condition", excludes=EVERYTHING),
        rule("FLAG", group="red_flag", excludes=STANDING),
        rule("GATE", group="gate"),
        rule("NOT-MET", NO, group="gate", excludes=EVERYTHING),
    )

    assert judge(SOMEBODY, book(*rows)).excluded_by(exercise()) == "Y-CONDITION"


def test_what_a_row_removes_may_hang_on_what_the_person_chose():
    row = rule("NO-BAND", excludes=Selector(equipment_missing_from="equipment"))

    without, with_a_band = (judge(person(**KNOWN, equipment=frozenset(chosen)), book(row)) for chosen in ([], ["band"]))

    assert without.excluded_by(exercise()) == "NO-BAND"
    assert with_a_band.excluded_by(exercise()) is None


def test_every_cap_that_holds_for_an_exercise_is_given():
    everywhere, on_the_floor, upright = Cap(max_sets=2), Cap(on=FLOOR, max_hold_s=10), Cap(on=STANDING, max_reps=5)
    own, not_met = Cap(on=Selector(ids_in="mine"), max_reps=3), Cap(max_sets=1)
    rows = (rule("FIRST", caps=(everywhere, on_the_floor)), rule("SECOND", caps=(upright, own)), rule("NOT-MET", NO, caps=(not_met,)))

    judgement = judge(person(**KNOWN, mine=frozenset({"bridge"})), book(*rows))

    assert judgement.caps_on(exercise(floor_needed=True)) == [everywhere, on_the_floor, own]
    assert judgement.caps_on(exercise(id="plank", floor_needed=False)) == [everywhere, upright]


def _asked_for(combination, *completions, facts=(), others=(), **answers):
    """The fields that are asked for where only `yes` is known to be yes, in the order of asking."""
    known = {**KNOWN, "sex": UNKNOWN, "age": UNKNOWN, "smokes": UNKNOWN, **answers}
    whole = book(combination, *others, facts=facts, completions=completions, fields=("smokes", "age", "sex"))
    return completing(judge(person(**known), whole), whole)


FEMALE, OLD, SMOKES = ({"fact": name, "is": is_, "value": value} for name, is_, value in
                       [("sex", "equal_to", "female"), ("age", "at_least", 50), ("smokes", "equal_to", True)])  # fmt: skip
ANSWERS = (completion("COMBO", "sex", "male", "female"), completion("COMBO", "age", 50), completion("COMBO", "smokes", True))


def _combination(*parts, **more):
    return rule("COMBO", {"all": list(parts)}, **{"group": "combination", "outcome": URGENT, "cleared_by": ClearedBy.NOTHING, **more})


@pytest.mark.parametrize(
    ("parts", "asked_for"),
    [
        ([YES, FEMALE], ["sex"]),
        ([YES, FEMALE, OLD], ["age", "sex"]),
        ([OLD, YES, FEMALE], ["age", "sex"]),
        ([YES, {"any": [FEMALE, OLD]}], ["age", "sex"]),
        # None of it is yes, one part is a no, or one part is out of reach of any answer.
        ([FEMALE, OLD], []),
        ([OPEN, FEMALE], []),
        ([YES, NO, FEMALE], []),
        ([YES, FEMALE, OPEN], []),
        ([YES, OPEN], []),
        ([YES, {"all": [FEMALE, OLD]}], []),
        ([YES, YES], []),
    ],
)
def test_what_would_complete_a_combination_of_which_a_part_is_yes_is_asked_for(parts, asked_for):
    assert _asked_for(_combination(*parts), *ANSWERS) == asked_for


def test_what_was_answered_is_not_asked_for_again():
    part = {"any": [FEMALE, OLD]}

    assert _asked_for(_combination(YES, part), *ANSWERS, sex="male") == ["age"]
    assert _asked_for(_combination(YES, part), *ANSWERS, age=40) == ["sex"]


@pytest.mark.parametrize("when", [FEMALE, {"any": [YES, FEMALE]}, {"at_least": 2, "of": [YES, FEMALE]}])
def test_a_condition_that_is_not_made_of_parts_that_all_must_hold_is_never_half_met(when):
    row = rule("COMBO", when, group="combination", outcome=URGENT, cleared_by=ClearedBy.NOTHING)

    assert _asked_for(row, *ANSWERS) == []


@pytest.mark.parametrize("other", ["ANOTHER", "COMBO-2"])
def test_the_answers_that_complete_another_combination_are_not_asked_for(other):
    assert _asked_for(_combination(YES, FEMALE), completion(other, "sex", "female")) == []


@pytest.mark.parametrize("group", ["advice", "red_flag"])
def test_only_combinations_ask(group):
    assert _asked_for(_combination(YES, FEMALE, group=group), *ANSWERS) == []


def test_an_answer_that_counts_through_what_follows_from_it_is_asked_for():
    of_age = fact("of_age", OLD)
    grown_up = {"fact": "of_age", "is": "equal_to", "value": True}

    assert _asked_for(_combination(YES, grown_up), completion("COMBO", "age", 50, derived=["of_age"]), facts=[of_age]) == ["age"]
    assert _asked_for(_combination(YES, grown_up), completion("COMBO", "age", 40, derived=["of_age"]), facts=[of_age]) == []
    assert _asked_for(_combination(YES, grown_up), completion("COMBO", "age", 50), facts=[of_age]) == []


@pytest.mark.parametrize(
    ("of_the_combination", "of_the_person", "asked_for"),
    [
        (None, None, []),
        (MODIFIED, None, ["sex"]),
        (MODIFIED, MODIFIED, ["sex"]),
        (Outcome.PROCEED, MODIFIED, []),
        (MODIFIED, CONSULT, []),
        (CONSULT, CONSULT, []),
        (CONSULT, MODIFIED, ["sex"]),
        (URGENT, CONSULT, ["sex"]),
        (URGENT, URGENT, []),
        (URGENT, EMERGENCY, []),
        (EMERGENCY, URGENT, ["sex"]),
    ],
)
def test_a_combination_asks_only_where_it_would_matter(of_the_combination, of_the_person, asked_for):
    combination = _combination(YES, FEMALE, outcome=of_the_combination)
    found = rule("FOUND", YES, outcome=of_the_person, cleared_by=ClearedBy.NOTHING)

    assert _asked_for(combination, *ANSWERS, others=[found]) == asked_for
