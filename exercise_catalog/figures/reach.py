"""Hands and feet that are placed rather than bent: a target → the limb that gets there. Refuses what is too far, and targets nobody knows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from exercise_catalog.figures.body import bone, thick
from exercise_catalog.figures.parts import part
from exercise_catalog.figures.skeleton import Limb, Skeleton, outward, reaching
from exercise_catalog.figures.vectors import Frame, Vector, across, add, along, cross, frame_of, length, minus, times, unit

UP: Vector = (0.0, 0.0, 1.0)
AHEAD: Vector = (1.0, 0.0, 0.0)
# Where a piece of gear can be reached: a point of it.
Place = Vector


def reached(
    body: Skeleton,
    limb: str,
    target: Mapping[str, Any],
    *,
    pole: str | None,
    places: Mapping[str, Place],
    before: Skeleton | None,
    stretch: float = 1.02,
) -> Skeleton:
    """The body with one hand or foot brought to its target."""
    side, part_name = limb.split("_")
    if part_name == "hand":
        arm = _arm(body, side, target, pole=pole, places=places, before=before)
        return replace(body, arms={**body.arms, side: arm})
    leg = _leg(body, side, target, pole=pole, places=places, before=before, stretch=stretch)
    return replace(body, legs={**body.legs, side: leg})


def _offset(frame: Frame, side: str, target: Mapping[str, Any]) -> Vector:
    """The author's own correction: forward along the page, away into it, up, and out to the limb's own side."""
    outside = outward(frame, side)
    out = times((outside[0], outside[1], 0.0), float(target.get("out", 0)))
    return add((float(target.get("forward", 0)), float(target.get("away", 0)), float(target.get("up", 0))), out)


def _point(body: Skeleton, side: str, target: Mapping[str, Any], places: Mapping[str, Place], *, below: Vector, frame: Frame) -> Vector:
    offset = _offset(frame, side, target)
    if "at" in target:
        return add((float(target["at"][0]), float(target["at"][1]), float(target["at"][2])), offset)
    goal = target["to"]
    if goal == "floor":
        return add((below[0], below[1], 0.0), offset)
    if goal == "wall":
        return add((places["wall"][0], below[1], below[2]), offset)
    if goal in places:
        spot = places[goal]
        return add((spot[0], spot[1] or below[1], spot[2]), offset)
    return add(part(body, goal, side=side), offset)


def _pole(side: str, word: str | None, *, default: Vector, frame: Frame) -> Vector:
    words = {
        "down": (0.0, 0.0, -1.0), "up": UP, "out": outward(frame, side), "in": times(outward(frame, side), -1),
        "back": times(frame.front, -1), "forward": frame.front, "headward": frame.up, "footward": times(frame.up, -1),
        "toward": (0.0, -1.0, 0.0), "away": (0.0, 1.0, 0.0), "left_of_page": (-1.0, 0.0, 0.0), "right_of_page": AHEAD,
    }  # fmt: skip
    return words[word] if word is not None else default


def _arm(body: Skeleton, side: str, target: Mapping[str, Any], *, pole: str | None, places: Mapping[str, Place], before: Skeleton | None) -> Limb:
    arm, chest = body.arms[side], body.trunk.chest_frame
    default = add(add(times(outward(chest, side), 0.4), times(chest.up, -0.7)), times(chest.front, -0.5))
    points = _pole(side, pole, default=default, frame=chest)
    goal = target.get("to")
    if goal == "stay" and before is not None:
        earlier = before.arms[side]
        return replace(_arm_to(arm, earlier.end, points, fixed=pole is not None), last=earlier.last)
    point = _point(body, side, target, places, below=arm.root, frame=chest)
    if goal in {"floor", "wall"}:
        # The hand lies flat, its fingers ahead on the floor and up on the wall.
        fingers, palm = (AHEAD, times(UP, -1)) if goal == "floor" else (UP, AHEAD)
        out = outward(chest, side)
        ways = {"back": times(AHEAD, -1), "up": UP, "down": times(UP, -1), "out": unit((out[0], out[1], 0.0)), "in": unit((-out[0], -out[1], 0.0))}
        fingers = ways.get(target.get("fingers", ""), fingers)
        wrist = along(along(point, palm, -thick("wrist")), fingers, -bone("hand") / 2)
        return replace(_arm_to(arm, wrist, points, fixed=pole is not None), last=frame_of(up=times(fingers, -1), front=times(palm, -1)))
    # A hand on a part of the body goes on in the line of the forearm, and its palm is what arrives.
    long = reaching(arm.root, point, bones=(bone("upper_arm"), bone("forearm") + bone("hand") / 2), points=points, backward=False)
    return replace(long, end=along(long.joint, long.lower.up, -bone("forearm")))


def _arm_to(arm: Limb, wrist: Vector, points: Vector, *, fixed: bool) -> Limb:
    """The arm with its wrist at a point; an elbow that would be in the floor turns up, unless its author says where it points."""
    bones = (bone("upper_arm"), bone("forearm"))
    limb = reaching(arm.root, wrist, bones=bones, points=points, backward=False)
    for more in (0.7, 1.5, 4.0):
        if fixed or limb.joint[2] >= thick("elbow") - 0.5:
            break
        limb = reaching(arm.root, wrist, bones=bones, points=add(points, times(UP, more)), backward=False)
    return limb


def _leg(
    body: Skeleton, side: str, target: Mapping[str, Any], *, pole: str | None, places: Mapping[str, Place], before: Skeleton | None, stretch: float
) -> Limb:
    leg, hips = body.legs[side], body.trunk.hips_frame
    points = _pole(side, pole, default=add(hips.front, times(outward(hips, side), 0.1)), frame=hips)
    bones = (bone("thigh"), bone("shin"))
    goal = target.get("to")
    if goal == "stay" and before is not None:
        earlier = before.legs[side]
        return replace(reaching(leg.root, earlier.end, bones=bones, points=points, backward=True, stretch=stretch), last=earlier.last)
    point = _point(body, side, target, places, below=leg.root, frame=hips)
    flat = goal in {"floor", *places}
    ankle = along(point, UP, bone("ankle_height")) if flat and goal != "wall" else point
    limb = reaching(leg.root, ankle, bones=bones, points=points, backward=True, stretch=stretch)
    if not flat or goal == "wall":
        return limb
    ahead = across(limb.lower.front, UP)
    ahead = unit(ahead) if length(ahead) > 0.2 else AHEAD
    if target.get("foot") == "tiptoe":
        # On tiptoe the heel is up and the toes stay where the flat foot had them.
        left = cross(UP, ahead)
        tipped = frame_of(up=UP, front=ahead).turned(left, 50)
        lifted = along(limb.end, minus(UP, times(ahead, -0.35)), bone("toes") * 0.62)
        raised = reaching(leg.root, lifted, bones=bones, points=points, backward=True, stretch=stretch)
        return replace(raised, last=tipped)
    return replace(limb, last=frame_of(up=UP, front=ahead))
