"""Cuts boxes out of a picture at the size that R-Net and O-Net take."""

from collections.abc import Iterator

import cv2
import numpy as np

from faces.types import Floats, Pixels

OUTSIDE = (127, 127, 127)  # what lies beyond the picture is grey, near 0 for the networks


def cut_patches(pixels: Pixels, boxes: Floats, *, side: int, batch: int) -> Iterator[Pixels]:
    """Yield (n, side, side, 3) patches, at most `batch` at a time, in the order of the boxes.

    Args:
        pixels: the picture, no side longer than 32,766 pixels.
        boxes: (N, 4) left, top, right, bottom in pixels; they may reach beyond the picture.
        side: pixels of a patch's side.
        batch: patches at a time; batch * side at most 32,766.
    """
    steps = np.linspace(0, 1, side, dtype=np.float32)
    # As the reference does: the width of the picture counts as the distance of its outer columns.
    height, width = pixels.shape[:2]
    boxes = boxes * np.array([1 - 1 / max(width, 1), 1 - 1 / max(height, 1)] * 2, np.float32)
    for start in range(0, len(boxes), batch):
        part = boxes[start : start + batch]
        size = part[:, 2:] - part[:, :2]
        across = part[:, :1] + size[:, :1] * steps  # (n, side)
        down = part[:, 1:2] + size[:, 1:] * steps
        shape = (len(part), side, side)
        # All patches in one call, one below the other: a call for each costs more than its work.
        stacked = cv2.remap(
            pixels,
            np.broadcast_to(across[:, np.newaxis, :], shape).reshape(-1, side),
            np.broadcast_to(down[:, :, np.newaxis], shape).reshape(-1, side),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=OUTSIDE,
        )
        yield np.asarray(stacked, np.uint8).reshape(*shape, 3)
