"""`manage.py run`: the whole gallery in the foreground, until Ctrl-C."""

import os
import signal
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from faces.weights.store import is_ready
from gallery.management import parts
from gallery.management.processes import Process
from gallery.models import User

TICK = 0.5  # seconds
HEALTHY_WITHIN = 60.0  # seconds


class Command(BaseCommand):
    """Start broker, web server and worker; stop them in the opposite order."""

    help = "Start the gallery and stay in the foreground; Ctrl-C stops everything."
    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 for the home network.")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--data", type=Path, help="Folder of photos and database.")
        parser.add_argument("--photos", type=Path, help="A folder to import.")

    def handle(
        self,
        *,
        host: str,
        port: int,
        data: Path | None,
        photos: Path | None,
        **_: Any,  # noqa: ANN401 Django's own options
    ) -> None:
        _use(data)
        _check(host, port, photos)
        call_command("migrate", verbosity=0)
        is_new = not User.objects.exists()
        connections.close_all()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        started: list[Process] = []
        try:
            self._serve(host, port, photos, started, is_new=is_new)
        finally:
            for process in reversed(started):
                process.stop()

    def _serve(
        self, host: str, port: int, photos: Path | None, started: list[Process], *, is_new: bool
    ) -> None:
        environment = parts.environment(host)
        for part in parts.lasting(host, port, environment):
            self._start(part, started)
        if photos is not None:
            self._start(parts.importer(photos, environment), started)
        if not self._wait_until(lambda: parts.is_healthy(host, port), started):
            return
        self._say_where(host, port, is_new=is_new)
        self._watch(started)

    def _start(self, process: Process, started: list[Process]) -> None:
        started.append(process)
        process.start()
        ready = parts.READY.get(process.name)
        if ready is not None:
            self._wait_until(ready, started)

    def _wait_until(self, ready: parts.Check, started: list[Process]) -> bool:
        """Wait for something to be ready; False if we were stopped meanwhile."""
        end = time.monotonic() + HEALTHY_WITHIN
        while not self.stopping:
            if ready():
                return True
            _tend(started)
            if time.monotonic() > end:
                raise CommandError(
                    f"The gallery did not start in {HEALTHY_WITHIN:.0f} s; "
                    f"what happened stands in {settings.DATA_DIR / 'logs'}."
                )
            time.sleep(0.1)
        return False

    def _watch(self, started: list[Process]) -> None:
        while not self.stopping:
            _tend(started)
            time.sleep(TICK)
        self.stderr.write("\nStopping ...")

    def _say_where(self, host: str, port: int, *, is_new: bool) -> None:
        places = " or ".join(f"http://{name}:{port}/" for name in parts.names_of(host))
        hint = " - open it to create your account." if is_new else "  (Ctrl-C stops it)"
        self.stdout.write(f"Kindred is at {places}{hint}")

    def _stop(self, *_: object) -> None:
        self.stopping = True


def _use(data: Path | None) -> None:
    """Settings are read at the start, so another data folder means to start again."""
    if data is not None and data.absolute() != settings.DATA_DIR:
        os.environ["KINDRED_DATA"] = str(data.absolute())
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 ourselves


def _check(host: str, port: int, photos: Path | None) -> None:
    """Find out what is wrong before anything is started."""
    if photos is not None and not photos.is_dir():
        raise CommandError(f"There is no folder {photos}.")
    if not is_ready(settings.MODELS_DIR):
        raise CommandError("The networks' weights are missing: `make weights` fetches them.")
    if (problem := parts.problem_with_port(host, port)) is not None:
        raise CommandError(problem)


def _tend(started: list[Process]) -> None:
    """Start again what ended; give up where that does not help."""
    for process in [process for process in started if process.has_ended()]:
        if not process.lasting:
            process.stop()
            started.remove(process)
        elif process.may_start_again():
            process.stop()
            process.start()
        else:
            raise CommandError(f"The {process.name} ends again and again: {process.last_words()}")
