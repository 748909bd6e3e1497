"""Who is nearest to whom, found from lists of neighbours and from all where a list is too short.

`Lists` keeps bounds; here they are made, and exact distances decide. Exact distances are asked
only of those who may be nearest.
"""

import numpy as np

from faces.cluster.apart import Apart
from faces.cluster.board import FAR, Board, in_rows, smallest
from faces.cluster.lists import Lists
from faces.cluster.means import Means
from faces.cluster.rounds import TIE
from faces.types import Bools, Doubles, Floats, Ints

LISTED = 32  # neighbours on a list
EVERY = 16  # of how many faces one is looked at to guess how far the listed ones will be
CHUNK = 2048  # clusters worked on at once


class Neighbours:
    """The nearest neighbours of C clusters and of those that come of merging them."""

    def __init__(self, means: Means, first: Ints, apart: Apart, names: int) -> None:
        """Know of nobody yet.

        Args:
            means: the exact distances.
            first: (capacity,) int64 the name of each cluster: its first item's place.
            apart: what may not be linked.
            names: how many names there can be.
        """
        self._means, self._first, self._apart, self._names = means, first, apart, names
        self._lists = Lists(means.sizes, LISTED)
        self._board = Board(means, first, apart, names)
        self.alive = self._lists.alive
        self.nearest = np.full(len(first), -1, dtype=np.int64)
        self.height = np.zeros(len(first))  # to the nearest; before it is known a lower bound

    def lay(self, clusters: Ints) -> None:
        """Let these clusters be those that others can be near to."""
        self.alive[:] = False
        self.alive[clusters] = True
        self._board.lay(clusters)

    def begin(self, clusters: Ints) -> None:
        """Lay all clusters there are and make their lists, looking at each pair once."""
        self.lay(clusters)
        if len(clusters) < EVERY * LISTED:
            self.search(clusters)
            return
        cut = np.empty(len(clusters), dtype=np.float32)
        for some, bounds in self._board.sample(EVERY):
            # Itself may be in the sample, so one more.
            rank = min(LISTED // EVERY + 1, bounds.shape[1] - 1)
            cut[some] = np.partition(bounds, rank, axis=1)[:, rank]
        columns, values, rest = in_rows(*self._below(cut), len(clusters), LISTED)
        self._lists.write(clusters, clusters[columns], values, np.minimum(cut, rest))

    def _below(self, cut: Floats) -> tuple[Ints, Ints, Floats]:
        """Return row, column and bound of all pairs below the cut of the row."""
        found = []
        for at, bounds in self._board.triangle():
            rows, columns = np.nonzero(bounds <= cut[at : at + len(bounds), None])
            found.append((rows + at, columns + at, bounds[rows, columns]))
            past = at + len(bounds)
            beyond = bounds[:, len(bounds) :]
            rows, columns = np.nonzero(beyond <= cut[past:])
            found.append((columns + past, rows + at, beyond[rows, columns]))
        rows, columns, values = (np.concatenate(part) for part in zip(*found, strict=True))
        return rows, columns, values

    def search(self, clusters: Ints) -> None:
        """Make the lists of clusters from all that are laid."""
        for some, bounds in self._board.bounds(clusters):
            columns, values, radius = smallest(bounds, LISTED)
            self._lists.write(some, self._board.clusters[columns], values, radius)

    def known(self, clusters: Ints) -> Bools:
        """Say of which clusters the nearest is known."""
        nearest = self.nearest[clusters]
        return (nearest >= 0) & self.alive[nearest]

    def look(self, clusters: Ints, within: float) -> None:
        """Find the nearest of clusters, or that it is farther away than `within`."""
        self._find(clusters, within)
        clusters = self._open(clusters, within)
        if len(clusters):
            self.search(clusters)
            self._find(clusters, within)
            self._search_all(self._open(clusters, within))

    def _open(self, clusters: Ints, within: float) -> Ints:
        return clusters[~self.known(clusters) & (self.height[clusters] <= within)]

    def _find(self, clusters: Ints, within: float) -> None:
        """Find the nearest of clusters from their lists, or how far away it is at least."""
        for at in range(0, len(clusters), CHUNK):
            some = clusters[at : at + CHUNK]
            self._lists.follow(some)
            self._decide(some, self._measured(some, within), within)

    def _measured(self, clusters: Ints, within: float) -> Doubles:
        """Return the exact distances to those listed who may be nearest; inf for the others."""
        values, exact = self._lists.value[clusters], self._lists.exact[clusters]
        reach = np.minimum(self._lists.radius[clusters], within)
        rows, least = np.arange(len(clusters)), values.argmin(axis=1)
        asked = np.zeros_like(exact)
        asked[rows, least] = values[rows, least] <= reach
        self._measure(clusters, values, exact, asked)
        best = np.where(exact, values, np.inf).min(axis=1)
        self._measure(clusters, values, exact, values <= np.minimum(best + TIE, reach)[:, None])
        self._lists.value[clusters], self._lists.exact[clusters] = values, exact
        return np.where(exact, values, np.inf)

    def _measure(self, clusters: Ints, values: Doubles, exact: Bools, asked: Bools) -> None:
        rows, places = np.nonzero(asked & ~exact)
        if not len(rows):
            return
        own, others = clusters[rows], self._lists.listed[clusters[rows], places].astype(np.int64)
        values[rows, places] = np.where(
            self._apart.forbidden(self._first[own], self._first[others]),
            np.inf,
            self._means.distances(own, others),
        )
        exact[rows, places] = True

    def _decide(self, clusters: Ints, values: Doubles, within: float) -> None:
        """Take the nearest, where no one unlisted can be as near; the lowest name wins a tie."""
        least, radius = values.min(axis=1), self._lists.radius[clusters]
        listed = self._lists.listed[clusters]
        names = np.where(values <= (least + TIE)[:, None], self._first[listed], self._names)
        nearest = listed[np.arange(len(clusters)), names.argmin(axis=1)]
        sure = (least < radius - TIE) & (least <= within)
        bound = np.minimum(radius, self._lists.value[clusters].min(axis=1))
        self.nearest[clusters] = np.where(sure, nearest, -1)
        self.height[clusters] = np.where(sure, least, np.maximum(self.height[clusters], bound))

    def _search_all(self, clusters: Ints) -> None:
        """Find the nearest of clusters whose lists cannot tell, by all who may be nearest."""
        for some, bounds in self._board.bounds(clusters):
            for row, cluster in enumerate(some.tolist()):
                self._search_row(cluster, bounds[row])

    def _search_row(self, cluster: int, bounds: Floats) -> None:
        column = int(bounds.argmin())
        if bounds[column] >= FAR:
            self.height[cluster] = np.inf
            return
        best = float(self._to(cluster, np.array([column]))[0])
        columns = np.flatnonzero(bounds <= best + TIE)
        distances = self._to(cluster, columns)
        others = self._board.clusters[columns]
        best = float(distances.min())
        tied = others[distances <= best + TIE]
        self.nearest[cluster] = tied[self._first[tied].argmin()]
        self.height[cluster] = best

    def _to(self, cluster: int, columns: Ints) -> Doubles:
        others = self._board.clusters[columns]
        return self._means.distances(np.full(len(others), cluster), others)

    def merge(self, keep: Ints, gone: Ints, into: Ints) -> None:
        """Let each of M clusters `into` be two others, and have the lists of both."""
        self.alive[keep] = self.alive[gone] = False
        self.alive[into] = True
        self._lists.into[keep] = self._lists.into[gone] = into
        self._board.replace(keep, gone, into)
        for at in range(0, len(into), CHUNK):
            some = slice(at, at + CHUNK)
            self.height[into[some]] = self._lists.join(keep[some], gone[some], into[some])

    def retire(self, clusters: Ints) -> None:
        """Let clusters go that will never merge."""
        self.alive[clusters] = False
        self._board.drop(clusters)
