"""`manage.py import_folder FOLDER`: copy a folder's photos and videos into a library."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gallery.actions.import_folder import Report, files_of, import_file
from gallery.management import progress
from gallery.management.libraries import library_of
from gallery.models import Library


class Command(BaseCommand):
    """Import a folder, and say what became of it."""

    help = "Copy all photos and videos of a folder, and of the folders in it, into a library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--library", type=int, help="Its number; without it the first one.")
        parser.add_argument("--wait", action="store_true", help="Until everything is looked at.")

    def handle(self, *, folder: Path, library: int | None, wait: bool, **_: Any) -> None:  # noqa: ANN401 Django's own options
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        chosen = _library(library)
        report = self._import(chosen, folder)
        self.stderr.write(self._in_words(report))
        if wait:
            self.stderr.write(progress.watch(chosen))

    def _import(self, library: Library, folder: Path) -> Report:
        files = files_of(folder)
        report = Report()
        with progress.bar(len(files), "Keeping photos") as bar:
            for path in files:
                import_file(library, path, report)
                bar.update()
        return report

    def _in_words(self, report: Report) -> str:
        lines = [f"{report.kept} new, {len(report.same)} already there."]
        if report.refused:
            lines.append(f"{len(report.refused)} files were not imported:")
            lines += [f"  {path}: {reason}" for path, reason in report.refused]
        return "\n".join(lines)


def _library(number: int | None) -> Library:
    """The library asked for; without a number the first, made if there is none yet.

    Made here it belongs to nobody: the first-run page adopts it and asks about recognition.
    """
    if number is None:
        return Library.objects.first() or Library.objects.create(name="Our photos")
    return library_of(number)
