"""How a rule can be wrong by one slip: removed, inverted, its condition moved, or one effect weaker. Makes mutants; judges none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from exercise_catalog import vocabulary
from exercise_catalog.vocabulary import Level
from recommender.domain.gate import ClearedBy, Outcome
from recommender.domain.truth import Truth
from recommender.rules.condition import AtLeast, Condition, Every, Facts, Test
from recommender.rules.rule import SELECTOR_WORDS, Cap, Preference, Rule, Selector

Part = TypeVar("Part", Cap, Preference)
# What a rule does, which slips are made in; and what only names, explains or orders it. A new field must join one of them.
MUTATED = frozenset(
    {"when", "if_unknown", "outcome", "cleared_by", "lifts", "excludes", "caps", "prefers", "prefers_within_level"}
    | {"habit", "warnings", "ask_each_session", "expects", "advises", "says"}
)
NOT_MUTATED = frozenset({"id", "title", "group", "because", "source", "reads"})


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One slip in one rule. `rule` is None where the slip is that the rule is gone."""

    of: str
    kind: str
    what: str
    rule: Rule | None

    @property
    def name(self) -> str:
        return f"{self.of}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverted:
    """A condition that holds exactly when the rule did not apply, unknown answers and all."""

    rule: Rule

    def truth(self, facts: Facts) -> Truth:
        truth = self.rule.when.truth(facts)
        applied = truth is Truth.TRUE or (truth is Truth.UNKNOWN and self.rule.if_unknown == "apply")
        return Truth.FALSE if applied else Truth.TRUE

    def reads(self) -> frozenset[str]:
        return self.rule.when.reads()


def mutants_of(rule: Rule) -> Iterator[Mutant]:
    """Every slip that this module knows, for `rule`."""
    make = partial(Mutant, of=rule.id)
    yield make(kind="rule removed", what="removed", rule=None)
    yield make(kind="rule inverted", what="inverted", rule=replace(rule, when=Inverted(rule=rule)))
    yield from (make(kind="condition moved", what=f"when: {what}", rule=replace(rule, when=when)) for what, when in moved(rule.when))
    if rule.if_unknown == "apply":
        yield make(kind="unknown taken for no", what="unknown taken for no", rule=replace(rule, if_unknown="none"))
    else:
        yield make(kind="unknown taken for yes", what="unknown taken for yes", rule=replace(rule, if_unknown="apply"))
    yield from _gates(rule, make)
    yield from (make(kind="exclusion", what=f"excludes: {what}", rule=replace(rule, excludes=on)) for what, on in _exclusions(rule))
    yield from (make(kind="cap", what=f"cap: {what}", rule=replace(rule, caps=caps)) for what, caps in _each(rule.caps, _caps))
    yield from (
        make(kind="preference", what=f"prefers: {what}", rule=replace(rule, prefers=some)) for what, some in _each(rule.prefers, _preferences)
    )
    if rule.prefers and rule.prefers_within_level:
        yield make(kind="preference", what="prefers: beyond the level", rule=replace(rule, prefers_within_level=False))
    yield from _advice(rule, make)


def moved(when: Condition) -> Iterator[tuple[str, Condition]]:
    """The condition with one number, one comparison, one option or one part of it off by a notch."""
    match when:
        case Test():
            yield from _moved_test(when)
        case Every() | AtLeast():
            for at, part in enumerate(when.parts):
                without = when.parts[:at] + when.parts[at + 1 :]
                if without:
                    yield f"without {_words(part)}", replace(when, parts=without)
                yield from ((what, replace(when, parts=(*when.parts[:at], other, *when.parts[at + 1 :]))) for what, other in moved(part))
    if isinstance(when, AtLeast) and when.n > 1:
        yield f"at least {when.n - 1}", replace(when, n=when.n - 1)
    if isinstance(when, AtLeast) and len(when.parts) > when.n:
        yield f"at least {when.n + 1}", replace(when, n=when.n + 1)


def _moved_test(test: Test) -> Iterator[tuple[str, Test]]:
    other = {"at_least": "more_than", "more_than": "at_least", "at_most": "less_than", "less_than": "at_most"}.get(test.operator)
    if other is not None:
        yield f"{test.fact} {other} {test.value}", replace(test, operator=other)
        yield from ((f"{test.fact} {test.operator} {value}", replace(test, value=value)) for value in (test.value - 1, test.value + 1))
    if test.operator == "any_of":
        yield from ((f"{test.fact} is not {value}", replace(test, value=test.value - {value})) for value in sorted(test.value))


def _words(when: Condition) -> str:
    return f"{when.fact} {when.operator} {when.value}" if isinstance(when, Test) else " and ".join(sorted(when.reads()))


def _gates(rule: Rule, make: Callable[..., Mutant]) -> Iterator[Mutant]:
    if rule.outcome is not None and rule.outcome is not Outcome.PROCEED:
        milder = list(Outcome)[rule.outcome.rank - 1]
        yield make(kind="outcome milder", what=f"outcome {milder.value}", rule=replace(rule, outcome=milder))
    if rule.cleared_by in {ClearedBy.CLINICIAN, ClearedBy.NOTHING}:
        easier = list(ClearedBy)[list(ClearedBy).index(rule.cleared_by) - 1]
        yield make(kind="cleared by less", what=f"cleared by {easier.value}", rule=replace(rule, cleared_by=easier))
    if rule.lifts is not None:
        yield make(kind="lift", what="lifts nothing", rule=replace(rule, lifts=None))
        yield make(kind="lift", what="lifts clinician", rule=replace(rule, lifts=ClearedBy.CLINICIAN))
    if rule.advises is not None:
        yield make(kind="advice dropped", what="advises nothing", rule=replace(rule, advises=None))
    if rule.says is not None:
        yield make(kind="advice dropped", what="says nothing", rule=replace(rule, says=None))


