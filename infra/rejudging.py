"""Stored recommendations beside what their own code and today's make of the same answers; what can't be judged counts as withheld."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from api.stores.ports import RecommendationStore, Record
from infra.past_code import CannotRun, Job, PastCode, Versions, content_of, parts_of, run
from recommender.domain.gate import Outcome

RELEASED = "released"
WORKING_TREE = "working tree"
NO_INTAKE = "no valid intake"
NOT_JUDGED = "not judged"
FIRST_VERSION = 1
SHORT_COMMIT = 12
# What a coach does not change: of a record that was changed since it was made, this must still be as it was made.
NEVER_CHANGED = ("reasons", "applied", "ranking")


class Verdict(Enum):
    """What came of a replay."""

    SAME = "same"
    DIFFERS = "differs"
    CANNOT = "cannot be replayed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a record says of how it was made: `outcome` before anybody cleared or raised it; `parts` and `content` are digests."""

    job: Job
    versions: Versions
    outcome: str
    reasons: Sequence[Mapping[str, Any]]
    parts: Mapping[str, str]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A record as far as it matters here. `kept` is None where the record does not say how it was made."""

    id: str
    partner_id: str
    status: str
    outcome: str
    is_as_made: bool
    kept: Kept | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What came of making a recommendation once more with its own versions; `by` is the commit, or the working tree."""

    verdict: Verdict
    why: str = ""
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What today's rules say. `outcome` says in words where there is none; the rest are rule ids, and the program's digest."""

    outcome: str
    is_refused: bool = False
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    content: str | None = None

    @property
    def releases(self) -> bool:
        """Would a program leave? Not where there is no outcome."""
        return any(self.outcome == outcome.value and outcome.releases for outcome in Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One record, its replay, and what today's rules say."""

    stored: Stored
    replay: Replay
    now: Now

    @property
    def before(self) -> str:
        """The outcome when it was made."""
        return self.stored.kept.outcome if self.stored.kept else self.stored.outcome

    @property
    def gate_changes(self) -> bool:
        return self.now.outcome != self.before or bool(self.now.came or self.now.went or self.now.changed)

    @property
    def is_withheld(self) -> bool:
        """Is a program out that would not leave today? One that was cleared since it was made stays cleared, for the same reasons."""
        may_be_cleared = not self.stored.is_as_made and not self.gate_changes
        return self.stored.status == RELEASED and not self.now.releases and not may_be_cleared

    @property
    def program_changes(self) -> bool:
        """Does the program alone change? One that a coach has changed is the coach's."""
        kept = self.stored.kept
        return kept is not None and self.stored.is_as_made and not self.gate_changes and self.now.content != kept.content

    @property
    def consequence(self) -> str:
        """What would happen today in place of a program."""
        if self.now.outcome == Outcome.CONSULT_FIRST.value:
            return "WOULD BE HELD BACK"
        return "WOULD BE REFERRED" if self.now.outcome in {Outcome.URGENT.value, Outcome.EMERGENCY.value} else "WOULD NOT BE RELEASED"

    @property
    def made_with(self) -> str:
        return str(self.stored.kept.versions) if self.stored.kept else "unknown versions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """All records checked. `versions` are those of today's rules; `judged_on` is None where each was judged on its own day."""

    rows: Sequence[Checked]
    versions: Versions
    judged_on: dt.date | None

    @property
    def withheld(self) -> list[Checked]:
        return [one for one in self.rows if one.is_withheld]

    @property
    def gate_changes(self) -> list[Checked]:
        return [one for one in self.rows if one.gate_changes]

    @property
    def refused(self) -> list[Checked]:
        return [one for one in self.rows if one.now.is_refused]

    @property
    def program_changes(self) -> list[Checked]:
        return [one for one in self.rows if one.program_changes]

    @property
    def by_earlier_code(self) -> list[Checked]:
        return [one for one in self.replayed(Verdict.SAME) if one.replay.why]

    def replayed(self, verdict: Verdict) -> list[Checked]:
        return [one for one in self.rows if one.replay.verdict is verdict]


def check(store: RecommendationStore, *, tree: Path, today: dt.date | None = None) -> Checks:
    """Every record of the store, by id. `tree` is the checkout whose rules count as today's, and whose history is searched.

    Raises StoreError, and CannotRun where today's own code can't be run.
    """
    records = sorted(map(_stored, store.all_records()), key=lambda one: one.id)
    readable = [(one, one.kept) for one in records if one.kept is not None]
    jobs = [kept.job for _, kept in readable]
    versions, on_their_day = run(tree, jobs)
    results = on_their_day if today is None else run(tree, [replace(job, judged_on=today.isoformat()) for job in jobs])[1]
    now = {one.id: _now(kept, result) for (one, kept), result in zip(readable, results, strict=True)}
    here = {
        one.id: _compared(one, kept, result, by=WORKING_TREE)
        for (one, kept), result in zip(readable, on_their_day, strict=True)
        if kept.versions == versions
    }
    replays = _replays(readable, here, PastCode(repository=tree))
    lost = Replay(verdict=Verdict.CANNOT, why="the record does not say how it was made")
    rows = [
        Checked(stored=one, replay=replays.get(one.id, lost), now=now.get(one.id, Now(outcome=f"{NOT_JUDGED} (no answers that can be read)")))
        for one in records
    ]
    return Checks(rows=rows, versions=versions, judged_on=today)


