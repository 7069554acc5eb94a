"""The code that made a recommendation, found in git by its versions and run in a process of its own, whose end is here too; it guesses no version.

That process is `python -I -B infra/past_code.py FOLDER < jobs.json > results.json`; it hands back digests, outcomes and rule ids, and no answer.
"""

import contextlib
import datetime as dt
import hashlib
import importlib
import inspect
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

# The code in FOLDER may be any that ever shipped, so this file imports none of ours, and asks of it only what all of them have:
# `load_heart`, `recommend` and a `JsonWriter`.
DRIVER = Path(__file__).resolve()
CATALOG, RULES, PLAN, MODEL = COMPILED = (
    "exercise_catalog/compiled.json",
    "recommender/rules/compiled.json",
    "recommender/assembly/compiled.json",
    "recommender/scoring/model.json",
)
# All that the heart and its writer import.
CODE = ("recommender", "exercise_catalog", "api")
# As the heart shortens a digest when it names its versions.
DIGITS = 12
FROM_ANSWER = ("gate", "program", "before_you_start", "interim_advice")
FROM_DETAIL = ("prepared_program", "reasons", "applied", "ranking")
GIT_ANSWERS_WITHIN_SECONDS = 300
STARTS_WITHIN_SECONDS = 60
SECONDS_A_JOB = 1


class CannotRun(RuntimeError):
    """When versions are in no commit, or their code can't be run; the message says why and repeats no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What a recommendation was made with, as its record names it."""

    catalog: str
    rules: str
    model: str

    @classmethod
    def from_stored(cls, row: Mapping[str, Any]) -> Self:
        return cls(catalog=str(row["catalog"]), rules=str(row["rules"]), model=str(row["model"]))

    def __str__(self) -> str:
        return f"catalog {self.catalog}, rules {self.rules}, model {self.model}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One intake to be judged again. `status` says where its program is written: into the answer, or beside it."""

    answers: Mapping[str, Any]
    judged_on: str
    status: str


def run(folder: Path, jobs: Iterable[Job]) -> tuple[Versions, list[dict[str, Any]]]:
    """What the code in `folder` makes of the jobs, in their order, and the versions it has. Raises CannotRun."""
    rows = [{"answers": job.answers, "judged_on": job.judged_on, "status": job.status} for job in jobs]
    try:
        # Isolated, and without the environment: old code finds no credentials, and no module but those of its folder and its libraries.
        ended = subprocess.run(
            [sys.executable, "-I", "-B", "-X", "utf8", str(DRIVER), str(folder)],
            input=json.dumps(rows).encode(),
            stdout=subprocess.PIPE,
            # What it says on the way could repeat an answer.
            stderr=subprocess.DEVNULL,
            env={},
            timeout=STARTS_WITHIN_SECONDS + SECONDS_A_JOB * len(rows),
            check=False,
        )
        said = json.loads(ended.stdout)
    except subprocess.TimeoutExpired:
        raise CannotRun("its code does not come to an end") from None
    except ValueError:
        raise CannotRun(f"its code ended with status {ended.returncode} and said nothing that can be read") from None
    if "undrivable" in said:
        raise CannotRun(f"its code does not start ({said['undrivable']})")
    if len(said["results"]) != len(rows):
        raise CannotRun(f"its code gave {len(said['results'])} results for {len(rows)} intakes")
    return Versions.from_stored(said["versions"]), said["results"]


