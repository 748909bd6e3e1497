"""Median linkage, for comparison: not reducible, so one nearest pair at a time.

The distance of a union of A and B from C is sqrt(d(A,C)^2 / 2 + d(B,C)^2 / 2 - d(A,B)^2 / 4): for
Euclidean distances that of the middle between the middles (scipy's "median"). It can be below
d(A, B), so a merge may come at a lower height than one before. A cut at a threshold keeps the
clusters all of whose merges are within it; as a merge changes only its own distances, those are
the clusters there are when no pair is within the threshold.
"""

import numpy as np

from faces.cluster.apart import Apart
from faces.cluster.rounds import TIE
from faces.types import Doubles, Ints


def merge_median(distances: Doubles, leader: Ints, apart: Apart, threshold: float) -> Ints:
    """Merge the nearest two until no two are within the threshold; the lowest names win a tie.

    Args:
        distances: (N, N) float64 of items; written over.
        leader: (N,) int64 the cluster of each item at the start, named by its first item.
        apart: what may not be linked.
        threshold: the largest distance that still merges.

    Returns:
        (N,) int64 the cluster of each item at the end, named by its first item.
    """
    parent = leader.copy()
    np.fill_diagonal(distances, np.inf)
    for item in np.flatnonzero(leader != np.arange(len(leader))).tolist():
        _join(distances, int(leader[item]), item)
    least = distances.min(axis=1, initial=np.inf)
    while len(least) and least.min() <= threshold:
        keep = int(np.argmax(least <= least.min() + TIE))
        gone = int(np.argmax(distances[keep] <= least[keep] + TIE))
        # Whose nearest was one of these two looks again; to all others only these have changed.
        before = np.minimum(distances[:, keep], distances[:, gone])
        stale = np.flatnonzero(before <= least)
        if apart.forbids(keep, gone):
            distances[keep, gone] = distances[gone, keep] = np.inf
        else:
            apart.merge(keep, gone)
            parent[parent == gone] = keep
            _join(distances, keep, gone)
        least = np.minimum(least, distances[:, keep])
        stale = np.union1d(stale, [keep, gone])
        least[stale] = distances[stale].min(axis=1)
    return parent


def _join(distances: Doubles, keep: int, gone: int) -> None:
    a, b, between = distances[keep], distances[gone], distances[keep, gone]
    # Of distances that are not Euclidean, as the paper's, the square may fall below 0.
    squared = a**2 / 2 + b**2 / 2 - between**2 / 4
    joined = np.where(np.isinf(a) | np.isinf(b), np.inf, np.sqrt(np.maximum(squared, 0.0)))
    joined[[keep, gone]] = np.inf
    distances[keep] = distances[:, keep] = joined
    distances[gone] = distances[:, gone] = np.inf
