"""What an intake, or a published program, means to the model."""

import pytest

from exercise_catalog.vocabulary import Area, Equipment, Level
from recommender.domain.truth import UNKNOWN
from recommender.scoring.audience import Audience


def test_a_whole_intake_becomes_an_audience(profile):
    facts = profile(
        sitting_hours_per_day=6.5,
        pain_areas=frozenset({"neck", "lower_back"}),
        experience_level="intermediate",
        has_chronic_condition=True,
        age_years=70,
        equipment=frozenset({"none", "band", "chair"}),
        goals=frozenset({"strength"}),
        minutes_per_session=20,
    )

    audience = Audience.from_profile(facts)

    assert audience == Audience(
        areas=frozenset({Area.NECK, Area.LOWER_BACK}),
        experience=Level.INTERMEDIATE,
        chronic=True,
        long_sitting_ratio=0.5,
        older=True,
        equipment=frozenset({Equipment.BAND, Equipment.CHAIR}),
        goals=frozenset({"strength"}),
        minutes=20,
    )


def test_what_was_not_answered_stays_unknown(profile):
    names = ("pain_areas", "experience_level", "has_chronic_condition", "age_years", "equipment", "goals", "minutes_per_session")

    audience = Audience.from_profile(profile(**dict.fromkeys(names, UNKNOWN)))

    assert (audience.areas, audience.experience, audience.chronic, audience.older) == (frozenset(), None, None, None)
    assert (audience.equipment, audience.goals, audience.minutes, audience.long_sitting_ratio) == (frozenset(), frozenset(), None, 0.0)


@pytest.mark.parametrize(("hours", "ratio"), [(0, 0.0), (4, 0.0), (4.5, 0.1), (9, 1.0), (9.5, 1.0), (24, 1.0)])
def test_sitting_counts_from_four_hours_and_fully_from_nine(profile, hours, ratio):
    assert Audience.from_profile(profile(sitting_hours_per_day=hours)).long_sitting_ratio == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("age", "ticked", "older"),
    [
        (65, UNKNOWN, False),
        (66, UNKNOWN, True),
        (66, False, True),
        (40, True, True),
        (UNKNOWN, True, True),
        (UNKNOWN, False, False),
        (UNKNOWN, UNKNOWN, None),
    ],
)
def test_older_means_above_65_or_ticked(profile, age, ticked, older):
    assert Audience.from_profile(profile(age_years=age, conditions__age_over_65=ticked)).older is older


def test_a_published_program_for_anyone_names_no_experience():
    told = {
        "pain_areas": [], "experience": "any", "chronic": None, "long_sitting": True, "older": False,
        "equipment": ["none"], "minutes": None, "goal": "posture",
    }  # fmt: skip

    audience = Audience.from_program({"audience": told})

    assert (audience.experience, audience.long_sitting_ratio, audience.equipment) == (None, 1.0, frozenset())
    assert audience.goals == frozenset({"posture"})


def test_chair_wall_and_towel_are_no_tools(person):
    assert person(equipment=("chair", "wall", "towel", "band")).tools == frozenset({Equipment.BAND})
