"""Faces cut out of a picture: for the network, and for pages."""

import math
from collections.abc import Sequence

import cv2
import numpy as np

from faces.types import Box, Pixels

MARGIN = 0.4
"""Around a face on a page: added on each side, as a share of the square's side."""


def crop_faces(
    pixels: Pixels, boxes: Sequence[Box], *, size: int = 224, margin: float = 0.0
) -> Pixels:
    """Cut faces out as the network wants them: square, whole, undistorted.

    The square has the box's centre and its longer side. Without margin it gave the best clusters
    (LFW, BCubed F 0.943; alignment by landmarks did not help). Where it leaves the picture, the
    picture's edge is repeated.

    Args:
        pixels: (H, W, 3) uint8 RGB, upright.
        boxes: N boxes in fractions of the picture; N may be 0.
        size: side of the crops in pixels.
        margin: added on each side, as a share of the square's side.

    Returns:
        (N, size, size, 3) uint8 RGB.
    """
    crops = np.empty((len(boxes), size, size, 3), dtype=np.uint8)
    for crop, box in zip(crops, boxes, strict=True):
        left, top, side = _square(pixels.shape, box, margin)
        crop[:] = _resized(_padded(pixels, left, top, side), size)
    return crops


def face_thumbnail(pixels: Pixels, box: Box, *, size: int = 320, margin: float = MARGIN) -> Pixels:
    """Cut a face with some of its surroundings, for a page.

    Args:
        pixels: (H, W, 3) uint8 RGB, upright.
        box: in fractions of the picture.
        size: largest side of the thumbnail in pixels; it is never enlarged.
        margin: see `thumbnail_square`.

    Returns:
        (S, S, 3) uint8 RGB, S <= size.
    """
    height, width = pixels.shape[:2]
    left, top, side = thumbnail_square(box, width=width, height=height, margin=margin)
    return _resized(pixels[top : top + side, left : left + side], min(size, side))


def thumbnail_square(
    box: Box, *, width: int, height: int, margin: float = MARGIN
) -> tuple[int, int, int]:
    """Return (left, top, side) in pixels of the square that `face_thumbnail` cuts.

    It is moved, or made smaller, to lie inside the picture of `width` x `height` pixels.
    """
    shape = (height, width)
    side = min(_square(shape, box, margin)[2], height, width)
    centre_x, centre_y = _centre(shape, box)
    left = min(max(round(centre_x - side / 2), 0), width - side)
    top = min(max(round(centre_y - side / 2), 0), height - side)
    return left, top, side


def _centre(shape: tuple[int, ...], box: Box) -> tuple[float, float]:
    height, width = shape[:2]
    return (box.left + box.right) / 2 * width, (box.top + box.bottom) / 2 * height


def _square(shape: tuple[int, ...], box: Box, margin: float) -> tuple[int, int, int]:
    """(left, top, side) in pixels of the square around a box; it may leave the picture."""
    values = (box.left, box.top, box.right, box.bottom)
    if not all(math.isfinite(value) and -1 <= value <= 2 for value in values):
        raise ValueError(f"a box must be near the picture it belongs to, got {box}")
    height, width = shape[:2]
    longer = max((box.right - box.left) * width, (box.bottom - box.top) * height)
    side = max(1, round(longer * (1 + 2 * margin)))
    centre_x, centre_y = _centre(shape, box)
    return round(centre_x - side / 2), round(centre_y - side / 2), side


def _padded(pixels: Pixels, left: int, top: int, side: int) -> Pixels:
    """The square, its parts outside the picture filled by repeating the picture's edge."""
    height, width = pixels.shape[:2]
    left = min(max(left, 1 - side), width - 1)  # one column and one row at least are inside
    top = min(max(top, 1 - side), height - 1)
    inside = pixels[max(top, 0) : top + side, max(left, 0) : left + side]
    before_y, before_x = max(-top, 0), max(-left, 0)
    after_y, after_x = side - before_y - len(inside), side - before_x - inside.shape[1]
    if not any((before_y, after_y, before_x, after_x)):
        return inside
    filled = cv2.copyMakeBorder(
        inside, before_y, after_y, before_x, after_x, borderType=cv2.BORDER_REPLICATE
    )
    return np.asarray(filled, dtype=np.uint8)


def _resized(square: Pixels, size: int) -> Pixels:
    if len(square) == size:
        return square
    shrinks = len(square) > size
    method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(square, (size, size), interpolation=method), dtype=np.uint8)
