"""A whole program: what it is balanced of, when it lies, and that it is judged once more before it leaves."""

import itertools
from dataclasses import replace

import pytest

from exercise_catalog.exercise import Dose
from exercise_catalog.vocabulary import Level
from recommender.assembly.assemble import judge_again
from recommender.assembly.dosage import Allowance
from recommender.domain.program import Item, Limits, Session
from recommender.errors import SafetyCheckFailed


def _free(ranking):
    return {row.exercise.id: Allowance(level=Level.ADVANCED, limits=Limits()) for row in ranking}


@pytest.fixture(scope="module")
def ordinary(recommended):
    return recommended()


def test_a_program_opens_gently_has_something_to_strengthen_and_ends_calmly(ordinary):
    kinds = {one.ranked.exercise.kind.value for one in ordinary.program.chosen}

    assert kinds & {"mobility", "cardio"}
    assert kinds & {"core_stability", "strength"}
    assert kinds & {"flexibility", "breathing"}


def test_a_program_holds_one_exercise_of_a_family(ordinary):
    families = [one.ranked.exercise.family for one in ordinary.program.chosen]

    assert len(families) == len(set(families))


@pytest.mark.parametrize("area", ["neck", "shoulders", "upper_back", "mid_back", "lower_back", "hips", "glutes", "leg"])
def test_a_painful_area_gets_something_for_it(recommended, area):
    program = recommended(pain_areas=[area]).program

    assert any(area in [one.value for one in chosen.ranked.exercise.areas] for chosen in program.chosen)


@pytest.mark.parametrize(
    ("days_a_week", "days"),
    [(1, [1]), (2, [1, 4]), (3, [1, 3, 5]), (4, [1, 2, 4, 6]), (5, [1, 2, 4, 5, 6]), (6, [1, 2, 3, 4, 5, 6]), (7, [1, 2, 3, 4, 5, 6, 7])],
)
def test_the_sessions_of_a_week_lie_apart(recommended, days_a_week, days):
    program = recommended(days_per_week=days_a_week).program

    assert [session.day for session in program.sessions if session.week == 1] == days
    assert {session.week for session in program.sessions} == {1, 2, 3, 4}


def test_strength_rests_between_days_when_every_day_is_asked_for(recommended):
    program = recommended(days_per_week=7, experience_level="intermediate", goals=["strength"]).program
    strength = {one.ranked.exercise.id: one.dose.days_per_week for one in program.chosen if one.ranked.exercise.kind.value == "strength"}

    times = {name: sum(name == item.exercise_id for s in program.sessions if s.week == 1 for item in s.items) for name in strength}

    assert strength
    assert times == strength


def test_a_session_starts_with_what_warms_up_and_ends_with_what_calms(ordinary):
    order = ["cardio", "mobility", "posture", "balance", "core_stability", "strength", "flexibility", "breathing"]
    kinds = {one.ranked.exercise.id: order.index(one.ranked.exercise.kind.value) for one in ordinary.program.chosen}

    positions = [kinds[item.exercise_id] for item in ordinary.program.sessions[0].items]

    assert positions == sorted(positions)


def test_doses_never_fall_from_week_to_week(ordinary):
    sessions = [session for session in ordinary.program.sessions if session.day == 1]
    work = [[(item.dose.sets, item.dose.reps, item.dose.hold_s) for item in session.items] for session in sessions]

    assert all(later >= earlier for one, two in itertools.pairwise(work) for earlier, later in zip(one, two, strict=True))
    assert work[0] != work[3]


def test_an_alternative_is_admitted_not_chosen_and_says_how_it_differs(ordinary):
    chosen = {one.ranked.exercise.id for one in ordinary.program.chosen}
    admitted = {row.exercise.id: row.score for row in ordinary.ranking if row.excluded_by is None}

    others = [other for one in ordinary.program.chosen for other in one.alternatives]

    assert others
    assert [other for other in others if other.exercise_id in chosen or admitted.get(other.exercise_id) != other.score or not other.differs] == []


def test_a_beginner_is_shown_no_harder_exercise_that_a_rule_removes(recommended):
    recommendation = recommended(pain_areas=["hips"], minutes_per_session=60)
    admitted = {row.exercise.id for row in recommendation.ranking if row.excluded_by is None}

    named = {name for one in recommendation.program.chosen for name in (one.easier, one.harder) if name}

    assert named <= admitted


