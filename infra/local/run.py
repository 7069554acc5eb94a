"""`make run`: serve on loopback until Ctrl-C or SIGTERM, then end the server and the engine."""

import os
import signal
import sys
import threading
from types import FrameType

from infra.local import engine as local_engine
from infra.local.console import say
from infra.local.errors import EngineFailed
from infra.local.serve import Demo, serving

USUAL_PORT = 8000

CURL = """
Backstart serves on {base_url}   (reference: {base_url}/docs, Ctrl-C ends it)

curl -s {base_url}/v1/recommendations \\
  -H "Authorization: Bearer {secret_key}" \\
  -H "Content-Type: application/json" \\
  -d '{{"sitting_hours_per_day": 9, "pain_areas": ["lower_back", "neck"],
       "experience_level": "beginner", "has_chronic_condition": false,
       "red_flags": [], "conditions": []}}' | python3 -m json.tool
"""


def main() -> int:
    """Serve until asked to stop. Returns the exit status: 0 after a stop that was asked for."""
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    try:
        port = int(os.environ.get("PORT") or USUAL_PORT)
        with serving(port=port, engine=local_engine.Settings.from_environment(os.environ)) as demo:
            _tell(demo)
            stop.wait()
            say("stopping …")
    except (EngineFailed, ValueError) as failure:
        say(f"backstart: {failure}")
        return 1
    except OSError as failure:
        say(f"backstart: can't serve on port {os.environ.get('PORT') or USUAL_PORT} ({failure.strerror}). Choose another: make run PORT=8080")
        return 1
    say("stopped.")
    return 0


def _tell(demo: Demo) -> None:
    sys.stdout.write(CURL.format(base_url=demo.base_url, secret_key=demo.secret_key))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
