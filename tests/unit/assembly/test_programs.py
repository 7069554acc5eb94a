"""A whole program: what it is balanced of, when it lies, and that it is judged once more before it leaves."""

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


def test_where_only_the_minutes_are_short_the_answers_are_not_blamed(recommended):
    gym = ["chair", "wall", "band", "dumbbell", "kettlebell", "barbell", "machine", "bench"]

    program = recommended(
        minutes_per_session=5, days_per_week=5, experience_level="advanced", goals=["strength"], equipment=gym, blood_pressure="normal"
    )

    notes = program.program.notes
    assert [note for note in notes if "what you told us" in note] == []
    assert any("no further exercise fits into the minutes left" in note for note in notes)


def test_where_few_exercises_are_left_the_program_is_shorter_and_says_so(recommended, heart):
    unwanted = [one.id for one in heart.catalog.exercises if not one.floor_needed and not one.equipment and one.kind.value != "flexibility"]

    program = recommended(can_get_to_floor=False, equipment=[], exclude_exercises=unwanted, minutes_per_session=30).program

    assert program.chosen
    assert "few exercises are left" in program.notes[0]
    assert max(session.seconds for session in program.sessions if session.week == 1) < 27 * 60


def test_a_painful_area_that_five_minutes_have_no_place_for_is_named(recommended):
    program = recommended(minutes_per_session=5, experience_level="advanced", pain_areas=["hips", "upper_back"]).program

    served = {area.value for one in program.chosen for area in one.ranked.exercise.areas}
    assert "hips" not in served
    assert any(note.startswith("There is nothing for these areas") and note.endswith("left for them: hips.") for note in program.notes)


@pytest.mark.parametrize(
    "answer",
    [
        {"can_get_to_floor": False},
        {"equipment": ["barbell", "bench"]},
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


@pytest.fixture(scope="module")
def judged(heart):
    return lambda program, allowances, ranking: judge_again(program, allowances, list(ranking), entries=heart.catalog.dose_entries)


def test_a_finished_program_is_clear_when_judged_again(ordinary, judged):
    judged(ordinary.program, _free(ordinary.ranking), ordinary.ranking)


def test_a_program_with_an_excluded_exercise_never_leaves(ordinary, judged):
    name = ordinary.program.chosen[-1].ranked.exercise.id
    ranking = [replace(row, excluded_by="LIMIT-TEST") if row.exercise.id == name else row for row in ordinary.ranking]

    with pytest.raises(SafetyCheckFailed, match="LIMIT-TEST"):
        judged(ordinary.program, _free(ranking), ranking)


def test_an_alternative_that_a_rule_excludes_never_leaves(ordinary, judged):
    name = ordinary.program.chosen[0].alternatives[-1].exercise_id
    ranking = [replace(row, excluded_by="LIMIT-TEST") if row.exercise.id == name else row for row in ordinary.ranking]

    with pytest.raises(SafetyCheckFailed, match="LIMIT-TEST"):
        judged(ordinary.program, _free(ranking), ranking)


@pytest.mark.parametrize("limits", [Limits(max_effort_0_10=0), Limits(max_reps=1, max_sets=1), Limits(max_hold_s=1)])
def test_a_dose_above_a_cap_never_leaves(ordinary, judged, limits):
    capped = {name: Allowance(level=Level.BEGINNER, limits=limits) for name in _free(ordinary.ranking)}

    with pytest.raises(SafetyCheckFailed, match="above a cap"):
        judged(ordinary.program, capped, ordinary.ranking)


def test_a_session_of_a_later_week_is_judged_as_well(ordinary, judged):
    dose = Dose(sets=9, reps=1, hold_s=0, rest_s=0, effort_0_10=1, days_per_week=1, follows="level_beginner")
    name = ordinary.program.chosen[0].ranked.exercise.id
    last = Session(week=4, day=7, items=(Item(exercise_id=name, dose=dose),), seconds=60)
    program = replace(ordinary.program, sessions=(*ordinary.program.sessions, last))
    capped = {**_free(ordinary.ranking), name: Allowance(level=Level.BEGINNER, limits=Limits(max_sets=8))}

    with pytest.raises(SafetyCheckFailed, match="above a cap"):
        judged(program, capped, ordinary.ranking)


def test_a_dose_above_the_range_of_its_entry_never_leaves(ordinary, judged):
    first = ordinary.program.chosen[0]
    dose = replace(first.dose, reps=99)
    program = replace(ordinary.program, chosen=(replace(first, dose=dose), *ordinary.program.chosen[1:]))

    with pytest.raises(SafetyCheckFailed, match="above the range"):
        judged(program, _free(ordinary.ranking), ordinary.ranking)


def test_a_session_with_an_exercise_twice_never_leaves(ordinary, judged):
    first = ordinary.program.sessions[0]
    twice = replace(first, items=(*first.items, first.items[0]))
    program = replace(ordinary.program, sessions=(twice, *ordinary.program.sessions[1:]))

    with pytest.raises(SafetyCheckFailed, match=r"day 1 of week 1 .* holds an exercise twice"):
        judged(program, _free(ordinary.ranking), ordinary.ranking)
