"""Everything that is no intake: each field with a wrong type, beyond its bounds, or with an option that nobody knows."""

import math

import pytest

# Field by field: what it may not hold, and the code of the refusal.
NUMBERS = [
    ("sitting_hours_per_day", -0.1, "out_of_range"),
    ("sitting_hours_per_day", 24.1, "out_of_range"),
    ("sitting_hours_per_day", 25, "out_of_range"),
    ("pain.intensity", -1, "out_of_range"),
    ("pain.intensity", 11, "out_of_range"),
    ("pain.duration_weeks", -0.5, "out_of_range"),
    ("pain.duration_weeks", 2600.5, "out_of_range"),
    ("age_years", -1, "out_of_range"),
    ("age_years", 121, "out_of_range"),
    ("minutes_per_session", 4, "out_of_range"),
    ("minutes_per_session", 61, "out_of_range"),
    ("days_per_week", 0, "out_of_range"),
    ("days_per_week", 8, "out_of_range"),
    ("sitting_hours_per_day", math.nan, "out_of_range"),
    ("sitting_hours_per_day", math.inf, "out_of_range"),
    ("pain.duration_weeks", -math.inf, "out_of_range"),
    ("pain.duration_weeks", math.nan, "out_of_range"),
    ("pain.intensity", 4.0, "wrong_type"),
    ("age_years", 41.0, "wrong_type"),
    ("age_years", 41.5, "wrong_type"),
    ("minutes_per_session", 15.0, "wrong_type"),
    ("days_per_week", 3.0, "wrong_type"),
    ("age_years", math.nan, "wrong_type"),
]
HUGE = 10**400
HUGE_NUMBERS = [
    ("sitting_hours_per_day", HUGE),
    ("sitting_hours_per_day", -HUGE),
    ("pain.intensity", HUGE),
    ("pain.duration_weeks", HUGE),
    ("age_years", HUGE),
    ("minutes_per_session", HUGE),
    ("days_per_week", -HUGE),
]
NUMBER_FIELDS = ["sitting_hours_per_day", "pain.intensity", "pain.duration_weeks", "age_years", "minutes_per_session", "days_per_week"]
BOOLEAN_FIELDS = [
    *("has_chronic_condition", "consultation.consulted", "consultation.exercise_advised"),
    *("pain.spreads_below_knee", "can_get_to_floor", "consent.given", "history.smokes", "history.height_loss", "history.family_heart_disease"),
]
CHOICE_FIELDS = ["experience_level", "sex", "pregnancy", "blood_pressure", "work_posture"]
SET_FIELDS = [
    "pain_areas",
    "red_flags",
    "red_flags_unknown",
    "conditions",
    "conditions_unknown",
    "pain.worse_with",
    "equipment",
    "goals",
    "exclude_exercises",
]
TEXT_FIELDS = ["reference", "locale", "consent.notice_version"]
ALL_FIELDS = [*NUMBER_FIELDS, *BOOLEAN_FIELDS, *CHOICE_FIELDS, *SET_FIELDS, *TEXT_FIELDS, "consultation.consulted_on"]

