"""What the networks see in the photos of a labelled set, computed once and kept in a folder."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from faces.aggregate import expected_age
from faces.errors import BadImageError
from faces.evaluate.datasets import Labelled
from faces.evaluate.kept import Kept, Rows
from faces.evaluate.portraits import off_centre
from faces.image import crop_faces, open_upright
from faces.quality import face_quality
from faces.types import Bools, Box, Detection, Detector, Doubles, Floats, Ints, Pixels, Representer

EYES = 1.5  # the side of the region of two eyes, in distances between them (paper, 3.1)
SIDE = 224


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """N labelled faces as the networks see them, and who they are."""

    rows: Rows
    """What the network says of each."""
    labels: tuple[Labelled, ...]
    """The N labels."""
    missed: int = 0
    """Labelled faces in whose photo none was found."""

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def features(self) -> Floats:
        """(N, D) float32 identity features."""
        return self.rows.features

    @property
    def people(self) -> Ints:
        """(N,) int64, numbered in the order of their names."""
        return _numbered([label.person for label in self.labels])

    @property
    def photos(self) -> Ints:
        """(N,) int64: faces of one photo share a number."""
        return _numbered([str(label.path) for label in self.labels])

    @property
    def ages(self) -> Doubles:
        """(N,) float64 age in years by Eq. (2)."""
        return expected_age(self.rows.posteriors)

    @property
    def true_ages(self) -> Doubles:
        """(N,) float64 age in whole years as labelled; NaN where it is not."""
        return np.array([np.nan if x.age is None else x.age for x in self.labels], np.float64)

    def take(self, chosen: Bools) -> "Seen":
        """Return some of the faces."""
        labels = tuple(self.labels[i] for i in np.flatnonzero(chosen).tolist())
        return Seen(self.rows.take(chosen), labels, self.missed)


def see(
    labelled: Sequence[Labelled], detector: Detector, representer: Representer, folder: Path
) -> Seen:
    """Look at labelled faces, or remember how they looked.

    Args:
        labelled: the faces.
        detector, representer: the networks.
        folder: what was seen is kept there, by the versions and the photo's contents.

    Raises:
        FileNotFoundError: no face was found in any photo.
    """
    kept = Kept(folder, f"{detector.version} {representer.version}")
    parts, seen = [], []
    for path, here in _by_photo(labelled):
        asked = " ".join(f"{label.cropped} {label.eyes}" for label in here)
        rows, found = kept.get(path, asked) or kept.put(
            path, asked, _look(path, here, detector, representer)
        )
        parts.append(rows)
        seen += [label for label, there in zip(here, found.tolist(), strict=True) if there]
    if not seen:
        raise FileNotFoundError("no face was found in any photo")
    return Seen(Rows.join(parts), tuple(seen), len(labelled) - len(seen))


def _by_photo(labelled: Sequence[Labelled]) -> Iterator[tuple[Path, list[Labelled]]]:
    photos = defaultdict(list)
    for label in labelled:
        photos[label.path].append(label)
    yield from photos.items()


def _look(
    path: Path, here: list[Labelled], detector: Detector, representer: Representer
) -> tuple[Rows, Bools]:
    """Return the rows of the labels of a photo whose face was found, and which those are."""
    try:
        pixels = open_upright(path).pixels
    except BadImageError:
        return Rows.none(), np.zeros(len(here), np.bool_)
    if here[0].cropped:
        whole = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)[None]
        return _rows(np.asarray(whole, np.uint8), None, pixels, representer), np.ones(1, np.bool_)
    faces = _faces_of(here, detector.detect(pixels), pixels)
    found = np.array([face is not None for face in faces], np.bool_)
    there = [face for face in faces if face is not None]
    if not there:
        return Rows.none(), found
    crops = crop_faces(pixels, [face.box for face in there])
    return _rows(crops, there, pixels, representer), found


def _rows(
    crops: Pixels, detections: list[Detection] | None, pixels: Pixels, representer: Representer
) -> Rows:
    said = representer.represent(crops)
    height, width = pixels.shape[:2]
    quality = (
        np.ones(len(crops), np.float32)
        if detections is None
        else face_quality(crops, detections, width=width, height=height)
    )
    return Rows(said.features, said.age_posterior, said.p_male, quality)


def _faces_of(
    here: list[Labelled], detected: list[Detection], pixels: Pixels
) -> list[Detection | None]:
    """Return the face of each label.

    With eyes it is the one whose box has most of their region; where none has any of it, the
    region itself (paper, 3.1). Without, it is the one nearest to the middle of the photo.
    """
    faces: list[Detection | None] = []
    free = list(detected)
    for label in here:
        if label.eyes is None:
            faces.append(min(free, key=off_centre, default=None))
            continue
        region = _region(label.eyes, pixels)
        best = max(free, key=lambda face, at=region: _overlap(face.box, at), default=None)  # type: ignore[misc]
        if best is None or not _overlap(best.box, region):
            faces.append(Detection(region, _in_middle(region), 0.0))
            continue
        free.remove(best)
        faces.append(best)
    return faces


def _region(eyes: tuple[tuple[float, float], tuple[float, float]], pixels: Pixels) -> Box:
    height, width = pixels.shape[:2]
    (left_x, left_y), (right_x, right_y) = eyes
    x, y = (left_x + right_x) / 2, (left_y + right_y) / 2
    half = EYES * float(np.hypot(right_x - left_x, right_y - left_y)) / 2
    return Box((x - half) / width, (y - half) / height, (x + half) / width, (y + half) / height)


def _overlap(a: Box, b: Box) -> float:
    width = min(a.right, b.right) - max(a.left, b.left)
    height = min(a.bottom, b.bottom) - max(a.top, b.top)
    return max(width, 0.0) * max(height, 0.0)


def _in_middle(box: Box) -> tuple[tuple[float, float], ...]:
    return (((box.left + box.right) / 2, (box.top + box.bottom) / 2),) * 5


def _numbered(names: list[str]) -> Ints:
    return np.unique(names, return_inverse=True)[1].astype(np.int64)
