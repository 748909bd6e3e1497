"""Times several ways of doing one thing side by side."""

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """Median milliseconds that one thing took."""

    wall: float
    """By the clock on the wall."""
    cpu: float
    """Of all cores together: what else the machine does hardly changes it."""


def medians(
    sides: Mapping[str, Callable[[], object]],
    *,
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, Taken]:
    """Return what each side takes.

    Every side runs once untimed; then the sides take turns, so that what else the machine does
    falls on all of them alike.

    Args:
        clock: tells seconds of CPU time.
    """
    for run in sides.values():
        run()
    taken: dict[str, list[Taken]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, run in sides.items():
            taken[name].append(timed(run, clock))
    return {name: median(times) for name, times in taken.items()}


def timed(run: Callable[[], object], clock: Callable[[], float] = time.process_time) -> Taken:
    wall, cpu = time.perf_counter(), clock()
    run()
    return Taken(1000 * (time.perf_counter() - wall), 1000 * (clock() - cpu))


def median(times: list[Taken]) -> Taken:
    return Taken(
        statistics.median(taken.wall for taken in times),
        statistics.median(taken.cpu for taken in times),
    )


def report(title: str, times: Mapping[str, Taken], *, per: float = 1) -> None:
    """Write each side's milliseconds per piece, and how many times the first's it took."""
    first = next(iter(times.values()))
    lines = [f"{title:<44}{'wall ms':>10}{'ratio':>8}{'CPU ms':>10}{'ratio':>8}"]
    for name, taken in times.items():
        wall = f"{taken.wall / per:10.2f}{taken.wall / first.wall:8.2f}"
        lines.append(f"  {name:<42}{wall}{taken.cpu / per:10.2f}{taken.cpu / first.cpu:8.2f}")
    sys.stdout.write("\n".join([*lines, ""]))
