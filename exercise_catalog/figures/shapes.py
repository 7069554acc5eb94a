"""A body in space → flat shapes as a camera sees them, far ones first. Refuses nothing."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from exercise_catalog.figures.body import bone, girth, thick
from exercise_catalog.figures.skeleton import SIDES, Limb, Skeleton, Trunk, outward
from exercise_catalog.figures.surfaces import fingers, heel, toes
from exercise_catalog.figures.vectors import Frame, Vector, along, between, dot, middle, times

Point = tuple[float, float]

# Degrees that each view is turned away from straight at the side, and looks down.
VIEWS = {"side": (20, 11), "front": (90, 7), "back": (-90, 7), "top": (0, 72), "three_quarter": (52, 14)}
# In how many directions the outline of the trunk is felt; more is rounder, and longer.
_FEELERS = 12
# From which share of looking at its side on one half of a body counts as the far one.
_SIDEWAYS = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """From where a body is seen. Points to the right, up, and away into the picture."""

    right: Vector
    up: Vector
    away: Vector

    def sees(self, point: Vector) -> Point:
        """Where a point is in the picture; its second number grows downward, as in SVG."""
        return (dot(point, self.right), -dot(point, self.up))

    def depth(self, point: Vector) -> float:
        return dot(point, self.away)


def camera(view: str, *, turn: float | None = None, height: float | None = None) -> Camera:
    """The camera of a view, or one that is turned and raised as an author says."""
    own_turn, own_height = VIEWS[view]
    yaw = math.radians(own_turn if turn is None else turn)
    rise = math.radians(own_height if height is None else height)
    return Camera(
        right=(math.cos(yaw), math.sin(yaw), 0.0),
        up=(-math.sin(yaw) * math.sin(rise), math.cos(yaw) * math.sin(rise), math.cos(rise)),
        away=(-math.sin(yaw) * math.cos(rise), math.cos(yaw) * math.cos(rise), -math.sin(rise)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One piece of a picture: outlines that are drawn with a round pen, and filled where they are closed."""

    name: str
    color: str
    outlines: tuple[tuple[Point, ...], ...]
    pen: float
    depth: float
    closed: bool = True
    opacity: float = 1.0
    filled: bool = True

    def moved(self, right: float, down: float) -> "Shape":
        return replace(self, outlines=tuple(tuple((x + right, y + down) for x, y in outline) for outline in self.outlines))

    def scaled(self, factor: float) -> "Shape":
        outlines = tuple(tuple((x * factor, y * factor) for x, y in outline) for outline in self.outlines)
        return replace(self, outlines=outlines, pen=self.pen * factor)


def tapered(one: Point, one_half: float, other: Point, other_half: float) -> tuple[tuple[Point, ...], float]:
    """The outline of a limb that is thicker at one end, and the pen that makes both ends round."""
    if other_half > one_half:
        one, one_half, other, other_half = other, other_half, one, one_half
    across, extra = _normal(one, other), one_half - other_half
    side = (across[0] * extra, across[1] * extra)
    return ((one[0] + side[0], one[1] + side[1]), other, (one[0] - side[0], one[1] - side[1])), other_half * 2