def _stored(record: Record) -> Stored:
    return Stored(
        id=record.id,
        partner_id=record.partner_id,
        status=record.status,
        outcome=record.outcome,
        is_as_made=record.version == FIRST_VERSION,
        kept=_kept(record),
    )


def _kept(record: Record) -> Kept | None:
    try:
        answer, detail = json.loads(record.answer), json.loads(record.detail)
        return Kept(
            job=Job(answers=detail["answers"], judged_on=str(detail["judged_on"]), status=record.status),
            versions=Versions.from_stored(detail["versions"]),
            outcome=max((Outcome(reason["outcome"]) for reason in detail["reasons"]), key=lambda one: one.rank, default=Outcome.PROCEED).value,
            reasons=[{**reason, "rule_id": str(reason["rule_id"])} for reason in detail["reasons"]],
            parts=parts_of(answer, detail),
            content=content_of(answer, detail),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _now(kept: Kept, result: Mapping[str, Any]) -> Now:
    if "failed" in result:
        # Codes say what is wrong and, unlike pointers, not what was answered.
        codes = ", ".join(result["codes"])
        return Now(outcome=f"{NO_INTAKE} ({codes})" if codes else f"{NOT_JUDGED} ({result['failed']})", is_refused=bool(codes))
    before, after = ({row["rule_id"]: row for row in rows} for rows in (kept.reasons, result["reasons"]))
    return Now(
        outcome=result["outcome"],
        came=tuple(sorted(after.keys() - before.keys())),
        went=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(rule for rule in before.keys() & after.keys() if before[rule] != after[rule])),
        content=result["content"],
    )


def _compared(one: Stored, kept: Kept, result: Mapping[str, Any], *, by: str) -> Replay:
    if "failed" in result:
        return Replay(verdict=Verdict.DIFFERS, why=f"the code of its versions ends with {result['failed']}", by=by)
    names = sorted(kept.parts.keys() | result["parts"].keys()) if one.is_as_made else NEVER_CHANGED
    different = [name for name in names if kept.parts.get(name) != result["parts"].get(name)]
    if one.is_as_made and one.outcome != result["outcome"]:
        different.append("outcome")
    if different:
        return Replay(verdict=Verdict.DIFFERS, why=", ".join(different), by=by)
    return Replay(verdict=Verdict.SAME, by=by)


def _replays(readable: Sequence[tuple[Stored, Kept]], here: Mapping[str, Replay], past: PastCode) -> dict[str, Replay]:
    """The replay of each, by id. `here` are those that the working tree has the versions for."""
    groups: dict[Versions, list[tuple[Stored, Kept]]] = defaultdict(list)
    replays = dict(here)
    for one, kept in readable:
        if one.id not in here or here[one.id].verdict is not Verdict.SAME:
            groups[kept.versions].append((one, kept))
    for versions, group in groups.items():
        _replay_by_commits(versions, group, replays, past)
    return replays


def _replay_by_commits(versions: Versions, group: list[tuple[Stored, Kept]], replays: dict[str, Replay], past: PastCode) -> None:
    """Enters a replay for each of the group: by the newest code that gives what was stored, or else by the newest that runs.

    Versions name compiled files and not the code around them, so that several commits may have the same and write other bytes.
    """
    commits: Sequence[str] = ()
    reasons: list[str] = []
    try:
        commits = past.commits(versions)
    except CannotRun as reason:
        reasons.append(str(reason))
    for commit in commits:
        open_ones = [(one, kept) for one, kept in group if one.id not in replays or replays[one.id].verdict is not Verdict.SAME]
        if not open_ones:
            break
        try:
            results = past.run(commit, versions, [kept.job for _, kept in open_ones])
        except CannotRun as reason:
            reasons.append(f"{commit[:SHORT_COMMIT]}: {reason}")
            continue
        for (one, kept), result in zip(open_ones, results, strict=True):
            replays[one.id] = _better(replays.get(one.id), _compared(one, kept, result, by=commit[:SHORT_COMMIT]))
    for one, _ in group:
        replays.setdefault(one.id, Replay(verdict=Verdict.CANNOT, why="; ".join(reasons)))


def _better(earlier: Replay | None, later: Replay) -> Replay:
    if earlier is None:
        return later
    if later.verdict is Verdict.SAME:
        return replace(later, why=f"newer code with the same versions gives another {earlier.why}")
    return earlier
