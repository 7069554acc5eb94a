"""Judges a profile by the rule book. No default and no swallowed error: a rule that can't be judged is a fault."""

from collections.abc import Mapping
from dataclasses import dataclass

from exercise_catalog.exercise import Exercise
from recommender.domain.gate import Gate, Outcome
from recommender.domain.profile import FactValue, Profile
from recommender.domain.trace import Step, Trace
from recommender.domain.truth import UNKNOWN, Truth
from recommender.rules.book import DerivedFact, RuleBook
from recommender.rules.gate import decide
from recommender.rules.rule import Cap, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the rules say about one person: the gate, and the rows that speak about exercises."""

    profile: Profile
    gate: Gate
    applying: tuple[Rule, ...]
    trace: Trace
    _blocker: str | None
    _excluding: tuple[Rule, ...]
    _caps: tuple[Cap, ...]

    def excluded_by(self, exercise: Exercise) -> str | None:
        """The id of the strictest rule that removes `exercise`, or None. Without any program it is the gate's own row."""
        if self._blocker is not None:
            return self._blocker
        for rule in self._excluding:
            if rule.excludes is not None and rule.excludes.matches(exercise, self.profile):
                return rule.id
        return None

    def caps_on(self, exercise: Exercise) -> list[Cap]:
        """Every cap that holds for `exercise`."""
        return [cap for cap in self._caps if cap.on is None or cap.on.matches(exercise, self.profile)]


def judge(profile: Profile, book: RuleBook) -> Judgement:
    """All rows of `book` over `profile`. Same profile, same book, same judgement."""
    facts = with_derived(profile.facts, book.facts)
    known = Profile(facts=facts, judged_on=profile.judged_on)
    truths = {key: when.truth(facts) for key, when in book.conditions.items()}
    steps = tuple(_step(rule, truths[id(rule.when)]) for rule in book.rules)
    applying = [rule for rule, step in zip(book.rules, steps, strict=True) if step.applies]
    gate = decide(applying, screening=str(facts["screening"]), messages=book.messages)
    return Judgement(
        profile=known,
        gate=gate,
        applying=tuple(applying),
        trace=Trace(steps=steps, facts=facts, judged_on=profile.judged_on),
        _blocker=_strictest(applying, gate.outcome) if not gate.outcome.prepares else None,
        _excluding=tuple(sorted((rule for rule in applying if rule.excludes is not None), key=lambda rule: rule.strictness)),
        _caps=tuple(cap for rule in applying for cap in rule.caps),
    )


def _step(rule: Rule, truth: Truth) -> Step:
    applies = truth is Truth.TRUE or (truth is Truth.UNKNOWN and rule.if_unknown == "apply")
    return Step(rule_id=rule.id, truth=truth, applies=applies, reads=rule.reads)


def with_derived(facts: Mapping[str, FactValue], derived: tuple[DerivedFact, ...]) -> dict[str, FactValue]:
    """`facts` and what follows from them, in the order in which the compiler sorted them."""
    known = dict(facts)
    for fact in derived:
        known[fact.name] = _value(fact, known)
    return known


def _value(fact: DerivedFact, known: Mapping[str, FactValue]) -> FactValue:
    truth = fact.when.truth(known)
    if truth is Truth.UNKNOWN and fact.no_when is not None and fact.no_when.truth(known) is Truth.TRUE:
        return False
    return UNKNOWN if truth is Truth.UNKNOWN else truth is Truth.TRUE


def _strictest(applying: list[Rule], outcome: Outcome) -> str:
    return min((rule for rule in applying if rule.outcome is outcome), key=lambda rule: rule.strictness).id
