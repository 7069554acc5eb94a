"""The figures as they run: the bytes of one SVG by the id of its exercise. Refuses names that are no id, and does not draw."""

import re
from functools import lru_cache
from pathlib import Path

COMPILED = Path(__file__).parent / "compiled"
_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@lru_cache(maxsize=1024)
def figure(exercise_id: str, *, animated: bool = False, folder: Path = COMPILED) -> bytes | None:
    """The figure of an exercise, or None where it has none yet; animated, the one with a play control."""
    if not _ID.fullmatch(exercise_id):
        return None
    path = folder / f"{exercise_id}{'.animated' if animated else ''}.svg"
    return path.read_bytes() if path.is_file() else None