@dataclass(frozen=True, kw_only=True)
class PastCode:
    """The commits behind what is checked out in `repository`, by the versions that their compiled files have.

    Other branches are not looked at: what nobody merged is not run over what people answered about their health.
    """

    repository: Path

    def commits(self, versions: Versions) -> Sequence[str]:
        """The commits that have these versions, newest first, one for each different code. Raises CannotRun where there are none."""
        found = self._by_versions.get(versions, ())
        if not found:
            shallow = self._git("rev-parse", "--is-shallow-repository").strip() == b"true"
            more = "; this clone is shallow, git fetch --unshallow brings the rest" if shallow else ""
            raise CannotRun(f"no commit of this history has these versions{more}")
        return found

    def run(self, commit: str, versions: Versions, jobs: Iterable[Job]) -> list[dict[str, Any]]:
        """What the code of that commit makes of the jobs, in their order. Raises CannotRun, also where it has other versions."""
        archive = self._git("archive", "--format=zip", commit, *CODE)
        with TemporaryDirectory(prefix="backstart-replay-") as folder:
            with zipfile.ZipFile(io.BytesIO(archive)) as packed:
                packed.extractall(folder)
            has, results = run(Path(folder), jobs)
        if has != versions:
            raise CannotRun(f"its code says that it has other versions ({has})")
        return results

    @cached_property
    def _by_versions(self) -> Mapping[Versions, Sequence[str]]:
        # Every commit is looked at, since one that changed code alone has the same versions and may write other bytes.
        commits = self._git("rev-list", "HEAD").decode().split()
        paths = (*COMPILED, *CODE)
        names = "".join(f"{commit}:{path}\n" for commit in commits for path in paths)
        lines = self._git("cat-file", "--batch-check=%(objectname)", stdin=names.encode()).decode().splitlines()
        objects = [tuple(lines[at : at + len(paths)]) for at in range(0, len(lines), len(paths))]
        different: dict[tuple[str, ...], str] = {}
        for commit, row in zip(commits, objects, strict=True):
            if not any(name.endswith(" missing") for name in row):
                different.setdefault(row, commit)
        digests = {blob: self._digest(blob) for blob in {blob for row in different for blob in row[: len(COMPILED)]}}
        found: dict[Versions, list[str]] = {}
        for row, commit in different.items():
            catalog, rules, plan, model = (digests[blob] for blob in row[: len(COMPILED)])
            found.setdefault(Versions(catalog=catalog, rules=f"{rules}.{plan}", model=model), []).append(commit)
        return found

    def _digest(self, blob: str) -> str:
        try:
            return str(json.loads(self._git("cat-file", "blob", blob))["digest"]).removeprefix("sha256:")[:DIGITS]
        except (ValueError, KeyError, TypeError):
            # Half a merge was committed, say. No record can name this, so it is never found.
            return "unreadable"

    def _git(self, *arguments: str, stdin: bytes = b"") -> bytes:
        # A hook that runs this hands on variables that would lead git to another repository.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-C", str(self.repository), *arguments]
        try:
            return subprocess.run(command, input=stdin, capture_output=True, env=environment, timeout=GIT_ANSWERS_WITHIN_SECONDS, check=True).stdout
        except FileNotFoundError:
            raise CannotRun("git is not on the PATH") from None
        except subprocess.TimeoutExpired:
            raise CannotRun(f"git {arguments[0]} does not come to an end") from None
        except subprocess.CalledProcessError as failure:
            last = failure.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise CannotRun(f"git {arguments[0]} failed: {''.join(last) or f'status {failure.returncode}'}") from None


def main() -> int:
    """Jobs in on stdin, results out on stdout."""
    jobs = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        results = drive(sys.argv[1], jobs)
    json.dump(results, sys.stdout)
    return 0


def drive(folder: str, jobs: list[dict[str, Any]]) -> dict[str, Any]:
    """The versions in that folder and a result for each job, or `undrivable`: why there are none."""
    sys.path.insert(0, folder)
    try:
        heart = importlib.import_module("recommender.heart").load_heart()
        recommend = importlib.import_module("recommender.pipeline").recommend
        writer = importlib.import_module("api.schemas.writer").JsonWriter()
    except Exception as failure:  # noqa: BLE001 - old code may fail in any way, and has seen no answer yet that its words could repeat
        return {"undrivable": f"{type(failure).__name__}: {failure}"}
    return {"versions": heart.versions, "results": [_result(job, heart, recommend, writer) for job in jobs]}


def parts_of(answer: Mapping[str, Any], detail: Mapping[str, Any]) -> dict[str, str]:
    """A digest of each part that follows from answers, day and versions alone; not every version writes all of them."""
    places = [(FROM_ANSWER, answer), (FROM_DETAIL, detail)]
    return {name: digest_of(written[name]) for names, written in places for name in names if name in written}


def content_of(answer: Mapping[str, Any], detail: Mapping[str, Any]) -> str:
    """The digest of the program, wherever it stands: in the answer, or prepared for a coach."""
    return digest_of(answer["program"] if answer["program"] is not None else detail["prepared_program"])


def digest_of(value: Any) -> str:
    """SHA-256 of the JSON, keys in the order given, as it is stored: equal for equal bytes only."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _result(job: dict[str, Any], heart: Any, recommend: Any, writer: Any) -> dict[str, Any]:
    try:
        made = recommend(job["answers"], heart, judged_on=dt.date.fromisoformat(job["judged_on"]))
        answer, detail = _written(made, writer, status=job["status"], answers=job["answers"])
        return {
            "outcome": answer["gate"]["outcome"],
            "reasons": detail["reasons"],
            "parts": parts_of(answer, detail),
            "content": content_of(answer, detail),
        }
    except Exception as failure:  # noqa: BLE001 - said by its name; its words might repeat an answer
        name = type(failure).__name__
        problems: Iterable[Any] = getattr(failure, "problems", ()) if name == "AnswersRefused" else ()
        return {"failed": name, "codes": sorted({problem.code for problem in problems})}


def _written(made: Any, writer: Any, *, status: str, answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    # The first versions wrote a detail without being told the status.
    told = {"status": status} if "status" in inspect.signature(writer.detail).parameters else {}
    answer = writer.answer(made, recommendation_id="", created_at="", status=status, answers=answers)
    return json.loads(answer), json.loads(writer.detail(made, answers=answers, **told))


if __name__ == "__main__":
    sys.exit(main())
