"""Clusters as means: exact distances of average linkage without a matrix, in O(N D) memory.

With unit features x, birth years b and confidences s, the mean over two clusters A and B of
|x_i - x_j|^2 + w s_i s_j (b_i - b_j)^2 is

    2 - 2 <x_A, x_B> + w (q_A s_B - 2 r_A r_B + s_A q_B),

where x, s, r and q are the means over the cluster of x, s, s b and s b^2. A cluster is thus its
size and one row of D + 3 means. A single face's row is read from its features as they came; only
clusters of several have a row of their own, which is free again once they merge.
"""

import numpy as np

from faces.cluster.dense import confidence
from faces.cluster.values import Items
from faces.types import Doubles, Floats, Ints

CENTRE = 2000.0  # birth years are taken from here, or squares of 2000 would cost digits
PAIRS = 256  # pairs whose rows are in memory at once
ROWS = 1024


class Means:
    """The rows of clusters 0..C-1 and of those that come of merging them, numbered from C."""

    def __init__(self, items: Items, leader: Ints, weight: float, capacity: int) -> None:
        """Start with the clusters that `leader` says, in order of their first items.

        Args:
            items: N items.
            leader: (N,) int64 the cluster of each, named by its first item.
            weight: w.
            capacity: how many clusters there can ever be.
        """
        self.weight, self.width = weight, items.features.shape[1]
        self.leaders, cluster, sizes = np.unique(leader, return_inverse=True, return_counts=True)
        count = len(self.leaders)
        self.sizes = np.zeros(capacity, dtype=np.int64)
        self.sizes[:count] = sizes
        self.terms = np.zeros((capacity, 3))
        self._features = items.features
        self._scale = 1.0 / lengths(items.features)
        self._slot = np.full(capacity, -1, dtype=np.int64)
        self._rows = np.empty((0, self.width))
        self._free: list[int] = []
        self._start(terms_of(items), cluster)

    def _start(self, terms: Doubles, cluster: Ints) -> None:
        self.terms[: len(self.leaders)] = terms[self.leaders]
        several = np.flatnonzero(self.sizes > 1)
        slots = self._take(len(several))
        self._slot[several] = slots
        places = np.argsort(cluster, kind="stable")
        ends = np.cumsum(self.sizes[: len(self.leaders)])
        for here, slot in zip(several.tolist(), slots.tolist(), strict=True):
            members = places[ends[here] - self.sizes[here] : ends[here]]
            self._rows[slot] = self.units(members).mean(axis=0)
            self.terms[here] = terms[members].mean(axis=0)

    def units(self, places: Ints) -> Doubles:
        """Return (M, D) float64 features of items, brought to unit length."""
        units: Doubles = self._features[places].astype(np.float64)
        units *= self._scale[places, None]
        return units

    def rows(self, clusters: Ints) -> Doubles:
        """Return (M, D) float64 mean features of clusters."""
        slots = self._slot[clusters]
        single = slots < 0
        if single.all():
            return self.units(self.leaders[clusters])
        rows: Doubles = self._rows[slots]
        if single.any():
            rows[single] = self.units(self.leaders[clusters[single]])
        return rows

    def distances(self, a: Ints, b: Ints) -> Doubles:
        """Return (P,) float64 the exact distances of P pairs of clusters."""
        products = np.empty(len(a))
        for at in range(0, len(a), PAIRS):
            pairs = slice(at, at + PAIRS)
            products[pairs] = np.einsum("ij,ij->i", self.rows(a[pairs]), self.rows(b[pairs]))
        (s, r, q), (t, u, v) = self.terms[a].T, self.terms[b].T
        distances: Doubles = 2.0 - 2.0 * products + self.weight * (q * t - 2.0 * r * u + s * v)
        return distances

    def merge(self, keep: Ints, gone: Ints, into: Ints) -> None:
        """Let each of M clusters `into` be two others, which are no more."""
        sizes = self.sizes[keep] + self.sizes[gone]
        share = self.sizes[gone] / sizes
        self.sizes[into] = sizes
        self.terms[into] = self.terms[keep] + share[:, None] * (self.terms[gone] - self.terms[keep])
        for at in range(0, len(into), PAIRS):
            some = slice(at, at + PAIRS)
            rows, others = self.rows(keep[some]), self.rows(gone[some])
            rows += share[some, None] * (others - rows)
            self._release(np.concatenate([keep[some], gone[some]]))
            self._slot[into[some]] = slots = self._take(len(rows))
            self._rows[slots] = rows

    def _release(self, clusters: Ints) -> None:
        slots = self._slot[clusters]
        self._free += slots[slots >= 0].tolist()

    def _take(self, count: int) -> Ints:
        if len(self._free) < count:
            used = len(self._rows)
            grown = np.empty((used + max(count, used // 2), self._rows.shape[1]))
            grown[:used] = self._rows
            self._rows = grown
            self._free += range(len(grown) - 1, used - 1, -1)
        taken = self._free[len(self._free) - count :]
        del self._free[len(self._free) - count :]
        return np.array(taken, dtype=np.int64)


def lengths(features: Floats) -> Doubles:
    """Return (N,) float64 L2 lengths of rows."""
    squares = np.empty(len(features))
    for at in range(0, len(features), ROWS):
        rows = features[at : at + ROWS].astype(np.float64)
        squares[at : at + ROWS] = np.einsum("ij,ij->i", rows, rows)
    return np.sqrt(squares)


def terms_of(items: Items) -> Doubles:
    """Return (N, 3) float64: s, s b and s b^2 of each item; 0 where the birth year is unknown."""
    born = np.nan_to_num(items.birth_years - CENTRE, nan=0.0)
    s = confidence(items)
    terms: Doubles = np.stack([s, s * born, s * born**2], axis=1)
    return terms
