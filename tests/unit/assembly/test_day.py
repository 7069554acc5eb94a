"""How one day is filled and mended, with exercises made for it: each of a family of its own, and of as many seconds as it says."""

from dataclasses import replace

import pytest

from exercise_catalog.exercise import Dose
from exercise_catalog.vocabulary import Area, Kind, Level, Sides
from recommender.assembly.dosage import Allowance
from recommender.assembly.mend import lengthen, mend, rotate, stretch
from recommender.assembly.plan import Region
from recommender.assembly.select import Day, Frame, fill
from recommender.assembly.shelf import Shelf
from recommender.domain.program import Limits, Ranked

CHANGEOVER_S = 15
LOWER_BACK = Region(areas=frozenset({Area.LOWER_BACK}))


@pytest.fixture
def ranked(exercise):
    """Somebody's exercise: its name, kind, seconds and score."""

    def ranked(name, kind, seconds, score, *, areas=(Area.LOWER_BACK,), family=None, excluded_by=None):
        dose = Dose(sets=1, reps=seconds - CHANGEOVER_S, hold_s=0, rest_s=0, effort_0_10=1, days_per_week=3, follows="made_up")
        one = replace(exercise("glute_bridge"), id=name, kind=Kind(kind), family=family or name, areas=areas, sides=Sides.BOTH, seconds_per_rep=1)
        return Ranked(exercise=replace(one, doses={Level.BEGINNER: dose}), score=score, excluded_by=excluded_by)

    return ranked


@pytest.fixture
def day_of(plan):
    """A day of five minutes (270 to 300 seconds in the first week), at most four exercises, and the shelf that it is filled from."""

    def day_of(*rows, most_reps=0, fill_rounds=1):
        entries = {"made_up": {"days_per_week": [1, 7], "sets": [1, 1], "reps": [1, most_reps]}}
        shelf = Shelf(rows, allowance_of=lambda _: Allowance(level=Level.BEGINNER, limits=Limits()), plan=plan, entries=entries)
        return Day(
            Frame.of(plan, minutes=5, areas=[LOWER_BACK], goals=frozenset(), wishes=(), fill_rounds=fill_rounds), shelf, may=lambda _: True
        ), shelf

    return day_of


@pytest.fixture
def balanced(ranked):
    """An opening, a main part and a close of 250 seconds together."""
    return [ranked("open", "mobility", 80, 3), ranked("main", "strength", 90, 2), ranked("close", "flexibility", 80, 1)]


def _held(day):
    return [row.exercise.id for row in day.items]


def test_what_a_session_should_hold_is_taken_before_what_ranks_higher(day_of, ranked, balanced):
    day, shelf = day_of(ranked("best", "posture", 70, 9), *balanced)

    fill(day, shelf.admitted)

    assert sorted(_held(day)) == ["close", "main", "open"]


def test_what_is_excluded_is_not_on_the_shelf(day_of, ranked, balanced):
    day, shelf = day_of(ranked("removed", "mobility", 60, 9, excluded_by="LIMIT-TEST"), *balanced)

    fill(day, shelf.admitted)

    assert "removed" not in _held(day)
    assert "removed" not in shelf


def test_for_a_slot_what_serves_the_painful_area_is_taken_first(day_of, ranked):
    day, shelf = day_of(ranked("elsewhere", "mobility", 80, 9, areas=(Area.NECK,)), ranked("there", "mobility", 80, 1))

    fill(day, shelf.admitted)

    assert _held(day)[0] == "there"


def test_where_no_exercise_is_short_enough_for_its_share_the_shortest_leaves_room_for_the_next(day_of, ranked):
    day, shelf = day_of(ranked("long", "mobility", 260, 9), ranked("shorter", "mobility", 130, 8), ranked("main", "strength", 100, 1))

    fill(day, shelf.admitted)

    assert _held(day) == ["shorter", "main"]


def test_once_the_minutes_are_served_nothing_worse_is_taken_because_it_fits(day_of, ranked):
    rows = [ranked("open", "mobility", 90, 5), ranked("main", "strength", 95, 4), ranked("close", "flexibility", 90, 3)]
    day, shelf = day_of(*rows, ranked("next", "posture", 60, 2), ranked("poor", "breathing", 20, -9))

    fill(day, shelf.admitted)

    assert _held(day) == ["open", "main", "close"]


def test_a_day_that_is_short_gets_the_best_that_fits(day_of, ranked, balanced):
    day, shelf = day_of(*balanced, ranked("too long", "posture", 60, 0), ranked("fits", "posture", 40, -1), ranked("fits too", "posture", 40, -2))

    fill(day, shelf.admitted)
    mend(day, shelf)

    assert sorted(_held(day)) == ["close", "fits", "main", "open"]


def test_where_nothing_fits_the_exchange_that_costs_least_is_made_within_a_kind(day_of, ranked, balanced):
    others = [ranked("longer stretch", "flexibility", 120, 0.5), ranked("longer move", "mobility", 120, 0.5), ranked("posture", "posture", 120, 0.9)]
    day, shelf = day_of(*balanced, *sorted(others, key=lambda row: -row.score))
    for row in balanced:
        day.take(row)

    mend(day, shelf)

    assert _held(day) == ["open", "main", "longer stretch"]
    assert day.used_s == 80 + 90 + 120


def test_an_exchange_for_something_no_harder_comes_before_one_that_costs_less_score(day_of, ranked, balanced):
    harder = ranked("harder stretch", "flexibility", 120, 0.9)
    harder = replace(harder, exercise=replace(harder.exercise, difficulty_1_10=harder.exercise.difficulty_1_10 + 1))
    day, shelf = day_of(*balanced, harder, ranked("longer stretch", "flexibility", 120, -5))
    for row in balanced:
        day.take(row)

    mend(day, shelf)

    assert _held(day) == ["open", "main", "longer stretch"]


