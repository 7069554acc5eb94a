"""Why the first exercises stand where they do, and why others that one might expect do not. Returns data; scores and chooses nothing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Area, Kind, Level
from recommender.assembly import dosage
from recommender.domain.gate import Gate
from recommender.domain.profile import Profile
from recommender.domain.program import Program, Ranked, ScorePart, Session
from recommender.heart import Heart
from recommender.pipeline import Scorer, allowance_on, recommend
from recommender.rules.engine import Judgement, judge
from recommender.rules.rule import Rule

TOP = 10
MAXIMUM_EXPECTED = 5
MAXIMUM_LAGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeChosen:
    """Not in the program, which holds one of a family, because this relative is; `rank` is the relative's in the ranking."""

    relative: Exercise
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDose:
    """Not in the program, because the exercise has no dose at `level`, to which rules may have lowered the person's `own`."""

    level: Level
    own: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFull:
    """Not in the program, because every session of the first week holds as many of this kind as it should."""

    kind: Kind
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramFull:
    """Not in the program, because every session of the first week holds as many exercises as it should."""

    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTimeLeft:
    """Not in the program, because it needs more seconds than any session of the first week has left."""

    needs_s: int
    left_s: int


LeftOut = RelativeChosen | NoDose | KindFull | ProgramFull | NoTimeLeft


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One of the first: the parts sum to the score, the largest first, whatever their sign.

    `left_out` says what keeps it out of the finished program; it may be empty where the program alone does not tell.
    """

    rank: int
    exercise: Exercise
    score: float
    parts: tuple[ScorePart, ...]
    in_program: bool
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """One part in which an exercise falls behind another. None for the one of the two that lacks the part."""

    own: ScorePart | None
    other: ScorePart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """An admitted exercise that comes after the last of the first, and in what it falls behind that one, the most first."""

    rank: int
    score: float
    lags: tuple[Lag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An exercise of many published programs that is not among the first: either a rule removes it, or it falls behind."""

    exercise: Exercise
    programs: int
    reason: Rule | Behind
    in_program: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What came out for one intake, and why. Only the gate is filled where it lets no program be made.

    `programs` says how many published programs there are for at least one of `areas`, or for anybody where that is empty.
    """

    gate: Gate
    program: Program | None = None
    admitted: int = 0
    first: tuple[Place, ...] = ()
    areas: frozenset[Area] = frozenset()
    programs: int = 0
    expected: tuple[Expected, ...] = ()


def explain(answers: Any, heart: Heart, *, judged_on: dt.date, top: int = TOP) -> Explanation:
    """Why the `top` exercises for `answers` (a parsed request body) come first. Raises what `recommend` raises."""
    made = recommend(answers, heart, judged_on=judged_on)
    if made.program is None:
        return Explanation(gate=made.gate)
    judgement = judge(Profile.from_answers(answers, intake=heart.book.intake, judged_on=judged_on), heart.book)
    case = _Case(
        heart=heart,
        judgement=judgement,
        scorer=Scorer(judgement, heart),
        program=made.program,
        admitted=tuple(row for row in made.ranking if row.excluded_by is None),
    )
    areas = frozenset(Area(area) for area in judgement.profile.chosen("pain_areas"))
    mentions, programs = heart.model.tables.mentions(areas)
    return Explanation(
        gate=made.gate,
        program=made.program,
        admitted=len(case.admitted),
        first=tuple(_place(rank, row, case) for rank, row in enumerate(case.admitted[:top], start=1)),
        areas=areas,
        programs=programs,
        expected=tuple(
            Expected(
                exercise=row.exercise,
                programs=mentions[row.exercise.id],
                reason=_behind(row, case, last=case.admitted[top - 1]) if row.excluded_by is None else heart.book.by_id[row.excluded_by],
                in_program=case.has_chosen(row.exercise),
            )
            for row in _most_published(made.ranking, mentions, without=case.admitted[:top])
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Everything that is known about one person's program."""

    heart: Heart
    judgement: Judgement
    scorer: Scorer
    program: Program
    admitted: tuple[Ranked, ...]

    def has_chosen(self, exercise: Exercise) -> bool:
        return any(chosen.ranked.exercise.id == exercise.id for chosen in self.program.chosen)

    def rank_of(self, exercise: Exercise) -> int:
        return next(rank for rank, row in enumerate(self.admitted, start=1) if row.exercise.id == exercise.id)

    def first_week(self) -> list[Session]:
        return [session for session in self.program.sessions if session.week == 1]

    def left_s(self) -> int:
        """The seconds that the shortest session of the first week has left."""
        first_week_s = int(self.program.minutes_per_session * 60 * self.heart.plan.share_of_minutes.first_week)
        return first_week_s - min(session.seconds for session in self.first_week())

    def fewest(self, kind: Kind | None = None) -> int:
        """The number of exercises, of one kind if given, in that session of the first week which has the fewest."""
        by_id = {one.ranked.exercise.id: one.ranked.exercise for one in self.program.chosen}
        return min(sum(kind in {None, by_id[item.exercise_id].kind} for item in session.items) for session in self.first_week())


