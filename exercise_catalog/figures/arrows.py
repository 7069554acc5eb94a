"""Arrows that say where a movement goes: along the way of a part, or as an author draws them. Refuses parts that do not move."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from exercise_catalog.figures.parts import part
from exercise_catalog.figures.shapes import Camera, Point, Shape
from exercise_catalog.figures.skeleton import Skeleton

_PEN = 1.5
_HEAD = 4.2
# An arrow starts and ends a little off the part, so that both can be seen.
_OFF = 5.0
_SMOOTH = 11
_LEAST = 11.0
_IN_FRONT = -1000.0
_WAYS: Mapping[str, Point] = {
    "up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0),
    "up_left": (-0.71, -0.71), "up_right": (0.71, -0.71), "down_left": (-0.71, 0.71), "down_right": (0.71, 0.71),
}  # fmt: skip


class ArrowRefused(ValueError):
    """When an arrow would say nothing."""


def arrow_shapes(arrow: Any, bodies: Sequence[Skeleton], seen: Camera, *, number: int) -> list[Shape]:
    """One arrow, seen on the last of `bodies`, which are those on the way of the movement."""
    name = f"arrow{number}"
    if isinstance(arrow, str):
        arrow = {"along": arrow}
    if "along" in arrow:
        return _drawn(_way_of(arrow, bodies, seen), name, both=arrow.get("both_ways", False))
    body = bodies[-1]
    x, y = seen.sees(part(body, arrow["at"]))
    right, up = arrow.get("off", [0, 0])
    x, y = x + right, y - up
    if "push" in arrow:
        way, long = _WAYS[arrow["push"]], float(arrow.get("long", 12))
        return _drawn([(x, y), (x + way[0] * long, y + way[1] * long)], name, both=arrow.get("both_ways", False))
    return _drawn(_arc((x, y), arrow), name, both=arrow.get("both_ways", False))


def _way_of(arrow: Mapping[str, Any], bodies: Sequence[Skeleton], seen: Camera) -> list[Point]:
    """The way of a part from body to body, moved to the outside of what it would cover."""
    points = [seen.sees(part(body, arrow["along"])) for body in bodies]
    right, up = arrow.get("off", [0, 0])
    points = [(x + right, y - up) for x, y in points]
    if math.dist(points[0], points[-1]) < 4 and sum(map(math.dist, points, points[1:])) < 10:
        raise ArrowRefused(f"{arrow['along']} hardly moves, so an arrow along its way says nothing; use push or around")
    return _trimmed(points, float(arrow.get("trim", _OFF)))


def _trimmed(points: list[Point], off: float) -> list[Point]:
    """The way without its two ends; a short way loses less."""
    total = sum(map(math.dist, points, points[1:]))
    if total < _LEAST:
        points, total = [*points, _on(points, _LEAST - total)], _LEAST
    cut = min(off, (total - _LEAST) / 2)
    lengths, done = [0.0], 0.0
    for one, other in pairwise(points):
        done += math.dist(one, other)
        lengths.append(done)
    return [_at(points, lengths, cut + (total - 2 * cut) * step / _SMOOTH) for step in range(_SMOOTH + 1)]


def _on(points: list[Point], distance: float) -> Point:
    """A short way, led on in its own direction until it makes an arrow."""
    way = _direction(points[0], points[-1])
    return (points[-1][0] + way[0] * distance, points[-1][1] + way[1] * distance)


def _at(points: list[Point], lengths: list[float], distance: float) -> Point:
    for index in range(1, len(points)):
        if lengths[index] >= distance:
            span = lengths[index] - lengths[index - 1]
            share = (distance - lengths[index - 1]) / span if span else 0.0
            one, other = points[index - 1], points[index]
            return (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)
    return points[-1]


def _arc(center: Point, arrow: Mapping[str, Any]) -> list[Point]:
    """Part of a circle around a point: `around: clockwise`, from one hour of a clock to another."""
    half, start, end = float(arrow.get("wide", 10)), float(arrow.get("from_hour", 10)), float(arrow.get("to_hour", 2))
    clockwise = arrow["around"] == "clockwise"
    span = (end - start) % 12 if clockwise else -((start - end) % 12)
    hours = [start + span * step / 8 for step in range(9)]
    flat = float(arrow.get("flat", 1))
    return [(center[0] + half * math.sin(hour * math.pi / 6), center[1] - half * flat * math.cos(hour * math.pi / 6)) for hour in hours]


def _drawn(points: list[Point], name: str, *, both: bool) -> list[Shape]:
    heads = [_head(points[-2], points[-1])]
    if both:
        heads.append(_head(points[1], points[0]))
    # The line ends inside the head, so that its round end does not blunt the tip.
    line = [*points[:-1], _short(points[-2], points[-1])]
    shaft = Shape(name=name, color="arrow", outlines=(tuple(line),), pen=_PEN, depth=_IN_FRONT, closed=False, filled=False)
    tips = [
        Shape(name=f"{name}_head{at}", color="arrow", outlines=(head,), pen=0.6, depth=_IN_FRONT - 1) for at, head in enumerate(heads)
    ]  # fmt: skip
    return [shaft, *tips]


def _direction(one: Point, other: Point) -> Point:
    size = max(math.dist(one, other), 1e-6)
    return ((other[0] - one[0]) / size, (other[1] - one[1]) / size)


def _short(one: Point, other: Point) -> Point:
    way = _direction(one, other)
    return (other[0] - way[0] * _HEAD * 0.3, other[1] - way[1] * _HEAD * 0.3)


def _head(one: Point, tip: Point) -> tuple[Point, ...]:
    way = _direction(one, tip)
    base = (tip[0] - way[0] * _HEAD * 0.8, tip[1] - way[1] * _HEAD * 0.8)
    side = (-way[1] * _HEAD * 0.62, way[0] * _HEAD * 0.62)
    front = (tip[0] + way[0] * _HEAD * 0.35, tip[1] + way[1] * _HEAD * 0.35)
    return ((base[0] + side[0], base[1] + side[1]), front, (base[0] - side[0], base[1] - side[1]))
