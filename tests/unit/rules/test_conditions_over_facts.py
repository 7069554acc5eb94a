"""Every operator over every kind of fact, with UNKNOWN in each table."""

import pytest

from recommender.domain.truth import UNKNOWN, Truth
from recommender.errors import HeartRefused
from recommender.rules.condition import OPERATORS, parse

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN

# Operator, its value, what the fact is, and the truth.
OPERATOR_TABLE = [
    ("equal_to", True, True, T), ("equal_to", True, False, F), ("equal_to", True, UNKNOWN, U),
    ("equal_to", False, False, T), ("equal_to", False, True, F), ("equal_to", False, UNKNOWN, U),
    ("equal_to", "female", "female", T), ("equal_to", "female", "male", F), ("equal_to", "female", UNKNOWN, U),
    ("equal_to", 7, 7, T), ("equal_to", 7, 6, F), ("equal_to", 7, UNKNOWN, U),
    ("any_of", ["a", "b"], "a", T), ("any_of", ["a", "b"], "b", T), ("any_of", ["a", "b"], "c", F), ("any_of", ["a", "b"], UNKNOWN, U),
    ("contains", "neck", frozenset({"neck", "hips"}), T), ("contains", "neck", frozenset({"hips"}), F),
    ("contains", "neck", frozenset(), F), ("contains", "neck", UNKNOWN, U),
    ("at_least", 7, 7, T), ("at_least", 7, 6.9, F), ("at_least", 7, 8, T), ("at_least", 0, UNKNOWN, U),
    ("at_most", 12, 12, T), ("at_most", 12, 13, F), ("at_most", 12, 0, T), ("at_most", 12, UNKNOWN, U),
    ("more_than", 65, 66, T), ("more_than", 65, 65, F), ("more_than", 65, 64, F), ("more_than", 65, UNKNOWN, U),
    ("less_than", 18, 17, T), ("less_than", 18, 18, F), ("less_than", 18, 19, F), ("less_than", 18, UNKNOWN, U),
    # One of the two operators that ask for unknown: nobody said that it is this.
    ("not_known_as", "trimester_1", "trimester_1", F), ("not_known_as", "trimester_1", "trimester_2", T), ("not_known_as", "trimester_1", UNKNOWN, T),
    ("not_known_as", True, True, F), ("not_known_as", True, False, T), ("not_known_as", True, UNKNOWN, T),
]  # fmt: skip
# A condition over a yes, a no and an unknown fact.
YES, NO, OPEN = ({"fact": name, "is": "equal_to", "value": True} for name in ("yes", "no", "open"))
NESTED_TABLE = [
    ({"all": []}, T),
    ({"all": [YES, YES]}, T),
    ({"all": [YES, OPEN]}, U),
    ({"all": [OPEN, NO]}, F),
    ({"any": [NO, YES]}, T),
    ({"any": [OPEN, YES]}, T),
    ({"any": [NO, OPEN]}, U),
    ({"any": [NO, NO]}, F),
    ({"at_least": 2, "of": [YES, OPEN, NO]}, U),
    ({"at_least": 2, "of": [YES, OPEN, YES]}, T),
    ({"at_least": 2, "of": [NO, OPEN, NO]}, F),
    ({"at_least": 3, "of": [YES, YES, YES]}, T),
    ({"all": [YES, {"any": [NO, OPEN]}]}, U),
    ({"any": [OPEN, {"all": [YES, YES]}]}, T),
    ({"all": [{"any": [NO, NO]}, OPEN]}, F),
    ({"at_least": 1, "of": [{"all": [YES, OPEN]}, NO]}, U),
]
REFUSED = [
    {},
    {"fact": "yes"},
    {"is": "equal_to", "value": True},
    {"fact": "yes", "is": "equal_to", "value": True, "unit": "years"},
    {"fact": "yes", "is": "equals", "value": True},
    {"fact": "yes", "is": "EQUAL_TO", "value": True},
    {"fact": "yes", "is": "not", "value": True},
    {"fact": "yes", "is": "equal_to"},
    {"fact": "yes", "is": "at_least"},
    {"fact": "yes", "is": "not_empty", "value": True},
    {"fact": "yes", "is": "empty", "value": False},
    {"fact": "yes", "is": "unknown", "value": True},
    {"none": [YES]},
    {"all": [YES], "any": [YES]},
    {"at_least": 1},
    {"at_least": 1, "of": [YES], "all": [YES]},
    {"of": [YES]},
    {"all": [YES, {"fact": "no", "is": "equals", "value": True}]},
    {"any": [YES, {}]},
    {"at_least": 1, "of": [YES, {"fact": "no"}]},
]


