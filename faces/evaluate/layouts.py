"""Labelled sets by the way their files lie, among them those of the paper's Tables 2 and 3."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from faces.errors import FacesError
from faces.evaluate.datasets import PHOTOS, Labelled, read_fgnet, read_folders

Layout = Literal["folders", "fgnet", "lfw", "gallagher", "gfw"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

GALLAGHER_LABELS = "GallagherDatasetGT.txt"
PASSERS_BY, UNRECOGNISABLE = "1", "2"  # of an album of GFW; people are numbered from 3


class LabelsError(FacesError):
    """The labels of a set are not what its description says; the text says where."""


def read_layout(layout: Layout, folder: Path) -> list[Labelled]:
    """Return the labelled faces of a set, in the order of their files.

    Args:
        layout: "folders" or "lfw", a folder of photos for each person; "fgnet"; "gallagher";
            "gfw".
        folder: where the set lies.

    Raises:
        FileNotFoundError: it does not lie there.
        LabelsError: its labels cannot be read.
    """
    readers: dict[Layout, Callable[[Path], list[Labelled]]] = {
        "folders": read_folders,
        "lfw": read_folders,
        "fgnet": read_fgnet,
        "gallagher": read_gallagher,
        "gfw": read_gfw,
    }
    return readers[layout](folder)


def read_gallagher(folder: Path) -> list[Labelled]:
    """Return the faces of the Gallagher collection (Gallagher and Chen, CVPR 2008).

    As published: photos, and one GallagherDatasetGT.txt with a line for each face: the photo's
    name, x and y of the left and of the right eye in pixels, the person's number.

    Raises:
        FileNotFoundError: there is no such file, or it names a photo that is not there.
        LabelsError: a line is not of this form.
    """
    labels = sorted(folder.rglob(GALLAGHER_LABELS))
    if not labels:
        raise FileNotFoundError(f"expected {GALLAGHER_LABELS} in {folder}")
    photos = {path.name.lower(): path for path in sorted(folder.rglob("*"))}
    faces = []
    for number, line in enumerate(labels[0].read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        name, left, right, person = _gallagher_line(line, number)
        if name.lower() not in photos:
            raise FileNotFoundError(f"{GALLAGHER_LABELS} names {name}, which is not in {folder}")
        faces.append(Labelled(photos[name.lower()], person, None, eyes=(left, right)))
    return faces


def _gallagher_line(
    line: str, number: int
) -> tuple[str, tuple[float, float], tuple[float, float], str]:
    words = line.split()
    try:
        name, person = words[0], words[5]
        left_x, left_y, right_x, right_y = map(float, words[1:5])
    except (IndexError, ValueError) as error:
        raise LabelsError(
            f"{GALLAGHER_LABELS}, line {number}: expected a photo, four numbers and a person"
        ) from error
    return Path(name).name, (left_x, left_y), (right_x, right_y), person


def read_gfw(folder: Path) -> list[Labelled]:
    """Return the faces of Grouping Faces in the Wild (He et al., AAAI 2018).

    A folder for each album, in it a folder of cut out faces for each number. Faces numbered 1
    are of passers-by, each of whom the album shows once; those numbered 2 were unrecognisable
    to the labellers and are left out.

    Raises:
        FileNotFoundError: there are no such folders.
    """
    faces = []
    for path in sorted(folder.glob("*/*/*")):
        number = path.parent.name
        if path.suffix.lower() not in PHOTOS or number == UNRECOGNISABLE:
            continue
        album = path.parent.parent.name
        person = path.stem if number == PASSERS_BY else ""
        faces.append(Labelled(path, f"{album}/{number}/{person}", None, album=album, cropped=True))
    if not faces:
        raise FileNotFoundError(f"expected folders ALBUM/NUMBER of cut out faces in {folder}")
    return faces
