"""`make package`: builds the Lambda zip from requirements.txt alone, prints its sizes, fails over goal; nobody's own environment gets in."""

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.locks import take_lock

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
SETTINGS = ROOT / "zappa_settings.json"
LOCK = ROOT / "requirements.txt"
DEPLOY_LOCK = ROOT / "requirements" / "deploy.txt"

# What of the working tree is put before Zappa; zappa_settings.json says what of it stays out.
FOLDERS = ("api", "exercise_catalog", "recommender", "web")
HOOK = Path("infra", "zip_hook.py")

# What the zip may weigh, in bytes.
ZIP_GOAL = 8_000_000
UNZIPPED_GOAL = 25_000_000

# Lambda's own system is Amazon Linux 2023, which has glibc 2.34; wheels built for an older one load there too.
GLIBC_TAGS = ("manylinux_2_34", "manylinux_2_28", "manylinux_2_17", "manylinux2014")
WHEEL_MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}

LARGEST_SHOWN = 6
ANSWER_SECONDS = 30
INSTALL_SECONDS = 600
ZAPPA_SECONDS = 300
WAIT_SECONDS = 900

# These would lead Python, pip or Zappa to something that is not named here. Where pip finds its packages stays the machine's affair.
FOREIGN_PREFIXES = ("AWS_", "BACKSTART_", "DJANGO_", "PYTHON", "ZAPPA_")
FOREIGN_NAMES = frozenset({"PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_ROOT", "PIP_TARGET", "PIP_USER", "VIRTUAL_ENV"})


