"""What gear is drawn around and with: one body, one camera, the places of the gear, and a few ways to draw. Refuses nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exercise_catalog.figures.parts import PARTS, part
from exercise_catalog.figures.shapes import Camera, Shape
from exercise_catalog.figures.skeleton import Skeleton
from exercise_catalog.figures.vectors import Vector, middle


@dataclass(frozen=True, slots=True, kw_only=True)
class Gear:
    """One piece of gear as its author asks for it."""

    name: str
    options: Mapping[str, Any]

    def number(self, key: str, default: float) -> float:
        return float(self.options.get(key, default))

    def said(self, key: str, default: str) -> str:
        return str(self.options.get(key, default))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What gear is drawn around: a body, seen by a camera, and the places of the gear."""

    body: Skeleton
    seen: Camera
    places: Mapping[str, Vector]
    heights: Mapping[str, float]

    def line(self, name: str, color: str, points: Sequence[Vector], pen: float, *, nearer: float = 0.0) -> Shape:
        spots = tuple(self.seen.sees(point) for point in points)
        return Shape(
            name=name, color=color, outlines=(spots,), pen=pen, depth=self.seen.depth(middle(*points)) - nearer, closed=False, filled=False
        )  # fmt: skip

    def face(self, name: str, color: str, points: Sequence[Vector], *, pen: float = 1.0, opacity: float = 1.0, nearer: float = 0.0) -> Shape:
        spots = tuple(self.seen.sees(point) for point in points)
        return Shape(name=name, color=color, outlines=(spots,), pen=pen, depth=self.seen.depth(middle(*points)) - nearer, opacity=opacity)

    def ball(self, name: str, color: str, center: Vector, half: float, *, nearer: float = 0.0, opacity: float = 1.0) -> Shape:
        x, y = self.seen.sees(center)
        return Shape(
            name=name, color=color, outlines=(((x, y), (x + 0.3, y)),), pen=2 * half, depth=self.seen.depth(center) - nearer,
            closed=False, filled=False, opacity=opacity,
        )  # fmt: skip

    def point(self, name: Any, default: Vector) -> Vector:
        """A point by the name of a part or place, or by its numbers."""
        if isinstance(name, list):
            return (float(name[0]), float(name[1]), float(name[2]))
        if name in self.places:
            return self.places[name]
        return part(self.body, name) if name in PARTS else default
