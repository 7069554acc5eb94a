"""Runs the vignettes beside this file and refuses a set of them that looks better than it is."""

# A vignette says who the person is (`name`), what they answered (`answers`), and what must come of it (`expect`). A file says of all
# its people whether there is a reason to hold them back (`reason_to_hold_back`), so that who is held back without one can be counted.
#
# The words of `expect`, one for one thing. About the gate:
#   outcome, screening       as the answer says them
#   cleared_by               who can release the program: person, clinician, nothing
#   reasons                  rule ids of all reasons, gravest first
#   lifted                   those of them that a consultation lifted, by id
#   applies                  rule ids that must be among all rows that apply
#   program, prepared        may a program leave; is one made at all, if only for a coach to see
#   asks                     safety questions that are still open, gravest first; null is the question about conditions
#   next_steps, meanwhile    is the person told what to do now; the codes of the habits until then, by name
# About what is removed, and what the program holds (for people who wait: the prepared one):
#   removed                  exercise: the rule that removes it, or null where none may
#   includes, leaves_out     exercise ids
#   without                  movement properties that no exercise has
#   kinds, levels            kinds that are all there; levels that none leaves
#   areas                    each with an exercise of its own, not only with one that is for every area
#   strengthens              is there a strength or core exercise
#   floor                    does any exercise need the floor
#   needs_only               equipment that suffices
#   exercises_at_most        how many
# About doses and time, over all weeks:
#   at_most                  number of a dose: its limit, for every exercise
#   eased                    movement property: the same, for the exercises that have it
#   minutes_at_most, days    of a session; of a week
#   strength_days_at_most    of a week, for each strength exercise
# About the words that go with it, each by a short phrase:
#   habits, break_every      codes of daily habits; minutes
#   warns, expects           among the signs to stop; in what to expect
#   advises                  among the reasons, which then ask for more than a changed program
#   notes                    one phrase for each note, in order; [] where nothing is missing
#   asks_each_session        safety questions that come back before every session, by id

import datetime as dt
from pathlib import Path

import pytest

from exercise_catalog.strict_yaml import load_file
from recommender.pipeline import recommend

JUDGED_ON = dt.date(2026, 11, 22)
FILES = [load_file(path) for path in sorted(Path(__file__).parent.glob("*.yaml"))]
CASES = [case for file in FILES for case in file["cases"]]
WITHOUT_A_REASON = [case for file in FILES if not file["reason_to_hold_back"] for case in file["cases"]]
AREAS = {"neck", "shoulders", "upper_back", "mid_back", "lower_back", "hips", "glutes", "leg"}
STRENGTHENING = {"strength", "core_stability"}
FOR_EVERY_AREA = 8


def _exercises(got):
    return [one.ranked.exercise for one in got.program.chosen]


def _ids(got):
    return {exercise.id for exercise in _exercises(got)}


def _items(got):
    return [item for session in got.program.sessions for item in session.items]


def _within(doses, limits):
    return all(getattr(dose, name) <= limit for name, limit in limits.items() for dose in doses)


def _doses_with(got, wanted):
    names = {exercise.id for exercise in _exercises(got) if wanted in {one.value for one in exercise.properties}}
    return [item.dose for item in _items(got) if item.exercise_id in names]


def _properties(got):
    return {name.value for exercise in _exercises(got) for name in exercise.properties}


def _kinds(got):
    return {exercise.kind.value for exercise in _exercises(got)}


def _areas(got):
    return {area.value for exercise in _exercises(got) if len(exercise.areas) < FOR_EVERY_AREA for area in exercise.areas}


def _strength_days(got):
    strength = {exercise.id for exercise in _exercises(got) if exercise.kind.value == "strength"}
    first_week = [item.exercise_id for session in got.program.sessions if session.week == 1 for item in session.items]
    return max((first_week.count(name) for name in strength), default=0)


def _removed(got, names):
    excluded_by = {row.exercise.id: row.excluded_by for row in got.ranking}
    return {name: excluded_by[name] for name in names}


def _says(texts, phrases):
    return len(texts) == len(phrases) and all(phrase in text for text, phrase in zip(texts, phrases, strict=True))


