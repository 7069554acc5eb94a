"""Chairs, walls, bands, weights: where they can be touched, and what they look like. Refuses gear that has no drawing here."""

from collections.abc import Callable, Iterable
from typing import Any

from exercise_catalog.figures.body import bone, girth, thick
from exercise_catalog.figures.machines import HEIGHTS, MACHINES, PLACES
from exercise_catalog.figures.parts import part
from exercise_catalog.figures.scene import Gear, Scene
from exercise_catalog.figures.shapes import Shape
from exercise_catalog.figures.vectors import Vector, add, along, length, middle, minus, unit

# A chair on which this body sits with level thighs and flat feet.
CHAIR = bone("shin") + bone("ankle_height") - girth("hips")[1]
SIZES = {
    "chair": {"high": CHAIR, "deep": 17.0, "wide": 16.0, "back": 28.0},
    "bench": {"high": CHAIR, "deep": 62.0, "wide": 16.0, "back": 0.0},
    "step": {"high": 9.0, "deep": 24.0, "wide": 26.0, "back": 0.0},
    "table": {"high": 44.0, "deep": 26.0, "wide": 34.0, "back": 0.0},
}
BALL, ROLLER, BAR = 17.0, 4.6, 128.0


def gear_of(written: Iterable[Any]) -> list[Gear]:
    """The gear of a figure: `chair`, or `chair: {ahead: 30}`."""
    found = []
    for item in written:
        name, options = (item, {}) if isinstance(item, str) else next(iter(item.items()))
        found.append(Gear(name=name, options=options or {}))
    return found


def heights_of(gear: Iterable[Gear]) -> dict[str, float]:
    """How high each surface is that a body can be on."""
    heights = {"floor": 0.0, "bar": BAR, **{name: size["high"] for name, size in SIZES.items()}, "ball": 2 * BALL, "roller": 2 * ROLLER}
    for item in gear:
        heights |= HEIGHTS.get(item.name, {})
        if "high" in item.options:
            heights[{"pull_up_bar": "bar", "foam_roller": "roller"}.get(item.name, item.name)] = item.number("high", 0)
        if item.name == "ball":
            heights["ball"] = 2 * item.number("half", BALL)
    return heights


def places_of(gear: Iterable[Gear]) -> dict[str, Vector]:
    """The points of gear that hands and feet can reach. A height or side of 0 leaves that to the limb."""
    places: dict[str, Vector] = {}
    for item in gear:
        places |= PLACES.get(item.name, {})
        ahead, left = item.number("ahead", 0), item.number("left", 0)
        if item.name in {"wall", "door_frame"}:
            places["wall"] = (item.number("ahead", 34), left, 0)
        if item.name in SIZES:
            size = SIZES[item.name]
            high = item.number("high", size["high"])
            sign = -1 if item.said("faces", "right") == "right" else 1
            places[item.name] = (ahead, left, high)
            places[f"{item.name}_back"] = (ahead + sign * size["deep"] / 2, left, high + size["back"])
        if item.name == "pull_up_bar":
            places["bar"] = (ahead, 0, item.number("high", BAR))
    return places


def gear_shapes(item: Gear, scene: Scene) -> list[Shape]:
    """One piece of gear as shapes; the floor of its depth is that of its own middle."""
    return list(DRAWN[item.name](item, scene))


def _square(x: tuple[float, float], y: tuple[float, float], z: float) -> list[Vector]:
    return [(x[0], y[0], z), (x[1], y[0], z), (x[1], y[1], z), (x[0], y[1], z)]


def _seat_at(item: Gear) -> tuple[float, float]:
    return item.number("ahead", 0), item.number("left", 0)


