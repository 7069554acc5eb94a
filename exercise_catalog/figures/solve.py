"""A pose → a body that stands, sits or lies where its contacts say. Refuses nothing; what could not be met it tells, and the checks refuse."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from exercise_catalog.figures.body import body as body_data
from exercise_catalog.figures.body import thick
from exercise_catalog.figures.pose import Pose
from exercise_catalog.figures.reach import Place, reached
from exercise_catalog.figures.skeleton import SIDES, OutOfReach, Skeleton, Trunk, arm_of, leg_of, skeleton_of, trunk_of
from exercise_catalog.figures.surfaces import Spot, bottom, place, spots_of
from exercise_catalog.figures.vectors import Frame, Vector, frame_of, middle, minus

ACROSS: Vector = (0.0, 1.0, 0.0)
FACINGS = {
    "upright": frame_of(up=(0, 0, 1), front=(1, 0, 0)),
    "face_up": frame_of(up=(-1, 0, 0), front=(0, 0, 1)),
    "face_down": frame_of(up=(1, 0, 0), front=(0, 0, -1)),
    "on_side": frame_of(up=(-1, 0, 0), front=(0, -1, 0)),
}
# An ankle that is a little higher than the knee leaves the foot its room.
_SHIN_RISE = 0.06
# The weight of someone who stands is carried a little before the ankles.
_BEFORE_ANKLES = 3.0
_TIPS = 75
_STANDS_ON = frozenset({"feet", "right_foot", "left_foot", "toes", "right_toes", "left_toes"})
_MOST_SUNK = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """A body in its place, the angles that it has, and what could not be met."""

    body: Skeleton
    pose: Pose
    angles: Mapping[str, float]
    problems: tuple[str, ...] = field(default=())


def solved(pose: Pose, *, heights: Mapping[str, float], places: Mapping[str, Place], before: Skeleton | None) -> Solved:
    """The body that holds a pose. `heights` are those of the surfaces, `before` is the body that `stay` looks back to."""
    problems: list[str] = []
    tip = 0.0
    contacts = [(contact, heights.get(surface, 0.0)) for contact, surface in pose.on.items() if surface != "wall"]
    if len(contacts) > 1:
        tip = _tip(pose, contacts[:2], problems)
    angles, frame = _settled(pose, tip)
    body = skeleton_of(angles, hips=(0, 0, 0), frame=frame)
    body = body.moved(_to_its_place(pose, body, contacts, places, before))
    if pose.angles["neck_bend"] == "rest":
        body = _rested(angles, body)
    if contacts and contacts[0][0] in _STANDS_ON:
        body = body.moved((0.0, 0.0, -_sunk(pose, body, places, before)))
    # Feet first: a hand may go to a knee.
    for limb in sorted(pose.reach, key=lambda name: "hand" in name):
        try:
            body = reached(body, limb, pose.reach[limb], pole=pose.poles.get(limb), places=places, before=before)
        except OutOfReach as error:
            problems.append(f"{limb} cannot reach {pose.reach[limb].get('to', 'its point')}: {error}")
    return Solved(body=body, pose=pose, angles=angles, problems=tuple(problems))


def _rested(angles: dict[str, float], body: Skeleton) -> Skeleton:
    """The body with its neck bent until the head lies on the floor, or comes as near to it as a neck can."""

    def off_the_floor(bend: float) -> float:
        trunk = trunk_of({**angles, "neck_bend": bend}, body.trunk.hips, body.trunk.hips_frame)
        return abs(trunk.head[2] - thick("head"))

    low, high = body_data()["ranges"]["neck_bend"]
    angles["neck_bend"] = _least(off_the_floor, low, high)
    return replace(body, trunk=trunk_of(angles, body.trunk.hips, body.trunk.hips_frame))


def _sunk(pose: Pose, body: Skeleton, places: Mapping[str, Place], before: Skeleton | None) -> float:
    """By how much the hips of someone who stands with feet apart have to come down, so that both feet get to the floor."""
    feet = {limb: target for limb, target in pose.reach.items() if "foot" in limb}
    for step in range(_MOST_SUNK * 2):
        lower = body.moved((0.0, 0.0, -step / 2))
        try:
            for limb, target in feet.items():
                reached(lower, limb, target, pole=None, places=places, before=before, stretch=0.995)
        except OutOfReach:
            continue
        return step / 2
    return 0.0


def _to_its_place(pose: Pose, body: Skeleton, contacts: list[tuple[str, float]], places: Mapping[str, Place], before: Skeleton | None) -> Vector:
    shift = (pose.shift.get("forward", 0.0), pose.shift.get("left", 0.0), pose.shift.get("up", 0.0))
    if not contacts:
        hips = before.trunk.hips if before is not None else (0.0, 0.0, 50.0)
        return (hips[0] + shift[0], shift[1], hips[2] + shift[2])
    contact, height = contacts[0]
    forward = shift[0] - place(body, pose.anchor or contact)[0]
    for leaning in (name for name, surface in pose.on.items() if surface == "wall"):
        forward = _against(places["wall"][0], spots_of(body, leaning), forward)
    # Nobody slides sideways: left and right of the hips stay where they are.
    return (forward, shift[1], height + shift[2] - bottom(body, contact))


def _against(wall: float, spots: Iterable[Spot], forward: float) -> float:
    """How far ahead a body has to be for these points of it to touch the wall, which is behind it or before it."""
    if wall < 0:
        return wall - min(point[0] - thickness for point, thickness in spots)
    return wall - max(point[0] + thickness for point, thickness in spots) if spots else forward


def _tip(pose: Pose, contacts: list[tuple[str, float]], problems: list[str]) -> float:
    """By how many degrees the whole body has to be tipped until both contacts touch."""
    (one, one_height), (other, other_height) = contacts

    def gap(degrees: float) -> float:
        angles, frame = _settled(pose, degrees)
        body = skeleton_of(angles, hips=(0, 0, 0), frame=frame)
        return bottom(body, one) - one_height - bottom(body, other) + other_height

    tip, left = _root_near(gap, 0.0, reach=_TIPS)
    if abs(left) > 0.3:
        problems.append(f"{one} and {other} cannot both touch: {abs(left):.0f} are left between them")
    return tip


def _root_near(function: Callable[[float], float], start: float, *, reach: float) -> tuple[float, float]:
    """The zero of a function that is nearest to `start`, or where it comes nearest to zero; and what is left there."""
    step = 3.0
    known = {start: function(start)}
    best = (abs(known[start]), start)
    for count in range(1, int(reach / step) + 1):
        for point, inner in ((start + count * step, start + (count - 1) * step), (start - count * step, start - (count - 1) * step)):
            known[point] = function(point)
            best = min(best, (abs(known[point]), point))
            if known[point] * known[inner] <= 0:
                return _bisected(function, inner, point, known[inner])
    return best[1], known[best[1]]


def _bisected(function: Callable[[float], float], low: float, high: float, low_value: float) -> tuple[float, float]:
    for _ in range(24):
        half = (low + high) / 2
        value = function(half)
        if value * low_value > 0:
            low, low_value = half, value
        else:
            high = half
    return high, function(high)


def _settled(pose: Pose, tip: float) -> tuple[dict[str, float], Frame]:
    """All angles as numbers, and how the hips are turned, for a body that is tipped forward by `tip`."""
    written = pose.angles
    frame = FACINGS[pose.facing].bent(bend=_number(written["lean"]), side=_number(written["tilt"]), turn=_number(written["turn"]))
    frame = frame.turned(ACROSS, tip)
    angles = {name: 0.0 if isinstance(angle, str) else angle for name, angle in written.items()}
    balanced = [side for side in SIDES if written[f"{side}_hip_bend"] == "balance"]
    if not balanced:
        _find_each(written, angles, frame)
        return angles, frame

    def beside(bend: float) -> float:
        angles.update({f"{side}_hip_bend": bend for side in balanced})
        _find_each(written, angles, frame)
        body = skeleton_of(angles, hips=(0, 0, 0), frame=frame)
        feet = middle(*(body.legs[side].end for side in balanced))
        return minus(body.weight(body_data()["weights"]), feet)[0] - _BEFORE_ANKLES

    bend, _ = _root_near(beside, _number(written["lean"]), reach=120)
    beside(bend)
    return angles, frame


def _number(value: float | str) -> float:
    return 0.0 if isinstance(value, str) else value


def _find_each(written: Mapping[str, float | str], angles: dict[str, float], frame: Frame) -> None:
    """Put a number in the place of each word but `balance`, from the trunk outward."""
    words = [(key, word) for key, word in written.items() if isinstance(word, str) and word in _FOUND]
    if not words:
        return
    trunk = trunk_of(angles, (0, 0, 0), frame)
    for joint in ("hip_bend", "knee", "ankle", "elbow"):
        for key, word in words:
            side, _, part = key.partition("_")
            if part == joint:
                angles[key] = _least(_misfit(joint, word, side, angles, trunk), *_SEARCHED[joint])


_FOUND = frozenset({"level", "upright", "flat"})
_SEARCHED = {"hip_bend": (-30, 140), "knee": (0, 155), "ankle": (-66, 45), "elbow": (0, 150)}


def _misfit(joint: str, word: str, side: str, angles: dict[str, float], trunk: Trunk) -> Callable[[float], float]:
    """How badly an angle of one joint fits the word that stands for it."""
    key = f"{side}_{joint}"

    def misfit(degrees: float) -> float:
        limb = (arm_of if joint == "elbow" else leg_of)({**angles, key: degrees}, trunk, side)
        if joint == "ankle":
            return abs(limb.last.front[2])
        up = (limb.upper if joint == "hip_bend" else limb.lower).up
        if word == "upright":
            return 1 - up[2]
        if joint == "knee":
            return abs(up[2] + _SHIN_RISE)
        # Of two level ways the one to the right of the page is meant.
        return abs(up[2]) + 0.02 * up[0]

    return misfit


def _least(function: Callable[[float], float], low: float, high: float) -> float:
    """Where between two angles a function is least, to a twentieth of a degree."""
    best, step = low, 6.0
    points = [low + step * count for count in range(int((high - low) / step) + 1)]
    while step > 0.05:
        best = min(points, key=function)
        step /= 4
        points = [point for point in (best + step * count for count in range(-4, 5)) if low <= point <= high]
    return best
