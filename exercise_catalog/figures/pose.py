"""A pose as its author writes it → every angle, contact and reach. Refuses words that mean nothing in the view they stand in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from exercise_catalog.strict_yaml import load_file

HERE = Path(__file__).parent
MAIN = {"shoulder": "raise", "hip": "bend", "lower_back": "bend", "upper_back": "bend", "neck": "bend", "head": "bend"}
SPINE = ("lower_back", "upper_back", "neck", "head")
LIMB_PARTS = ("shoulder", "elbow", "wrist", "shoulders", "hip", "knee", "ankle")
WHOLE = {"lean": 0.0, "tilt": 0.0, "turn": 0.0}
# A new angle here says that the author moves the limb, so a hand or foot that the base pose had placed is let go.
_LETS_GO = {"shoulder": "hand", "elbow": "hand", "hip": "foot", "knee": "foot"}
_PLURALS = {"hands": "hand", "feet": "foot"}
# Seen from the side, the right half of the body is near; lying on the side, the left half is on top.
ALIASES = {
    "side": {"near": "right", "far": "left", "top": "left", "bottom": "right"},
    "three_quarter": {"near": "right", "far": "left", "top": "left", "bottom": "right"},
    "top": {"top": "left", "bottom": "right"},
}
_ALIAS = re.compile(r"^(near|far|top|bottom)(?=_|$)")


class PoseRefused(ValueError):
    """When a pose names a side, a base pose or an earlier pose that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """One pose with everything said; angles in degrees, or a word that says how to find them."""

    facing: str
    angles: Mapping[str, float | str]
    on: Mapping[str, str]
    anchor: str | None
    reach: Mapping[str, Mapping[str, Any]]
    poles: Mapping[str, str]
    shift: Mapping[str, float]
    floor: str


@cache
def bases() -> Mapping[str, Mapping[str, Any]]:
    """The base poses by name, as bases.yaml says."""
    content: Mapping[str, Mapping[str, Any]] = load_file(HERE / "bases.yaml")
    return content


def one_side(word: str, view: str) -> str:
    """`word` with right or left where it says near, far, top or bottom."""
    found = _ALIAS.match(word)
    if found is None:
        return word
    aliases = ALIASES.get(view, {})
    if found[0] not in aliases:
        raise PoseRefused(f"'{word}': in view {view} say right or left, which are the sides of the person who is drawn")
    return aliases[found[0]] + word[found.end() :]


def sided(value: Any, view: str) -> Any:
    """Arrows or gear with right and left in the place of near, far, top and bottom."""
    if isinstance(value, str):
        return one_side(value, view)
    if isinstance(value, list):
        return [sided(item, view) for item in value]
    return {key: sided(item, view) for key, item in value.items()} if isinstance(value, dict) else value


def poses_of(figure: Mapping[str, Any]) -> dict[str, Pose]:
    """All poses of a figure, in the order of their writing."""
    view = figure["view"]
    merged: dict[str, dict[str, Any]] = {}
    for name, written in figure["poses"].items():
        if "like" in written:
            base = _based(written["like"])
        elif merged:
            start = written.get("from", next(iter(merged)))
            if start not in merged:
                raise PoseRefused(f"pose {name}: there is no pose '{start}' before it")
            base = merged[start]
        else:
            raise PoseRefused(f"pose {name}: say which base pose it is like")
        merged[name] = _merged(base, _plain(written, view))
    return {name: _pose(settings) for name, settings in merged.items()}


def _based(name: str) -> dict[str, Any]:
    if name not in bases():
        raise PoseRefused(f"there is no base pose '{name}'; there are {', '.join(bases())}")
    written = bases()[name]
    return _merged(_based(written["like"]) if "like" in written else {}, _plain(written, "side"))


def _plain(written: Mapping[str, Any], view: str) -> dict[str, Any]:
    """One pose in its plainest words: no `both`, no near and far, no plural hands, each angle by its full name."""
    plain: dict[str, Any] = {"angles": {}, "reach": {}, "poles": {}}
    for key, value in written.items():
        word = one_side(key, view)
        if word in {"right", "left", "both"}:
            for side in ("right", "left") if word == "both" else (word,):
                plain["angles"] |= {name: angle for part, said in value.items() for name, angle in _angles(f"{side}_{part}", part, said).items()}
                # What is let go may still be placed anew, and that is said under `reach`, which comes last.
                plain["reach"] |= {f"{side}_{_LETS_GO[part]}": None for part in value if part in _LETS_GO}
        elif word in SPINE:
            plain["angles"] |= _angles(word, word, value)
        elif word in WHOLE:
            plain["angles"][word] = value
        elif word == "back":
            # A back that bends, bends at both of its halves.
            plain["angles"] |= _angles("lower_back", "lower_back", _halved(value)) | _angles("upper_back", "upper_back", _halved(value))
    for key, value in written.items():
        if key in _OTHERS:
            _OTHERS[key](plain, value, view)
    return plain


