"""The picture of docs/draw-a-figure.md: base poses and angles, each with the words that give it. Changes nothing else.

python -m exercise_catalog.figures.examples            draw docs/draw-a-figure.svg
"""

import re
import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from exercise_catalog.figures.body import color
from exercise_catalog.figures.drawing import HEIGHT, WIDTH, still
from exercise_catalog.figures.figure import figure_of
from exercise_catalog.figures.pose import bases
from exercise_catalog.strict_yaml import load

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "draw-a-figure.svg"
# Seen from the side, but for those that begin with another view.
ANGLES = (
    "near: {shoulder: 90}",
    "front both: {shoulder: {out: 90}}",
    "front both: {shoulder: {out: 90, turn: -90}, elbow: 90}",
    "near: {shoulder: {raise: 90, turn: 90}, elbow: 90}",
    "front both: {shoulder: {turn: 90}, elbow: 90}",
    "near: {shoulder: -40, elbow: 90}",
    "near: {hip: 90, knee: 90}, on: [far_foot]",
    "near: {hip: -20, ankle: -30}, on: [far_foot]",
    "front right: {hip: {bend: 0, out: 35}}, on: [left_foot]",
    "lean: 45",
    "back: 50, neck: 30",
    "back: -40, neck: -25",
    "front back: {side: 40}",
    "front upper_back: {turn: 45}",
    "front neck: {turn: 50}",
    "front neck: {side: 30}",
    "lean: 40, both: {knee: 90}",
    "front reach: {hands: hip}",
)
_COLUMNS, _LABEL = 6, 34


def main() -> int:
    cells = [(f"like: {name}", _base(name)) for name in bases()] + [(label, _angle(label)) for label in ANGLES]
    rows = -(-len(cells) // _COLUMNS)
    wide, high = WIDTH // 2, HEIGHT // 2 + _LABEL
    drawn = "".join(
        _cell(label, svg, x=number % _COLUMNS * wide, y=number // _COLUMNS * high, number=number) for number, (label, svg) in enumerate(cells)
    )
    page = f'viewBox="0 0 {_COLUMNS * wide} {rows * high}" role="img" aria-label="Base poses and angles"'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {page}>{drawn}</svg>\n'
    PICTURE.write_text(text, encoding="utf-8")
    print(f"{PICTURE.name}: {len(cells)} poses, {len(text.encode()) // 1000} kB")
    return 0


def _cell(label: str, svg: str, *, x: int, y: int, number: int) -> str:
    # The words are said once, below the picture, so the inner title and description go.
    inner = re.sub(r"<title.*?</desc>|<svg[^>]*?>|</svg>", "", svg, count=2, flags=re.DOTALL).replace("</svg>", "")
    words = label.removeprefix("front ").removeprefix("like: ")
    return (
        f'<g transform="translate({x} {y})"><g transform="scale(.5)" id="pose{number}">{inner}</g>'
        f'<text x="{WIDTH // 4}" y="{HEIGHT // 2 + 14}" font-family="sans-serif" font-size="11" text-anchor="middle" fill="{color("gear")}">'
        f"{escape(words)}</text></g>"
    )


def _base(name: str) -> str:
    gear = {"seated": ["chair"], "hanging": ["pull_up_bar"]}.get(name, [])
    return _still({"view": "side", "poses": {"start": {"like": name}}, "equipment": gear})


def _angle(label: str) -> str:
    view = "front" if label.startswith("front ") else "side"
    return _still({"view": view, "poses": {"start": load(f"{{like: standing, {label.removeprefix('front ')}}}")}})


def _still(written: dict[str, Any]) -> str:
    return still(figure_of(written), name="example", title="", description="")


if __name__ == "__main__":
    sys.exit(main())
