"""The heart, and people whose rankings are explained."""

import datetime as dt

import pytest

from recommender.explain import explain
from recommender.heart import load_heart

TODAY = dt.date(2026, 11, 22)
OFFICE_NECK = {
    "sitting_hours_per_day": 9, "pain_areas": ["neck"], "experience_level": "beginner", "has_chronic_condition": False,
    "red_flags": [], "conditions": [], "age_years": 38, "blood_pressure": "normal", "goals": ["pain_relief", "posture"], "work_posture": "sitting",
}  # fmt: skip
OLDER_BACK = {
    "sitting_hours_per_day": 5, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": False,
    "red_flags": [], "conditions": [], "age_years": 72, "goals": ["pain_relief", "balance"],
}  # fmt: skip
GYM_NO_PAIN = {
    "sitting_hours_per_day": 4, "pain_areas": [], "experience_level": "advanced", "has_chronic_condition": False,
    "red_flags": [], "conditions": [], "age_years": 29, "blood_pressure": "normal", "goals": ["strength"], "minutes_per_session": 40,
    "equipment": ["chair", "wall", "towel", "dumbbell", "barbell", "machine", "pull_up_bar", "bench"],
}  # fmt: skip
NOT_ASKED = {"sitting_hours_per_day": 8, "pain_areas": ["hips", "upper_back"], "experience_level": "intermediate", "has_chronic_condition": False}
AN_HOUR = {**OFFICE_NECK, "pain_areas": ["neck", "shoulders"], "minutes_per_session": 60, "days_per_week": 7}
CHRONIC = {**OLDER_BACK, "has_chronic_condition": True}
URGENT = {**OFFICE_NECK, "red_flags": ["weight_loss"]}
EMERGENCY = {**OFFICE_NECK, "red_flags": ["ces_bladder"]}
PEOPLE = {
    "office": OFFICE_NECK, "older": OLDER_BACK, "gym": GYM_NO_PAIN, "not asked": NOT_ASKED, "an hour": AN_HOUR, "chronic": CHRONIC,
}  # fmt: skip


@pytest.fixture(scope="session")
def heart():
    return load_heart()


@pytest.fixture(scope="session")
def explained(heart):
    """Explains the ranking for an intake."""
    return lambda intake, **options: explain(intake, heart, judged_on=TODAY, **options)


@pytest.fixture(scope="session", params=PEOPLE.values(), ids=PEOPLE)
def intake(request):
    return request.param
