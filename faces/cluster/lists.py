"""Lists of neighbours that stay true while clusters merge.

A cluster c has a list of others and a radius: whoever can merge and is not listed is at least the
radius away. A listed value is a lower bound too, until it is known exactly. Lists outlive merging,
because each distance between two clusters is the mean over their parts: with v_ij the listed
values of parts i of A and j of B, and the radius r_i where j is not listed,

    d(A, B) >= sum_ij n_i n_j v_ij / (n_A n_B).

So two clusters that become one have one list made of both, and its radius is the mean of theirs.
"""

import numpy as np

from faces.types import Bools, Doubles, Floats, Ints


class Lists:
    """Lists of `most` neighbours of clusters 0..capacity-1."""

    def __init__(self, sizes: Ints, most: int) -> None:
        """Start with empty lists; `sizes` of clusters is filled in by whoever merges them."""
        capacity = len(sizes)
        self.sizes = sizes
        self.into = np.arange(capacity)  # the cluster that a merged one is part of
        self.alive = np.zeros(capacity, dtype=bool)  # there, and can still merge
        self.radius = np.zeros(capacity)
        self.listed = np.zeros((capacity, most), dtype=np.int32)
        self.value = np.full((capacity, most), np.inf)
        self.exact = np.zeros((capacity, most), dtype=bool)

    def write(self, clusters: Ints, listed: Ints, values: Floats, radius: Floats) -> None:
        """Set lists of lower bounds; inf marks an empty place."""
        self.listed[clusters], self.value[clusters] = listed, values
        self.radius[clusters], self.exact[clusters] = radius, False

    def follow(self, clusters: Ints) -> None:
        """Let lists name the clusters there are now."""
        before, values = self.listed[clusters].astype(np.int64), self.value[clusters]
        same = self.into[before] == before
        same &= self.alive[before]
        if same.all():
            return
        radius = self.radius[clusters, None]
        off = self.sizes[before] * (values - radius)
        now, off = self._together(before, off, clusters)
        bounds = np.where(now == clusters[:, None], np.inf, radius + off / self.sizes[now])
        self.listed[clusters], self.value[clusters] = now, bounds
        self._keep_exact(clusters, before, values)

    def _keep_exact(self, clusters: Ints, before: Ints, values: Doubles) -> None:
        """Put back what was known exactly of clusters that are still there."""
        known = self.exact[clusters] & (self.into[before] == before) & self.alive[before]
        self.exact[clusters] = False
        rows, places = np.nonzero(known & np.isfinite(values))
        now = self.listed[clusters[rows]] == before[rows, places, None]
        there = now.argmax(axis=1)
        self.value[clusters[rows], there] = values[rows, places]
        self.exact[clusters[rows], there] = True

    def join(self, keep: Ints, gone: Ints, into: Ints) -> Doubles:
        """Make of two lists the list of both; return (M,) how far all others are at least."""
        most, parts = self.listed.shape[1], np.stack([keep, gone])
        share = self.sizes[parts] / self.sizes[into]
        radius: Doubles = (share * self.radius[parts]).sum(axis=0)
        listed = np.concatenate(self.listed[parts], axis=1).astype(np.int64)
        off = share[:, :, None] * (self.value[parts] - self.radius[parts][:, :, None])
        off = np.concatenate(off, axis=1) * self.sizes[listed]
        now, off = self._together(listed, off, into)
        values = np.where(now == into[:, None], np.inf, radius[:, None] + off / self.sizes[now])
        order = np.argsort(values, axis=1)
        values = np.take_along_axis(values, order, axis=1)
        rest = np.minimum(radius, values[:, most])
        self.write(into, np.take_along_axis(now, order[:, :most], 1), values[:, :most], rest)
        least: Doubles = np.minimum(rest, values[:, 0])
        return least

    def _together(self, listed: Ints, off: Doubles, own: Ints) -> tuple[Ints, Doubles]:
        """Name the clusters there are now, each once, and sum what was listed of their parts.

        Whatever is out of reach stands as the cluster itself: it is an empty place.
        """
        now = self.root(listed)
        now = np.where(np.isinf(off) | ~self.alive[now], own[:, None], now)
        order = np.argsort(now, axis=1, kind="stable")
        now = np.take_along_axis(now, order, axis=1)
        first, off = _summed(now, np.take_along_axis(off, order, axis=1))
        return np.where(first, now, own[:, None]), off

    def root(self, clusters: Ints) -> Ints:
        """Return the cluster that each is part of now."""
        root = self.into[clusters]
        while True:
            above = self.into[root]
            if np.array_equal(above, root):
                break
            root = above
        self.into[clusters] = root
        return root


def _summed(ids: Ints, values: Doubles) -> tuple[Bools, Doubles]:
    """Say which ids are the first of equals in their row, and sum the values of equals there."""
    first = np.ones(ids.shape, dtype=bool)
    first[:, 1:] = ids[:, 1:] != ids[:, :-1]
    starts = np.flatnonzero(first)
    summed = np.zeros(ids.size)
    summed[starts] = np.add.reduceat(values.ravel(), starts)
    return first, summed.reshape(ids.shape)
