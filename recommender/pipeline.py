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
from recommender.assembly.plan import Wish
from recommender.domain.gate import Gate, Outcome
from recommender.domain.profile import Profile
from recommender.domain.program import Limits, Program, Ranked, ScorePart
from recommender.domain.trace import Trace
from recommender.domain.truth import UNKNOWN
from recommender.heart import Heart
from recommender.rules.book import RuleBook
from recommender.rules.engine import Judgement, completing, judge
from recommender.rules.rule import Cap, Rule

# Six decimals of a log-odds score are far below what anybody can tell apart, and print the same on every machine.
_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What came out. `program` is there for `consult_first` too: prepared, for a coach to see; whether it leaves is the gate's say.

    `in_review` holds `unlock` and `interim_advice` for people whose program a coach looks at first, although the gate would let it out.
    """

    gate: Gate
    ranking: tuple[Ranked, ...]
    program: Program | None
    before_you_start: tuple[Mapping[str, Any], ...]
    interim_advice: Mapping[str, Any] | None
    in_review: Mapping[str, Any]
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
    scorer = Scorer(judgement, heart)
    ranking = scorer.rank()
    program = _program(judgement, ranking, scorer, heart) if judgement.gate.outcome.prepares else None
    return Recommendation(
        gate=judgement.gate,
        ranking=tuple(ranking),
        program=program,
        before_you_start=_open_questions(judgement, heart.book),
        interim_advice=_interim_advice(judgement, heart.book),
        in_review=_in_review(judgement, heart.book),
        trace=judgement.trace,
        judged_on=judged_on,
        versions=heart.versions,
        disclaimer=heart.book.messages["disclaimer"],
    )


def rank(judgement: Judgement, heart: Heart) -> list[Ranked]:
    """Every exercise of the catalog: admitted ones first, each group by score, ties by id."""
    return Scorer(judgement, heart).rank()


class Scorer:
    """Scores exercises for one person: the model's parts and the preferences of the rules, added up."""

    def __init__(self, judgement: Judgement, heart: Heart) -> None:
        self._judgement = judgement
        self._exercises = heart.catalog.exercises
        self._model = heart.model.for_profile(judgement.profile)
        profile = judgement.profile
        # How much each preference is worth depends on the person only, so it is worked out once and not for every exercise.
        self._preferring = [
            (rule, [(part.on, amount) for part in rule.prefers if (amount := part.amount(profile))]) for rule in judgement.applying if rule.prefers
        ]

    def rank(self) -> list[Ranked]:
        """As the function `rank`."""
        rows = [Ranked(exercise=one, score=self.score(one), excluded_by=self._judgement.excluded_by(one)) for one in self._exercises]
        return sorted(rows, key=lambda row: (row.excluded_by is not None, -row.score, row.exercise.id))

    def score(self, exercise: Exercise) -> float:
        """Log-odds; higher is better, comparable within one answer only."""
        values = [round(value, _DECIMALS) for value in self._model.values(exercise)]
        return _total(values + [part.value for part in self._preferences(exercise)])

    def parts(self, exercise: Exercise) -> tuple[ScorePart, ...]:
        """The summands of the score, in words; they sum to it within 1e-9."""
        parts = [ScorePart(part=part.part, value=round(part.value, _DECIMALS), because=part.because) for part in self._model.parts(exercise)]
        return (*parts, *self._preferences(exercise))

    def wishes(self, *, at_least: float) -> tuple[Wish, ...]:
        """One for each preference that is worth `at_least` so much: the exercises that it speaks of. The strongest first."""
        parts = [(amount, rule.id, on) for rule, amounts in self._preferring for on, amount in amounts if amount >= at_least]
        parts.sort(key=lambda part: (-part[0], part[1]))
        profile = self._judgement.profile
        return tuple(Wish(names=frozenset(one.id for one in self._exercises if on.matches(one, profile))) for _, _, on in parts)

    def _preferences(self, exercise: Exercise) -> list[ScorePart]:
        profile = self._judgement.profile
        parts = []
        for rule, amounts in self._preferring:
            # A condition's preference never pulls up what is harder than the person's level.
            if rule.prefers_within_level and _rank_of(exercise.level) > _rank_of(_level(profile)):
                continue
            value = 0.0
            for on, amount in amounts:
                if on.matches(exercise, profile):
                    value += amount
            if value := round(value, _DECIMALS):
                parts.append(ScorePart(part=f"rule:{rule.id}", value=value, because=f"{rule.title}. {rule.because}"))
        return parts


def _total(values: list[float]) -> float:
    return round(math.fsum(values), _DECIMALS)


def _rank_of(level: Level) -> int:
    return list(Level).index(level)


def _level(profile: Profile) -> Level:
    return Level(str(profile["experience_level"]))


