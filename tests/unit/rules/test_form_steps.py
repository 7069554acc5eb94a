"""A form of a few questions, made by hand: which is asked when, where it ends, and what its answers send and leave open."""

import pytest

from recommender.domain.truth import Truth
from recommender.rules.questionnaire import LISTS, NUMBERS, OPTIONS_OF_ONE_QUESTION, Questionnaire, Step

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def sends(field, value, *, one_of_several=True):
    return {"field": field, "value": value, "set": one_of_several}


def option(name, *sent, when=None, **more):
    return {"id": name, "sends": list(sent), "show_when": when, "detail": None, "ends": False, "unticked": [], **more}


def question(name, kind="checklist", *options, when=None, **more):
    plain = {"field": None, "none": None, "when_skipped": {}}
    return {"id": name, "kind": kind, "options": list(options), "show_when": when, **plain, **more}


def form(*questions, at_most=9):
    return Questionnaire({"maximum_questions": at_most, "questions": list(questions)})


def choice(name, *ids, **more):
    return question(name, "choice", *(option(one) for one in ids), **more)


ILL = choice("ill", "yes", "no")
AGE = question("age", "number")


def _asked(branch, **answers):
    """Is the last question of a form asked that hangs on a choice, a number, and a choice that only who is ill is asked?"""
    behind = choice("behind", "a", "b", when={"question": "ill", "has": ["yes"]})
    return form(ILL, AGE, behind, choice("last", "x", when=branch)).walk(answers)[-1].asked


SAYS_YES, SAYS_ANYTHING, SAYS_A = {"question": "ill", "has": ["yes"]}, {"question": "ill"}, {"question": "behind", "has": ["a"]}
FROM_50, UNDER_60 = {"question": "age", "at_least": 50}, {"question": "age", "less_than": 60}
BRANCHES = [
    (None, {}, T),
    (SAYS_YES, {"ill": "yes"}, T), (SAYS_YES, {"ill": "no"}, F), (SAYS_YES, {"ill": None}, U), (SAYS_YES, {}, U),
    (SAYS_ANYTHING, {"ill": "no"}, T), (SAYS_ANYTHING, {}, U), (SAYS_ANYTHING, {"ill": "what is no option"}, F),
    # Who is not asked has said no to it, and who skips the way there has not.
    (SAYS_A, {"ill": "yes", "behind": "a"}, T), (SAYS_A, {"ill": "yes", "behind": "b"}, F), (SAYS_A, {"ill": "yes"}, U),
    (SAYS_A, {"ill": "no"}, F), (SAYS_A, {"ill": "no", "behind": "a"}, F), (SAYS_A, {"behind": "a"}, U),
    (FROM_50, {"age": 50}, T), (FROM_50, {"age": 51}, T), (FROM_50, {"age": 49.9}, F), (FROM_50, {}, U), (FROM_50, {"age": 0}, F),
    (UNDER_60, {"age": 59}, T), (UNDER_60, {"age": 60}, F), (UNDER_60, {"age": 61}, F), (UNDER_60, {"age": 0}, T),
    ({**FROM_50, **UNDER_60}, {"age": 55}, T), ({**FROM_50, **UNDER_60}, {"age": 40}, F), ({**FROM_50, **UNDER_60}, {"age": 60}, F),
    ({"question": "age"}, {"age": 0}, T), ({"question": "age"}, {}, U),
    ({"all": [SAYS_YES, FROM_50]}, {"ill": "yes", "age": 50}, T), ({"all": [SAYS_YES, FROM_50]}, {"ill": "no"}, F),
    ({"all": [SAYS_YES, FROM_50]}, {"age": 50}, U), ({"all": [SAYS_YES, FROM_50]}, {"ill": "yes", "age": 9}, F),
    ({"any": [SAYS_YES, FROM_50]}, {"ill": "no", "age": 50}, T), ({"any": [SAYS_YES, FROM_50]}, {"ill": "yes"}, T),
    ({"any": [SAYS_YES, FROM_50]}, {"ill": "no"}, U), ({"any": [SAYS_YES, FROM_50]}, {"ill": "no", "age": 9}, F),
]  # fmt: skip


@pytest.mark.parametrize(("branch", "answers", "asked"), BRANCHES)
def test_a_branch_holds_fails_or_can_not_be_told(branch, answers, asked):
    assert _asked(branch, **answers) is asked


