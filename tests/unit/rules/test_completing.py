"""A question whose answer would complete a combination is asked when the other half is yes, and only then."""

import datetime as dt

import pytest

from recommender.heart import load_heart
from recommender.pipeline import recommend

JUDGED_ON = dt.date(2026, 11, 22)
ASKED = {
    "sitting_hours_per_day": 8, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": False,
    "red_flags": [], "conditions": [],
}  # fmt: skip
MAN_OF_40 = {"age_years": 40, "sex": "male"}

# Answers on top of a complete screening, and the fields that are asked for then.
ASKED_FOR = [
    ({}, []),
    ({"sex": "female"}, ["history.height_loss", "age_years"]),
    ({"age_years": 72}, ["history.height_loss", "sex"]),
    ({"age_years": 40}, []),
    ({"sex": "male"}, []),
    ({"sex": "female", "age_years": 40}, ["history.height_loss"]),
    ({"red_flags": ["night_pain"], **MAN_OF_40}, ["history.smokes"]),
    ({"red_flags": ["night_pain"], "sex": "male"}, ["history.smokes", "age_years"]),
    ({"red_flags": ["no_improve_6w"], "sex": "male"}, ["age_years"]),
    ({"red_flags": ["thoracic_pain"], **MAN_OF_40}, ["history.family_heart_disease"]),
    ({"red_flags": ["leg_pain_no_deficit"], **MAN_OF_40}, ["pain.intensity", "pain.duration_weeks"]),
    ({"red_flags": ["leg_pain_no_deficit"], "pain": {"intensity": 8}, **MAN_OF_40}, ["pain.duration_weeks"]),
    ({"red_flags": ["leg_pain_no_deficit"], "pain": {"intensity": 3}, **MAN_OF_40}, []),
    ({"pain": {"spreads_below_knee": True, "duration_weeks": 1}, **MAN_OF_40}, ["pain.intensity"]),
    # What is found already is graver than what could be completed.
    ({"red_flags": ["weight_loss"], "sex": "female"}, []),
    ({"red_flags": ["night_pain", "fever_back"]}, []),
    ({"red_flags": ["ces_saddle"], "sex": "female"}, []),
    # A doctor first is milder than a combination that is urgent.
    ({"conditions": ["osteoporosis_no_fracture"], "age_years": 40}, ["history.height_loss", "sex"]),
]


@pytest.fixture(scope="module")
def fields_asked_for():
    heart = load_heart()
    return lambda **more: [row["field"] for row in recommend({**ASKED, **more}, heart, judged_on=JUDGED_ON).before_you_start]


@pytest.mark.parametrize(("answers", "fields"), ASKED_FOR)
def test_what_would_complete_a_combination_is_asked(fields_asked_for, answers, fields):
    assert fields_asked_for(**answers) == fields


def test_while_red_flags_are_open_the_other_half_is_asked_beside_them(fields_asked_for):
    fields = fields_asked_for(red_flags_unknown=["steroids"], sex="female")

    assert fields == ["red_flags", "history.height_loss", "age_years"]
