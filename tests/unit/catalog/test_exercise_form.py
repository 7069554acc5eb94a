"""The form of an exercise file: every key is required, every key is spelled one way, every entry of a list is checked."""

import pytest

KEYS = [
    *("id", "kind", "family", "areas", "targets", "position", "equipment", "floor_needed", "level", "difficulty_1_10", "difficulty_because"),
    *("sides", "seconds_per_rep", "muscles", "properties", "easier", "harder", "bodyweight_relative", "dose", "text"),
]
PROPERTIES = [
    *("loaded_spinal_flexion", "end_range_spinal_flexion", "end_range_spinal_extension", "rotation_under_load", "axial_loading_squat_deadlift"),
    *("high_impact", "prone_lying", "supine_lying", "kneeling_quadruped", "overhead_arms", "wrist_weight_bearing"),
    *("valsalva_or_long_isometric_hold", "inversion_head_below_heart", "balance_challenge", "floor_transfer", "end_range_neck_extension_rotation"),
]
DOSE_KEYS = ["sets", "reps", "hold_s", "rest_s", "effort_0_10", "days_per_week", "follows"]
WORDS = ["name", "also_known_as", "purpose", "set_up", "steps", "breathing", "tempo", "cues", "common_mistakes", "stop_signs"]
# Every list of an exercise file, by the path to it.
LISTS = [
    *[["areas"], ["targets"], ["equipment"], ["muscles", "primary"], ["muscles", "secondary"]],
    *[["text", "en", key] for key in ("also_known_as", "steps", "cues", "common_mistakes", "stop_signs")],
]
WORD_LISTS = LISTS[:5]
SENTENCE_LISTS = LISTS[5:]
# A place, and a value that it may not have.
VALUES = [
    (["id"], "Goblet-Squat"), (["id"], 7), (["kind"], "power"), (["family"], "Squats!"), (["position"], "upside_down"), (["level"], "expert"),
    (["floor_needed"], "no"), (["floor_needed"], 0), (["difficulty_1_10"], 0), (["difficulty_1_10"], 11), (["difficulty_1_10"], 5.5),
    (["difficulty_1_10"], "5"), (["difficulty_because"], "hard"), (["sides"], "left"), (["seconds_per_rep"], -1), (["seconds_per_rep"], 61),
    (["easier"], "Squat"), (["easier"], ["squat"]), (["harder"], ""), (["bodyweight_relative"], 3), (["areas"], []), (["targets"], []),
    (["equipment"], []), (["muscles", "primary"], []), (["dose"], {}), (["text"], {}), (["text", "en", "steps"], ["Only one step here."]),
    (["dose", "advanced", "sets"], 0), (["dose", "advanced", "sets"], 5), (["dose", "advanced", "reps"], 21), (["dose", "advanced", "hold_s"], 61),
    (["dose", "advanced", "rest_s"], 121), (["dose", "advanced", "effort_0_10"], 9), (["dose", "advanced", "days_per_week"], 8),
    (["dose", "advanced", "reps"], 8.0), (["dose", "advanced", "reps"], True), (["dose", "intermediate", "reps"], "8-10"),
    (["text", "en", "name"], "No"), (["text", "en", "purpose"], "Too short."), (["text", "en", "tempo"], ["slow"]),
    (["properties", "high_impact"], None), (["properties", "floor_transfer"], "false"), (["properties", "prone_lying"], 1),
]  # fmt: skip


def _inside(row, path):
    for step in path:
        row = row[step]
    return row


def test_the_file_as_it_is_has_no_problem(row, problems_of_form):
    assert problems_of_form(row) == ""


def test_these_tables_name_every_key_of_the_file(row):
    assert sorted(row) == sorted(KEYS)
    assert sorted(row["properties"]) == sorted(PROPERTIES)
    assert sorted(row["dose"]["advanced"]) == sorted(DOSE_KEYS)
    assert sorted(row["text"]["en"]) == sorted(WORDS)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_is_missing_is_refused(row, problems_of_form, key):
    del row[key]

    assert f"'{key}' is a required property" in problems_of_form(row)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_is_misspelled_is_refused(row, problems_of_form, key):
    row[f"{key}s"] = row.pop(key)

    assert f"'{key}s' was unexpected" in problems_of_form(row)


