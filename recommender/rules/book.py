"""The rule book: everything that `compiled.json` holds, ready to be judged by. Refuses a file that it can't trust."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from exercise_catalog.artifact import ArtifactRefused, canonical_json, open_sealed
from recommender.domain.intake import Intake
from recommender.domain.profile import FactValue
from recommender.errors import HeartRefused
from recommender.rules import condition
from recommender.rules.condition import Condition
from recommender.rules.questionnaire import Questionnaire
from recommender.rules.rule import Rule

COMPILED = Path(__file__).parent / "compiled.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedFact:
    """A fact that follows from others: yes when `when` holds, no when `no_when` holds, else UNKNOWN."""

    name: str
    when: Condition
    no_when: Condition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One safety question of the intake. `derived_from` names the fields that answer it as well; `tier` orders the list."""

    id: str
    field: str
    text: str
    tier: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """An answer that is not there yet could complete a combination: `field`, and the values of it that could.

    `derived` names the derived facts that the combination reads.
    """

    rule_id: str
    field: str
    values: tuple[FactValue, ...]
    derived: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class RuleBook:
    """All rows in their order, the facts that follow, the questions, and the words."""

    digest: str
    intake: Intake
    facts: tuple[DerivedFact, ...]
    rules: tuple[Rule, ...]
    questions: tuple[Question, ...]
    completions: tuple[Completion, ...]
    questionnaire: Questionnaire
    messages: Mapping[str, Any]

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Every rule by its id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def gate_rules(self) -> tuple[Rule, ...]:
        """The rows that speak about the gate."""
        return tuple(rule for rule in self.rules if rule.speaks_about_the_gate)

    @cached_property
    def gate_facts(self) -> tuple[DerivedFact, ...]:
        """The derived facts that those rows read, themselves or through others."""
        return self.facts_behind(frozenset().union(*(rule.reads for rule in self.gate_rules)))

    def facts_behind(self, names: frozenset[str]) -> tuple[DerivedFact, ...]:
        """The derived facts among `names`, and those that they follow from, in the order of the book."""
        needed: list[DerivedFact] = []
        wanted = set(names)
        for fact in reversed(self.facts):
            if fact.name in wanted:
                needed.append(fact)
                wanted |= fact.when.reads() | (fact.no_when.reads() if fact.no_when else frozenset())
        return tuple(reversed(needed))

    @cached_property
    def conditions(self) -> Mapping[int, Condition]:
        """Every different condition once, by the identity that rules share."""
        return {id(rule.when): rule.when for rule in self.rules}

    @classmethod
    def load(cls, path: Path = COMPILED) -> "RuleBook":
        """The rule book of `path`. Raises HeartRefused when the file was changed, cut short, or speaks of unknown things."""
        try:
            content, digest = open_sealed(path)
        except ArtifactRefused as error:
            raise HeartRefused(str(error)) from error
        return cls(
            digest=digest,
            intake=Intake.from_rows(content["intake"]),
            facts=tuple(
                DerivedFact(
                    name=row["fact"],
                    when=condition.parse(row["when"]),
                    no_when=condition.parse(row["no_when"]) if row.get("no_when") else None,
                )
                for row in content["facts"]
            ),
            rules=tuple(_rules(content)),
            questions=tuple(Question(**row) for row in content["questions"]),
            completions=tuple(_completion(row) for row in content["completions"]),
            questionnaire=Questionnaire(content["questionnaire"]),
            messages=content["messages"],
        )


def _completion(row: Mapping[str, Any]) -> Completion:
    # A set comes out of JSON as a list.
    values = tuple(frozenset(value) if isinstance(value, list) else value for value in row["values"])
    return Completion(rule_id=row["rule"], field=row["field"], values=values, derived=frozenset(row["derived"]))


def _rules(content: Mapping[str, Any]) -> Iterator[Rule]:
    # The cells of one condition ask the same thing; they share one parsed condition, which is then judged once.
    shared: dict[str, Condition] = {}
    for row in content["rules"]:
        key = canonical_json(row["when"])
        if key not in shared:
            shared[key] = condition.parse(row["when"])
        yield Rule.from_row(row, content["sources"], when=shared[key])
