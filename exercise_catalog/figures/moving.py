"""A figure that moves once, there and back, when somebody presses its play control. Refuses to move by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2s
from itertools import pairwise

from exercise_catalog.figures.body import color
from exercise_catalog.figures.drawing import HEIGHT, MARGIN, MOST_BYTES, WIDTH, Box, document, outline, path, scale_for, union, windowed
from exercise_catalog.figures.figure import Figure, ground_shapes, scene_shapes, way
from exercise_catalog.figures.shapes import Shape
from exercise_catalog.figures.skeleton import Skeleton
from exercise_catalog.figures.unseen import stands, straight, thinned

_SECONDS = 5
# Steps from one pose to the next; as many as the size allows.
_FINEST, _COARSEST = 6, 2
# How far, in the units of the picture, a point may be from its straight way; more where the size allows no better.
_STRAIGHT_WITHIN, _STRAIGHT_AT_MOST = 4, 16
_SMOOTHEST_FIRST = (
    *((steps, _STRAIGHT_WITHIN) for steps in range(_FINEST, _COARSEST - 1, -1)),
    *((_COARSEST, within) for within in range(_STRAIGHT_WITHIN + 1, _STRAIGHT_AT_MOST + 1)),
)
# A point is left out when it is never farther than this share of the above from the line between its neighbors,
# and a shape stands still when none of its points ever goes farther.
_UNSEEN = 0.3
_PLAY_HALF = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class _Film:
    """Every shape at every moment, and how the picture is placed."""

    moments: Sequence[dict[str, Shape]]
    order: Sequence[str]
    ground: Sequence[Shape]
    box: Box


def moving(figure: Figure, *, name: str, title: str, description: str) -> str:
    """The figure with its play control; as smooth as its size allows."""
    text = ""
    for steps, within in _SMOOTHEST_FIRST:
        text = _drawn(_filmed(figure, steps), figure, within, name=name, title=title, description=description)
        if len(text.encode()) <= MOST_BYTES:
            break
    return text


def _mark(name: str) -> str:
    """A short id for what starts the movement: it stands in every moving shape, and pages may hold several figures."""
    return "m" + blake2s(name.encode(), digest_size=2).hexdigest()


def _bodies(figure: Figure, steps: int) -> list[Skeleton]:
    names = list(figure.poses)
    bodies = [figure.poses[names[0]].body]
    for one, other in pairwise(names):
        bodies += way(figure, one, other, steps)[1:]
    return bodies


def _filmed(figure: Figure, steps: int) -> _Film:
    bodies = _bodies(figure, steps)
    scenes = [scene_shapes(figure, body) for body in bodies]
    moments = [{shape.name: shape for shape in shapes} for shapes in scenes]
    # What turns out of sight on the way, an ear for example, is left out from the beginning.
    order = [shape.name for shape in scenes[0] if all(shape.name in moment for moment in moments)]
    ground = ground_shapes(figure, bodies)
    box = union([windowed(figure, [*ground, *shapes], body) for shapes, body in zip(scenes, bodies, strict=True)])
    return _Film(moments=moments, order=order, ground=ground, box=box)


def _drawn(film: _Film, figure: Figure, within: float, *, name: str, title: str, description: str) -> str:
    scale = scale_for(film.box, figure)
    x, y = (WIDTH - film.box.wide * scale) / 2, (HEIGHT - film.box.high * scale) / 2

    def put(shape: Shape) -> Shape:
        return shape.moved(-film.box.left, -film.box.top).scaled(scale).moved(x, y)

    parts = [path(put(shape)) for shape in film.ground]
    parts += [_film_path([put(moment[shape]) for moment in film.moments], within, name) for shape in film.order]
    if figure.frame != "whole":
        parts = [_window(parts, film.box, scale, x, y)]
    return document([*parts, _control(name)], name=name, title=title, description=description)


def _window(parts: Sequence[str], box: Box, scale: float, x: float, y: float) -> str:
    left, top, wide, high = round(x), round(y), round(box.wide * scale), round(box.high * scale)
    return f'<svg x="{left}" y="{top}" width="{wide}" height="{high}" viewBox="{left} {top} {wide} {high}">{"".join(parts)}</svg>'


def _film_path(moments: Sequence[Shape], within: float, name: str) -> str:
    moments = thinned(moments, within * _UNSEEN)
    if stands(moments, within * _UNSEEN):
        return path(moments[0])
    outlines = [outline(shape) for shape in moments]
    if straight(moments, within):
        outlines = [outlines[0], outlines[-1]]
    values = ";".join([*outlines, *outlines[-2::-1]])
    return path(moments[0], f'<animate attributeName="d" dur="{_SECONDS}s" begin="{_mark(name)}.begin" values="{values}"/>')


def _control(name: str) -> str:
    x, y = WIDTH - MARGIN - _PLAY_HALF, HEIGHT - MARGIN - _PLAY_HALF
    # One animation, of nothing that can be seen, starts all others.
    return (
        f'<g id="{_mark(name)}p" role="button" tabindex="0" aria-label="Play the movement once" cursor="pointer">'
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{_PLAY_HALF}" color="{color("arrow")}"/>'
        f'<path color="#fff" stroke-width="3" d="M{x - 6:.0f} {y - 9:.0f}l0 18 15-9z"/>'
        f'<set id="{_mark(name)}" attributeName="opacity" to="1" dur="{_SECONDS}s" begin="{_mark(name)}p.click;{_mark(name)}p.keypress" '
        'restart="whenNotActive"/></g>'
    )
