"""Locks between processes, on a file; the system lets go of them when their last holder ends, however it ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.console import say
from infra.local.errors import EngineFailed

POLL_SECONDS = 0.1


@contextmanager
def one_at_a_time(path: Path, *, within_seconds: float) -> Iterator[None]:
    """Hold the lock for the length of the block; wait for whoever has it, but not for ever."""
    descriptor = take_lock(path)
    if descriptor is None:
        say(f"engine: another process is at work on {path.parent}; waiting")
        descriptor = take_lock(path, within_seconds=within_seconds)
    if descriptor is None:
        raise EngineFailed(f"Another process has held {path} for {within_seconds:.0f} s. End it and start again.")
    try:
        yield
    finally:
        os.close(descriptor)


def take_lock(path: Path, *, within_seconds: float = 0) -> int | None:
    """An open descriptor that holds the lock until it and all its inherited copies are closed; None if another keeps it."""
    deadline = time.monotonic() + within_seconds
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < deadline:
                time.sleep(POLL_SECONDS)
                continue
            os.close(descriptor)
            return None
        return descriptor
