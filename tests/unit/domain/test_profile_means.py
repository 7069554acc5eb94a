"""What an answer means: yes, no and not asked are three things, and defaults stand only where the intake says so."""

import pytest

from recommender.domain.truth import UNKNOWN


def test_what_was_not_asked_is_unknown(profile):
    facts = profile().facts

    assert facts["red_flags.ces_bladder"] is UNKNOWN
    assert facts["conditions.glaucoma"] is UNKNOWN
    assert facts["age_years"] is UNKNOWN
    assert facts["pain.intensity"] is UNKNOWN
    assert facts["can_get_to_floor"] is UNKNOWN


def test_an_empty_list_of_red_flags_means_that_none_applies(profile):
    facts = profile(red_flags=[], conditions=[]).facts

    assert facts["red_flags.ces_bladder"] is False
    assert facts["conditions.glaucoma"] is False


def test_a_ticked_flag_is_yes_and_the_others_are_no(profile):
    facts = profile(red_flags=["weight_loss"]).facts

    assert (facts["red_flags.weight_loss"], facts["red_flags.ces_bladder"]) == (True, False)


def test_a_flag_that_was_skipped_is_unknown_among_answered_ones(profile):
    facts = profile(red_flags=["weight_loss"], red_flags_unknown=["ces_bladder"]).facts

    assert (facts["red_flags.weight_loss"], facts["red_flags.ces_bladder"], facts["red_flags.ces_bowel"]) == (True, UNKNOWN, False)


def test_a_flag_both_ticked_and_skipped_is_yes(profile):
    assert profile(red_flags=["weight_loss"], red_flags_unknown=["weight_loss"]).facts["red_flags.weight_loss"] is True


def test_unknown_blood_pressure_said_aloud_is_unknown(profile):
    assert profile(blood_pressure="unknown").facts["blood_pressure"] is UNKNOWN
    assert profile(blood_pressure="normal").facts["blood_pressure"] == "normal"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({}, {"none", "chair", "wall", "towel"}),
        ({"equipment": []}, {"none"}),
        ({"equipment": ["band"]}, {"none", "band"}),
        ({"equipment": ["none", "band"]}, {"none", "band"}),
    ],
)
def test_no_equipment_is_always_at_hand_and_a_home_has_the_usual(profile, given, meant):
    assert profile(**given).chosen("equipment") == meant


@pytest.mark.parametrize(
    ("name", "value"),
    [("minutes_per_session", 15), ("days_per_week", 3), ("exclude_exercises", frozenset())],
)
def test_defaults(profile, name, value):
    assert profile().facts[name] == value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sitting_hours_per_day", 0), ("sitting_hours_per_day", 24), ("sitting_hours_per_day", 7.5), ("age_years", 0), ("age_years", 120),
        ("minutes_per_session", 5), ("minutes_per_session", 60), ("days_per_week", 1), ("days_per_week", 7), ("has_chronic_condition", True),
    ],
)  # fmt: skip
def test_bounds_themselves_are_allowed(profile, field, value):
    assert profile(**{field: value}).facts[field] == value


def test_the_fields_of_an_object_are_facts_with_a_dot(profile):
    facts = profile(pain={"intensity": 0, "duration_weeks": 2600, "spreads_below_knee": False, "worse_with": ["sitting"]}).facts

    assert facts["pain.intensity"] == 0
    assert facts["pain.duration_weeks"] == 2600
    assert facts["pain.spreads_below_knee"] is False
    assert facts["pain.worse_with"] == {"sitting"}


def test_empty_objects_are_as_good_as_none(profile):
    assert profile(pain={}, consultation={}, consent={}).facts == profile().facts


@pytest.mark.parametrize("more", [{"reference": "visit-8841"}, {"locale": "de-AT"}, {"consent": {"notice_version": "2026-11", "given": True}}])
def test_reference_locale_and_consent_are_no_facts(profile, more):
    assert profile(**more).facts == profile().facts


@pytest.mark.parametrize(
    ("consulted_on", "months"),
    [("2026-11-22", 0), ("2026-11-21", 1), ("2026-10-22", 1), ("2026-10-23", 1), ("2025-11-22", 12), ("2025-11-21", 13), ("2024-02-29", 33)],
)
def test_months_since_a_consultation_count_whole_as_soon_as_they_have_begun(profile, consulted_on, months):
    assert profile(consultation={"consulted_on": consulted_on}).facts["consultation.months_ago"] == months


def test_without_a_date_nobody_knows_how_long_ago_it_was(profile):
    assert profile(consultation={"consulted": False}).facts["consultation.months_ago"] is UNKNOWN


@pytest.mark.parametrize(
    ("order", "other"),
    [
        ({"pain_areas": ["neck", "hips"]}, {"pain_areas": ["hips", "neck"]}),
        ({"equipment": ["band", "chair"]}, {"equipment": ["chair", "band"]}),
        ({"goals": ["posture", "strength"]}, {"goals": ["strength", "posture"]}),
    ],
)
def test_the_order_of_a_list_means_nothing(profile, order, other):
    assert profile(**order).facts == profile(**other).facts
