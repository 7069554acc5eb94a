"""Draws intakes: few red flags and conditions at a time, numbers at the edges of rules, and any field left out at times."""

import datetime as dt

from hypothesis import strategies as st

from recommender.rules.book import RuleBook

JUDGED_ON = dt.date(2026, 11, 22)
# Somebody who was asked about everything, and said no.
ASKED = {
    "sitting_hours_per_day": 8, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": False,
    "red_flags": [], "conditions": [],
}  # fmt: skip
_FIELDS = RuleBook.load().intake.fields
FLAGS = _FIELDS["red_flags"].options
CONDITIONS = _FIELDS["conditions"].options
# Flags that do nothing or little alone and much together, and those that ask for a doctor; drawn more often than emergencies.
MEETING = (
    *("night_pain", "age_alone", "cough_sneeze_leg", "thoracic_pain", "no_improve_6w", "leg_pain_no_deficit", "changed_chronic"),
    *("single_limb_deficit", "heart_condition", "chronic_primary_lbp", "ces_constipation_only", "pregnancy_well", "pregnancy_relative"),
    *("bp_160", "recent_surgery", "dizzy_or_fainted", "claudication", "inflammatory_count", "diabetes_low_intensity", "yellow_flags"),
)


def _set_of(options, most):
    return st.lists(st.sampled_from(options), unique=True, max_size=most)


def _options(name):
    return list(_FIELDS[name].options)


flags = st.one_of(st.just([]), _set_of(MEETING, 3), _set_of(MEETING, 2), _set_of(FLAGS, 3))
conditions = st.one_of(st.just([]), _set_of(CONDITIONS, 2), _set_of(CONDITIONS, 4))
days = st.sampled_from(["2026-11-22", "2026-11-02", "2025-11-23", "2025-11-22", "2025-11-21", "2025-12-31", "2024-02-29", "2019-01-31"])
consultations = st.one_of(
    st.fixed_dictionaries({"consulted": st.just(True), "consulted_on": days}, optional={"exercise_advised": st.booleans()}),
    st.fixed_dictionaries({}, optional={"consulted": st.just(False), "consulted_on": days, "exercise_advised": st.booleans()}),
)
pains = st.fixed_dictionaries(
    {},
    optional={
        "intensity": st.sampled_from([0, 1, 3, 6, 7, 8, 10]),
        "duration_weeks": st.sampled_from([0, 0.5, 2, 5.9, 6, 11, 12, 60]),
        "spreads_below_knee": st.booleans(),
        "worse_with": _set_of(_options("pain.worse_with"), 3),
    },
)
REQUIRED = {
    "sitting_hours_per_day": st.sampled_from([0, 2, 3, 3.5, 4, 6, 8, 11, 24]),
    "pain_areas": _set_of(_options("pain_areas"), 3),
    "experience_level": st.sampled_from(_options("experience_level")),
    "has_chronic_condition": st.sampled_from([False, False, True]),
}
OPTIONAL = {
    "red_flags_unknown": st.one_of(st.just([]), _set_of(FLAGS, 2)),
    "consultation": consultations,
    "pain": pains,
    "history": st.fixed_dictionaries({}, optional={name: st.booleans() for name in ("smokes", "height_loss", "family_heart_disease")}),
    "age_years": st.sampled_from([0, 17, 18, 35, 49, 50, 64, 65, 66, 69, 70, 74, 75, 90]),
    "sex": st.sampled_from(_options("sex")),
    "pregnancy": st.sampled_from(_options("pregnancy")),
    "blood_pressure": st.sampled_from(_options("blood_pressure")),
    "can_get_to_floor": st.booleans(),
    "equipment": _set_of(_options("equipment"), 5),
    "minutes_per_session": st.sampled_from([5, 10, 15, 30, 60]),
    "days_per_week": st.integers(1, 7),
    "goals": _set_of(_options("goals"), 3),
    "work_posture": st.sampled_from(_options("work_posture")),
    "exclude_exercises": _set_of(_options("exclude_exercises"), 3),
}
# Anybody; and somebody who was asked about red flags and conditions, so that the cautious program does not hide the rest.
anybody = st.fixed_dictionaries(REQUIRED, optional={**OPTIONAL, "red_flags": flags, "conditions": conditions})
screened = st.fixed_dictionaries({**REQUIRED, "red_flags": flags, "conditions": conditions}, optional=OPTIONAL)
intakes = st.one_of(anybody, screened)
# One risk answer more: a function from an intake to the same intake with that answer.
_RISKS = [
    *[("red_flags", flag) for flag in FLAGS],
    *[("conditions", condition) for condition in CONDITIONS],
]


def with_one_more(intake, name, option):
    """`intake` with one more red flag or condition ticked."""
    return {**intake, name: [*[one for one in intake[name] if one != option], option]}


one_more = st.sampled_from(_RISKS)
