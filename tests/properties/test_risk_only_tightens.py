"""A risk answer more never loosens the gate, and never lets an exercise in that was out before."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.domain.profile import Profile
from recommender.rules.engine import judge
from tests.properties.intakes import CONDITIONS, FLAGS, intakes, one_more, screened, with_one_more

ORDINARY = {
    "sitting_hours_per_day": 8, "pain_areas": ["lower_back", "neck"], "experience_level": "advanced", "has_chronic_condition": False,
    "red_flags": [], "conditions": [], "blood_pressure": "normal", "age_years": 55, "sex": "female", "pain": {"intensity": 6, "duration_weeks": 3},
}  # fmt: skip
BOUNDED = settings(max_examples=400, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module")
def looser(heart):
    """What became looser from one intake to the next: the outcome, or exercises that came in. Empty when nothing did."""

    def judged(answers):
        judgement = judge(Profile.from_answers(answers, intake=heart.book.intake, judged_on=dt.date(2026, 11, 22)), heart.book)
        return judgement.gate.outcome, {exercise.id for exercise in heart.catalog.exercises if judgement.excluded_by(exercise) is None}

    def compared(before, after):
        (one, was_in), (two, is_in) = judged(before), judged(after)
        outcome = [f"{one.value} -> {two.value}"] if two.rank < one.rank else []
        return outcome + sorted(is_in - was_in)

    return compared


@BOUNDED
@given(intake=screened, risk=one_more)
def test_one_more_red_flag_or_condition(looser, intake, risk):
    assert looser(intake, with_one_more(intake, *risk)) == []


@BOUNDED
@given(intake=intakes)
def test_a_chronic_condition_named(looser, intake):
    assert looser({**intake, "has_chronic_condition": False}, {**intake, "has_chronic_condition": True}) == []


@BOUNDED
@given(intake=intakes, intensity=st.integers(0, 9), higher=st.integers(1, 10))
def test_a_stronger_pain(looser, intake, intensity, higher):
    pain = {key: value for key, value in intake.get("pain", {}).items() if key != "intensity"}

    before, after = ({**intake, "pain": {**pain, "intensity": number}} for number in (intensity, min(10, intensity + higher)))

    assert looser(before, after) == []


@BOUNDED
@given(intake=intakes)
def test_a_doctor_who_advises_against_it(looser, intake):
    after = {**intake, "consultation": {**intake.get("consultation", {}), "exercise_advised": False}}

    assert looser(intake, after) == []


@BOUNDED
@given(intake=screened, flag=st.sampled_from(FLAGS))
def test_a_question_left_open_instead_of_answered_with_no(looser, intake, flag):
    answered = {**intake, "red_flags": [one for one in intake["red_flags"] if one != flag]}

    assert looser(answered, {**answered, "red_flags_unknown": [*{*intake.get("red_flags_unknown", []), flag}]}) == []


@BOUNDED
@given(intake=screened, age=st.sampled_from([64, 65, 69, 74]))
def test_one_year_more_past_an_edge(looser, intake, age):
    assert looser({**intake, "age_years": age}, {**intake, "age_years": age + 1}) == []


@BOUNDED
@given(intake=screened, answer=st.sampled_from([{"pregnancy": "trimester_2"}, {"blood_pressure": "high_uncontrolled"}, {"can_get_to_floor": False}]))
def test_another_field_that_says_so(looser, intake, answer):
    before = {**intake, "pregnancy": "none", "blood_pressure": "normal", "can_get_to_floor": True}

    assert looser(before, {**before, **answer}) == []


@pytest.mark.parametrize(("name", "option"), [*[("red_flags", flag) for flag in FLAGS], *[("conditions", condition) for condition in CONDITIONS]])
def test_each_red_flag_and_condition_for_an_ordinary_person(looser, name, option):
    assert looser(ORDINARY, with_one_more(ORDINARY, name, option)) == []