def _furniture(item: Gear, scene: Scene) -> Iterable[Shape]:
    size, (x, y) = SIZES[item.name], _seat_at(item)
    high = item.number("high", size["high"])
    deep, wide = item.number("deep", size["deep"]) / 2, size["wide"] / 2
    sign = -1 if item.said("faces", "right") == "right" else 1
    behind = 30 if item.said("drawn", "behind") == "behind" else -30
    name = item.name
    for end in (-1, 1):
        for edge in (-1, 1):
            foot = (x + end * (deep - 1), y + edge * (wide - 1), 0.0)
            yield scene.line(f"{name}_leg{end}{edge}", "gear_dark", [foot, add(foot, (0, 0, high - 2))], 1.6, nearer=-behind - edge)
    yield scene.face(f"{name}_seat", "gear", _square((x - deep, x + deep), (y - wide, y + wide), high - 1), pen=2, nearer=-behind)
    if size["back"]:
        back_x = x + sign * deep
        low, top = high + 9, high + size["back"]
        for edge in (-1, 1):
            foot = (back_x, y + edge * (wide - 1), high - 1)
            yield scene.line(f"{name}_post{edge}", "gear_dark", [foot, (back_x, y + edge * (wide - 1), top)], 1.6, nearer=-behind)
        back = [(back_x, y - wide + 1, low), (back_x, y + wide - 1, low), (back_x, y + wide - 1, top), (back_x, y - wide + 1, top)]
        yield scene.face(f"{name}_back", "gear", back, pen=2, nearer=-behind)


def _step(item: Gear, scene: Scene) -> Iterable[Shape]:
    size, (x, y) = SIZES["step"], _seat_at(item)
    deep, wide, high = size["deep"] / 2, size["wide"] / 2, item.number("high", size["high"])
    near = [(x - deep, y - wide, 0.0), (x + deep, y - wide, 0.0), (x + deep, y - wide, high), (x - deep, y - wide, high)]
    end = [(x + deep, y - wide, 0.0), (x + deep, y + wide, 0.0), (x + deep, y + wide, high), (x + deep, y - wide, high)]
    yield scene.face("step_end", "gear_dark", end, nearer=-30)
    yield scene.face("step_near", "gear_dark", near, nearer=-30)
    yield scene.face("step_top", "gear", _square((x - deep, x + deep), (y - wide, y + wide), high), nearer=-30)


def _wall(item: Gear, scene: Scene) -> Iterable[Shape]:
    x, high, half = scene.places["wall"][0], item.number("high", 104), item.number("wide", 40) / 2
    corners = [(x, -half, 0.0), (x, half, 0.0), (x, half, high), (x, -half, high)]
    # A wall before the body is looked at along its edge and stands behind everything; so does one at the back.
    yield scene.face("wall", "gear", corners, opacity=0.3, nearer=-200)
    yield scene.line("wall_edge", "gear", [corners[3], corners[0], corners[1]], 1.2, nearer=-199)


def _door_frame(item: Gear, scene: Scene) -> Iterable[Shape]:
    x, high, half = scene.places["wall"][0], item.number("high", 112), item.number("wide", 62) / 2
    for edge in (-1, 1):
        post = [(x, edge * half, 0.0), (x, edge * half, high), (x, edge * (half + 7), high), (x, edge * (half + 7), 0.0)]
        yield scene.face(f"door_post{edge}", "wood", post, nearer=-60)
    lintel = [(x, -half - 7, high), (x, half + 7, high), (x, half + 7, high + 6), (x, -half - 7, high + 6)]
    yield scene.face("door_lintel", "wood", lintel, nearer=-60)


def _ball(item: Gear, scene: Scene) -> Iterable[Shape]:
    half = item.number("half", BALL)
    center = scene.point(item.options.get("at"), (item.number("ahead", 0), item.number("left", 0), item.number("up", half)))
    center = add(center, (0, 0, item.number("lift", 0)))
    yield scene.ball("ball", "band", center, half, nearer=item.number("nearer", -20))
    x, y = scene.seen.sees(center)
    shine = tuple((x + half * a, y + half * b) for a, b in ((-0.62, -0.3), (-0.42, -0.58), (-0.12, -0.7)))
    yield Shape(
        name="ball_shine", color="sleeve_far", outlines=(shine,), pen=1.6, depth=scene.seen.depth(center) - item.number("nearer", -20) - 1,
        closed=False, filled=False,
    )  # fmt: skip


