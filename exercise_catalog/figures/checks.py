"""What is wrong with a figure: joints, contacts, balance, sides, gear, size. Refuses what a body or a page could not hold."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from exercise_catalog.figures.body import body as body_data
from exercise_catalog.figures.drawing import HEIGHT, MOST_BYTES, WIDTH
from exercise_catalog.figures.figure import Figure
from exercise_catalog.figures.parts import PARTS, part
from exercise_catalog.figures.skeleton import SIDES, Limb, Skeleton
from exercise_catalog.figures.solve import Solved
from exercise_catalog.figures.surfaces import CONTACTS, bottom, heel, spots_of, toes
from exercise_catalog.figures.vectors import Vector, angle_between, dot, minus

WITHIN = 1.0
# Soft parts give way a little where they are pressed on the floor.
_INTO_FLOOR = 2.0
# How far the part that moves most has to move, in hundredths of body height; a nod of the head is small.
_MOVES, _MOVES_UP_CLOSE = 5.0, 1.5
_FEET = frozenset({"feet", "toes", "heels", *(f"{side}_{name}" for side in SIDES for name in ("foot", "toes", "heel"))})
_FACINGS = {
    "supine": {"face_up"},
    "prone": {"face_down"},
    "quadruped": {"face_down"},
    "side_lying": {"on_side"},
    "kneeling": {"upright", "face_down"},
    "seated": {"upright"},
    "standing": {"upright"},
    "hanging": {"upright"},
}
# Which gear shows a piece of equipment.
_SHOWN_BY = {
    "wall": {"wall", "door_frame"},
    "machine": {"elliptical", "cable_row", "lat_pulldown", "roman_chair"},
    "pool": {"water"},
    "chair": {"chair", "table"},
    "band": {"band"},
}


def problems_of(written: Mapping[str, Any], figure: Figure, exercise: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a solved figure, one sentence each."""
    found = [f"{name}: {problem}" for name, pose in figure.poses.items() for problem in _of_pose(figure, pose)]
    return [*found, *_moves(written, figure), *_agrees(written, figure, exercise)]


def _of_pose(figure: Figure, pose: Solved) -> Iterable[str]:
    yield from pose.problems
    yield from _ranges(pose)
    yield from _contacts(figure, pose)
    yield from _floor(pose.body)
    yield from _balance(pose)


def _ranges(pose: Solved) -> Iterable[str]:
    for name, degrees in _measured(pose).items():
        joint = re.sub(r"^(right|left)_", "", name)
        if joint not in body_data()["ranges"]:
            continue
        low, high = body_data()["ranges"][joint]
        if not low - 0.5 <= degrees <= high + 0.5:
            yield f"{name} is {degrees:.0f}; people have {low} to {high}"


def _measured(pose: Solved) -> dict[str, float]:
    """The angles as they are: those of a limb that was placed are measured, for its author gave none."""
    angles = dict(pose.angles)
    for side in SIDES:
        arm, leg = pose.body.arms[side], pose.body.legs[side]
        if f"{side}_hand" in pose.pose.reach:
            for way in ("raise", "out", "turn"):
                angles.pop(f"{side}_shoulder_{way}")
            angles[f"{side}_elbow"] = _hinge(arm)
            angles[f"{side}_wrist"] = min(angle_between(arm.lower.up, arm.last.up), 90)
        if f"{side}_foot" in pose.pose.reach:
            frame, thigh = pose.body.trunk.hips_frame, minus(leg.joint, leg.root)
            angles[f"{side}_hip_bend"] = math.degrees(math.atan2(dot(thigh, frame.front), -dot(thigh, frame.up)))
            for way in ("out", "turn"):
                angles.pop(f"{side}_hip_{way}")
            angles[f"{side}_knee"] = _hinge(leg)
            angles[f"{side}_ankle"] = 90 - angle_between(leg.lower.up, leg.last.front)
    return angles


def _hinge(limb: Limb) -> float:
    return angle_between(limb.upper.up, limb.lower.up)


def _contacts(figure: Figure, pose: Solved) -> Iterable[str]:
    for contact, surface in pose.pose.on.items():
        if surface == "wall":
            wall = figure.places["wall"][0] if "wall" in figure.places else 0.0
            gap = min(abs(abs(point[0] - wall) - thickness) for point, thickness in spots_of(pose.body, contact))
        elif surface in figure.heights:
            gap = abs(bottom(pose.body, contact) - figure.heights[surface])
        else:
            yield f"{contact} is on '{surface}', which is no surface here; there are {', '.join(sorted(figure.heights))}"
            continue
        if gap > WITHIN:
            yield f"{contact} is {gap:.1f} away from the {surface}"