def _program(judgement: Judgement, ranking: list[Ranked], scorer: Scorer, heart: Heart) -> Program:
    profile = judgement.profile
    brief = Brief(
        level=_level(profile),
        areas=profile.chosen("pain_areas"),
        goals=profile.chosen("goals"),
        wishes=scorer.wishes(at_least=heart.plan.wish_from),
        pain_0_10=None if profile["pain.intensity"] is UNKNOWN else _whole(profile, "pain.intensity"),
        is_screened=judgement.gate.screening == "complete",
        minutes_per_session=_whole(profile, "minutes_per_session"),
        days_per_week=_whole(profile, "days_per_week"),
        daily_habits=tuple(_habit(rule) for rule in judgement.applying if rule.habit is not None),
        stop_and_seek_help_if=tuple(dict.fromkeys(warning for rule in judgement.applying for warning in rule.warnings)),
        ask_each_session=tuple(dict.fromkeys(flag for rule in judgement.applying for flag in rule.ask_each_session)),
        expectations=next(rule.expects for rule in judgement.applying if rule.expects is not None),
    )

    allowances: dict[tuple[Cap, ...], Allowance] = {}

    def allowance_of(exercise: Exercise) -> Allowance:
        # Most exercises have the same few caps, so that each set of caps is folded once.
        caps = tuple(judgement.caps_on(exercise))
        if caps not in allowances:
            allowances[caps] = _allowance(caps, _level(profile))
        return allowances[caps]

    return assemble(ranking, brief, allowance_of=allowance_of, explain=scorer.parts, catalog=heart.catalog, plan=heart.plan)


def _whole(profile: Profile, name: str) -> int:
    value = profile[name]
    assert isinstance(value, int)
    return value


def _allowance(caps: tuple[Cap, ...], level: Level) -> Allowance:
    """All caps on one exercise folded into one: the lowest of each."""
    levels = [cap.dose_level for cap in caps if cap.dose_level is not None]
    return Allowance(
        level=min([level, *levels], key=_rank_of),
        limits=Limits(
            max_effort_0_10=_lowest(cap.max_effort_0_10 for cap in caps),
            max_hold_s=_lowest(cap.max_hold_s for cap in caps),
            max_sets=_lowest(cap.max_sets for cap in caps),
            max_reps=_lowest(cap.max_reps for cap in caps),
            cautions=tuple(dict.fromkeys(cap.caution for cap in caps if cap.caution)),
        ),
    )


def allowance_on(exercise: Exercise, judgement: Judgement) -> Allowance:
    """What the rules let this person be given of `exercise`."""
    return _allowance(tuple(judgement.caps_on(exercise)), _level(judgement.profile))


def _lowest(limits: Any) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


def _habit(rule: Rule) -> dict[str, Any]:
    assert rule.habit is not None
    said = {key: value for key, value in rule.habit.items() if key != "interim"}
    return {"every_minutes": None, **said, "source": {key: rule.source[key] for key in ("title", "url")}}


def _open_questions(judgement: Judgement, book: RuleBook) -> tuple[dict[str, Any], ...]:
    """The safety questions that nobody answered yet, the gravest first, and what could complete a combination.

    None in an emergency, where nothing may compete with what to do now.
    """
    if judgement.gate.outcome is Outcome.EMERGENCY:
        return ()
    rows = _unanswered(judgement.profile, book) if judgement.gate.screening != "complete" else []
    return (*rows, *({"red_flag": None, "field": name, "question": book.intake.fields[name].question} for name in completing(judgement, book)))


def _unanswered(profile: Profile, book: RuleBook) -> list[dict[str, Any]]:
    open_flags = [question for question in book.questions if question.field == "red_flags" and profile[question.fact] is UNKNOWN]
    rows: list[dict[str, Any]] = [{"red_flag": question.id, "field": question.field, "question": question.text} for question in open_flags]
    if any(profile[name] is UNKNOWN for name in profile.facts if name.startswith("conditions.")):
        rows += [
            {"red_flag": None, "field": "conditions", "question": question.text} for question in book.questions if question.field == "conditions"
        ]
    return rows


def _interim_advice(judgement: Judgement, book: RuleBook) -> dict[str, Any] | None:
    outcome = judgement.gate.outcome
    if outcome.releases:
        return None
    habits = [] if outcome is Outcome.EMERGENCY else _interim_habits(judgement)
    return {"next_steps": list(book.messages["outcomes"][outcome.value]["next_steps"]), "daily_habits": habits}


def _in_review(judgement: Judgement, book: RuleBook) -> dict[str, Any]:
    words = book.messages["in_review"]
    return {
        "unlock": {"cleared_by": "coach", "fields": [], "message": words["unlock"]},
        "interim_advice": {"next_steps": list(words["next_steps"]), "daily_habits": _interim_habits(judgement)},
    }


def _interim_habits(judgement: Judgement) -> list[dict[str, Any]]:
    """The habits that are safe for anyone who has no program yet."""
    return [_habit(rule) for rule in judgement.applying if rule.habit is not None and rule.habit.get("interim")]
