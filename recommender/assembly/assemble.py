"""Ranked exercises → a finished program. Applies every cap last, and judges what it made once more before it hands it on."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from exercise_catalog.catalog import Catalog
from exercise_catalog.exercise import Dose, Exercise
from exercise_catalog.vocabulary import Area, Level
from recommender.assembly.alternatives import Alternatives
from recommender.assembly.differs import differs
from recommender.assembly.dosage import Allowance
from recommender.assembly.judge_again import judge_again
from recommender.assembly.notes import notes
from recommender.assembly.plan import Plan, Region, Wish
from recommender.assembly.schedule import schedule
from recommender.assembly.select import Day, Frame
from recommender.assembly.shelf import Shelf
from recommender.assembly.week import week
from recommender.domain.program import Alternative, Chosen, Program, Ranked, ScorePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the person asked for and told, and what the rules attach to a program. Minutes a session, days a week, pain 0 to 10 or None.

    `is_screened`: every safety question was put. Where one is open, or pain holds the growth, first doses are those of the catalog.
    """

    level: Level
    areas: frozenset[str]
    goals: frozenset[str]
    wishes: tuple[Wish, ...]
    pain_0_10: int | None
    is_screened: bool
    minutes_per_session: int
    days_per_week: int
    daily_habits: tuple[Mapping[str, Any], ...]
    stop_and_seek_help_if: tuple[str, ...]
    ask_each_session: tuple[str, ...]
    expectations: str


def assemble(
    ranking: list[Ranked],
    brief: Brief,
    *,
    allowance_of: Callable[[Exercise], Allowance],
    explain: Callable[[Exercise], tuple[ScorePart, ...]],
    catalog: Catalog,
    plan: Plan,
) -> Program:
    """The program for `brief` from `ranking` (best first). Raises SafetyCheckFailed rather than hand on what breaks a rule."""
    shelf = Shelf(ranking, allowance_of=allowance_of, plan=plan, entries=catalog.dose_entries)
    painful = tuple(Region(areas=frozenset({area})) for area in Area if area in brief.areas)
    hold = plan.hold_for(brief.pain_0_10)
    fill_rounds = plan.fill_rounds if brief.is_screened and hold is None else 0
    frame = Frame.of(plan, minutes=brief.minutes_per_session, areas=painful, goals=brief.goals, wishes=brief.wishes, fill_rounds=fill_rounds)
    pattern = plan.pattern[brief.days_per_week]
    days = week(frame, shelf, pattern=pattern)
    chosen = _union(days)
    doses = _first_doses(chosen, days, shelf, pattern=pattern)
    sessions = schedule(
        days,
        chosen,
        doses,
        shelf,
        weeks=plan.weeks[brief.level],
        sessions_per_week=brief.days_per_week,
        held_weeks=hold.weeks if hold else 0,
    )
    alternatives = Alternatives(shelf, chosen, at_most=plan.maximum_alternatives if brief.is_screened else plan.minimum_alternatives)
    program = Program(
        weeks=plan.weeks[brief.level],
        # Where every exercise left wants more rest days than were asked for, there are fewer sessions, and this says so.
        sessions_per_week=sum(session.week == 1 for session in sessions),
        minutes_per_session=brief.minutes_per_session,
        chosen=tuple(
            _chosen(rank, ranked, doses[ranked.exercise.id], shelf, alternatives, explain=explain) for rank, ranked in enumerate(chosen, start=1)
        ),
        sessions=tuple(sessions),
        progression=((hold.progression,) if hold else ()) + plan.progression,
        daily_habits=brief.daily_habits,
        stop_and_seek_help_if=brief.stop_and_seek_help_if,
        ask_each_session=brief.ask_each_session,
        expectations=brief.expectations,
        notes=tuple(notes(days.values(), chosen, shelf, painful=painful)),
    )
    judge_again(program, {one.exercise.id: shelf.allowance(one.exercise) for one in chosen}, ranking, entries=catalog.dose_entries)
    return program


def _union(days: Mapping[str, Day]) -> list[Ranked]:
    """Every exercise of the week once, best first."""
    by_id = {ranked.exercise.id: ranked for day in days.values() for ranked in day.items}
    return sorted(by_id.values(), key=lambda ranked: (-ranked.score, ranked.exercise.id))


def _first_doses(chosen: list[Ranked], days: Mapping[str, Day], shelf: Shelf, *, pattern: str) -> dict[str, Dose]:
    """The doses of the first week by exercise id, each with the number of days that the exercise has in this week."""
    times = Counter(ranked.exercise.id for letter in pattern for ranked in days[letter].items)
    return {one.exercise.id: replace(shelf.dose(one.exercise), days_per_week=times[one.exercise.id]) for one in chosen}


def _chosen(
    rank: int, ranked: Ranked, dose: Dose, shelf: Shelf, alternatives: Alternatives, *, explain: Callable[[Exercise], tuple[ScorePart, ...]]
) -> Chosen:
    exercise = ranked.exercise
    return Chosen(
        rank=rank,
        ranked=ranked,
        score_parts=explain(exercise),
        dose=dose,
        cautions=shelf.allowance(exercise).limits.cautions,
        # A relative that a rule removes is no way on, so it is not named.
        easier=exercise.easier if exercise.easier in shelf else None,
        harder=exercise.harder if exercise.harder in shelf else None,
        alternatives=tuple(
            Alternative(exercise_id=other.exercise.id, score=other.score, differs=differs(other.exercise, exercise))
            for other in alternatives.for_(exercise)
        ),
    )
