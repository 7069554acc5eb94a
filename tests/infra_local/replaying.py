"""Records as the service stores them, a copy of the code whose rules a test may change, and what a replay makes of both."""

import datetime as dt
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.principal import Principal
from api.schemas.writer import JsonWriter
from api.services.recommend import Recommendations
from api.stores.memory import MemoryRecommendationStore
from api.stores.ports import ApiKey, Partner, Record
from exercise_catalog.artifact import open_sealed, sealed_text
from infra.past_code import CODE
from infra.rejudging import Checked, Checks, check
from recommender.heart import Heart

REPOSITORY = Path(__file__).resolve().parents[2]
RULES = Path("recommender", "rules", "compiled.json")
WITHIN_SECONDS = 60

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
SECRET = b"a secret of thirty-two bytes or more"
# Goes by CAUTIOUS-PROGRAM, since nothing was asked.
FOUR_FIELDS: dict[str, Any] = {
    "sitting_hours_per_day": 9,
    "pain_areas": ["lower_back"],
    "experience_level": "beginner",
    "has_chronic_condition": False,
}
SCREENED: dict[str, Any] = {**FOUR_FIELDS, "red_flags": [], "conditions": [], "goals": ["posture"]}
CHRONIC: dict[str, Any] = {**SCREENED, "has_chronic_condition": True}
CONSULTED: dict[str, Any] = {**CHRONIC, "consultation": {"consulted": True, "consulted_on": "2026-11-02", "exercise_advised": True}}
EMERGENCY: dict[str, Any] = {**SCREENED, "red_flags": ["ces_saddle"]}

CONSULT = {"outcome": "consult_first", "cleared_by": "person"}
EMERGENCY_GATE = {"outcome": "emergency", "cleared_by": "nothing"}


def record_of(heart: Heart, answers: dict[str, Any], *, policy: str = "attestation", **differences: Any) -> Record:
    """The record of an intake, as the service stores it today, with whatever a test wants to be different."""
    partner = Partner(id="acme", name="Acme", clearance_policy=policy)
    key = ApiKey(id="key_1", hash="1f" * 32, partner_id="acme", kind="sk", mode="test")
    service = Recommendations(heart=heart, store=MemoryRecommendationStore(), writer=JsonWriter(), secret=SECRET, now=lambda: NOW)
    answered = service.create(answers, principal=Principal(key=key, partner=partner, origin=None), idempotency_key=None)
    return replace(answered.record, **differences)


def copy_code(target: Path) -> Path:
    """A copy of the code that runs, whose rules a test may change."""
    for package in CODE:
        shutil.copytree(REPOSITORY / package, target / package, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def store_of(*records: Record) -> MemoryRecommendationStore:
    store = MemoryRecommendationStore()
    assert [store.create(record).fresh for record in records] == [True] * len(records)
    return store


def checked(*records: Record, tree: Path = REPOSITORY, today: dt.date | None = None) -> Checks:
    return check(store_of(*records), tree=tree, today=today)


def the_one(checks: Checks) -> Checked:
    [one] = checks.rows
    return one


def change_rules(tree: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Changes the compiled rules as a compiler would have, so that they get another version."""
    content, _ = open_sealed(tree / RULES)
    change(content)
    (tree / RULES).write_text(sealed_text(content), encoding="utf-8")


def set_gate(tree: Path, rule: str, gate: dict[str, Any] | None) -> None:
    def change(content: dict[str, Any]) -> None:
        [row] = [row for row in content["rules"] if row["id"] == rule]
        row["then"] = {**row["then"], "gate": gate}

    change_rules(tree, change)


def forget_option(tree: Path, field: str, option: str) -> None:
    def change(content: dict[str, Any]) -> None:
        [row] = [row for row in content["intake"] if row["name"] == field]
        row["options"].remove(option)

    change_rules(tree, change)


def commit(tree: Path) -> str:
    """Commits all of it and returns the commit, shortened as in what is printed."""
    git = ["git", "-C", str(tree), "-c", "user.name=A test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--no-verify", "--message", "A change"]):
        subprocess.run([*git, *command], env=environment, check=True, timeout=WITHIN_SECONDS)
    return subprocess.run([*git, "rev-parse", "HEAD"], env=environment, check=True, capture_output=True, text=True).stdout[:12]


def with_versions(record: Record, **versions: str) -> Record:
    detail = json.loads(record.detail)
    return replace(record, detail=json.dumps({**detail, "versions": {**detail["versions"], **versions}}).encode())
