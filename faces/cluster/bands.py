"""Average linkage on means: merges reciprocal nearest pairs, the near ones first.

Two clusters that are each other's nearest stay so whatever else merges (`rounds` says why), so
all such pairs can merge at once. Rounds over all clusters are wasteful where one large cluster is
everybody's nearest: each merge would send all of them looking again. So a round takes a band: the
clusters whose nearest may be within some height. Whoever is farther away sleeps on a lower bound,
which merging never makes wrong. The band is as wide as rounds over it bear fruit.
"""

from dataclasses import dataclass

import numpy as np

from faces.cluster.apart import Apart
from faces.cluster.means import Means
from faces.cluster.neighbours import Neighbours
from faces.cluster.values import Items
from faces.types import Bools, Doubles, Ints

NARROWEST = 32  # clusters in a band
FRUITFUL, FRUITLESS = 0.15, 0.04  # merges a round for each cluster of the band


@dataclass(frozen=True, slots=True)
class Merges:
    """M merges of clusters 0..C-1; merge m makes cluster C + m."""

    pairs: Ints
    """(M, 2) int64 the two clusters of each."""
    heights: Doubles
    """(M,) float64 distance of the two."""


class AverageLinkage:
    """Merges clusters by the mean distance of their items."""

    def __init__(self, items: Items, leader: Ints, apart: Apart, weight: float) -> None:
        """Start with the clusters that `leader` says: (N,) int64, each named by its first item."""
        leaders = np.unique(leader)
        self._count = self._next = len(leaders)
        self._apart = apart
        self._first = np.zeros(max(1, 2 * len(leaders) - 1), dtype=np.int64)
        self._first[: len(leaders)] = leaders
        self.means = Means(items, leader, weight, len(self._first))
        self.near = Neighbours(self.means, self._first, apart, len(items))
        self._pairs: list[Ints] = []
        self._heights: list[Doubles] = []

    def run(self, threshold: float) -> Merges:
        """Merge nearest clusters until no two are within the threshold."""
        near = self.near
        near.begin(np.arange(self._count))
        share = 1.0
        while len(awake := np.flatnonzero(near.alive[: self._next])):
            size = max(NARROWEST, int(share * len(awake)))
            within = threshold
            if size < len(awake):
                within = min(within, float(np.partition(near.height[awake], size)[size]))
            share = self._band(awake[near.height[awake] <= within], within, share)
            self._retire(threshold)
        return Merges(
            np.concatenate([np.empty((0, 2), dtype=np.int64), *self._pairs]),
            np.concatenate([np.empty(0), *self._heights]),
        )

    def _band(self, band: Ints, within: float, share: float) -> float:
        """Merge whatever is within a height; return what share of all to take the next time."""
        near = self.near
        while len(band):
            near.look(band[~near.known(band)], within)
            band = band[near.height[band] <= within]
            pairs = self._reciprocal(band)
            if not len(pairs):
                break
            fruit = len(pairs) / len(band)
            made = self._merge(pairs)
            band = np.concatenate([band[near.alive[band]], made])
            band = band[near.height[band] <= within]
            if fruit < FRUITLESS and len(band) > NARROWEST:
                return share / 2
            if fruit > FRUITFUL:
                share = min(1.0, share * 1.5)
        return share

    def _reciprocal(self, band: Ints) -> Ints:
        """Return the (P, 2) pairs that are each other's nearest, lower name first."""
        near, first = self.near, self._first
        nearest = near.nearest[band]
        inside: Bools = near.known(nearest) & (near.nearest[nearest] == band)
        mutual = inside & (first[band] < first[nearest])
        if not mutual.any() and len(band):
            # Rounding can turn near ties into a ring of nearest neighbours: take the nearest.
            least = np.lexsort((first[band], near.height[band]))[0]
            pair = np.array([band[least], nearest[least]])
            return pair[np.argsort(first[pair])][None]
        return np.stack([band[mutual], nearest[mutual]], axis=1)

    def _merge(self, pairs: Ints) -> Ints:
        keep, gone = pairs.T
        into = np.arange(self._next, self._next + len(pairs))
        self._next += len(pairs)
        self._pairs.append(pairs)
        self._heights.append(self.near.height[keep])
        for one, other in self._first[pairs].tolist():
            self._apart.merge(one, other)
        self._first[into] = self._first[keep]
        self.means.merge(keep, gone, into)
        self.near.merge(keep, gone, into)
        return into

    def _retire(self, threshold: float) -> None:
        """Let those go whose nearest is too far: it will never be nearer."""
        alive = np.flatnonzero(self.near.alive[: self._next])
        self.near.retire(alive[self.near.height[alive] > threshold])
