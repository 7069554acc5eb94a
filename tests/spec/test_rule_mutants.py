"""Every rule is held by its table: one slip in its data, and a row of that table fails. Slips that nobody could tell are listed by hand."""

import dataclasses

import pytest

from recommender.heart import load_heart
from recommender.rules.rule import Rule
from tests.spec.mutants import EQUIVALENT, killed_after_all, survivors, try_fact, try_rule
from tests.spec.mutations import MUTATED, NOT_MUTATED, mutants_of
from tests.spec.seen import Bench

BENCH = Bench(load_heart())
BOOK = BENCH.heart.book
RULES = [rule for rule in BOOK.rules if rule.id in BENCH.tables.specs]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_slip_in_a_rule_goes_unnoticed(rule):
    tried = try_rule(BENCH, rule)

    assert {"rule removed", "rule inverted"} <= {one.kind for one in tried}
    assert survivors(tried) == []


@pytest.mark.parametrize("fact", BOOK.facts, ids=lambda fact: fact.name)
def test_no_slip_in_what_follows_from_answers_goes_unnoticed(fact):
    assert survivors(try_fact(BENCH, fact)) == []


def test_what_is_listed_as_the_same_cannot_be_told_from_the_rule():
    named = {name.removeprefix("fact ").partition(":")[0] for name in EQUIVALENT}

    tried = [one for rule in RULES if rule.id in named for one in try_rule(BENCH, rule)]
    tried += [one for fact in BOOK.facts if fact.name in named for one in try_fact(BENCH, fact)]

    assert killed_after_all(tried) == []
    assert sorted(set(EQUIVALENT) - {one.name for one in tried}) == []


def test_a_table_that_only_says_when_a_rule_fires_lets_slips_through():
    spec = BENCH.tables.specs["RF-AGE-YOUNG"]
    blunt = dataclasses.replace(spec, rows=tuple(spec.of_kind("fires")))

    living = [mutant.what for mutant in mutants_of(BENCH.rules[spec.rule]) if BENCH.first_failure(blunt, mutant.rule) is None]

    assert living == ["unknown taken for yes"]


def test_every_slip_that_cannot_be_told_says_why():
    assert [name for name, because in EQUIVALENT.items() if len(because.split()) < 5] == []


def test_every_field_of_a_rule_is_one_that_slips_are_made_in_or_known_not_to_do_anything():
    assert {field.name for field in dataclasses.fields(Rule)} == MUTATED | NOT_MUTATED
