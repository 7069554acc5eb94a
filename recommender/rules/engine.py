"""Judges a profile by the rule book. No default and no swallowed error: a rule that can't be judged is a fault."""

from collections.abc import Mapping
from dataclasses import dataclass

from exercise_catalog.exercise import Exercise
from recommender.domain.gate import Gate, Outcome
from recommender.domain.profile import FactValue, Profile
from recommender.domain.trace import Step, Trace
from recommender.domain.truth import UNKNOWN, Truth
from recommender.rules.book import Completion, DerivedFact, RuleBook
from recommender.rules.condition import Condition, Every
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


def judge_gate(facts: Mapping[str, FactValue], book: RuleBook) -> Gate:
    """The gate alone, for the facts of a profile: what `judge` says of it, at a fraction of the work."""
    known = with_derived(facts, book.gate_facts)
    truths: dict[int, Truth] = {}
    applying = []
    for rule in book.gate_rules:
        key = id(rule.when)
        if key not in truths:
            truths[key] = rule.when.truth(known)
        if _applies(rule, truths[key]):
            applying.append(rule)
    return decide(applying, screening=str(known["screening"]), messages=book.messages)


def completing(judgement: Judgement, book: RuleBook) -> list[str]:
    """The fields whose answer could complete a combination of which a part is yes already, in the order of asking."""
    open_rules = [book.by_id[step.rule_id] for step in judgement.trace.steps if step.truth is Truth.UNKNOWN]
    combinations = [rule for rule in open_rules if rule.group == "combination" and _would_matter(rule, judgement.gate.outcome)]
    found = {name for rule in combinations for name in _completing_one(rule, judgement.trace.facts, book)}
    return [name for name in book.intake.fields if name in found]


def _would_matter(rule: Rule, outcome: Outcome) -> bool:
    # In front of a graver outcome a combination adds nothing; beside a program it may at least bring its warnings.
    return rule.outcome is not None and (rule.outcome.rank > outcome.rank or (rule.outcome is outcome and outcome.releases))


def _completing_one(rule: Rule, facts: Mapping[str, FactValue], book: RuleBook) -> set[str]:
    """Part by part: one must be yes, and each that nobody knows must be within reach of one answer."""
    parts = rule.when.parts if isinstance(rule.when, Every) else (rule.when,)
    truths = [part.truth(facts) for part in parts]
    answers = [one for one in book.completions if one.rule_id == rule.id and facts[one.field] is UNKNOWN]
    within_reach = [
        {one.field for one in answers if _makes_true(part, one, facts, book)}
        for part, truth in zip(parts, truths, strict=True)
        if truth is Truth.UNKNOWN
    ]
    return set().union(*within_reach) if Truth.TRUE in truths and all(within_reach) else set()


def _makes_true(part: Condition, completion: Completion, facts: Mapping[str, FactValue], book: RuleBook) -> bool:
    derived = tuple(fact for fact in book.facts if fact.name in completion.derived)
    return any(part.truth(with_derived({**facts, completion.field: value}, derived)) is Truth.TRUE for value in completion.values)


def _step(rule: Rule, truth: Truth) -> Step:
    return Step(rule_id=rule.id, truth=truth, applies=_applies(rule, truth), reads=rule.reads)


def _applies(rule: Rule, truth: Truth) -> bool:
    return truth is Truth.TRUE or (truth is Truth.UNKNOWN and rule.if_unknown == "apply")


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