def _roller(item: Gear, scene: Scene) -> Iterable[Shape]:
    half, x, y = item.number("half", ROLLER), item.number("ahead", 0), item.number("long", 26) / 2
    if "under" in item.options:
        x = part(scene.body, item.options["under"])[0] + item.number("ahead", 0)
    if item.options.get("lengthwise"):
        ends: tuple[Vector, Vector] = ((x - 34, 0, half), (x + 26, 0, half))
    else:
        ends = ((x, -y, half), (x, y, half))
    yield scene.line("roller", "mat", ends, half * 2, nearer=-6)
    yield scene.ball("roller_end", "gear_dark", ends[0], half * 0.55, nearer=-5.5)


def _pillow(item: Gear, scene: Scene) -> Iterable[Shape]:
    under = part(scene.body, item.said("under", "head"))
    high = item.number("high", max(under[2] - thick("head"), 2.0))
    spot = (under[0] + item.number("ahead", 0), under[1], max(high / 2 - 0.5, 1.0))
    yield scene.line("pillow", item.said("color", "sleeve_far"), [add(spot, (-4, 0, 0)), add(spot, (4, 0, 0))], max(high, 2.5), nearer=-8)


def held(item: Gear, scene: Scene) -> list[tuple[str, Vector, Vector]]:
    """The hands that hold a piece of gear: side, palm, and the way across the palm."""
    side_word = item.said("in", "hands")
    found = []
    for side in ("right", "left"):
        if side_word in {"hands", f"{side}_hand"}:
            arm = scene.body.arms[side]
            found.append((side, part(scene.body, f"{side}_hand"), arm.last.left if item.said("held", "across") == "across" else arm.last.front))
    return found


def _dumbbell(item: Gear, scene: Scene) -> Iterable[Shape]:
    hands = held(item, scene)
    if item.options.get("one"):
        # One weight in both hands.
        hands = [("both", middle(*(spot for _, spot, _ in hands)), (0.0, 0.0, 1.0) if item.said("held", "") == "upright" else hands[0][2])]
    for side, spot, across in hands:
        ends = [along(spot, across, -4.2), along(spot, across, 4.2)]
        yield scene.line(f"dumbbell_{side}", "load", ends, 1.6, nearer=3)
        for at, end in enumerate(ends):
            yield scene.line(f"dumbbell_{side}_{at}", "load", [along(end, across, -0.9), along(end, across, 0.9)], 5.4, nearer=3.2)


def _kettlebell(item: Gear, scene: Scene) -> Iterable[Shape]:
    spot = middle(*(palm for _, palm, _ in held(item, scene)))
    yield scene.line(
        "kettle_grip", "load", [add(spot, (-2.4, 0, -3)), add(spot, (-1.6, 0, 0)), add(spot, (1.6, 0, 0)), add(spot, (2.4, 0, -3))], 1.4, nearer=3
    )
    yield scene.ball("kettle", "load", add(spot, (0, 0, -6)), 4.2, nearer=3)


def _barbell(item: Gear, scene: Scene) -> Iterable[Shape]:
    long = item.number("long", 62) / 2
    if item.said("in", "hands") == "hands":
        spots = [spot for _, spot, _ in held(item, scene)]
        across = unit(minus(spots[0], spots[1])) if item.options.get("follow") else (0.0, -1.0, 0.0)
        center = middle(*spots)
    else:
        center, across = part(scene.body, item.said("in", "upper_back")), (0.0, -1.0, 0.0)
    ends = (along(center, across, -long), along(center, across, long))
    yield scene.line("bar", "gear_dark", ends, 1.5, nearer=item.number("nearer", 2))
    for at, (end, nearer) in enumerate(zip(ends, (-6.0, 10.0), strict=True)):
        inner = along(end, minus(center, end), 0.12)
        yield scene.ball(f"plate{at}", "load", inner, item.number("plate", 7.5), nearer=nearer)
        yield scene.ball(f"hub{at}", "gear", inner, 1.6, nearer=nearer + 0.5)


