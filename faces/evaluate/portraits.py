"""The one face that each photo of a labelled set is of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np

from faces.errors import BadImageError
from faces.evaluate.datasets import Labelled
from faces.image import open_upright
from faces.types import Detection, Detector, Ints, Pixels

T = TypeVar("T")

BATCH = 32


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A photo and the face in it that the label speaks of."""

    photo: Labelled
    pixels: Pixels
    detection: Detection


def read_portraits(photos: Sequence[Labelled], detector: Detector) -> Iterator[Portrait]:
    """Give the face nearest to the middle of each photo; photos that show none are left out."""
    for photo in photos:
        try:
            pixels = open_upright(photo.path).pixels
        except BadImageError:
            continue
        found = detector.detect(pixels)
        if found:
            yield Portrait(photo, pixels, min(found, key=off_centre))


def people_of(photos: Sequence[Labelled]) -> Ints:
    """(N,) int64: the person of each photo, numbered in the order of their names."""
    names = [photo.person for photo in photos]
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def batches(pieces: Iterable[T]) -> Iterator[list[T]]:
    """Give 32 at a time: photos come from disk and do not all fit into memory."""
    waiting = iter(pieces)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def off_centre(detection: Detection) -> float:
    """Return how far the middle of a box is from the middle of the photo, in its sides."""
    box = detection.box
    return float(np.hypot((box.left + box.right) / 2 - 0.5, (box.top + box.bottom) / 2 - 0.5))