ALL_OPERATORS = "any_of, at_least, at_most, contains, empty, equal_to, less_than, more_than, not_empty, not_known_as, unknown"


@pytest.mark.parametrize(("operator", "value", "fact", "truth"), OPERATOR_TABLE)
def test_an_operator(operator, value, fact, truth):
    assert parse({"fact": "it", "is": operator, "value": value}).truth({"it": fact}) is truth


@pytest.mark.parametrize(
    ("operator", "fact", "truth"),
    [
        ("not_empty", frozenset({"neck"}), T), ("not_empty", frozenset(), F), ("not_empty", UNKNOWN, U),
        ("empty", frozenset({"neck"}), F), ("empty", frozenset(), T), ("empty", UNKNOWN, U),
        # It asks for unknown itself, so it always has an answer.
        ("unknown", 41, F), ("unknown", False, F), ("unknown", frozenset(), F), ("unknown", UNKNOWN, T),
    ],
)  # fmt: skip
def test_operators_without_a_value(operator, fact, truth):
    assert parse({"fact": "it", "is": operator}).truth({"it": fact}) is truth


def test_every_operator_has_a_row_with_an_unknown_fact():
    assert {operator for operator, _, fact, _ in OPERATOR_TABLE if fact is UNKNOWN} | {"empty", "not_empty", "unknown"} == OPERATORS


@pytest.mark.parametrize(("condition", "truth"), NESTED_TABLE)
def test_conditions_of_conditions(condition, truth):
    assert parse(condition).truth({"yes": True, "no": False, "open": UNKNOWN}) is truth


@pytest.mark.parametrize("condition", REFUSED)
def test_a_condition_that_nobody_understands_does_not_load(condition):
    with pytest.raises(HeartRefused):
        parse(condition)


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        (
            {"fact": "yes", "is": "equals", "value": True},
            f"unknown operator 'equals'; known are {ALL_OPERATORS}",
        ),
        ({"fact": "yes", "is": "empty", "value": True}, "operator 'empty' takes no value"),
        ({"fact": "yes", "is": "at_least"}, "operator 'at_least' needs a value"),
        ({"some": [YES], "of": [YES], "all": [YES]}, "a condition is all, any, at_least/of, or fact/is/value; this one has ['all', 'of', 'some']"),
    ],
)
def test_a_condition_that_does_not_load_says_why(condition, why):
    with pytest.raises(HeartRefused) as refusal:
        parse(condition)

    assert str(refusal.value) == why


def test_the_values_of_any_of_are_words_that_a_fact_may_be_one_of():
    """A list is what the file holds; a frozen set can't be changed, and is not asked in order."""
    assert parse({"fact": "yes", "is": "any_of", "value": ["a", "b"]}).value == frozenset({"a", "b"})
    assert parse({"fact": "yes", "is": "any_of", "value": None}).value == frozenset()
    assert parse({"fact": "yes", "is": "equal_to", "value": "a"}).value == "a"


def test_a_condition_knows_what_it_reads():
    condition = {"all": [YES, {"any": [NO, {"at_least": 1, "of": [OPEN]}]}]}

    assert parse(condition).reads() == {"yes", "no", "open"}


def test_a_fact_that_is_not_there_is_a_fault_and_no_no():
    with pytest.raises(KeyError):
        parse(YES).truth({})
