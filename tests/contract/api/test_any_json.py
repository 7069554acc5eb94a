"""Whatever is sent, the answer is a recommendation or a problem that says whose fault it is; never a fault of ours."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recommender.heart import Heart
from tests.contract.api.world import FOUR_FIELDS, FROM_A_FORM, SITE, World

EVERY_FIELD = [
    "sitting_hours_per_day", "pain_areas", "experience_level", "has_chronic_condition", "red_flags", "red_flags_unknown", "conditions",
    "conditions_unknown", "consultation", "history", "pain",
    "age_years", "sex", "pregnancy", "blood_pressure", "can_get_to_floor", "equipment", "minutes_per_session",
    "days_per_week", "goals", "work_posture", "exclude_exercises", "reference", "locale", "consent",
]  # fmt: skip
INNER_FIELDS = ["smokes", "consulted", "consulted_on", "exercise_advised", "intensity", "duration_weeks", "spreads_below_knee", "worse_with", "given"]
# Texts hold halves of character pairs too, which JSON can spell and UTF-8 can't; numbers, those that no float holds.
texts = st.text(st.characters(exclude_categories=()), max_size=40)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([10**400, -(10**400), 2**63, 1e308, -0.0])
words = st.sampled_from(["lower_back", "beginner", "ces_saddle", "night_pain", "none", "2026-11-02", "bird_dog", "trimester_1"])
scalars = st.none() | st.booleans() | numbers | texts | words
names = texts | st.sampled_from([*EVERY_FIELD, *INNER_FIELDS, "pain.intensity", "__proto__", "id", "status"])
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(names, inner, max_size=5), max_leaves=12)
EXPECTED = {201, 400, 413, 422}
# One application answers all examples of a test, as one does in the world: nothing that it keeps changes what it answers.
bounded = settings(derandomize=True, deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def status_of(world: World, answers: Any, *, key: str = "server") -> int:
    return world.create(answers, key=key, Origin=SITE).status_code


@pytest.mark.parametrize("field", EVERY_FIELD)
def test_any_value_in_any_field_is_answered(world: World, field: str) -> None:
    @settings(bounded, max_examples=40)
    @given(value=values)
    def holds(value: Any) -> None:
        assert status_of(world, {**FOUR_FIELDS, field: value}) in EXPECTED

    holds()


@bounded
@given(body=st.dictionaries(names, values, max_size=6))
def test_any_additional_fields_are_answered(world: World, body: dict[str, Any]) -> None:
    assert status_of(world, {**FOUR_FIELDS, **body}) in EXPECTED


@bounded
@given(body=values)
def test_any_json_at_all_is_answered(world: World, body: Any) -> None:
    assert status_of(world, body) in {400, 413, 422}


@bounded
@given(inner=st.dictionaries(st.sampled_from(INNER_FIELDS) | texts, values, max_size=4), name=st.sampled_from(["pain", "consultation", "consent"]))
def test_any_object_in_an_object_is_answered(world: World, inner: dict[str, Any], name: str) -> None:
    assert status_of(world, {**FOUR_FIELDS, name: inner}) in EXPECTED


@bounded
@example(body={".py": None, "<html>": None, "Traceback": None})
@given(body=st.dictionaries(names, values, max_size=6))
def test_any_form_of_a_browser_is_answered(world: World, body: dict[str, Any]) -> None:
    assert status_of(world, {**FROM_A_FORM, **body}, key="browser") in EXPECTED


@bounded
@given(body=st.binary(max_size=200))
def test_any_bytes_are_answered(world: World, body: bytes) -> None:
    response = world.post(body, Content_Type="application/json")

    assert response.status_code in {400, 422}


@bounded
@given(cut=st.integers(0, 100), insert=st.binary(max_size=5))
def test_any_damage_to_a_good_body_is_answered(world: World, cut: int, insert: bytes) -> None:
    good = json.dumps(FROM_A_FORM).encode()

    response = world.post(good[:cut] + insert + good[cut + 1 :], Content_Type="application/json")

    assert response.status_code in {201, 400, 422}


@pytest.mark.parametrize("field", ["red_flags", "red_flags_unknown", "conditions", "exclude_exercises", "equipment", "goals", "pain_areas"])
def test_every_single_option_of_a_set_is_answered_with_a_recommendation(world: World, heart: Heart, field: str) -> None:
    options = heart.book.intake.fields[field].options
    statuses = {option: world.create({**FOUR_FIELDS, "red_flags": [], field: [option]}).status_code for option in options}

    assert {option: status for option, status in statuses.items() if status != 201} == {}


def test_as_many_options_as_the_contract_lets_in_are_answered_with_a_recommendation(world: World, heart: Heart) -> None:
    fields = heart.book.intake.fields
    everything = {
        name: list(fields[name].options)[:64] for name in ("red_flags", "conditions", "exclude_exercises", "equipment", "goals", "pain_areas")
    }

    assert world.create({**FOUR_FIELDS, **everything}).status_code == 201