class PackageFailed(RuntimeError):
    """When no zip could be built; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What a zip is built for: a name, the interpreter that builds it, Zappa's words for runtime and architecture, and the wheels it takes."""

    name: str
    python: str
    runtime: str
    architecture: str
    wheels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """What a zip weighs, in bytes, and which of its folders weigh most when unpacked."""

    zipped: int
    unzipped: int
    files: int
    largest: tuple[tuple[str, int], ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, print, and say by the exit status whether the zip is within its goals."""
    parser = argparse.ArgumentParser(prog="python -m infra.package", description=__doc__)
    parser.add_argument("--stage", default="dev", choices=sorted(_settings()), help="whose settings go into the zip (default: %(default)s)")
    parser.add_argument(
        "--platform", default="host", choices=("host", "target"), help="this machine, to try the zip here, or Lambda's (default: %(default)s)"
    )
    parser.add_argument("--python", help="an interpreter of the Python that the target runs; else it is looked for on PATH")
    chosen = parser.parse_args(arguments)
    try:
        platform_ = host() if chosen.platform == "host" else target(chosen.stage, python=chosen.python)
        package = build(platform_, stage=chosen.stage)
    except PackageFailed as failure:
        print(f"package: {failure}", file=sys.stderr)
        return 1
    sizes = measure(package)
    print(f"package: {package.relative_to(ROOT)}, stage {chosen.stage}, {platform_.runtime} on {platform_.architecture}")
    print(table(sizes))
    return 0 if sizes.zipped <= ZIP_GOAL and sizes.unzipped <= UNZIPPED_GOAL else 1


def host() -> Platform:
    """This machine and this Python: a zip that can be tried here."""
    machine = "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
    return Platform(name="host", python=sys.executable, runtime=f"python{_version(sys.executable)}", architecture=machine)


def target(stage: str, *, python: str | None) -> Platform:
    """Lambda as zappa_settings.json describes it. Raises PackageFailed without an interpreter of its Python, which must compile."""
    settings = _settings()[stage]
    runtime, architecture = str(settings["runtime"]), str(settings["architecture"])
    wanted = runtime.removeprefix("python")
    tried = [python] if python else [sys.executable, shutil.which(runtime)]
    found = next((one for one in tried if one and _version(one) == wanted), None)
    if found is None:
        where = f"{python} is not one" if python else "none is on PATH"
        raise PackageFailed(f"Lambda runs Python {wanted}, so the zip needs one to compile it, and {where}. Name one: --python /…/bin/{runtime}")
    machine = WHEEL_MACHINES[architecture]
    tags = [word for tag in GLIBC_TAGS for word in ("--platform", f"{tag}_{machine}")]
    return Platform(
        name="target",
        python=found,
        runtime=runtime,
        architecture=architecture,
        wheels=(*tags, "--python-version", wanted, "--implementation", "cp"),
    )


def build(platform_: Platform, *, stage: str) -> Path:
    """The zip, built anew under build/. Raises PackageFailed."""
    work = BUILD / "package" / platform_.name
    finished = work / f"backstart-{stage}.zip"
    with _one_build_at_a_time():
        if work.exists():
            shutil.rmtree(work)
        deploy = _deploy_environment(platform_)
        site = _install_what_runs(platform_, deploy, work)
        project = _lay_out_project(platform_, work)
        _run_zappa(deploy, project, runtime_environment=site.parents[2], stage=stage, output=finished)
    if not finished.exists():
        raise PackageFailed(f"Zappa ended without an error and without {finished.relative_to(ROOT)}.")
    return finished


def measure(package: Path) -> Sizes:
    """What the zip weighs."""
    with zipfile.ZipFile(package) as opened:
        entries = opened.infolist()
    folders: Counter[str] = Counter()
    for entry in entries:
        folders[entry.filename.split("/")[0]] += entry.file_size
    return Sizes(
        zipped=package.stat().st_size,
        unzipped=sum(entry.file_size for entry in entries),
        files=len(entries),
        largest=tuple(folders.most_common(LARGEST_SHOWN)),
    )


def table(sizes: Sizes) -> str:
    """The sizes beside their goals, for people."""
    rows = [("", "is", "goal"), ("zip", f"{sizes.zipped:,}", f"{ZIP_GOAL:,}"), ("unzipped", f"{sizes.unzipped:,}", f"{UNZIPPED_GOAL:,}")]
    lines = [f"{name:<10}{value:>12}{goal:>12}" + (" bytes" if name else "") for name, value, goal in rows]
    largest = ", ".join(f"{name} {size / 1e6:.1f}" for name, size in sizes.largest)
    return "\n".join([*lines, f"{'files':<10}{sizes.files:>12,}", f"largest, in MB unzipped: {largest}"])


def _settings() -> dict[str, dict[str, object]]:
    """The stages of zappa_settings.json, each with what it extends filled in, as Zappa reads them."""
    stages: dict[str, dict[str, object]] = json.loads(SETTINGS.read_text(encoding="utf-8"))
    return {name: stages.get(str(own.get("extends")), {}) | own for name, own in stages.items()}


def _deploy_environment(platform_: Platform) -> Path:
    """The interpreter of an environment that holds requirements/deploy.txt and nothing else; kept until that file changes."""
    folder = BUILD / "deploy-venv" / platform_.runtime
    stamp = folder / "made-from"
    python = folder / "bin" / "python"
    made_from = f"{platform_.python} {hashlib.sha256(DEPLOY_LOCK.read_bytes()).hexdigest()}\n"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == made_from:
        return python
    print(f"package: making {folder.relative_to(ROOT)} (about 40 s)", flush=True)
    _run([platform_.python, "-I", "-m", "venv", "--clear", str(folder)], within_seconds=INSTALL_SECONDS)
    # pip first and alone: the one that comes with Python may be too old to be trusted with the rest.
    _pip(python, "--no-deps", "--require-hashes", "-r", str(_extract(folder / "pip.txt", "pip")))
    _pip(python, "--require-hashes", "-r", str(DEPLOY_LOCK))
    stamp.write_text(made_from, encoding="utf-8")
    return python


def _install_what_runs(platform_: Platform, deploy: Path, work: Path) -> Path:
    """site-packages with the closure of requirements.txt, and Zappa without its dependencies."""
    # Zappa looks under the name of the Python that runs it.
    site = work / "runtime" / "lib" / platform_.runtime / "site-packages"
    site.mkdir(parents=True)
    to_site = ("--target", str(site), "--no-compile", "--only-binary=:all:", "--require-hashes", *platform_.wheels)
    # With its dependencies, so that a lock that is no closure is an error and no surprise on Lambda.
    _pip(deploy, *to_site, "-r", str(LOCK))
    _pip(deploy, *to_site, "--no-deps", "-r", str(_extract(work / "zappa.txt", "zappa")))
    return site


def _extract(path: Path, name: str) -> Path:
    """Write the pin of one distribution, with its hashes, as requirements/deploy.txt has it."""
    text = DEPLOY_LOCK.read_text(encoding="utf-8")
    pin = re.search(rf"^{re.escape(name)}==.*(?:\n +--hash=.*)+", text, flags=re.MULTILINE)
    if pin is None:
        raise PackageFailed(f"{DEPLOY_LOCK.relative_to(ROOT)} pins no {name}. Make it anew: make lock")
    path.write_text(pin.group() + "\n", encoding="utf-8")
    return path


def _lay_out_project(platform_: Platform, work: Path) -> Path:
    """A folder with our own code and nothing else, since Zappa ships the folder it stands in."""
    project = work / "project"
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    (project / HOOK).parent.mkdir()
    shutil.copy(ROOT / HOOK, project / HOOK)
    stages = {name: settings | {"runtime": platform_.runtime, "architecture": platform_.architecture} for name, settings in _settings().items()}
    (project / SETTINGS.name).write_text(json.dumps(stages), encoding="utf-8")
    return project


def _run_zappa(deploy: Path, project: Path, *, runtime_environment: Path, stage: str, output: Path) -> None:
    scratch = project.parent / "scratch"
    scratch.mkdir()
    # No AWS file and no metadata service is asked: packaging needs no account.
    environment = {
        "VIRTUAL_ENV": str(runtime_environment),
        "TMPDIR": str(scratch),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [str(deploy), "-m", "zappa.cli", "package", stage, "-j", "-o", str(output)]
    _run(command, within_seconds=ZAPPA_SECONDS, folder=project, extra=environment)


def _pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", *arguments]
    _run(command, within_seconds=INSTALL_SECONDS)


def _run(command: Sequence[str], *, within_seconds: float, folder: Path = ROOT, extra: dict[str, str] | None = None) -> None:
    """Run a program to its end. Raises PackageFailed with what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN_PREFIXES) and name not in FOREIGN_NAMES}
    try:
        ended = subprocess.run(
            command,
            cwd=folder,
            env=environment | (extra or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=within_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        raise PackageFailed(f"This took longer than {within_seconds:.0f} s: {' '.join(command)}") from expired
    if ended.returncode:
        raise PackageFailed(f"This failed: {' '.join(command)}\n{ended.stdout}")


def _version(python: str) -> str | None:
    """The version of an interpreter, "3.13", or None if it does not run: a shim on PATH may have nothing behind it."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-I", "-c", question], capture_output=True, text=True, timeout=ANSWER_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


@contextmanager
def _one_build_at_a_time() -> Iterator[None]:
    BUILD.mkdir(exist_ok=True)
    lock = take_lock(BUILD / "package.lock", within_seconds=WAIT_SECONDS)
    if lock is None:
        raise PackageFailed(f"Another build has been at work for {WAIT_SECONDS} s. End it and start again.")
    try:
        yield
    finally:
        os.close(lock)


if __name__ == "__main__":
    sys.exit(main())
