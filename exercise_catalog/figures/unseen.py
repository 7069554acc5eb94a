"""What may be left out of a movement because nobody sees it. Distances are in units of the picture; refuses nothing."""

import math
from collections.abc import Sequence
from dataclasses import replace

from exercise_catalog.figures.shapes import Point, Shape


def straight(moments: Sequence[Shape], within: float) -> bool:
    """Does every point go so straight, and so evenly, that the first and the last moment say it all?"""
    first, last = _points(moments[0]), _points(moments[-1])
    for at, moment in enumerate(moments):
        share = at / (len(moments) - 1)
        for one, other, here in zip(first, last, _points(moment), strict=True):
            expected = (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)
            if math.dist(expected, here) > within:
                return False
    return True


def stands(moments: Sequence[Shape], within: float) -> bool:
    """Does no point ever go farther from where it is at first?"""
    return all(math.dist(one, here) <= within for moment in moments for one, here in zip(_points(moments[0]), _points(moment), strict=True))


def thinned(moments: Sequence[Shape], within: float) -> list[Shape]:
    """Without the points that, at every moment, lie on the line between their neighbors; the same points at each."""
    tracks = [_thin(same, within) for same in zip(*(shape.outlines for shape in moments), strict=True)]
    return [replace(shape, outlines=tuple(track[at] for track in tracks)) for at, shape in enumerate(moments)]


def _thin(tracks: Sequence[Sequence[Point]], within: float) -> list[tuple[Point, ...]]:
    kept = list(range(len(tracks[0])))
    at = 1
    while at < len(kept) - 1:
        between = kept[at - 1 : at + 2]
        if all(_beside_line(*(track[point] for point in between)) <= within for track in tracks):
            del kept[at]
        else:
            at += 1
    return [tuple(track[point] for point in kept) for track in tracks]


def _beside_line(start: Point, point: Point, end: Point) -> float:
    """How far a point is from the piece of line between two others, in units of the picture."""
    run, rise = end[0] - start[0], end[1] - start[1]
    square = run * run + rise * rise
    share = ((point[0] - start[0]) * run + (point[1] - start[1]) * rise) / square if square else 0.0
    share = min(max(share, 0.0), 1.0)
    return math.dist(point, (start[0] + run * share, start[1] + rise * share))


def _points(shape: Shape) -> list[Point]:
    return [point for track in shape.outlines for point in track]
