"""`make figures`: all figures on one page to be looked at, light and dark, and as pictures where a browser is there. Changes no figure.

python -m exercise_catalog.figures.sheet                    every figure
python -m exercise_catalog.figures.sheet --only ID ...      these, larger, with the moments of their movement below
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from exercise_catalog.figures.compile import POSES, REFUSED, exercises, one_figure
from exercise_catalog.figures.drawing import strip
from exercise_catalog.figures.figure import figure_of
from exercise_catalog.strict_yaml import load_file

BUILD = Path(__file__).resolve().parents[2] / "build" / "figures"
_EACH_SHEET = 24
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
_WITHIN_SECONDS = 60
_STYLE = """body{margin:8px;font:13px sans-serif;background:#fff;color:#222}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:8px}
.grid.large{grid-template-columns:repeat(auto-fill,minmax(560px,1fr))}
figure{margin:0;border:1px solid #ccc;break-inside:avoid}svg{display:block;width:100%}
.pair{display:grid;grid-template-columns:1fr}.both .pair{grid-template-columns:1fr 1fr}.dark{background:#14171a}
figcaption{padding:4px 6px}small{color:#777}b.bad{color:#c00}"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", nargs="+", default=[], metavar="ID", help="show these alone")
    options = parser.parse_args(arguments)
    rows = exercises()
    files = {path.stem: path for path in sorted(POSES.glob("*/*.yaml")) if path.stem in rows}
    shown = [name for name in sorted(rows) if name in files and (not options.only or name in options.only)]
    cards = {name: _card(files[name], rows[name], moments=bool(options.only)) for name in shown}
    missing = [] if options.only else sorted(set(rows) - set(files))
    BUILD.mkdir(parents=True, exist_ok=True)
    page = BUILD / "index.html"
    page.write_text(_page([light + dark for light, dark, _ in cards.values()], missing, kind="both"), encoding="utf-8")
    print(f"{page.relative_to(BUILD.parents[1])}: {len(shown)} figures, {len(missing)} exercises without one")
    _pictures(cards, large=bool(options.only))
    return 0


def _card(path: Path, row: Mapping[str, Any], *, moments: bool) -> tuple[str, str, str]:
    """One card: what stands on a light and on a dark ground, each with its caption; and the moments of the movement."""
    pictures, problems = one_figure(path, row)
    svg = pictures.get(f"{row['id']}.svg", "")
    wrong = "".join(f"<br><b class='bad'>{escape(problem)}</b>" for problem in problems)
    sizes = " + ".join(f"{len(picture.encode())}" for picture in pictures.values())
    caption = f"<figcaption>{escape(row['text']['en']['name'])} <small>{row['id']} · {row['position']} · {sizes} bytes</small>{wrong}</figcaption>"
    for problem in problems:
        print(f"{path.name}: {problem}", file=sys.stderr)
    return f"<figure><div>{svg}</div>{caption}</figure>", f"<figure class='dark'><div>{svg}</div></figure>", _moments(path) if moments else ""


def _moments(path: Path) -> str:
    try:
        figure = figure_of(load_file(path))
    except REFUSED:
        return ""
    if len(figure.poses) < 2:
        return ""
    return f"<figure><div>{strip(figure, name='moments')}</div><figcaption>{path.stem}: the way</figcaption></figure>"


def _page(cards: Sequence[str], missing: Sequence[str], *, kind: str) -> str:
    left = f"<p>{len(missing)} exercises without a figure: {', '.join(missing)}</p>" if missing else ""
    return (
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>Figures</title><style>{_STYLE}</style>"
        f"{left}<div class='grid {kind}'>{''.join(cards)}</div></html>"
    )


def _pictures(cards: Mapping[str, tuple[str, str, str]], *, large: bool) -> None:
    """The cards as sheets that can be looked at without a browser."""
    browser = os.environ.get("CHROME") or next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        print("no Chromium or Chrome on PATH, so no sheets were made; CHROME= names one")
        return
    for old in BUILD.glob("sheet-*.png"):
        old.unlink()
    each = 6 if large else _EACH_SHEET
    names = sorted(cards)
    for number, first in enumerate(range(0, len(names), each), start=1):
        chosen = [cards[name] for name in names[first : first + each]]
        columns, high = (2, 500) if large else (4, 296)
        wide = 1240 if large else 1340
        shown = [card for light, _, moments in chosen for card in (light, moments) if card]
        rows = -(-len(shown) // columns)
        _picture(browser, _page(shown, [], kind="large" if large else ""), BUILD / f"sheet-{number}.png", wide=wide, high=rows * high + 30)
        print(f"{(BUILD / f'sheet-{number}.png').relative_to(BUILD.parents[1])}: {', '.join(names[first : first + each])}")


def _picture(browser: str, html: str, target: Path, *, wide: int, high: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "sheet.html"
        page.write_text(html, encoding="utf-8")
        command = [browser, *_QUIET, f"--user-data-dir={folder}/profile", f"--screenshot={target}", f"--window-size={wide},{high}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=_WITHIN_SECONDS)  # noqa: S603 - a browser that we found or were given


if __name__ == "__main__":
    sys.exit(main())