def test_a_scale_is_a_number_too():
    pain = question("pain", "scale", field="pain.intensity")
    asked = form(pain, choice("last", "x", when={"question": "pain", "at_least": 7}))

    assert (asked.walk({"pain": 7})[-1].asked, asked.walk({"pain": 6})[-1].asked) == (T, F)
    assert asked.intake({"pain": 7})["pain"] == {"intensity": 7}


SIGNS = question(
    "signs", "checklist", option("cough"), option("kick", when=SAYS_YES), option("old", when=FROM_50), when={"any": [SAYS_ANYTHING, FROM_50]}
)  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"ill": "yes", "age": 50}, ["cough", "kick", "old"]),
        ({"ill": "no", "age": 50}, ["cough", "old"]),
        ({"ill": "yes"}, ["cough", "kick"]),
        ({"ill": "no", "age": 9}, ["cough"]),
    ],
)
def test_an_option_is_shown_only_where_its_branch_holds(answers, shown):
    step = form(ILL, AGE, SIGNS).walk(answers)[-1]

    assert [one["id"] for one in step.shown] == shown


@pytest.mark.parametrize(
    ("answers", "asked"),
    [({"ill": "yes"}, T), ({"ill": "no"}, F), ({}, U)],
)
def test_a_question_all_of_whose_options_are_out_of_the_question_is_none(answers, asked):
    hidden = question("hidden", "checklist", option("kick", when=SAYS_YES), option("jump", when=SAYS_YES))

    assert form(ILL, hidden).walk(answers)[-1].asked is asked


def test_a_question_is_not_asked_where_its_branch_fails_whatever_its_options_are():
    behind = choice("behind", "a", when=SAYS_YES)

    assert form(ILL, behind).walk({"ill": "no", "behind": "a"})[-1] == Step(
        question=behind, asked=F, options=tuple((one, T) for one in behind["options"]), answer=None
    )


def test_what_could_not_be_shown_could_not_be_ticked_so_nobody_can_tell():
    last = choice("last", "x", when={"question": "signs", "has": ["kick"]})
    open_form = form(ILL, AGE, SIGNS, last)

    assert open_form.walk({"age": 50, "signs": ["cough"]})[-1].asked is U
    assert open_form.walk({"age": 50, "signs": ["kick"]})[-1].asked is U
    assert open_form.walk({"ill": "no", "age": 50, "signs": ["kick"]})[-1].asked is F
    assert open_form.walk({"ill": "yes", "age": 50, "signs": ["cough"]})[-1].asked is F
    assert open_form.walk({"ill": "yes", "age": 50, "signs": ["cough", "kick"]})[-1].asked is T


def test_what_was_ticked_answers_though_another_option_could_not_be_shown():
    last = choice("last", "x", when={"question": "signs", "has": ["kick", "cough"]})
    other = choice("other", "x", when={"question": "signs"})

    assert [step.asked for step in form(ILL, AGE, SIGNS, last, other).walk({"age": 50, "signs": ["cough"]})][-2:] == [T, T]
    assert [step.asked for step in form(ILL, AGE, SIGNS, last, other).walk({"age": 50, "signs": []})][-2:] == [U, U]


def _step(kind, answer, *options):
    return Step(question={"kind": kind}, asked=T, options=options, answer=answer)


A, B, HIDDEN, LAST = ((option("a"), T), (option("b"), T), (option("hidden"), F), (option("last", ends=True), T))


@pytest.mark.parametrize(
    ("kind", "answer", "ticked"),
    [
        ("checklist", ["a", "hidden", "what is no option"], {"a"}),
        ("checklist", ["b", "a"], {"a", "b"}),
        ("checklist", [], set()),
        ("choice", "b", {"b"}),
        ("choice", ("b", "2026-11-02"), {"b"}),
        ("choice", ("2026-11-02", "b"), set()),
        ("choice", None, set()),
    ],
)
def test_what_was_ticked_is_what_was_shown_and_chosen(kind, answer, ticked):
    assert _step(kind, answer, A, B, HIDDEN).ticked == ticked


@pytest.mark.parametrize(("kind", "options", "counts"), [
    ("checklist", 1, 1), ("checklist", 8, 1), ("checklist", 9, 2), ("checklist", 16, 2), ("checklist", 17, 3), ("checklist", 0, 1), ("choice", 9, 1),
    ("number", 0, 1),
])  # fmt: skip
def test_a_long_checklist_counts_as_more_than_one_question(kind, options, counts):
    assert _step(kind, None, *[A] * options, HIDDEN).counts_as == counts


