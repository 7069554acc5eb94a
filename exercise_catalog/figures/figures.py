"""The compiled drawings of exercises, as bytes; it draws nothing and refuses no name, since a drawing that is not there is None."""

import re
from functools import lru_cache
from pathlib import Path

COMPILED = Path(__file__).parent / "compiled"


@lru_cache(maxsize=1024)
def figure(exercise_id: str, *, animated: bool = False) -> bytes | None:
    """The drawing of an exercise as SVG, with a play control if `animated`; None where there is none."""
    if re.fullmatch(r"[a-z0-9_]+", exercise_id) is None:
        return None
    path = COMPILED / f"{exercise_id}{'.animated' if animated else ''}.svg"
    return path.read_bytes() if path.is_file() else None
