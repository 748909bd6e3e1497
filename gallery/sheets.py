"""Cover sheets: one picture with the faces of a whole list of people.

A page of people would ask for each face by itself. Instead it names a sheet, whose key is made of
the crops on it, and writes down which these are; the picture is made when a browser first asks
for it. Other faces, or the same in another order, are another sheet; `storage.reap_sheets` removes
those that no page names any more, and what erases a crop erases the sheets that show it.
"""

import hashlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from faces.image import SHEET_EXTENSION, cover_sheet
from gallery import storage
from gallery.models import Face

COLUMNS = 12
VERSION = "sheet-1"
STILL_NAMED = 24 * 60 * 60  # seconds after which a plan's time is set anew


@dataclass(frozen=True, slots=True)
class Place:
    """Where on which sheet a face is."""

    address: str
    number: int
    """In reading order."""
    count: int
    """How many faces are on the sheet."""

    @property
    def style(self) -> str:
        """What makes an element a window on that place, whatever its size."""
        rows = -(-self.count // COLUMNS)
        column, row = self.number % COLUMNS, self.number // COLUMNS
        across, down = 100 * column / (COLUMNS - 1), 100 * row / max(1, rows - 1)
        return (
            f"background-image:url({self.address});"
            f"background-size:{100 * COLUMNS}% {100 * rows}%;"
            f"background-position:{across:.4g}% {down:.4g}%"
        )


@dataclass(frozen=True, slots=True)
class Made:
    content: bytes
    whole: bool
    """Whether every crop was there; else it is worth trying again later."""


def lay_out(library_pk: int, faces: Sequence[Face]) -> dict[int, Place]:
    """Give faces of a library their places on one sheet, by primary key.

    Raises:
        StorageFullError: there is no room to write down what is on it.
    """
    if not faces:
        return {}
    plan = "\n".join(f"{face.asset.sha256}/{storage.face_crop_name(face)}" for face in faces)
    key = hashlib.sha256(f"{VERSION} {library_pk}\n{plan}".encode()).hexdigest()[:32]
    _keep(storage.sheet_path(library_pk, key, storage.SHEET_PLAN), plan)
    address = reverse("cover-sheet", args=[library_pk, key])
    return {face.pk: Place(address, number, len(faces)) for number, face in enumerate(faces)}


def make(library_pk: int, key: str) -> Made:
    """Make a sheet that a page has named, and keep it if it is whole.

    Raises:
        FileNotFoundError: no page has named it, or its faces were erased since.
    """
    plan = storage.sheet_path(library_pk, key, storage.SHEET_PLAN)
    crops = [_crop(line) for line in plan.read_text(encoding="ascii").split()]
    made = Made(cover_sheet(crops, columns=COLUMNS), whole=None not in crops)
    if made.whole:
        path = storage.sheet_path(library_pk, key, SHEET_EXTENSION)
        storage.write_rendition(path, made.content)
        if not plan.exists():  # erased while we looked: what was made must go too
            path.unlink(missing_ok=True)
            raise FileNotFoundError(plan)
    return made


def _keep(path: Path, plan: str) -> None:
    try:
        old = time.time() - path.stat().st_mtime > STILL_NAMED
    except FileNotFoundError:
        storage.write_rendition(path, plan.encode("ascii"))
        return
    if old:
        os.utime(path)


def _crop(line: str) -> bytes | None:
    sha256, name = line.split("/")
    try:
        return storage.crop_path(sha256, name).read_bytes()
    except FileNotFoundError:
        return None
