"""Points, directions and frames in space, in plain Python. Refuses to find the direction of a vector without length."""

import math
from dataclasses import dataclass

Vector = tuple[float, float, float]

_NO_LENGTH = 1e-9


def add(a: Vector, b: Vector) -> Vector:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def minus(a: Vector, b: Vector) -> Vector:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def times(a: Vector, factor: float) -> Vector:
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def along(start: Vector, direction: Vector, length: float) -> Vector:
    """The point that lies `length` from `start` in `direction`."""
    return add(start, times(direction, length))


def between(a: Vector, b: Vector, share: float) -> Vector:
    """The point at `share` of the way from `a` to `b`."""
    return along(a, minus(b, a), share)


def middle(*points: Vector) -> Vector:
    total = (0.0, 0.0, 0.0)
    for point in points:
        total = add(total, point)
    return times(total, 1 / len(points))


def dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vector) -> float:
    return math.sqrt(dot(a, a))


def unit(a: Vector) -> Vector:
    size = length(a)
    if size < _NO_LENGTH:
        raise ValueError("a vector without length has no direction")
    return times(a, 1 / size)


def across(a: Vector, axis: Vector) -> Vector:
    """What is left of `a` when its share along the unit vector `axis` is taken away."""
    return minus(a, times(axis, dot(a, axis)))


def rotated(a: Vector, axis: Vector, degrees: float) -> Vector:
    """`a` turned about the unit vector `axis`, counterclockwise for someone at whom the axis points."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return add(add(times(a, cos), times(cross(axis, a), sin)), times(axis, dot(axis, a) * (1 - cos)))


def angle_between(a: Vector, b: Vector) -> float:
    """Degrees between two directions, 0 to 180."""
    return math.degrees(math.acos(max(-1.0, min(1.0, dot(unit(a), unit(b))))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where front, left and up are for one part of a body; up is from the feet to the head."""

    front: Vector
    left: Vector
    up: Vector

    def turned(self, axis: Vector, degrees: float) -> "Frame":
        """This frame turned about an axis of the world."""
        return Frame(front=rotated(self.front, axis, degrees), left=rotated(self.left, axis, degrees), up=rotated(self.up, axis, degrees))

    def bent(self, *, bend: float = 0, side: float = 0, turn: float = 0) -> "Frame":
        """This frame bent forward, then to the right, then turned to the right, in degrees about its own axes."""
        frame = self.turned(self.left, bend)
        frame = frame.turned(frame.front, side)
        return frame.turned(frame.up, -turn)


def frame_of(*, up: Vector, front: Vector) -> Frame:
    """The frame with exactly this up and, as nearly as it can be had, this front."""
    unit_up = unit(up)
    unit_front = unit(across(front, unit_up))
    return Frame(front=unit_front, left=cross(unit_up, unit_front), up=unit_up)


def frame_between(a: Frame, b: Frame, share: float) -> Frame:
    """The frame at `share` of the way from `a` to `b`."""
    return frame_of(up=between(a.up, b.up, share), front=between(a.front, b.front, share))
