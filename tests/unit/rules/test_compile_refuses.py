"""What the rule compiler refuses: tables damaged in one place, with what it says about it."""

import pytest

GATE, LIMITS, FLAGS, COMBINATIONS = "tables/gate.yaml", "tables/limits/person.yaml", "tables/red_flags/cancer.yaml", "tables/combinations.yaml"
PREFERENCES, ADVICE, CAUTIOUS = "tables/preferences/person.yaml", "tables/advice/everyone.yaml", "tables/cautious.yaml"
CELLS, GLAUCOMA, HIP = "tables/cells.yaml", "tables/conditions/glaucoma.yaml", "tables/conditions/hip_replacement_recent.yaml"
SECOND_GATE_ROW, SECOND_LIMIT, SECOND_FLAG = "id: GATE-ADVISED-AGAINST", "id: LIMIT-EXPERIENCE-INTERMEDIATE", "flag: weight_loss"
NEW_ROW = """  - id: LIMIT-NEW
    title: A row of this test
    group: safety
    when: {when}
    then: {{cap: {{max_effort_0_10: 3, caution: null}}}}
    if_unknown: none
    because: It shows what the compiler says.
    source: own_reasoning
    confidence: recalled
    basis: inferred
    review: null
"""

# File, the row (none of them the first of its file), what is replaced by what, and a word of the complaint.
DAMAGED = [
    # Operators and facts.
    (GATE, SECOND_GATE_ROW, "is: equal_to", "is: equals", "GATE-ADVISED-AGAINST"),
    (GATE, SECOND_GATE_ROW, "fact: consultation.exercise_advised", "fact: exercise_advised", "unknown fact 'exercise_advised'"),
    (GATE, "id: GATE-LIFT", "fact: consultation.months_ago", "fact: consultation.month_ago", "unknown fact 'consultation.month_ago'"),
    (GATE, "id: GATE-LIFT", "fact: consultation.months_ago", "fact: consultation.consulted_on", "unknown fact"),
    (COMBINATIONS, "id: COMBO-COUGH", "red_flag.ces_bilateral_leg", "red_flag.ces_bilateral", "unknown fact 'red_flag.ces_bilateral'"),
    ("facts.yaml", "fact: constant_pain", "red_flag.night_pain", "red_flag.nightpain", "unknown fact 'red_flag.nightpain'"),
    ("facts.yaml", "fact: raised_blood_pressure", "no_when: {fact: blood_pressure", "no_when: {fact: pressure", "unknown fact 'pressure'"),
    ("tables/red_flags/fracture.yaml", "flag: age75_new_acute", "fact: sex", "fact: gender", "unknown fact 'gender'"),
    (HIP, "gate:", "red_flags.recent_surgery", "red_flags.surgery", "unknown fact 'red_flags.surgery'"),
    # Values.
    (GATE, SECOND_GATE_ROW, "value: false", 'value: "false"', "GATE-ADVISED-AGAINST"),
    (GATE, "id: GATE-LIFT", "value: 12}", 'value: "12"}', "is a number"),
    (LIMITS, SECOND_LIMIT, "value: intermediate", "value: medium", "can't be 'medium'"),
    (CAUTIOUS, "id:", "value: [not_asked, partial]", "value: [not_asked, some]", "can't be 'some'"),
    (LIMITS, SECOND_LIMIT, "is: equal_to", "is: at_least", "can't be asked of experience_level"),
    (LIMITS, "id: LIMIT-AGE-75", "is: at_least", "is: contains", "can't be asked of age_years"),
    # Words of the vocabulary, the second of a list among them.
    (LIMITS, "id: LIMIT-LEG-PAIN", "axial_loading_squat_deadlift", "axial_loading", "LIMIT-LEG-PAIN"),
    (LIMITS, "id: LIMIT-AGE-75", "[intermediate, advanced]", "[intermediate, expert]", "LIMIT-AGE-75"),
    (LIMITS, "id: LIMIT-AGE-75", "dose_level: beginner", "dose_level: easy", "LIMIT-AGE-75"),
    (LIMITS, "id: LIMIT-AGE-75", "max_effort_0_10: 4", "max_effort: 4", "LIMIT-AGE-75"),
    (LIMITS, "id: LIMIT-AGE-75", "max_effort_0_10: 4", "max_effort_0_10: 11", "LIMIT-AGE-75"),
    (CAUTIOUS, "id:", "- end_range_spinal_flexion", "- end_range_flexion", "CAUTIOUS-PROGRAM"),
    (CAUTIOUS, "id:", "- levels: [intermediate, advanced]", "- level: [intermediate, advanced]", "CAUTIOUS-PROGRAM"),
    (PREFERENCES, "id: PREF-WORK-SITTING", "hip_flexor_length", "hip_flexors", "PREF-WORK-SITTING"),
    (PREFERENCES, "id: PREF-WORSE-SITTING", "[standing, supine, prone]", "[standing, lying, prone]", "PREF-WORSE-SITTING"),
    (PREFERENCES, "id: PREF-SITTING", "from: 3, to: 11", "from: 11, to: 3", "ramp"),
    (COMBINATIONS, "id: COMBO-CES-WATCH", "ces_bowel", "ces_bowels", "COMBO-CES-WATCH"),
    (GLAUCOMA, "cells:", "high_impact:", "high_impacts:", "glaucoma"),
    (GLAUCOMA, "end_range_spinal_flexion", "value: ok", "value: fine", "glaucoma"),
    (CELLS, "modify:", "  end_range_spinal_flexion:", "  end_range_flexion:", "cells.yaml: modify must answer 'end_range_flexion'"),
    (CELLS, "words:", "  end_range_spinal_flexion:", "  end_range_flexion:", "'end_range_flexion' was unexpected"),
    (CELLS, "words:", "avoid: ", "avoids: ", "cells.yaml words: loaded_spinal_flexion"),
    (CELLS, "words:", "words:", "sentences:", "cells.yaml words"),
    # Ids.
    (GATE, "rows:", SECOND_GATE_ROW, "id: GATE-CHRONIC", "'GATE-CHRONIC' stands 2 times"),
    (LIMITS, "rows:", SECOND_LIMIT, "id: GATE-CHRONIC", "'GATE-CHRONIC' stands 2 times"),
    (LIMITS, "rows:", SECOND_LIMIT, "id: limit_experience", "limit_experience"),
    (FLAGS, "rows:", SECOND_FLAG, "flag: ces_bladder", "'RF-CES-BLADDER' stands 2 times"),
    (GLAUCOMA, "condition:", "condition: glaucoma", "condition: green_star", "name of the file"),
    # Sources and reasons.
    (GATE, SECOND_GATE_ROW, "source: own_reasoning", "source: somebody", "GATE-ADVISED-AGAINST"),
    (FLAGS, SECOND_FLAG, "source: nhs_back_pain_2025", "source: null", "weight_loss"),
    (GLAUCOMA, "end_range_spinal_extension", "source: no_restriction_found", "source: nobody", "glaucoma"),
    (GATE, SECOND_GATE_ROW, "basis: inferred", "basis: guessed", "GATE-ADVISED-AGAINST"),
    # What withholds, what unknown means, and who clears it.
    (GATE, "id: GATE-CHRONIC", "if_unknown: cautious", "if_unknown: none", "must say what unknown does"),
    (GATE, SECOND_GATE_ROW, "    unknown_is_no:", "    # unknown_is_no:", "must say what unknown does"),
    (FLAGS, SECOND_FLAG, "if_unknown: cautious", "if_unknown: none", "must say what unknown does"),
    (FLAGS, "flag: cancer_plus_neuro", "if_unknown: cautious", "if_unknown: none", "must say what unknown does"),
    (HIP, "gate:", "if_unknown: cautious", "if_unknown: none", "must say what unknown does"),
    (FLAGS, SECOND_FLAG, "if_unknown: cautious", "if_unknown: maybe", "weight_loss"),
    (FLAGS, SECOND_FLAG, "cleared_by: nothing", "cleared_by: person", "urgent is cleared by nothing"),
    (FLAGS, SECOND_FLAG, "cleared_by: nothing", "cleared_by: null", "cleared_by"),
    (FLAGS, "flag: night_pain", "cleared_by: null", "cleared_by: person", "cleared_by"),
    (HIP, "gate:", "cleared_by: clinician", "cleared_by: null", "cleared_by"),
    (GATE, SECOND_GATE_ROW, "outcome: consult_first", "outcome: consult", "GATE-ADVISED-AGAINST"),
    (GATE, SECOND_GATE_ROW, "group: gate", "group: gates", "GATE-ADVISED-AGAINST"),
    (GATE, "id: GATE-LIFT", "lift: person", "lift: nothing", "GATE-LIFT"),
    # YAML itself.
    (GATE, SECOND_GATE_ROW, "if_unknown: none", "if_unknown: none\n    if_unknown: none", "stands twice"),
    (GATE, SECOND_GATE_ROW, "group: gate", "group: [gate", "gate.yaml"),
]
# File, a row that is (but for condition files) not the first, and the key that goes missing.
MISSING = [
    *[(GATE, SECOND_GATE_ROW, key) for key in ("source", "if_unknown", "because", "confidence", "basis", "review", "title", "group", "when", "then")],
    *[(FLAGS, SECOND_FLAG, key) for key in ("source", "if_unknown", "because", "outcome", "cleared_by", "tier", "question", "evidence_action")],
    *[(HIP, "condition:", key) for key in ("title", "outcome", "cleared_by", "if_unknown", "because")],
    *[(HIP, "cells:", key) for key in ("high_impact", "floor_transfer")],
    *[(CELLS, "words:", key) for key in ("high_impact", "floor_transfer")],
    *[("facts.yaml", "fact: over_50", key) for key in ("meaning", "when", "source")],
]
# A new row's condition that can never be judged as it is meant.
NEVER_JUDGED = [
    ("{fact: sex, is: any_of, value: female}", "a list is asked for"),
    ("{fact: sex, is: any_of, value: []}", "an empty list never matches"),
    ("{fact: sex, is: equal_to, value: [female]}", "one value is asked for"),
    ("{fact: red_flag.weight_loss, is: equal_to, value: [true]}", "one value is asked for"),
    ("{fact: age_years, is: at_least, value: [65]}", "one number is asked for"),
    ("{fact: goals, is: contains, value: [strength]}", "one option is asked for"),
    ("{at_least: 3, of: [{fact: sex, is: equal_to, value: female}, {fact: age_years, is: at_least, value: 65}]}", "three of two never hold"),
]


