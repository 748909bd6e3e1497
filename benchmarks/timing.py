"""Times several ways of doing one thing side by side."""

import statistics
import sys
import time
from collections.abc import Callable, Mapping


def medians(sides: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """Return the median milliseconds of each side.

    Every side runs once untimed; then the sides take turns, so that what else the machine does
    falls on all of them alike.
    """
    for run in sides.values():
        run()
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, run in sides.items():
            start = time.perf_counter()
            run()
            taken[name].append(1000 * (time.perf_counter() - start))
    return {name: statistics.median(times) for name, times in taken.items()}


def report(title: str, times: Mapping[str, float], *, per: int = 1) -> None:
    """Write each side's milliseconds per piece, and how many times as long as the first it took."""
    first = next(iter(times.values()))
    lines = [
        f"  {name:<34}{time / per:9.2f} ms {time / first:7.2f} x" for name, time in times.items()
    ]
    sys.stdout.write("\n".join([title, *lines, ""]))
