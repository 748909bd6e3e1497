"""Distances of faces that come late to the clusters there are; see `joining`."""

import numpy as np

from faces.cluster.apart import Apart
from faces.cluster.means import Means
from faces.cluster.neighbours import Neighbours
from faces.cluster.values import Items
from faces.types import Doubles, Ints


class ToMeans:
    """Average linkage on means, for `Linkage.nearest` while the clusters stay as they are."""

    def __init__(self, items: Items, leader: Ints, apart: Apart, weight: float) -> None:
        leaders = np.unique(leader)
        self._leaders = leaders
        means = Means(items, leader, weight, len(leaders))
        self._near = Neighbours(means, leaders, apart, len(leader))

    def nearest(self, clusters: Ints, active: Ints) -> tuple[Ints, Doubles]:
        """See `Linkage`."""
        near, asked = self._near, np.searchsorted(self._leaders, clusters)
        there = np.searchsorted(self._leaders, active)
        near.lay(there)
        near.nearest[asked], near.height[asked] = -1, 0.0
        near.search(asked)
        near.look(asked, np.inf)
        found, height = near.nearest[asked], near.height[asked].copy()
        nobody = ~near.known(asked)
        height[nobody] = np.inf
        return self._leaders[np.where(nobody, there[0], found)], height
