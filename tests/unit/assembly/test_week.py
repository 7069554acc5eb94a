"""A week: rest days for what needs them, A days and B days that are alike but for a few places, every week the same."""

import itertools

import pytest

from tests.unit.assembly.people import exercises, week

RESTING = {"strength", "core_stability"}


def _held(session):
    return [item.exercise_id for item in session.items]


@pytest.mark.parametrize(
    ("days_a_week", "days"),
    [(1, [1]), (2, [1, 4]), (3, [1, 3, 5]), (4, [1, 2, 4, 6]), (5, [1, 2, 4, 5, 6]), (6, [1, 2, 3, 4, 5, 6]), (7, [1, 2, 3, 4, 5, 6, 7])],
)
def test_the_sessions_of_a_week_lie_apart(recommended, days_a_week, days):
    program = recommended(days_per_week=days_a_week).program

    assert [session.day for session in week(program, 1)] == days
    assert {session.week for session in program.sessions} == {1, 2, 3, 4}


def test_no_strength_or_stability_exercise_comes_on_two_days_in_a_row(walked):
    following = []
    for key, program in walked.items():
        first, second = week(program, 1), week(program, 2)
        for one, two in itertools.pairwise([*first, second[0]]):
            if (two.day - one.day) % 7 == 1:
                following += [(key, name) for name in set(_held(one)) & set(_held(two)) if exercises(program)[name].kind.value in RESTING]

    assert following == []


def test_an_exercise_is_done_on_as_many_days_as_its_dose_says(walked):
    wrong = [
        (key, one.ranked.exercise.id)
        for key, program in walked.items()
        for one in program.chosen
        if one.dose.days_per_week != sum(one.ranked.exercise.id in _held(session) for session in week(program, 1))
    ]

    assert wrong == []


def test_no_exercise_is_done_on_more_days_than_the_entry_of_its_dose_allows(walked, heart):
    entries = heart.catalog.dose_entries
    most = {
        (key, one.ranked.exercise.id): (one.dose.days_per_week, entries[one.dose.follows]["days_per_week"][1])
        for key, program in walked.items()
        for one in program.chosen
    }

    assert {key for key, (days, allowed) in most.items() if days > allowed} == set()


def test_a_program_names_what_its_sessions_hold_and_nothing_else(walked):
    for program in walked.values():
        assert set(exercises(program)) == {name for session in program.sessions for name in _held(session)}


@pytest.mark.parametrize("days", [2, 3])
def test_up_to_three_days_a_and_b_share_all_but_two_places(walked, days):
    pairs = [(_held(week(program, 1)[0]), _held(week(program, 1)[1])) for key, program in walked.items() if key[2] == days and key[1] >= 15]
    apart = [len(set(a) - set(b)) for a, b in pairs]

    assert max(apart) == 2
    assert sum(count > 0 for count in apart) > len(apart) / 2


def test_once_a_week_is_the_same_as_the_a_day_of_three(walked):
    once, thrice = walked["a beginner", 15, 1], walked["a beginner", 15, 3]

    assert _held(once.sessions[0]) == _held(thrice.sessions[0])


def test_what_alone_is_for_stability_or_strength_does_not_rotate(walked):
    a_day, b_day = (set(_held(session)) for session in week(walked["a beginner", 15, 3], 1)[:2])
    kinds = {exercises(walked["a beginner", 15, 3])[name].kind.value for name in a_day ^ b_day}

    assert kinds
    assert not kinds & RESTING


def test_the_third_session_of_a_week_is_the_first_again(walked):
    sessions = {key: week(program, 1) for key, program in walked.items() if 3 <= key[2] <= 6}

    assert [key for key, held in sessions.items() if held[2].items != held[0].items] == []
    assert [key for key, held in sessions.items() if key[2] > 3 and held[3].items != held[1].items] == []


def test_from_four_days_on_light_exercises_are_the_core_of_both_kinds_of_day(walked):
    program = walked["a beginner", 15, 5]
    a_day, b_day = (set(_held(session)) for session in week(program, 1)[:2])

    assert {exercises(program)[name].kind.value for name in a_day - b_day} == RESTING
    assert len(a_day & b_day) >= len(a_day) / 2


def test_on_a_light_day_strength_and_stability_rest(walked):
    light = [(key, exercises(program)[name].kind.value) for key, program in walked.items() if key[2] == 7 for name in _held(week(program, 1)[6])]

    assert {kind for _, kind in light} & RESTING == set()


def test_every_week_has_the_same_exercises_on_the_same_days(walked):
    weeks = {key: [[(one.day, _held(one)) for one in week(program, number)] for number in (1, 2, 3, 4)] for key, program in walked.items()}

    assert [key for key, held in weeks.items() if any(one != held[0] for one in held)] == []
