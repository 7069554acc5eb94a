"""The gate over its enumerated inputs: no release that the contract forbids, no risk answer that loosens, and tests that can fail."""

import copy

import pytest

from tests.properties.agreement import DRAWN_FOR_ENGINE, drawn_by_engine, small_rows_by_engine
from tests.properties.contract_gate import COMBINATIONS, CONDITIONS, RED_FLAGS
from tests.properties.enumeration import SUBSET_SIZE, run, some_jobs, states_of, sum_up
from tests.properties.flat import Flat, compiled


def _rule(book, rule_id):
    return next(row for row in book["rules"] if row["id"] == rule_id)


def _fact(book, name):
    return next(row for row in book["facts"] if row["fact"] == name)


def _without(book, rule_id):
    book["rules"].remove(_rule(book, rule_id))


def _another_lift(book, **changes):
    book["rules"].append({**copy.deepcopy(_rule(book, "GATE-LIFT-CONSULTATION")), "id": "GATE-LIFT-MORE", **changes})


# What somebody might do to the rules, and the count in which it has to show.
DAMAGES = {
    "an urgent flag asks for a clinician only": ("unsafe", lambda b: _rule(b, "RF-STEROIDS")["then"]["gate"].update(outcome="consult_first")),
    "a flag that a clinician clears is cleared by the person": (
        "unsafe",
        lambda b: _rule(b, "RF-FOOT-ULCER")["then"]["gate"].update(cleared_by="person"),
    ),
    "a flag is lost": ("unsafe", lambda b: _without(b, "RF-JOINT-FLARE")),
    "a condition is lost": ("unsafe", lambda b: _without(b, "COND-GLAUCOMA")),
    "the chest combination is lost": ("unsafe", lambda b: _without(b, "COMBO-THORACIC")),
    "the cough combination is lost": ("unsafe", lambda b: _without(b, "COMBO-COUGH")),
    "the fracture combination wants one sign more": ("unsafe", lambda b: _rule(b, "COMBO-FRACTURE")["when"]["all"][1].update(at_least=3)),
    "a combination starts at a higher age": ("unsafe", lambda b: _fact(b, "over_50")["when"]["any"][0].update(value=60)),
    "the age of a child no longer counts": ("unsafe", lambda b: _fact(b, "red_flag.age_young").update(when=_fact(b, "red_flag.bp_180")["when"])),
    "an unknown date lifts": ("unsafe", lambda b: _rule(b, "GATE-LIFT-CONSULTATION").update(if_unknown="apply")),
    "a date of 13 months ago lifts": ("unsafe", lambda b: _rule(b, "GATE-LIFT-CONSULTATION")["when"]["all"][2].update(value=13)),
    "half a screening is taken for a whole one": ("unsafe", lambda b: _rule(b, "CAUTIOUS-PROGRAM")["when"].update(value=["not_asked"])),
    "a consultation lifts what only a clinician may": ("unsafe", lambda b: _another_lift(b, then={"lift": "clinician"})),
    "a flag lifts": ("loosening", lambda b: _another_lift(b, when=_rule(b, "RF-YELLOW-FLAGS")["when"])),
    "a younger age is worse": ("loosening", lambda b: _fact(b, "over_50")["when"]["any"][0].update({"is": "at_most"})),
    "a weak flag refers alone": ("over", lambda b: _rule(b, "RF-NIGHT-PAIN")["then"]["gate"].update(outcome="urgent", cleared_by="nothing")),
    "an unknown flag refers": ("over", lambda b: _rule(b, "RF-WEIGHT-LOSS").update(if_unknown="apply")),
    "a person lifts what a doctor advised against": ("lost", lambda b: _rule(b, "GATE-ADVISED-AGAINST")["then"]["gate"].update(cleared_by="person")),
    "exactly 50 is not over 50": ("lost", lambda b: _fact(b, "over_50")["when"]["any"][0].update(value=51)),
}


def _judged(book):
    flat = Flat(book)
    (total, *others) = sum_up(run(flat, job) for job in some_jobs(flat))
    for other in others:
        total.add(other)
    return total


def _flags_at_once(flat, condition):
    """The most red flags that any one way to fulfill a condition needs."""
    if "fact" in condition:
        follows = flat.derived.get(condition["fact"])
        return _flags_at_once(flat, follows["when"]) if follows else int(condition["fact"].startswith("red_flags."))
    parts = condition.get("all") or condition.get("any") or condition.get("of")
    needed = {"all": len(parts), "any": 1}.get(next(iter(condition)), condition.get("at_least"))
    return sum(sorted((_flags_at_once(flat, part) for part in parts), reverse=True)[:needed])


def test_no_enumerated_person_is_released_whom_the_contract_holds_back(gate_enumeration):
    assert {tally.part: tally.examples for tally in gate_enumeration if tally.unsafe} == {}


def test_no_decided_stricter_reading_is_lost(gate_enumeration):
    assert {tally.part: tally.examples for tally in gate_enumeration if tally.lost} == {}


def test_nobody_is_held_back_beyond_contract_and_decisions(gate_enumeration):
    assert {tally.part: tally.examples for tally in gate_enumeration if tally.over} == {}


def test_no_risk_answer_more_loosens_the_gate(gate_enumeration):
    assert {tally.part: tally.examples for tally in gate_enumeration if tally.loosening} == {}


def test_at_least_ten_million_combinations_were_tried(gate_enumeration):
    assert sum(tally.combinations for tally in gate_enumeration) >= 10_000_000
    assert sum(tally.steps for tally in gate_enumeration) >= 10_000_000


def test_the_contracts_table_speaks_about_every_red_flag_and_condition():
    fields = {row["name"]: row for row in compiled()["intake"]}

    assert sorted(name for names in RED_FLAGS.values() for name in names) == sorted(fields["red_flags"]["options"])
    assert sorted(name for names in CONDITIONS.values() for name in names) == sorted(fields["conditions"]["options"])


@pytest.mark.parametrize("rule_id", sorted(Flat.load().rows))
def test_no_row_needs_more_red_flags_than_the_subsets_hold(rule_id):
    flat = Flat.load()

    assert _flags_at_once(flat, flat.rows[rule_id]["when"]) <= SUBSET_SIZE


@pytest.mark.parametrize("rule_id", sorted(COMBINATIONS))
def test_each_combination_is_tried_as_it_holds_as_it_is_open_and_as_it_does_not(rule_id):
    assert len(states_of(Flat.load(), rule_id)) == 3


def test_the_quick_part_finds_nothing_wrong_with_the_book_as_it_is():
    assert _judged(compiled()).wrong == 0


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_quick_part_finds_a_spoiled_book(damage):
    count, spoil = DAMAGES[damage]
    book = copy.deepcopy(compiled())
    spoil(book)

    found = _judged(book)

    assert getattr(found, count) > 0
    assert found.examples


def test_a_book_whose_clearings_are_in_no_order_is_refused():
    book = copy.deepcopy(compiled())
    _rule(book, "RF-STEROIDS")["then"]["gate"].update(cleared_by="person")

    with pytest.raises(ValueError, match="stricter clearing"):
        Flat(book)


def test_flat_rules_and_engine_agree_on_every_point_of_small_rows():
    agreement = small_rows_by_engine()

    assert agreement.differing == []
    assert agreement.judged >= 20_000


def test_flat_rules_and_engine_agree_on_people_drawn():
    agreement = drawn_by_engine()

    assert agreement.differing == []
    assert agreement.judged >= DRAWN_FOR_ENGINE
