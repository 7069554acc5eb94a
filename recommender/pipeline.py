"""From answers to a recommendation: gate, rules, score, assembly, judged again. No clock, no network, no chance.

answers ──▶ Profile ──▶ judge ──▶ gate, removing rows, caps, preferences
                          │
catalog ──▶ score every exercise: model parts + preference parts ──▶ ranking, the removed ones marked
                          │
          gate lets a program be made? ──▶ assemble (select, dose, schedule, caps last, judged again)
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Level
from recommender.assembly.assemble import Brief, assemble
from recommender.assembly.dosage import Allowance
from recommender.domain.gate import Gate, Outcome
from recommender.domain.profile import Profile
from recommender.domain.program import Limits, Program, Ranked, ScorePart
from recommender.domain.trace import Trace
from recommender.domain.truth import UNKNOWN
from recommender.heart import Heart
from recommender.rules.book import RuleBook
from recommender.rules.engine import Judgement, judge
from recommender.rules.rule import Cap, Rule
from recommender.scoring.audience import Audience

# Six decimals of a log-odds score are far below what anybody can tell apart, and print the same on every machine.
_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What came out. `program` is there for `consult_first` too: prepared, for a coach to see; whether it leaves is the gate's say."""

    gate: Gate
    ranking: tuple[Ranked, ...]
    program: Program | None
    before_you_start: tuple[Mapping[str, Any], ...]
    interim_advice: Mapping[str, Any] | None
    trace: Trace
    judged_on: dt.date
    versions: Mapping[str, str]
    disclaimer: str


def recommend(answers: Any, heart: Heart, *, judged_on: dt.date) -> Recommendation:
    """The recommendation for `answers` (a parsed request body) on the day `judged_on`.

    Raises AnswersRefused when the answers are no intake, SafetyCheckFailed when a finished program breaks a rule.
    """
    profile = Profile.from_answers(answers, intake=heart.book.intake, judged_on=judged_on)
    judgement = judge(profile, heart.book)
    ranking = rank(judgement, heart)
    program = _program(judgement, ranking, heart) if judgement.gate.outcome.prepares else None
    return Recommendation(
        gate=judgement.gate,
        ranking=tuple(ranking),
        program=program,
        before_you_start=_open_questions(judgement, heart.book),
        interim_advice=_interim_advice(judgement, heart.book),
        trace=judgement.trace,
        judged_on=judged_on,
        versions=heart.versions,
        disclaimer=heart.book.messages["disclaimer"],
    )


def rank(judgement: Judgement, heart: Heart) -> list[Ranked]:
    """Every exercise of the catalog: admitted ones first, each group by score, ties by id."""
    scorer = Scorer(judgement, heart)
    rows = [
        Ranked(exercise=exercise, score=scorer.score(exercise), excluded_by=judgement.excluded_by(exercise)) for exercise in heart.catalog.exercises
    ]
    return sorted(rows, key=lambda row: (row.excluded_by is not None, -row.score, row.exercise.id))


class Scorer:
    """Scores exercises for one person: the model's parts and the preferences of the rules, added up."""

    def __init__(self, judgement: Judgement, heart: Heart) -> None:
        self._model = heart.model.for_audience(Audience.from_profile(judgement.profile))
        self._profile = judgement.profile
        self._preferring = [rule for rule in judgement.applying if rule.prefers]

    def score(self, exercise: Exercise) -> float:
        """Log-odds; higher is better, comparable within one answer only."""
        return _total([part.value for part in self.parts(exercise)])

    def parts(self, exercise: Exercise) -> tuple[ScorePart, ...]:
        """The summands of the score, in words; they sum to it within 1e-9."""
        parts = [ScorePart(part=part.part, value=round(part.value, _DECIMALS), because=part.because) for part in self._model.parts(exercise)]
        return (*parts, *(part for rule in self._preferring for part in _preference_parts(rule, exercise, self._profile)))


def _total(values: list[float]) -> float:
    return round(math.fsum(values), _DECIMALS)


