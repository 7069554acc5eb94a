"""What each outcome of the gate answers: a program only where one is released, and always what to do instead."""

from typing import Any

import pytest

from tests.contract.api.world import FOUR_FIELDS, SCREENED, World

CHRONIC = {**FOUR_FIELDS, "has_chronic_condition": True}
CONSULTED = {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": True}
EMERGENCY = {**SCREENED, "red_flags": ["ces_saddle"]}
URGENT = {**SCREENED, "red_flags": ["severe_unremitting"]}
LIFTED = {**CHRONIC, "consultation": CONSULTED}
# The tiers of the screening questions: the question of a graver tier is put before those of the next.
EMERGENCY_QUESTIONS = {"ces_saddle", "ces_bladder", "chest_pain_now", "major_trauma"}
URGENT_QUESTIONS = {"severe_unremitting", "thoracic_pain"}
CALMER_QUESTIONS = {"age_young", "inflammatory_count"}


def test_a_chronic_condition_holds_the_program_back_until_a_doctor_was_consulted(world: World) -> None:
    body = world.create(CHRONIC).get_json()

    assert body["status"] == "awaiting_clearance"
    assert body["gate"]["outcome"] == "consult_first"
    assert "GATE-CHRONIC" in [reason["rule_id"] for reason in body["gate"]["reasons"]]
    assert body["program"] is None
    assert body["links"] is None
    assert body["gate"]["message"]


def test_what_is_held_back_carries_next_steps_and_habits_and_what_would_unlock_it(world: World) -> None:
    body = world.create(CHRONIC).get_json()

    assert len(body["interim_advice"]["next_steps"]) >= 2
    assert "sitting_break" in [habit["code"] for habit in body["interim_advice"]["daily_habits"]]
    assert body["gate"]["unlock"]["cleared_by"] == "person"
    assert "consultation" in body["gate"]["unlock"]["fields"]
    assert body["gate"]["unlock"]["message"]


def test_the_program_that_waits_is_prepared_and_stored_but_in_no_answer(world: World) -> None:
    created = world.create(CHRONIC)
    prepared = world.store.detail_of(created.get_json()["id"])["prepared_program"]

    assert len(prepared["exercises"]) >= 3
    assert len(prepared["sessions"]) >= 3
    assert b'"exercises"' not in created.data
    assert b'"exercises"' not in world.get(created.headers["Location"], key="server").data


@pytest.mark.parametrize(("answers", "outcome"), [(EMERGENCY, "emergency"), (URGENT, "urgent")])
def test_a_referral_has_no_program_and_none_is_prepared(world: World, answers: dict[str, Any], outcome: str) -> None:
    body = world.create(answers).get_json()

    assert (body["status"], body["gate"]["outcome"], body["program"], body["links"]) == ("referred", outcome, None, None)
    assert world.store.detail_of(body["id"])["prepared_program"] is None
    assert body["gate"]["unlock"]["cleared_by"] == "nothing"


def test_an_emergency_carries_what_to_do_now_and_no_habits(world: World) -> None:
    advice = world.create(EMERGENCY).get_json()["interim_advice"]

    assert len(advice["next_steps"]) >= 1
    assert advice["daily_habits"] == []


def test_an_urgent_case_carries_habits_that_are_safe_for_anyone(world: World) -> None:
    advice = world.create(URGENT).get_json()["interim_advice"]

    assert len(advice["next_steps"]) >= 1
    assert len(advice["daily_habits"]) >= 1


def test_no_consultation_lifts_an_emergency(world: World) -> None:
    body = world.create({**EMERGENCY, "consultation": CONSULTED}).get_json()

    assert (body["status"], body["gate"]["outcome"], body["program"]) == ("referred", "emergency", None)


def test_a_consultation_that_advised_exercise_releases_a_modified_program(world: World) -> None:
    body = world.create(LIFTED).get_json()

    assert (body["status"], body["gate"]["outcome"]) == ("released", "proceed_modified")
    assert len(body["program"]["exercises"]) >= 3
    assert body["interim_advice"] is None
    assert body["gate"]["unlock"] is None


@pytest.mark.parametrize(
    "consultation",
    [
        {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": False},
        {"consulted": True, "consulted_on": "2026-11-02"},
        {"consulted": False, "exercise_advised": True},
        {"exercise_advised": True},
        {"consulted": True, "consulted_on": "2025-11-21", "exercise_advised": True},
    ],
    ids=["advised against", "advice not said", "not consulted", "consultation not said", "more than twelve months ago"],
)
def test_any_lesser_consultation_releases_nothing(world: World, consultation: dict[str, Any]) -> None:
    body = world.create({**CHRONIC, "consultation": consultation}).get_json()

    assert (body["status"], body["program"]) == ("awaiting_clearance", None)


def test_a_consultation_a_year_ago_to_the_day_still_counts(world: World) -> None:
    consultation = {"consulted": True, "consulted_on": "2025-11-22", "exercise_advised": True}

    assert world.create({**CHRONIC, "consultation": consultation}).get_json()["status"] == "released"


def test_advice_against_exercise_holds_back_whatever_else_was_answered(world: World) -> None:
    consultation = {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": False}

    body = world.create({**SCREENED, "consultation": consultation}).get_json()

    assert (body["status"], body["gate"]["outcome"], body["program"]) == ("awaiting_clearance", "consult_first", None)


def test_everything_asked_and_nothing_found_proceeds_with_no_open_question(world: World) -> None:
    body = world.create(SCREENED).get_json()

    assert body["status"] == "released"
    assert (body["gate"]["outcome"], body["gate"]["screening"], body["gate"]["unlock"]) == ("proceed", "complete", None)
    assert body["before_you_start"] == []
    assert body["interim_advice"] is None
    assert body["links"] == {"handout": None, "calendar": None}


def test_the_four_fields_alone_give_the_cautious_program(world: World) -> None:
    body = world.create({**FOUR_FIELDS, "experience_level": "advanced"}).get_json()
    properties = {
        prop for chosen in body["program"]["exercises"] for prop in world.get(f"/v1/exercises/{chosen['exercise_id']}").get_json()["properties"]
    }

    assert (body["status"], body["gate"]["outcome"], body["gate"]["screening"]) == ("released", "proceed_modified", "not_asked")
    assert properties.isdisjoint(
        {
            "loaded_spinal_flexion", "end_range_spinal_flexion", "end_range_spinal_extension", "rotation_under_load",
            "axial_loading_squat_deadlift", "high_impact", "balance_challenge", "valsalva_or_long_isometric_hold",
            "inversion_head_below_heart", "end_range_neck_extension_rotation",
        }
    )  # fmt: skip


def test_what_was_not_asked_is_listed_gravest_first_and_conditions_too(world: World) -> None:
    questions = world.create().get_json()["before_you_start"]
    flags = [question["red_flag"] for question in questions]
    last_emergency = max(flags.index(flag) for flag in EMERGENCY_QUESTIONS)
    urgent_places = [flags.index(flag) for flag in URGENT_QUESTIONS]
    first_calmer = min(flags.index(flag) for flag in CALMER_QUESTIONS)

    assert len(questions) == 65
    assert last_emergency < min(urgent_places)
    assert max(urgent_places) < first_calmer
    assert [question["field"] for question in questions if question["red_flag"] is None] == ["conditions"]
    assert all(question["question"] for question in questions)


def test_only_the_skipped_questions_stay_open_when_the_rest_was_asked(world: World) -> None:
    body = world.create({**SCREENED, "red_flags_unknown": ["night_pain"]}).get_json()

    assert body["gate"]["screening"] == "partial"
    assert [question["red_flag"] for question in body["before_you_start"]] == ["night_pain"]


def test_only_the_conditions_stay_open_when_the_red_flags_were_asked(world: World) -> None:
    body = world.create({**FOUR_FIELDS, "red_flags": []}).get_json()

    assert body["gate"]["screening"] == "partial"
    assert [(question["field"], question["red_flag"]) for question in body["before_you_start"]] == [("conditions", None)]


def test_where_coaches_decide_a_lifted_case_waits_for_review_without_a_program(world: World) -> None:
    created = world.create(LIFTED, key="coached server")
    body = created.get_json()

    assert (body["status"], body["program"], body["links"]) == ("in_review", None, None)
    assert world.get(created.headers["Location"], key="coached server").get_json()["program"] is None


def test_where_coaches_decide_the_program_under_review_is_stored_for_them(world: World) -> None:
    body = world.create(LIFTED, key="coached server").get_json()
    prepared = world.store.detail_of(body["id"])["prepared_program"]

    assert prepared is not None
    assert len(prepared["exercises"]) >= 3


def test_a_case_under_review_says_what_to_do_until_then(world: World) -> None:
    body = world.create(LIFTED, key="coached server").get_json()

    assert body["interim_advice"] is not None
    assert len(body["interim_advice"]["next_steps"]) >= 1
    assert body["gate"]["unlock"] is not None


def test_where_coaches_decide_a_case_that_nothing_lifted_goes_its_usual_way(world: World) -> None:
    assert world.create(SCREENED, key="coached server").get_json()["status"] == "released"
    assert world.create(CHRONIC, key="coached server").get_json()["status"] == "awaiting_clearance"


@pytest.mark.parametrize("key", ["server", "coached server"])
@pytest.mark.parametrize(
    "answers",
    [
        FOUR_FIELDS,
        SCREENED,
        CHRONIC,
        LIFTED,
        URGENT,
        EMERGENCY,
        {**SCREENED, "age_years": 15},
        {**SCREENED, "conditions": ["hypertension_uncontrolled"]},
    ],
    ids=["four fields", "screened", "chronic", "lifted", "urgent", "emergency", "a minor", "clinician's"],
)
def test_a_program_is_there_exactly_when_the_status_is_released(world: World, answers: dict[str, Any], key: str) -> None:
    body = world.create(answers, key=key).get_json()

    assert (body["program"] is not None) == (body["status"] == "released")
    assert (body["interim_advice"] is None) == (body["status"] == "released")
    assert body["gate"]["message"]
    assert body["disclaimer"]
