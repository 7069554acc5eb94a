"""The named features of an audience and an exercise. Knows their names, values and signs; no weight, no ranking."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Equipment, Kind, Level, Position, Target
from recommender.scoring.audience import HOUSEHOLD, Audience
from recommender.scoring.tables import Standing

# Goals that published programs serve; the intake knows more, and what no program serves can't be learned.
GOALS = ("mobility", "pain_relief", "posture", "prevention", "return_to_activity", "strength")
TOOLS = tuple(item for item in Equipment if item not in HOUSEHOLD and item is not Equipment.NONE)
HARDEST_DIFFICULTY = 10
# What a level adds to the one below it. Nothing is added for beginners, nor where a program is for any level.
STEPS = {Level.BEGINNER: (), Level.INTERMEDIATE: ("above_beginner",), Level.ADVANCED: ("above_beginner", "advanced")}
# The groups of features, which are the parts of a score. A feature's name starts with its group and a colon.
GROUPS = ("area", "equipment", "exercise", "family", "goal", "level", "popularity", "similar_audience")

# What an exercise is, under each key: the right side of a cross.
Words = Mapping[str, tuple[str, ...]]
_LISTS: Words = {
    "kind": tuple(Kind),
    "target": tuple(Target),
    "position": tuple(Position),
    # The kind again, of exercises for beginners only.
    "easy": tuple(Kind),
}


@cache
def name_of(group: str, *words: str) -> str:
    """The name of a feature. Cached, because building the names anew would take most of the time of scoring."""
    return f"{group}:{'*'.join(words)}"


@cache
def group_of(feature: str) -> str:
    """The group of a feature, which is the part of the score that it counts in."""
    return feature.partition(":")[0]


@cache
def sign_of(feature: str) -> int:
    """1 where a weight below 0 is refused, -1 where one above 0 is, else 0.

    So that naming an area or a goal never lowers an exercise, and a higher level never raises an easy exercise past a harder one,
    whatever the data say: the promises that a coach may rely on hold for every person, not only on average.
    """
    group, _, rest = feature.partition(":")
    if group in {"area", "goal"} or (group == "level" and rest.endswith("*difficulty")) or feature == "similar_audience:areas":
        return 1
    return -1 if group == "level" else 0


def known_features(exercise_ids: Iterable[str]) -> frozenset[str]:
    """Every name that a model may weigh for a catalog: a closed set, so that a model trained on others is refused."""
    crosses = [("goal", goal, key) for goal in GOALS for key in ("kind", "target")]
    crosses += [("level", step, "easy") for step in STEPS[Level.ADVANCED]]
    crosses += [("exercise", "is", key) for key in ("kind", "target", "position")]
    names = {name_of(group, one, key, two) for group, one, key in crosses for two in _LISTS[key]}
    names |= {name_of("level", step, "difficulty") for step in STEPS[Level.ADVANCED]}
    names |= {name_of("popularity", "of", "exercise", name) for name in exercise_ids}
    names |= {name_of("equipment", "owned", "tool", tool) for tool in TOOLS}
    return frozenset(names | {"area:match", "area:main", "equipment:owned", "equipment:lacks"} | set(fitted_values(_NEUTRAL)))


def exercise_words(exercise: Exercise) -> Words:
    """What this exercise is, under each key."""
    easy = (exercise.kind,) if exercise.level is Level.BEGINNER else ()
    return {"kind": (exercise.kind,), "target": exercise.targets, "position": (exercise.position,), "easy": easy}


def audience_crosses(audience: Audience) -> Iterator[tuple[str, str, str]]:
    """Group, word and key of each cross of this audience: it is 1 for an exercise that has a word under that key."""
    for goal in GOALS:
        if goal in audience.goals:
            yield "goal", goal, "kind"
            yield "goal", goal, "target"
    for step in steps_of(audience):
        yield "level", step, "easy"


def steps_of(audience: Audience) -> tuple[str, ...]:
    """The steps of experience above a beginner's that this audience has taken."""
    return STEPS[audience.experience] if audience.experience is not None else ()


def feature_values(audience: Audience, exercise: Exercise, fitted: Standing) -> dict[str, float]:
    """The features of this pair that are not 0, by name. Most lie in 0 to 1; log ratios in about -6 to 6."""
    pairs = (*exercise_values(exercise), *person_values(audience, exercise), *fitted_values(fitted).items())
    return {name: value for name, value in pairs if value}


def exercise_values(exercise: Exercise) -> Iterator[tuple[str, float]]:
    """The features of the exercise alone: the same for everybody."""
    yield name_of("popularity", "of", "exercise", exercise.id), 1.0
    words = exercise_words(exercise)
    for key in ("kind", "target", "position"):
        for word in words[key]:
            yield name_of("exercise", "is", key, word), 1.0


def person_values(audience: Audience, exercise: Exercise) -> Iterator[tuple[str, float]]:
    """The features that cross a fact of the audience with one of the exercise."""
    words = exercise_words(exercise)
    for group, one, key in audience_crosses(audience):
        for two in words[key]:
            yield name_of(group, one, key, two), 1.0
    yield from single_values(audience, exercise)


def single_values(audience: Audience, exercise: Exercise) -> Iterator[tuple[str, float]]:
    """Those of `person_values` that are no crosses of words."""
    if audience.areas:
        yield "area:match", len(audience.areas.intersection(exercise.areas)) / len(exercise.areas)
        if exercise.areas[0] in audience.areas:
            yield "area:main", 1.0
    for step in steps_of(audience):
        yield name_of("level", step, "difficulty"), exercise.difficulty_1_10 / HARDEST_DIFFICULTY
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
        yield name_of("equipment", "owned", "tool", tool), share / len(tools)


def fitted_values(fitted: Standing) -> dict[str, float]:
    """The features that come out of the tables."""
    return {
        "popularity:all": fitted.popular,
        "similar_audience:areas": fitted.area,
        "similar_audience:rest": fitted.rest,
        "family:areas": fitted.family,
    }


_NEUTRAL = Standing(popular=0.0, area=0.0, rest=0.0, family=0.0)
