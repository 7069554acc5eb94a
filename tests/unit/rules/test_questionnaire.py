"""The form: how long it is, what it can reach, and that what was skipped is never sent as a no."""

import datetime as dt
import random

import pytest

from recommender.domain.profile import Profile
from recommender.domain.truth import UNKNOWN
from recommender.rules.book import RuleBook
from recommender.rules.engine import judge, with_derived

TODAY = dt.date(2026, 11, 22)
BOOK = RuleBook.load()
FORM = BOOK.questionnaire
QUESTIONS = {question["id"]: question for question in FORM.content["questions"]}
REQUIRED = {"pain_areas": ["lower_back"], "sitting": 9, "experience": "beginner", "chronic": "no"}
NOTHING_ELSE = {"age": 41, "now_legs": [], "now_chest": [], "lately": [], "pain_story": [], "health": []}
DESK_WORKER = {**REQUIRED, **NOTHING_ELSE}
# Where the worst comes first: what a person ticks who has everything but an emergency.
EVERYTHING = {
    **{name: [option["id"] for option in row["options"]] for name, row in QUESTIONS.items() if row["kind"] == "checklist"},
    "sitting": 9, "experience": "beginner", "chronic": "yes", "age": 55, "duration": 30, "intensity": 8, "sex": "female",
    "expecting": "second", "consultation": "nothing", "cancer_nerves": "no", "now_legs": [], "now_chest": [], "lately": ["cancer_history"],
}  # fmt: skip
# Red flags and conditions that no option names, and answers that say them.
ELSEWHERE = [
    ("red_flag.age_young", {**DESK_WORKER, "age": 17}),
    ("red_flag.age_alone", {**DESK_WORKER, "age": 70}),
    ("red_flag.age75_new_acute", {**DESK_WORKER, "age": 76, "duration": 2}),
    ("red_flag.cough_sneeze_leg", {**DESK_WORKER, "pain_story": ["single_limb_deficit"], "completing": ["coughing"]}),
    ("red_flag.chronic_primary_lbp", {**DESK_WORKER, "pain_story": ["lasting"], "lasting": ["chronic_primary_low_back_pain"]}),
    ("condition.age_over_65", {**DESK_WORKER, "age": 66}),
    ("condition.hypertension_uncontrolled", {**DESK_WORKER, "health": ["heart"], "heart": ["bp_160"]}),
    ("condition.postpartum_diastasis", {**DESK_WORKER, "health": ["gave_birth"]}),
    ("condition.pregnancy_trimester_1", {**DESK_WORKER, "health": ["pregnant"], "expecting": "first"}),
    ("condition.pregnancy_trimester_2_3", {**DESK_WORKER, "health": ["pregnant"], "expecting": "third"}),
    ("red_flag.pregnancy_well", {**DESK_WORKER, "health": ["pregnant"], "pregnancy_signs": []}),
    ("red_flag.diabetes_low_intensity", {**DESK_WORKER, "health": ["diabetes"], "diabetes": []}),
]
OPTIONS = [
    (question["id"], option["id"], row["field"].removesuffix("s") + "." + row["value"])
    for question in QUESTIONS.values()
    for option in question["options"]
    for row in option["sends"]
    if row["field"] in {"red_flags", "conditions"}
]


def _profile(answers):
    return Profile.from_answers(FORM.intake(answers), intake=BOOK.intake, judged_on=TODAY)


def _facts(answers):
    return with_derived(_profile(answers).facts, BOOK.facts)


def _gate(answers):
    return judge(_profile(answers), BOOK).gate


def _length(answers):
    return sum(step.counts_as for step in FORM.shown(answers))


def _leading_to(node):
    """Answers under which a branch holds, by its first way in."""
    if node is None:
        return {}
    if "all" in node:
        return {name: answer for part in node["all"] for name, answer in _leading_to(part).items()}
    if "any" in node:
        return _leading_to(node["any"][0])
    if "at_least" in node or "less_than" in node:
        return {node["question"]: node.get("at_least", 41)}
    question = QUESTIONS[node["question"]]
    wanted = next(option for option in question["options"] if "has_any" in node or option["id"] in node["has"])
    chosen = [wanted["id"]] if question["kind"] == "checklist" else wanted["id"]
    return {**_leading_to(question["show_when"]), **_leading_to(wanted["show_when"]), node["question"]: chosen}


