"""A session takes the minutes that were asked for, give or take a tenth, or a note says why not."""

import pytest

from recommender.assembly.select import Band
from recommender.domain.program import Session
from tests.unit.assembly.people import GROWING, ORDINARY


def _out_of_band(program):
    asked = program.minutes_per_session
    return [one for one in program.sessions if not (54 * asked <= one.seconds <= 66 * asked and 9 * asked <= 10 * one.minutes <= 11 * asked)]


def test_every_session_of_every_week_takes_the_minutes_asked_for_or_a_note_says_why(walked):
    silent = {key for key, program in walked.items() if _out_of_band(program) and not any("Some sessions are" in note for note in program.notes)}

    assert silent == set()


def test_a_session_that_is_too_short_is_rare_and_none_is_too_long(walked):
    short = [(one.minutes, key) for key, program in walked.items() for one in _out_of_band(program)]
    sessions = sum(len(program.sessions) for program in walked.values())

    assert len(short) / sessions <= 0.005
    assert [key for _, key in short if not walked[key].notes] == []
    assert [key for minutes, key in short if minutes > key[1]] == []


@pytest.mark.parametrize("name", ORDINARY)
def test_for_ordinary_people_every_session_takes_the_minutes_asked_for(walked, name):
    programs = {key: program for key, program in walked.items() if key[0] == name}

    assert [key for key, program in programs.items() if _out_of_band(program)] == []


def test_a_note_about_minutes_is_given_only_where_a_session_is_short(walked):
    noted = {key for key, program in walked.items() if any("Some sessions are" in note for note in program.notes)}

    assert {key for key in noted if not _out_of_band(walked[key])} == set()


def test_no_session_is_shown_longer_than_was_asked_for(walked):
    assert [key for key, program in walked.items() if max(one.minutes for one in program.sessions) > key[1]] == []


@pytest.mark.parametrize(("seconds", "minutes"), [(10, 1), (89, 1), (90, 2), (270, 5), (329, 5), (330, 6), (570, 10), (629, 10)])
def test_minutes_are_rounded_to_the_nearest_and_half_a_minute_up(seconds, minutes):
    assert Session(week=1, day=1, items=(), seconds=seconds).minutes == minutes


@pytest.mark.parametrize(
    ("minutes", "least_s", "latest_s"),
    # Six minutes shown as five would be a sixth too few, so that short sessions have a narrower band.
    [(5, 270, 324), (6, 330, 388), (9, 510, 569), (10, 540, 629), (15, 810, 929), (16, 870, 989), (60, 3240, 3629)],
)
def test_a_band_holds_the_shown_minutes_as_well(plan, minutes, least_s, latest_s):
    band = Band.of(minutes, plan.share_of_minutes)

    assert (band.least_s, band.latest_s) == (least_s, latest_s)


@pytest.mark.parametrize("minutes", range(5, 61))
def test_in_every_band_there_is_room_to_aim_at_and_to_grow(plan, minutes):
    band = Band.of(minutes, plan.share_of_minutes)

    assert band.least_s <= band.first_week_s < band.latest_s
    assert 9 * minutes <= 10 * Session(week=1, day=1, items=(), seconds=band.least_s).minutes
    assert Session(week=1, day=1, items=(), seconds=band.latest_s).minutes <= minutes


def test_a_longer_session_holds_more_exercises_and_few_enough_to_learn(plan, walked):
    held = {
        minutes: [len(one.items) for (name, asked, _), program in walked.items() if asked == minutes and name in GROWING for one in program.sessions]
        for minutes in (5, 15, 30, 60)
    }

    assert sum(held[5]) / len(held[5]) < sum(held[15]) / len(held[15]) < sum(held[30]) / len(held[30]) < sum(held[60]) / len(held[60])
    assert {minutes: sum(count > plan.most_items(minutes) for count in counts) / len(counts) <= 0.02 for minutes, counts in held.items()} == {
        5: True, 15: True, 30: True, 60: True,
    }  # fmt: skip
