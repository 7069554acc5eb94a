"""What may be chosen from: the exercises that the rules admit and that have a dose for this person. Lets nothing else through.

Doses and times are worked out when they are first asked for, because most exercises of a ranking are never looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from exercise_catalog.exercise import Dose, Exercise
from recommender.assembly import dosage
from recommender.assembly.dosage import Allowance
from recommender.assembly.plan import Plan
from recommender.domain.program import Ranked


class Shelf:
    """Admitted exercises, best first, with the dose of the first week, its seconds, and on how many days a week it may be done."""

    def __init__(
        self,
        ranking: Iterable[Ranked],
        *,
        allowance_of: Callable[[Exercise], Allowance],
        plan: Plan,
        entries: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.admitted = [ranked for ranked in ranking if ranked.excluded_by is None]
        self.plan = plan
        self.entries = entries
        self._ids = {ranked.exercise.id: ranked for ranked in self.admitted}
        self._allowance_of = allowance_of
        self._allowances: dict[str, Allowance] = {}
        self._doses: dict[str, Dose | None] = {}
        self._seconds: dict[str, int] = {}

    def __contains__(self, name: str | None) -> bool:
        """Is `name` admitted, and is there a dose of it?"""
        return name in self._ids and self._dose(self._ids[name].exercise) is not None

    def candidates(self, admitted: Iterable[Ranked]) -> Iterator[Ranked]:
        """Those of `admitted` that have a dose, in the same order."""
        return (ranked for ranked in admitted if self._dose(ranked.exercise) is not None)

    def allowance(self, exercise: Exercise) -> Allowance:
        allowance = self._allowances.get(exercise.id)
        if allowance is None:
            allowance = self._allowances[exercise.id] = self._allowance_of(exercise)
        return allowance

    def dose(self, exercise: Exercise) -> Dose:
        dose = self._dose(exercise)
        assert dose is not None, "only candidates are asked about"
        return dose

    def seconds(self, exercise: Exercise) -> int:
        seconds = self._seconds.get(exercise.id)
        if seconds is None:
            seconds = self._seconds[exercise.id] = self.seconds_of(exercise, self.dose(exercise))
        return seconds

    def seconds_of(self, exercise: Exercise, dose: Dose) -> int:
        return dosage.seconds(exercise, dose, changeover_s=self.plan.changeover_s)

    def give(self, exercise: Exercise, dose: Dose) -> None:
        """`dose` is what the first week gives of `exercise` from now on."""
        self._doses[exercise.id] = dose
        self._seconds[exercise.id] = self.seconds_of(exercise, dose)

    def most_days(self, exercise: Exercise) -> int:
        """Light kinds are done as often as the entry allows that their dose follows, others on their own number of days at the most."""
        dose = self.dose(exercise)
        most: int = self.entries[dose.follows]["days_per_week"][1] if exercise.kind in self.plan.daily_kinds else dose.days_per_week
        return most

    def _dose(self, exercise: Exercise) -> Dose | None:
        name = exercise.id
        if name not in self._doses:
            self._doses[name] = dosage.starting_dose(exercise, self.allowance(exercise))
        return self._doses[name]
