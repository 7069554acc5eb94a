"""Points of a body by the words that authors use. Refuses a word that names no part."""

from collections.abc import Callable, Mapping

from exercise_catalog.figures import surfaces
from exercise_catalog.figures.body import girth, thick
from exercise_catalog.figures.skeleton import SIDES, Skeleton, outward
from exercise_catalog.figures.vectors import Vector, along, between, middle, times


class NoSuchPart(KeyError):
    """When a word names no part of a body."""


def _head(body: Skeleton, *, front: float = 0, up: float = 0) -> Vector:
    frame = body.trunk.head_frame
    return along(along(body.trunk.head, frame.front, front * thick("head")), frame.up, up * thick("head"))


_MIDDLE: Mapping[str, Callable[[Skeleton], Vector]] = {
    "head": lambda body: body.trunk.head,
    "crown": lambda body: _head(body, up=1),
    "nose": lambda body: _head(body, front=1.1, up=-0.1),
    "chin": lambda body: _head(body, front=0.75, up=-0.8),
    "forehead": surfaces.forehead,
    "back_of_head": lambda body: _head(body, front=-1, up=-0.2),
    "neck": lambda body: body.trunk.neck,
    "back_of_neck": lambda body: along(middle(body.trunk.neck, body.trunk.skull), body.trunk.neck_frame.front, -thick("neck")),
    "chest": surfaces.breastbone,
    "upper_back": surfaces.upper_back,
    "lower_back": surfaces.low_back,
    "waist": lambda body: body.trunk.waist,
    "navel": surfaces.navel,
    "belly": surfaces.belly,
    "hips": lambda body: body.trunk.hips,
    "sacrum": surfaces.sacrum,
    "hands": lambda body: middle(*(surfaces.palm(arm) for arm in body.arms.values())),
    "feet": lambda body: middle(*(leg.end for leg in body.legs.values())),
    "knees": lambda body: middle(*(leg.joint for leg in body.legs.values())),
    "elbows": lambda body: middle(*(arm.joint for arm in body.arms.values())),
}

_SIDED: Mapping[str, Callable[[Skeleton, str], Vector]] = {
    "hand": lambda body, side: surfaces.palm(body.arms[side]),
    "fingers": lambda body, side: surfaces.fingers(body.arms[side]),
    "wrist": lambda body, side: body.arms[side].end,
    "elbow": lambda body, side: body.arms[side].joint,
    "upper_arm": lambda body, side: middle(body.arms[side].root, body.arms[side].joint),
    "forearm": lambda body, side: middle(body.arms[side].joint, body.arms[side].end),
    "shoulder": lambda body, side: along(body.arms[side].root, body.trunk.chest_frame.up, thick("upper_arm")),
    "front_of_shoulder": lambda body, side: along(body.arms[side].root, body.trunk.chest_frame.front, thick("upper_arm")),
    "ear": lambda body, side: along(body.trunk.head, outward(body.trunk.head_frame, side), thick("head")),
    "temple": lambda body, side: along(_head(body, front=0.5, up=0.6), outward(body.trunk.head_frame, side), thick("head") * 0.7),
    "ribs": lambda body, side: along(body.trunk.ribs, outward(body.trunk.ribs_frame, side), girth("ribs")[0]),
    "waist": lambda body, side: along(body.trunk.waist, outward(body.trunk.waist_frame, side), girth("waist")[0]),
    "hip": lambda body, side: along(along(body.trunk.hips, outward(body.trunk.hips_frame, side), girth("hips")[0]), body.trunk.hips_frame.up, 4),
    "buttock": lambda body, side: along(body.legs[side].root, body.trunk.hips_frame.front, -girth("hips")[1]),
    "thigh": lambda body, side: _on(body, side, 0.62, thick("thigh") * 0.9),
    "knee": lambda body, side: _on(body, side, 0.96, thick("knee")),
    "knee_joint": lambda body, side: body.legs[side].joint,
    "back_of_thigh": lambda body, side: _on(body, side, 0.7, -thick("thigh") * 0.9),
    "shin": lambda body, side: along(between(body.legs[side].joint, body.legs[side].end, 0.35), body.legs[side].lower.front, thick("knee") * 0.9),
    "calf": lambda body, side: along(between(body.legs[side].joint, body.legs[side].end, 0.4), body.legs[side].lower.front, -thick("knee")),
    "ankle": lambda body, side: body.legs[side].end,
    "heel": lambda body, side: surfaces.heel(body.legs[side]),
    "toes": lambda body, side: surfaces.toes(body.legs[side]),
    "foot": lambda body, side: surfaces.instep(body.legs[side]),
}

PARTS = frozenset({*_MIDDLE, *_SIDED, *(f"{side}_{name}" for side in SIDES for name in _SIDED)})


def _on(body: Skeleton, side: str, share: float, off: float) -> Vector:
    leg = body.legs[side]
    return along(between(leg.root, leg.joint, share), leg.upper.front, off)


def part(body: Skeleton, name: str, *, side: str = "right") -> Vector:
    """The point that a word names; a word that has two sides and names none means that of `side`."""
    if name in _MIDDLE:
        return _MIDDLE[name](body)
    if name in _SIDED:
        return _SIDED[name](body, side)
    for own in (*SIDES, "other", "same"):
        rest = name.removeprefix(f"{own}_")
        if rest != name and rest in _SIDED:
            return _SIDED[rest](body, {"other": "left" if side == "right" else "right", "same": side}.get(own, own))
    raise NoSuchPart(name)


def outside(body: Skeleton, name: str, point: Vector, off: float) -> Vector:
    """A point moved away from the middle of the body by `off`."""
    sign = -1 if name.startswith("right") else 1
    return along(point, times(body.trunk.hips_frame.left, sign), off)
