"""Finds faces in a picture that lies on its side."""

from collections.abc import Callable

import numpy as np

from faces.types import Box, Detection, Pixels


def detect_turned(pixels: Pixels, detect: Callable[[Pixels], list[Detection]]) -> list[Detection]:
    """Detect in a picture; if it shows nobody, again turned by 90 and by 270 degrees.

    Of the two turns the one with the surest face counts. Boxes and landmarks are those of the
    picture as given.
    """
    upright = detect(pixels)
    if upright:
        return upright
    left = [_turned_back_right(face) for face in detect(np.rot90(pixels, 1))]
    right = [_turned_back_left(face) for face in detect(np.rot90(pixels, 3))]
    return max(left, right, key=_surest)


def _surest(faces: list[Detection]) -> float:
    return max((face.score for face in faces), default=0.0)


def _turned_back_right(face: Detection) -> Detection:
    """Undo a quarter turn to the left: what is at (x, y) was at (1 - y, x)."""
    box = face.box
    return Detection(
        Box(1 - box.bottom, box.left, 1 - box.top, box.right),
        tuple((1 - y, x) for x, y in face.landmarks),
        face.score,
    )


def _turned_back_left(face: Detection) -> Detection:
    """Undo a quarter turn to the right: what is at (x, y) was at (y, 1 - x)."""
    box = face.box
    return Detection(
        Box(box.top, 1 - box.right, box.bottom, 1 - box.left),
        tuple((y, 1 - x) for x, y in face.landmarks),
        face.score,
    )
