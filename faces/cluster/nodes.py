"""The nodes of a merge tree in terms of the items of now, and how near clusters are to them."""

from dataclasses import dataclass

import numpy as np

from faces.cluster.board import slack
from faces.cluster.loose import Part
from faces.cluster.means import lengths, terms_of
from faces.cluster.tree import Nodes
from faces.cluster.values import Items
from faces.types import Bools, Doubles, Floats, Ints

LISTED = 2048  # neighbours on a list
ROWS = 24  # clusters compared with all nodes at once
FEWER = 0.6  # share of the columns from which fewer are made of them
SHORT = 8  # columns that are added up in float32


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A cluster to be compared with all nodes that are there after some height."""

    row: Doubles
    terms: Doubles
    size: int
    node: int = -1
    """The old node that it is, whose own nodes are left out; -1 for a new leaf."""
    after: float = -np.inf


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """Nodes, those that die last first, with what their distances are made of."""

    nodes: Ints
    falling: Doubles
    """Their deaths, negated: ascending."""
    death: Doubles
    """The heights up to which they are asked for."""
    begin: Ints
    end: Ints
    """Their columns."""
    twice_share: Doubles
    """2 over their sizes."""
    terms: Doubles | None
    """(3, T) weighted s, s b and s b^2; None where no birth year is known."""


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
        self._scale = 1.0 / lengths(items.features)
        self._item_terms = terms_of(items)
        there = np.where((place >= 0)[:, None], self._item_terms[place], 0.0)
        sums = np.concatenate([np.zeros((1, 3)), np.cumsum(there, axis=0)])
        self._terms = (sums[nodes.end] - sums[nodes.start]) / nodes.size[:, None]
        # Columns are rounded once more each time they rise.
        self._slack = slack(items.features.shape[1], self._item_terms, weight) + 1e-5
        self._rows: dict[int, Doubles] = {}
        # Columns that clusters are compared with: the items, until `rise`.
        self._from, self._floor = np.arange(len(place)), -np.inf
        self._columns: Floats | None = None
        self.death = np.minimum(nodes.death, top)
        self.stands = nodes.whole(place[nodes.start[: nodes.leaves]] >= 0)
        self._by_death = self._view()

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

    def rise(self, height: float) -> None:
        """Let go of what is below a height, once most nodes there have merged.

        Those that are there stand for their items from now on; nothing is asked any more of
        nodes that died before.
        """
        nodes = self.nodes
        there = np.flatnonzero((nodes.birth <= height) & (nodes.death > height))
        if len(there) > FEWER * len(self._from):
            return
        starts = np.sort(nodes.start[there])
        at = np.append(np.searchsorted(self._from, starts), len(self._from))
        counts = np.diff(at)
        risen = self._sums(at[:-1])
        for more in range(1, SHORT):
            longer = np.flatnonzero((counts > more) & (counts <= SHORT))
            risen[longer] += self._sums(at[longer] + more)
        for one in np.flatnonzero(counts > SHORT).tolist():
            columns = np.arange(at[one], at[one + 1])
            risen[one] = self._sums(columns).sum(axis=0, dtype=np.float64)
        self._from, self._columns = starts, risen
        self._floor = height
        self._by_death = self._view()

    def _view(self) -> _View:
        """Lay out what is compared of the nodes that stand, those that die last first."""
        nodes = self.nodes
        there = np.flatnonzero(self.stands & (nodes.death > self._floor))
        there = there[np.argsort(-nodes.death[there], kind="stable")]
        return _View(
            there,
            -nodes.death[there],
            self.death[there],
            np.searchsorted(self._from, nodes.start[there]),
            np.searchsorted(self._from, nodes.end[there]),
            2.0 / nodes.size[there],
            self._weight * self._terms[there].T if self._item_terms.any() else None,
        )

    def _sums(self, columns: Ints) -> Floats:
        """Return float32 sums of features of some columns."""
        if self._columns is not None:
            return self._columns[columns]
        items = self._place[columns]
        sums: Floats = self.items.features[items]
        sums *= np.where(items >= 0, self._scale[items], 0.0).astype(np.float32)[:, None]
        return sums

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
            products = self._products(rows)
            parts += [
                self._near(asked, row, most or LISTED)
                for asked, row in zip(some, products, strict=True)
            ]
        return parts

    def _products(self, rows: Floats) -> Floats:
        """Return products with the sum of features of each column, in the order of the tree."""
        if self._columns is not None:
            return rows @ self._columns.T
        products = rows @ self.items.features.T
        products *= self._scale.astype(np.float32)
        ordered: Floats = np.where(self._place >= 0, products[:, self._place], np.float32(0.0))
        return ordered

    def _near(self, asked: Asked, products: Floats, most: int) -> Part:
        view, nodes = self._by_death, self.nodes
        sums = np.zeros(len(products) + 1)
        np.cumsum(products, out=sums[1:])
        last = np.searchsorted(view.falling, -asked.after, side="left")
        low = sums[view.begin[:last]]
        low -= sums[view.end[:last]]
        low *= view.twice_share[:last]
        low += 2.0 - self._slack
        if view.terms is not None:
            (s, r, q), (t, u, v) = asked.terms, view.terms[:, :last]
            low += q * t - 2.0 * r * u + s * v
        here = np.flatnonzero(low < view.death[:last])
        near, low = view.nodes[here], low[here]
        kept = self.stands[near] & self._outside(near, asked.node)
        near, low = near[kept], low[kept]
        when = np.maximum(low, nodes.birth[near])
        if len(near) <= most:
            return Part(asked.size, near, low, np.inf)
        first = np.argpartition(when, most)
        return Part(asked.size, near[first[:most]], low[first[:most]], float(when[first[most]]))

    def _outside(self, nodes: Ints, node: int) -> Bools:
        if node < 0:
            return np.ones(len(nodes), dtype=bool)
        start, end = self.nodes.start, self.nodes.end
        outside: Bools = (end[nodes] <= start[node]) | (start[nodes] >= end[node])
        return outside