# A value of each JSON type that some field does not take.
WRONG_TYPES = [
    *[(field, value) for field in NUMBER_FIELDS for value in ("9", True, False, None, [], [9], {}, "")],
    *[(field, value) for field in BOOLEAN_FIELDS for value in ("no", "true", 0, 1, 1.0, None, [], [True], {})],
    *[(field, value) for field in CHOICE_FIELDS for value in (1, True, None, [], ["none"], {})],
    *[(field, value) for field in SET_FIELDS for value in ("neck", 1, True, None, {}, {"neck": True})],
    *[(field, value) for field in TEXT_FIELDS for value in (1, True, None, [], ["x"], {})],
    *[("consultation.consulted_on", value) for value in (20261102, True, None, [], {}, ["2026-11-02"])],
]
# The second entry of a list, after one that is right.
SECOND_ENTRIES = [
    ("pain_areas", "neck", "elbow", "unknown_option"),
    ("pain_areas", "neck", "Neck", "unknown_option"),
    ("pain_areas", "neck", " neck", "unknown_option"),
    ("pain_areas", "neck", 7, "wrong_type"),
    ("pain_areas", "neck", None, "wrong_type"),
    ("pain_areas", "neck", ["hips"], "wrong_type"),
    ("pain_areas", "neck", {}, "wrong_type"),
    ("pain_areas", "neck", "neck", "duplicate_item"),
    ("red_flags", "weight_loss", "weightloss", "unknown_option"),
    ("red_flags", "weight_loss", True, "wrong_type"),
    ("red_flags", "weight_loss", "weight_loss", "duplicate_item"),
    ("red_flags_unknown", "weight_loss", "ces_blader", "unknown_option"),
    ("red_flags_unknown", "weight_loss", "weight_loss", "duplicate_item"),
    ("conditions", "glaucoma", "weight_loss", "unknown_option"),
    ("conditions", "glaucoma", "glaucoma", "duplicate_item"),
    ("pain.worse_with", "sitting", "sleeping", "unknown_option"),
    ("pain.worse_with", "sitting", "sitting", "duplicate_item"),
    ("equipment", "band", "rope", "unknown_option"),
    ("equipment", "band", "band", "duplicate_item"),
    ("goals", "posture", "beauty", "unknown_option"),
    ("goals", "posture", 1.0, "wrong_type"),
    ("exclude_exercises", "bird_dog", "bird-dog", "unknown_option"),
    ("exclude_exercises", "bird_dog", "bird_dog", "duplicate_item"),
    ("exclude_exercises", "bird_dog", "\ud800", "unknown_option"),
]
UNKNOWN_FIELDS = [
    ({"red_flag": []}, "/red_flag"),
    ({"Pain": {}}, "/Pain"),
    ({"pain.intensity": 4}, "/pain.intensity"),
    ({"consultation.consulted": True}, "/consultation.consulted"),
    ({"pain/intensity": 4}, "/pain~1intensity"),
    ({"a~b": 1}, "/a~0b"),
    ({"": 1}, "/"),
    ({"pain": {"intensty": 4}}, "/pain/intensty"),
    ({"pain": {"pain.intensity": 4}}, "/pain/pain.intensity"),
    ({"pain": {"": 4}}, "/pain/"),
    ({"pain": {"a/b": 4}}, "/pain/a~1b"),
    ({"consultation": {"doctor": "x"}}, "/consultation/doctor"),
    ({"consent": {"agreed": True}}, "/consent/agreed"),
    ({"age_years ": 40}, "/age_years "),
    ({"note": "hello"}, "/note"),
]


def _answer(field, value):
    """The answer as it stands in a request body: a dotted field inside its object."""
    name, _, inner = field.partition(".")
    return {name: {inner: value}} if inner else {name: value}


def _pointer(field):
    return "/" + field.replace(".", "/")


def test_every_field_of_the_intake_is_in_these_tables(intake):
    assert sorted(ALL_FIELDS) == sorted(intake.fields)


@pytest.mark.parametrize(("field", "value", "code"), NUMBERS)
def test_a_number_beyond_its_bounds_or_of_the_wrong_kind_is_refused(refused_with, field, value, code):
    assert refused_with(_answer(field, value)) == [(_pointer(field), code)]


@pytest.mark.parametrize(("field", "value"), HUGE_NUMBERS, ids=[field for field, _ in HUGE_NUMBERS])
def test_a_whole_number_of_hundreds_of_digits_is_out_of_range(refused_with, field, value):
    assert refused_with(_answer(field, value)) == [(_pointer(field), "out_of_range")]


@pytest.mark.parametrize(("field", "value"), WRONG_TYPES)
def test_no_value_is_coerced_into_the_type_of_its_field(refused_with, field, value):
    assert refused_with(_answer(field, value)) == [(_pointer(field), "wrong_type")]


@pytest.mark.parametrize("field", CHOICE_FIELDS)
@pytest.mark.parametrize("value", ["", "nonsense", "Female", "none ", "UNKNOWN", "\ud800"])
def test_an_option_that_nobody_knows_is_refused(refused_with, field, value):
    assert refused_with(_answer(field, value)) == [(_pointer(field), "unknown_option")]


@pytest.mark.parametrize(("field", "first", "second", "code"), SECOND_ENTRIES)
def test_every_entry_of_a_list_is_checked_not_only_the_first(refused_with, field, first, second, code):
    assert refused_with(_answer(field, [first, second])) == [(f"{_pointer(field)}/1", code)]


@pytest.mark.parametrize("field", SET_FIELDS)
def test_a_list_of_more_than_64_entries_is_refused(refused_with, field):
    assert refused_with(_answer(field, ["x"] * 65)) == [(_pointer(field), "too_many_items")]


def test_a_list_of_64_entries_is_not_too_long(profile, intake):
    names = list(intake.fields["exclude_exercises"].options[:64])

    assert len(profile(exclude_exercises=names).chosen("exclude_exercises")) == 64


@pytest.mark.parametrize(("answers", "pointer"), UNKNOWN_FIELDS)
def test_a_field_that_does_not_exist_is_refused(refused_with, answers, pointer):
    assert refused_with(answers) == [(pointer, "unknown_field")]


