"""Timing that can be trusted a little: interleaved rounds, medians, no garbage collection in between."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping


def medians_ms(work: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The median milliseconds of each piece of `work`, their rounds taken in turn so that a busy moment hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for run in work.values():
        run()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, run in work.items():
                began = time.perf_counter()
                run()
                taken[name].append((time.perf_counter() - began) * 1000)
    finally:
        gc.enable()
    return {name: statistics.median(times) for name, times in taken.items()}