def test_these_are_the_lists_of_the_screening_and_the_kinds_that_are_answered_by_a_number():
    assert (LISTS, NUMBERS, OPTIONS_OF_ONE_QUESTION) == (("red_flags", "conditions"), ("number", "scale"), 8)


@pytest.mark.parametrize(("answer", "ends"), [(["a"], False), (["a", "last"], True), (["last"], True), ([], False)])
def test_the_form_ends_with_a_tick_after_which_nothing_matters(answer, ends):
    assert _step("checklist", answer, A, LAST).ends_the_form is ends
    assert _step("checklist", answer, LAST, A).ends_the_form is ends


@pytest.mark.parametrize(
    ("at_most", "asked"),
    [(0, [U, U, U, U]), (1, [T, U, U, F]), (2, [T, T, U, F]), (3, [T, T, U, F]), (4, [T, T, T, F])],
)
def test_at_most_so_many_questions_are_asked_and_what_is_a_no_stays_one(at_most, asked):
    """The third question counts as two; where it does not fit, nothing behind it is asked, but the last is a no all the same."""
    long = question("long", "checklist", *(option(f"sign_{number}") for number in range(9)))
    answers = {"ill": "no", "age": 3, "long": ["sign_1"], "last": "x"}

    steps = form(ILL, AGE, long, choice("last", "x", when=SAYS_YES), at_most=at_most).walk(answers)

    assert [step.asked for step in steps] == asked
    assert [step.answer for step in steps] == [answers[step.question["id"]] if step.asked is T else None for step in steps]


@pytest.mark.parametrize(("answers", "asked"), [({"ill": "no", "age": 3}, [T, F, T]), ({"age": 3}, [T, U, T])])
def test_a_question_that_is_not_asked_counts_for_nothing(answers, asked):
    assert [step.asked for step in form(ILL, choice("behind", "a", when=SAYS_YES), AGE, at_most=2).walk(answers)] == asked


def test_after_a_question_that_does_not_fit_a_shorter_one_is_not_asked_either():
    long = question("long", "checklist", *(option(f"sign_{number}") for number in range(9)))

    assert [step.asked for step in form(ILL, long, AGE, at_most=2).walk({"ill": "no", "long": [], "age": 3})] == [T, U, U]


def test_after_a_tick_that_ends_the_form_nothing_is_asked():
    grave = question("grave", "checklist", option("now", ends=True), option("a"))
    short = form(grave, AGE, ILL)

    assert [step.question["id"] for step in short.shown({"grave": ["now"], "age": 3, "ill": "no"})] == ["grave"]
    assert [step.question["id"] for step in short.shown({"grave": ["a"], "age": 3, "ill": "no"})] == ["grave", "age", "ill"]


def test_a_step_keeps_its_question_its_options_and_its_answer():
    ill, age = form(ILL, AGE).walk({"ill": "no", "age": 41})

    assert ill == Step(question=ILL, asked=T, options=((ILL["options"][0], T), (ILL["options"][1], T)), answer="no")
    assert age == Step(question=AGE, asked=T, options=(), answer=41)


def _intake(*questions, **answers):
    return form(*questions).intake(answers)


CANCER = option("cancer", sends("red_flags", "cancer_history"), sends("conditions", "cancer"), sends("history.smokes", True, one_of_several=False))
FALL = option("fall", sends("red_flags", "major_trauma"), unticked=[sends("fell", False, one_of_several=False)])
NONE_OF_THESE = {"sends": [sends("pain_areas", None), sends("red_flags", "well")]}
LATELY = question("lately", "checklist", CANCER, FALL, none=NONE_OF_THESE, when_skipped={"red_flags_unknown": ["fever_back"]})


def test_what_is_ticked_is_sent_and_what_is_not_ticked_sends_its_no():
    assert _intake(LATELY, lately=["cancer"]) == {
        "red_flags": ["cancer_history"], "conditions": ["cancer"], "history": {"smokes": True}, "fell": False,
    }  # fmt: skip
    assert _intake(LATELY, lately=["fall"]) == {"red_flags": ["major_trauma"], "conditions": []}


def test_none_of_these_sends_what_it_means():
    assert _intake(LATELY, lately=[]) == {"red_flags": ["well"], "conditions": [], "fell": False, "pain_areas": []}


