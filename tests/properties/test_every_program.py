"""What holds of every program, whoever it is for."""

import dataclasses
import itertools
import math
import operator

import pytest
from hypothesis import given, settings

from exercise_catalog.vocabulary import Kind
from tests.properties.intakes import ASKED, CONDITIONS, JUDGED_ON, intakes
from tests.properties.intakes import screened as screened_intakes

# Every condition alone (with itself) and every two of them: each with those that stand after it.
WITH_LATER = [(condition, CONDITIONS[at:]) for at, condition in enumerate(CONDITIONS)]
EVERYTHING_AT_HAND = [
    *("chair", "wall", "band", "dumbbell", "kettlebell", "barbell", "machine", "bench", "step"),
    *("ball", "foam_roller", "stick", "towel", "strap", "ankle_weights", "pull_up_bar", "bike", "pool"),
]
AREAS = ["neck", "shoulders", "upper_back", "mid_back", "lower_back", "hips", "glutes", "leg"]
ADVANCED = {"experience_level": "advanced", "blood_pressure": "normal", "equipment": EVERYTHING_AT_HAND, "minutes_per_session": 45}
# The highest numbers that "modify" leaves for each property (effort, seconds of hold, repetitions); None where it sets none.
MODIFIED_TO = {
    "loaded_spinal_flexion": (3, None, 8),
    "end_range_spinal_flexion": (3, 15, None),
    "end_range_spinal_extension": (3, 10, None),
    "rotation_under_load": (3, None, 8),
    "axial_loading_squat_deadlift": (4, None, 10),
    "high_impact": (3, None, None),
    "prone_lying": (None, 20, None),
    "supine_lying": (None, 20, None),
    "kneeling_quadruped": (None, 20, None),
    "overhead_arms": (3, 10, None),
    "wrist_weight_bearing": (3, 10, None),
    "valsalva_or_long_isometric_hold": (3, 10, None),
    "inversion_head_below_heart": (3, 10, None),
    "balance_challenge": (3, 15, None),
    "floor_transfer": (4, None, None),
    "end_range_neck_extension_rotation": (3, 10, None),
}
BOUNDED = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def _doses(program):
    yield from ((one.ranked.exercise.id, one.dose) for one in program.chosen)
    yield from ((item.exercise_id, item.dose) for session in program.sessions for item in session.items)


def _named(program):
    yield from (one.ranked.exercise.id for one in program.chosen)
    yield from (item.exercise_id for session in program.sessions for item in session.items)
    yield from (other.exercise_id for one in program.chosen for other in one.alternatives)
    yield from (name for one in program.chosen for name in (one.easier, one.harder) if name)


def _turned(answers):
    """The same answers with keys and lists from the last to the first."""
    turn = {list: lambda value: value[::-1], dict: _turned}
    return {key: turn.get(type(value), lambda same: same)(value) for key, value in reversed(answers.items())}


def _breaks(recommendation, heart, reference, conditions):
    """Everything in the program that a named condition avoids, or whose dose is above what it leaves."""
    cells = [reference.conditions[name]["cells"] for name in conditions]
    avoided = {name for one in cells for name, cell in one.items() if cell["value"] == "avoid"}
    modified = {name for one in cells for name, cell in one.items() if cell["value"] == "modify"}
    properties = {exercise.id: {one.value for one in exercise.properties} for exercise in heart.catalog.exercises}
    excluded = {row.exercise.id for row in recommendation.ranking if row.excluded_by is not None}
    wrong = [name for name in _named(recommendation.program) if properties[name] & avoided or name in excluded]
    for name, dose in _doses(recommendation.program):
        for effort, hold, reps in (MODIFIED_TO[one] for one in properties[name] & modified):
            limits = ((dose.effort_0_10, effort), (dose.hold_s, hold), (dose.reps, reps))
            wrong += [name for number, limit in limits if limit is not None and number > limit]
    answers = {**ASKED, **ADVANCED, "conditions": sorted(conditions)}
    return wrong + reference.over_a_cap(answers, JUDGED_ON, set(_doses(recommendation.program)))


