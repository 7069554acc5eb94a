"""Runs the vignettes beside this file. Each says who the person is (`name`), what they answered, and what must come of it (`expect`).

`expect` may say: outcome, screening, cleared_by (who can release it), reasons (rule ids, all of them, gravest first), program (true or
false: may it leave?), removed (exercise: rule id), includes and leaves_out (exercise ids), kinds (each at least once), without (properties),
at_most (number of a dose: limit, over all weeks), minutes_at_most, days (of a week), break_every (minutes), warns and expects (words),
asks (open questions), next_steps (true or false).
"""

import datetime as dt
from pathlib import Path

import pytest

from exercise_catalog.strict_yaml import load_file
from recommender.pipeline import recommend

JUDGED_ON = dt.date(2026, 11, 22)
CASES = [case for path in sorted(Path(__file__).parent.glob("*.yaml")) for case in load_file(path)["cases"]]


def _ids(recommendation):
    return [one.ranked.exercise.id for one in recommendation.program.chosen]


def _doses(recommendation):
    return [item.dose for session in recommendation.program.sessions for item in session.items]


def _removed(recommendation):
    return {row.exercise.id: row.excluded_by for row in recommendation.ranking}


# What each word of `expect` looks at: true when it is as expected.
LOOKS_AT = {
    "outcome": lambda got, wanted: got.gate.outcome.value == wanted,
    "screening": lambda got, wanted: got.gate.screening == wanted,
    "cleared_by": lambda got, wanted: (got.gate.unlock or {}).get("cleared_by") == wanted,
    "reasons": lambda got, wanted: [reason.rule_id for reason in got.gate.reasons] == wanted,
    "program": lambda got, wanted: (got.gate.outcome.releases and bool(_ids(got))) is wanted,
    "removed": lambda got, wanted: {name: _removed(got)[name] for name in wanted} == wanted,
    "includes": lambda got, wanted: set(wanted) <= set(_ids(got)),
    "leaves_out": lambda got, wanted: not set(wanted) & set(_ids(got)),
    "kinds": lambda got, wanted: set(wanted) <= {one.ranked.exercise.kind.value for one in got.program.chosen},
    "without": lambda got, wanted: not set(wanted) & {name.value for one in got.program.chosen for name in one.ranked.exercise.properties},
    "at_most": lambda got, wanted: all(getattr(dose, name) <= limit for name, limit in wanted.items() for dose in _doses(got)),
    "minutes_at_most": lambda got, wanted: max(session.minutes for session in got.program.sessions) <= wanted,
    "days": lambda got, wanted: [session.day for session in got.program.sessions if session.week == 1] == wanted,
    "break_every": lambda got, wanted: wanted in [habit.get("every_minutes") for habit in got.program.daily_habits],
    "warns": lambda got, wanted: any(wanted in warning for warning in got.program.stop_and_seek_help_if),
    "expects": lambda got, wanted: wanted in got.program.expectations,
    "asks": lambda got, wanted: [row["red_flag"] for row in got.before_you_start] == wanted,
    "next_steps": lambda got, wanted: bool((got.interim_advice or {}).get("next_steps")) is wanted,
}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(heart, case):
    recommendation = recommend(case["answers"], heart, judged_on=JUDGED_ON)

    assert {word: wanted for word, wanted in case["expect"].items() if not LOOKS_AT[word](recommendation, wanted)} == {}


def test_every_case_says_who_what_and_what_must_come_of_it():
    assert [case["name"] for case in CASES if set(case) != {"name", "answers", "expect"} or "outcome" not in case["expect"]] == []
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_at_least_half_of_the_cases_are_ordinary_backs_that_get_a_program():
    with_program = [case for case in CASES if case["expect"].get("program") is True]

    assert len(CASES) >= 20
    assert len(with_program) * 2 >= len(CASES)


def test_every_outcome_has_a_case():
    assert {case["expect"]["outcome"] for case in CASES} == {"proceed", "proceed_modified", "consult_first", "urgent", "emergency"}
