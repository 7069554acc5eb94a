"""How much: limits always win, time counts both sides, growth stops at the first limit it meets."""

from dataclasses import replace

import pytest

from exercise_catalog.exercise import Dose
from exercise_catalog.vocabulary import Level, Sides
from recommender.assembly import dosage
from recommender.assembly.dosage import Allowance
from recommender.assembly.plan import Raise
from recommender.domain.program import Limits

DOSE = Dose(sets=2, reps=10, hold_s=20, rest_s=30, effort_0_10=5, days_per_week=3, follows="level_beginner")
BY_THE_CLOCK = Dose(sets=1, reps=1, hold_s=0, rest_s=0, effort_0_10=3, days_per_week=5, follows="warmup_cardio", duration_s=300)
NO_LIMITS = Allowance(level=Level.BEGINNER, limits=Limits())


@pytest.mark.parametrize(
    ("limits", "changed"),
    [
        (Limits(), {}),
        (Limits(max_effort_0_10=3), {"effort_0_10": 3}),
        (Limits(max_effort_0_10=5), {}),
        (Limits(max_hold_s=10), {"hold_s": 10}),
        (Limits(max_sets=1), {"sets": 1}),
        (Limits(max_reps=8), {"reps": 8}),
        (Limits(max_effort_0_10=0), {"effort_0_10": 0}),
        (Limits(max_effort_0_10=3, max_hold_s=60, max_sets=1, max_reps=9), {"effort_0_10": 3, "sets": 1, "reps": 9}),
    ],
)
def test_a_limit_lowers_what_is_above_it_and_nothing_else(limits, changed):
    limited = dosage.limited(DOSE, limits)

    assert {name: getattr(limited, name) for name in Dose.__slots__ if getattr(limited, name) != getattr(DOSE, name)} == changed


@pytest.mark.parametrize(
    ("limits", "within"),
    [
        (Limits(), True),
        (Limits(max_effort_0_10=5, max_hold_s=20, max_sets=2, max_reps=10), True),
        (Limits(max_effort_0_10=4), False),
        (Limits(max_hold_s=19), False),
        (Limits(max_sets=1), False),
        (Limits(max_reps=9), False),
    ],
)
def test_a_dose_is_within_limits_when_no_number_is_above_its_own(limits, within):
    assert dosage.within(DOSE, limits) is within


@pytest.mark.parametrize(
    ("sides", "dose", "seconds"),
    [
        # Two sets of ten times (4 s + 20 s), two rests of 30 s, 15 s to get into it.
        ("both", DOSE, 2 * 10 * (4 + 20) + 2 * 30 + 15),
        # The work for each side, the rests once.
        ("each", DOSE, 2 * 2 * 10 * (4 + 20) + 2 * 30 + 15),
        ("both", BY_THE_CLOCK, 300 + 15),
        ("each", BY_THE_CLOCK, 2 * 300 + 15),
    ],
)
def test_the_time_of_an_exercise(exercise, sides, dose, seconds):
    one = replace(exercise("glute_bridge"), sides=Sides(sides), seconds_per_rep=4)

    assert dosage.seconds(one, dose, changeover_s=15) == seconds


def test_an_exercise_without_a_dose_for_the_level_starts_nowhere(exercise):
    assert dosage.starting_dose(exercise("goblet_squat"), NO_LIMITS) is None


def test_a_starting_dose_is_that_of_the_level_under_the_limits(exercise):
    allowance = Allowance(level=Level.ADVANCED, limits=Limits(max_sets=1))

    dose = dosage.starting_dose(exercise("goblet_squat"), allowance)

    assert (dose.sets, dose.reps, dose.effort_0_10) == (1, 10, 6)


@pytest.mark.parametrize(
    "case",
    [
        (DOSE, ("reps", 1), {"reps": [8, 12]}, Limits(), 11),
        (DOSE, ("reps", 5), {"reps": [8, 12]}, Limits(), 12),
        (DOSE, ("reps", 1), {"reps": [8, 12]}, Limits(max_reps=10), 10),
        (DOSE, ("reps", 1), {"reps": [8, 10]}, Limits(), 10),
        (DOSE, ("sets", 1), {"sets": [1, 3]}, Limits(), 3),
        (DOSE, ("sets", 1), {"sets": [1, 3]}, Limits(max_sets=2), 2),
        (DOSE, ("sets", 1), {"sets": [1, 2]}, Limits(), 2),
        (DOSE, ("hold_s", 5), {"hold_s": [10, 30]}, Limits(), 25),
        (DOSE, ("hold_s", 50), {"hold_s": [10, 60]}, Limits(), 30),
        (DOSE, ("hold_s", 5), {}, Limits(max_hold_s=20), 20),
        (DOSE, ("duration_s", 60), {"duration_s": [120, 600]}, Limits(), None),
        (BY_THE_CLOCK, ("duration_s", 60), {"duration_s": [120, 600]}, Limits(), 360),
        (BY_THE_CLOCK, ("duration_s", 900), {"duration_s": [120, 1800]}, Limits(), 600),
        (BY_THE_CLOCK, ("hold_s", 5), {"hold_s": [0, 10]}, Limits(), 0),
        (BY_THE_CLOCK, ("reps", 1), {"reps": [1, 10]}, Limits(), 1),
    ],
)
def test_a_dose_grows_up_to_the_first_limit_it_meets(plan, case):
    dose, (field, by), entry, limits, expected = case
    allowance = Allowance(level=Level.BEGINNER, limits=limits)

    grown = dosage.raised(dose, Raise(week=2, kinds=frozenset(), field=field, by=by), allowance, plan=plan, entry=entry)

    assert getattr(grown, field) == expected


@pytest.mark.parametrize(
    ("entry", "in_range"),
    [
        ({}, True),
        ({"reps": [8, 10], "sets": [1, 2], "hold_s": [5, 20], "duration_s": [120, 600]}, True),
        ({"reps": [8, 9]}, False),
        ({"sets": [1, 1]}, False),
        ({"hold_s": [5, 19]}, False),
        # Caps bring doses below a range, which is no reason to refuse them.
        ({"reps": [12, 15]}, True),
    ],
)
def test_a_dose_is_in_range_when_no_number_is_above_what_its_entry_allows(entry, in_range):
    assert dosage.in_range(DOSE, entry=entry) is in_range


def test_a_dose_by_the_clock_is_in_range_up_to_the_longest_that_its_entry_allows():
    assert dosage.in_range(BY_THE_CLOCK, entry={"duration_s": [120, 300]})
    assert not dosage.in_range(BY_THE_CLOCK, entry={"duration_s": [120, 299]})
