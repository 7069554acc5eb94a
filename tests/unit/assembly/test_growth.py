"""Four weeks: doses grow a little, one thing a week, and pain holds them back."""

import itertools

import pytest

from tests.unit.assembly.people import GROWING, week

NUMBERS = ("sets", "reps", "hold_s", "duration_s")


def _doses(program, number):
    return {item.exercise_id: tuple(getattr(item.dose, name) or 0 for name in NUMBERS) for session in week(program, number) for item in session.items}


def _steps(program):
    for before, after in itertools.pairwise(_doses(program, number) for number in (1, 2, 3, 4)):
        yield from ((name, tuple(new - old for old, new in zip(before[name], after[name], strict=True))) for name in before)


def test_doses_never_fall_and_one_number_of_a_dose_grows_in_a_week(walked):
    steps = [(key, name, step) for key, program in walked.items() for name, step in _steps(program)]

    assert [one for one in steps if min(one[2]) < 0] == []
    assert [one for one in steps if sum(number > 0 for number in one[2]) > 1] == []


@pytest.mark.parametrize("name", GROWING)
def test_something_grows_within_four_weeks(walked, name):
    still = [key for key, program in walked.items() if key[0] == name and _doses(program, 1) == _doses(program, 4)]

    # Five minutes hold two exercises of somebody trained, and one step more of either is too long.
    assert [key for key in still if key[1] > 5] == []


def test_in_five_minutes_a_beginner_grows_too(walked):
    assert [days for days in range(1, 8) if _doses(walked["a beginner", 5, days], 1) == _doses(walked["a beginner", 5, days], 4)] == []


def test_repetitions_grow_before_sets(recommended):
    program = recommended(minutes_per_session=30).program
    steps = dict.fromkeys(range(2, 5), (0, 0))
    for number in steps:
        before, after = _doses(program, number - 1), _doses(program, number)
        steps[number] = tuple(sum(after[name][place] - before[name][place] for name in before) for place in (0, 1))

    assert [steps[2][0], steps[3][0]] == [0, 0]
    assert min(steps[2][1], steps[3][1]) > 0


@pytest.mark.parametrize("pain", [{}, {"intensity": 0}, {"intensity": 3}])
def test_little_or_unknown_pain_holds_nothing(recommended, pain):
    program = recommended(pain=pain).program

    assert _doses(program, 1) != _doses(program, 2)
    assert program.progression[0]["when"].startswith("A session felt easy")


@pytest.mark.parametrize("intensity", [4, 5])
def test_with_pain_of_four_growth_begins_a_week_later(recommended, intensity):
    program = recommended(pain={"intensity": intensity}).program

    assert _doses(program, 1) == _doses(program, 2) != _doses(program, 3)
    assert program.progression[0]["when"] == "Your pain is 4 or 5 of 10 now"
    assert program.progression[0]["source"]["title"].startswith("Provide Physiotherapy")


@pytest.mark.parametrize("intensity", [6, 10])
def test_with_pain_of_six_nothing_grows_until_it_is_calmer(recommended, intensity):
    program = recommended(pain={"intensity": intensity}).program

    assert _doses(program, 1) == _doses(program, 2) == _doses(program, 3) == _doses(program, 4)
    assert program.progression[0]["when"] == "Your pain is 6 of 10 or more now"
    assert program.progression[0]["source"]["title"].startswith("Pain-monitoring model")


def test_first_doses_are_raised_by_one_step_where_a_full_session_is_too_short(walked, heart):
    program = walked["a beginner", 60, 1]
    catalog = {one.ranked.exercise.id: one.ranked.exercise.doses["beginner"] for one in program.chosen}
    raised = [
        (one.dose.sets - catalog[name].sets, one.dose.reps - catalog[name].reps)
        for name, one in ((one.ranked.exercise.id, one) for one in program.chosen)
    ]

    assert max(raised) == (1, 0)
    assert all(sets in (0, 1) and reps in (0, 1) for sets, reps in raised)


@pytest.mark.parametrize("answers", [{"pain": {"intensity": 4}}, {"red_flags_unknown": ["weight_loss"]}])
def test_in_pain_or_with_a_question_open_first_doses_are_those_of_the_catalog(recommended, answers):
    program = recommended(**answers, minutes_per_session=30, days_per_week=2).program

    above = [
        one
        for one in program.chosen
        if (one.dose.sets, one.dose.reps) > (one.ranked.exercise.doses["beginner"].sets, one.ranked.exercise.doses["beginner"].reps)
    ]
    assert above == []
    assert program.notes == ()
