"""What the figures were measured on: cores, load, and the peak they can be held against."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.timing import medians

SIDE = 2048


def introduce() -> float:
    """Write what this machine is; return one core's float32 matrix peak in GFLOP/s.

    The peak is that of a large sgemm by CPU time, so other work beside it hardly counts. It is
    measured in a process that no variable tells to take OpenBLAS for another processor.
    """
    free = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    told = subprocess.run(
        [sys.executable, "-c", "from benchmarks.machine import matrix_peak; print(matrix_peak())"],
        env=free,
        capture_output=True,
        check=True,
        text=True,
    )
    peak = float(told.stdout)
    cores = len(os.sched_getaffinity(0))
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    sys.stdout.write(
        f"{cores} cores of {_processor()}, load {load}\n"
        f"float32 matrix peak of one core: {peak:.0f} GFLOP/s (sgemm, {SIDE} x {SIDE})\n"
    )
    return peak


def matrix_peak() -> float:
    """Return GFLOP per second of one core's CPU time in a large float32 product."""
    matrix = np.random.default_rng(0).random((SIDE, SIDE), dtype=np.float32)
    with threadpool_limits(1):
        taken = medians({"sgemm": lambda: matrix @ matrix}, rounds=7)
    return 2 * SIDE**3 / (taken["sgemm"].cpu * 1e6)


def peak_memory(pid: int | None = None) -> float:
    """Return the largest resident size that a process had, in MB; this one by default."""
    # Not getrusage's: that one begins with the size of the process which started this one.
    for line in Path(f"/proc/{pid or 'self'}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise OSError(f"/proc/{pid or 'self'}/status has no VmHWM")


def family_seconds() -> float:
    """Return the CPU seconds of this process and its children, those at work included."""
    own, gone = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    seconds = sum(used.ru_utime + used.ru_stime for used in (own, gone))
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text(encoding="ascii").split():
            stat = Path(f"/proc/{child}/stat").read_text(encoding="utf-8")
            user, system = stat.rpartition(")")[2].split()[11:13]
            seconds += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return seconds


@contextmanager
def busy_core(*, busy: bool) -> Iterator[None]:
    """Keep another process at work on one core, if `busy`."""
    if not busy:
        yield
        return
    other = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        other.kill()
        other.wait()


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return os.uname().machine
