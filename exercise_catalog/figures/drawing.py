"""Shapes → SVG, still and moving. Refuses style, script and anything else that a strict content-security policy would refuse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.sax.saxutils import escape

from exercise_catalog.figures.body import color
from exercise_catalog.figures.figure import Figure, arrows_of, ground_shapes, scene_shapes, way
from exercise_catalog.figures.shapes import Point, Shape
from exercise_catalog.figures.skeleton import Skeleton

# Large enough that whole numbers are fine enough, which keeps files small.
WIDTH, HEIGHT = 480, 360
# The most that one picture may weigh, still or moving.
MOST_BYTES = 6000
MARGIN, _GAP = 14.0, 20.0
# A person who stands is not drawn larger than this, so that people are alike in size from card to card.
_LARGEST = 3.4
_CLOSEST = 4.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle around shapes."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        return self.right - self.left

    @property
    def high(self) -> float:
        return self.bottom - self.top


def box_of(shapes: Iterable[Shape]) -> Box:
    xs, ys = [], []
    for shape in shapes:
        for outline in shape.outlines:
            for x, y in outline:
                xs += [x - shape.pen / 2, x + shape.pen / 2]
                ys += [y - shape.pen / 2, y + shape.pen / 2]
    return Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))


def still(figure: Figure, *, name: str, title: str, description: str) -> str:
    """All poses of a figure in one picture."""
    return _in_panels(figure, _panels(figure), name=name, title=title, description=description)


def strip(figure: Figure, *, name: str) -> str:
    """The moments of the movement side by side, to see whether the way is as good as its ends."""
    poses = list(figure.poses)
    bodies = way(figure, poses[0], poses[-1], 5)
    ground = ground_shapes(figure, bodies)
    panels = [([*ground, *scene_shapes(figure, body)], body) for body in bodies]
    return _in_panels(figure, panels, name=name, title=name, description="The way from the first pose to the last.")


def _in_panels(figure: Figure, panels: Sequence[tuple[list[Shape], Skeleton]], *, name: str, title: str, description: str) -> str:
    boxes = [windowed(figure, panel, body) for panel, body in panels]
    # One box for all, so that what does not move stands at the same place in each panel.
    box = union(boxes)
    across, down, scale = _arranged(box, len(panels), closest=_CLOSEST if figure.frame != "whole" else _LARGEST)
    parts = []
    wide, high = box.wide * scale, box.high * scale
    left = (WIDTH - across * wide - (across - 1) * _GAP) / 2
    top = (HEIGHT - down * high - (down - 1) * _GAP) / 2
    for number, (panel, _) in enumerate(panels):
        x, y = left + (number % across) * (wide + _GAP), top + (number // across) * (high + _GAP)
        parts.append(_panel(figure, panel, box, scale, at=(x, y)))
    return document(parts, name=name, title=title, description=description)


def _panels(figure: Figure) -> list[tuple[list[Shape], Skeleton]]:
    """The shapes of each panel, and the body that it shows."""
    names = list(figure.poses)
    bodies = [figure.poses[pose].body for pose in names]
    ground = ground_shapes(figure, bodies)
    if figure.layout == "ghost" and len(names) > 1:
        ghost = [replace(shape, opacity=shape.opacity * 0.35) for shape in scene_shapes(replace(figure, gear=()), bodies[0])]
        path = way(figure, names[0], names[-1])
        return [([*ground, *ghost, *scene_shapes(figure, bodies[-1]), *arrows_of(figure, path)], bodies[-1])]
    panels = []
    for at, body in enumerate(bodies):
        arrows = arrows_of(figure, way(figure, names[0], names[at])) if at == 1 or len(bodies) == 1 else []
        panels.append(([*ground, *scene_shapes(figure, body), *arrows], body))
    return panels


def windowed(figure: Figure, shapes: Sequence[Shape], body: Skeleton) -> Box:
    """What of a panel is shown: all of it, or the upper body."""
    if figure.frame == "whole":
        return box_of(shapes)
    upper = box_of(
        shape for shape in shapes if shape.name.split("_")[0] in {"hair", "face", "nose", "shirt", "arrow0", "arrow1"} or "_arm_" in shape.name
    )
    x, y = figure.seen.sees(body.trunk.hips)
    return Box(left=min(upper.left, x - 12) - 2, top=upper.top - 2, right=max(upper.right, x + 12) + 2, bottom=y - 2)


def union(boxes: Sequence[Box]) -> Box:
    return Box(
        left=min(box.left for box in boxes), top=min(box.top for box in boxes),
        right=max(box.right for box in boxes), bottom=max(box.bottom for box in boxes),
    )  # fmt: skip


def _arranged(box: Box, count: int, *, closest: float) -> tuple[int, int, float]:
    """How many panels stand side by side, how many below each other, and how large everything is."""
    best = (0.0, 1, count)
    for across in range(1, count + 1):
        down = -(-count // across)
        scale = min(
            (WIDTH - 2 * MARGIN - (across - 1) * _GAP) / (across * box.wide), (HEIGHT - 2 * MARGIN - (down - 1) * _GAP) / (down * box.high)
        )  # fmt: skip
        best = max(best, (min(scale, closest), across, down))
    scale, across, down = best
    return across, down, scale


def scale_for(box: Box, figure: Figure) -> float:
    """How large one panel alone is drawn."""
    return _arranged(box, 1, closest=_LARGEST if figure.frame == "whole" else _CLOSEST)[2]


def _panel(figure: Figure, shapes: Sequence[Shape], box: Box, scale: float, *, at: Point) -> str:
    x, y = at
    if figure.frame == "whole":
        return "".join(path(shape.moved(-box.left, -box.top).scaled(scale).moved(x, y)) for shape in shapes)
    # A window: what is outside is cut off by the inner picture's own edge.
    drawn = "".join(path(shape.moved(-box.left, -box.top).scaled(scale)) for shape in shapes)
    return f'<svg x="{_number(x)}" y="{_number(y)}" width="{_number(box.wide * scale)}" height="{_number(box.high * scale)}">{drawn}</svg>'


def document(parts: Sequence[str], *, name: str, title: str, description: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f'<g fill="currentColor" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">{"".join(parts)}</g></svg>\n'
    )


def path(shape: Shape, inside: str = "") -> str:
    # A straight line has nothing inside to fill.
    fill = "" if (shape.closed and shape.filled) or all(len(track) == 2 for track in shape.outlines) else ' fill="none"'
    fade = f' opacity="{shape.opacity:.2g}"'.replace("0.", ".") if shape.opacity < 1 else ""
    end = f">{inside}</path>" if inside else "/>"
    return f'<path{fill} color="{color(shape.color)}" stroke-width="{max(round(shape.pen), 1)}"{fade} d="{outline(shape)}"{end}'


def outline(shape: Shape) -> str:
    return "".join(_track(outline, closed=shape.closed) for outline in shape.outlines)


def _track(points: Sequence[Point], *, closed: bool) -> str:
    """One outline, in steps from point to point, rounded so that errors do not add up."""
    spots = [(round(x), round(y)) for x, y in points]
    if len(spots) == 2 and spots[0][1] == spots[1][1]:
        return f"M{_number(spots[0][0])} {_number(spots[0][1])}h{_number(spots[1][0] - spots[0][0])}"
    text = f"M{_number(spots[0][0])} {_number(spots[0][1])}l"
    steps = []
    for one, other in pairwise(spots):
        steps.append(f"{_number(other[0] - one[0])} {_number(other[1] - one[1])}")
    return text + " ".join(steps).replace(" -", "-") + ("z" if closed else "")


def _number(value: float) -> str:
    return str(round(value))
