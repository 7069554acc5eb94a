"""The hazard log is whole, and what it names is there: tests, outcomes of the gate, fail directions."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from recommender.domain.gate import Outcome
from tests.architecture.repository import REPOSITORY, text_of

Rows = list[dict[str, str]]

PAGE = text_of(REPOSITORY / "docs" / "safety.md")
FAIL_DIRECTIONS = text_of(REPOSITORY / "CONTRIBUTING.md")
OUTCOMES = tuple(f"`{outcome.value}`" for outcome in Outcome)
SECTIONS = ("Intended purpose", "Who decides", "Words and features", "State of review", "Hazard log", "Known gaps")
SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
LIKELIHOODS = ("very low", "low", "medium", "high", "very high")
HAZARDS_AT_LEAST = 22

HEADING = re.compile(r"^#{2,3} (?P<words>.+)$", re.MULTILINE)
ID = re.compile(r"\bH\d+\b")
# A parametrized test may be named with the id of one of its rows.
TEST = re.compile(r"`(?P<file>tests/[\w/]+\.py)::(?P<name>\w+)(?:\[[^\]`]*\])?`")
ANYTHING_OF_TESTS = re.compile(r"`(?P<file>tests/[^`:]*)")
CODE = re.compile(r"`[^`]+`")


def section(text: str, heading: str) -> str:
    """What stands under the first heading that begins so, up to the next one."""
    found = next((each for each in HEADING.finditer(text) if each["words"].startswith(heading)), None)
    if found is None:
        return ""
    after = HEADING.search(text, found.end())
    return text[found.end() : after.start() if after else len(text)]


def table(text: str, heading: str) -> Rows:
    """The rows of the table under a heading; a row that has not as many cells as the head keeps what it has."""
    lines = [line.strip().strip("|").split("|") for line in section(text, heading).splitlines() if line.startswith("|")]
    head, *rows = [[cell.strip() for cell in line] for line in lines] or [[]]
    return [dict(zip(head, row, strict=False)) for row in rows[1:]]


@cache
def names_in(file: str) -> frozenset[str]:
    path = REPOSITORY / file
    if not path.is_file():
        return frozenset()
    return frozenset(node.name for node in ast.walk(ast.parse(text_of(path))) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def missing_sections(text: str) -> Iterator[str]:
    yield from (f"the section '{name}' is missing" for name in SECTIONS if not section(text, name).strip())


def half_hazards(text: str) -> Iterator[str]:
    """Hazards without a cause, an effect, a severity, a likelihood, a control or a test."""
    for row in table(text, "What could happen"):
        name = row.get("id", "")
        yield from (f"{name} has no {key}" for key in ("hazard", "cause", "effect") if not row.get(key))
        if row.get("severity") not in SEVERITIES:
            yield f"{name} has the severity '{row.get('severity')}'"
        if row.get("likelihood") not in LIKELIHOODS:
            yield f"{name} has the likelihood '{row.get('likelihood')}'"
    for row in table(text, "What is done about it"):
        name = row.get("id", "")
        yield from (f"{name} has no {key}" for key in ("controls", "what remains, and who should look") if not row.get(key))
        if not TEST.search(row.get("shown by", "")):
            yield f"{name} is shown by no test"


def muddled_ids(text: str) -> Iterator[str]:
    hazards, controls = ([row.get("id", "") for row in table(text, heading)] for heading in ("What could happen", "What is done about it"))
    if len(hazards) < HAZARDS_AT_LEAST:
        yield f"only {len(hazards)} hazards"
    if hazards != sorted(set(hazards)) or not all(re.fullmatch(r"H\d\d", name) for name in hazards):
        yield "the ids of the hazards are not unique and ascending"
    if hazards != controls:
        yield f"not the same hazards above and below: {sorted(set(hazards) ^ set(controls)) or 'their order'}"
    yield from (f"{name} is no hazard of this page" for name in sorted(set(ID.findall(text)) - set(hazards)))


def missing_tests(text: str) -> Iterator[str]:
    yield from (f"{found['file']} is not there" for found in ANYTHING_OF_TESTS.finditer(text) if not (REPOSITORY / found["file"]).exists())
    named = sorted({(found["file"], found["name"]) for found in TEST.finditer(text)})
    yield from (f"{file} has no {name}" for file, name in named if not name.startswith("test_") or name not in names_in(file))
    # What looks like the name of a test and is not read as one would be checked by nobody.
    yield from (f"{each} is not read as a test" for each in CODE.findall(text) if "::" in each and not TEST.fullmatch(each))


def uncovered(text: str, fail_directions: str) -> Iterator[str]:
    """Outcomes and fail directions that no hazard covers, or only in name: its rows must say the outcome, or the code that is answered."""
    must_say = {outcome: [outcome] for outcome in OUTCOMES}
    must_say |= {row["what breaks"]: CODE.findall(row["we"]) for row in table(fail_directions, "Fail directions")}
    said: dict[str, str] = {}
    for row in [*table(text, "What could happen"), *table(text, "What is done about it")]:
        said[row.get("id", "")] = f"{said.get(row.get('id', ''), '')} {' '.join(row.values())}"
    covers = {row.get("outcome, or what breaks", ""): ID.findall(row.get("hazards", "")) for row in table(text, "What covers what")}
    yield from (f"no hazard covers {name}" for name in must_say if not covers.get(name))
    yield from (f"{name} is neither an outcome nor a fail direction" for name in covers if name not in must_say)
    for name, hazards in covers.items():
        words = " ".join(said.get(hazard, "") for hazard in hazards)
        yield from (f"no hazard that covers '{name}' says {code}" for code in must_say.get(name, []) if hazards and code not in words)


def problems(text: str, fail_directions: str = FAIL_DIRECTIONS) -> list[str]:
    return [*missing_sections(text), *half_hazards(text), *muddled_ids(text), *missing_tests(text), *uncovered(text, fail_directions)]


def test_the_page_has_its_sections() -> None:
    assert list(missing_sections(PAGE)) == []


def test_every_hazard_has_a_cause_an_effect_a_severity_a_control_and_a_test() -> None:
    assert list(half_hazards(PAGE)) == []


def test_the_ids_of_hazards_are_unique_and_ascending_and_the_same_everywhere() -> None:
    assert list(muddled_ids(PAGE)) == []


def test_every_test_that_the_page_names_exists() -> None:
    assert list(missing_tests(PAGE)) == []


def test_every_outcome_and_every_fail_direction_is_covered_by_a_hazard() -> None:
    assert len(table(FAIL_DIRECTIONS, "Fail directions")) >= 6
    assert list(uncovered(PAGE, FAIL_DIRECTIONS)) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("## Intended purpose", "## Purpose", "the section 'Intended purpose' is missing"),
        ("## Known gaps", "## Gaps", "the section 'Known gaps' is missing"),
        ("## Hazard log", "## Log", "the section 'Hazard log' is missing"),
        ("| catastrophic | medium |", "| fatal | medium |", "H01 has the severity 'fatal'"),
        ("| catastrophic | medium |", "| catastrophic | often |", "H01 has the likelihood 'often'"),
        ("| H05 | either yes is yes |", "| H05 | |", "H05 has no controls"),
        ("| haste, a misread question |", "| |", "H06 has no cause"),
        ("| H07 | a consultation", "| H06 | a consultation", "the ids of the hazards are not unique and ascending"),
        ("| H07 | a consultation", "| H7 | a consultation", "the ids of the hazards are not unique and ascending"),
        ("| H05 | either yes is yes |", "| H99 | either yes is yes |", "not the same hazards above and below: ['H05', 'H99']"),
        ("| `proceed` | H35 |", "| `proceed` | H77 |", "H77 is no hazard of this page"),
        ("| `proceed` | H35 |", "| `proceed` | |", "no hazard covers `proceed`"),
        ("| `consult_first` | H07 |", "| `consult_first` | H34 |", "no hazard that covers '`consult_first`' says `consult_first`"),
        ("| `consult_first` | H07 |\n", "", "no hazard covers `consult_first`"),
        ("| a fact is unknown |", "| a fact is odd |", "no hazard covers a fact is unknown"),
        (
            "| a rule can't be judged | H20 |",
            "| a rule can't be judged | H19 |",
            "no hazard that covers 'a rule can't be judged' says `internal_error`",
        ),
        ("test_twins.py::test_either_yes_is_yes", "test_twins.py::test_either_no_is_no", "tests/spec/test_twins.py has no test_either_no_is_no"),
        ("test_twins.py::test_either_yes", "test_triplets.py::test_either_yes", "tests/spec/test_triplets.py is not there"),
        (
            "test_twins.py::test_either_yes_is_yes`",
            "test_twins.py::test_either-yes`",
            "`tests/spec/test_twins.py::test_either-yes` is not read as a test",
        ),
    ],
)
def test_damage_to_the_page_is_found(old: str, new: str, found: str) -> None:
    assert old in PAGE
    assert found in problems(PAGE.replace(old, new, 1))


def test_a_hazard_whose_tests_are_taken_away_is_found() -> None:
    assert "H02 is shown by no test" in problems(TEST.sub("", PAGE))


def test_a_new_fail_direction_that_no_hazard_covers_is_found() -> None:
    grown = FAIL_DIRECTIONS.replace("| a fact is unknown |", "| the clock is wrong | 500 | go on |\n| a fact is unknown |")

    assert problems(PAGE, grown) == ["no hazard covers the clock is wrong"]


def test_a_test_may_be_named_with_the_id_of_one_of_its_rows() -> None:
    assert problems(PAGE.replace("::test_either_yes_is_yes`", "::test_either_yes_is_yes[over 65, by age]`", 1)) == []