def _stick(item: Gear, scene: Scene) -> Iterable[Shape]:
    spots = [spot for _, spot, _ in held(item, scene)]
    color = item.said("color", "wood")
    extra = item.number("over", 10)
    across = unit(minus(spots[0], spots[1]))
    yield scene.line(item.name, color, [along(spots[1], across, -extra), along(spots[0], across, extra)], item.number("pen", 1.8), nearer=3)


def _strip(item: Gear, scene: Scene) -> Iterable[Shape]:
    """A band, towel or strap: from a point to a point, by way of points in between."""
    color = {"band": "band", "towel": "sleeve_far", "strap": "load"}[item.name]
    pen = item.number("pen", {"band": 1.7, "towel": 3.2, "strap": 1.5}[item.name])
    ends = item.options.get("to", "hands")
    for end in ("right_hand", "left_hand") if ends == "hands" else (ends,):
        points = [scene.point(item.options["from"], (0, 0, 0))] if "from" in item.options else []
        points += [scene.point(stop, (0, 0, 0)) for stop in item.options.get("through", [])]
        points.append(scene.point(end, (0, 0, 0)))
        if len(points) == 1:
            points.insert(0, part(scene.body, "left_hand"))
        if length(minus(points[0], points[-1])) > 0.5:
            yield scene.line(f"{item.name}_{end}", color, points, pen, nearer=item.number("nearer", 4))


def _post(item: Gear, scene: Scene) -> Iterable[Shape]:
    x, y, high = item.number("ahead", 50), item.number("left", 0), item.number("high", 100)
    yield scene.line("post", "gear_dark", [(x, y, 0), (x, y, high)], 3, nearer=-20)
    yield scene.line("post_foot", "gear_dark", [(x - 5, y, 0.8), (x + 5, y, 0.8)], 2.4, nearer=-20)


def _pull_up_bar(item: Gear, scene: Scene) -> Iterable[Shape]:
    high, x = item.number("high", BAR), item.number("ahead", 0)
    for edge in (-1, 1):
        yield scene.line(f"bar_post{edge}", "gear", [(x, edge * 34, 0), (x, edge * 34, high)], 2.2, nearer=-25)
    yield scene.line("pull_up_bar", "gear_dark", [(x, -34, high), (x, 34, high)], 2.4, nearer=-3)


def _water(item: Gear, scene: Scene) -> Iterable[Shape]:
    high, long, half = item.number("high", 62), item.number("long", 58), 20.0
    back, front = _square((-long, long), (-half, half), high), _square((-long, long), (-half, half), 0)
    yield scene.face("water", "water", [front[0], front[1], back[1], back[2], back[3]], opacity=0.28, nearer=200)
    waves = [(-long + step * 4.0, -half, high + (0.9 if step % 2 else -0.9)) for step in range(int(long / 2) + 1)]
    yield scene.line("waves", "water", waves, 1.4, nearer=201)


def _ankle_weights(_: Gear, scene: Scene) -> Iterable[Shape]:
    for side, leg in scene.body.legs.items():
        yield scene.line(f"cuff_{side}", "load", [along(leg.end, leg.lower.up, 2), along(leg.end, leg.lower.up, 4.5)], 6, nearer=3)


DRAWN: dict[str, Callable[[Gear, Scene], Iterable[Shape]]] = {
    "chair": _furniture,
    "bench": _furniture,
    "table": _furniture,
    "step": _step,
    "wall": _wall,
    "door_frame": _door_frame,
    "ball": _ball,
    "foam_roller": _roller,
    "pillow": _pillow,
    "dumbbell": _dumbbell,
    "kettlebell": _kettlebell,
    "barbell": _barbell,
    "stick": _stick,
    "band": _strip,
    "towel": _strip,
    "strap": _strip,
    "post": _post,
    "pull_up_bar": _pull_up_bar,
    "water": _water,
    "ankle_weights": _ankle_weights,
    **MACHINES,
}
