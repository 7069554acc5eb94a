"""What an intake, or a published program, means to the model."""

import pytest

from exercise_catalog.vocabulary import Area, Equipment, Level
from recommender.domain.truth import UNKNOWN
from recommender.scoring.audience import Audience

COMPLAINTS = {"leg_pain": ("conditions.slipped_disc", "pain.spreads_below_knee"), "hip": ("conditions.hip_osteoarthritis",)}


def test_a_whole_intake_becomes_an_audience(profile):
    facts = profile(
        pain_areas=frozenset({"neck", "lower_back"}),
        experience_level="intermediate",
        age_years=75,
        equipment=frozenset({"none", "band", "chair"}),
        goals=frozenset({"strength"}),
        pain__spreads_below_knee=True,
        conditions__hip_osteoarthritis=False,
    )

    audience = Audience.from_profile(facts, complaints=COMPLAINTS)

    assert audience == Audience(
        areas=frozenset({Area.NECK, Area.LOWER_BACK}),
        experience=Level.INTERMEDIATE,
        older_ratio=1.0,
        complaints=frozenset({"leg_pain"}),
        equipment=frozenset({Equipment.BAND, Equipment.CHAIR}),
        goals=frozenset({"strength"}),
    )


def test_what_was_not_answered_stays_unknown(profile):
    names = ("pain_areas", "experience_level", "age_years", "equipment", "goals", "pain__spreads_below_knee")

    audience = Audience.from_profile(profile(**dict.fromkeys(names, UNKNOWN)), complaints=COMPLAINTS)

    assert (audience.areas, audience.experience, audience.older_ratio) == (frozenset(), None, 0.0)
    assert (audience.equipment, audience.goals, audience.complaints) == (frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize("fact", ["conditions__slipped_disc", "pain__spreads_below_knee"])
def test_any_fact_of_a_complaint_is_enough(profile, fact):
    assert Audience.from_profile(profile(**{fact: True}), complaints=COMPLAINTS).complaints == {"leg_pain"}


@pytest.mark.parametrize(
    ("age", "ticked", "ratio"),
    [
        (55, UNKNOWN, 0.0),
        (57, UNKNOWN, 0.1),
        (65, UNKNOWN, 0.5),
        (66, UNKNOWN, 0.55),
        (75, False, 1.0),
        (95, UNKNOWN, 1.0),
        (40, True, 1.0),
        (UNKNOWN, True, 1.0),
        (UNKNOWN, False, 0.0),
        (UNKNOWN, UNKNOWN, 0.0),
    ],
)
def test_age_counts_more_and_more_from_fifty_five_to_seventy_five(profile, age, ticked, ratio):
    person = profile(age_years=age, conditions__age_over_65=ticked)

    assert Audience.from_profile(person, complaints={}).older_ratio == pytest.approx(ratio)


def test_chair_wall_and_towel_are_no_tools(person):
    assert person(equipment=("chair", "wall", "towel", "band")).tools == frozenset({Equipment.BAND})
