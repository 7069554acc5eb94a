"""Folds, jobs and figures of the laboratory, on few programs."""

import json

import numpy as np
import pytest

from exercise_catalog.artifact import open_sealed
from recommender.__main__ import answer_line
from recommender.scoring.model import MODEL
from recommender.training import laboratory as lab
from recommender.training.served import JUDGED_ON, as_served, heart_with, intake_of


@pytest.fixture(scope="module")
def jobs():
    return lab.jobs()


def test_every_program_that_can_judge_is_judged_once_in_each_shuffle(jobs, programs):
    expected = sorted(i for i, program in enumerate(programs) if program.can_judge)

    for shuffle in range(len(lab.SHUFFLES)):
        assert sorted(i for job in jobs if job.shuffle == shuffle for i in job.outside) == expected


def test_no_publisher_family_is_on_both_sides_of_a_job(jobs, programs):
    for job in jobs:
        inside, outside = ({programs[i].family for i in which} for which in (job.inside, job.outside))

        assert not inside & outside


def test_an_intake_made_of_a_program_says_what_the_program_says(programs):
    program = next(one for one in programs if one.audience.complaints and one.told["older"])

    intake = intake_of(program)

    assert set(intake["pain_areas"]) == set(program.audience.areas)
    assert intake["age_years"] == 70
    assert intake["conditions"]


def test_the_order_served_with_rules_puts_what_a_rule_removes_last(programs, exercises):
    heart = heart_with(open_sealed(MODEL)[0])
    program = next(one for one in programs if one.can_judge and one.audience.experience == "beginner")

    served = as_served(program, heart)

    hard = np.array([exercise.level != "beginner" for exercise in exercises])
    assert served.with_rules[hard].max() < served.with_rules[~hard].max()
    assert set(served.removed) <= set(program.exercises)
    assert sorted(served.by_score) == sorted(served.assembled) == list(range(1, len(exercises) + 1))


def test_the_ranking_that_is_judged_is_the_one_that_the_rank_command_prints(programs, exercises):
    heart = heart_with(open_sealed(MODEL)[0])
    program = next(one for one in programs if one.can_judge and one.audience.goals == {"strength"})

    served = as_served(program, heart)

    printed = answer_line(json.dumps(intake_of(program)), heart, judged_on=JUDGED_ON, with_rules=False)["ranking"]
    ids = [exercise.id for exercise in exercises]
    assert [row["exercise_id"] for row in printed] == [ids[index] for index in np.argsort(-served.by_score)]


def test_the_program_comes_first_in_the_assembled_order(programs):
    heart = heart_with(open_sealed(MODEL)[0])
    program = next(one for one in programs if one.can_judge)

    served = as_served(program, heart)

    first = np.argsort(-served.assembled)[:4]
    assert (served.with_rules[first] > len(served.with_rules) / 2).all()


@pytest.mark.parametrize("share", lab.CURVE)
def test_each_point_of_the_curve_has_a_name_of_its_own(share):
    assert len({lab.curve_name(share, draw) for draw in range(lab.CURVE_DRAWS)}) == lab.CURVE_DRAWS


def test_one_of_a_family_comes_first_and_the_order_stays_otherwise():
    scores = np.array([[4.0, 3.0, 2.0, 1.0]])

    order = np.argsort(-lab.one_of_a_family(scores, ["squat", "squat", "hinge", "squat"])[0])

    assert order.tolist() == [0, 2, 1, 3]
