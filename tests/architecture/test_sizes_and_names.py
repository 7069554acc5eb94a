"""Small rooms, and nothing in them that belongs to one machine."""

import re

import pytest

from tests.architecture.repository import PACKAGES, functions_of, modules_of, name_of, our_files, text_of

FILE_LINES = 400
FUNCTION_LINES = 60
# In brackets, so that this file does not name what it forbids.
PLACES_OF_ONE_MACHINE = re.compile(r"/[w]ork/|/[r]oot/|/home/[a-z]+/|[p]ypi\.org|[p]ythonhosted\.org|registry\.[n]pmjs|\.\./[s]hared/")
# A name that says nothing, and grows for that reason.
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "manager", "managers", "info", "common", "misc", "concurrent"}


def test_no_python_file_is_longer_than_a_person_reads() -> None:
    sizes = {name_of(path): len(text_of(path).splitlines()) for path in our_files(".py")}

    assert {name: lines for name, lines in sizes.items() if lines > FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    sizes = [size for path in our_files(".py") for size in functions_of(path)]

    assert [(name, lines) for name, lines in sizes if lines > FUNCTION_LINES] == []


def test_no_file_names_a_place_of_one_machine_or_a_registry() -> None:
    found = {name_of(path): sorted(set(PLACES_OF_ONE_MACHINE.findall(text_of(path)))) for path in our_files()}

    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_has_a_name_that_says_nothing(package: str) -> None:
    assert {module for module in modules_of(package) if module.split(".")[-1] in SAYS_NOTHING} == set()


@pytest.mark.parametrize("place", ["/[w]ork/main".replace("[", "").replace("]", ""), "https://py" + "pi.org/simple", "../sha" + "red/contract.md"])
def test_the_search_for_places_finds_them(place: str) -> None:
    assert PLACES_OF_ONE_MACHINE.search(f"see {place} for more")