@pytest.mark.parametrize(("first", "later"), WITH_LATER, ids=CONDITIONS)
def test_no_program_holds_what_one_of_two_conditions_avoids_or_a_dose_above_a_cap(screened, heart, reference, first, later):
    recommendations = {second: screened(**ADVANCED, conditions=sorted({first, second})) for second in later}

    breaks = {second: _breaks(one, heart, reference, {first, second}) for second, one in recommendations.items()}
    assert {second: names for second, names in breaks.items() if names} == {}
    assert [second for second, one in recommendations.items() if not one.program.chosen] == []


def test_without_conditions_the_same_person_gets_what_conditions_would_hold_down(screened, heart, reference):
    recommendation = screened(**ADVANCED)

    assert recommendation.program.chosen
    assert _breaks(recommendation, heart, reference, CONDITIONS) != []


def test_the_doses_of_somebody_advanced_are_over_the_caps_of_a_beginner_in_strong_pain(screened, reference):
    doses = set(_doses(screened(**ADVANCED).program))
    beginner = {**ASKED, "pain": {"intensity": 8}}

    assert reference.over_a_cap({**ASKED, **ADVANCED}, JUDGED_ON, doses) == []
    assert reference.over_a_cap(beginner, JUDGED_ON, doses) != []


@BOUNDED
@given(intake=intakes)
def test_a_program_names_admitted_exercises_only(run, intake):
    recommendation = run(intake)

    admitted = {row.exercise.id for row in recommendation.ranking if row.excluded_by is None}
    assert set(_named(recommendation.program) if recommendation.program else ()) <= admitted


@BOUNDED
@given(intake=screened_intakes)
def test_the_parts_of_every_score_sum_to_it(run, intake):
    chosen = (run(intake).program or _NO_PROGRAM).chosen

    off = [abs(math.fsum(part.value for part in one.score_parts) - one.ranked.score) for one in chosen]
    assert max(off, default=0.0) <= 1e-9


@BOUNDED
@given(intake=screened_intakes)
def test_exercises_stand_in_the_order_of_their_scores(run, intake):
    program = run(intake).program or _NO_PROGRAM

    order = [(-one.ranked.score, one.ranked.exercise.id) for one in program.chosen]
    assert order == sorted(order)
    assert [one.rank for one in program.chosen] == list(range(1, len(order) + 1))


@BOUNDED
@given(intake=intakes)
def test_the_same_intake_gives_the_same_recommendation(run, intake):
    assert run(intake) == run(intake)


@BOUNDED
@given(intake=intakes)
def test_the_order_of_lists_changes_nothing(run, intake):
    assert run(_turned(intake)) == run(intake)


@pytest.mark.parametrize("days", range(1, 8))
@pytest.mark.parametrize("level", ["beginner", "intermediate", "advanced"])
def test_no_session_is_shown_longer_than_was_asked_for_and_none_is_a_tenth_too_long(screened, days, level):
    asked = [screened(minutes_per_session=minutes, days_per_week=days, experience_level=level).program for minutes in range(5, 61)]

    too_long = [(p.minutes_per_session, s.week, s.day) for p in asked for s in p.sessions if s.seconds > p.minutes_per_session * 66]
    assert too_long == []
    assert [p.minutes_per_session for p in asked if max(s.minutes for s in p.sessions) > p.minutes_per_session] == []
    assert [p.minutes_per_session for p in asked if not p.chosen] == []


@BOUNDED
@given(intake=intakes)
def test_a_session_that_is_a_tenth_too_short_is_explained(run, intake):
    program = run(intake).program or _NO_PROGRAM

    short = [session for session in program.sessions if session.seconds < program.minutes_per_session * 54]
    assert not short or any("Some sessions are" in note for note in program.notes)


@BOUNDED
@given(intake=intakes)
def test_no_session_holds_two_of_a_family(run, intake):
    program = run(intake).program or _NO_PROGRAM
    family = {one.ranked.exercise.id: one.ranked.exercise.family for one in program.chosen}

    sessions = [[family[item.exercise_id] for item in session.items] for session in program.sessions]
    assert [families for families in sessions if len(families) != len(set(families))] == []


@BOUNDED
@given(intake=intakes)
def test_what_strengthens_rests_a_day_when_there_are_more_than_three(run, intake):
    program = run(intake).program or _NO_PROGRAM
    resting = {one.ranked.exercise.id for one in program.chosen if one.ranked.exercise.kind in {Kind.STRENGTH, Kind.CORE_STABILITY}}
    # Two weeks, so that the last day of one and the first of the next are neighbors as well.
    held = {(session.week - 1) * 7 + session.day: {item.exercise_id for item in session.items} & resting for session in program.sessions}

    assert [day for day in held if held[day] & held.get(day + 1, set())] == []


