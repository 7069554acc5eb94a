"""Are the spec tables sharp? Puts one slip at a time into the rule data and asks the rows of that rule; `python -m tests.spec.mutants` reports.

A mutant is killed when a row of its rule fails. What no row can tell from the rule stands in equivalent_mutants.yaml, with its reason.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from exercise_catalog.strict_yaml import load_file
from recommender.heart import load_heart
from recommender.rules.book import DerivedFact
from recommender.rules.condition import Test
from recommender.rules.rule import Rule
from tests.spec.mutations import Mutant, moved, mutants_of
from tests.spec.rows import TABLES
from tests.spec.seen import Bench

EQUIVALENT = {name: row["because"] for row in load_file(TABLES / "equivalent_mutants.yaml")["equivalent"] for name in row["mutants"]}


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A mutant, and what killed it (None: it lives)."""

    name: str
    kind: str
    killed_by: str | None


def try_rule(bench: Bench, rule: Rule) -> list[Tried]:
    """Every mutant of `rule`, put to the rows of that rule."""
    return [_tried(bench, mutant) for mutant in mutants_of(rule)]


def _tried(bench: Bench, mutant: Mutant) -> Tried:
    return Tried(name=mutant.name, kind=mutant.kind, killed_by=bench.first_failure(bench.tables.specs[mutant.of], mutant.rule))


def try_fact(bench: Bench, fact: DerivedFact) -> list[Tried]:
    """Every mutant of a derived fact, put to the rows of all rules that it reaches."""
    reached = _reached_by(bench, fact.name)
    return [
        Tried(name=f"fact {fact.name}: {what}", kind="fact moved", killed_by=next(_failures(_with_fact(bench, wrong), reached), None))
        for what, wrong in _fact_mutants(fact)
    ]


def _fact_mutants(fact: DerivedFact) -> Iterator[tuple[str, DerivedFact]]:
    yield from ((f"when: {what}", replace(fact, when=when)) for what, when in moved(fact.when))
    # A plain tick says no by itself; only what follows from several answers needs to be told when it is a no.
    if fact.no_when is not None and not isinstance(fact.when, Test):
        yield "never a no", replace(fact, no_when=None)


def _with_fact(bench: Bench, fact: DerivedFact) -> Bench:
    book = bench.heart.book
    facts = tuple(fact if one.name == fact.name else one for one in book.facts)
    return bench.over(replace(bench.heart, book=replace(book, facts=facts)))


def _failures(bench: Bench, rules: Iterable[Rule]) -> Iterator[str]:
    yield from (failure for rule in rules if (failure := bench.first_failure(bench.tables.specs[rule.id], rule)))


def _reached_by(bench: Bench, name: str) -> list[Rule]:
    reached = {name}
    for fact in bench.heart.book.facts:  # sorted by need, so that one pass finds all that follow
        reached |= {fact.name} if reached & fact.when.reads() else set()
    return [rule for rule in bench.heart.book.rules if reached & rule.reads and rule.id in bench.tables.specs]


def survivors(tried: Iterable[Tried]) -> list[str]:
    """What lives and is not known to be the same."""
    return [one.name for one in tried if one.killed_by is None and one.name not in EQUIVALENT]


def killed_after_all(tried: Iterable[Tried]) -> list[str]:
    """What is said to be the same as the rule, and was killed."""
    return [one.name for one in tried if one.killed_by is not None and one.name in EQUIVALENT]


def report(tried: list[Tried], *, rules: int, facts: int, seconds: float) -> Iterator[str]:
    """The lines of the report."""
    made, killed = Counter(one.kind for one in tried), Counter(one.kind for one in tried if one.killed_by is not None)
    yield f"{rules} rules, {facts} derived facts, {len(tried)} mutants, {sum(killed.values())} killed, {seconds:.1f} s"
    yield ""
    yield f"{'kind':<24}{'made':>6}{'killed':>8}"
    yield from (f"{kind:<24}{made[kind]:>6}{killed[kind]:>8}" for kind in sorted(made))
    yield ""
    yield f"equivalent ({len(EQUIVALENT)}):"
    yield from (f"  {name} - {because}" for name, because in EQUIVALENT.items())
    living, dead = survivors(tried), killed_after_all(tried)
    yield f"survivors ({len(living)}):"
    yield from (f"  {name}" for name in living)
    yield f"listed as equivalent, but killed ({len(dead)}):"
    yield from (f"  {name}" for name in dead)


def main() -> int:
    """Prints the report; 1 where a mutant survives."""
    started = time.perf_counter()
    bench = Bench(load_heart())
    book = bench.heart.book
    tried = [one for rule in book.rules if rule.id in bench.tables.specs for one in try_rule(bench, rule)]
    tried += [one for fact in book.facts for one in try_fact(bench, fact)]
    lines = report(tried, rules=len(book.rules), facts=len(book.facts), seconds=time.perf_counter() - started)
    print("\n".join(lines))
    return 1 if survivors(tried) or killed_after_all(tried) else 0


if __name__ == "__main__":
    raise SystemExit(main())
