"""The labels of published sets, read from the names of their files."""

import re
from dataclasses import dataclass
from pathlib import Path

PHOTOS = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A photo of one known person."""

    path: Path
    person: str
    age: int | None
    """In whole years, where the set says it."""


def read_fgnet(folder: Path) -> list[Labelled]:
    """Return FG-NET's photos by name: 001A02b.JPG is person 001 at the age of 2.

    Args:
        folder: the set, or its folder of images.

    Raises:
        FileNotFoundError: no file of such a name is there.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        name = re.fullmatch(r"(\d{3})A(\d{2})[a-z]?\.jpe?g", path.name, re.IGNORECASE)
        if name:
            found.append(Labelled(path, name[1], int(name[2])))
    return _some(found, folder, "photos named like 001A02.JPG")


def read_folders(folder: Path) -> list[Labelled]:
    """Return the photos of a set with a folder for each person, as LFW has it.

    Raises:
        FileNotFoundError: there are no photos in folders.
    """
    found = [
        Labelled(path, path.parent.name, None)
        for path in sorted(folder.glob("*/*"))
        if path.suffix.lower() in PHOTOS
    ]
    return _some(found, folder, "a folder of photos for each person")


def _some(found: list[Labelled], folder: Path, expected: str) -> list[Labelled]:
    if not found:
        raise FileNotFoundError(f"expected {expected} in {folder}")
    return found
