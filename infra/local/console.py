"""What the engine tells the person at the terminal, on stderr, so that stdout stays free for what programs read."""

import sys


def say(text: str, *, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)
