"""What a rule is seen to do: judged through the engine with no other rule in the book, so that no other row can stand in for it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from recommender.domain.trace import Step
from recommender.heart import Heart
from recommender.pipeline import Scorer
from recommender.rules.engine import Judgement, judge
from recommender.rules.rule import Cap, Rule
from tests.spec.rows import Row, Spec, Tables, Words

_NUMBERS = ("max_effort_0_10", "max_hold_s", "max_sets", "max_reps")


class Bench:
    """Where rules are put to rows of their spec."""

    def __init__(self, heart: Heart, tables: Tables | None = None) -> None:
        self.heart = heart
        self.tables = tables or Tables(heart)
        self.rules = {rule.id: rule for rule in heart.book.rules}

    def over(self, heart: Heart) -> "Bench":
        """The same rows put to another heart."""
        return Bench(heart, self.tables)

    def alone(self, rules: tuple[Rule, ...], row: Row) -> Judgement:
        """The judgement of `row` by nothing but `rules`."""
        return judge(row.profile, replace(self.heart.book, rules=rules))

    def book_of(self, spec: Spec, rule: Rule | None) -> tuple[Rule, ...]:
        """`rule` in the place of the one that `spec` is about, and what the spec wants beside it. None: the rule is gone."""
        return (*(self.rules[name] for name in spec.beside), *(() if rule is None else (rule,)))

    def first_failure(self, spec: Spec, rule: Rule | None) -> str | None:
        """The first thing that is not as `spec` says, or None."""
        book = self.book_of(spec, rule)
        return next((problem for row in spec.rows for problem in self.problems(spec, row, book)), None)

    def problems(self, spec: Spec, row: Row, book: tuple[Rule, ...]) -> Iterator[str]:
        """What is not as `row` says, one sentence each."""
        judgement = self.alone(book, row)
        where = f"{spec.table}.yaml {spec.rule} ({row.kind}) {row.answers}"
        step = step_of(judgement, spec.rule)
        if step is None or step.applies is not row.applies:
            yield f"{where}: it {'applies' if step and step.applies else 'does not apply'}"
        elif row.truth not in {None, step.truth}:
            yield f"{where}: it is {step.truth.value}"
        elif row.does is not None:
            yield from (f"{where}: {problem}" for problem in self._unlike(row.does, spec.rule, judgement))

    def _unlike(self, does: Words, rule_id: str, judgement: Judgement) -> Iterator[str]:
        rule = next(rule for rule in judgement.applying if rule.id == rule_id)
        yield from _gate_unlike(does, rule_id, judgement)
        yield from self._removes_unlike(does, judgement)
        yield from self._caps_unlike(does, judgement)
        yield from self._scores_unlike(does, rule_id, judgement)
        yield from _advice_unlike(does, rule)

    def _removes_unlike(self, does: Words, judgement: Judgement) -> Iterator[str]:
        if not judgement.gate.outcome.prepares:
            return
        removed = {name for name, exercise in self.tables.exercises.items() if judgement.excluded_by(exercise) is not None}
        yield from (f"leaves {name}" for name in does.get("removes", ()) if name not in removed)
        yield from (f"removes {name}" for name in does.get("leaves", ()) if name in removed)
        if removed and "removes" not in does:
            yield f"removes {sorted(removed)}"

    def _caps_unlike(self, does: Words, judgement: Judgement) -> Iterator[str]:
        wanted = does.get("caps", [])
        for name, exercise in self.tables.exercises.items():
            here = [cap for cap in wanted if cap["on"] == "all" or name in cap["on"]]
            seen = judgement.caps_on(exercise)
            if len(seen) != len(here) or any(_cap_unlike(cap, one) for cap, one in zip(here, seen, strict=True)):
                yield f"caps {name} by {seen}"

    def _scores_unlike(self, does: Words, rule_id: str, judgement: Judgement) -> Iterator[str]:
        # Scoring asks the model too, which takes time, so it is only done where something could be seen.
        if not any(rule.prefers for rule in judgement.applying) and "raises" not in does:
            return
        scorer = Scorer(judgement, self.heart)
        for name, value in {**does.get("raises", {}), **dict.fromkeys(does.get("leaves_score", ()), 0.0)}.items():
            added = sum(part.value for part in scorer.parts(self.tables.exercises[name]) if part.part == f"rule:{rule_id}")
            if added != value:
                yield f"adds {added} to {name}"
        if "raises" not in does:
            yield "moves exercises in the ranking"


def _cap_unlike(wanted: Words, cap: Cap) -> bool:
    level = cap.dose_level.value if cap.dose_level else None
    numbers = any(getattr(cap, name) != wanted.get(name) for name in _NUMBERS)
    return numbers or level != wanted.get("dose_level") or not _says(cap.caution, wanted.get("caution"))


def _says(text: str | None, phrase: str | None) -> bool:
    return text is None if phrase is None else phrase in (text or "")


def _gate_unlike(does: Words, rule_id: str, judgement: Judgement) -> Iterator[str]:
    gate = judgement.gate
    if "lifts" in does:
        lifted = {reason.rule_id: reason.lifted for reason in gate.reasons}
        wanted = {**dict.fromkeys(does["lifts"], True), **dict.fromkeys(does["keeps"], False)}
        if lifted != wanted:
            yield f"lifts {lifted}"
        return
    verdict = (gate.outcome.value, (gate.unlock or {}).get("cleared_by"))
    if verdict != (does.get("outcome", "proceed"), does.get("cleared_by")):
        yield f"comes to {verdict}"
    said = " ".join(reason.message for reason in gate.reasons if reason.rule_id == rule_id)
    yield from (f"gives the reason '{said}'" for word in ("advises", "says") if does.get(word, "") not in said)


def _advice_unlike(does: Words, rule: Rule) -> Iterator[str]:
    habit: dict[str, Any] = dict(rule.habit or {})
    seen = (habit.get("code"), habit.get("every_minutes"), habit.get("interim", False))
    if seen != (does.get("habit"), does.get("every_minutes"), does.get("while_waiting", False)):
        yield f"hands on the habit {seen}"
    if not _says(rule.advises, does.get("advises")) or not _says(rule.says, does.get("says")):
        yield f"advises {rule.advises}, says {rule.says}"
    phrases = does.get("warns", [])
    if len(rule.warnings) != len(phrases) or not all(_says(text, phrase) for text, phrase in zip(rule.warnings, phrases, strict=True)):
        yield f"warns {rule.warnings}"
    if list(rule.ask_each_session) != does.get("asks", []):
        yield f"asks {rule.ask_each_session}"
    if not _says(rule.expects, does.get("expects")):
        yield f"expects {rule.expects}"


def step_of(judgement: Judgement, rule_id: str) -> Step | None:
    """How `rule_id` was judged; None where the book does not hold it."""
    return next((step for step in judgement.trace.steps if step.rule_id == rule_id), None)
