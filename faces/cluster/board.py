"""Lower bounds of many distances at once: what lets most pairs be passed over, exactly.

A product of float32 rows gives distances twice as fast as one of float64, and errs by no more
than `slack`, which is taken off. Who is nearest is said by exact distances of the few that the
bounds leave.
"""

from collections.abc import Iterator

import numpy as np

from faces.cluster.apart import Apart
from faces.cluster.means import Means
from faces.types import Doubles, Floats, Ints

GONE = 1e9  # the distance of a cluster that is no more
FAR = GONE / 2  # more than any distance that is one
CELLS = 4_000_000  # bounds in memory at once
PARTS = 16
SMALL = 2.0**-24  # rounding of a float32
EXTRA = 4  # numbers of a row beside the features: s, r, q and a constant


class Board:
    """The clusters that can still merge, side by side in one array of float32 rows."""

    def __init__(self, means: Means, first: Ints, apart: Apart, names: int) -> None:
        """See `lay` for the clusters.

        Args:
            means: the rows of clusters.
            first: (C,) the name of each cluster, its first item's place, as `apart` has it.
            apart: what may not be linked.
            names: how many names there can be.
        """
        self._means, self._first, self._apart = means, first, apart
        self.clusters = np.empty(0, dtype=np.int64)
        self._rows = np.empty((0, means.width + EXTRA), dtype=np.float32)
        self._column = np.full(names, -1, dtype=np.int64)  # by name
        self._gone = 0
        self.slack = 0.0

    def lay(self, clusters: Ints) -> None:
        """Hold these clusters, and from now on those that come of merging them."""
        self.slack = slack(self._means.width, self._means.terms[clusters], self._means.weight)
        self.clusters = clusters.copy()
        self._rows = np.empty((len(clusters), self._means.width + EXTRA), dtype=np.float32)
        for at in range(0, len(clusters), 1024):
            self._rows[at : at + 1024] = self._made(clusters[at : at + 1024])
        self._column[:] = -1
        self._column[self._first[clusters]] = np.arange(len(clusters))
        self._gone = 0

    def _made(self, clusters: Ints) -> Floats:
        rows = np.empty((len(clusters), self._means.width + EXTRA), dtype=np.float32)
        rows[:, :-EXTRA] = self._means.rows(clusters)
        rows[:, -EXTRA:-1] = self._means.terms[clusters]
        rows[:, -1] = 2.0 - self.slack
        return rows

    def _facing(self, clusters: Ints) -> Floats:
        """Return rows whose products with those of the board are the bounds."""
        rows = self._made(clusters)
        weight = np.float32(self._means.weight)
        s, r, q = rows[:, -EXTRA:-1].T.copy()
        rows[:, :-EXTRA] *= -2.0
        rows[:, -EXTRA:-1] = np.stack([weight * q, -2.0 * weight * r, weight * s], axis=1)
        rows[:, -1] = 1.0
        return rows

    def replace(self, keep: Ints, gone: Ints, into: Ints) -> None:
        """Let merged clusters take the places of the first, and the second leave."""
        here = self._column[self._first[keep]]
        self.clusters[here] = into
        self._rows[here] = self._made(into)
        self.drop(gone)

    def drop(self, clusters: Ints) -> None:
        """Let clusters leave; close the gaps once they are many."""
        if not len(clusters):
            return
        names = self._first[clusters]
        here = self._column[names]
        self.clusters[here] = -1
        self._rows[here, -1] = GONE
        self._column[names] = -1
        self._gone += len(clusters)
        if self._gone > 0.3 * len(self.clusters):
            left = self.clusters >= 0
            self.clusters, self._rows = self.clusters[left], self._rows[left]
            self._column[self._first[self.clusters]] = np.arange(len(self.clusters))
            self._gone = 0

    def bounds(self, clusters: Ints) -> Iterator[tuple[Ints, Floats]]:
        """Give clusters in parts, with (M, A) bounds to all: inf to itself and where forbidden."""
        step = int(np.clip(CELLS // max(1, len(self.clusters)), 16, 512))
        for at in range(0, len(clusters), step):
            some = clusters[at : at + step]
            yield some, self._bounds(some, self._column)

    def triangle(self) -> Iterator[tuple[int, Floats]]:
        """Give columns in parts, with their (M, A - start) bounds to those from `start` on.

        Each pair comes once, or within one part both ways: `start` is the first of the part.
        """
        step = int(np.clip(CELLS // max(1, len(self.clusters)), 16, 512))
        for at in range(0, len(self.clusters), step):
            yield at, self._bounds(self.clusters[at : at + step], self._column - at, at)

    def sample(self, every: int) -> Iterator[tuple[slice, Floats]]:
        """Give all columns in parts, with their bounds to one in so many, plain."""
        step = max(16, CELLS * every // max(1, len(self.clusters)))
        for at in range(0, len(self.clusters), step):
            some = slice(at, min(at + step, len(self.clusters)))
            yield some, self._facing(self.clusters[some]) @ self._rows[::every].T

    def _bounds(self, clusters: Ints, columns: Ints, start: int = 0) -> Floats:
        bounds: Floats = self._facing(clusters) @ self._rows[start:].T
        self._apart.make_infinite(bounds, self._first[clusters], columns)
        return bounds


def slack(width: int, terms: Doubles, weight: float) -> float:
    """Return by how much a distance in float32 can be too large.

    Args:
        width: of the features.
        terms: (N, 3) float64 s, s b and s b^2 of all clusters.
        weight: of the birth-year term.
    """
    s, r, q = np.abs(terms).max(axis=0, initial=0.0)
    # A sum of products errs by at most so many roundings of the sum of their sizes.
    return float((width + 16) * SMALL * (4.0 + weight * (2.0 * q * s + 2.0 * r**2)) + 1e-8)


def smallest(bounds: Floats, most: int) -> tuple[Ints, Floats, Floats]:
    """Return the `most` smallest of each row, and a bound on all others.

    Returns:
        (M, K) int64 columns, (M, K) float32 their values, ascending, inf where there is none;
        (M,) float32 such that no other value of the row is smaller.
    """
    cut = np.minimum(_about(bounds, most), np.float32(FAR))
    rows, columns = np.nonzero(bounds <= cut[:, None])
    found, values, rest = in_rows(rows, columns, bounds[rows, columns], len(bounds), most)
    return found, values, np.minimum(cut, rest)


def _about(bounds: Floats, most: int) -> Floats:
    """Return for each row a value that at least `most` of it do not exceed, and few more."""
    across = bounds.shape[1]
    if across <= most:
        return np.full(len(bounds), np.inf, dtype=np.float32)
    if across >= 4 * PARTS * most:
        # The k-th least of the least of parts is at least the k-th least of all, and cheaper.
        even = across - across % PARTS
        bounds = bounds[:, :even].reshape(len(bounds), PARTS, -1).min(axis=1)
    cut: Floats = np.partition(bounds, most - 1, axis=1)[:, most - 1]
    return cut


def in_rows(
    rows: Ints, columns: Ints, values: Floats, count: int, most: int
) -> tuple[Ints, Floats, Floats]:
    """Put what was found into rows, ascending, and keep the `most` smallest of each.

    Returns:
        (count, most) int64 columns and float32 values, inf where there is none; (count,) float32
        the smallest of each row that was not kept.
    """
    order = np.lexsort((values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    counts = np.bincount(rows, minlength=count)
    place = np.arange(len(rows)) - (np.cumsum(counts) - counts)[rows]
    kept, over = place < most, place == most
    found = np.zeros((count, most), dtype=np.int64)
    least = np.full((count, most), np.inf, dtype=np.float32)
    rest = np.full(count, np.inf, dtype=np.float32)
    found[rows[kept], place[kept]] = columns[kept]
    least[rows[kept], place[kept]] = values[kept]
    rest[rows[over]] = values[over]
    return found, least, rest
