"""Two bodies → the bodies on the way from one to the other. Refuses nothing; bones keep their lengths all the way."""

from dataclasses import replace

from exercise_catalog.figures.body import bone
from exercise_catalog.figures.skeleton import SIDES, Limb, OutOfReach, Skeleton, hip_of, reaching, shoulder_of, skeleton_of
from exercise_catalog.figures.solve import Solved
from exercise_catalog.figures.vectors import Vector, add, between, cross, dot, frame_between, length, minus, times, unit


def on_the_way(start: Solved, end: Solved, share: float) -> Skeleton:
    """The body at `share` of the way; what is held to a place in one of the two poses is led, everything else is bent."""
    if share in {0.0, 1.0}:
        return (start if share == 0 else end).body
    angles = {name: angle + (end.angles[name] - angle) * share for name, angle in start.angles.items()}
    one, other = start.body, end.body
    frame = frame_between(one.trunk.hips_frame, other.trunk.hips_frame, share)
    body = skeleton_of(angles, hips=between(one.trunk.hips, other.trunk.hips, share), frame=frame)
    arms, legs = dict(body.arms), dict(body.legs)
    for side in SIDES:
        if _led(start, end, side, "hand"):
            arms[side] = _on_way(one.arms[side], other.arms[side], shoulder_of(angles, body.trunk, side), share, backward=False)
        if _led(start, end, side, "foot"):
            legs[side] = _on_way(one.legs[side], other.legs[side], hip_of(body.trunk, side), share, backward=True)
    return Skeleton(trunk=body.trunk, arms=arms, legs=legs)


def _led(start: Solved, end: Solved, side: str, part: str) -> bool:
    limb, plural = f"{side}_{part}", {"hand": "hands", "foot": "feet"}[part]
    touching = {limb, plural, *({"toes", f"{side}_toes"} if part == "foot" else {"forearms", f"{side}_forearm"})}
    return any(limb in solved.pose.reach for solved in (start, end)) or all(touching & set(solved.pose.on) for solved in (start, end))


def _on_way(one: Limb, other: Limb, root: Vector, share: float, *, backward: bool) -> Limb:
    target = between(one.end, other.end, share)
    points = between(_elbow_way(one), _elbow_way(other), share)
    bones = (bone("thigh"), bone("shin")) if backward else (bone("upper_arm"), bone("forearm"))
    try:
        limb = reaching(root, target, bones=bones, points=points, backward=backward)
    except OutOfReach:
        # On a straight way between two far points a limb may be a little too short: it stretches out toward the target.
        limb = reaching(root, add(root, times(unit(minus(target, root)), sum(bones))), bones=bones, points=points, backward=backward)
    return replace(limb, last=frame_between(one.last, other.last, share))


def _elbow_way(limb: Limb) -> Vector:
    """Where the elbow or knee of a limb points, seen from the line between its ends."""
    straight = unit(minus(limb.end, limb.root))
    off = minus(limb.joint, limb.root)
    aside = minus(off, times(straight, dot(off, straight)))
    return unit(aside) if length(aside) > 0.8 else cross(limb.upper.left, straight)