def test_where_no_dose_may_be_raised_a_full_day_gets_as_few_exercises_more_as_do(day_of, ranked):
    rows = [
        ranked("open", "mobility", 50, 5),
        ranked("main", "strength", 50, 4),
        ranked("close", "flexibility", 50, 3),
        ranked("more", "posture", 50, 2),
    ]
    day, shelf = day_of(
        *rows, ranked("fifth", "balance", 50, 1), ranked("sixth", "breathing", 50, 0), ranked("long", "posture", 90, -1), fill_rounds=0
    )

    fill(day, shelf.admitted)
    mend(day, shelf)

    assert _held(day) == ["open", "main", "close", "fifth", "long"]


def test_what_is_fixed_is_not_exchanged(day_of, ranked, balanced):
    day, shelf = day_of(*balanced, ranked("longer stretch", "flexibility", 120, 0.5))
    for row in balanced:
        day.take(row)

    mend(day, shelf, fixed=balanced)

    assert _held(day) == ["open", "main", "close"]


def test_a_full_day_gets_larger_doses_and_no_longer_exercise(day_of, ranked):
    rows = [
        ranked("open", "mobility", 67, 4),
        ranked("main", "strength", 67, 3),
        ranked("close", "flexibility", 67, 2),
        ranked("more", "posture", 67, 1),
    ]
    day, shelf = day_of(*rows, ranked("longer", "posture", 99, 0), most_reps=60)
    for row in rows:
        day.take(row)

    mend(day, shelf)
    stretch([day], shelf)

    assert _held(day) == ["open", "main", "close", "more"]
    # Repetitions of stretches come before those of other kinds, and two steps are enough.
    assert day.used_s == 4 * 67 + 2
    assert [shelf.dose(row.exercise).reps for row in rows] == [53, 52, 53, 52]


def test_no_dose_is_raised_past_the_range_of_its_entry(day_of, ranked):
    row = ranked("main", "strength", 67, 3)
    day, shelf = day_of(row, most_reps=52)
    day.take(row)

    stretch([day], shelf)

    assert shelf.dose(row.exercise).reps == 52


def test_without_rounds_no_first_dose_is_raised(day_of, ranked):
    row = ranked("main", "strength", 67, 3)
    day, shelf = day_of(row, most_reps=60, fill_rounds=0)
    day.take(row)

    stretch([day], shelf)

    assert day.used_s == 67


def test_a_dose_that_two_days_share_is_raised_only_where_both_have_the_minutes(day_of, ranked):
    row, rest = ranked("main", "strength", 100, 3), ranked("rest", "posture", 200, 2)
    short, shelf = day_of(row, rest, most_reps=200)
    full = Day(short.frame, shelf, may=lambda _: True)
    short.take(row)
    full.take(row)
    full.take(rest)

    stretch([short, full], shelf)

    assert (short.used_s, full.used_s) == (100, 300)


def test_only_where_doses_grow_no_further_a_day_holds_more_than_it_should(day_of, ranked):
    rows = [
        ranked("open", "mobility", 50, 5),
        ranked("main", "strength", 50, 4),
        ranked("close", "flexibility", 50, 3),
        ranked("more", "posture", 50, 2),
    ]
    day, shelf = day_of(*rows, ranked("fifth", "balance", 50, 1), ranked("sixth", "breathing", 50, 0))

    fill(day, shelf.admitted)
    mend(day, shelf)
    assert len(_held(day)) == 4
    stretch([day], shelf)
    lengthen([day], shelf)

    assert _held(day)[4:] == ["fifth", "sixth"]


def test_what_another_day_holds_does_not_lengthen_a_day(day_of, ranked):
    rows = [ranked("open", "mobility", 60, 5), ranked("main", "strength", 80, 4)]
    day, shelf = day_of(*rows)
    other = Day(day.frame, shelf, may=lambda _: True)
    day.take(rows[0])
    other.take(rows[1])

    lengthen([day, other], shelf)

    assert _held(day) == ["open"]


def test_what_alone_fills_a_slot_does_not_rotate_and_nothing_much_worse_comes_in(day_of, ranked):
    rows = [
        ranked("open", "mobility", 60, 9),
        ranked("main", "strength", 60, 8),
        ranked("close", "flexibility", 60, 7),
        ranked("close too", "flexibility", 60, 6),
    ]
    fifth = ranked("fifth", "posture", 50, 5)
    poor, near = ranked("poor stretch", "flexibility", 60, 2), ranked("near stretch", "flexibility", 60, 5.5)
    day, shelf = day_of(*rows, fifth, near, poor)
    for row in (*rows, fifth):
        day.take(row)

    rotate(day, shelf)

    assert _held(day) == ["open", "main", "close", "fifth", "near stretch"]


def test_where_only_much_worse_is_left_nothing_rotates(day_of, ranked):
    rows = [
        ranked("open", "mobility", 60, 9),
        ranked("main", "strength", 60, 8),
        ranked("close", "flexibility", 60, 7),
        ranked("close too", "flexibility", 60, 6),
    ]
    fifth = ranked("fifth", "posture", 50, 5)
    day, shelf = day_of(*rows, fifth, ranked("poor stretch", "flexibility", 60, 2))
    for row in (*rows, fifth):
        day.take(row)

    rotate(day, shelf)

    assert _held(day) == ["open", "main", "close", "close too", "fifth"]
