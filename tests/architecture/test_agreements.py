"""Files that say the same thing in two places agree."""

import re

import pytest
import yaml

from api.settings import from_environment
from tests.architecture.repository import REPOSITORY, text_of

PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(?P<version>[^\s;]+)(?: ; [^\\]+?)?(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)$")
LOCKS = ["requirements.txt", "requirements/local.txt", "requirements/train.txt", "requirements/dev.txt", "requirements/deploy.txt"]
SECRET = "a secret of thirty-two bytes, or more"


def lines_of(lock: str) -> list[str]:
    """The requirements of a lock file, one a line, comments and continuations taken out."""
    joined = text_of(REPOSITORY / lock).replace("\\\n", " ")
    lines = (re.sub(r"\s+", " ", re.sub(r"(^|\s)#.*", "", line)).strip() for line in joined.splitlines())
    return [line for line in lines if line]


def pins_of(lock: str) -> dict[str, str]:
    found = [PINNED.match(line) for line in lines_of(lock)]
    return {match["name"].lower(): match["version"] for match in found if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_file_is_one_version_with_its_hashes(lock: str) -> None:
    lines = lines_of(lock)

    assert lines
    assert [line[:60] for line in lines if not PINNED.match(line)] == []


@pytest.mark.parametrize("lock", ["requirements/local.txt", "requirements/train.txt", "requirements/dev.txt"])
def test_what_is_tried_here_is_what_lambda_runs(lock: str) -> None:
    shipped, tried = pins_of("requirements.txt"), pins_of(lock)

    assert {name: tried.get(name) for name in shipped} == shipped


@pytest.mark.parametrize("lock", ["requirements/local.txt", "requirements/train.txt"])
def test_what_is_tested_is_what_people_run(lock: str) -> None:
    used, tested = pins_of(lock), pins_of("requirements/dev.txt")

    assert {name: tested.get(name) for name in used} == used


@pytest.mark.parametrize("wish", ["flask", "flask-smorest", "marshmallow", "botocore"])
def test_requirements_txt_holds_what_the_application_imports(wish: str) -> None:
    assert wish in pins_of("requirements.txt")


def test_ministack_is_the_version_that_was_tried() -> None:
    said = re.search(r'^VERSION = "(.+)"$', text_of(REPOSITORY / "infra" / "local" / "ministack.py"), re.MULTILINE)

    assert said is not None
    assert pins_of("requirements/local.txt")["ministack"] == said[1]


@pytest.mark.parametrize("stage", ["local", "dev", "prod"])
def test_the_tables_of_the_template_are_those_of_the_settings(stage: str) -> None:
    resources = yaml.safe_load(text_of(REPOSITORY / "infra" / "template.yaml"))["Resources"]
    settings = from_environment({"BACKSTART_STAGE": stage, "BACKSTART_SECRET": SECRET, "AWS_REGION": "eu-west-1"})

    made = {
        row["Properties"]["TableName"]["Fn::Sub"].replace("${Stage}", stage) for row in resources.values() if row["Type"] == "AWS::DynamoDB::Table"
    }

    assert made == {settings.records_table, settings.accounts_table}


def test_the_packages_of_the_doors_are_those_of_the_type_checker() -> None:
    doors = re.search(r"root_packages =\n((?:    \w+\n)+)", text_of(REPOSITORY / ".importlinter"))
    types = re.search(r"^packages = \[(.+)\]$", text_of(REPOSITORY / "pyproject.toml"), re.MULTILINE)

    assert doors is not None
    assert types is not None
    assert set(doors[1].split()) == set(re.findall(r"\w+", types[1]))
