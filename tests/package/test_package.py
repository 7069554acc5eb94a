"""The Lambda zip, built as `make package` builds it: what is in it, and that it answers with nothing else on the path."""

import configparser
import fnmatch
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from infra import package, zip_hook

pytestmark = pytest.mark.package

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD_SECONDS = 900
ANSWER_SECONDS = 60

# Runs in a bare interpreter, with the unpacked zip as its only folder besides the standard library.
RUNNER = """
import contextlib, importlib, io, json, os, pathlib, sys
folder, task = sys.argv[1], json.load(sys.stdin)
sys.path.insert(0, folder)
compiled = []
sys.addaudithook(lambda name, details: compiled.append(str(details[1])) if name == "compile" and os.sep in str(details[1]) else None)
with contextlib.redirect_stdout(io.StringIO()):
    from api import lambda_handler
report = {"modules": sorted(sys.modules), "compiled": compiled, "outcomes": []}
def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [json.dumps({name: value for name, value in environ.items() if isinstance(value, str)}).encode()]
if task["echo"]:
    lambda_handler._zappa.app_module.app.wsgi_app = echo
for event in task["events"]:
    try:
        report["outcomes"].append(lambda_handler.handler(event, None))
    except lambda_handler.ForbiddenEvent:
        report["outcomes"].append("refused")
report["imported"] = [importlib.import_module(name).__name__ for name in task["imports"]]
report["environment"] = dict(os.environ)
if task["client"]:
    from api.stores.dynamodb import DynamoDBConnection
    report["endpoint"] = DynamoDBConnection(region="eu-central-1").client().meta.endpoint_url
print(json.dumps(report))
"""

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "made-up",
    "AWS_SECRET_ACCESS_KEY": "made-up",
    "AWS_REGION": "eu-central-1",
    "BACKSTART_SECRET": "made-up-and-at-least-32-bytes-long",
    "BACKSTART_STAGE": "dev",
}

SET_A_VARIABLE = "__import__('os').environ['SMUGGLED'] = '1'"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the zip that `make package` makes, so that a build beside the tests can't change it."""
    ended = subprocess.run(
        [sys.executable, "-m", "infra.package"], cwd=REPOSITORY, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return Path(shutil.copy(package.BUILD / "package" / "host" / "backstart-dev.zip", tmp_path_factory.mktemp("zip")))


@pytest.fixture(scope="module")
def names(built: Path) -> list[str]:
    with zipfile.ZipFile(built) as opened:
        return opened.namelist()


@pytest.fixture(scope="module")
def unpacked(built: Path) -> Path:
    folder = built.parent / "task"
    with zipfile.ZipFile(built) as opened:
        opened.extractall(folder)
    return folder


def run(unpacked: Path, *events: Any, echo: bool = False, imports: tuple[str, ...] = (), client: bool = False) -> Any:
    """What the bare interpreter reports about these events."""
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", RUNNER, str(unpacked)],
        input=json.dumps({"events": events, "echo": echo, "imports": imports, "client": client}),
        env=ENVIRONMENT,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=ANSWER_SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.splitlines()[-1])


def rewrite_in_new_process(path: Path) -> None:
    """How bytecode is written down depends a little on what its process did before; so each gets its own."""
    program = "import pathlib, sys; from infra.zip_hook import rewrite; rewrite(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", program, str(path)], cwd=REPOSITORY, timeout=ANSWER_SECONDS, check=True)


def version_2(path: str = "/dev/v1/health", *, method: str = "GET", stage: str = "dev", **more: Any) -> dict[str, Any]:
    """An event of API Gateway's HTTP API."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "a1b2c3.execute-api.eu-central-1.amazonaws.com"},
        "requestContext": {"stage": stage, "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7"}},
        "isBase64Encoded": False,
    } | more


def version_1(path: str = "/v1/health", **more: Any) -> dict[str, Any]:
    """An event of API Gateway's REST API, whose path never holds the stage."""
    headers = {"Host": "a1b2c3.execute-api.eu-central-1.amazonaws.com"}
    return {
        "httpMethod": "GET",
        "path": path,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "requestContext": {"stage": "dev", "identity": {"sourceIp": "203.0.113.7"}},
        "body": None,
        "isBase64Encoded": False,
    } | more


def test_the_zip_is_within_its_goals(built: Path) -> None:
    sizes = package.measure(built)

    assert sizes.zipped <= package.ZIP_GOAL
    assert sizes.unzipped <= package.UNZIPPED_GOAL


