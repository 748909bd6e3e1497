"""The labels of published sets, read from the names of their files."""

import re
from dataclasses import dataclass
from pathlib import Path

PHOTOS = {".jpg", ".jpeg", ".png", ".webp"}
# FG-NET says no gender. By eye, from six photos of each near the age of 22: 034 stayed unsure,
# and the people after 041 were not looked at.
FGNET_LOOKED_AT = set(range(1, 42)) - {34}
FGNET_FEMALE = {2, 5, 8, 9, 10, 12, 14, 15, 18, 20, 21, 25, 26, 27, 30, 32, 39}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A known person's face in a photo."""

    path: Path
    person: str
    age: int | None
    """In whole years, where the set says it."""
    gender: str | None = None
    """"male" or "female", where it is known."""
    album: str = ""
    """Whose photos these are, in a set of several albums: each is clustered by itself."""
    eyes: tuple[tuple[float, float], tuple[float, float]] | None = None
    """Where the eyes are, (x, y) in pixels, in a set of photos with several people."""
    cropped: bool = False
    """The picture is nothing but the face."""


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
            found.append(Labelled(path, name[1], int(name[2]), _gender_in_fgnet(name[1])))
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


def read_utkface(folder: Path) -> list[Labelled]:
    """Return UTKFace's aligned faces by name: 26_1_... is a woman of 26; each is its own person.

    Raises:
        FileNotFoundError: no file of such a name is there.
    """
    found = []
    for path in sorted(folder.rglob("*.jpg")):
        name = re.fullmatch(r"(\d{1,3})_([01])_\d_\d+\.jpg\.chip\.jpg", path.name)
        if name:
            gender = "female" if name[2] == "1" else "male"
            found.append(Labelled(path, path.name, int(name[1]), gender))
    return _some(found, folder, "faces named like 26_1_0_20170116.jpg.chip.jpg")


def _gender_in_fgnet(person: str) -> str | None:
    if int(person) not in FGNET_LOOKED_AT:
        return None
    return "female" if int(person) in FGNET_FEMALE else "male"


def _some(found: list[Labelled], folder: Path, expected: str) -> list[Labelled]:
    if not found:
        raise FileNotFoundError(f"expected {expected} in {folder}")
    return found
