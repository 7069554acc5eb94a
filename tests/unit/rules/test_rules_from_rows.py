"""Compiled rows become rules: every field, which exercises a row speaks about, how far a preference reaches, which reason is stricter."""

import pytest

from exercise_catalog.vocabulary import Equipment, Level
from recommender.domain.gate import ClearedBy, Outcome
from recommender.domain.truth import UNKNOWN
from recommender.rules.condition import parse
from recommender.rules.rule import GROUPS, IF_UNKNOWN, SELECTOR_WORDS, Cap, Preference, Rule, Selector
from tests.unit.rules.making import YES, exercise, person, rule

SOURCES = {"a_book": {"title": "A book", "url": None, "year": 1999}, "own": {"title": "Our own reasoning", "url": None}}
ROW = {"id": "ROW", "title": "A row", "group": "safety", "if_unknown": "apply", "because": "It hurts.", "source": "a_book"}
# As the compiler leaves it: an exercise lies on its back, with a band, and is for the second level.
BRIDGE = exercise()
ANYBODY = person(equipment=frozenset({"chair"}), mine=frozenset({"bridge"}), nothing=UNKNOWN)

# A selector as a row has it, and whether it speaks about a bridge with a band.
SELECTED = [
    ({}, True),
    ({"properties": ["supine_lying"]}, True),
    ({"properties": ["high_impact", "supine_lying"]}, True),
    ({"properties": ["high_impact"]}, False),
    ({"targets": ["glute_strength", "neck_mobility"]}, True),
    ({"targets": ["neck_mobility"]}, False),
    ({"kinds": ["strength"]}, True),
    ({"kinds": ["cardio"]}, False),
    ({"positions": ["prone", "supine"]}, True),
    ({"positions": ["prone"]}, False),
    ({"levels": ["intermediate", "advanced"]}, True),
    ({"levels": ["advanced"]}, False),
    ({"floor_needed": True}, True),
    ({"floor_needed": False}, False),
    ({"equipment_missing_from": "equipment"}, True),
    ({"ids_in": "mine"}, True),
    ({"ids_in": "equipment"}, False),
    # What was not answered names no exercise, and is no equipment.
    ({"ids_in": "nothing"}, False),
    ({"equipment_missing_from": "nothing"}, True),
    # All that is given must match.
    ({"properties": ["supine_lying"], "kinds": ["strength"], "floor_needed": True, "ids_in": "mine"}, True),
    ({"properties": ["supine_lying"], "kinds": ["cardio"]}, False),
    ({"kinds": ["cardio"], "properties": ["supine_lying"]}, False),
    ({"kinds": ["strength"], "floor_needed": False}, False),
    ({"kinds": ["cardio"], "floor_needed": True, "equipment_missing_from": "equipment", "ids_in": "mine"}, False),
    ({"kinds": ["strength"], "ids_in": "equipment"}, False),
    ({"floor_needed": False, "ids_in": "mine"}, False),
    # Or one of several.
    ({"any": [{"kinds": ["cardio"]}, {"positions": ["supine"]}]}, True),
    ({"any": [{"kinds": ["cardio"]}, {"positions": ["prone"]}]}, False),
    ({"any": [{"kinds": ["cardio"]}, {"ids_in": "mine"}]}, True),
]


@pytest.mark.parametrize(("row", "speaks"), SELECTED)
def test_a_selector_speaks_about_what_matches_all_of_it(row, speaks):
    assert Selector.from_row(row).matches(BRIDGE, ANYBODY) is speaks


@pytest.mark.parametrize(("equipment", "missing"), [((), False), ((Equipment.CHAIR,), False), ((Equipment.CHAIR, Equipment.BAND), True)])
def test_equipment_is_missing_where_the_person_lacks_any_of_it(equipment, missing):
    lacking = Selector(equipment_missing_from="equipment")

    assert lacking.matches(exercise(equipment=frozenset(equipment)), ANYBODY) is missing