def test_a_program_that_nothing_is_left_for_says_so(recommended, heart):
    everything = [exercise.id for exercise in heart.catalog.exercises if not exercise.floor_needed and not exercise.equipment]

    program = recommended(can_get_to_floor=False, equipment=[], exclude_exercises=everything).program

    assert (program.chosen, program.sessions) == ((), ())
    assert program.notes[0].startswith("With what you told us, none of our exercises is left.")


def test_five_minutes_are_no_reason_to_say_that_the_answers_leave_no_strengthening(recommended):
    program = recommended(minutes_per_session=5, experience_level="advanced", pain_areas=["lower_back", "neck"]).program

    assert not any("the answers leave none" in note for note in program.notes)


@pytest.mark.parametrize("areas", [["lower_back"], ["neck", "shoulders"]])
def test_where_only_the_minutes_are_short_the_answers_are_not_blamed(recommended, areas):
    notes = recommended(minutes_per_session=5, pain_areas=areas).program.notes

    assert [note for note in notes if "what you told us" in note] == []
    assert any("no further exercise fits into the minutes left" in note for note in notes)


@pytest.mark.parametrize(
    "answer",
    [
        {"can_get_to_floor": False},
        {"equipment": []},
        {"age_years": 70, "sex": "male"},
        {"age_years": 80, "sex": "male"},
        {"pregnancy": "trimester_1"},
        {"pregnancy": "trimester_3"},
        {"blood_pressure": "high_controlled"},
        {"pain": {"intensity": 8}},
    ],
)
def test_what_a_person_can_and_has_changes_the_program_visibly(recommended, answer):
    trained = {"experience_level": "advanced", "blood_pressure": "normal", "minutes_per_session": 45, "days_per_week": 4, "goals": ["strength"]}

    before, after = recommended(**trained).program, recommended(**{**trained, **answer}).program

    assert after.chosen
    assert _exercises_and_doses(after) != _exercises_and_doses(before)


def _exercises_and_doses(program):
    return [(one.ranked.exercise.id, one.dose) for one in program.chosen]


def test_a_finished_program_is_clear_when_judged_again(ordinary):
    judge_again(ordinary.program, _free(ordinary.ranking), list(ordinary.ranking))


def test_a_program_with_an_excluded_exercise_never_leaves(ordinary):
    name = ordinary.program.chosen[-1].ranked.exercise.id
    ranking = [replace(row, excluded_by="LIMIT-TEST") if row.exercise.id == name else row for row in ordinary.ranking]

    with pytest.raises(SafetyCheckFailed, match="LIMIT-TEST"):
        judge_again(ordinary.program, _free(ranking), ranking)


def test_an_alternative_that_a_rule_excludes_never_leaves(ordinary):
    name = ordinary.program.chosen[0].alternatives[-1].exercise_id
    ranking = [replace(row, excluded_by="LIMIT-TEST") if row.exercise.id == name else row for row in ordinary.ranking]

    with pytest.raises(SafetyCheckFailed, match="LIMIT-TEST"):
        judge_again(ordinary.program, _free(ranking), ranking)


@pytest.mark.parametrize("limits", [Limits(max_effort_0_10=0), Limits(max_reps=1, max_sets=1), Limits(max_hold_s=1)])
def test_a_dose_above_a_cap_never_leaves(ordinary, limits):
    capped = {name: Allowance(level=Level.BEGINNER, limits=limits) for name in _free(ordinary.ranking)}

    with pytest.raises(SafetyCheckFailed, match="above a cap"):
        judge_again(ordinary.program, capped, list(ordinary.ranking))


def test_a_session_of_a_later_week_is_judged_as_well(ordinary):
    dose = Dose(sets=9, reps=1, hold_s=0, rest_s=0, effort_0_10=1, days_per_week=1, follows="level_beginner")
    name = ordinary.program.chosen[0].ranked.exercise.id
    last = Session(week=4, day=7, items=(Item(exercise_id=name, dose=dose),), seconds=60)
    program = replace(ordinary.program, sessions=(*ordinary.program.sessions, last))
    capped = {**_free(ordinary.ranking), name: Allowance(level=Level.BEGINNER, limits=Limits(max_sets=8))}

    with pytest.raises(SafetyCheckFailed, match="above a cap"):
        judge_again(program, capped, list(ordinary.ranking))
