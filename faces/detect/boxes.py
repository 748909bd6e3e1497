"""Arithmetic on boxes: (N, 4) float32 of left, top, right, bottom in pixels."""

import numpy as np

from faces.types import Floats, Ints


def suppress(boxes: Floats, scores: Floats, *, threshold: float, of_smaller: bool = False) -> Ints:
    """Return the indices that non-maximum suppression keeps, best score first.

    A box goes if it overlaps a kept one of a better score by more than `threshold`. Of equal
    scores the first box counts as better.

    Args:
        boxes: (N, 4).
        scores: (N,).
        threshold: the largest overlap that stays.
        of_smaller: measure the overlap as a share of the smaller box instead of the union.
    """
    areas = _areas(boxes)
    order = np.argsort(-scores, kind="stable")
    kept = []
    while order.size:
        best, rest = order[0], order[1:]
        kept.append(best)
        shared = _shared_areas(boxes[best], boxes[rest])
        if of_smaller:
            whole = np.minimum(areas[best], areas[rest])
        else:
            whole = areas[best] + areas[rest] - shared
        order = rest[shared <= threshold * whole]
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
    sides = np.maximum(boxes[:, 2:] - boxes[:, :2], 0)
    areas: Floats = sides[:, 0] * sides[:, 1]
    return areas


def _shared_areas(box: Floats, others: Floats) -> Floats:
    corners = [np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])]
    return _areas(np.concatenate(corners, axis=1))
