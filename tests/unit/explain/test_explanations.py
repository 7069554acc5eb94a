"""Why exercises stand where they do: what is said is held against the ranking, the program and the published programs themselves."""

import math
from collections import Counter
from dataclasses import replace

import pytest

from recommender.explain import Behind, KindFull, NoDose, NoTimeLeft, ProgramFull, RelativeChosen, explain
from recommender.pipeline import recommend
from recommender.rules.rule import Rule
from tests.unit.explain.conftest import AN_HOUR, CHRONIC, EMERGENCY, OFFICE_NECK, OLDER_BACK, TODAY, URGENT


@pytest.fixture
def made(heart, intake):
    return recommend(intake, heart, judged_on=TODAY)


@pytest.fixture
def explanation(explained, intake):
    return explained(intake)


def the_left_out(explanation, kind):
    """Each place with one of its reasons of that kind."""
    return [(place, reason) for place in explanation.first for reason in place.left_out if isinstance(reason, kind)]


def test_the_first_ten_admitted_are_there_in_the_order_of_the_ranking(explanation, made):
    admitted = [(row.exercise.id, row.score) for row in made.ranking if row.excluded_by is None]

    assert [(place.exercise.id, place.score) for place in explanation.first] == admitted[:10]
    assert [place.rank for place in explanation.first] == list(range(1, 11))
    assert explanation.admitted == len(admitted)


def test_the_parts_of_each_add_up_to_its_score(explanation):
    sums = [math.fsum(part.value for part in place.parts) for place in explanation.first]

    assert sums == pytest.approx([place.score for place in explanation.first], abs=1e-9)


def test_the_parts_of_each_stand_from_the_largest_to_the_smallest_whatever_their_sign(explanation):
    sizes = [[abs(part.value) for part in place.parts] for place in explanation.first]

    assert sizes == [sorted(row, reverse=True) for row in sizes]
    assert any(part.value > 0 for place in explanation.first for part in place.parts[1:])


def test_each_says_whether_it_is_in_the_program_and_if_not_why(explanation, made):
    in_program = {chosen.ranked.exercise.id for chosen in made.program.chosen}

    assert explanation.program == made.program
    assert [place.in_program for place in explanation.first] == [place.exercise.id in in_program for place in explanation.first]
    assert [bool(place.left_out) for place in explanation.first] == [not place.in_program for place in explanation.first]


def test_the_relative_that_is_named_is_of_the_same_family_in_the_program_and_has_that_rank(explanation, made):
    in_program = {chosen.ranked.exercise.id for chosen in made.program.chosen}
    ranks = {row.exercise.id: rank for rank, row in enumerate(made.ranking, start=1)}

    named = the_left_out(explanation, RelativeChosen)

    assert all(place.exercise.family == reason.relative.family for place, reason in named)
    assert {reason.relative.id for _, reason in named} <= in_program
    assert [reason.rank for _, reason in named] == [ranks[reason.relative.id] for _, reason in named]


def test_no_time_is_left_where_no_session_of_the_first_week_has_the_seconds_left(explanation, made, heart):
    first_week_s = int(made.program.minutes_per_session * 60 * heart.plan.share_of_minutes.first_week)
    left = [first_week_s - session.seconds for session in made.program.sessions if session.week == 1]

    late = the_left_out(explanation, NoTimeLeft)

    assert {reason.left_s for _, reason in late} <= {max(left)}
    assert all(reason.needs_s > max(left) for _, reason in late)


def test_a_kind_is_full_where_every_session_of_the_first_week_holds_as_many_as_it_should(explanation, made, heart):
    kinds = {chosen.ranked.exercise.id: chosen.ranked.exercise.kind for chosen in made.program.chosen}
    sessions = [Counter(kinds[item.exercise_id] for item in session.items) for session in made.program.sessions if session.week == 1]

    full = the_left_out(explanation, KindFull)

    assert all(reason.kind is place.exercise.kind for place, reason in full)
    assert all(reason.maximum == heart.plan.most_of_kinds(made.program.minutes_per_session)[reason.kind] for _, reason in full)
    assert all(session[reason.kind] >= reason.maximum for _, reason in full for session in sessions)


