"""The finished program, held once more against the rules, the caps and the doses' entries. Lets nothing pass that breaks one."""

from collections.abc import Iterator, Mapping
from typing import Any

from exercise_catalog.exercise import Dose
from recommender.assembly import dosage
from recommender.assembly.dosage import Allowance
from recommender.domain.program import Program, Ranked
from recommender.errors import SafetyCheckFailed


def judge_again(program: Program, allowances: Mapping[str, Allowance], ranking: list[Ranked], *, entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Every exercise that `program` names, and every dose of every week. Raises SafetyCheckFailed.

    `allowances` holds those of the chosen exercises, by id; `entries` are the dose entries of the catalog.
    """
    removed = {ranked.exercise.id: ranked.excluded_by for ranked in ranking}
    for name in sorted(set(_named(program))):
        if name not in removed or removed[name] is not None:
            raise SafetyCheckFailed(f"the finished program names {name}, which {removed.get(name, 'nobody ranked')} removes")
    for name, dose in set(_doses(program)):
        if not dosage.within(dose, allowances[name].limits):
            raise SafetyCheckFailed(f"the finished program gives {name} a dose above a cap")
        if not dosage.in_range(dose, entry=entries[dose.follows]):
            raise SafetyCheckFailed(f"the finished program gives {name} a dose above the range of {dose.follows}")
    for session in program.sessions:
        if len({item.exercise_id for item in session.items}) < len(session.items):
            raise SafetyCheckFailed(f"day {session.day} of week {session.week} of the finished program holds an exercise twice")


def _named(program: Program) -> Iterator[str]:
    for chosen in program.chosen:
        yield chosen.ranked.exercise.id
        yield from (name for name in (chosen.easier, chosen.harder) if name)
        yield from (other.exercise_id for other in chosen.alternatives)
    yield from (item.exercise_id for session in program.sessions for item in session.items)


def _doses(program: Program) -> Iterator[tuple[str, Dose]]:
    yield from ((chosen.ranked.exercise.id, chosen.dose) for chosen in program.chosen)
    yield from ((item.exercise_id, item.dose) for session in program.sessions for item in session.items)