def _normal(one: Point, other: Point) -> Point:
    run, rise = other[0] - one[0], other[1] - one[1]
    size = math.hypot(run, rise)
    return (0.0, 1.0) if size < 1e-6 else (-rise / size, run / size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One cross-section of the trunk: an ellipse."""

    center: Vector
    to_side: Vector
    to_front: Vector


def _ring(center: Vector, frame: Frame, size: tuple[float, float]) -> Ring:
    return Ring(center=center, to_side=times(frame.left, size[0]), to_front=times(frame.front, size[1]))


def _hull(rings: Sequence[Ring], seen: Camera, rounding: float) -> tuple[Point, ...]:
    """The outline around several rings, felt from all directions, so that its points stay the same points when the body moves."""
    axis = _axis(rings, seen)
    return tuple(_farthest(rings, seen, axis + math.tau * (count + 0.5) / _FEELERS, rounding) for count in range(_FEELERS))


def _axis(rings: Sequence[Ring], seen: Camera) -> float:
    one, other = seen.sees(rings[0].center), seen.sees(rings[-1].center)
    return math.atan2(other[1] - one[1], other[0] - one[0])


def _farthest(rings: Sequence[Ring], seen: Camera, angle: float, rounding: float) -> Point:
    way = (math.cos(angle), math.sin(angle))
    best, point = -math.inf, (0.0, 0.0)
    for ring in rings:
        center, side, front = seen.sees(ring.center), seen.sees(ring.to_side), seen.sees(ring.to_front)
        by_side, by_front = side[0] * way[0] + side[1] * way[1], front[0] * way[0] + front[1] * way[1]
        size = max(math.hypot(by_side, by_front), 1e-6)
        shrink = max(size - rounding, 0.0) / size
        spot = tuple(center[at] + (side[at] * by_side + front[at] * by_front) / size * shrink for at in (0, 1))
        distance = spot[0] * way[0] + spot[1] * way[1]
        if distance > best:
            best, point = distance, (spot[0], spot[1])
    return point


def body_shapes(body: Skeleton, seen: Camera) -> list[Shape]:
    """All shapes of one body, far ones first."""
    trunk = body.trunk
    shapes = [*_trunk_shapes(trunk, seen), *_head_shapes(trunk, seen)]
    far_leg, far_arm = _far_side(trunk.hips_frame, seen), _far_side(trunk.chest_frame, seen)
    for side in SIDES:
        shapes += _leg_shapes(body.legs[side], seen, name=f"{side}_leg", far=side == far_leg)
        shapes += _arm_shapes(body.arms[side], seen, name=f"{side}_arm", far=side == far_arm)
    return sorted(shapes, key=lambda shape: -shape.depth)


def _far_side(frame: Frame, seen: Camera) -> str | None:
    lateral = dot(frame.left, seen.away)
    return None if abs(lateral) < _SIDEWAYS else "left" if lateral > 0 else "right"


def _trunk_shapes(trunk: Trunk, seen: Camera) -> Iterable[Shape]:
    hips = _ring(along(trunk.hips, trunk.hips_frame.up, -0.5), trunk.hips_frame, girth("hips"))
    belt = _ring(along(trunk.hips, trunk.hips_frame.up, bone("pelvis") * 0.75), trunk.hips_frame, girth("waist"))
    waist = _ring(trunk.waist, trunk.waist_frame, girth("waist"))
    ribs = _ring(trunk.ribs, trunk.ribs_frame, girth("ribs"))
    chest = _ring(along(trunk.neck, trunk.chest_frame.up, -2.6), trunk.chest_frame, girth("chest"))
    rounding = 2.6
    shirt = tuple(_hull(pair, seen, rounding) for pair in ((belt, waist), (waist, ribs), (ribs, chest)))
    yield Shape(name="shirt", color="shirt", outlines=shirt, pen=rounding * 2, depth=seen.depth(trunk.ribs))
    depth = min(seen.depth(trunk.hips), seen.depth(trunk.ribs) - 0.01) if _hips_cover(trunk, seen) else seen.depth(trunk.hips)
    yield Shape(name="hips", color="pants", outlines=(_hull((hips, belt), seen, rounding),), pen=rounding * 2, depth=depth)


def _hips_cover(trunk: Trunk, seen: Camera) -> bool:
    return abs(seen.depth(trunk.hips) - seen.depth(trunk.ribs)) < 8


def _ball(name: str, color: str, center: Vector, half: float, seen: Camera, *, nearer: float = 0.0) -> Shape:
    spot = seen.sees(center)
    return Shape(
        name=name, color=color, outlines=((spot, (spot[0] + 0.3, spot[1])),), pen=half * 2, depth=seen.depth(center) - nearer,
        closed=False, filled=False,
    )  # fmt: skip


def _head_shapes(trunk: Trunk, seen: Camera) -> Iterable[Shape]:
    frame, size = trunk.head_frame, thick("head")

    def at(front: float, up: float, left: float = 0.0) -> Vector:
        return along(along(along(trunk.head, frame.front, front * size), frame.up, up * size), frame.left, left * size)

    neck, pen = tapered(seen.sees(along(trunk.neck, trunk.chest_frame.up, -1.5)), thick("neck") * 1.1, seen.sees(at(-0.1, -0.3)), thick("neck"))
    yield Shape(name="neck", color="skin_far", outlines=(neck,), pen=pen, depth=seen.depth(middle(trunk.neck, trunk.skull)) + 1)
    # Two balls: whichever is nearer covers the other, so the face goes where the head looks.
    yield _ball("hair", "hair", at(-0.16, 0.16), size * 0.97, seen)
    yield _ball("face", "skin", at(0.14, -0.1), size * 0.86, seen, nearer=0.7)
    yield _ball("nose", "mark", at(0.98, -0.12), size * 0.15, seen, nearer=-1.0 if dot(frame.front, seen.away) > 0.25 else 2.5)
    for side in SIDES:
        out = outward(frame, side)
        ear = along(at(-0.02, -0.08), out, size * 0.86)
        if dot(out, seen.away) < -0.25:
            yield _ball(f"{side}_ear", "mark", ear, size * 0.16, seen, nearer=2.0)


def _limb_shape(name: str, color: str, ends: tuple[Vector, float, Vector, float], seen: Camera, *, nearer: float = 0.0) -> Shape:
    one, one_half, other, other_half = ends
    outline, pen = tapered(seen.sees(one), one_half, seen.sees(other), other_half)
    return Shape(name=name, color=color, outlines=(outline,), pen=pen, depth=seen.depth(middle(one, other)) - nearer)


def _arm_shapes(arm: Limb, seen: Camera, *, name: str, far: bool) -> Iterable[Shape]:
    skin, sleeve = ("skin_far", "sleeve_far") if far else ("skin", "sleeve")
    cuff = between(arm.root, arm.joint, 0.5)
    yield _limb_shape(f"{name}_upper", skin, (arm.root, thick("upper_arm"), arm.joint, thick("elbow")), seen)
    yield _limb_shape(f"{name}_sleeve", sleeve, (arm.root, thick("upper_arm") * 1.1, cuff, thick("elbow") * 1.3), seen, nearer=0.3)
    tip = fingers(arm)
    lower = _limb_shape(f"{name}_lower", skin, (arm.joint, thick("elbow"), arm.end, thick("wrist")), seen, nearer=0.1)
    hand = _limb_shape("", skin, (arm.end, thick("wrist"), between(arm.end, tip, 0.75), thick("wrist")), seen)
    yield replace(lower, outlines=(*lower.outlines, *hand.outlines))


def _leg_shapes(leg: Limb, seen: Camera, *, name: str, far: bool) -> Iterable[Shape]:
    pants, skin = ("pants_far", "skin_far") if far else ("pants", "skin")
    hem = between(leg.joint, leg.end, 0.86)
    yield _limb_shape(f"{name}_upper", pants, (leg.root, thick("thigh"), leg.joint, thick("knee")), seen)
    foot = Shape(
        name=f"{name}_foot", color=skin, outlines=((seen.sees(leg.end), seen.sees(heel(leg)), seen.sees(toes(leg))),), pen=thick("foot") * 2,
        depth=seen.depth(middle(leg.end, toes(leg))),
    )  # fmt: skip
    yield foot
    yield _limb_shape(f"{name}_lower", pants, (leg.joint, thick("knee"), hem, thick("ankle") * 1.15), seen, nearer=0.1)