def test_a_skipped_question_leaves_open_all_that_it_could_have_said_and_is_never_a_no():
    assert _intake(LATELY, lately=None) == {
        "red_flags": [], "conditions": [],
        "red_flags_unknown": ["cancer_history", "major_trauma", "well", "fever_back"], "conditions_unknown": ["cancer"],
    }  # fmt: skip


def test_a_question_that_is_not_asked_is_a_no_and_sends_nothing():
    assert _intake(ILL, {**LATELY, "show_when": SAYS_YES}, ill="no", lately=["cancer"]) == {"red_flags": [], "conditions": []}


def test_a_question_that_is_not_reached_is_left_open():
    body = form(ILL, LATELY, at_most=1).intake({"ill": "no", "lately": ["cancer"]})

    assert body["red_flags"] == []
    assert body["red_flags_unknown"] == ["cancer_history", "major_trauma", "well", "fever_back"]


def test_an_option_that_could_not_be_shown_is_left_open_beside_what_was_ticked():
    lately = question("lately", "checklist", CANCER, option("kick", sends("red_flags", "kick"), sends("kicks", True), when=SAYS_YES))

    assert _intake(ILL, lately, lately=["cancer"])["red_flags_unknown"] == ["kick"]
    assert "red_flags_unknown" not in _intake(ILL, lately, ill="no", lately=["cancer"])
    assert "red_flags_unknown" not in _intake(ILL, lately, ill="yes", lately=["cancer"])


def test_an_option_that_is_out_of_the_question_is_not_left_open_where_its_question_is_skipped():
    lately = question("lately", "checklist", CANCER, option("kick", sends("red_flags", "kick"), when=SAYS_YES))

    assert _intake(ILL, lately, ill="no", lately=None)["red_flags_unknown"] == ["cancer_history"]
    assert _intake(ILL, lately, ill="yes", lately=None)["red_flags_unknown"] == ["cancer_history", "kick"]


def test_what_one_question_leaves_open_and_another_says_is_said():
    skipped = question("skipped", "checklist", option("cancer", sends("red_flags", "cancer_history")), option("old", sends("red_flags", "old")))

    assert _intake(LATELY, skipped, lately=["cancer"])["red_flags_unknown"] == ["old"]
    assert _intake(skipped, {**skipped, "id": "again"})["red_flags_unknown"] == ["cancer_history", "old"]


def test_a_number_is_sent_as_it_was_given_and_opens_its_lists_where_it_was_not():
    age = question("age", "number", field="age_years", when_skipped={"conditions_unknown": ["age_over_65"], "red_flags_unknown": ["age_young"]})

    assert _intake(age, age=0) == {"red_flags": [], "conditions": [], "age_years": 0}
    assert _intake(age) == {"red_flags": [], "conditions": [], "red_flags_unknown": ["age_young"], "conditions_unknown": ["age_over_65"]}


FINE = option("fine", sends("consultation.exercise_advised", True, one_of_several=False), detail={"field": "consultation.consulted_on"})


def test_an_option_with_a_detail_is_sent_with_it_or_not_at_all():
    told = question("told", "choice", FINE, option("against", sends("consultation.exercise_advised", False, one_of_several=False)))

    assert _intake(told, told=("fine", "2026-11-02"))["consultation"] == {"exercise_advised": True, "consulted_on": "2026-11-02"}
    assert "consultation" not in _intake(told, told="fine")
    assert _intake(told, told="against")["consultation"] == {"exercise_advised": False}


def test_a_field_that_is_a_set_takes_each_value_once_and_in_order():
    twice = question(
        "twice", "checklist", option("a", sends("goals", "x"), sends("goals", "y")), option("b", sends("goals", "x"), sends("goals", "z"))
    )
    inner = question("inner", "checklist", option("a", sends("pain.worse_with", "sitting")), option("b", sends("pain.worse_with", "lying")))

    assert _intake(twice, twice=["b", "a"])["goals"] == ["x", "y", "z"]
    assert _intake(inner, inner=["a", "b"])["pain"] == {"worse_with": ["sitting", "lying"]}


def test_a_field_inside_two_objects_keeps_the_rest_of_its_name():
    deep = question("deep", "number", field="pain.left.intensity")

    assert _intake(deep, deep=3)["pain"] == {"left.intensity": 3}
