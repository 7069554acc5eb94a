"""Machines of a gym in their simplest form: what is sat on, stood on and held, and a frame. Refuses nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from exercise_catalog.figures.parts import part
from exercise_catalog.figures.scene import Gear, Scene
from exercise_catalog.figures.shapes import Shape
from exercise_catalog.figures.vectors import Vector, add, along, middle, minus, unit

_BEHIND = -40.0

# The surface of each machine that a body can be on, by its height.
HEIGHTS: Mapping[str, Mapping[str, float]] = {
    "bike": {"saddle": 46},
    "elliptical": {},
    "cable_row": {"row_seat": 14},
    "lat_pulldown": {"lat_seat": 21.1},
    "roman_chair": {"hip_pad": 49},
}
# The points that hands and feet can reach; a side of 0 leaves that to the limb.
PLACES: Mapping[str, Mapping[str, Vector]] = {
    "bike": {
        "handlebar": (35, 0, 67), "pedal_down": (12, 0, 4), "pedal_up": (12, 0, 21), "pedal_front": (20.5, 0, 12.5), "pedal_back": (3.5, 0, 12.5)
    },
    "elliptical": {"pedal_front": (13, 0, 16), "pedal_back": (-13, 0, 10), "handle_front": (33, 0, 76), "handle_back": (20, 0, 76)},
    "cable_row": {"foot_plate": (44, 0, 20)},
    "lat_pulldown": {},
    "roman_chair": {"foot_plate": (-38, 0, 9)},
}  # fmt: skip


def _bike(_: Gear, scene: Scene) -> Iterable[Shape]:
    crank, saddle, bars = (12.0, 0.0, 12.5), (0.0, 0.0, 45.0), (35.0, 0.0, 67.0)
    back, front = (-12.0, 0.0, 2.0), (42.0, 0.0, 2.0)
    yield scene.line("bike_foot_back", "gear_dark", [add(back, (0, -10, 0)), add(back, (0, 10, 0))], 2.4, nearer=_BEHIND)
    yield scene.line("bike_foot_front", "gear_dark", [add(front, (0, -10, 0)), add(front, (0, 10, 0))], 2.4, nearer=_BEHIND)
    yield scene.line("bike_base", "gear", [back, (36, 0, 12), front], 2.6, nearer=_BEHIND)
    yield scene.ball("bike_wheel", "gear_dark", (32, 0, 17), 13, nearer=_BEHIND + 1)
    yield scene.ball("bike_hub", "gear", (32, 0, 17), 9, nearer=_BEHIND + 2)
    yield scene.line("bike_frame", "gear", [(3, 0, 40), crank, (32, 0, 17), (34, 0, 60), bars], 2.6, nearer=_BEHIND + 3)
    yield scene.line("bike_saddle", "gear_dark", [add(saddle, (-6, 0, 0.6)), add(saddle, (5, 0, 0))], 3.4, nearer=2)
    yield scene.line("bike_post", "gear", [add(saddle, (0, 0, -1)), (3, 0, 36)], 2.4, nearer=_BEHIND + 3)
    yield scene.line("bike_bars", "gear_dark", [add(bars, (0, -9, 0)), add(bars, (0, 9, 0))], 2.2, nearer=-6)
    yield from _cranks(scene, crank)


def _cranks(scene: Scene, crank: Vector) -> Iterable[Shape]:
    for side, y, nearer in (("right", -4.0, 0.5), ("left", 4.0, -12.0)):
        leg = scene.body.legs[side]
        pedal = along(along(leg.end, leg.last.up, -4.2), leg.last.front, 3)
        hub = add(crank, (0, y, 0))
        yield scene.line(f"crank_{side}", "gear_dark", [hub, pedal], 1.7, nearer=nearer)
        yield scene.line(f"pedal_{side}", "gear_dark", [add(pedal, (-3, 0, 0)), add(pedal, (3, 0, 0))], 1.8, nearer=nearer)


def _elliptical(_: Gear, scene: Scene) -> Iterable[Shape]:
    yield scene.line("elliptical_base", "gear_dark", [(-34, 0, 1.5), (40, 0, 1.5)], 3, nearer=_BEHIND)
    yield scene.ball("elliptical_wheel", "gear", (33, 0, 16), 14, nearer=_BEHIND)
    yield scene.line("elliptical_mast", "gear", [(33, 0, 12), (29, 0, 86)], 2.8, nearer=_BEHIND + 2)
    for side, nearer in (("right", 1.0), ("left", -8.0)):
        leg = scene.body.legs[side]
        foot = along(leg.end, leg.last.up, -4.4)
        y = foot[1]
        yield scene.line(f"rail_{side}", "gear_dark", [(33, y, 16), (foot[0], y, foot[2] - 0.6), (-30, y, 7)], 1.8, nearer=nearer - 1)
        yield scene.line(f"plate_{side}", "gear_dark", [add(foot, (-4, 0, 0)), add(foot, (9, 0, 0))], 2.4, nearer=nearer)
        hand = part(scene.body, f"{side}_hand")
        yield scene.line(f"lever_{side}", "gear_dark", [(31, hand[1], 22), (28, hand[1], 52), hand], 1.8, nearer=nearer + 2)


def _cable_row(_: Gear, scene: Scene) -> Iterable[Shape]:
    yield scene.line("row_column", "gear", [(56, 0, 0), (56, 0, 74)], 5, nearer=_BEHIND)
    yield scene.line("row_rail", "gear_dark", [(-12, 0, 5), (56, 0, 5)], 3, nearer=_BEHIND)
    yield scene.line("row_post", "gear_dark", [(0, 0, 4), (0, 0, 11)], 4, nearer=_BEHIND)
    seat = [(-10, -8, 12.5), (10, -8, 12.5), (10, 8, 12.5), (-10, 8, 12.5)]
    yield scene.face("row_seat", "gear_dark", seat, pen=2.4, nearer=_BEHIND)
    plate = [(48, -10, 10), (48, 10, 10), (52, 10, 26), (52, -10, 26)]
    yield scene.face("row_plate", "gear", plate, pen=1.6, nearer=_BEHIND)
    hands = part(scene.body, "hands")
    yield scene.line("row_cable", "gear_dark", [(54, 0, 36), hands], 1, nearer=4)
    yield scene.line("row_handle", "load", [add(hands, (0, -6, 0)), add(hands, (0, 6, 0))], 2, nearer=6)


def _lat_pulldown(_: Gear, scene: Scene) -> Iterable[Shape]:
    yield scene.line("lat_column", "gear", [(26, 0, 0), (26, 0, 118), (4, 0, 118)], 3.6, nearer=_BEHIND)
    yield scene.line("lat_foot", "gear_dark", [(-10, 0, 1.5), (32, 0, 1.5)], 3, nearer=_BEHIND)
    yield scene.line("lat_post", "gear_dark", [(0, 0, 2), (0, 0, 18)], 4, nearer=_BEHIND)
    seat = [(-9, -8, 19.6), (9, -8, 19.6), (9, 8, 19.6), (-9, 8, 19.6)]
    yield scene.face("lat_seat", "gear_dark", seat, pen=2.4, nearer=_BEHIND)
    yield scene.line("lat_pad", "gear_dark", [(15, -12, 34.5), (15, 12, 34.5)], 4.4, nearer=5)
    spots = [part(scene.body, f"{side}_hand") for side in ("right", "left")]
    across, center = unit(minus(spots[0], spots[1])), middle(*spots)
    yield scene.line("lat_cable", "gear_dark", [(center[0], 0, 118), center], 1, nearer=-5)
    yield scene.line("lat_bar", "load", [along(spots[1], across, -7), along(spots[0], across, 7)], 2, nearer=3)


def _roman_chair(_: Gear, scene: Scene) -> Iterable[Shape]:
    yield scene.line("roman_foot", "gear_dark", [(-46, 0, 1.5), (16, 0, 1.5)], 3, nearer=_BEHIND)
    yield scene.line("roman_frame", "gear", [(-44, 0, 3), (-2, 0, 42), (6, 0, 2)], 3, nearer=_BEHIND + 1)
    # Screwed to the frame: it stays where it is while the trunk turns over it.
    yield scene.line("roman_pad", "gear_dark", [(-7, 0, 41.5), (0.3, 0, 48)], 4.6, nearer=_BEHIND + 3)
    ankles = part(scene.body, "feet")
    yield scene.line("roman_roll", "gear_dark", [add(ankles, (-2, -9, 3.6)), add(ankles, (-2, 9, 3.6))], 4.4, nearer=3)
    yield scene.line("roman_plate", "gear", [add(ankles, (-4, 0, -6)), add(ankles, (6, 0, -3))], 2.4, nearer=_BEHIND)


MACHINES: Mapping[str, Any] = {
    "bike": _bike,
    "elliptical": _elliptical,
    "cable_row": _cable_row,
    "lat_pulldown": _lat_pulldown,
    "roman_chair": _roman_chair,
}
