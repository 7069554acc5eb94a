"""Fit → sealed JSON, and the proof that plain Python says of it what scikit-learn says. Writes nothing that differs by more than 1e-9."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from exercise_catalog.vocabulary import Area, Equipment, Level
from recommender.scoring.audience import Audience
from recommender.scoring.features import GOALS
from recommender.scoring.model import FORMAT, Model, audience_row
from recommender.training.dataset import Program, load_complaints
from recommender.training.design import Design
from recommender.training.fit import Fit

LARGEST_DIFFERENCE = 1e-9
DRAWN_SEED = 5
DRAWN_AUDIENCES = 240


class ParityLost(Exception):
    """When the model served in plain Python does not say what scikit-learn says."""


def content_of(fit: Fit, *, provenance: Mapping[str, Any]) -> dict[str, Any]:
    """The model as sealed JSON holds it: features that count, by name; the programs behind the tables; where it comes from."""
    assert fit.tables is not None, "a model without tables is never served"
    weights = zip(fit.design.names, fit.coefficients, strict=True)
    return {
        "format": FORMAT,
        "exercises": sorted(exercise.id for exercise in fit.design.exercises),
        "features": [[name, float(weight)] for name, weight in weights if weight],
        "intercept": fit.intercept,
        "complaints": {name: list(group["facts"]) for name, group in load_complaints().items()},
        "programs": [
            {"publisher": p.publisher, "weight": p.weight, "exercises": list(p.exercises), **audience_row(p.audience)} for p in fit.tables.programs
        ],
        "provenance": dict(provenance),
    }


def refuse_lost_parity(content: Mapping[str, Any], fit: Fit, *, audiences: Sequence[Audience] = ()) -> tuple[float, int]:
    """The largest difference between the model served and scikit-learn, and over how many pairs: training programs and `audiences`.

    Raises ParityLost above 1e-9.
    """
    programs = [*fit.design.programs, *(_nobody(audience) for audience in audiences)]
    design = Design(programs, fit.design.exercises)
    estimator = LogisticRegression()
    estimator.coef_, estimator.intercept_ = fit.coefficients.reshape(1, -1), np.array([fit.intercept])
    estimator.classes_ = np.array([False, True])
    # No publisher is left out here: it is served with all of them.
    strangers = [replace(program, family="") for program in programs]
    design.programs = tuple(strangers)
    learned = estimator.decision_function(design.matrix(fit.tables, range(len(programs))))
    model = Model(content, exercises=fit.design.exercises, digest="")
    views = [model.for_audience(program.audience) for program in programs]
    served = np.array([sum(view.values(exercise)) for view in views for exercise in fit.design.exercises])
    difference = float(np.abs(served - learned).max())
    if difference > LARGEST_DIFFERENCE:
        raise ParityLost(f"the model served differs from scikit-learn by {difference:.1e}, allowed are {LARGEST_DIFFERENCE:.0e}")
    return difference, len(served)


def boundary_audiences() -> list[Audience]:
    """People at the edges of what an intake may say, and some drawn from all that it may say."""
    everything = Audience(
        areas=frozenset(Area),
        experience=Level.ADVANCED,
        older_ratio=1.0,
        complaints=frozenset(load_complaints()),
        equipment=frozenset(Equipment) - {Equipment.NONE},
        goals=frozenset((*GOALS, "balance", "bone_health", "general_fitness")),
    )
    nothing = Audience(areas=frozenset(), experience=None, older_ratio=0.0, complaints=frozenset(), equipment=frozenset(), goals=frozenset())
    edges = [
        replace(one, experience=level, older_ratio=ratio)
        for one, level, ratio in product((nothing, everything), (None, *Level), (0.0, 0.1, 0.5, 0.9, 1.0))
    ]
    edges += [replace(nothing, areas=frozenset({area}), equipment=frozenset({item})) for area in Area for item in (Equipment.BAND, Equipment.CHAIR)]
    rng = np.random.default_rng(DRAWN_SEED)

    def some(words: frozenset[Any]) -> frozenset[Any]:
        return frozenset(word for word in sorted(words) if rng.random() < 0.3)

    drawn = [
        Audience(
            areas=some(everything.areas),
            experience=[None, *Level][int(rng.integers(4))],
            older_ratio=float(rng.integers(11)) / 10,
            complaints=some(everything.complaints),
            equipment=some(everything.equipment),
            goals=some(everything.goals),
        )
        for _ in range(DRAWN_AUDIENCES)
    ]
    return edges + drawn


def _nobody(audience: Audience) -> Program:
    return Program(id="", family="", type="clinician", complete=True, audience=audience, exercises=(), told={}, stated=frozenset())