def _place(rank: int, row: Ranked, case: _Case) -> Place:
    in_program = case.has_chosen(row.exercise)
    return Place(
        rank=rank,
        exercise=row.exercise,
        score=row.score,
        parts=tuple(sorted(case.scorer.parts(row.exercise), key=lambda part: (-abs(part.value), part.part))),
        in_program=in_program,
        left_out=() if in_program else tuple(_left_out(row.exercise, case)),
    )


def _left_out(exercise: Exercise, case: _Case) -> list[LeftOut]:
    """What keeps `exercise` out of every session of the first week as they are now; nothing where only the order of choosing did."""
    plan, profile, allowance = case.heart.plan, case.judgement.profile, allowance_on(exercise, case.judgement)
    dose = dosage.starting_dose(exercise, allowance)
    if dose is None:
        return [NoDose(level=allowance.level, own=Level(str(profile["experience_level"])))]
    chosen = [one.ranked.exercise for one in case.program.chosen]
    relative = next((one for one in chosen if one.family == exercise.family), None)
    # Beside a relative neither room nor time matters: with more of both the exercise would still be out.
    if relative is not None:
        return [RelativeChosen(relative=relative, rank=case.rank_of(relative))]
    reasons: list[LeftOut] = []
    minutes = case.program.minutes_per_session
    if case.fewest(exercise.kind) >= (most := plan.most_of_kinds(minutes)[exercise.kind]):
        reasons.append(KindFull(kind=exercise.kind, maximum=most))
    if case.fewest() >= (most := plan.most_items(minutes)):
        reasons.append(ProgramFull(maximum=most))
    needs_s, left_s = dosage.seconds(exercise, dose, changeover_s=plan.changeover_s), case.left_s()
    if needs_s > left_s:
        reasons.append(NoTimeLeft(needs_s=needs_s, left_s=left_s))
    return reasons


def _most_published(ranking: Sequence[Ranked], mentions: Mapping[str, int], *, without: Sequence[Ranked]) -> list[Ranked]:
    """Those of the ranking that stand in most programs; equal ones in the order of the ranking."""
    others = [row for row in ranking if row not in without and mentions.get(row.exercise.id)]
    return sorted(others, key=lambda row: -mentions[row.exercise.id])[:MAXIMUM_EXPECTED]


def _behind(row: Ranked, case: _Case, *, last: Ranked) -> Behind:
    own, other = ({part.part: part for part in case.scorer.parts(one.exercise)} for one in (row, last))
    apart = {name: _value(own, name) - _value(other, name) for name in {**own, **other}}
    worst = sorted((name for name in apart if apart[name] < 0), key=lambda name: (apart[name], name))[:MAXIMUM_LAGS]
    lags = tuple(Lag(own=own.get(name), other=other.get(name)) for name in worst)
    return Behind(rank=case.rank_of(row.exercise), score=row.score, lags=lags)


def _value(parts: Mapping[str, ScorePart], name: str) -> float:
    return parts[name].value if name in parts else 0.0
