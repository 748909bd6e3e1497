import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from gallery.management import parts
from gallery.management.processes import Process

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds


class Running:
    """A gallery of its own: data folder, database, broker and worker, in real processes."""

    def __init__(self, data):
        self.data = data
        told = {key: value for key, value in os.environ.items() if not key.startswith("KINDRED_")}
        self.told = told | {"KINDRED_DATA": str(data), "DATABASE_URL": "", "REDIS_URL": ""}
        self.broker = parts.broker(self.told)
        self.worker = None

    def start_broker(self):
        self.broker.start()
        self.wait_for(parts.broker_answers)

    def start_worker(self):
        command = [sys.executable, "-m", "celery", "--app", "tests.workers.painted", "worker"]
        command += ["--queues", "ingest,analysis,clustering", "--concurrency", "2"]
        self.worker = Process("worker", command, self.told, self.data / "logs" / "worker.log")
        self.worker.start()

    def manage(self, *words):
        manage = [sys.executable, str(PROJECT / "manage.py"), *map(str, words)]
        subprocess.run(  # noqa: S603 our own command
            manage, env=self.told, cwd=PROJECT, check=True, capture_output=True
        )

    def sweep(self):
        celery = [sys.executable, "-m", "celery", "--app", "tests.workers.painted"]
        call = [*celery, "call", "kindred.sweep", "--queue", "ingest"]
        subprocess.run(call, env=self.told, cwd=PROJECT, check=True, capture_output=True)  # noqa: S603 ours

    def rows(self, question):
        with closing(sqlite3.connect(self.data / "kindred.sqlite3", timeout=30)) as database:
            return database.execute(question).fetchall()

    def count(self, question):
        ((number,),) = self.rows(f"SELECT COUNT(*) FROM {question}")  # noqa: S608 our own words
        return number

    def wait_for(self, ready):
        end = time.monotonic() + PATIENCE
        while not ready():
            assert time.monotonic() < end, self.worker and self.worker.last_words()
            time.sleep(0.05)

    def stop(self):
        for process in (self.worker, self.broker):
            if process is not None:
                process.stop()


@pytest.fixture
def running(settings):
    # Not tmp_path: with its long name a socket in it could not be opened.
    with tempfile.TemporaryDirectory(prefix="kindred-") as folder:
        settings.DATA_DIR = Path(folder)
        settings.BROKER_SOCKET = settings.DATA_DIR / "valkey" / "valkey.sock"
        gallery = Running(settings.DATA_DIR)
        try:
            yield gallery
        finally:
            gallery.stop()
