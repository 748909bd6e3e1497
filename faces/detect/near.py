"""Finds faces where they were a moment ago: the neighbour frames of a film differ little."""

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple

import numpy as np

from faces.detect.boxes import suppress
from faces.types import Box, Detection, Pixels

REACH = 0.75
"""How far around a face is looked, in units of its longer side: so far may it have moved."""
SHRINKS = 0.6
"""The smallest face that is looked for there, as a share of the one that was seen."""
SAME = 0.4
"""Two boxes that overlap more show one face: it lies near two that were seen."""

Find = Callable[[Pixels, float], list[Detection]]
"""Detects in a picture faces from so many pixels of their side on."""


def detect_near(
    pixels: Pixels, boxes: Sequence[Box], find: Find, *, smallest: float, factor: float
) -> list[Detection]:
    """Detect in the neighbourhood of N boxes only, best score first.

    Args:
        pixels: (H, W, 3) uint8 RGB.
        boxes: where faces were, in fractions of the picture.
        find: the detector.
        smallest: no face with fewer pixels of its side is looked for.
        factor: size of each level of the pyramid to the one before. The levels used are some of
            those of the whole picture, so that a face gets nearly the same box.
    """
    found = []
    for box in boxes:
        side = _side(pixels, box)
        levels = math.floor(math.log(max(1.0, SHRINKS * side / smallest), 1 / factor))
        found += _around(pixels, box, find, REACH * side, smallest / factor**levels)
    if not found:
        return []
    places = np.array([astuple(face.box) for face in found], np.float32)
    scores = np.array([face.score for face in found], np.float32)
    return [found[index] for index in suppress(places, scores, threshold=SAME)]


def _side(pixels: Pixels, box: Box) -> float:
    """Pixels of the longer side."""
    height, width = pixels.shape[:2]
    side: float = max((box.right - box.left) * width, (box.bottom - box.top) * height)
    return side


def _around(pixels: Pixels, box: Box, find: Find, reach: float, smallest: float) -> list[Detection]:
    height, width = pixels.shape[:2]
    x = max(0, math.floor(box.left * width - reach))
    y = max(0, math.floor(box.top * height - reach))
    right, bottom = math.ceil(box.right * width + reach), math.ceil(box.bottom * height + reach)
    part = pixels[y:bottom, x:right]
    return [_moved(face, part.shape, pixels.shape, x, y) for face in find(part, smallest)]


def _moved(
    face: Detection, part: tuple[int, ...], whole: tuple[int, ...], x: int, y: int
) -> Detection:
    """Say in fractions of the whole picture what was said in those of a part of it."""

    def across(value: float) -> float:
        return (value * part[1] + x) / whole[1]

    def down(value: float) -> float:
        return (value * part[0] + y) / whole[0]

    box = face.box
    return Detection(
        Box(across(box.left), down(box.top), across(box.right), down(box.bottom)),
        tuple((across(left), down(top)) for left, top in face.landmarks),
        face.score,
    )
