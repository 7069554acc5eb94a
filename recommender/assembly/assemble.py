"""Ranked exercises → a finished program. Applies every cap last, and judges what it made once more before it hands it on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from exercise_catalog.catalog import Catalog
from exercise_catalog.exercise import Dose, Exercise
from exercise_catalog.vocabulary import Kind, Level
from recommender.assembly import dosage
from recommender.assembly.differs import differs
from recommender.assembly.dosage import Allowance
from recommender.assembly.plan import Plan
from recommender.assembly.schedule import schedule
from recommender.assembly.select import alternatives, select
from recommender.domain.program import Alternative, Chosen, Program, Ranked, ScorePart
from recommender.errors import SafetyCheckFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the person asked for, and what the rules attach to a program. Minutes a session, days a week."""

    level: Level
    areas: frozenset[str]
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
    shelf = _shelf(ranking, brief, allowance_of=allowance_of, catalog=catalog, plan=plan)
    budget_s = brief.minutes_per_session * 60
    # The first week leaves room to grow within the minutes that were asked for.
    first_week_s = int(budget_s * plan.first_week_share)
    chosen = select(shelf.candidates, areas=brief.areas, budget_s=first_week_s, plan=plan, seconds_of=shelf.seconds_of)
    sessions = schedule(
        chosen,
        {ranked.exercise.id: shelf.doses[ranked.exercise.id] for ranked in chosen},
        shelf.allowances,
        plan=plan,
        entries=catalog.dose_entries,
        weeks=plan.weeks[brief.level],
        sessions_per_week=brief.days_per_week,
        budget_s=budget_s,
    )
    program = Program(
        weeks=plan.weeks[brief.level],
        # Where every exercise left wants more rest days than were asked for, there are fewer sessions, and this says so.
        sessions_per_week=sum(session.week == 1 for session in sessions),
        minutes_per_session=brief.minutes_per_session,
        chosen=tuple(_chosen(rank, ranked, chosen, shelf, explain=explain, plan=plan) for rank, ranked in enumerate(chosen, start=1)),
        sessions=tuple(sessions),
        progression=plan.progression,
        daily_habits=brief.daily_habits,
        stop_and_seek_help_if=brief.stop_and_seek_help_if,
        ask_each_session=brief.ask_each_session,
        expectations=brief.expectations,
        notes=tuple(_notes(chosen, shelf, budget_s=budget_s, plan=plan)),
    )
    judge_again(program, shelf.allowances, ranking)
    return program


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """What may be chosen from: admitted exercises that have a dose for this person, best first; dose, allowance and seconds by id."""

    candidates: list[Ranked]
    doses: Mapping[str, Dose]
    allowances: Mapping[str, Allowance]
    seconds: Mapping[str, int]

    def seconds_of(self, ranked: Ranked) -> int:
        return self.seconds[ranked.exercise.id]


def _shelf(ranking: list[Ranked], brief: Brief, *, allowance_of: Callable[[Exercise], Allowance], catalog: Catalog, plan: Plan) -> _Shelf:
    admitted = [ranked for ranked in ranking if ranked.excluded_by is None]
    allowances = {ranked.exercise.id: allowance_of(ranked.exercise) for ranked in admitted}
    doses = {}
    for exercise in (ranked.exercise for ranked in admitted):
        dose = dosage.starting_dose(exercise, allowances[exercise.id], sessions_per_week=brief.days_per_week, plan=plan, entries=catalog.dose_entries)
        if dose is not None:
            doses[exercise.id] = dose
    candidates = [ranked for ranked in admitted if ranked.exercise.id in doses]
    seconds = {one.exercise.id: dosage.seconds(one.exercise, doses[one.exercise.id], changeover_s=plan.changeover_s) for one in candidates}
    return _Shelf(candidates=candidates, doses=doses, allowances=allowances, seconds=seconds)


def _chosen(
    rank: int, ranked: Ranked, chosen: list[Ranked], shelf: _Shelf, *, explain: Callable[[Exercise], tuple[ScorePart, ...]], plan: Plan
) -> Chosen:
    exercise = ranked.exercise
    others = alternatives(ranked, shelf.candidates, chosen, at_most=plan.maximum_alternatives)
    return Chosen(
        rank=rank,
        ranked=ranked,
        score_parts=explain(exercise),
        dose=shelf.doses[exercise.id],
        cautions=shelf.allowances[exercise.id].limits.cautions,
        # A relative that a rule removes is no way on, so it is not named.
        easier=exercise.easier if exercise.easier in shelf.doses else None,
        harder=exercise.harder if exercise.harder in shelf.doses else None,
        alternatives=tuple(
            Alternative(exercise_id=other.exercise.id, score=other.score, differs=differs(other.exercise, exercise)) for other in others
        ),
    )


def _notes(chosen: list[Ranked], shelf: _Shelf, *, budget_s: int, plan: Plan) -> list[str]:
    if not chosen:
        return [plan.notes["nothing_left"]]
    notes = []
    used_s = sum(map(shelf.seconds_of, chosen))
    if used_s < plan.short_below_share * budget_s:
        families = {ranked.exercise.family for ranked in chosen}
        others = [ranked for ranked in shelf.candidates if ranked.exercise.family not in families]
        too_long = [ranked for ranked in others if shelf.seconds_of(ranked) > budget_s - used_s]
        # Where many would still be allowed and only the minutes are missing, the person's answers are not to blame.
        reason = "no_minutes_left" if len(too_long) > len(chosen) else "fewer_than_asked"
        notes.append(plan.notes["as_long_as_it_gets" if len(chosen) == plan.maximum_items else reason])
    if not any(ranked.exercise.kind in {Kind.STRENGTH, Kind.CORE_STABILITY} for ranked in shelf.candidates):
        notes.append(plan.notes["no_strength"])
    return notes


def judge_again(program: Program, allowances: Mapping[str, Allowance], ranking: list[Ranked]) -> None:
    """Every exercise and every dose of a finished program, held once more against the rules. Raises SafetyCheckFailed."""
    removed = {ranked.exercise.id: ranked.excluded_by for ranked in ranking}
    mentioned = {chosen.ranked.exercise.id for chosen in program.chosen} | {
        name for chosen in program.chosen for name in (chosen.easier, chosen.harder, *(other.exercise_id for other in chosen.alternatives)) if name
    }
    for name in sorted(mentioned | {item.exercise_id for session in program.sessions for item in session.items}):
        if name not in removed or removed[name] is not None:
            raise SafetyCheckFailed(f"the finished program names {name}, which {removed.get(name, 'nobody ranked')} removes")
    doses = [(chosen.ranked.exercise.id, chosen.dose) for chosen in program.chosen]
    doses += [(item.exercise_id, item.dose) for session in program.sessions for item in session.items]
    for name, dose in doses:
        if not dosage.within(dose, allowances[name].limits):
            raise SafetyCheckFailed(f"the finished program gives {name} a dose above a cap")