@BOUNDED
@given(intake=intakes)
def test_a_week_is_like_the_next_and_doses_never_fall(run, intake):
    program = run(intake).program or _NO_PROGRAM
    weeks = [[session for session in program.sessions if session.week == number] for number in (1, 2, 3, 4)]

    held = [[(session.day, [item.exercise_id for item in session.items]) for session in week] for week in weeks]
    work = [
        [(item.dose.sets, item.dose.reps, item.dose.hold_s, item.dose.duration_s or 0) for session in week for item in session.items]
        for week in weeks
    ]
    assert held[1:] == held[:-1]
    assert [one for before, after in itertools.pairwise(work) for one in zip(before, after, strict=True) if any(map(operator.gt, *one))] == []


@BOUNDED
@given(intake=intakes)
def test_an_exercise_has_two_alternatives_wherever_two_others_of_its_kind_are_left(run, intake):
    recommendation = run(intake)
    program = recommendation.program or _NO_PROGRAM
    chosen = {one.ranked.exercise.id for one in program.chosen}
    left = [row.exercise for row in recommendation.ranking if row.excluded_by is None and row.exercise.id not in chosen]

    others = {one.ranked.exercise.id: sum(other.kind is one.ranked.exercise.kind for other in left) for one in program.chosen}
    assert [one for one in program.chosen if len(one.alternatives) < min(2, others[one.ranked.exercise.id])] == []


@pytest.mark.parametrize("days", range(1, 8))
@pytest.mark.parametrize("level", ["beginner", "intermediate", "advanced"])
def test_a_week_has_as_many_sessions_as_the_program_says(screened, days, level):
    programs = [screened(days_per_week=days, experience_level=level, pain_areas=[area], goals=["strength"]).program for area in AREAS]

    sessions = [sum(session.week == week for session in program.sessions) for program in programs for week in range(1, program.weeks + 1)]
    assert set(sessions) == {days}
    assert {program.sessions_per_week for program in programs} == {days}
    assert max(one.dose.days_per_week for program in programs for one in program.chosen) <= days


@BOUNDED
@given(intake=intakes)
def test_a_session_holds_exercises_of_the_program_only_and_every_exercise_is_done(run, intake):
    program = run(intake).program or _NO_PROGRAM

    done = {item.exercise_id for session in program.sessions for item in session.items}
    assert done == {one.ranked.exercise.id for one in program.chosen}


@pytest.mark.parametrize("area", AREAS)
# A quarter of an hour holds four exercises of somebody advanced, each the only one for its slot.
@pytest.mark.parametrize(("level", "minutes"), [("beginner", 15), ("intermediate", 15), ("advanced", 30)])
def test_sitting_two_hours_or_eleven_gives_another_program(screened, level, minutes, area):
    asked = {"pain_areas": [area], "experience_level": level, "minutes_per_session": minutes}
    two, eleven = (screened(sitting_hours_per_day=hours, **asked).program for hours in (2, 11))

    assert [one.ranked.exercise.id for one in two.chosen] != [one.ranked.exercise.id for one in eleven.chosen]


@pytest.mark.parametrize("area", AREAS)
def test_a_beginner_who_sits_eleven_hours_gets_other_exercises_than_one_who_sits_two(screened, area):
    two, eleven = (screened(sitting_hours_per_day=hours, pain_areas=[area]).program for hours in (2, 11))

    assert {one.ranked.exercise.id for one in two.chosen} != {one.ranked.exercise.id for one in eleven.chosen}


def test_sitting_two_hours_or_eleven_gives_other_habits(screened):
    two, eleven = (screened(sitting_hours_per_day=hours).program.daily_habits for hours in (2, 11))

    assert [habit["code"] for habit in two] != [habit["code"] for habit in eleven]
    assert [habit["every_minutes"] for habit in two if habit["code"] == "sitting_break"] == [60]
    assert [habit["every_minutes"] for habit in eleven if habit["code"] == "sitting_break"] == [30]


@dataclasses.dataclass(frozen=True)
class _Empty:
    chosen: tuple = ()
    sessions: tuple = ()
    notes: tuple = ()


_NO_PROGRAM = _Empty()
