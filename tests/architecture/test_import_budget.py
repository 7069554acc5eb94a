"""What is loaded when somebody is waiting; a second lock behind the doors, which see no dynamic import."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import PACKAGES, REPOSITORY

WITHIN_SECONDS = 120
INSTALLED_WITHIN_SECONDS = 300
INTAKE = '{"sitting_hours_per_day": 9, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": false}'
# Only what the tried code adds: tools may hook themselves into every start of an interpreter.
TRIED = """
import sys
sys.path.insert(0, {root!r})
before = set(sys.modules)
{code}
import json
print(json.dumps(sorted(set(sys.modules) - before)))
"""
RANK_ONE = f"""
import io
sys.stdin, kept = io.StringIO({INTAKE!r}), sys.stdout
sys.stdout = io.StringIO()
from recommender.__main__ import main
assert main(["rank"]) == 0
sys.stdout = kept
"""
IMPORT = """
import os
os.environ |= {"BACKSTART_STAGE": "local", "BACKSTART_SECRET": "a secret of thirty-two bytes, or more", "AWS_REGION": "eu-west-1"}
from api.wsgi import app
"""
SERVE_ONE = f"""
{IMPORT}
assert app.test_client().get("/v1/exercises").status_code == 200
"""
STORE_ONE = f"""
import os
os.environ |= {{"BACKSTART_STAGE": "local", "BACKSTART_SECRET": "a secret of thirty-two bytes, or more", "AWS_REGION": "eu-west-1"}}
from api.app import create_app
from api.auth import keys
from api.bootstrap import compose
from api.settings import from_environment
from api.stores.memory import MemoryAccountStore, MemoryRecommendationStore
from api.stores.ports import ApiKey, Partner
from recommender.heart import load_heart
settings, accounts, key = from_environment(os.environ), MemoryAccountStore(), keys.mint("sk", "test")
accounts.put_partner(Partner(id="p", name="P", allowed_origins=()))
accounts.put_key(ApiKey(id="key_1", hash=keys.hash_key(key, pepper=settings.secret), partner_id="p", kind="sk", mode="test", label=""))
app = create_app(compose(settings, heart=load_heart(), store=MemoryRecommendationStore(), accounts=accounts))
headers = {{"Authorization": f"Bearer {{key}}", "Content-Type": "application/json"}}
answer = app.test_client().post("/v1/recommendations", data={INTAKE!r}, headers=headers)
assert answer.status_code == 201, answer.get_data(as_text=True)
"""


def loaded_by(code: str, *, python: Path = Path(sys.executable)) -> set[str]:
    """The modules that running the code loads, in a process of its own that sees no environment variables."""
    run = subprocess.run(
        [python, "-I", "-c", TRIED.format(root=str(REPOSITORY), code=code)],
        capture_output=True,
        text=True,
        timeout=WITHIN_SECONDS,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout.splitlines()[-1]))


def tops_of(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


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
