"""The nodes of a merge tree in terms of the items of now, and how near clusters are to them."""

from dataclasses import dataclass

import numpy as np

from faces.cluster.board import slack
from faces.cluster.loose import Part
from faces.cluster.means import terms_of
from faces.cluster.tree import Nodes
from faces.cluster.values import Items
from faces.types import Bools, Doubles, Floats, Ints

LISTED = 2048  # neighbours on a list
ROWS = 64  # clusters compared with all nodes at once


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A cluster to be compared with all nodes that are there after some height."""

    row: Doubles
    terms: Doubles
    size: int
    node: int = -1
    """The old node that it is, whose own nodes are left out; -1 for a new leaf."""
    after: float = -np.inf


class Ground:
    """The T nodes of a tree, each a mean over neighbouring places of its order."""

    def __init__(self, items: Items, nodes: Nodes, place: Ints, weight: float, top: float) -> None:
        """Take up a tree.

        Args:
            items: N items of now.
            nodes: of the tree.
            place: (P,) int64 the item at each place of the tree's order; -1 if it is gone.
            weight: of the birth-year term.
            top: the threshold; nothing above it is asked for.
        """
        self.items, self.nodes, self._place = items, nodes, place
        self._weight = weight
        self._scale = 1.0 / np.linalg.norm(items.features, axis=1).astype(np.float64)
        self._item_terms = terms_of(items)
        there = np.where((place >= 0)[:, None], self._item_terms[place], 0.0)
        sums = np.concatenate([np.zeros((1, 3)), np.cumsum(there, axis=0)])
        self._terms = (sums[nodes.end] - sums[nodes.start]) / nodes.size[:, None]
        self._slack = slack(items.features.shape[1], self._item_terms, weight)
        self._rows: dict[int, Doubles] = {}
        self.death = np.minimum(nodes.death, top)
        self._order = np.argsort(-nodes.death, kind="stable")
        self._descending = -nodes.death[self._order]
        self.stands = nodes.whole(place[nodes.start[: nodes.leaves]] >= 0)

    def mean(self, items: Ints) -> tuple[Doubles, Doubles]:
        """Return the mean features and terms of some items."""
        units = self.items.features[items].astype(np.float64) * self._scale[items, None]
        return units.mean(axis=0), self._item_terms[items].mean(axis=0)

    def items_of(self, node: int) -> Ints:
        """Return the items of a node, none of which is gone."""
        return self._place[self.nodes.start[node] : self.nodes.end[node]]

    def mean_of(self, node: int) -> tuple[Doubles, Doubles]:
        """Return the mean features and terms of a node."""
        if node not in self._rows:
            self._rows[node] = self.mean(self.items_of(node))[0]
        return self._rows[node], self._terms[node]

    def distance(self, row: Doubles, terms: Doubles, node: int) -> float:
        """Return the exact distance of a cluster from a node."""
        other, (t, u, v) = self.mean_of(node)
        s, r, q = terms
        ages = self._weight * (q * t - 2.0 * r * u + s * v)
        return float(2.0 - 2.0 * (row @ other) + ages)

    def asked(self, node: int) -> Asked:
        """Ask of an old node, and of what is there after its death: before, the tree tells."""
        row, terms = self.mean_of(node)
        size, death = int(self.nodes.size[node]), float(self.nodes.death[node])
        return Asked(row, terms, size, node, death)

    def compare(self, clusters: list[Asked], most: int | None = None) -> list[Part]:
        """Find the nodes near each of some clusters."""
        parts = []
        for at in range(0, len(clusters), ROWS):
            some = clusters[at : at + ROWS]
            rows = np.array([cluster.row for cluster in some], dtype=np.float32)
            products = rows @ self.items.features.T
            products *= self._scale.astype(np.float32)
            parts += [
                self._near(*pair, most or LISTED) for pair in zip(some, products, strict=True)
            ]
        return parts

    def _near(self, asked: Asked, products: Floats, most: int) -> Part:
        nodes = self.nodes
        there = self._order[: np.searchsorted(self._descending, -asked.after, side="left")]
        sums = np.zeros(len(self._place) + 1)
        np.cumsum(np.where(self._place >= 0, products[self._place], 0.0), out=sums[1:])
        (s, r, q), (t, u, v) = asked.terms, self._terms[there].T
        low = 2.0 - self._slack + self._weight * (q * t - 2.0 * r * u + s * v)
        low -= 2.0 * (sums[nodes.end[there]] - sums[nodes.start[there]]) / nodes.size[there]
        near = self.stands[there] & (low < self.death[there])
        if asked.node >= 0:
            near &= self._outside(there, asked.node)
        near, low = there[near], low[near]
        when = np.maximum(low, nodes.birth[near])
        if len(near) <= most:
            return Part(asked.size, near, low, np.inf)
        kept = np.argpartition(when, most)
        return Part(asked.size, near[kept[:most]], low[kept[:most]], float(when[kept[most]]))

    def _outside(self, nodes: Ints, node: int) -> Bools:
        start, end = self.nodes.start, self.nodes.end
        outside: Bools = (end[nodes] <= start[node]) | (start[nodes] >= end[node])
        return outside
