"""What exercises say: read at twelve, short, promising nothing, each sentence once."""

import pytest

from exercise_catalog import checks

# A place in the goblet squat, the words put there, and a part of the complaint.
REFUSED = [
    # Words that promise or diagnose, in any list and in any place of it.
    ({"text/en/purpose": "Cures the back pain that sitting brought."}, "text/en/purpose promises or diagnoses ('Cures')"),
    ({"text/en/tempo": "Slow, which heals."}, "text/en/tempo promises or diagnoses ('heals')"),
    ({"text/en/steps/1": "This fixes your posture at once."}, "text/en/steps promises or diagnoses ('fixes')"),
    ({"text/en/cues/1": "Guaranteed to eliminate tension."}, "promises or diagnoses"),
    ({"text/en/common_mistakes/2": "Skipping it, since it prevents pain."}, "promises or diagnoses ('prevents')"),
    ({"text/en/stop_signs/1": "Your treatment says otherwise here."}, "promises or diagnoses ('treatment')"),
    ({"text/en/breathing": "Breathe in, because you sit too much."}, "promises or diagnoses ('because you sit')"),
    ({"text/en/set_up": "A diagnosis is not needed for this one."}, "promises or diagnoses ('diagnosis')"),
    ({"difficulty_because": "It relieves the back and is therefore easy."}, "difficulty_because promises or diagnoses ('relieves')"),
    # Too long, too hard, too many sentences, none.
    ({"text/en/set_up": "Stand " + "and stand " * 14 + "there."}, "has a sentence of more than 28 words"),
    ({"text/en/cues/1": "Consider proprioceptive neuromuscular facilitation."}, "text/en/cues reads at grade"),
    ({"text/en/stop_signs/1": "Neurological symptoms deteriorate immediately."}, "text/en/stop_signs reads at grade"),
    ({"text/en/purpose": "Trains your legs. Trains your back too."}, "text/en/purpose has more than 1 sentences"),
    ({"text/en/tempo": "Two seconds down. Two seconds up."}, "text/en/tempo has more than 1 sentences"),
    ({"text/en/breathing": "Breathe in. Then breathe out."}, "text/en/breathing has more than 1 sentences"),
    ({"text/en/set_up": "Stand tall. Hold the weight. Look ahead."}, "text/en/set_up has more than 2 sentences"),
    ({"text/en/steps/1": "Lower yourself between your knees"}, "text/en/steps does not end as a sentence"),
    ({"text/en/common_mistakes/1": "The knees fall inward on the way."}, "text/en/common_mistakes starts with no -ing verb"),
]
# Each of these is just easy enough; together with the rest they are not.
HARD_ALL_OVER = {
    "text/en/purpose": "Strengthens the muscles of the buttocks and the abdomen when you carry something in front of your body.",
    "text/en/set_up": "Hold a medium dumbbell upright against the middle of your body, and position both feet a little outside the hips.",
    "text/en/steps/0": "Lower your bottom carefully and gradually between your knees, as far as is comfortable for your lower back today.",
    "text/en/steps/1": "Remember to distribute your body weight evenly over the entire surface of both feet as you are going down.",
    "text/en/steps/2": "Return upward carefully and gradually to your original position as soon as your lower back begins to round.",
    "text/en/steps/3": "Repeat the exercise carefully until you have completed every repetition, then lower the dumbbell to the floor.",
    "text/en/breathing": "Continue to breathe evenly and quietly all through the exercise, going downward and then coming upward again.",
    "text/en/cues": [
        "Imagine an elevator travelling evenly between floors of a building.",
        "Your elbows travel inside your knees on every repetition.",
    ],
}


@pytest.fixture
def squat(exercise):
    return {**exercise("squat"), "harder": None, "easier": None}


@pytest.mark.parametrize(("changes", "complaint"), REFUSED)
def test_words_that_people_should_not_get_to_read_are_refused(row, doses, put, changes, complaint):
    problems = checks.each([put(row, changes)], doses)

    assert any(problem.startswith("goblet_squat.yaml: ") and complaint in problem for problem in problems)


@pytest.mark.parametrize("sentence", ["Keep your health in mind.", "Go on as on a retreat.", "The fixed end stays where it is."])
def test_words_that_only_look_like_a_promise_are_left_alone(row, doses, put, sentence):
    assert checks.each([put(row, {"text/en/cues/1": sentence})], doses) == []


def test_an_exercise_that_is_hard_to_read_all_over_is_refused(row, doses, put):
    problems = checks.each([put(row, HARD_ALL_OVER)], doses)

    assert any("text/en reads at grade" in problem and "as a whole, above 5" in problem for problem in problems)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tuck your elbows in and lift your breastbone.",
        "tuck your elbows in and lift your breastbone",
        "Tuck your elbows in, and lift your breastbone!",
        "Take a breath. Tuck your elbows in and lift your breastbone.",
    ],
)
def test_a_sentence_that_stands_in_two_exercises_is_refused(row, squat, put, sentence):
    problems = checks.together([row, put(squat, {"text/en/cues/1": sentence})], {})

    assert problems == [f"squat.yaml: text/en/cues repeats a sentence of goblet_squat: {sentence}"]


def test_a_sentence_that_stands_twice_in_one_exercise_is_refused(row, put):
    problems = checks.together([put(row, {"text/en/stop_signs/1": row["text"]["en"]["cues"][1]})], {})

    assert any("text/en/stop_signs repeats a sentence of goblet_squat" in problem for problem in problems)


def test_a_reason_for_the_difficulty_that_stands_in_two_exercises_is_refused(row, squat, put):
    problems = checks.together([row, put(squat, {"difficulty_because": row["difficulty_because"]})], {})

    assert problems == [f"squat.yaml: difficulty_because repeats a sentence of goblet_squat: {row['difficulty_because']}"]


def test_a_sentence_with_one_word_changed_is_refused_too(row, squat, put):
    theirs, changed = "Tuck your elbows in and lift your breastbone.", "Tuck both elbows in and lift your breastbone."
    problems = checks.together([row, put(squat, {"text/en/cues/1": changed})], {})

    assert problems == [f"squat.yaml: text/en/cues is almost a sentence of goblet_squat: {changed} | {theirs}"]


def test_a_sentence_with_three_words_changed_is_one_of_its_own(row, squat, put):
    assert checks.together([row, put(squat, {"text/en/cues/1": "Tuck your chin in and lower your shoulders."})], {}) == []
