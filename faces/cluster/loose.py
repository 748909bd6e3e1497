"""Clusters that are no node of the old tree that still stands; see `changes`."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from faces.types import Doubles, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """An old node or a new leaf inside a loose cluster, and the nodes near it."""

    size: int
    """Items."""
    near: Ints
    """Nodes that it could meet, ..."""
    low: Doubles
    """... and how far they are at least."""
    wall: float
    """All other nodes are at least so far, or as far as their death."""

    @classmethod
    def unknown(cls, size: int, wall: float) -> "Part":
        """Of whom nothing is known below the wall."""
        return cls(size, np.empty(0, dtype=np.int64), np.empty(0), wall)


@dataclass(slots=True, eq=False)
class Loose:
    """A loose cluster."""

    node: int
    row: Doubles
    """(D,) float64 mean features."""
    terms: Doubles
    """(3,) float64 mean s, s b and s b^2."""
    items: Ints
    parts: dict[int, Part]
    near: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    low: Doubles = field(default_factory=lambda: np.empty(0))
    seen: dict[int, float] = field(default_factory=dict)
    """Exact distances to old nodes; inf where a link is forbidden."""
    meets: int = -1
    """The node that it meets next; -1 for its wall."""
    at: float = np.inf
    """The height of that."""

    @property
    def wall(self) -> float:
        """The height up to which its list is complete."""
        return min(part.wall for part in self.parts.values())


def mean_list(parts: Iterable[Part], death: Doubles) -> tuple[Ints, Doubles]:
    """Return the nodes near any of some parts, and how far they are from all together at least.

    A distance is the mean over the parts; a part that does not list a node is at least its wall
    away, or the node's death.

    Args:
        parts: of one cluster.
        death: (T,) float64 the height up to which each node is there, at most the threshold.
    """
    parts = list(parts)
    near = np.unique(np.concatenate([part.near for part in parts]))
    low = np.zeros(len(near))
    for part in parts:
        here = np.minimum(part.wall, death[near])
        here[np.searchsorted(near, part.near)] = part.low
        low += part.size * here
    low /= sum(part.size for part in parts)
    kept = low < death[near]
    return near[kept], low[kept]


class Bench:
    """The rows of loose clusters, to be compared with one."""

    def __init__(self, width: int) -> None:
        self._rows = np.empty((64, width))
        self._terms = np.empty((64, 3))
        self._nodes = np.full(64, -1, dtype=np.int64)
        self._slots: dict[int, int] = {}
        self._free = list(range(63, -1, -1))

    def add(self, loose: Loose) -> None:
        if not self._free:
            size = len(self._rows)
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
            self._terms = np.concatenate([self._terms, np.empty_like(self._terms)])
            self._nodes = np.concatenate([self._nodes, np.full(size, -1)])
            self._free = list(range(2 * size - 1, size - 1, -1))
        slot = self._slots[loose.node] = self._free.pop()
        self._rows[slot], self._terms[slot] = loose.row, loose.terms
        self._nodes[slot] = loose.node

    def remove(self, node: int) -> None:
        slot = self._slots.pop(node)
        self._nodes[slot] = -1
        self._free.append(slot)

    def distances(self, loose: Loose, weight: float) -> tuple[Ints, Doubles]:
        """Return the nodes on the bench and their exact distances from one cluster."""
        used = int(np.flatnonzero(self._nodes >= 0).max(initial=-1)) + 1
        there = self._nodes[:used] >= 0
        (s, r, q), (t, u, v) = loose.terms, self._terms[:used].T
        ages = weight * (q * t - 2.0 * r * u + s * v)
        heights = 2.0 - 2.0 * (self._rows[:used] @ loose.row) + ages
        return self._nodes[:used][there], heights[there]
