"""When: spreads chosen exercises over weeks and days, raises doses week by week, keeps rest days."""

from collections.abc import Mapping
from typing import Any

from exercise_catalog.exercise import Dose
from recommender.assembly import dosage
from recommender.assembly.dosage import Allowance
from recommender.assembly.plan import Plan
from recommender.domain.program import Item, Ranked, Session


def schedule(
    chosen: list[Ranked],
    doses: Mapping[str, Dose],
    allowances: Mapping[str, Allowance],
    *,
    plan: Plan,
    entries: Mapping[str, Mapping[str, Any]],
    weeks: int,
    sessions_per_week: int,
    budget_s: int,
) -> list[Session]:
    """All sessions of all weeks. Exercises that want rest days lie on their number of days a week, evenly spread.

    `doses` are those of the first week, by exercise id; a later week's session never exceeds `budget_s` by being raised.
    """
    sessions = []
    current = dict(doses)
    days = plan.days[sessions_per_week]
    for week in range(1, weeks + 1):
        current = _raised(chosen, current, allowances, week=week, plan=plan, entries=entries, budget_s=budget_s)
        for index, day in enumerate(days):
            today = [ranked for ranked in _in_order(chosen, plan) if _is_on(index, len(days), current[ranked.exercise.id].days_per_week)]
            if today:
                items = tuple(Item(exercise_id=ranked.exercise.id, dose=current[ranked.exercise.id]) for ranked in today)
                sessions.append(Session(week=week, day=day, items=items, seconds=_total_s(today, current, plan)))
    return sessions


def _in_order(chosen: list[Ranked], plan: Plan) -> list[Ranked]:
    return sorted(
        chosen,
        key=lambda ranked: (
            plan.order_of_kinds.index(ranked.exercise.kind),
            plan.order_of_positions.index(ranked.exercise.position),
            -ranked.score,
            ranked.exercise.id,
        ),
    )


def _is_on(index: int, n_sessions: int, days_per_week: int) -> bool:
    """Is an exercise for `days_per_week` days due in session `index` of `n_sessions`? Spreads the days evenly, the first included."""
    due = min(days_per_week, n_sessions)
    return index * due // n_sessions != (index - 1) * due // n_sessions


def _total_s(today: list[Ranked], doses: Mapping[str, Dose], plan: Plan) -> int:
    return sum(dosage.seconds(ranked.exercise, doses[ranked.exercise.id], changeover_s=plan.changeover_s) for ranked in today)


def _raised(
    chosen: list[Ranked],
    doses: Mapping[str, Dose],
    allowances: Mapping[str, Allowance],
    *,
    week: int,
    plan: Plan,
    entries: Mapping[str, Mapping[str, Any]],
    budget_s: int,
) -> dict[str, Dose]:
    current = dict(doses)
    for step in (step for step in plan.raises if step.week == week):
        for ranked in (ranked for ranked in chosen if ranked.exercise.kind in step.kinds):
            name = ranked.exercise.id
            dose = dosage.raised(current[name], step, allowances[name], plan=plan, entry=entries[current[name].follows])
            if _total_s(chosen, {**current, name: dose}, plan) <= budget_s:
                current[name] = dose
    return current
