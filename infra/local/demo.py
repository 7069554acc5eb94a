"""`make demo`: one sample intake through the real service, its program as a table a person can read."""

import json
import logging
import os
import signal
import sys
import urllib.request
from contextlib import nullcontext
from types import FrameType
from typing import Any

from api import telemetry
from infra.local import engine as local_engine
from infra.local.console import say
from infra.local.errors import EngineFailed
from infra.local.serve import Demo, already_serving, open_here, serving

INTAKE = {
    "sitting_hours_per_day": 9,
    "pain_areas": ["lower_back", "neck"],
    "experience_level": "beginner",
    "has_chronic_condition": False,
    "red_flags": [],
    "conditions": [],
    "pain": {"intensity": 4, "duration_weeks": 3},
    "age_years": 41,
    "blood_pressure": "normal",
    "can_get_to_floor": True,
    "goals": ["pain_relief", "posture"],
    "work_posture": "sitting",
}
TIMEOUT_SECONDS = 10


def main() -> int:
    """Start, post, print, stop. Returns the exit status."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        settings = local_engine.Settings.from_environment(os.environ)
        running = already_serving(settings.root)
        # Port 0 is any free one. A server that runs already is asked instead, and left as it is.
        with nullcontext(running) if running else serving(port=0, engine=settings) as demo:
            # The service's own log would stand between the lines of the table.
            telemetry.configure(level=logging.ERROR)
            show(post(demo, INTAKE))
    except EngineFailed as failure:
        say(f"backstart: {failure}")
        return 1
    return 0


def _end(_number: int, _frame: FrameType | None) -> None:
    # Raised, so that every block on the way out ends what it started.
    raise SystemExit(1)


def post(demo: Demo, intake: dict[str, Any]) -> dict[str, Any]:
    """The answer to `intake`."""
    request = urllib.request.Request(
        f"{demo.base_url}/v1/recommendations",
        data=json.dumps(intake).encode(),
        headers={"Authorization": f"Bearer {demo.secret_key}", "Content-Type": "application/json"},
    )
    with open_here(request, timeout=TIMEOUT_SECONDS) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def show(answer: dict[str, Any]) -> None:
    """Print one recommendation for people."""
    program = answer["program"]
    lines = [
        "",
        f"{answer['id']}   gate: {answer['gate']['outcome']} (screening {answer['gate']['screening']})   status: {answer['status']}",
        answer["gate"]["message"],
        "",
        f"{program['weeks']} weeks, {program['sessions_per_week']} sessions a week, {program['sessions'][0]['minutes']} minutes at first",
        "",
        f"{'':>2} {'exercise':<34} {'kind':<15} {'score':>6}  {'dose':<31} most of the score",
    ]
    lines += [
        f"{row['rank']:>2} {row['name']:<34.34} {row['kind']:<15} {row['score']:>6.2f}  {dose(row['dose']):<31} {main_reason(row)}"
        for row in program["exercises"]
    ]
    names = {row["exercise_id"]: row["name"] for row in program["exercises"]}
    lines += ["", "A score is a sum of named parts (log-odds); higher is better, and it compares within this answer only."]
    lines += ["", "in the order of doing: " + " → ".join(names[item["exercise_id"]] for item in program["sessions"][0]["items"])]
    lines += ["", "every day"] + [f"  - {habit['text']}" for habit in program["daily_habits"]]
    lines += ["", "stop and seek help if"] + [f"  - {sign}" for sign in program["stop_and_seek_help_if"]]
    lines += ["", program["expectations"], *program["notes"], ""]
    sys.stdout.write("\n".join(lines) + "\n")


def dose(row: dict[str, Any]) -> str:
    """A dose in few words."""
    if row["duration_s"]:
        return f"{row['duration_s'] // 60} min"
    hold = f", hold {row['hold_s']} s" if row["hold_s"] else ""
    return f"{row['sets']} × {row['reps']}{hold}{', each side' if row['sides'] == 'each' else ''}"


def main_reason(row: dict[str, Any]) -> str:
    """The part that says most for the exercise."""
    return str(max((part for part in row["score_parts"] if part["part"] != "base"), key=lambda part: part["value"])["because"])


if __name__ == "__main__":
    sys.exit(main())
