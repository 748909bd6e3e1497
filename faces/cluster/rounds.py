"""Agglomerative clustering by rounds of reciprocal nearest pairs.

All our linkages are reducible: d(A u B, C) >= min(d(A, C), d(B, C)), and an infinite distance
keeps this so. Two clusters that are each other's nearest therefore stay so whatever else merges,
and all such pairs can merge at once: the result is that of merging one nearest pair at a time.
For the same reason a cluster without a neighbour within the threshold will never have one.
"""

from typing import Protocol

import numpy as np

from faces.types import Bools, Doubles, Ints

TIE = 1e-10
"""Distances nearer than this are the same, and the lower id wins: rounding must not decide."""


class Linkage(Protocol):
    """Distances between clusters, each named by its first item's place in order of id."""

    def nearest(self, clusters: Ints, active: Ints) -> tuple[Ints, Doubles]:
        """Return for each of `clusters` its nearest other one of `active`, and how far it is.

        Both are sorted. The lowest wins a tie; inf where no other may be linked.
        """

    def merge(self, keep: int, gone: int) -> None:
        """Let `keep` stand for both from now on."""


def merge_within(linkage: Linkage, leader: Ints, threshold: float) -> Ints:
    """Merge nearest clusters until no two are within the threshold.

    Args:
        linkage: the distances.
        leader: (N,) int64 the cluster of each item at the start, named by its first item.
        threshold: the largest distance that still merges.

    Returns:
        (N,) int64 the cluster of each item at the end, named by its first item.
    """
    n = len(leader)
    parent = leader.copy()
    active = np.zeros(n, dtype=bool)
    active[leader] = True
    neighbour = np.zeros(n, dtype=np.int64)
    height = np.full(n, np.inf)
    stale = np.flatnonzero(active)
    while len(stale):
        neighbour[stale], height[stale] = linkage.nearest(stale, np.flatnonzero(active))
        active &= height <= threshold
        pairs = _reciprocal(active, neighbour, height)
        for keep, gone in pairs.tolist():
            linkage.merge(keep, gone)
            parent[gone] = keep
        active[pairs[:, 1]] = False
        changed = ~active
        changed[pairs] = True
        stale = np.flatnonzero(active & (changed | changed[neighbour]))
    return _roots(parent)


def _reciprocal(active: Bools, neighbour: Ints, height: Doubles) -> Ints:
    """Return the (P, 2) pairs that are each other's nearest, lower id first."""
    clusters = np.flatnonzero(active & active[neighbour])
    nearest = neighbour[clusters]
    mutual = clusters[(neighbour[nearest] == clusters) & (clusters < nearest)]
    if len(mutual) == 0 and len(clusters):
        # Rounding can turn near ties into a ring of nearest neighbours: take the nearest of all.
        first = clusters[np.argmin(height[clusters])]
        return np.sort(np.array([[first, neighbour[first]]]), axis=1)
    return np.stack([mutual, neighbour[mutual]], axis=1)


def _roots(parent: Ints) -> Ints:
    """Follow each item to the cluster that stands for it."""
    while True:
        above = parent[parent]
        if np.array_equal(above, parent):
            return parent
        parent = above


def first_within_tie(distances: Doubles) -> tuple[Ints, Doubles]:
    """Return the column of the least value of each row, the lowest of a tie, and the value."""
    least = distances.min(axis=1)
    columns = np.argmax(distances <= (least + TIE)[:, None], axis=1)
    return columns, least
