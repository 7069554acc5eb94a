"""What is loaded when somebody is waiting; a second lock behind the doors, which see no dynamic import."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.loading import IMPORT, RANK_ONE, SERVE_ONE, STORE_ONE, TRIED, WITHIN_SECONDS, loaded_by, tops_of
from tests.architecture.repository import PACKAGES, REPOSITORY

INSTALLED_WITHIN_SECONDS = 300


@pytest.mark.parametrize(
    "code",
    ["import recommender.pipeline", "import recommender.__main__", "import recommender.heart", "import exercise_catalog.catalog", RANK_ONE],
    ids=["pipeline", "command line", "heart", "catalog", "ranking one intake"],
)
def test_the_heart_loads_the_standard_library_and_itself_only(code: str) -> None:
    foreign = tops_of(loaded_by(code)) - sys.stdlib_module_names - {"recommender", "exercise_catalog"}

    assert foreign == set()


@pytest.mark.parametrize("code", ["import recommender.pipeline", RANK_ONE], ids=["pipeline", "ranking one intake"])
def test_the_heart_loads_no_compiler_no_laboratory_and_nothing_that_talks_to_a_network(code: str) -> None:
    loaded = loaded_by(code)

    assert {module for module in loaded if module.endswith(".compile") or module.startswith("recommender.training")} == set()
    assert loaded & {"socket", "ssl", "http.client", "urllib.request", "asyncio", "multiprocessing"} == set()


@pytest.mark.parametrize("code", ["import recommender.pipeline", RANK_ONE], ids=["pipeline", "ranking one intake"])
def test_the_heart_loads_no_source_of_chance(code: str) -> None:
    assert loaded_by(code) & {"random", "secrets", "uuid"} == set()


@pytest.mark.parametrize("code", [SERVE_ONE, STORE_ONE], ids=["first answer", "first recommendation"])
def test_serving_loads_no_laboratory_no_compiler_and_no_infra_of_ours(code: str) -> None:
    ours = {module for module in loaded_by(code) if module.partition(".")[0] in PACKAGES}

    assert {module for module in ours if module.endswith(".compile") or module.startswith(("recommender.training", "infra", "bench"))} == set()


@pytest.fixture(scope="session")
def clean_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds `requirements.txt` and nothing else, as Lambda's does."""
    folder = tmp_path_factory.mktemp("clean") / "environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=INSTALLED_WITHIN_SECONDS)
    python = folder / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", REPOSITORY / "requirements.txt"]
    subprocess.run(install, check=True, timeout=INSTALLED_WITHIN_SECONDS, capture_output=True)
    return python


@pytest.mark.package
@pytest.mark.parametrize("code", [IMPORT, SERVE_ONE, STORE_ONE], ids=["import", "first answer", "first recommendation"])
def test_requirements_txt_alone_is_enough_to_serve_and_brings_nothing_heavy(clean_python: Path, code: str) -> None:
    heavy = {"sklearn", "scipy", "numpy", "yaml", "jsonschema", "boto3", "moto"}

    assert tops_of(loaded_by(code, python=clean_python)) & heavy == set()


@pytest.mark.package
def test_requirements_txt_is_closed_and_holds_none_of_the_heavy_ones(clean_python: Path) -> None:
    check = subprocess.run([clean_python, "-m", "pip", "check"], capture_output=True, text=True, timeout=WITHIN_SECONDS, check=False)
    listed = subprocess.run([clean_python, "-m", "pip", "list", "--format=json"], capture_output=True, text=True, timeout=WITHIN_SECONDS, check=True)

    names = {row["name"].lower() for row in json.loads(listed.stdout)}
    assert check.returncode == 0, check.stdout
    assert names & {"scikit-learn", "scipy", "numpy", "pyyaml", "jsonschema", "boto3", "moto", "zappa", "pytest"} == set()


def test_the_heart_runs_where_nothing_at_all_is_installed() -> None:
    """Standard library only means that it needs no environment: -S leaves out every installed package."""
    code = TRIED.format(root=str(REPOSITORY), code=RANK_ONE)

    run = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, timeout=WITHIN_SECONDS, check=False)

    assert run.returncode == 0, run.stderr
