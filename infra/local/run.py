"""`make run`: serve on loopback until Ctrl-C or SIGTERM, then end the server and the engine."""

import os
import signal
import sys
import threading
from collections.abc import Mapping
from types import FrameType

from infra.local import engine as local_engine
from infra.local.console import say
from infra.local.errors import EngineFailed
from infra.local.serve import Demo, serving

USUAL_PORT = 8000
HIGHEST_PORT = 65535

CURL = """
Backstart serves on {base_url}   (reference: {base_url}/docs, Ctrl-C ends it)

curl -s {base_url}/v1/recommendations \\
  -H "Authorization: Bearer {secret_key}" \\
  -H "Content-Type: application/json" \\
  -d '{{"sitting_hours_per_day": 9, "pain_areas": ["lower_back", "neck"],
       "experience_level": "beginner", "has_chronic_condition": false,
       "red_flags": [], "conditions": []}}' | python3 -m json.tool
"""


class StopAskedFor(BaseException):
    """A signal asked for the end before there was anything to end in order."""


class Stop:
    """The wish to stop. While the service still starts it cuts the start short; afterwards it is waited for."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._serving = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        # A second signal must not cut short the orderly end that the first one began.
        first, self._asked = not self._event.is_set(), True
        self._event.set()
        if first and not self._serving:
            raise StopAskedFor

    def wait(self) -> None:
        """Until a stop is asked for."""
        self._serving = True
        self._event.wait()


def port_from(environment: Mapping[str, str]) -> int:
    """The port to serve on. Raises EngineFailed for one that can't be."""
    text = environment.get("PORT") or str(USUAL_PORT)
    if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST_PORT):
        raise EngineFailed(f"PORT is {text!r}. Set it to a number from 0 (any free port) to {HIGHEST_PORT}, or not at all.")
    return int(text)


def main() -> int:
    """Serve until asked to stop. Returns the exit status: 0 after a stop that was asked for."""
    stop = Stop()
    try:
        with serving(port=port_from(os.environ), engine=local_engine.Settings.from_environment(os.environ)) as demo:
            _tell(demo)
            stop.wait()
            say("stopping …")
    except EngineFailed as failure:
        say(f"backstart: {failure}")
        return 1
    except StopAskedFor:
        say("stopped before it had started.")
        return 0
    say("stopped.")
    return 0


def _tell(demo: Demo) -> None:
    sys.stdout.write(CURL.format(base_url=demo.base_url, secret_key=demo.secret_key))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
