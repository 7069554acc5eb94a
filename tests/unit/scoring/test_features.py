"""The named features: which there are, and how large."""

import pytest

from recommender.scoring.features import GROUPS, feature_values, group_of, known_features, sign_of
from recommender.scoring.tables import Standing

NEUTRAL = Standing(popular=0.0, area=0.0, rest=0.0, family=0.0)


def test_every_feature_given_is_a_known_one(person, exercises):
    everyone = [
        person(),
        person("neck", "hips", experience="advanced", older=1.0, complaints=("hip",), equipment=("band", "barbell"), goals=("strength", "balance")),
    ]
    known = known_features(exercise.id for exercise in exercises)

    given = {name for audience in everyone for exercise in exercises for name in feature_values(audience, exercise, NEUTRAL)}

    assert given <= known
    assert {group_of(name) for name in known} == set(GROUPS)


def test_no_feature_is_given_twice_under_one_name(person, by_id):
    values = feature_values(person("leg"), by_id["single_leg_stand"], NEUTRAL)

    assert {name for name in values if name.startswith("exercise:")} >= {"exercise:is*kind*balance", "exercise:is*target*balance"}


def test_naming_one_more_area_lowers_no_value(person, exercises):
    for exercise in exercises:
        before, after = (feature_values(person(*areas), exercise, NEUTRAL) for areas in (("neck",), ("neck", "leg")))

        assert all(after[name] >= value for name, value in before.items())


def test_a_goal_more_takes_nothing_from_the_goal_before(person, by_id):
    one, two = (feature_values(person("neck", goals=goals), by_id["chin_tuck"], NEUTRAL) for goals in (("posture",), ("posture", "strength")))

    assert {name: value for name, value in two.items() if "strength*kind" not in name and "strength*target" not in name} == one


def test_a_beginner_and_anybody_have_no_level_features_and_an_advanced_person_has_those_of_both_steps(person, by_id):
    def of_level(experience):
        return {name for name in feature_values(person(experience=experience), by_id["bird_dog"], NEUTRAL) if group_of(name) == "level"}

    assert of_level("beginner") == of_level(None) == set()
    assert of_level("intermediate") < of_level("advanced")


def test_only_easy_exercises_can_be_lowered_by_a_higher_level(person, exercises):
    lowering = {
        exercise.level for exercise in exercises for name in feature_values(person(experience="advanced"), exercise, NEUTRAL) if sign_of(name) < 0
    }

    assert lowering == {"beginner"}


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
