"""Which clusters matter; the rest stays reachable on a shelf of its own."""

from enum import StrEnum

import numpy as np

from faces.types import Bools, Doubles, Ints

MIN_FACES = 3
MIN_DAYS = 2


class Reason(StrEnum):
    """Why a cluster is on the shelf."""

    TOO_FEW = "too few"
    ONE_DAY = "one day"


def refine(
    labels: Ints,
    days: Doubles,
    enough: Bools,
    named: Bools,
    *,
    min_faces: int = MIN_FACES,
    min_days: int = MIN_DAYS,
) -> tuple[Reason | None, ...]:
    """Say of each cluster why it is shelved, or None where it matters (paper, 2.2).

    A cluster needs `min_faces` items, or one that is enough by itself, and `min_days` between
    its first and its last trusted date. With fewer than two trusted dates the days say nothing
    and the count decides alone. A named person is never shelved.

    Args:
        labels: (N,) int64 cluster 0..K-1 of each item.
        days: (N,) float64 calendar day of each item as a number (its ordinal); NaN where the
            date is unknown or not trusted.
        enough: (N,) bool, the items that count as enough faces: in-clip clusters of a video,
            see `track_is_enough`.
        named: (K,) bool, the clusters that carry a named person.
        min_faces: the reference's 3.
        min_days: days from first to last, the reference's 2.

    Returns:
        K reasons.
    """
    count = len(named)
    faces = np.bincount(labels, minlength=count)
    is_enough = np.bincount(labels[enough], minlength=count) > 0
    dated = ~np.isnan(days)
    dates = np.bincount(labels[dated], minlength=count)
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, labels[dated], np.floor(days[dated]))
    np.maximum.at(last, labels[dated], np.floor(days[dated]))
    too_few = (faces < min_faces) & ~is_enough & ~named
    one_day = (dates >= 2) & (last - first < min_days) & ~named
    return tuple(
        Reason.TOO_FEW if few else Reason.ONE_DAY if day else None
        for few, day in zip(too_few.tolist(), one_day.tolist(), strict=True)
    )


def track_is_enough(faces: int, sampled: int, *, min_frames: int = 10) -> bool:
    """Say whether an in-clip cluster counts as enough faces.

    Args:
        faces: sampled frames in which the person was found.
        sampled: frames of the clip that were looked at.
        min_frames: the reference's 10; of a short clip half the sampled frames suffice.
    """
    return faces >= min_frames or 2 * faces >= sampled > 0
