"""`make replay`: judges every stored recommendation again, as it was made and by today's rules; it changes nothing and prints no answer."""

import argparse
import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from api.errors import StoreError
from api.settings import VARIABLES, SettingsRefused, from_environment
from api.stores.dynamodb import DynamoDBConnection, DynamoDBRecommendationStore
from api.stores.ports import RecommendationStore
from infra.local import engine as local_engine
from infra.local.console import say
from infra.local.errors import EngineFailed
from infra.local.serve import STAGE
from infra.local.tables import REGION, create_tables, local_client
from infra.past_code import CannotRun
from infra.rejudging import Checked, Checks, Verdict, check

ROOT = Path(__file__).resolve().parents[1]
FINE, DANGEROUS, TROUBLE = 0, 1, 2
# Any of these says that a deployment is meant; the region alone does not, since many people have one in their environment.
MEANS_A_DEPLOYMENT = tuple(name for name in VARIABLES if name.startswith("BACKSTART_"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, judge, print. Returns the exit status: 0 nothing dangerous, 1 something is, 2 it could not be found out."""
    parser = argparse.ArgumentParser(prog="python -m infra.replay", description=__doc__)
    parser.add_argument("--today", action="store_true", help="judge by today's rules as of today, and not of the day it was made")
    parser.add_argument("--json", action="store_true", help="for machines: every record, on one line")
    options = parser.parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    today = dt.datetime.now(dt.UTC).date() if options.today else None
    try:
        with opened_store(os.environ) as store:
            checks = check(store, tree=ROOT, today=today)
    except (EngineFailed, SettingsRefused, StoreError, CannotRun, BotoCoreError, ClientError) as failure:
        say(f"replay: {failure}")
        return TROUBLE
    sys.stdout.write((json.dumps(as_json(checks)) if options.json else as_text(checks)) + "\n")
    return status_of(checks)


def _end(_number: int, _frame: FrameType | None) -> None:
    # Raised, so that an engine that was started for this ends as well.
    raise SystemExit(TROUBLE)


@contextmanager
def opened_store(environment: Mapping[str, str], *, root: Path = Path(".local")) -> Iterator[RecommendationStore]:
    """The store of the deployment that the environment names, or else the local one; an engine that runs already is left running.

    Raises SettingsRefused where a deployment is named by halves: who meant that one must not be shown another.
    """
    if any(environment.get(name) for name in MEANS_A_DEPLOYMENT):
        settings = from_environment(environment)
        say(f"replay: reading {settings.records_table} in {settings.region}")
        connection = DynamoDBConnection(region=settings.region, endpoint_url=settings.dynamodb_endpoint)
        yield DynamoDBRecommendationStore(connection, table=settings.records_table)
        return
    wished = local_engine.Settings.from_environment(environment, root=root)
    found = local_engine.status(root)
    with nullcontext(found) if found else local_engine.running(wished) as engine:
        records, _ = create_tables(local_client(engine.endpoint_url), STAGE)
        say(f"replay: reading {records} at {engine.endpoint_url}")
        yield DynamoDBRecommendationStore(DynamoDBConnection(region=REGION, endpoint_url=engine.endpoint_url), table=records)


def status_of(checks: Checks) -> int:
    """The exit status that these checks deserve."""
    return DANGEROUS if checks.withheld or checks.replayed(Verdict.DIFFERS) else FINE


def as_json(checks: Checks) -> dict[str, Any]:
    """The figures, and one row for each record: ids, versions, outcomes and rule ids."""
    return {
        "rules_now": str(checks.versions),
        "judged_on": checks.judged_on.isoformat() if checks.judged_on else "the stored day",
        "figures": figures_of(checks),
        "records": [_row(one) for one in checks.rows],
    }


def figures_of(checks: Checks) -> dict[str, int]:
    """How many of each."""
    return {
        "stored": len(checks.rows),
        "replayed_the_same": len(checks.replayed(Verdict.SAME)),
        "replay_differs": len(checks.replayed(Verdict.DIFFERS)),
        "cannot_be_replayed": len(checks.replayed(Verdict.CANNOT)),
        "gate_would_change": len(checks.gate_changes),
        "released_would_be_withheld": len(checks.withheld),
        "no_valid_intake_now": len(checks.refused),
        "only_the_program_would_change": len(checks.program_changes),
    }


def _row(one: Checked) -> dict[str, Any]:
    return {
        "id": one.stored.id,
        "partner_id": one.stored.partner_id,
        "status": one.stored.status,
        "made_with": one.made_with,
        "replay": {"verdict": one.replay.verdict.value, "why": one.replay.why, "by": one.replay.by},
        "gate": {
            "before": one.before,
            "now": one.now.outcome,
            "would_change": one.gate_changes,
            "would_be_withheld": one.is_withheld,
            "came": one.now.came,
            "went": one.now.went,
            "changed": one.now.changed,
        },
        "program_would_change": one.program_changes,
    }


def as_text(checks: Checks) -> str:
    """What a person has to look at, the dangerous first, and the figures."""
    others = [one for one in checks.gate_changes if not one.is_withheld]
    sections = [
        ("RELEASED, AND WOULD BE WITHHELD NOW", [_gate_lines(one) for one in checks.withheld]),
        ("The gate would change, and nothing that is out would be withheld", [_gate_lines(one) for one in others]),
        ("The replay differs from what was stored", [_replay_lines(one) for one in checks.replayed(Verdict.DIFFERS)]),
        ("Cannot be replayed", [_replay_lines(one) for one in checks.replayed(Verdict.CANNOT)]),
    ]
    lines = [line for title, rows in sections if rows for line in ("", f"{title}: {len(rows)}", *(line for row in rows for line in row))]
    return "\n".join([*lines, "", *_figures(checks)])


def _head(one: Checked) -> str:
    return f"{one.stored.id:<30}  {one.stored.partner_id:<16}  {one.stored.status:<18}"


def _gate_lines(one: Checked) -> list[str]:
    loud = f"   !! {one.consequence}" if one.is_withheld else ""
    moved = [("came", one.now.came), ("went", one.now.went), ("changed", one.now.changed)]
    reasons = "; ".join(f"{what}: {', '.join(rules)}" for what, rules in moved if rules)
    return [f"  {_head(one)}  {one.before} -> {one.now.outcome}{loud}", f"      made with {one.made_with}", f"      {reasons or 'same reasons'}"]


def _replay_lines(one: Checked) -> list[str]:
    return [f"  {_head(one)}  {one.replay.verdict.value}: {one.replay.why}", f"      made with {one.made_with}"]


def _figures(checks: Checks) -> list[str]:
    figures = figures_of(checks)
    day = f"as of {checks.judged_on.isoformat()}" if checks.judged_on else "as of the day each was made"
    return [
        f"{figures['stored']:>7}  stored",
        f"{figures['replayed_the_same']:>7}  replayed the same, {len(checks.by_earlier_code)} of them only by earlier code with the same versions",
        f"{figures['replay_differs']:>7}  replayed otherwise",
        f"{figures['cannot_be_replayed']:>7}  cannot be replayed",
        f"judged by {checks.versions}, {day}:",
        f"{figures['gate_would_change']:>7}  gates would change",
        f"{figures['released_would_be_withheld']:>7}  programs are out and would be withheld",
        f"{figures['no_valid_intake_now']:>7}  have answers that are no valid intake any more",
        f"{figures['only_the_program_would_change']:>7}  programs would change, and the gate not",
    ]


if __name__ == "__main__":
    sys.exit(main())
