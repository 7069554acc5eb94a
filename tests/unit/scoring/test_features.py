"""The named features: which there are, and how large."""

import pytest

from recommender.scoring.features import GROUPS, feature_values, group_of, known_features
from recommender.scoring.tables import Standing

NEUTRAL = Standing(popular=0.0, similar=0.0, area=0.0, family=0.0)


def test_every_feature_given_is_a_known_one(person, exercises):
    everyone = [
        person(),
        person(
            "neck", "hips", experience="advanced", chronic=True, sitting=0.3, older=True, equipment=("band", "barbell"), goals=("strength", "balance")
        ),
    ]
    known = known_features(exercise.id for exercise in exercises)

    given = {name for audience in everyone for exercise in exercises for name in feature_values(audience, exercise, NEUTRAL)}

    assert given <= known
    assert {group_of(name) for name in known} == set(GROUPS)


def test_no_feature_is_given_twice_under_one_name(person, by_id):
    values = feature_values(person("leg"), by_id["single_leg_stand"], NEUTRAL)

    assert {name for name in values if name.startswith("exercise:")} >= {"exercise:is*kind*balance", "exercise:is*target*balance"}


def test_naming_more_areas_averages_instead_of_adding(person, by_id):
    values = feature_values(person("lower_back", "neck", "shoulders", "leg"), by_id["bird_dog"], NEUTRAL)

    crosses = {name: value for name, value in values.items() if name.startswith("area:") and "trunk_control" in name}
    assert crosses == dict.fromkeys((f"area:{area}*target*trunk_control" for area in ("lower_back", "neck", "shoulders", "leg")), 0.25)


def test_goals_that_no_program_states_count_for_nothing(person, by_id):
    with_unknown = feature_values(person("neck", goals=("strength", "bone_health")), by_id["chin_tuck"], NEUTRAL)

    assert with_unknown == feature_values(person("neck", goals=("strength",)), by_id["chin_tuck"], NEUTRAL)


def test_a_missing_tool_is_named_and_a_missing_chair_is_not(person, by_id):
    band, chair = by_id["band_row"], by_id["sit_to_stand"]

    assert feature_values(person("neck"), band, NEUTRAL)["equipment:lacks"] == 1.0
    assert not [name for name in feature_values(person("neck"), chair, NEUTRAL) if name.startswith("equipment")]


@pytest.mark.parametrize(("equipment", "share"), [(("band",), 1.0), (("band", "chair"), 1.0), (("band", "dumbbell", "barbell", "ball"), 0.25)])
def test_owning_many_things_asks_less_for_each(person, by_id, equipment, share):
    assert feature_values(person("neck", equipment=equipment), by_id["band_row"], NEUTRAL)["equipment:owned"] == share