@pytest.mark.parametrize("name", ["pain", "consultation", "consent"])
@pytest.mark.parametrize("value", [None, 4, "4", True, [], [{}]])
def test_an_object_field_must_be_an_object(refused_with, name, value):
    assert refused_with({name: value}) == [(f"/{name}", "wrong_type")]


@pytest.mark.parametrize("answers", [None, [], "{}", 1, True, [{"sitting_hours_per_day": 8}]])
def test_an_intake_must_be_an_object(refused, answers):
    assert ("", "wrong_type") in refused(answers)


@pytest.mark.parametrize("field", ["sitting_hours_per_day", "pain_areas", "experience_level", "has_chronic_condition"])
def test_the_four_required_answers_are_required(refused, field):
    four = {"sitting_hours_per_day": 8, "pain_areas": [], "experience_level": "beginner", "has_chronic_condition": False}
    del four[field]

    assert refused(four) == [(f"/{field}", "required")]


@pytest.mark.parametrize(
    "value",
    ["", "2026-11-31", "2025-02-29", "2026-13-01", "0000-01-01", "20261102", "2026-W45-1", "2026-1-2", "02.11.2026", "2026-11-02T10:00",
     "2026-11-02\n", " 2026-11-02", "٢٠٢٦-١١-٠٢", "today"],
)  # fmt: skip
def test_a_day_that_does_not_exist_or_is_spelled_otherwise_is_refused(refused_with, value):
    assert refused_with({"consultation": {"consulted_on": value}}) == [("/consultation/consulted_on", "invalid_date")]


@pytest.mark.parametrize("value", ["2026-11-23", "2027-01-01", "9999-12-31"])
@pytest.mark.parametrize("consulted", [{"consulted": True}, {"consulted": False}, {}])
def test_a_consultation_in_the_future_is_refused(refused_with, value, consulted):
    assert refused_with({"consultation": {**consulted, "consulted_on": value}}) == [("/consultation/consulted_on", "date_in_future")]


def test_who_says_a_doctor_was_consulted_says_when(refused_with):
    assert refused_with({"consultation": {"consulted": True, "exercise_advised": True}}) == [("/consultation/consulted_on", "required")]


@pytest.mark.parametrize(("field", "longest"), [("reference", 64), ("locale", 35), ("consent.notice_version", 64)])
def test_a_text_beyond_its_length_is_refused(refused_with, profile, field, longest):
    profile(**_answer(field, "x" * longest))

    assert refused_with(_answer(field, "x" * (longest + 1))) == [(_pointer(field), "too_long")]


@pytest.mark.parametrize("field", TEXT_FIELDS)
@pytest.mark.parametrize("value", ["\ud800", "visit \udfff", "\udc80x"])
def test_half_a_character_pair_is_refused(refused_with, field, value):
    assert refused_with(_answer(field, value)) == [(_pointer(field), "invalid_text")]


def test_all_problems_come_at_once_sorted_by_pointer(refused):
    answers = {
        "zzz": 1,
        "sitting_hours_per_day": "9",
        "pain_areas": ["neck", "elbow", "neck"],
        "experience_level": "expert",
        "pain": {"intensity": 11, "foo": 1},
        "consultation": {"consulted_on": "2026-02-30"},
        "age_years": 41.0,
    }

    assert refused(answers) == [
        ("/age_years", "wrong_type"),
        ("/consultation/consulted_on", "invalid_date"),
        ("/experience_level", "unknown_option"),
        ("/has_chronic_condition", "required"),
        ("/pain/foo", "unknown_field"),
        ("/pain/intensity", "out_of_range"),
        ("/pain_areas/1", "unknown_option"),
        ("/pain_areas/2", "duplicate_item"),
        ("/sitting_hours_per_day", "wrong_type"),
        ("/zzz", "unknown_field"),
    ]


@pytest.mark.parametrize(
    ("consultation", "code"),
    [({"consulted": True}, "required"), ({"consulted_on": "2027-01-01"}, "date_in_future")],
)
def test_problems_with_the_consultation_come_together_with_the_others(refused_with, consultation, code):
    problems = refused_with({"age_years": "41", "consultation": consultation})

    assert problems == [("/age_years", "wrong_type"), ("/consultation/consulted_on", code)]


def test_no_refusal_repeats_the_answer(intake, profile):
    with pytest.raises(Exception, match="problems") as refusal:
        profile(reference="canary-77" * 9, sex="canary-77", red_flags=["canary-77"], age_years="canary-77")

    told = str(refusal.value) + "".join(problem.detail + problem.pointer for problem in refusal.value.problems)
    assert "canary" not in told
