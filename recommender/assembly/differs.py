"""How one exercise differs from another, in a few plain words. Says only what is so, and never nothing."""

from collections.abc import Collection, Iterator

from exercise_catalog.exercise import Exercise
from exercise_catalog.vocabulary import Area, Equipment, Kind, Position, Sides, Target

# More than this is no longer read.
_MOST_WORDS = 2
_KINDS = {
    Kind.MOBILITY: "a loosening movement",
    Kind.FLEXIBILITY: "a stretch",
    Kind.CORE_STABILITY: "a trunk exercise",
    Kind.STRENGTH: "a strengthening exercise",
    Kind.CARDIO: "easy endurance",
    Kind.POSTURE: "a posture exercise",
    Kind.BREATHING: "calm breathing",
    Kind.BALANCE: "a balance exercise",
}
_POSITIONS = {
    Position.SUPINE: "lying on the back",
    Position.PRONE: "lying face down",
    Position.SIDE_LYING: "lying on the side",
    Position.QUADRUPED: "on all fours",
    Position.KNEELING: "kneeling",
    Position.SEATED: "sitting",
    Position.STANDING: "standing",
    Position.HANGING: "hanging",
    Position.MACHINE: "on a machine",
}
# With the article, as after "needs".
_EQUIPMENT = {
    Equipment.CHAIR: "a chair",
    Equipment.WALL: "a wall",
    Equipment.BAND: "an elastic band",
    Equipment.DUMBBELL: "dumbbells",
    Equipment.KETTLEBELL: "a kettlebell",
    Equipment.BARBELL: "a barbell",
    Equipment.MACHINE: "a machine",
    Equipment.BENCH: "a bench",
    Equipment.STEP: "a step",
    Equipment.BALL: "a ball",
    Equipment.FOAM_ROLLER: "a foam roller",
    Equipment.STICK: "a stick",
    Equipment.TOWEL: "a towel",
    Equipment.STRAP: "a strap",
    Equipment.ANKLE_WEIGHTS: "ankle weights",
    Equipment.PULL_UP_BAR: "a pull-up bar",
    Equipment.BIKE: "a bicycle",
    Equipment.POOL: "a pool",
}
_AREAS = {
    Area.NECK: "the neck",
    Area.SHOULDERS: "the shoulders",
    Area.UPPER_BACK: "the upper back",
    Area.MID_BACK: "the middle of the back",
    Area.LOWER_BACK: "the lower back",
    Area.HIPS: "the hips",
    Area.GLUTES: "the buttocks",
    Area.LEG: "the legs",
}
_TARGETS = {
    Target.NECK_MOBILITY: "a mobile neck",
    Target.NECK_STRENGTH: "a strong neck",
    Target.SHOULDER_MOBILITY: "mobile shoulders",
    Target.SHOULDER_STRENGTH: "strong shoulders",
    Target.SCAPULAR_CONTROL: "steady shoulder blades",
    Target.CHEST_OPENING: "an open chest",
    Target.THORACIC_MOBILITY: "a mobile upper back",
    Target.UPPER_BACK_STRENGTH: "a strong upper back",
    Target.LUMBAR_MOBILITY: "a mobile lower back",
    Target.LUMBAR_FLEXION_RELIEF: "relief by bending forward",
    Target.LUMBAR_EXTENSION_RELIEF: "relief by bending back",
    Target.TRUNK_CONTROL: "a steady trunk",
    Target.BACK_EXTENSOR_STRENGTH: "strong back muscles",
    Target.ABDOMINAL_STRENGTH: "strong stomach muscles",
    Target.HIP_FLEXOR_LENGTH: "the front of the hips",
    Target.HIP_MOBILITY: "mobile hips",
    Target.GLUTE_STRENGTH: "strong buttocks",
    Target.LEG_STRENGTH: "strong legs",
    Target.HAMSTRING_CALF_LENGTH: "the back of the legs",
    Target.NERVE_GLIDE: "nerves that glide freely",
    Target.AEROBIC: "endurance",
    Target.BALANCE: "balance",
    Target.RELAXATION: "letting go",
    Target.UPRIGHT_POSTURE: "an upright posture",
}
# What a kind of exercise is for anyway.
_SAID_BY_KIND = {Target.AEROBIC, Target.BALANCE, Target.RELAXATION, Target.UPRIGHT_POSTURE}


def differs(other: Exercise, exercise: Exercise) -> str:
    """What is different about `other` for somebody who has `exercise` now: the most telling things, few enough to read."""
    words = list(_differences(other, exercise))[:_MOST_WORDS]
    return ", ".join(words) or f"another movement: {other.family.replace('_', ' ')}"


def _differences(other: Exercise, exercise: Exercise) -> Iterator[str]:
    if other.position is not exercise.position:
        yield f"{_POSITIONS[other.position]} instead of {_POSITIONS[exercise.position]}"
    elif exercise.floor_needed and not other.floor_needed:
        yield "no need to get down to the floor"
    if other.kind is not exercise.kind:
        yield f"rather {_KINDS[other.kind]}"
    more, less = other.equipment - exercise.equipment, exercise.equipment - other.equipment
    if more:
        yield f"needs {_listed([_EQUIPMENT[item] for item in Equipment if item in more])}"
    elif less and other.position is exercise.position:
        yield f"needs no {_listed([item.replace('_', ' ') for item in Equipment if item in less])}"
    if step := other.difficulty_1_10 - exercise.difficulty_1_10:
        yield "harder" if step > 0 else "easier"
    yield from _purposes(other, exercise)


def _purposes(other: Exercise, exercise: Exercise) -> Iterator[str]:
    """Finer differences, which matter where the coarse ones are few."""
    if other.targets[0] is not exercise.targets[0] and (other.kind is exercise.kind or other.targets[0] not in _SAID_BY_KIND):
        yield f"more for {_TARGETS[other.targets[0]]}"
    more, less = set(other.areas) - set(exercise.areas), set(exercise.areas) - set(other.areas)
    if len(other.areas) == len(Area) and more:
        yield "for the whole body"
    elif more:
        yield f"for {_places(more)} too"
    elif less:
        # Whichever is the shorter way to say it.
        yield f"only for {_places(other.areas)}" if len(less) > len(other.areas) else f"not for {_places(less)}"
    if other.sides is not exercise.sides:
        yield "one side at a time" if other.sides is Sides.EACH else "both sides at once"
    if other.targets[0] is exercise.targets[0]:
        yield from (f"also for {_TARGETS[target]}" for target in other.targets if target not in exercise.targets)
        yield from (f"less for {_TARGETS[target]}" for target in exercise.targets if target not in other.targets)


def _places(areas: Collection[Area]) -> str:
    return _listed([_AREAS[area] for area in Area if area in areas])


def _listed(words: Collection[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
