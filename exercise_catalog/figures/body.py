"""The one body that all figures share: its lengths, ranges and colors, as body.yaml says. Refuses a color that dark or light pages swallow."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from exercise_catalog.strict_yaml import load_file

HERE = Path(__file__).parent
# The pages that figures stand on.
BACKGROUNDS = ("#ffffff", "#14171a")
LEAST_CONTRAST = 3.0


@cache
def body() -> Mapping[str, Any]:
    """body.yaml as it stands."""
    content: Mapping[str, Any] = load_file(HERE / "body.yaml")
    return content


def bone(name: str) -> float:
    """How long a part is, in hundredths of body height."""
    return float(body()["lengths"][name])


def thick(name: str) -> float:
    """Half of the thickness of a limb at one place."""
    return float(body()["thickness"][name])


def girth(name: str) -> tuple[float, float]:
    """Half of the thickness of the trunk at one place: to the side, to the front."""
    side, front = body()["thickness"][name]
    return float(side), float(front)


def color(name: str) -> str:
    return str(body()["colors"][name])


def contrast(one: str, other: str) -> float:
    """How far two colors are apart in lightness, 1 to 21, as WCAG counts it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(hex_color: str) -> float:
    shares = [int(hex_color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faint_colors() -> list[str]:
    """The colors that cannot be told from a background, one sentence each."""
    return [
        f"body.yaml: color {name} has a contrast of {contrast(value, background):.2f} on {background}; {LEAST_CONTRAST} is the least"
        for name, value in body()["colors"].items()
        for background in BACKGROUNDS
        if contrast(value, background) < LEAST_CONTRAST
    ]
