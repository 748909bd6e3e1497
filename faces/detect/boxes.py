"""Arithmetic on boxes: (N, 4) float32 of left, top, right, bottom in pixels."""

import cv2
import numpy as np

from faces.types import Floats, Ints


def suppress(boxes: Floats, scores: Floats, *, threshold: float) -> Ints:
    """Return the indices that non-maximum suppression keeps, best score first.

    A box goes if its overlap with a kept one of a better score, as a share of their union, exceeds
    `threshold`. Of equal scores the first box counts as better.

    Args:
        boxes: (N, 4).
        scores: (N,), greater than 0.
        threshold: the largest overlap that stays.
    """
    places = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1, dtype=np.float64)
    # OpenCV takes arrays as well as the lists of its stub, and a tenth of our own loop's time.
    kept = cv2.dnn.NMSBoxes(places, scores, 0.0, threshold)  # type: ignore[arg-type]
    return np.array(kept, np.int64)


def suppress_inner(boxes: Floats, scores: Floats, *, threshold: float) -> Ints:
    """Like `suppress`, with the overlap as a share of the smaller box; for a few hundred boxes."""
    order = np.argsort(-scores, kind="stable")
    boxes = boxes[order]
    areas = _areas(boxes)
    kept = []
    while order.size:
        kept.append(order[0])
        shared = _shared_areas(boxes[0], boxes[1:])
        stays = np.flatnonzero(shared <= threshold * np.minimum(areas[0], areas[1:])) + 1
        order, boxes, areas = order[stays], boxes[stays], areas[stays]
    return np.array(kept, np.int64)


def squared(boxes: Floats) -> Floats:
    """Widen the shorter side of each box about its centre."""
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, keepdims=True) / 2
    return np.concatenate([centre - half, centre + half], axis=1)


def shifted(boxes: Floats, shifts: Floats) -> Floats:
    """Move each side by its shift (N, 4), in units of the box's size in whole pixels."""
    sizes = boxes[:, 2:] - boxes[:, :2] + 1
    return boxes + shifts * np.tile(sizes, 2)


def _areas(boxes: Floats) -> Floats:
    return _product(boxes[:, 2:] - boxes[:, :2])


def _shared_areas(box: Floats, others: Floats) -> Floats:
    return _product(np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2]))


def _product(sides: Floats) -> Floats:
    sides = np.maximum(sides, 0)
    areas: Floats = sides[:, 0] * sides[:, 1]
    return areas