def test_the_tables_as_they_are_compile(copy):
    assert copy.problems() == ""


@pytest.mark.parametrize("damage", DAMAGED, ids=[f"{damage[2]} -> {damage[3][:30]}" for damage in DAMAGED])
def test_a_damaged_table_is_refused_and_the_place_is_named(copy, damage):
    name, row, old, new, complaint = damage

    copy.replace(name, old, new, row=row)

    assert complaint in copy.problems()


@pytest.mark.parametrize(("name", "row", "key"), MISSING)
def test_a_row_with_a_part_missing_is_refused(copy, name, row, key):
    copy.drop_line(name, key, row=row)

    assert key in copy.problems()


@pytest.mark.parametrize(("when", "why"), NEVER_JUDGED)
def test_a_condition_that_can_never_be_judged_as_meant_is_refused(copy, when, why):
    copy.add_row(LIMITS, NEW_ROW.format(when=when))

    assert "LIMIT-NEW" in copy.problems()


def test_a_new_row_that_is_right_compiles(copy):
    copy.add_row(LIMITS, NEW_ROW.format(when="{fact: sex, is: any_of, value: [female]}"))

    assert copy.problems() == ""


def test_a_ramp_over_an_unknown_fact_is_refused(copy):
    copy.replace(PREFERENCES, "ramp: {fact: pain.intensity", "ramp: {fact: pain.strength")

    assert "pain.strength" in copy.problems()


