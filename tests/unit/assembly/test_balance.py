"""What a session is made of: opening, main part and close; every painful area, or the whole back; one of a family."""

import itertools

import pytest

from recommender.assembly.schedule import in_order
from tests.unit.assembly.people import AREAS, exercises, week

OPENING, MAIN, CLOSE = {"mobility", "cardio"}, {"core_stability", "strength"}, {"flexibility", "breathing"}
# In the order of doing; what stands in one set may mix.
PARTS = [{"cardio"}, {"mobility", "posture", "balance"}, {"core_stability", "strength"}, {"flexibility"}, {"breathing"}]
WHOLE_BACK = [{"neck", "shoulders"}, {"upper_back", "mid_back"}, {"lower_back"}, {"hips", "glutes"}]
# They have no stability exercise of another family to change to, so that there is none on B days.
FEW = {"somebody who can't get to the floor"}


def _kinds(program, session):
    return {exercises(program)[item.exercise_id].kind.value for item in session.items}


def _sessions(walked, minutes, *, light_days):
    for key, program in walked.items():
        days = [one for one in week(program, 1) if light_days or key[2] < 7 or one.day < 7]
        yield from ((key, _kinds(program, one)) for one in days if key[1] >= minutes)


def test_from_ten_minutes_on_a_session_opens_gently_and_ends_calmly(walked):
    kinds = list(_sessions(walked, 10, light_days=True))

    assert [key for key, held in kinds if not held & OPENING] == []
    assert [key for key, held in kinds if not held & CLOSE] == []


def test_from_ten_minutes_on_a_session_has_a_main_part_but_on_light_days(walked):
    assert [key for key, held in _sessions(walked, 10, light_days=False) if not held & MAIN] == []


def test_from_fifteen_minutes_on_the_main_part_is_stability_and_strength(walked):
    assert [key for key, held in _sessions(walked, 15, light_days=False) if not held >= MAIN and key[0] not in FEW] == []


def test_from_thirty_minutes_on_there_is_easy_cardio(walked):
    assert [key for key, held in _sessions(walked, 30, light_days=True) if "cardio" not in held] == []


def test_who_wants_to_be_fit_walks_in_shorter_sessions_too(walked):
    wish = [held for key, held in _sessions(walked, 10, light_days=True) if key[0] == "somebody who wants to be fit"]

    assert all("cardio" in held for held in wish)


def test_items_stand_in_the_order_of_doing(walked):
    places = {kind: place for place, kinds in enumerate(PARTS) for kind in kinds}
    orders = [
        [places[exercises(program)[item.exercise_id].kind.value] for item in one.items] for program in walked.values() for one in week(program, 1)
    ]

    assert [order for order in orders if order != sorted(order)] == []


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["glute_bridge", "bird_dog", "clamshell", "squat"], ["squat", "bird_dog", "clamshell", "glute_bridge"]),
        # Who is on the floor after loosening stays there for the bridge, and the stretches begin standing.
        (["squat", "cat_cow", "glute_bridge", "doorway_chest_stretch"], ["cat_cow", "glute_bridge", "squat", "doorway_chest_stretch"]),
        (["squat", "neck_rotation", "glute_bridge"], ["neck_rotation", "squat", "glute_bridge"]),
    ],
)
def test_standing_comes_before_the_floor_but_in_a_part_after_one_that_ended_there(plan, recommended, names, order):
    ranked = {row.exercise.id: row for row in recommended().ranking}

    assert [row.exercise.id for row in in_order([ranked[name] for name in names], plan)] == order


def test_in_up_to_three_quarters_of_an_hour_nobody_gets_down_to_the_floor_more_than_twice(walked):
    downs = {}
    for key, program in walked.items():
        for session in week(program, 1):
            floor = [exercises(program)[item.exercise_id].floor_needed for item in session.items]
            downs[key, session.day] = sum(down and not before for before, down in itertools.pairwise([False, *floor]))

    assert [where for where, times in downs.items() if times > 2 and where[0][1] <= 45] == []


def test_a_week_holds_one_exercise_of_a_family(walked):
    families = {key: [one.family for one in exercises(program).values()] for key, program in walked.items()}

    assert [key for key, held in families.items() if len(held) != len(set(held))] == []


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("minutes", [5, 10, 15])
def test_a_painful_area_gets_something_for_it(recommended, area, minutes):
    program = recommended(pain_areas=[area], minutes_per_session=minutes).program

    assert any(area in exercise.areas for exercise in exercises(program).values() if len(exercise.areas) < len(AREAS))
    assert program.notes == ()


def test_every_painful_area_is_served_or_named_in_a_note(walked, plan):
    areas = {"somebody whom everything hurts": AREAS, "somebody with much experience": ["hips", "upper_back"]}
    silent = [
        (key, area)
        for key, program in walked.items()
        for area in areas.get(key[0], [])
        if not any(area in one.areas for one in exercises(program).values() if len(one.areas) < len(AREAS))
        and not any(note.startswith("There is nothing") and plan.names_of_areas[area] in note for note in program.notes)
    ]

    assert silent == []


def test_whom_everything_hurts_has_something_for_all_of_it_in_a_quarter_of_an_hour(walked):
    notes = [program.notes for key, program in walked.items() if key[0] == "somebody whom everything hurts" and key[1] >= 15]

    assert set(notes) == {()}


@pytest.mark.parametrize("minutes", [10, 15, 20, 30, 45, 60])
@pytest.mark.parametrize("level", ["beginner", "intermediate"])
def test_whom_nothing_hurts_gets_a_routine_for_the_whole_back(recommended, minutes, level):
    program = recommended(pain_areas=[], minutes_per_session=minutes, experience_level=level).program
    held = [[set(exercises(program)[item.exercise_id].areas) for item in one.items] for one in week(program, 1)]

    missing = [region for areas in held for region in WHOLE_BACK if not any(region & of_one and len(of_one) < len(AREAS) for of_one in areas)]
    assert missing == []
