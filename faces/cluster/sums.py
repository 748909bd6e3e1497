"""Average linkage on sums kept per cluster: exact, in O(N D) memory.

With unit features x, birth years b and confidences s, the mean over two clusters A and B of
|x_i - x_j|^2 + w s_i s_j (b_i - b_j)^2 is

    2 - 2 <x_A, x_B> + w (q_A s_B - 2 r_A r_B + s_A q_B),

where x, s, r and q are the means over the cluster of x, s, s b and s b^2. A cluster is thus its
size and one row of D + 3 means, and the distances of many clusters are one product of matrices.
"""

import numpy as np

from faces.cluster.apart import Apart
from faces.cluster.dense import confidence
from faces.cluster.rounds import first_within_tie
from faces.cluster.values import Items
from faces.types import Doubles, Ints

BLOCK = 512  # clusters compared at once with all others
CENTRE = 2000.0  # birth years are taken from here, or squares of 2000 would cost digits


class Sums:
    """Distances between clusters from their sizes and means; see `Linkage`."""

    def __init__(self, items: Items, leader: Ints, apart: Apart, weight: float) -> None:
        self._apart = apart
        self._weight = weight
        self._sizes = np.bincount(leader, minlength=len(leader))
        self._means = _rows(items)
        members = np.flatnonzero((self._sizes[leader] > 1) & (leader != np.arange(len(leader))))
        np.add.at(self._means, leader[members], self._means[members])
        joined = np.flatnonzero(self._sizes > 1)
        self._means[joined] /= self._sizes[joined, None]

    def nearest(self, clusters: Ints, active: Ints) -> tuple[Ints, Doubles]:
        """See `Linkage`."""
        columns = np.empty(len(clusters), dtype=np.int64)
        least = np.empty(len(clusters))
        others = self._means if len(active) == len(self._means) else self._means[active]
        for at in range(0, len(clusters), BLOCK):
            rows = slice(at, at + BLOCK)
            distances = 2.0 + self._facing(clusters[rows]) @ others.T
            self._apart.make_infinite(distances, clusters[rows], active)
            columns[rows], least[rows] = first_within_tie(distances)
        return active[columns], least

    def merge(self, keep: int, gone: int) -> None:
        """See `Linkage`."""
        size = self._sizes[keep] + self._sizes[gone]
        share = self._sizes[gone] / size
        self._means[keep] += share * (self._means[gone] - self._means[keep])
        self._sizes[keep] = size
        self._apart.merge(keep, gone)

    def _facing(self, clusters: Ints) -> Doubles:
        """Return rows whose product with the means of others is the distance less 2."""
        means = self._means[clusters]
        s, r, q = means[:, -3], means[:, -2], means[:, -1]
        terms = self._weight * np.stack([q, -2.0 * r, s], axis=1)
        return np.concatenate([-2.0 * means[:, :-3], terms], axis=1)


def _rows(items: Items) -> Doubles:
    """Return (N, D + 3) float64: x, s, s b and s b^2 of each item."""
    n, width = items.features.shape
    rows = np.empty((n, width + 3))
    rows[:, :width] = items.features
    rows[:, :width] /= np.linalg.norm(rows[:, :width], axis=1, keepdims=True)
    born = np.nan_to_num(items.birth_years - CENTRE, nan=0.0)
    s = confidence(items)
    rows[:, width:] = np.stack([s, s * born, s * born**2], axis=1)
    return rows