@pytest.mark.parametrize(("part", "key"), [("properties", key) for key in PROPERTIES] + [("muscles", "primary"), ("muscles", "secondary")])
def test_a_property_or_muscle_list_that_is_missing_or_misspelled_is_refused(row, problems_of_form, part, key):
    row[part][f"{key}_"] = row[part].pop(key)

    problems = problems_of_form(row)
    assert f"'{key}' is a required property" in problems
    assert f"'{key}_' was unexpected" in problems


@pytest.mark.parametrize("level", ["intermediate", "advanced"])
@pytest.mark.parametrize("key", DOSE_KEYS)
def test_a_dose_with_a_number_missing_or_misspelled_is_refused(row, problems_of_form, level, key):
    row["dose"][level][f"{key}_"] = row["dose"][level].pop(key)

    problems = problems_of_form(row)
    assert f"'{key}' is a required property" in problems
    assert f"'{key}_' was unexpected" in problems


@pytest.mark.parametrize("key", WORDS)
def test_a_text_with_a_part_missing_or_misspelled_is_refused(row, problems_of_form, key):
    row["text"]["en"][f"{key}_"] = row["text"]["en"].pop(key)

    problems = problems_of_form(row)
    assert f"'{key}' is a required property" in problems
    assert f"'{key}_' was unexpected" in problems


def test_a_dose_for_a_level_that_does_not_exist_is_refused(row, problems_of_form):
    row["dose"]["expert"] = row["dose"]["advanced"]

    assert "'expert' was unexpected" in problems_of_form(row)


def test_a_text_without_english_is_refused(row, problems_of_form):
    row["text"] = {"de": row["text"]["en"]}

    assert "'en' is a required property" in problems_of_form(row)


def test_a_second_language_has_a_file_of_its_own(row, problems_of_form):
    row["text"]["de"] = row["text"]["en"]

    assert "text: Additional properties are not allowed ('de' was unexpected)" in problems_of_form(row)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"url": "not an address"}, "named_by/1/url"),
        ({"publisher": ""}, "named_by/1/publisher"),
        ({"title": 7}, "named_by/1/title"),
        ({"year": "2020"}, "named_by/1/year"),
        ({"page": 3}, "named_by/1: Additional properties are not allowed ('page' was unexpected)"),
    ],
)
def test_the_second_publisher_that_a_file_names_is_checked(row, problems_of_form, change, complaint):
    publisher = {"publisher": "A hospital", "title": "A leaflet", "url": "https://hospital.example/leaflet", "year": None}
    row["named_by"] = [publisher, {**publisher, **change}]

    assert complaint in problems_of_form(row)


@pytest.mark.parametrize("path", WORD_LISTS)
@pytest.mark.parametrize("second", ["banana", 42, None, ["hips"], True])
def test_the_second_word_of_a_list_is_held_against_the_vocabulary(row, problems_of_form, path, second):
    words = _inside(row, path)
    words[1:] = [second]

    assert f"{'/'.join(path)}/1" in problems_of_form(row)


@pytest.mark.parametrize("path", SENTENCE_LISTS)
@pytest.mark.parametrize("second", ["x", 42, None, ["A sentence in a list."], "A sentence that goes on and on. " * 6])
def test_the_second_sentence_of_a_list_is_checked(row, problems_of_form, path, second):
    _inside(row, path)[1] = second

    assert f"{'/'.join(path)}/1" in problems_of_form(row)


@pytest.mark.parametrize("path", WORD_LISTS)
def test_a_word_that_stands_twice_in_a_list_is_refused(row, problems_of_form, path):
    words = _inside(row, path)
    words[1:] = [words[0]]

    assert "non-unique" in problems_of_form(row)


@pytest.mark.parametrize(("path", "value"), VALUES)
def test_a_value_that_a_place_may_not_have_is_refused(row, problems_of_form, path, value):
    _inside(row, path[:-1])[path[-1]] = value

    assert "/".join(path) in problems_of_form(row)


@pytest.mark.parametrize(("kind", "name"), [("mobility", "goblet_squat"), ("strength", "squat_goblet")])
def test_file_and_folder_must_be_named_as_the_exercise_says(row, problems_of_form, kind, name):
    assert "id and kind must be the names of file and folder" in problems_of_form(row, kind=kind, name=name)


def test_a_file_that_is_no_object_is_refused(problems_of_form):
    assert "is not of type 'object'" in problems_of_form(["goblet_squat"])