def _ticking(name, option_id):
    """Answers that tick one option, and on the way to it only what leads there."""
    question = QUESTIONS[name]
    option = next(row for row in question["options"] if row["id"] == option_id)
    way = {**_leading_to(question["show_when"]), **_leading_to(option["show_when"])}
    return {**DESK_WORKER, **way, name: [option_id] if question["kind"] == "checklist" else option_id}


def _anybody(chance):
    """Somebody who answers at random, skips at times, and ticks little or much."""
    answers = {}
    often = chance.choice([0.05, 0.2, 0.7])
    for name, question in QUESTIONS.items():
        options = [option["id"] for option in question["options"]]
        match question["kind"]:
            case "checklist":
                answers[name] = [one for one in options if chance.random() < often]
            case "choice":
                answers[name] = chance.choice(options)
            case _:
                answers[name] = chance.randint(int(question["minimum"]), min(int(question["maximum"]), 100))
        if not question["required"] and chance.random() < 0.1:
            answers[name] = None
    return answers


PEOPLE = [_anybody(random.Random(number)) for number in range(3000)]  # noqa: S311 - made-up people, and no secret


@pytest.mark.parametrize("areas", [[], ["lower_back"], ["neck", "shoulders"], ["upper_back"], ["lower_back", "neck"], ["hips", "leg"], ["mid_back"]])
def test_a_healthy_desk_worker_answers_ten_questions_at_most(areas):
    answers = {**DESK_WORKER, "pain_areas": areas}

    assert _length(answers) <= 10
    assert (_gate(answers).screening, _gate(answers).outcome.value) == ("complete", "proceed")


def test_nobody_answers_more_than_sixteen():
    assert max(_length(answers) for answers in (*PEOPLE, EVERYTHING)) == 16


def test_who_reaches_the_limit_of_the_form_leaves_the_rest_open():
    body = FORM.intake(EVERYTHING)

    assert _length(EVERYTHING) == 16
    assert body["red_flags_unknown"]
    assert body["conditions_unknown"]
    assert _gate(EVERYTHING).screening == "partial"


@pytest.mark.parametrize(("name", "option_id", "fact"), OPTIONS)
def test_every_red_flag_and_condition_of_an_option_can_be_said(name, option_id, fact):
    answers = _ticking(name, option_id)

    assert name in [step.question["id"] for step in FORM.shown(answers)]
    assert _facts(answers)[fact] is True


@pytest.mark.parametrize(("fact", "answers"), ELSEWHERE)
def test_what_no_option_names_is_said_by_another_answer(fact, answers):
    assert _facts(answers)[fact] is True


def test_every_red_flag_and_condition_of_the_book_can_be_said():
    said = {fact for _, _, fact in OPTIONS} | {fact for fact, _ in ELSEWHERE}
    known = {f"{kind}.{name}" for kind in ("red_flag", "condition") for name in BOOK.intake.fields[f"{kind}s"].options}

    assert known - said == set()


@pytest.mark.parametrize("answers", PEOPLE[:400])
def test_whatever_is_answered_is_a_valid_intake(answers):
    assert _profile(answers)["red_flags"] is not UNKNOWN


def _listed(step):
    """What the ticks of one question put into the lists of red flags and conditions."""
    return [row for option in step.shown if option["id"] in step.ticked for row in option["sends"] if row["field"] in {"red_flags", "conditions"}]


def test_what_was_ticked_is_sent():
    missing = [
        (step.question["id"], row["value"])
        for answers in PEOPLE[:1000]
        for body in [FORM.intake(answers)]
        for step in FORM.shown(answers)
        for row in _listed(step)
        if row["value"] not in body[row["field"]]
    ]

    assert missing == []


@pytest.mark.parametrize("name", [name for name, question in QUESTIONS.items() if not question["required"]])
def test_a_skipped_question_is_never_sent_as_a_no(name):
    way = {**DESK_WORKER, **_leading_to(QUESTIONS[name]["show_when"])}
    hanging = [(question, option, fact) for question, option, fact in OPTIONS if question == name]

    skipped = _facts({**way, name: None})

    assert [fact for _, option, fact in hanging if skipped[fact] is False and _shown(way, name, option)] == []
    assert all(skipped[f"{list_name.removesuffix('s')}.{one}"] is not False for list_name, one in _when_skipped(name))


def _shown(answers, name, option_id):
    return any(option["id"] == option_id for step in FORM.shown({**answers, name: None}) if step.question["id"] == name for option in step.shown)


