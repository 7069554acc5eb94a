"""The SVG that runs: for everybody, under a strict policy, still until somebody presses play."""

import re
from collections import Counter
from xml.etree import ElementTree

import pytest

from exercise_catalog.figures.compile import build, stale
from exercise_catalog.figures.drawing import still
from exercise_catalog.figures.figure import figure_of
from exercise_catalog.figures.figures import COMPILED, figure
from exercise_catalog.figures.moving import moving

WORDS = {"name": "squat", "title": "Squat & <more>", "description": "From standing, the hips go down."}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=[still, moving], ids=["still", "moving"])
def picture(request, squat):
    return request.param(figure_of(squat), **WORDS)


def test_a_picture_tells_screen_readers_its_title_and_description(picture):
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own text

    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert root.get("role") == "img"
    assert [named[name] for name in root.get("aria-labelledby").split()] == ["Squat & <more>", "From standing, the hips go down."]


def test_a_picture_needs_nothing_that_a_strict_policy_refuses(picture):
    assert re.search(r"<style|<script|<image|<foreignObject|style=|\son[a-z]+=|href|url\(", picture) is None


def test_a_still_picture_does_not_move(squat):
    assert re.search(r"<(animate|set)", still(figure_of(squat), **WORDS)) is None


def test_a_moving_picture_waits_for_its_play_control(squat):
    text = moving(figure_of(squat), **WORDS)

    (control,) = re.findall(r'<g id="([^"]*)" role="button"', text)
    (start,) = re.findall(r'<set id="([^"]*)"', text)
    assert set(re.findall(r'begin="([^"]*)"', text)) == {f"{control}.click;{control}.keypress", f"{start}.begin"}


def test_no_two_moving_pictures_share_an_id_so_that_one_page_can_hold_them_all():
    ids = [one for picture in COMPILED.glob("*.animated.svg") for one in re.findall(r' id="([^"]*)"', picture.read_text())]

    assert len(ids) > 500
    assert [one for one, times in Counter(ids).items() if times > 1] == []


def test_every_animation_says_when_it_begins(squat):
    root = ElementTree.fromstring(moving(figure_of(squat), **WORDS))  # noqa: S314 - our own text

    moves = [element for element in root.iter() if element.tag in {f"{SVG}animate", f"{SVG}set"}]
    assert [element.get("begin") for element in moves if not element.get("begin")] == []
    assert {element.get("repeatCount") for element in moves} == {None}


def test_a_movement_comes_back_to_where_it_began(squat):
    tracks = re.findall(r'<path[^>]* d="([^"]*)"><animate[^>]* values="([^"]*)"', moving(figure_of(squat), **WORDS))

    assert len(tracks) > 8
    assert [(values.split(";")[0], values.split(";")[-1]) for _, values in tracks] == [(track, track) for track, _ in tracks]


def test_the_play_control_can_be_reached_by_keyboard_and_has_a_name(squat):
    root = ElementTree.fromstring(moving(figure_of(squat), **WORDS))  # noqa: S314 - our own text

    controls = [element for element in root.iter(f"{SVG}g") if element.get("role") == "button"]
    assert [(control.get("tabindex"), control.get("aria-label")) for control in controls] == [("0", "Play the movement once")]


def test_the_same_file_gives_the_same_picture(squat, picture):
    assert picture in {still(figure_of(squat), **WORDS), moving(figure_of(squat), **WORDS)}


@pytest.mark.parametrize(("change", "panels"), [({}, 2), ({"layout": "ghost"}, 1), ({"frame": "upper"}, 2)])
def test_both_poses_are_shown(squat, change, panels):
    heads = still(figure_of(squat | change), **WORDS).count('color="#8a5c40"')

    assert heads == {1: 2}.get(panels, panels)


def test_a_compiled_figure_is_found_by_the_id_of_its_exercise():
    assert figure("bird_dog") == (COMPILED / "bird_dog.svg").read_bytes()
    assert figure("bird_dog", animated=True) == (COMPILED / "bird_dog.animated.svg").read_bytes()


@pytest.mark.parametrize("name", ["no_such_exercise", "../body", "bird_dog.animated", "Bird_dog", "", "bird_dog\n"])
def test_a_name_that_is_no_id_finds_nothing(name):
    assert figure(name) is None


def test_a_picture_that_was_changed_or_is_missing_is_called_stale(tmp_path):
    (tmp_path / "squat.svg").write_text("by hand", encoding="utf-8")

    assert stale({"squat.svg": "drawn", "lunge.svg": "drawn"}, tmp_path) == [
        "compiled/lunge.svg is stale: run python -m exercise_catalog.figures.compile",
        "compiled/squat.svg is stale: run python -m exercise_catalog.figures.compile",
    ]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("squat.yaml", "squat.yaml: nobody reads a file here"),
        ("strength/squad.yaml", "squad.yaml: folder and name must be the kind and id of an exercise"),
        ("mobility/squat.yaml", "squat.yaml: folder and name must be the kind and id of an exercise"),
    ],
)
def test_a_file_that_belongs_to_no_exercise_is_refused(tmp_path, place, said):
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("view: side\n", encoding="utf-8")

    assert said in "\n".join(build(tmp_path)[1])