def test_every_reason_but_a_missing_dose_occurs_among_these_people(explained):
    places = [place for intake in (OFFICE_NECK, OLDER_BACK, AN_HOUR) for place in explained(intake, top=60).first]

    assert {type(reason) for place in places for reason in place.left_out} == {RelativeChosen, KindFull, ProgramFull, NoTimeLeft}


def test_an_exercise_without_a_dose_at_the_level_says_so(heart):
    first = explain(OFFICE_NECK, heart, judged_on=TODAY).first[0].exercise
    others = tuple(replace(one, doses={}) if one.id == first.id else one for one in heart.catalog.exercises)

    without = explain(OFFICE_NECK, replace(heart, catalog=replace(heart.catalog, exercises=others)), judged_on=TODAY).first[0]

    assert (without.exercise.id, without.in_program) == (first.id, False)
    assert without.left_out == (NoDose(level="beginner", own="beginner"),)


def test_the_expected_five_are_not_among_the_first_and_no_other_stands_in_more_programs(explanation, heart, intake):
    near = [one for one in heart.model.tables.programs if not intake["pain_areas"] or one.audience.areas & set(intake["pain_areas"])]
    counts = Counter(name for one in near for name in one.exercises)
    first = {place.exercise.id for place in explanation.first}
    others = sorted((count for name, count in counts.items() if name not in first), reverse=True)

    assert first.isdisjoint(one.exercise.id for one in explanation.expected)
    assert len({one.exercise.id for one in explanation.expected}) == 5
    assert [one.programs for one in explanation.expected] == [counts[one.exercise.id] for one in explanation.expected] == others[:5]
    assert explanation.programs == len(near)


def test_an_expected_one_is_removed_by_the_rule_that_the_ranking_names_or_stands_at_its_rank(explanation, made):
    ranking = {row.exercise.id: (rank, row) for rank, row in enumerate(made.ranking, start=1)}
    told = {one.exercise.id: one.reason.id if isinstance(one.reason, Rule) else (one.reason.rank, one.reason.score) for one in explanation.expected}

    assert told == {name: ranking[name][1].excluded_by or (ranking[name][0], ranking[name][1].score) for name in told}


def test_what_an_expected_one_falls_behind_in_is_what_the_score_of_the_tenth_is_most_ahead_in(explained):
    # All of them are asked for, so that the parts of the one that fell behind are told as well.
    everything = {place.exercise.id: place for place in explained(OLDER_BACK, top=186).first}
    behind = [one for one in explained(OLDER_BACK).expected if isinstance(one.reason, Behind)]
    tenth = explained(OLDER_BACK).first[-1]

    assert len(behind) > 1
    assert [lags_of(one.reason) for one in behind] == [most_behind(everything[one.exercise.id], tenth) for one in behind]


def lags_of(behind):
    return [round((lag.own.value if lag.own else 0) - (lag.other.value if lag.other else 0), 6) for lag in behind.lags]


def most_behind(place, tenth):
    apart = Counter({part.part: part.value for part in place.parts})
    apart.subtract({part.part: part.value for part in tenth.parts})
    return [round(value, 6) for value in sorted(apart.values())[:3] if value < 0]


def test_an_expected_one_that_is_in_the_program_all_the_same_says_so(explained, heart):
    chosen = {one.ranked.exercise.id for one in recommend(OFFICE_NECK, heart, judged_on=TODAY).program.chosen}

    told = {one.exercise.id: one.in_program for one in explained(OFFICE_NECK, top=1).expected}

    assert told == {name: name in chosen for name in told}
    assert True in told.values()


def test_where_every_admitted_one_is_asked_for_only_removed_ones_are_missing(explained):
    explanation = explained(OFFICE_NECK, top=500)

    assert len(explanation.first) == explanation.admitted
    assert {type(one.reason) for one in explanation.expected} == {Rule}


@pytest.mark.parametrize("intake", [URGENT, EMERGENCY], ids=["urgent", "emergency"])
def test_under_urgent_and_emergency_there_is_nothing_but_the_gate(explained, intake):
    explanation = explained(intake)

    assert explanation.gate.outcome.value in {"urgent", "emergency"}
    assert (explanation.program, explanation.first, explanation.expected) == (None, (), ())


def test_a_program_that_waits_for_a_doctor_is_explained_as_well(explained):
    explanation = explained(CHRONIC)

    assert explanation.gate.outcome.value == "consult_first"
    assert len(explanation.first) == 10
