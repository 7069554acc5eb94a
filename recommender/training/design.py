"""Programs and catalog → matrices of named features. The tables that a program is trained on never hold its own publisher."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from exercise_catalog.exercise import Exercise
from recommender.scoring.audience import HOUSEHOLD, Audience
from recommender.scoring.features import exercise_values, fitted_values, known_features, person_values
from recommender.scoring.tables import Published, Tables
from recommender.training.dataset import Program, labels, program_weights

# Weights of programs are rounded before anything is fitted, so that what is evaluated is what is served.
DECIMAL_DIGITS = 12

Values = Callable[[Audience, Exercise], Iterable[tuple[str, float]]]


def served_values(audience: Audience, exercise: Exercise) -> Iterator[tuple[str, float]]:
    """The served features that need no table."""
    yield from exercise_values(exercise)
    yield from person_values(audience, exercise)


def plain_values(audience: Audience, exercise: Exercise) -> Iterator[tuple[str, float]]:
    """The features of the plain regression that the score is held against: crosses of audience and exercise, nothing fitted."""
    yield f"is:{exercise.id}", 1.0
    yield f"is:{exercise.position}", 1.0
    # A kind and a target share a word, so the kind is said with its name.
    for kind_or_target in (f"kind {exercise.kind}", *exercise.targets):
        yield f"is:{kind_or_target}", 1.0
        for goal in audience.goals:
            yield f"goal:{goal}*{kind_or_target}", 1.0
    if audience.areas:
        each = 1.0 / len(audience.areas)
        yield "area:match", len(audience.areas.intersection(exercise.areas)) * each
        yield "area:main", float(exercise.areas[0] in audience.areas)
        for area in audience.areas:
            for target in exercise.targets:
                yield f"area:{area}*{target}", each
    if audience.experience is not None:
        yield f"level:{audience.experience}*{exercise.kind}", 1.0
        yield f"level:{audience.experience}*difficulty", exercise.difficulty_1_10 / 10
    if audience.older_ratio:
        yield f"older*{exercise.kind}", audience.older_ratio
        yield f"older*{exercise.position}", audience.older_ratio
    tools = exercise.equipment - HOUSEHOLD
    if tools and not tools <= audience.equipment:
        yield "equipment:lacks", 1.0
    for tool in tools if tools <= audience.equipment else ():
        yield "equipment:owned", 1.0 / len(audience.tools)
        yield f"equipment:{tool}", 1.0 / len(audience.tools)


class Design:
    """The features of all pairs that need no table, worked out once: rows are program by program, exercise by exercise."""

    def __init__(
        self,
        programs: Sequence[Program],
        exercises: Sequence[Exercise],
        *,
        values: Values = served_values,
        with_tables: bool = True,
        by_type: Mapping[str, float] | None = None,
    ) -> None:
        self.by_type = by_type
        self.programs, self.exercises, self.with_tables = tuple(programs), tuple(exercises), with_tables
        self.included, self.counts = labels(programs, exercises)
        pairs = [(program.audience, exercise) for program in programs for exercise in exercises]
        given = [[(name, value) for name, value in values(audience, exercise) if value] for audience, exercise in pairs]
        known = known_features(exercise.id for exercise in exercises) if with_tables else {name for row in given for name, _ in row}
        self.names = tuple(sorted(known))
        self.column = {name: index for index, name in enumerate(self.names)}
        self._plain = self._matrix([(i, self.column[name], value) for i, row in enumerate(given) for name, value in row], len(programs))

    def matrix(self, tables: Tables | None, which: Sequence[int]) -> sparse.csr_matrix:
        """The features of programs `which`, shape (len(which) * n_exercises, n_features).

        Each program's own publisher is left out of the tables; that changes nothing for a program that they were not made of.
        """
        plain = self._plain[self.rows_of(which)]
        if tables is None:
            return plain
        cells, n = [], len(self.exercises)
        for place, i in enumerate(which):
            standings = tables.standings(self.programs[i].audience, without=self.programs[i].family)
            for j, exercise in enumerate(self.exercises):
                cells += [(place * n + j, self.column[name], value) for name, value in fitted_values(standings[exercise.id]).items()]
        return sparse.csr_matrix(plain + self._matrix(cells, len(which)))

    def tables_of(self, which: Sequence[int]) -> Tables | None:
        """The tables of programs `which` alone; None for a design without tables."""
        return tables_of([self.programs[i] for i in which], self.exercises, self.by_type) if self.with_tables else None

    def weights_of(self, which: Sequence[int]) -> NDArray[np.float64]:
        """How much each of programs `which` counts, shape (len(which),)."""
        return program_weights([self.programs[i] for i in which], self.by_type)

    def rows_of(self, which: Sequence[int]) -> NDArray[np.intp]:
        """The rows of programs `which` in a matrix of all programs."""
        n = len(self.exercises)
        return np.concatenate([np.arange(i * n, (i + 1) * n) for i in which])

    def _matrix(self, cells: list[tuple[int, int, float]], n_programs: int) -> sparse.csr_matrix:
        rows, columns, values = zip(*cells, strict=True)
        return sparse.csr_matrix((values, (rows, columns)), shape=(n_programs * len(self.exercises), len(self.names)))


def tables_of(programs: Sequence[Program], exercises: Sequence[Exercise], by_type: Mapping[str, float] | None = None) -> Tables:
    """The tables of these programs alone, weighed as `weights.yaml` says or by `by_type`."""
    weights = program_weights(programs, by_type)
    published = [
        Published(publisher=program.family, audience=program.audience, weight=round(float(weight), DECIMAL_DIGITS), exercises=program.exercises)
        for program, weight in zip(programs, weights, strict=True)
    ]
    return Tables(published, exercises)
