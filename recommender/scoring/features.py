"""The named features of an audience and an exercise. Knows their names and values; no weight, no ranking."""

from collections.abc import Iterable, Iterator
from functools import cache

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Area, Equipment, Kind, Level, Position, Target
from recommender.scoring.audience import HOUSEHOLD, Audience
from recommender.scoring.tables import Standing

# Goals that published programs state; the intake knows more, and what no program states can't be learned.
GOALS = ("mobility", "pain_relief", "posture", "prevention", "return_to_activity", "strength")
TOOLS = tuple(item for item in Equipment if item not in HOUSEHOLD and item is not Equipment.NONE)
HARDEST_DIFFICULTY = 10
# The groups of features, which are the parts of a score. A feature's name starts with its group and a colon.
GROUPS = ("age", "area", "chronic", "equipment", "exercise", "family", "goal", "level", "popularity", "similar_audience", "sitting")


@cache
def _name(group: str, *words: str) -> str:
    # Cached, because building the names anew would take most of the time of scoring.
    return f"{group}:{'*'.join(words)}"


def known_features(exercise_ids: Iterable[str]) -> frozenset[str]:
    """Every name that `feature_values` can give for a catalog: a closed set, so that a model trained on others is refused."""
    # Kind and target share a word ("balance"), so each word list stands under its own name.
    kinds, targets, positions = ("kind", Kind), ("target", Target), ("position", Position)
    described: tuple[tuple[str, Iterable[str], tuple[tuple[str, Iterable[str]], ...]], ...] = (
        ("area", Area, (targets,)), ("goal", GOALS, (kinds, targets)), ("level", Level, (kinds,)), ("age", ("older",), (kinds, positions)),
        ("chronic", ("chronic",), (kinds,)), ("sitting", ("long",), (targets,)), ("equipment", ("owned",), (("tool", TOOLS),)),
        ("exercise", ("is",), (kinds, targets, positions)), ("popularity", ("of",), (("exercise", tuple(exercise_ids)),)),
    )  # fmt: skip
    crosses = {_name(group, one, key, two) for group, ones, lists in described for one in ones for key, words in lists for two in words}
    singles = {
        *fitted_values(Standing(popular=0.0, similar=0.0, area=0.0, family=0.0)),
        *(_name("level", level, "difficulty") for level in Level),
        *("area:match", "area:main", "equipment:owned", "equipment:lacks"),
    }
    return frozenset(crosses | singles)


@cache
def group_of(feature: str) -> str:
    """The group of a feature, which is the part of the score that it counts in."""
    return feature.partition(":")[0]


def feature_values(audience: Audience, exercise: Exercise, fitted: Standing) -> dict[str, float]:
    """The features of this pair that are not 0, by name. Most lie in -1 to 1; log ratios in about -6 to 6.

    Averages, never sums, over a person's areas and goals: naming more of them does not make a score larger.
    """
    values = {name: value for name, value in (*exercise_values(exercise), *person_values(audience, exercise)) if value}
    values |= {name: value for name, value in fitted_values(fitted).items() if value}
    return values


def fitted_values(fitted: Standing) -> dict[str, float]:
    """The features that come out of the tables."""
    return {
        "popularity:all": fitted.popular,
        "similar_audience:likeness": fitted.similar,
        "similar_audience:areas": fitted.area,
        "family:likeness": fitted.family,
    }


def exercise_values(exercise: Exercise) -> Iterator[tuple[str, float]]:
    """The features of the exercise alone: the same for everybody."""
    yield _name("popularity", "of", "exercise", exercise.id), 1.0
    yield _name("exercise", "is", "kind", exercise.kind), 1.0
    yield _name("exercise", "is", "position", exercise.position), 1.0
    for target in exercise.targets:
        yield _name("exercise", "is", "target", target), 1.0


def person_values(audience: Audience, exercise: Exercise) -> Iterator[tuple[str, float]]:
    """The features that cross a fact of the audience with one of the exercise."""
    yield from _area_values(audience, exercise)
    yield from _goal_values(audience, exercise)
    yield from _person_values(audience, exercise)
    yield from _equipment_values(audience, exercise)


def _area_values(audience: Audience, exercise: Exercise) -> Iterator[tuple[str, float]]:
    if not audience.areas:
        return
    each = 1.0 / len(audience.areas)
    yield "area:match", len(audience.areas.intersection(exercise.areas)) * each
    if exercise.areas[0] in audience.areas:
        yield "area:main", 1.0
    for area in sorted(audience.areas):
        for target in exercise.targets:
            yield _name("area", area, "target", target), each


def _goal_values(audience: Audience, exercise: Exercise) -> Iterator[tuple[str, float]]:
    goals = [goal for goal in GOALS if goal in audience.goals]
    for goal in goals:
        yield _name("goal", goal, "kind", exercise.kind), 1.0 / len(goals)
        for target in exercise.targets:
            yield _name("goal", goal, "target", target), 1.0 / len(goals)


def _person_values(audience: Audience, exercise: Exercise) -> Iterator[tuple[str, float]]:
    if audience.experience is not None:
        yield _name("level", audience.experience, "kind", exercise.kind), 1.0
        yield _name("level", audience.experience, "difficulty"), exercise.difficulty_1_10 / HARDEST_DIFFICULTY
    if audience.older:
        yield _name("age", "older", "kind", exercise.kind), 1.0
        yield _name("age", "older", "position", exercise.position), 1.0
    if audience.chronic:
        yield _name("chronic", "chronic", "kind", exercise.kind), 1.0
    if audience.long_sitting_ratio:
        for target in exercise.targets:
            yield _name("sitting", "long", "target", target), audience.long_sitting_ratio


def _equipment_values(audience: Audience, exercise: Exercise) -> Iterator[tuple[str, float]]:
    tools = exercise.equipment - HOUSEHOLD
    if not tools:
        return
    if not tools <= audience.equipment:
        yield "equipment:lacks", 1.0
        return
    # A program lists what it uses, a person what is at hand: the more things, the less each of them is asked for.
    share = len(tools) / len(audience.tools)
    yield "equipment:owned", share
    for tool in sorted(tools):
        yield _name("equipment", "owned", "tool", tool), share / len(tools)
