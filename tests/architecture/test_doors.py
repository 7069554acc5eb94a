"""The doors between the rooms hold, and each is shown to be shut by one deliberate attempt to go through."""

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.loading import RANK_ONE, STORE_ONE, loaded_by
from tests.architecture.repository import REPOSITORY, copy_packages, modules_of

WITHIN_SECONDS = 120
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
VERDICT = re.compile(r"^(?P<name>.+) (?P<verdict>KEPT|BROKEN)$", re.MULTILINE)

# The contract that it breaks, the file that it stands in (a new one where there is none), and the offending line.
VIOLATIONS = [
    ("rooms", "exercise_catalog/checks.py", "import recommender.errors"),
    ("rooms", "recommender/training/metrics.py", "import api.errors"),
    ("rooms", "recommender/training/metrics.py", "import infra.local.errors"),
    ("rooms", "infra/local/console.py", "import bench"),
    ("api-floors", "api/errors.py", "import api.stores.ports"),
    ("api-floors", "api/stores/ports.py", "import api.services.recommend"),
    ("api-floors", "api/services/recommend.py", "import api.schemas.base"),
    ("api-floors", "api/v1/get_health.py", "import api.bootstrap"),
    ("api-floors", "api/settings.py", "import api.telemetry"),
    ("api-floors", "api/unplanned.py", "import json"),
    ("recommender-floors", "recommender/rules/engine.py", "import recommender.scoring.words"),
    ("recommender-floors", "recommender/scoring/words.py", "import recommender.assembly.plan"),
    ("recommender-floors", "recommender/domain/truth.py", "import recommender.rules.condition"),
    ("recommender-floors", "recommender/heart.py", "import recommender.pipeline"),
    ("recommender-floors", "recommender/explain.py", "import recommender.explain_text"),
    ("recommender-floors", "recommender/unplanned.py", "import json"),
    ("rules-floors", "recommender/rules/condition.py", "import recommender.rules.rule"),
    ("rules-floors", "recommender/rules/book.py", "import recommender.rules.gate"),
    ("rules-floors", "recommender/rules/reviews.py", "import recommender.rules.book"),
    ("rules-floors", "recommender/rules/unplanned.py", "import json"),
    ("catalog-floors", "exercise_catalog/vocabulary.py", "import exercise_catalog.exercise"),
    ("catalog-floors", "exercise_catalog/unplanned.py", "import json"),
    ("figures-floors", "exercise_catalog/figures/shapes.py", "import exercise_catalog.figures.drawing"),
    ("figures-floors", "exercise_catalog/figures/unplanned.py", "import json"),
    ("quiet-heart", "recommender/domain/truth.py", "import flask"),
    ("quiet-heart", "recommender/scoring/features.py", "import werkzeug"),
    ("quiet-heart", "recommender/assembly/select.py", "import marshmallow"),
    ("quiet-heart", "recommender/rules/engine.py", "import boto3"),
    ("quiet-heart", "exercise_catalog/catalog.py", "import botocore"),
    ("quiet-heart", "recommender/__main__.py", "import numpy"),
    ("quiet-heart", "recommender/__main__.py", "import scipy"),
    ("quiet-heart", "recommender/__main__.py", "import sklearn"),
    ("quiet-heart", "recommender/__main__.py", "import yaml"),
    ("quiet-heart", "recommender/__main__.py", "import jsonschema"),
    ("quiet-heart", "recommender/explain.py", "import yaml"),
    ("quiet-heart", "recommender/explain_text.py", "import flask"),
    ("lambda-path", "api/telemetry.py", "import numpy"),
    ("lambda-path", "api/telemetry.py", "import scipy"),
    ("lambda-path", "api/services/recommend.py", "import sklearn"),
    ("lambda-path", "api/bootstrap.py", "import yaml"),
    ("lambda-path", "api/v1/get_versions.py", "import jsonschema"),
    ("lambda-path", "api/app.py", "import recommender.training.metrics"),
    ("lambda-path", "api/app.py", "import recommender.explain_text"),
    ("lambda-path", "api/app.py", "import recommender.__main__"),
    ("lambda-path", "api/app.py", "import recommender.rules.compile"),
    ("lambda-path", "api/app.py", "import recommender.rules.review"),
    ("lambda-path", "api/app.py", "import recommender.rules.review_records"),
    ("lambda-path", "api/app.py", "import recommender.assembly.compile"),
    ("lambda-path", "api/app.py", "import exercise_catalog.compile"),
    ("lambda-path", "api/app.py", "import exercise_catalog.figures.drawing"),
    ("one-door-to-dynamodb", "api/v1/get_health.py", "import botocore"),
    ("one-door-to-dynamodb", "api/stores/memory.py", "import boto3"),
    ("one-door-to-dynamodb", "api/stores/items.py", "import botocore.exceptions"),
    ("one-door-to-dynamodb", "api/stores/capacity.py", "import botocore.exceptions"),
    ("one-door-to-dynamodb", "api/wsgi.py", "import botocore"),
    ("services-know-no-http", "api/services/recommend.py", "import flask"),
    ("services-know-no-http", "api/stores/memory.py", "import werkzeug"),
    ("services-know-no-http", "api/stores/dynamodb.py", "import flask_smorest"),
    ("one-door-to-marshmallow", "api/v1/get_health.py", "import marshmallow"),
    ("one-door-to-marshmallow", "api/problems.py", "from marshmallow import ValidationError"),
    ("one-door-to-marshmallow", "api/wsgi.py", "import marshmallow"),
]


