"""The plan's compiler refuses a table with a hole, and the compiled plan runs only as it was compiled."""

import shutil

import pytest

from recommender.assembly.compile import HERE, build
from recommender.assembly.plan import COMPILED, Plan
from recommender.errors import HeartRefused

DAMAGED = [
    ("order_of_kinds: [[cardio],", "order_of_kinds: [[],", "order_of_kinds must name each"),
    ("order_of_kinds: [[cardio],", "order_of_kinds: [[cardio, dancing],", "order_of_kinds must name each"),
    ("[standing, machine,", "[standing, standing,", "order_of_positions must name each"),
    ("breathing: 0.1, balance: 0.2", "breathing: 0.1", "maximum_share_of_kind must name each"),
    ("breathing: 0.1, balance: 0.2", "breathing: 0.1, balance: 1.2", "maximum_share_of_kind: balance must lie above 0"),
    ("intermediate: 4, advanced: 4", "intermediate: 4", "weeks must name each"),
    ("glutes: buttocks, leg: leg", "glutes: buttocks", "names_of_areas must name each"),
    ("whole_back: [[neck,", "whole_back: [[elbow,", "whole_back: unknown area 'elbow'"),
    ('"2": [1, 4]', '"2": [4, 1]', "days/2 must be 2 different days"),
    ('"3": [1, 3, 5]', '"3": [1, 3]', "days/3 must be 3 different days"),
    ('"3": [1, 3, 5]', '"3": [1, 3, 3]', "days/3 must be 3 different days"),
    ('"3": [1, 3, 5]', '"3": [1, 3, 8]', "days/3 must be 3 different days"),
    ('"3": [1, 3, 5]', '"3": [1, 2, 5]', "days/3: up to 3 days a week must not follow each other"),
    ('"2": [1, 4]', '"2": [1, 7]', "days/2: up to 3 days a week must not follow each other"),
    (', "7": [1, 2, 3, 4, 5, 6, 7]', "", "days must answer 1 to 7"),
    (', "7": ABABABL', "", "pattern must answer 1 to 7"),
    ('"3": ABA', '"3": AB', "pattern/3 must be 3 letters"),
    ('"3": ABA', '"3": BAB', "pattern/3 must be 3 letters A, B or L, the first an A"),
    ('"3": ABA', '"3": ACA', "pattern/3 must be 3 letters"),
    ('"4": ABAB', '"4": AABB', "pattern/4: two A days or two B days must not follow each other"),
    ('"7": ABABABL', '"7": ABABABA', "pattern/7: two A days or two B days must not follow each other"),
    ("kinds: [core_stability, strength], to_minutes", "kinds: [core_stability, power], to_minutes", "unknown kind 'power'"),
    ("kinds: [flexibility, balance], field: hold_s", "kinds: [flexibility, poise], field: hold_s", "unknown kind 'poise'"),
    ("levels: [beginner]", "levels: [newcomer]", "slots: unknown level 'newcomer'"),
    ("goals: [general_fitness,", "goals: [fame,", "slots: unknown goal 'fame'"),
    ("field: sets", "field: set", "fill: unknown field 'set'"),
    ("week: 4, kinds: [strength, core_stability], field: sets", "week: 4, kinds: [strength], field: set", "raises: unknown field 'set'"),
    ("field: reps, by: 1}", "field: reps, by: 0}", "fill: reps must grow by 1 or more"),
    ("week: 2, kinds: [balance]", "week: 2, kinds: [balance, strength]", "raises: strength is raised twice in week 2"),
    ("raise_limits: {reps: 12, ", "raise_limits: {", "raise_limits must name each"),
    ("fill_rounds: 1", "fill_rounds: -1", "fill_rounds must be 0 or more"),
    ("{least: 0.9,", "{least: 0.8,", "share_of_minutes must rise"),
    ("latest: 1.08}", "latest: 1.2}", "share_of_minutes must rise"),
    ("aim: 0.93", "aim: 1.01", "share_of_minutes must rise"),
    ('"60": 20}', '"55": 20}', "maximum_items must reach 60 minutes"),
    ('"10": 6', '"10": 9', "maximum_items must reach 60 minutes and never fall"),
    ("minimum_alternatives: 2", "minimum_alternatives: 5", "minimum_alternatives must not exceed"),
    ("one_in: 5", "one_in: 0", "rotating_places needs"),
    ("at_least: 4", "at_least: 11", "pain_holds: 11 is no pain"),
    ("weeks: 1\n", "weeks: 0\n", "pain_holds: weeks must be 1 or more"),
    ("left for them: {areas}.", "left for them.", "areas_not_served must say {areas}"),
    ("source: pain_monitoring_2007", "source: somebody", "pain_holds: unknown source 'somebody'"),
    ("source: two_for_two_2008", "source: somebody", "progression: unknown source 'somebody'"),
    ("changeover_s: 15 ", "change_s: 15 ", "no such key 'change_s'"),
    ("changeover_s: 15 ", "change_s: 15 ", "changeover_s is missing"),
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
    [('"latest":1.08', '"latest":1.98'), ('"fill_rounds":1', '"fill_rounds":9'), ('"digest":"sha256:', '"digest":"sha256:0')],
)
def test_a_plan_changed_by_hand_does_not_run(tmp_path, old, new):
    text = COMPILED.read_text(encoding="utf-8")
    (tmp_path / "plan.json").write_text(text.replace(old, new, 1), encoding="utf-8")

    assert old in text
    with pytest.raises(HeartRefused, match="digest"):
        Plan.load(tmp_path / "plan.json")
