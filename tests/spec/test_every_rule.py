"""Every rule of the book has its spec table, and does what the table says: when asked by itself, among all others, and in a program.

The tables are written by hand in tests/spec/tables; tests/spec/rows.py says how to read them. Refuses a rule that has no table yet.
"""

from dataclasses import replace

import pytest

from exercise_catalog.strict_yaml import load_file
from recommender.domain.truth import Truth
from recommender.heart import load_heart
from recommender.pipeline import recommend
from recommender.rules.engine import judge
from tests.spec.rows import FOUR_KINDS, TABLES
from tests.spec.seen import Bench, step_of

BENCH = Bench(load_heart())
BOOK = BENCH.heart.book
SPECS = {name: spec for name, spec in BENCH.tables.specs.items() if name in BENCH.rules}
# The table of each group of rules; a group that is new brings a file of its own.
WHERE = {"red_flag": "red_flags", "condition": "conditions.yaml and cells", "gate": "gate", "cautious": "gate", "advice": "advice"}
WHERE |= dict.fromkeys(("safety", "experience", "floor", "equipment", "choice"), "limits")
CELLS = load_file(TABLES / "cells.yaml")
# How the four kinds may say that there is no such row.
NO_ROW = {"fires": (), "does_not": ("never",), "unknown": ("never",), "edge": ("none",)}


def missing(rule):
    """What the tables do not say about a rule, in words for whoever added it."""
    says = SPECS[rule.id].says if rule.id in SPECS else {}
    kinds = [kind for kind in FOUR_KINDS if not says.get(kind) or (isinstance(says[kind], str) and says[kind] not in NO_ROW[kind])]
    table = f"tests/spec/tables/{WHERE.get(rule.group, f'{rule.group}s')}.yaml"
    return f"{rule.id} ({rule.group}) has no rows for: {', '.join(kinds)}. Add them, and what the rule does, to {table}." if kinds else None


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_rule_has_a_table_that_says_when_it_fires_when_not_what_is_unknown_and_what_decides_at_the_edge(rule):
    assert missing(rule) is None


def test_no_table_names_a_rule_that_does_not_exist():
    assert sorted(set(BENCH.tables.specs) - set(BENCH.rules)) == []


def test_a_rule_that_nobody_wrote_a_table_for_is_named_with_what_to_add():
    said = missing(replace(BENCH.rules["LIMIT-CHRONIC"], id="NEW-RULE"))

    assert said == (
        "NEW-RULE (safety) has no rows for: fires, does_not, unknown, edge. Add them, and what the rule does, to tests/spec/tables/limits.yaml."
    )


@pytest.mark.parametrize("kind", FOUR_KINDS)
@pytest.mark.parametrize("name", SPECS)
def test_a_rule_does_what_its_table_says(name, kind):
    spec = SPECS[name]

    book = BENCH.book_of(spec, BENCH.rules[name])

    assert [problem for row in spec.of_kind(kind) for problem in BENCH.problems(spec, row, book)] == []


@pytest.mark.parametrize("name", SPECS)
def test_a_rule_does_no_less_among_all_others(name):
    spec = SPECS[name]

    judged = [(row, judge(row.profile, BOOK)) for row in spec.rows]

    assert [row.answers for row, all_rules in judged if step_of(all_rules, name).applies is not row.applies] == []
    assert [row.answers for row, all_rules in judged if not is_as_strict(spec, row, all_rules)] == []


def is_as_strict(spec, row, all_rules):
    """Whatever the rule alone takes away, holds down or holds back is still so when all rules are judged. A consultation may lift its gate."""
    alone = BENCH.alone(BENCH.book_of(spec, BENCH.rules[spec.rule]), row)
    exercises = BENCH.tables.exercises.values()
    lifted = any(reason.lifted for reason in all_rules.gate.reasons)
    return (lifted or all_rules.gate.outcome.rank >= alone.gate.outcome.rank) and all(
        (alone.excluded_by(one) is None or all_rules.excluded_by(one) is not None) and set(alone.caps_on(one)) <= set(all_rules.caps_on(one))
        for one in exercises
    )


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if spec.when_unknown == "cautious"])
def test_what_is_unknown_and_calls_for_caution_gives_the_cautious_program(name):
    judged = [judge(row.profile, BOOK).trace.applied() for row in SPECS[name].of_kind("unknown")]

    assert judged
    assert [applied for applied in judged if "CAUTIOUS-PROGRAM" not in applied] == []


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if spec.says["unknown"] == "never"])
def test_a_rule_that_is_never_unknown_is_known_from_the_four_required_answers(name):
    required = [field for field, its in BOOK.intake.fields.items() if its.required]

    told = [{field: row.answers[field] for field in required} for row in SPECS[name].rows]

    rows = [BENCH.tables.row("unknown", {"from": "not_asked", **answers}, applies=False, does=None) for answers in told]
    assert [row.answers for row in rows if step_of(judge(row.profile, BOOK), name).truth is Truth.UNKNOWN] == []


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if spec.says["does_not"] == "never"])
@pytest.mark.parametrize("person", ["asked", "not_asked", "free"])
def test_a_rule_that_never_does_not_fire_is_for_everybody(name, person):
    row = BENCH.tables.row("fires", {"from": person}, applies=True, does=None)

    assert step_of(judge(row.profile, BOOK), name).applies


