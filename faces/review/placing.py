"""Who everybody is, as likely as it is known after what was said."""

import numpy as np

from faces.cluster import Constraints, Items
from faces.review.candidates import pieces_of, split
from faces.review.growing import Bars, grow
from faces.review.likeness import Likeness
from faces.review.odds import Weights
from faces.types import Ints

LEAST = 0.6  # chance from which two groups become one unasked


def place(
    items: Items,
    constraints: Constraints,
    *,
    weights: Weights | None = None,
    likeness: Likeness | None = None,
    least: float = LEAST,
) -> Ints:
    """Return (N,) int64 the group of each item: pieces joined while that is likely enough.

    Two people of whom an item each was confirmed (`constraints.people`) do not become one.

    Args:
        items, constraints: as `faces.cluster.partition` takes them.
        weights: the model; None for the fitted one.
        likeness: of these items, if it was prepared before.
        least: the chance from which two become one.
    """
    if not len(items):
        return np.empty(0, np.int64)
    likeness = likeness or Likeness(items)
    nobody = np.full(len(items), -1, np.int64)
    said = nobody if constraints.people is None else constraints.people
    pieces = split(likeness, pieces_of(items, constraints, nobody))
    groups = grow(likeness, pieces, Bars(constraints, said), weights or Weights(), least=least)
    labels = np.empty(len(items), np.int64)
    for number, group in enumerate(groups):
        labels[group.members] = number
    return labels