def contracts() -> dict[str, configparser.SectionProxy]:
    """The contracts of `.importlinter` by their id."""
    config = configparser.ConfigParser()
    config.read(REPOSITORY / ".importlinter", encoding="utf-8")
    return {section.removeprefix("importlinter:contract:"): config[section] for section in config.sections() if section.count(":") == 2}


def lint(folder: Path) -> dict[str, str]:
    """Each contract's verdict over the packages of a folder, which alone are looked at."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        env=environment | {"COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=WITHIN_SECONDS,
        check=False,
    )
    ids = {section["name"]: contract for contract, section in contracts().items()}
    verdicts = {ids[found["name"]]: found["verdict"] for found in VERDICT.finditer(run.stdout)}
    assert set(verdicts) == set(ids.values()), run.stdout + run.stderr
    return verdicts


@pytest.mark.parametrize("contract", contracts())
def test_the_contract_is_kept(verdicts: dict[str, str], contract: str) -> None:
    assert verdicts[contract] == "KEPT"


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return lint(copy_packages(tmp_path_factory.mktemp("kept"), code_only=True))


@pytest.mark.parametrize(("contract", "file", "line"), VIOLATIONS)
def test_one_offending_import_breaks_exactly_its_contract(tmp_path: Path, verdicts: dict[str, str], contract: str, file: str, line: str) -> None:
    copy = copy_packages(tmp_path, code_only=True)
    with (copy / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")

    broken = {name for name, verdict in lint(copy).items() if verdict != verdicts[name]}

    assert broken == {contract}


def test_every_contract_is_tried_by_a_violation() -> None:
    tried = {contract for contract, _, _ in VIOLATIONS}

    assert tried == set(contracts())


def sources_of(contract: str) -> tuple[str, ...]:
    return tuple(contracts()[contract]["source_modules"].split())


def outside(contract: str, modules: set[str]) -> set[str]:
    """The modules that a contract's list of sources does not reach."""
    sources = sources_of(contract)
    return {module for module in modules if not any(module == source or module.startswith(f"{source}.") for source in sources)}


@pytest.mark.parametrize("code", [RANK_ONE, STORE_ONE], ids=["ranking one intake", "first recommendation"])
def test_all_of_the_heart_that_runs_is_named_where_it_has_to_be_quiet(code: str) -> None:
    """Its packages are left out: they have no code of their own, which a test of what they load makes sure of."""
    heart = {module for module in loaded_by(code) if module.startswith(("recommender.", "exercise_catalog."))}

    assert outside("quiet-heart", heart) - {"recommender.assembly", "recommender.rules", "exercise_catalog.figures"} == set()


def test_every_module_of_api_but_one_is_kept_from_botocore() -> None:
    assert outside("one-door-to-dynamodb", modules_of("api")) - {"api.stores"} == {"api.stores.dynamodb"}


def test_every_module_of_api_but_the_schemas_is_kept_from_marshmallow() -> None:
    doorkeepers = {module for module in modules_of("api") if module.split(".")[1] == "schemas"}

    assert outside("one-door-to-marshmallow", modules_of("api")) == doorkeepers
