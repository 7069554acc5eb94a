"""One figure file → its bodies, gear and arrows as flat shapes. Refuses nothing of its own: schema, poses and checks do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exercise_catalog.figures.arrows import arrow_shapes
from exercise_catalog.figures.gear import gear_of, gear_shapes, heights_of, places_of
from exercise_catalog.figures.pose import poses_of, sided
from exercise_catalog.figures.scene import Gear, Scene
from exercise_catalog.figures.shapes import Camera, Shape, body_shapes, camera
from exercise_catalog.figures.skeleton import Skeleton
from exercise_catalog.figures.solve import Solved, solved
from exercise_catalog.figures.surfaces import CONTACTS, spots_of
from exercise_catalog.figures.tween import on_the_way
from exercise_catalog.figures.vectors import Vector

# How wide the ground under a body is, and how far it goes on at both ends.
_FLOOR_HALF, _MAT_HALF, _ENDS = 10.0, 15.0, 5.0
_BEHIND_ALL = 500.0
# How finely the way of a movement is followed for its arrows.
_STEPS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure, solved: its poses in order, and all that stands around them."""

    view: str
    layout: str
    frame: str
    poses: Mapping[str, Solved]
    gear: Sequence[Gear]
    arrows: Sequence[Any]
    seen: Camera
    heights: Mapping[str, float]
    places: Mapping[str, Vector]
    ground: str


def figure_of(written: Mapping[str, Any]) -> Figure:
    """The figure that a file describes."""
    gear = gear_of(sided(written.get("equipment", []), written["view"]))
    heights, places = heights_of(gear), places_of(gear)
    poses: dict[str, Solved] = {}
    for name, pose in poses_of(written).items():
        before = next(iter(poses.values())).body if poses else None
        poses[name] = solved(pose, heights=heights, places=places, before=before)
    eye = written.get("camera", {})
    return Figure(
        view=written["view"],
        layout=written.get("layout", "side_by_side"),
        frame=written.get("frame", "whole"),
        poses=poses,
        gear=gear,
        arrows=sided(written.get("arrows", []), written["view"]),
        seen=camera(written["view"], turn=eye.get("turn"), height=eye.get("height")),
        heights=heights,
        places=places,
        ground=next(iter(poses.values())).pose.floor,
    )


def scene_shapes(figure: Figure, body: Skeleton) -> list[Shape]:
    """The body and its gear, far ones first, without ground and arrows."""
    scene = Scene(body=body, seen=figure.seen, places=figure.places, heights=figure.heights)
    shapes = [*body_shapes(body, figure.seen)]
    for item in figure.gear:
        shapes += gear_shapes(item, scene)
    return sorted(shapes, key=lambda shape: -shape.depth)


def ground_shapes(figure: Figure, bodies: Sequence[Skeleton]) -> list[Shape]:
    """The mat or floor that is under all of these bodies."""
    if figure.ground == "none":
        return []
    low = [point for body in bodies for contact in CONTACTS for point, _ in spots_of(body, contact) if point[2] < 16]
    left, right = min(point[0] for point in low) - _ENDS, max(point[0] for point in low) + _ENDS
    near, far = min(point[1] for point in low), max(point[1] for point in low)
    half = _MAT_HALF if figure.ground == "mat" else _FLOOR_HALF
    near, far = min(near - 4, -half), max(far + 4, half)
    corners = [(left, near, 0.0), (right, near, 0.0), (right, far, 0.0), (left, far, 0.0)]
    color, opacity = ("mat", 0.55) if figure.ground == "mat" else ("gear", 0.3)
    spots = tuple(figure.seen.sees(corner) for corner in corners)
    return [Shape(name="ground", color=color, outlines=(spots,), pen=1.5, depth=_BEHIND_ALL, opacity=opacity)]


def way(figure: Figure, start: str, end: str, steps: int = _STEPS) -> list[Skeleton]:
    """The bodies on the way from one pose to another, both included."""
    one, other = figure.poses[start], figure.poses[end]
    return [on_the_way(one, other, step / steps) for step in range(steps + 1)]


def arrows_of(figure: Figure, bodies: Sequence[Skeleton]) -> list[Shape]:
    """All arrows of a figure, as they stand on the last of these bodies."""
    shapes: list[Shape] = []
    for number, arrow in enumerate(figure.arrows):
        shapes += arrow_shapes(arrow, bodies, figure.seen, number=number)
    return shapes