def _preference_parts(rule: Rule, exercise: Exercise, profile: Profile) -> list[ScorePart]:
    # A condition's preference never pulls up what is harder than the person's level.
    if rule.prefers_within_level and _levels().index(exercise.level) > _levels().index(_level(profile)):
        return []
    amount = round(sum(part.amount(profile) for part in rule.prefers if part.on.matches(exercise, profile)), _DECIMALS)
    return [ScorePart(part=f"rule:{rule.id}", value=amount, because=f"{rule.title}. {rule.because}")] if amount else []


def _levels() -> list[Level]:
    return list(Level)


def _level(profile: Profile) -> Level:
    return Level(str(profile["experience_level"]))


def _program(judgement: Judgement, ranking: list[Ranked], heart: Heart) -> Program:
    profile = judgement.profile
    brief = Brief(
        level=_level(profile),
        areas=profile.chosen("pain_areas"),
        minutes_per_session=_whole(profile, "minutes_per_session"),
        days_per_week=_whole(profile, "days_per_week"),
        daily_habits=tuple(_habit(rule) for rule in judgement.applying if rule.habit is not None),
        stop_and_seek_help_if=tuple(dict.fromkeys(warning for rule in judgement.applying for warning in rule.warnings)),
        ask_each_session=tuple(dict.fromkeys(flag for rule in judgement.applying for flag in rule.ask_each_session)),
        expectations=next(rule.expects for rule in judgement.applying if rule.expects is not None),
    )

    def allowance_of(exercise: Exercise) -> Allowance:
        return _allowance(judgement.caps_on(exercise), _level(profile))

    return assemble(ranking, brief, allowance_of=allowance_of, explain=Scorer(judgement, heart).parts, catalog=heart.catalog, plan=heart.plan)


def _whole(profile: Profile, name: str) -> int:
    value = profile[name]
    assert isinstance(value, int)
    return value


def _allowance(caps: list[Cap], level: Level) -> Allowance:
    """All caps on one exercise folded into one: the lowest of each."""
    levels = [cap.dose_level for cap in caps if cap.dose_level is not None]
    return Allowance(
        level=min([level, *levels], key=_levels().index),
        limits=Limits(
            max_effort_0_10=_lowest(cap.max_effort_0_10 for cap in caps),
            max_hold_s=_lowest(cap.max_hold_s for cap in caps),
            max_sets=_lowest(cap.max_sets for cap in caps),
            max_reps=_lowest(cap.max_reps for cap in caps),
            cautions=tuple(dict.fromkeys(cap.caution for cap in caps if cap.caution)),
        ),
    )


def _lowest(limits: Any) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


def _habit(rule: Rule) -> dict[str, Any]:
    assert rule.habit is not None
    return {key: value for key, value in rule.habit.items() if key != "interim"} | {"source": {key: rule.source[key] for key in ("title", "url")}}


def _open_questions(judgement: Judgement, book: RuleBook) -> tuple[dict[str, Any], ...]:
    """The safety questions that nobody answered yet, the gravest first; none where the screening is complete."""
    if judgement.gate.screening == "complete":
        return ()
    profile = judgement.profile
    open_flags = [question for question in book.questions if question.field == "red_flags" and profile[question.fact] is UNKNOWN]
    rows: list[dict[str, Any]] = [{"red_flag": question.id, "field": question.field, "question": question.text} for question in open_flags]
    if any(profile[name] is UNKNOWN for name in profile.facts if name.startswith("conditions.")):
        rows += [
            {"red_flag": None, "field": "conditions", "question": question.text} for question in book.questions if question.field == "conditions"
        ]
    return tuple(rows)


def _interim_advice(judgement: Judgement, book: RuleBook) -> dict[str, Any] | None:
    outcome = judgement.gate.outcome
    if outcome.releases:
        return None
    habits = [_habit(rule) for rule in judgement.applying if rule.habit is not None and rule.habit.get("interim")]
    return {
        "next_steps": list(book.messages["outcomes"][outcome.value]["next_steps"]),
        "daily_habits": [] if outcome is Outcome.EMERGENCY else habits,
    }
