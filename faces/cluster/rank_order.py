"""Rank-order clustering, for comparison (Zhu, Wen and Sun, CVPR 2011).

Faces of one person have the same faces near them. With O_a(b) the place of b in the order of a
(itself at 0) and f_a(i) who stands at place i, the rank-order distance of clusters a and b is

    D(a, b) = sum_{i <= O_a(b)} O_b(f_a(i)),                                              (Eq. 1)
    D_R(a, b) = (D(a, b) + D(b, a)) / min(O_a(b), O_b(a)),                                (Eq. 2)

where clusters are ordered by the least distance of their faces d(a, b); and their normalised
distance D_N(a, b) is d(a, b) over the mean distance of their faces to their K nearest (Eqs. 4, 5).
Pairs with D_R below the threshold and D_N below 1 merge, through others too; then anew, until none
does.
"""

import numpy as np

from faces.cluster.apart import Apart
from faces.types import Doubles, Ints


def merge_rank_order(
    distances: Doubles, leader: Ints, apart: Apart, threshold: float, *, nearest: int = 9
) -> Ints:
    """Merge clusters that have the same neighbours; the most alike first, as `apart` allows.

    Args:
        distances: (N, N) float64 of items.
        leader: (N,) int64 the cluster of each item at the start, named by its first item.
        apart: what may not be linked.
        threshold: of D_R; the authors use 14.
        nearest: K of D_N; the authors use 9.

    Returns:
        (N,) int64 the cluster of each item at the end, named by its first item.
    """
    n = len(leader)
    cluster = leader.copy()
    near = np.sort(distances, axis=1)[:, 1 : nearest + 1].mean(axis=1) if n > 1 else np.ones(n)
    while True:
        names, of_item = np.unique(cluster, return_inverse=True)
        merged = names.copy()
        for a, b in _alike(distances, of_item, near, threshold):
            keep, gone = sorted((int(merged[a]), int(merged[b])))
            if keep != gone and not apart.forbids(keep, gone):
                apart.merge(keep, gone)
                merged[merged == gone] = keep
        if np.array_equal(merged, names):
            return cluster
        cluster = merged[of_item]


def _alike(
    distances: Doubles, of_item: Ints, near: Doubles, threshold: float
) -> list[tuple[int, int]]:
    """Return the pairs of clusters to be merged, the most alike first."""
    between = _least(distances, of_item)
    sizes = np.bincount(of_item)
    spread = np.bincount(of_item, near)
    scale = (spread[:, None] + spread) / (sizes[:, None] + sizes)
    order = np.argsort(between, axis=1, kind="stable")
    place = np.argsort(order, axis=1)
    alike = []
    for a, b in np.argwhere(np.triu(between < scale, 1)).tolist():
        ranks = place[b, order[a, : place[a, b] + 1]].sum()
        ranks += place[a, order[b, : place[b, a] + 1]].sum()
        distance = ranks / min(place[a, b], place[b, a])
        if distance < threshold:
            alike.append((float(distance), a, b))
    return [(a, b) for _, a, b in sorted(alike)]


def _least(distances: Doubles, of_item: Ints) -> Doubles:
    """Return (C, C) the least distances of the items of clusters; each is before all others."""
    order = np.argsort(of_item, kind="stable")
    starts = np.flatnonzero(np.diff(of_item[order], prepend=-1))
    rows = np.minimum.reduceat(distances[order], starts, axis=0)
    least: Doubles = np.minimum.reduceat(rows[:, order], starts, axis=1)
    np.fill_diagonal(least, -1.0)
    return least