def _exclusions(rule: Rule) -> Iterator[tuple[str, Selector | None]]:
    if rule.excludes is None:
        return
    yield "nothing", None
    if rule.excludes.any_of:
        parts = rule.excludes.any_of
        yield from ((f"without part {at + 1}", Selector(any_of=parts[:at] + parts[at + 1 :])) for at in range(len(parts)))
        for at, part in enumerate(parts):
            yield from ((what, Selector(any_of=(*parts[:at], other, *parts[at + 1 :]))) for what, other in _selectors(part))
    else:
        yield from _selectors(rule.excludes)


def _selectors(on: Selector) -> Iterator[tuple[str, Selector]]:
    """The selector with one word fewer, or another word in its place."""
    for key, words in on.words:
        strangers = [word.value for word in getattr(vocabulary, SELECTOR_WORDS[key]) if word.value not in words]
        for word in sorted(words):
            changes = [(f"{word} left out", words - {word})] if len(words) > 1 else []
            changes += [(f"{strange} in the place of {word}", words - {word} | {strange}) for strange in strangers[:1]]
            rest = tuple(pair for pair in on.words if pair[0] != key)
            yield from ((what, replace(on, words=(*rest, (key, changed)))) for what, changed in changes)
    if on.floor_needed is not None:
        yield "the other way round about the floor", replace(on, floor_needed=not on.floor_needed)
    if on.equipment_missing_from is not None:
        yield "whatever the equipment", replace(on, equipment_missing_from=None)
    if on.ids_in is not None:
        yield "whatever was chosen", replace(on, ids_in=None)


def _each(parts: tuple[Part, ...], mutate: Callable[[Part], Iterator[tuple[str, Part]]]) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """The parts with one of them dropped or changed."""
    for at, part in enumerate(parts):
        before, after = parts[:at], parts[at + 1 :]
        yield f"part {at + 1} dropped", before + after
        yield from ((what, (*before, other, *after)) for what, other in mutate(part))


def _caps(cap: Cap) -> Iterator[tuple[str, Cap]]:
    for name in ("max_effort_0_10", "max_hold_s", "max_sets", "max_reps"):
        number = getattr(cap, name)
        if number is not None:
            yield f"{name} {number + 1}", replace(cap, **{name: number + 1})
            yield f"no {name}", replace(cap, **{name: None})
    if cap.dose_level is not None:
        levels = list(Level)
        yield "the dose of a level more", replace(cap, dose_level=levels[levels.index(cap.dose_level) + 1])
        yield "a dose of any level", replace(cap, dose_level=None)
    if cap.caution is not None:
        yield "no caution", replace(cap, caution=None)
    if cap.on is not None:
        yield "on everything", replace(cap, on=None)
        yield from ((f"on {what}", replace(cap, on=on)) for what, on in _selectors(cap.on))


def _preferences(part: Preference) -> Iterator[tuple[str, Preference]]:
    yield "the sign flipped", replace(part, value=-part.value)
    yield "worth nothing", replace(part, value=0.0)
    yield "worth a notch more", replace(part, value=part.value + 0.05)
    yield from ((f"for {what}", replace(part, on=on)) for what, on in _selectors(part.on))
    if part.ramp is not None:
        fact, start, end = part.ramp
        yield "without its ramp", replace(part, ramp=None)
        yield "a ramp that starts later", replace(part, ramp=(fact, start + 1, end))
        yield "a ramp that ends later", replace(part, ramp=(fact, start, end + 1))


def _advice(rule: Rule, make: Callable[..., Mutant]) -> Iterator[Mutant]:
    drop = partial(make, kind="advice dropped")
    if rule.habit is not None:
        yield drop(what="no habit", rule=replace(rule, habit=None))
        yield drop(what="the habit of somebody else", rule=replace(rule, habit={**rule.habit, "code": "another"}))
        interim = not rule.habit.get("interim", False)
        yield make(kind="habit while waiting", what="the habit while waiting, or not", rule=replace(rule, habit={**rule.habit, "interim": interim}))
    if rule.habit is not None and "every_minutes" in rule.habit:
        minutes = rule.habit["every_minutes"] + 15
        yield make(kind="habit less often", what=f"every {minutes} minutes", rule=replace(rule, habit={**rule.habit, "every_minutes": minutes}))
    yield from (
        drop(what=f"warning {at + 1} dropped", rule=replace(rule, warnings=rule.warnings[:at] + rule.warnings[at + 1 :]))
        for at in range(len(rule.warnings))
    )
    asks = rule.ask_each_session
    yield from (drop(what=f"no asking for {flag}", rule=replace(rule, ask_each_session=tuple(one for one in asks if one != flag))) for flag in asks)
    if rule.expects is not None:
        yield drop(what="no expectation", rule=replace(rule, expects=None))
