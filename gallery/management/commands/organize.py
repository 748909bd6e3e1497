"""`manage.py organize FOLDER`: who is in a folder of photos, without a gallery."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from faces.detect import load_detector
from faces.represent import load_representer
from faces.sandbox import Sandbox
from faces.weights.store import is_ready
from gallery import jobs
from gallery.actions.import_folder import Report, files_of, register_file
from gallery.management import progress
from gallery.management.contact_sheet import contact_sheet
from gallery.management.organized import organized
from gallery.models import Library
from gallery.pipeline.drain import drain

LIVES = 20  # a file that kills the process is tried three times, then the rest goes on


class Command(BaseCommand):
    """Run the pipeline on a throw-away library, in a database and folder of its own."""

    help = "Find who is in a folder of photos and videos; write it as JSON, and as a page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--output", type=Path, required=True, help="people.json")
        parser.add_argument("--html", type=Path, help="report.html: a contact sheet")
        parser.add_argument("--scratch", type=Path, help=SUPPRESS)

    def handle(
        self,
        *,
        folder: Path,
        output: Path,
        html: Path | None,
        scratch: Path | None,
        **_: Any,  # noqa: ANN401 Django's own options
    ) -> None:
        if scratch is not None:
            self._organize(folder, output, html)
            return
        _check(folder, output, html)
        with tempfile.TemporaryDirectory(prefix="kindred-organize-") as own:
            _in_a_process_of_its_own(Path(own), folder, output, html)

    def _organize(self, folder: Path, output: Path, html: Path | None) -> None:
        call_command("migrate", verbosity=0)
        library, _ = Library.objects.get_or_create(name="organize", recognition=True)
        report = self._register(library, folder)
        self._run_stages(library)
        found = organized(library, folder, report)
        if not found["assets"]:
            raise CommandError(f"No file in {folder} can be read as a photo or video.")
        output.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
        if html is not None:
            html.write_text(contact_sheet(library, title=folder.name), encoding="utf-8")
        for one in found["unreadable"]:
            self.stderr.write(f"{one['path']}: {one['reason']}")
        photos, people = len(found["assets"]), len(found["people"])
        self.stderr.write(f"{photos} photos and videos, {people} people: {output}")

    def _register(self, library: Library, folder: Path) -> Report:
        files, report = files_of(folder), Report()
        with jobs.without_queue(), progress.bar(len(files), "Reading files") as bar:
            for path in files:
                register_file(library, path, report)
                bar.update()
        return report

    def _run_stages(self, library: Library) -> None:
        jobs.take_back_from_the_dead()
        models = settings.MODELS_DIR
        detector, representer = load_detector(models), load_representer(settings.RUNTIME, models)
        count = library.assets.count()
        with Sandbox() as sandbox, progress.bar(count, "Looking at photos") as bar:
            for stage in drain(detector=detector, representer=representer, sandbox=sandbox):
                if stage.concerns_a_library:
                    bar.set_description_str("Telling people apart")
                bar.n = progress.looked_at(library)
                bar.refresh()


def _check(folder: Path, output: Path, html: Path | None) -> None:
    """Find out what is wrong before minutes are spent."""
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}.")
    if not files_of(folder):
        raise CommandError(f"There is no file in {folder}.")
    for written in (output, html):
        if written is not None and not written.absolute().parent.is_dir():
            raise CommandError(f"There is no folder {written.absolute().parent} to write to.")
    if not is_ready(settings.MODELS_DIR):
        raise CommandError("The networks' weights are missing: `make weights` fetches them.")


def _in_a_process_of_its_own(scratch: Path, folder: Path, output: Path, html: Path | None) -> None:
    """Run ourselves with a throw-away database; again where a file killed the process.

    Settings are read once, so the user's database is out of reach in there.
    """
    told = {
        key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")
    }
    told |= {"KINDRED_DATA": str(scratch), "KINDRED_MODELS": str(settings.MODELS_DIR)}
    told.setdefault("KINDRED_LOG", "ERROR")
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "organize", str(folder)]
    command += ["--output", str(output), "--scratch", str(scratch)]
    command += ["--html", str(html)] if html is not None else []
    for _ in range(LIVES):
        ended = subprocess.run(command, env=told, check=False).returncode  # noqa: S603 ourselves
        if ended >= 0 or -ended in (signal.SIGINT, signal.SIGTERM):
            break
    else:
        raise CommandError("Reading the files ended the process again and again.")
    if ended:
        sys.exit(1)