LOOKS_AT = {
    "outcome": lambda got, wanted: got.gate.outcome.value == wanted,
    "screening": lambda got, wanted: got.gate.screening == wanted,
    "cleared_by": lambda got, wanted: (got.gate.unlock or {}).get("cleared_by") == wanted,
    "reasons": lambda got, wanted: [reason.rule_id for reason in got.gate.reasons] == wanted,
    "lifted": lambda got, wanted: sorted(reason.rule_id for reason in got.gate.reasons if reason.lifted) == wanted,
    "applies": lambda got, wanted: set(wanted) <= {step.rule_id for step in got.trace.steps if step.applies},
    "program": lambda got, wanted: (got.gate.outcome.releases and bool(_ids(got))) is wanted,
    "prepared": lambda got, wanted: (got.program is not None and bool(_ids(got))) is wanted,
    "asks": lambda got, wanted: [row["red_flag"] for row in got.before_you_start] == wanted,
    "next_steps": lambda got, wanted: bool((got.interim_advice or {}).get("next_steps")) is wanted,
    "meanwhile": lambda got, wanted: sorted(habit["code"] for habit in got.interim_advice["daily_habits"]) == wanted,
    "removed": lambda got, wanted: _removed(got, wanted) == wanted,
    "includes": lambda got, wanted: set(wanted) <= _ids(got),
    "leaves_out": lambda got, wanted: not set(wanted) & _ids(got),
    "without": lambda got, wanted: not set(wanted) & _properties(got),
    "kinds": lambda got, wanted: set(wanted) <= _kinds(got),
    "levels": lambda got, wanted: {exercise.level.value for exercise in _exercises(got)} <= set(wanted),
    "areas": lambda got, wanted: set(wanted) <= _areas(got),
    "strengthens": lambda got, wanted: bool(_kinds(got) & STRENGTHENING) is wanted,
    "floor": lambda got, wanted: any(exercise.floor_needed for exercise in _exercises(got)) is wanted,
    "needs_only": lambda got, wanted: {item.value for exercise in _exercises(got) for item in exercise.equipment} <= set(wanted),
    "exercises_at_most": lambda got, wanted: len(_ids(got)) <= wanted,
    "at_most": lambda got, wanted: _within([item.dose for item in _items(got)], wanted),
    "eased": lambda got, wanted: all(_within(_doses_with(got, name), limits) for name, limits in wanted.items()),
    "minutes_at_most": lambda got, wanted: max(session.minutes for session in got.program.sessions) <= wanted,
    "days": lambda got, wanted: [session.day for session in got.program.sessions if session.week == 1] == wanted,
    "strength_days_at_most": lambda got, wanted: _strength_days(got) <= wanted,
    "habits": lambda got, wanted: set(wanted) <= {habit["code"] for habit in got.program.daily_habits},
    "break_every": lambda got, wanted: wanted in [habit.get("every_minutes") for habit in got.program.daily_habits],
    "warns": lambda got, wanted: any(wanted in warning for warning in got.program.stop_and_seek_help_if),
    "expects": lambda got, wanted: wanted in got.program.expectations,
    "advises": lambda got, wanted: any(wanted in reason.message for reason in got.gate.reasons),
    "notes": lambda got, wanted: _says(got.program.notes, wanted),
    "asks_each_session": lambda got, wanted: list(got.program.ask_each_session) == wanted,
}


def _gets_a_program(case):
    return case["expect"]["program"]


def _named(case):
    return {*case["expect"].get("reasons", []), *case["expect"].get("applies", [])}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(heart, case):
    recommendation = recommend(case["answers"], heart, judged_on=JUDGED_ON)

    assert {word: wanted for word, wanted in case["expect"].items() if not LOOKS_AT[word](recommendation, wanted)} == {}


def test_every_case_says_who_what_and_what_must_come_of_it():
    assert [case["name"] for case in CASES if set(case) != {"name", "answers", "expect"}] == []
    assert [case["name"] for case in CASES if not {"outcome", "program"} < set(case["expect"])] == []
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_every_case_looks_past_the_gate():
    gate = {"outcome", "screening", "cleared_by", "reasons", "lifted", "applies", "program", "prepared"}

    assert [case["name"] for case in CASES if set(case["expect"]) <= gate] == []


def test_more_than_half_of_the_cases_are_ordinary_backs_that_get_a_program():
    assert len(CASES) >= 66
    assert sum(map(_gets_a_program, WITHOUT_A_REASON)) * 2 > len(CASES)


def test_at_most_one_in_ten_people_without_a_reason_is_held_back():
    held_back = [case["name"] for case in WITHOUT_A_REASON if not _gets_a_program(case)]

    assert len(WITHOUT_A_REASON) >= 34
    assert len(held_back) * 10 <= len(WITHOUT_A_REASON)


def test_every_outcome_has_a_case():
    assert {case["expect"]["outcome"] for case in CASES} == {"proceed", "proceed_modified", "consult_first", "urgent", "emergency"}


def test_every_combination_and_every_row_of_the_gate_is_named_by_a_case(heart):
    rows = {rule.id for rule in heart.book.rules if rule.id.startswith(("COMBO-", "GATE-"))}

    assert rows - set().union(*map(_named, CASES)) == set()


def test_every_row_that_holds_somebody_back_is_named_by_a_case(heart):
    rows = {rule.id for rule in heart.book.rules if rule.outcome is not None and not rule.outcome.releases}

    assert rows - set().union(*map(_named, CASES)) == set()


def test_every_row_that_a_person_may_clear_has_a_case_that_waits_and_one_that_starts(heart):
    rows = {rule.id for rule in heart.book.rules if rule.cleared_by is not None and rule.cleared_by.value == "person"}
    waiting = [case for case in CASES if case["expect"].get("cleared_by") == "person"]
    starting = [case for case in CASES if _gets_a_program(case) and "lifted" in case["expect"]]

    assert rows - set().union(*map(_named, waiting)) == set()
    assert rows - set().union(*(case["expect"]["lifted"] for case in starting)) == set()


def test_the_people_are_varied():
    ages = {case["answers"]["age_years"] for case in CASES if "age_years" in case["answers"]}

    assert {19, 79} < ages
    assert set().union(*(case["answers"]["pain_areas"] for case in CASES)) == AREAS
    assert {case["answers"]["experience_level"] for case in CASES} == {"beginner", "intermediate", "advanced"}
