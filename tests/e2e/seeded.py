"""A gallery of drawn people that is served without workers, and put back before each test."""

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.e2e.seed import DATABASE, FACTS

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = ("originals", "renditions")
STARTED_WITHIN = 60  # seconds


@dataclass(frozen=True, slots=True)
class Seeded:
    """Where the gallery is, and what is in it: see tests/e2e/seed.py."""

    address: str
    data: Path
    facts: dict[str, Any] = field(repr=False)

    def person(self, name: str) -> int:
        """The primary key of somebody with a name."""
        return int(self.facts["people"][name])

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database, for what no page shows."""
        with contextlib.closing(sqlite3.connect(self.data / DATABASE)) as database:
            return database.execute(question, values).fetchall()


def plant(folder: Path) -> None:
    """Fill a data folder; takes some seconds."""
    subprocess.run(
        [sys.executable, "-m", "tests.e2e.seed"],
        cwd=PROJECT,
        env=_environment(folder),
        check=True,
    )


@contextlib.contextmanager
def served(seed: Path, data: Path) -> Iterator[Seeded]:
    """Serve a copy of a planted folder on a free port."""
    restore(seed, data)
    shutil.copy(seed / "secret_key", data)
    port = free_port()
    serve = [sys.executable, "-m", "tests.e2e.serve", str(port)]
    process = subprocess.Popen(serve, cwd=PROJECT, env=_environment(data))  # noqa: S603 our own
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(f"{address}/health/", process)
        yield Seeded(address, data, json.loads((seed / FACTS).read_text()))
    finally:
        process.terminate()
        process.wait(timeout=60)


def restore(seed: Path, data: Path) -> None:
    """Put rows and files back as they were planted; the server may go on meanwhile."""
    for name in FOLDERS:
        shutil.rmtree(data / name, ignore_errors=True)
        # Every file is written under another name and then moved, so links are safe to share.
        shutil.copytree(seed / name, data / name, copy_function=os.link)
    with (
        contextlib.closing(sqlite3.connect(seed / DATABASE)) as planted,
        contextlib.closing(sqlite3.connect(data / DATABASE, timeout=30)) as live,
    ):
        planted.backup(live)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urlopen(address, timeout=5):  # noqa: S310 on loopback
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing answers at {address}; the server's state is {process.poll()}")


def _environment(data: Path) -> dict[str, str]:
    """Nothing of the tests' own surroundings: SQLite in the folder, no queue."""
    ours = {"DATABASE_URL", "REDIS_URL"}
    told = {name: value for name, value in os.environ.items() if name not in ours}
    return told | {
        "DJANGO_SETTINGS_MODULE": "gallery.settings",
        "KINDRED_DATA": str(data),
        "KINDRED_LOG": "ERROR",
    }
