"""A small fit: signs are kept, nothing of a program's own publisher is seen, two fits are the same."""

from dataclasses import replace

import numpy as np
import pytest

from recommender.scoring.features import sign_of
from recommender.training.design import Design, plain_values, tables_of
from recommender.training.fit import Recipe, fit, recipes, select

RECIPE = Recipe(name="for tests", strength=1.0)


@pytest.fixture(scope="module")
def design(few, exercises):
    return Design(few, exercises)


@pytest.fixture(scope="module")
def small(design):
    return fit(design, range(len(design.programs)), recipe=RECIPE)


def test_a_fit_keeps_the_promised_signs_where_the_data_say_otherwise(design, small):
    signs = np.array([sign_of(name) for name in design.names])
    free = fit(design, range(len(design.programs)), recipe=replace(RECIPE, keeps_signs=False))

    assert not (small.coefficients * signs < 0).any()
    assert (free.coefficients * signs < 0).any()


def test_a_group_left_out_weighs_nothing(design):
    fitted = fit(design, range(len(design.programs)), recipe=replace(RECIPE, without=frozenset({"goal"})))

    weights = dict(zip(design.names, fitted.coefficients, strict=True))
    assert {weight for name, weight in weights.items() if name.startswith("goal:")} == {0.0}
    assert any(weight for name, weight in weights.items() if name.startswith("area:"))


def test_two_fits_give_the_same_weights(design, small):
    again = fit(design, range(len(design.programs)), recipe=RECIPE)

    assert (again.coefficients.tolist(), again.intercept) == (small.coefficients.tolist(), small.intercept)


def test_a_program_never_sees_its_own_publisher_in_the_tables(design):
    column, last = design.column["popularity:all"], len(design.programs) - 1
    others = [program for program in design.programs if program.family != design.programs[last].family]

    seen = design.matrix(tables_of(design.programs, design.exercises), [last])[:, column].toarray().ravel()

    standings = tables_of(others, design.exercises).standings(design.programs[last].audience)
    expected = np.array([standings[exercise.id].popular for exercise in design.exercises])
    own = tables_of(design.programs, design.exercises).standings(design.programs[last].audience)
    # The same up to the mean weight, which is 1 in either set of programs.
    assert np.corrcoef(seen, expected)[0, 1] > 0.999
    assert not np.allclose(seen, [own[exercise.id].popular for exercise in design.exercises])


def test_what_a_partial_program_leaves_out_teaches_nothing(design, small):
    added = replace(design.programs[-1], complete=False, exercises=(), family="seen_nothing_of")
    more = Design((*design.programs, added), design.exercises)

    fitted = fit(more, range(len(more.programs)), recipe=RECIPE)

    # Not to the last digit: one program more moves the mean weight a little.
    assert fitted.coefficients == pytest.approx(small.coefficients, abs=0.05)


def test_the_recipe_is_chosen_without_a_look_at_what_is_left_out(programs, exercises):
    design, inside = Design(programs[:120], exercises), list(range(100))
    turned = [replace(program, exercises=program.exercises[:0]) if i >= 100 else program for i, program in enumerate(design.programs)]

    chosen = select(design, inside, recipes()[:2])

    assert chosen == select(Design(turned, exercises), inside, recipes()[:2])


def test_the_plain_regression_has_no_tables_and_no_signs(few, exercises):
    design = Design(few, exercises, values=plain_values, with_tables=False)

    fitted = fit(design, range(len(few)), recipe=replace(RECIPE, keeps_signs=False))

    assert fitted.tables is None
    assert fitted.log_odds(design.matrix(None, [0, 1])).shape == (2, len(exercises))