def test_a_misspelled_key_of_an_intake_field_is_refused(copy):
    copy.replace("intake.yaml", "minimum: 0, maximum: 10", "minimun: 0, maximum: 10")

    assert "pain.intensity" in copy.problems()


@pytest.mark.parametrize(
    ("fact", "when"),
    [("over_50", "{fact: age_years, is: at_least, value: 90}"), ("fever", "{fact: age_years, is: at_least, value: 90}"), ("fever", "{all: []}")],
)
def test_a_fact_that_is_defined_twice_is_refused(copy, fact, when):
    copy.add_row("facts.yaml", f"  - {{fact: {fact}, meaning: Once more, when: {when}, source: own_reasoning}}\n")

    assert f"the id '{fact}' stands 2 times" in copy.problems()


def test_a_type_that_no_intake_field_has_is_refused(copy):
    copy.replace("intake.yaml", "age_years: {type: integer", "age_years: {type: years")

    assert "age_years" in copy.problems()


def test_facts_that_follow_from_each_other_in_a_circle_are_refused(copy):
    copy.replace("facts.yaml", "fact: red_flag.changed_chronic", "fact: constant_pain")
    copy.replace("facts.yaml", "{fact: red_flag.not_mechanical", "{fact: progressive_worsening")

    assert "which follows from it" in copy.problems()


def test_british_spelling_is_refused(copy):
    copy.replace(GATE, "A doctor advised against exercise for now", "A doctor advised against a programme")

    assert "American spelling" in copy.problems()