def test_a_selector_keeps_what_its_row_says_and_nothing_else():
    row = {
        "properties": ["high_impact"],
        "kinds": ["cardio", "balance"],
        "floor_needed": False,
        "equipment_missing_from": "equipment",
        "ids_in": "mine",
    }

    assert Selector.from_row(row) == Selector(
        words=(("kinds", frozenset({"cardio", "balance"})), ("properties", frozenset({"high_impact"}))),
        floor_needed=False, equipment_missing_from="equipment", ids_in="mine",
    )  # fmt: skip
    assert Selector.from_row({"any": [{"floor_needed": True}, {}]}) == Selector(any_of=(Selector(floor_needed=True), Selector()))
    assert (Selector().words, Selector().floor_needed, Selector().equipment_missing_from) == ((), None, None)
    assert (Selector().ids_in, Selector().any_of) == (None, ())


def test_a_selector_of_unknown_words_is_a_fault_and_no_mismatch():
    with pytest.raises(KeyError, match="colors"):
        Selector(words=(("colors", frozenset({"red"})),)).matches(BRIDGE, ANYBODY)


def test_a_selector_takes_its_words_from_these_vocabularies():
    words = {"properties": "Property", "kinds": "Kind", "targets": "Target", "positions": "Position", "levels": "Level"}

    assert words == SELECTOR_WORDS


@pytest.mark.parametrize(
    ("at", "amount"),
    [(0, 0.0), (3, 0.0), (5, 0.1), (7, 0.2), (10.0, 0.35), (11, 0.4), (24, 0.4), (UNKNOWN, 0.0), ("many", 0.0), (frozenset({"a"}), 0.0)],
)
def test_a_preference_grows_along_its_ramp_and_counts_nothing_for_what_is_unknown(at, amount):
    preference = Preference(on=Selector(), value=0.4, ramp=("hours", 3.0, 11.0))

    assert preference.amount(person(hours=at)) == pytest.approx(amount)
    assert isinstance(preference.amount(person(hours=at)), float)


def test_a_preference_without_a_ramp_counts_whole():
    assert Preference(on=Selector(), value=0.4).amount(person()) == 0.4


def test_a_row_that_only_has_a_reason_does_nothing():
    assert Rule.from_row({**ROW, "then": {}}, SOURCES, when=parse(YES)) == Rule(
        id="ROW", title="A row", group="safety", when=parse(YES), if_unknown="apply", because="It hurts.",
        source={"id": "a_book", "title": "A book", "url": None, "year": 1999}, outcome=None, cleared_by=None, lifts=None, excludes=None, caps=(),
        prefers=(), habit=None, warnings=(), ask_each_session=(), expects=None, advises=None, says=None, prefers_within_level=False,
        reads=frozenset({"yes"}),
    )  # fmt: skip


def test_a_row_keeps_all_that_it_does():
    then = {
        "gate": {"outcome": "consult_first", "cleared_by": "person"}, "lift": "person", "exclude": {"floor_needed": True},
        "cap": [{"max_sets": 2, "caution": "Slowly."}, {"dose_level": "beginner", "on": {"kinds": ["cardio"]}}],
        "prefer": [{"kinds": ["cardio"], "value": 1}, {"value": 0.5, "levels": ["beginner"], "ramp": {"fact": "hours", "from": 3, "to": 11}}],
        "habit": {"code": "break"}, "warn": ["It may hurt."], "ask_each_session": ["Any better?"],
        "expect": "Weeks.", "advise": "Ask.", "say": "Both.",
    }  # fmt: skip

    made = Rule.from_row({**ROW, "group": "condition", "then": then}, SOURCES, when=parse(YES))

    assert made == Rule(
        id="ROW", title="A row", group="condition", when=parse(YES), if_unknown="apply", because="It hurts.",
        source={"id": "a_book", "title": "A book", "url": None, "year": 1999},
        outcome=Outcome.CONSULT_FIRST, cleared_by=ClearedBy.PERSON, lifts=ClearedBy.PERSON, excludes=Selector(floor_needed=True),
        caps=(
            Cap(max_sets=2, caution="Slowly."),
            Cap(dose_level=Level.BEGINNER, on=Selector(words=(("kinds", frozenset({"cardio"})),))),
        ),
        prefers=(
            Preference(on=Selector(words=(("kinds", frozenset({"cardio"})),)), value=1.0),
            Preference(on=Selector(words=(("levels", frozenset({"beginner"})),)), value=0.5, ramp=("hours", 3.0, 11.0)),
        ),
        habit={"code": "break"}, warnings=("It may hurt.",), ask_each_session=("Any better?",), expects="Weeks.", advises="Ask.", says="Both.",
        prefers_within_level=True, reads=frozenset({"yes"}),
    )  # fmt: skip


