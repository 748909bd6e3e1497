"""`manage.py export_people LIBRARY FOLDER`: names, birth dates and faces, for other programs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gallery.management.libraries import library_of
from gallery.portable.archive import PEOPLE, into_folder


class Command(BaseCommand):
    """Write people.json and the sidecars of a library, and say which photos could not be read."""

    help = "Write all people data of a library into a folder: people.json, and XMP sidecars."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("library", type=int, help="Its number.")
        parser.add_argument(
            "folder", type=Path, help="Where to; what is there under the same name is written over."
        )

    def handle(self, *, library: int, folder: Path, **_: Any) -> None:  # noqa: ANN401 Django's own options
        chosen = library_of(library)
        written, lacking = 0, []
        try:
            for sidecar in into_folder(chosen, folder):
                written += sidecar.content is not None
                if sidecar.content is None:
                    lacking.append(sidecar.path)
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"{folder / PEOPLE} and {written} sidecar{'' if written == 1 else 's'}.")
        for path in lacking:
            self.stderr.write(f"  not written, for the photo could not be read: {path}")
