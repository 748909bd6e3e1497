import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from faces.errors import BadImageError
from gallery import storage
from gallery.actions.keep_upload import keep_upload
from gallery.models import Library


@dataclass(slots=True)
class Report:
    """What became of the files of a folder."""

    kept: int = 0
    duplicates: int = 0
    refused: list[tuple[Path, str]] = field(default_factory=list)
    """Files and why they were not imported."""


def files_of(folder: Path) -> list[Path]:
    """All files of a folder and of the folders in it, sorted; hidden ones are left out.

    A link is followed to a file inside the folder only, and never to another folder.
    """
    return sorted(_walk(folder))


def import_file(library: Library, path: Path, report: Report) -> None:
    """Copy one file into a library and note what became of it.

    A sidecar (`photo.jpg.xmp`, `photo.xmp`) comes along with its photo.

    Raises:
        StorageFullError: there is no room for it, and so for none that follows.
    """
    try:
        kept = keep_upload(
            library,
            storage.receive(path),
            name=path.name,
            user=None,
            modified_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
            sidecar=storage.sidecar_beside(path),
        )
    except BadImageError as error:
        report.refused.append((path, str(error)))
    except storage.StorageFullError:
        raise
    except OSError as error:
        report.refused.append((path, error.strerror or "It cannot be read."))
    else:
        report.duplicates += kept.duplicate
        report.kept += not kept.duplicate


def _walk(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if name.startswith(".") or path.suffix.lower() == ".xmp":
                continue
            if path.is_file() and path.resolve().is_relative_to(root):
                yield path