def test_a_row_of_its_own_source_names_that_source():
    assert Rule.from_row({**ROW, "source": "own", "then": {}}, SOURCES, when=parse(YES)).source == {
        "id": "own", "title": "Our own reasoning", "url": None,
    }  # fmt: skip


def test_numbers_of_a_preference_are_fractions_whatever_the_row_writes():
    row = {"value": 1, "kinds": ["cardio"], "ramp": {"fact": "hours", "from": 3, "to": 11}}

    [preference] = Rule.from_row({**ROW, "then": {"prefer": [row]}}, SOURCES, when=parse(YES)).prefers

    assert [type(number) for number in (preference.value, *preference.ramp[1:])] == [float] * 3


def test_a_cap_caps_nothing_that_it_does_not_name():
    cap = Cap()

    assert (cap.on, cap.dose_level, cap.max_effort_0_10, cap.max_hold_s) == (None, None, None, None)
    assert (cap.max_sets, cap.max_reps, cap.caution) == (None, None, None)


def test_a_row_does_nothing_that_it_does_not_name():
    row = Rule(id="ROW", title="A row", group="safety", when=parse(YES), if_unknown="none", because="It hurts.", source={})

    assert (row.outcome, row.cleared_by, row.lifts, row.excludes, row.habit, row.expects, row.advises, row.says) == (None,) * 8
    assert (row.caps, row.prefers, row.warnings, row.ask_each_session, row.reads) == ((), (), (), (), frozenset())
    assert row.prefers_within_level is False


@pytest.mark.parametrize(
    ("effects", "gives_a_reason", "speaks_about_the_gate"),
    [
        ({}, False, False),
        ({"outcome": Outcome.PROCEED}, False, False),
        ({"outcome": Outcome.PROCEED_MODIFIED}, True, True),
        ({"outcome": Outcome.EMERGENCY}, True, True),
        ({"says": "Both."}, True, True),
        ({"outcome": Outcome.PROCEED, "says": "Both."}, True, True),
        ({"lifts": ClearedBy.PERSON}, False, True),
        ({"advises": "Ask.", "excludes": Selector(), "caps": (Cap(),)}, False, False),
    ],
)
def test_which_rows_speak_about_the_gate(effects, gives_a_reason, speaks_about_the_gate):
    row = rule("ROW", **effects)

    assert (row.gives_a_reason, row.speaks_about_the_gate) == (gives_a_reason, speaks_about_the_gate)


def test_reasons_stand_from_the_strictest_to_the_mildest_and_then_by_id():
    rows = [rule("B", group="choice"), rule("B", group="gate"), rule("A", group="choice"), rule("Z", group="condition"), rule("A", group="equipment")]

    ordered = sorted(rows, key=lambda row: row.strictness)

    assert [(row.group, row.id) for row in ordered] == [("gate", "B"), ("condition", "Z"), ("equipment", "A"), ("choice", "A"), ("choice", "B")]


def test_these_are_the_groups_from_the_strictest_to_the_mildest_and_the_ways_to_take_unknown():
    assert GROUPS == (
        "gate", "red_flag", "combination", "condition", "safety", "cautious", "experience", "floor", "equipment", "choice",
        "preference", "advice", "contradiction",
    )  # fmt: skip
    assert IF_UNKNOWN == ("apply", "cautious", "none")