@pytest.mark.parametrize(
    "pattern",
    [
        "*.yaml",
        "*/tests/*",
        "_yaml/*",
        "bench/*",
        "bin/*",
        "boto3/*",
        "botocore/data/s3/*",
        "build/*",
        "docs/*",
        "exercise_catalog/exercises/*",
        "handler.py",
        "infra/*",
        "jsonschema/*",
        "numpy*/*",
        "package_info.json",
        "pip*/*",
        "pytest/*",
        "recommender/__main__.py",
        "recommender/explain*.py",
        "recommender/rules/review.py",
        "recommender/rules/review_records.py",
        "recommender/rules/reviews/*",
        "recommender/rules/tables/*",
        "recommender/training/*",
        "requirements*",
        "scipy*/*",
        "setuptools/*",
        "sklearn/*",
        "tests/*",
        "yaml/*",
        "zappa/cli.py",
    ],
)
def test_nothing_ships_that_no_request_needs(names: list[str], pattern: str) -> None:
    assert fnmatch.filter(names, pattern) == []


def test_no_module_ships_that_the_doors_keep_from_lambda(names: list[str]) -> None:
    doors = configparser.ConfigParser()
    doors.read(REPOSITORY / ".importlinter", encoding="utf-8")
    kept_out = doors["importlinter:contract:lambda-path"]["forbidden_modules"].split()

    files = [f"{module.replace('.', '/')}{ending}" for module in kept_out for ending in (".py", "/__init__.py")]
    assert [name for name in names if name in files] == []