def _floor(body: Skeleton) -> Iterable[str]:
    """The part that is deepest in the floor; when it is mended, most others are."""
    depth, contact = max((-bottom(body, contact), contact) for contact in CONTACTS)
    if depth > _INTO_FLOOR:
        others = sum(-bottom(body, other) > _INTO_FLOOR for other in CONTACTS) - 1
        yield f"{contact} is {depth:.1f} below the floor" + (f", and {others} other parts are" if others else "")


def _balance(pose: Solved) -> Iterable[str]:
    """Who stands and holds on to nothing has the weight above the feet."""
    holds_on = any("hand" in limb for limb in pose.pose.reach) or "wall" in pose.pose.on.values()
    if not pose.pose.on or holds_on or not set(pose.pose.on) <= _FEET:
        return
    body = pose.body
    standing = [
        leg for side, leg in body.legs.items() if {f"{side}_foot", f"{side}_toes", f"{side}_heel", "feet", "toes", "heels"} & set(pose.pose.on)
    ]
    ends = [end[0] for leg in standing for end in (heel(leg), toes(leg))]
    weight = body.weight(body_data()["weights"])[0]
    if not min(ends) - 2 <= weight <= max(ends) + 2:
        off = max(min(ends) - weight, weight - max(ends))
        yield f"would fall over: the weight is {off:.0f} {'behind the heels' if weight < min(ends) else 'before the toes'}"


def _moves(written: Mapping[str, Any], figure: Figure) -> Iterable[str]:
    poses, names = list(figure.poses.values()), list(figure.poses)
    if written.get("hold"):
        return
    if len(poses) == 1:
        yield "has one pose and does not say hold: true"
        return
    most = max(math.dist(one, other) for one, other in _pairs(poses[0].body, poses[1].body))
    least = _MOVES_UP_CLOSE if figure.frame == "upper" else _MOVES
    if most < least:
        yield f"{names[0]} and {names[1]} are hardly different: nothing moves more than {most:.1f}"


def _pairs(one: Skeleton, other: Skeleton) -> Iterable[tuple[Vector, Vector]]:
    return ((part(one, name), part(other, name)) for name in sorted(PARTS))


def _agrees(written: Mapping[str, Any], figure: Figure, exercise: Mapping[str, Any]) -> Iterable[str]:
    facings = _FACINGS.get(exercise["position"])
    first = next(iter(figure.poses.values())).pose
    if facings and first.facing not in facings:
        yield f"the exercise is {exercise['position']}, and the first pose is {first.facing}"
    if exercise["position"] == "seated" and "seat" not in first.on:
        yield "the exercise is seated, and the first pose does not rest on the seat"
    drawn, left_out = {item.name for item in figure.gear}, written.get("leaves_out", {})
    for item in exercise["equipment"]:
        if item != "none" and item not in left_out and not drawn & _SHOWN_BY.get(item, {item}):
            yield f"the exercise needs a {item}, which is not drawn; draw it, or say under leaves_out why not"


def size_problems(still: str, moving: str | None) -> Iterable[str]:
    if len(still.encode()) > MOST_BYTES:
        yield f"the picture has {len(still.encode())} bytes; {MOST_BYTES} are the most"
    if moving is not None and len(moving.encode()) > MOST_BYTES:
        yield f"the moving picture has {len(moving.encode())} bytes; {MOST_BYTES} are the most"


_PATH = re.compile(r'<path[^>]*? stroke-width="(?P<pen>\d+)"[^>]*? d="(?P<track>[^"]*)"')


def outside_the_page(svg: str) -> list[str]:
    """The lines that leave the page; what an inner window cuts off is not looked at."""
    text = re.sub(r"<svg x=.*?</svg>", "", svg, flags=re.DOTALL)
    found = []
    for path in _PATH.finditer(text):
        half = int(path["pen"]) / 2
        for x, y in corners(path["track"]):
            if not (half <= x + 1 and x + half <= WIDTH + 1 and half <= y + 1 and y + half <= HEIGHT + 1):
                found.append(f"a line goes to {x}, {y}, outside the page")
    return found


def corners(track: str) -> Iterable[tuple[int, int]]:
    """The points of a path that is written as `drawing.py` writes them: a start, then steps, or one run to the right."""
    for outline in track.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", outline)]
        if "h" in outline:
            numbers.append(0)
        x, y = 0, 0
        for run, rise in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + run, y + rise
            yield x, y
