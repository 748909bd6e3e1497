"""Processes that `manage.py run` starts, watches and stops: these and no others."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 20.0  # seconds that a process has to end when asked
LOG_LIMIT = 5 * 1024 * 1024  # bytes; a longer log is put aside at the next start
RESTARTS = 5  # in RESTARTS_WITHIN seconds; beyond that it will not get better by itself
RESTARTS_WITHIN = 120.0
_PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Process:
    """A program that runs beside us, its words in a log file."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None
    """Where its words go; None lets it speak to the terminal."""
    lasting: bool = True
    """Whether it should run until it is stopped; else it ends by itself."""
    running: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only us."""
        self.starts.append(time.monotonic())
        if self.log is None:
            self.running = self._popen(None)
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.running = self._popen(log.fileno())

    def has_ended(self) -> bool:
        return self.running is not None and self.running.poll() is not None

    def may_start_again(self) -> bool:
        """Say whether it has not already ended too often in a short time."""
        since = time.monotonic() - RESTARTS_WITHIN
        return sum(start > since for start in self.starts) <= RESTARTS

    def stop(self) -> None:
        """Ask it to end, wait, then end it and whatever it started."""
        if self.running is None:
            return
        if self.running.poll() is None:
            self.running.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.running.wait(PATIENCE)
        # What it started and left behind is in its session; nobody else's is.
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()
        self.running = None

    def last_words(self) -> str:
        """The last line of its log."""
        if self.log is None or not self.log.exists():
            return ""
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def _popen(self, log: int | None) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 our own programs
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_end_with_us if sys.platform == "linux" else None,  # noqa: PLW1509 one thread
        )


def _end_with_us() -> None:
    """Linux: if we are killed, the kernel asks the child to end as well."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
