import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from faces.errors import BadImageError
from gallery import storage
from gallery.actions.keep_upload import Kept, keep_upload, register_in_place
from gallery.models import Asset, Library


@dataclass(slots=True)
class Report:
    """What became of the files of a folder."""

    kept: int = 0
    same: list[tuple[Path, Asset]] = field(default_factory=list)
    """Files whose bytes the library had already, and as what."""
    refused: list[tuple[Path, str]] = field(default_factory=list)
    """Files and why they were not imported."""


def files_of(folder: Path) -> list[Path]:
    """All files of a folder and of the folders in it, sorted; hidden ones are left out.

    Links are left out: what one names inside the folder is found in its own place.
    """
    return sorted(_walk(folder))


def register_file(library: Library, path: Path, report: Report) -> None:
    """Take one file into a library where it lies, and note what became of it."""
    _note(report, path, lambda: register_in_place(library, path))


def import_file(library: Library, path: Path, report: Report) -> None:
    """Copy one file into a library and note what became of it.

    A sidecar (`photo.jpg.xmp`, `photo.xmp`) comes along with its photo.

    Raises:
        StorageFullError: there is no room for it, and so for none that follows.
    """
    _note(
        report,
        path,
        lambda: keep_upload(
            library,
            storage.receive(path),
            name=path.name,
            user=None,
            modified_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
            sidecar=storage.sidecar_beside(path),
        ),
    )


def _note(report: Report, path: Path, take: Callable[[], Kept]) -> None:
    try:
        kept = take()
    except BadImageError as error:
        report.refused.append((path, str(error)))
    except storage.StorageFullError:
        raise
    except OSError as error:
        report.refused.append((path, error.strerror or "It cannot be read."))
    else:
        if kept.duplicate:
            report.same.append((path, kept.asset))
        else:
            report.kept += 1


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if name.startswith(".") or path.suffix.lower() == ".xmp":
                continue
            if path.is_file() and not path.is_symlink():
                yield path
