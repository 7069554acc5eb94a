"""The plan's compiler refuses a table with a hole, and the compiled plan runs only as it was compiled."""

import shutil

import pytest

from recommender.assembly.compile import HERE, build
from recommender.assembly.plan import COMPILED, Plan
from recommender.errors import HeartRefused

DAMAGED = [
    ("order_of_kinds: [cardio, mobility,", "order_of_kinds: [cardio,", "order_of_kinds must name each"),
    ("order_of_kinds: [cardio, mobility,", "order_of_kinds: [cardio, dancing,", "order_of_kinds must name each"),
    ("[standing, machine,", "[standing, standing,", "order_of_positions must name each"),
    ("breathing: 1, balance: 2", "breathing: 1", "maximum_of_kind must name each"),
    ("intermediate: 4, advanced: 4", "intermediate: 4", "weeks must name each"),
    ('"2": [1, 4]', '"2": [4, 1]', "days/2 must be 2 different days"),
    ('"3": [1, 3, 5]', '"3": [1, 3]', "days/3 must be 3 different days"),
    ('"3": [1, 3, 5]', '"3": [1, 3, 3]', "days/3 must be 3 different days"),
    ('"3": [1, 3, 5]', '"3": [1, 3, 8]', "days/3 must be 3 different days"),
    (', "7": [1, 2, 3, 4, 5, 6, 7]', "", "days must answer 1 to 7"),
    ("kinds: [core_stability, strength]}", "kinds: [core_stability, power]}", "unknown kind 'power'"),
    ("kinds: [flexibility, balance], field: hold_s", "kinds: [flexibility, poise], field: hold_s", "unknown kind 'poise'"),
    ("field: sets", "field: set", "unknown field 'set'"),
    ("source: pain_monitoring_2007", "source: somebody", "unknown source 'somebody'"),
]


@pytest.fixture
def folder(tmp_path):
    shutil.copy(HERE / "plan.yaml", tmp_path)
    return tmp_path


def test_the_plan_as_it_is_compiles(folder):
    assert build(folder)[1] == []


@pytest.mark.parametrize(("old", "new", "complaint"), DAMAGED)
def test_a_plan_with_a_hole_is_refused(folder, old, new, complaint):
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    (folder / "plan.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")

    problems = build(folder)[1]

    assert old in text
    assert any(complaint in problem for problem in problems)


@pytest.mark.parametrize(
    ("old", "new"),
    [('"first_week_share":0.9', '"first_week_share":1.9'), ('"maximum_items":12', '"maximum_items":99'), ('"digest":"sha256:', '"digest":"sha256:0')],
)
def test_a_plan_changed_by_hand_does_not_run(tmp_path, old, new):
    text = COMPILED.read_text(encoding="utf-8")
    (tmp_path / "plan.json").write_text(text.replace(old, new, 1), encoding="utf-8")

    assert old in text
    with pytest.raises(HeartRefused, match="digest"):
        Plan.load(tmp_path / "plan.json")