def _when_skipped(name):
    return [(key.removesuffix("_unknown"), one) for key, ids in QUESTIONS[name]["when_skipped"].items() for one in ids]


@pytest.mark.parametrize("name", ["now_legs", "now_chest", "lately", "pain_story", "health", "age"])
def test_who_skips_a_question_that_everybody_is_asked_gets_the_cautious_program(name):
    gate = _gate({**DESK_WORKER, name: None})

    assert gate.screening == "partial"
    assert "CAUTIOUS-PROGRAM" in [reason.rule_id for reason in gate.reasons]


def test_skipping_the_question_about_health_leaves_all_behind_it_open():
    facts = _facts({**DESK_WORKER, "health": None})

    behind = ["red_flag.heart_condition", "condition.glaucoma", "condition.wrist_problem", "condition.pregnancy_trimester_1", "red_flag.foot_ulcer"]
    assert [facts[name] for name in behind] == [UNKNOWN] * 5


@pytest.mark.parametrize(("answer", "sent"), [("yes", True), ("no", False), ("not_sure", True)])
def test_who_is_not_sure_about_a_long_term_illness_is_taken_to_have_one(answer, sent):
    assert FORM.intake({**DESK_WORKER, "chronic": answer})["has_chronic_condition"] is sent


@pytest.mark.parametrize(("name", "option_id"), [("now_legs", "ces_saddle"), ("now_chest", "chest_pain_now"), ("lately", "neck_meningism")])
def test_an_emergency_ends_the_form(name, option_id):
    answers = {**DESK_WORKER, name: [option_id]}

    assert [step.question["id"] for step in FORM.shown(answers)][-1] == name
    assert _gate(answers).outcome.value == "emergency"


def test_every_tick_that_means_an_emergency_ends_the_form_and_no_other():
    emergencies = {rule.id for rule in BOOK.rules if rule.group == "red_flag" and rule.outcome.value == "emergency"}
    named = [(option["ends"], {f"RF-{row['value'].upper().replace('_', '-')}" for row in option["sends"] if row["field"] == "red_flags"})
             for question in QUESTIONS.values() for option in question["options"]]  # fmt: skip

    assert [ids for ends, ids in named if ends is not bool(ids & emergencies)] == []


def test_an_emergency_is_asked_for_before_anything_that_only_some_are_asked():
    order = [step.question["id"] for step in FORM.shown(DESK_WORKER)]

    assert order[:8] == ["pain_areas", "sitting", "experience", "chronic", "age", "now_legs", "now_chest", "lately"]


def test_what_is_urgent_or_an_emergency_asks_for_what_is_new_or_unchecked():
    opening = FORM.content["opening"]
    grave = {rule.id for rule in BOOK.rules if rule.group == "red_flag" and rule.outcome.value in {"emergency", "urgent"}}
    labels = [(option["label"], question["hint"]) for question in QUESTIONS.values() for option in question["options"]
              if any(f"RF-{row['value'].upper().replace('_', '-')}" in grave for row in option["sends"] if row["field"] == "red_flags")]  # fmt: skip

    assert labels
    assert [label for label, hint in labels if hint != opening and "no doctor has seen it" not in label and label != "Yes"] == []


def test_a_consultation_is_sent_with_its_day_or_not_at_all():
    asked = {**DESK_WORKER, "chronic": "yes"}

    assert FORM.intake({**asked, "consultation": ("fine", "2026-11-02")})["consultation"] == {
        "consulted": True, "exercise_advised": True, "consulted_on": "2026-11-02",
    }  # fmt: skip
    assert "consultation" not in FORM.intake({**asked, "consultation": "fine"})
    assert FORM.intake({**asked, "consultation": "against"})["consultation"] == {"exercise_advised": False}


def test_what_only_some_are_asked_is_not_asked_of_the_others():
    ids = {step.question["id"] for step in FORM.shown(DESK_WORKER)}

    assert ids & {"sex", "expecting", "cancer_nerves", "heart", "recent", "completing"} == set()


def test_a_man_of_seventy_with_night_pain_is_asked_whether_he_smokes_and_his_sex():
    ids = [step.question["id"] for step in FORM.shown({**DESK_WORKER, "age": 70, "pain_story": ["night_pain"]})]

    assert {"completing", "sex", "duration"} <= set(ids)