def _reach(plain: dict[str, Any], value: Any, view: str) -> None:
    plain["reach"] |= _sided(value, view, part=None)


def _elbows(plain: dict[str, Any], value: Any, view: str) -> None:
    plain["poles"] |= _sided(value, view, part="hand")


def _knees(plain: dict[str, Any], value: Any, view: str) -> None:
    plain["poles"] |= _sided(value, view, part="foot")


def _on(plain: dict[str, Any], value: Any, view: str) -> None:
    plain["on"] = {one_side(contact, view): surface for contact, surface in _surfaces(value).items()}


def _anchor(plain: dict[str, Any], value: str, view: str) -> None:
    plain["anchor"] = one_side(value, view)


def _as_it_is(key: str) -> Callable[[dict[str, Any], Any, str], None]:
    def keep(plain: dict[str, Any], value: Any, _: str) -> None:
        plain[key] = value

    return keep


_OTHERS: Mapping[str, Callable[[dict[str, Any], Any, str], None]] = {
    "reach": _reach,
    "elbows": _elbows,
    "knees": _knees,
    "on": _on,
    "anchor": _anchor,
    **{key: _as_it_is(key) for key in ("facing", "floor", "shift")},
}


def _angles(name: str, part: str, value: Any) -> dict[str, Any]:
    """One joint's angles; what is not said of a joint that is spoken of is 0."""
    if part == "shoulders":
        return {f"{name}_{way}": value.get(way, 0) for way in ("up", "back")}
    if part not in MAIN:
        return {name: value}
    ways = {"shoulder": ("raise", "out", "turn"), "hip": ("bend", "out", "turn")}.get(part, ("bend", "side", "turn"))
    said = value if isinstance(value, dict) else {MAIN[part]: value}
    return {f"{name}_{way}": said.get(way, 0) for way in ways}


def _halved(value: Any) -> Any:
    return {way: angle / 2 for way, angle in value.items()} if isinstance(value, dict) else value / 2


def _surfaces(value: Any) -> dict[str, str]:
    return dict(value) if isinstance(value, dict) else dict.fromkeys(value, "floor")


def _sided(value: Any, view: str, *, part: str | None) -> dict[str, Any]:
    """Reaches and poles by right_hand, left_foot and so on."""
    if part is not None and not isinstance(value, dict):
        return {f"{side}_{part}": value for side in ("right", "left")}
    found: dict[str, Any] = {}
    for key, target in value.items():
        word = one_side(key, view)
        name = f"{word}_{part}" if part is not None else word
        full = {"to": target} if part is None and isinstance(target, str) else target
        if part is None and isinstance(full, dict):
            full = {way: one_side(goal, view) if way == "to" else goal for way, goal in full.items()}
        for limb in (f"right_{_PLURALS[name]}", f"left_{_PLURALS[name]}") if name in _PLURALS else (name,):
            found[limb] = full
    return found


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        merged[key] = {**merged.get(key, {}), **value} if key in {"angles", "reach", "poles"} else value
    # A shift is away from where the contacts would put the body, and each pose says its own.
    if "shift" not in over:
        merged.pop("shift", None)
    return merged


def _pose(settings: Mapping[str, Any]) -> Pose:
    angles: dict[str, float | str] = dict(WHOLE)
    for part in SPINE:
        angles |= _angles(part, part, 0)
    for side in ("right", "left"):
        for part in LIMB_PARTS:
            angles |= _angles(f"{side}_{part}", part, {} if part == "shoulders" else 0)
    angles |= settings["angles"]
    return Pose(
        facing=settings["facing"],
        angles={name: angle if isinstance(angle, str) else float(angle) for name, angle in angles.items()},
        on=settings.get("on", {}),
        anchor=settings.get("anchor"),
        reach={limb: target for limb, target in settings["reach"].items() if target is not None},
        poles=settings["poles"],
        shift=settings.get("shift", {}),
        floor=settings.get("floor", "floor"),
    )