def test_exactly_the_locked_distributions_ship_and_zappa(names: list[str]) -> None:
    locked = re.findall(r"^([a-z0-9-]+)==(\S+)", package.LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    shipped = [name.split("/")[0].removesuffix(".dist-info").replace("_", "-") for name in fnmatch.filter(names, "*.dist-info/METADATA")]

    assert sorted(name for name in shipped if not name.startswith("zappa-")) == sorted(f"{name}-{version}" for name, version in locked)


def test_no_file_names_the_machine_that_built_it(built: Path) -> None:
    with zipfile.ZipFile(built) as opened:
        telling = [name for name in opened.namelist() if str(REPOSITORY).encode() + b"/" in opened.read(name)]

    assert telling == []


def test_every_entry_has_its_bytecode_and_every_bytecode_its_entry(names: list[str]) -> None:
    sources = {importlib.util.cache_from_source(name) for name in names if name.endswith(".py")}

    assert {name for name in names if name.endswith(".pyc")} == sources


def test_every_bytecode_is_bound_to_its_source_by_a_hash_that_nobody_checks(built: Path) -> None:
    """A dated one is stale on Lambda, where all of it would be compiled anew at every cold start."""
    with zipfile.ZipFile(built) as opened:
        sources = {name: opened.read(name) for name in opened.namelist() if name.endswith(".py")}
        headers = {name: opened.read(importlib.util.cache_from_source(name))[:16] for name in sources}

    unchecked = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    assert headers == {name: unchecked + importlib.util.source_hash(source) for name, source in sources.items()}


def test_the_same_input_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    first, second = (Path(shutil.copy(built, tmp_path / name)) for name in ("first.zip", "second.zip"))

    rewrite_in_new_process(first)
    rewrite_in_new_process(second)

    assert first.read_bytes() == second.read_bytes()


def test_the_unpacked_zip_alone_answers(unpacked: Path) -> None:
    answer = run(unpacked, version_2())["outcomes"][0]

    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (200, "application/json")
    assert json.loads(answer["body"])["status"] == "ok"


def test_an_answer_to_the_older_kind_of_event_is_the_same(unpacked: Path) -> None:
    answer = run(unpacked, version_1())["outcomes"][0]

    assert (answer["statusCode"], json.loads(answer["body"])["status"]) == (200, "ok")


def test_a_problem_is_sent_as_text(unpacked: Path) -> None:
    answer = run(unpacked, version_2("/dev/v1/nothing"))["outcomes"][0]

    assert (answer["statusCode"], answer["isBase64Encoded"]) == (404, False)
    assert json.loads(answer["body"])["code"] == "not_found"


def test_what_zappa_cannot_read_is_a_problem_too(unpacked: Path) -> None:
    answer = run(unpacked, version_2("/dev/v1/recommendations", method="POST", body="x", isBase64Encoded=True))["outcomes"][0]

    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(answer["body"])["code"] == "internal_error"


def test_the_pages_ship(unpacked: Path) -> None:
    answers = run(unpacked, version_2("/dev/docs"), version_2("/dev/docs/style.css"))["outcomes"]

    assert [answer["statusCode"] for answer in answers] == [200, 200]


def test_no_source_is_compiled_at_the_start(unpacked: Path) -> None:
    assert run(unpacked, version_2())["compiled"] == []


@pytest.mark.parametrize("module", ["asyncio", "boto3", "durationpy", "multiprocessing", "numpy", "yaml"])
def test_the_start_imports_nothing_that_only_deploying_needs(unpacked: Path, module: str) -> None:
    assert module not in run(unpacked)["modules"]


def test_every_module_of_ours_that_ships_can_be_imported(unpacked: Path, names: list[str]) -> None:
    """A compiler that reads YAML could not, so this finds one that slipped in."""
    ours = [name for name in names if name.endswith(".py") and name.split("/")[0] in package.FOLDERS]
    modules = tuple(name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in ours)

    assert run(unpacked, imports=modules)["imported"] == list(modules)


def test_the_client_still_finds_dynamodb(unpacked: Path) -> None:
    assert run(unpacked, client=True)["endpoint"] == "https://dynamodb.eu-central-1.amazonaws.com"


@pytest.mark.parametrize(
    "event",
    [
        {"raw_command": SET_A_VARIABLE},
        {"command": "os.getcwd"},
        {"manage": "migrate"},
        {"Records": [{"Sns": {"Message": '{"command": "os.getcwd"}'}}]},
        {"detail-type": "Scheduled Event", "resources": ["arn/os.getcwd"]},
        {"type": "TOKEN", "authorizationToken": "x"},
        {"requestContext": {"eventType": "CONNECT", "domainName": "x"}},
        {"version": "2.0", "raw_command": SET_A_VARIABLE},
        {"awslogs": {"data": ""}},
        {},
        [],
        "GET /v1/health",
        None,
    ],
)
def test_an_event_that_no_gateway_sends_is_refused(unpacked: Path, event: Any) -> None:
    report = run(unpacked, event)

    assert report["outcomes"] == ["refused"]
    assert "SMUGGLED" not in report["environment"]


def test_a_request_without_a_client_address_is_refused(unpacked: Path) -> None:
    """Zappa would take it for one from the machine itself."""
    nobody = version_2() | {"requestContext": {"stage": "dev", "http": {"method": "GET"}}}

    assert run(unpacked, nobody)["outcomes"] == ["refused"]


def test_a_command_inside_a_request_is_not_executed(unpacked: Path) -> None:
    report = run(unpacked, version_2(raw_command=SET_A_VARIABLE), version_1(raw_command=SET_A_VARIABLE))

    assert [answer["statusCode"] for answer in report["outcomes"]] == [200, 200]
    assert "SMUGGLED" not in report["environment"]


def test_stage_variables_never_reach_the_environment(unpacked: Path) -> None:
    report = run(unpacked, version_2(stageVariables={"SMUGGLED": "1"}), version_1(stageVariables={"SMUGGLED": "1"}))

    assert [answer["statusCode"] for answer in report["outcomes"]] == [200, 200]
    assert "SMUGGLED" not in report["environment"]


@pytest.mark.parametrize(
    "event",
    [
        version_2("/dev/developers"),
        version_2("/developers"),
        version_2("/developers", stage="$default"),
        version_1("/developers"),
        version_1("/developers", headers={"Host": "api.example.org"}, multiValueHeaders={"Host": ["api.example.org"]}),
    ],
)
def test_a_path_that_begins_like_the_stage_stays_whole(unpacked: Path, event: Any) -> None:
    answer = run(unpacked, event, echo=True)["outcomes"][0]

    assert json.loads(answer["body"])["PATH_INFO"] == "/developers"


@pytest.mark.parametrize("name", ["x-forwarded-for", "X-Forwarded-For", "X_Forwarded_For"])
@pytest.mark.parametrize("version", [version_1, version_2])
def test_a_client_cannot_make_up_its_address(unpacked: Path, version: Any, name: str) -> None:
    forged = version(headers={"Host": "api.example.org", name: "198.51.100.1, 198.51.100.2, 198.51.100.3"})

    seen = json.loads(run(unpacked, forged, echo=True)["outcomes"][0]["body"])

    assert (seen["REMOTE_ADDR"], seen["HTTP_X_FORWARDED_FOR"]) == ("203.0.113.7", "203.0.113.7")


def test_every_cookie_is_sent_once(unpacked: Path) -> None:
    newer, older = run(unpacked, version_2(), version_1(), echo=True)["outcomes"]

    assert newer["cookies"] == ["a=1", "b=2"]
    assert older["multiValueHeaders"]["Set-Cookie"] == ["a=1", "b=2"]
    assert "set-cookie" not in older["multiValueHeaders"]


def test_a_zip_for_another_python_is_refused(tmp_path: Path) -> None:
    """Its bytecode would be of no use there, and nobody would notice but for the slow start."""
    with pytest.raises(zip_hook.ZipRefused, match=r"python2\.7"):
        zip_hook.zappa_callback(SimpleNamespace(runtime="python2.7", zip_path=str(tmp_path / "never-opened.zip")))


def test_what_nobody_said_should_ship_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dirty.zip"
    with zipfile.ZipFile(path, "w") as dirty:
        dirty.writestr("api/wsgi.py", "")
        dirty.writestr("sklearn/__init__.py", "")

    with pytest.raises(zip_hook.ZipRefused, match="sklearn"):
        zip_hook.rewrite(path)

    assert list(tmp_path.iterdir()) == [path]