def test_the_matrix_says_something_about_every_condition_and_every_property():
    sizes = {condition: len(letters.split()) for condition, letters in CELLS["cells"].items()}

    assert sizes == dict.fromkeys(BOOK.intake.fields["conditions"].options, 16)
    assert sorted(CELLS["properties"]) == sorted(CELLS["modify"])


def test_a_cell_that_says_nothing_is_no_rule():
    silent = [
        f"COND-{condition}-{name}".upper().replace("_", "-")
        for condition, letters in CELLS["cells"].items()
        for name, letter in zip(CELLS["properties"], letters.split(), strict=True)
        if letter == "."
    ]

    assert len(silent) == 31 * 16 - len([spec for spec in BENCH.tables.specs.values() if spec.table == "cells"])
    assert [name for name in silent if name in BENCH.rules] == []


def finished(name):
    """What came of the first person for whom a rule fires."""
    row = SPECS[name].rows[0]
    return row.does, recommend(row.answers, BENCH.heart, judged_on=row.profile.judged_on)


def doses(recommendation, cap):
    """Every dose of a program that a cap holds for."""
    items = [(one.exercise_id, one.dose) for session in recommendation.program.sessions for one in session.items]
    return [dose for exercise_id, dose in items if cap["on"] == "all" or exercise_id in cap["on"]]


NAMES = {"max_effort_0_10": "effort_0_10", "max_hold_s": "hold_s", "max_sets": "sets", "max_reps": "reps"}


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if (spec.rows[0].does or {}).get("caps")])
def test_a_finished_program_keeps_to_the_numbers_of_a_rule_in_every_week(name):
    does, recommendation = finished(name)

    numbers = [(cap, word) for cap in does["caps"] for word in NAMES if word in cap]
    assert recommendation.program.chosen
    assert [(cap["on"], word) for cap, word in numbers for dose in doses(recommendation, cap) if getattr(dose, NAMES[word]) > cap[word]] == []


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if (spec.rows[0].does or {}).get("caps")])
def test_a_finished_program_says_the_caution_of_a_rule_where_it_holds(name):
    does, recommendation = finished(name)

    cautions = {one.ranked.exercise.id: " ".join(one.cautions) for one in recommendation.program.chosen}
    spoken = [(cap, cap["caution"]) for cap in does["caps"] if "caution" in cap]
    assert [
        (exercise_id, phrase)
        for cap, phrase in spoken
        for exercise_id, said in cautions.items()
        if (cap["on"] == "all" or exercise_id in cap["on"]) and phrase not in said
    ] == []


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if (spec.rows[0].does or {}).get("removes")])
def test_a_finished_program_holds_nothing_that_a_rule_removes(name):
    does, recommendation = finished(name)

    assert {one.ranked.exercise.id for one in recommendation.program.chosen} & set(does["removes"]) == set()


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if spec.table in {"advice", "combinations"}])
def test_a_program_hands_on_the_habits_warnings_questions_and_expectations_of_a_rule(name):
    does, recommendation = finished(name)
    program = recommendation.program
    habits = [(habit["code"], habit["every_minutes"]) for habit in program.daily_habits] if program else []

    assert "habit" not in does or (does["habit"], does.get("every_minutes")) in habits
    assert [phrase for phrase in does.get("warns", ()) if not any(phrase in text for text in program.stop_and_seek_help_if)] == []
    assert [flag for flag in does.get("asks", ()) if flag not in program.ask_each_session] == []
    assert does.get("expects", "") in (program.expectations if program else "")


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if "habit" in (spec.rows[0].does or {})])
def test_a_habit_is_given_to_those_who_wait_only_where_it_is_safe_for_anyone(name):
    row = SPECS[name].rows[0]

    waiting = recommend({**row.answers, "has_chronic_condition": True}, BENCH.heart, judged_on=row.profile.judged_on)

    codes = [habit["code"] for habit in waiting.interim_advice["daily_habits"]]
    assert (row.does["habit"] in codes) is row.does["while_waiting"]
