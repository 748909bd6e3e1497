"""Joins the pieces of one person: a second stage, on the clusters that the linkage leaves.

The linkage judges faces by themselves, so a child and the grown-up are two people to it. A whole
cluster knows more: its birth year is fused over its faces, and the faces that are nearest in age
can be compared. Two clusters are joined when that makes them likelier one person than two
(`evidence`), the surest pair first. What is not that sure is proposed, and the family decides; so
are pairs of which one has no birth year, for the linkage has said what faces by themselves say.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from faces.cluster.apart import Apart
from faces.cluster.evidence import Evidence, Weights
from faces.cluster.joining import steering
from faces.cluster.values import Constraints, Items
from faces.types import Floats, Ints

FEWEST = 50  # clusters that odds are reckoned with: of a young album most people are yet to come
NEAREST = 32  # clusters that a cluster is compared with in full
BLOCK = 1024  # clusters whose distances to all are in memory at once


@dataclass(frozen=True, slots=True)
class Across:
    """How to join. Defaults: docs/evaluation.md."""

    weights: Weights = field(default_factory=Weights)
    joins_from: float = 0.4
    """Log odds above which two clusters are one person: three in five. Two people in one cost a
    family more than one in two."""
    proposes_from: float = -1.1
    """Log odds from which a pair is proposed: one in four."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two clusters that may be one person."""

    first: int
    second: int
    """Labels of the result, the lower first."""
    log_odds: float
    overlap: float
    """Log odds from the birth years alone; 0 where one is unknown."""
    nearest: float
    """Distance of their nearest faces."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What the second stage makes of a partition."""

    labels: Ints
    """(N,) int64 cluster 0..K-1 of each item; clusters are numbered by their smallest id."""
    proposals: tuple[Proposal, ...]
    """The likeliest first."""


def join_across(
    items: Items, constraints: Constraints, labels: Ints, how: Across | None = None
) -> Joined:
    """Join clusters that are likelier one person than two.

    A pure function, whatever the order of the items. It never splits a cluster, nor joins two
    that hold items which may not be linked. Items that do not steer count for nothing here: they
    go where their cluster goes, and clusters of none but such are left alone.

    Args:
        items, constraints: as `partition` takes them.
        labels: (N,) int64 the cluster of each item, as `partition` gives them.
        how: the weights and the cuts.
    """
    order = np.argsort(items.ids)
    items, constraints = items.take(order), constraints.take(order)
    stage = _Stage(items, constraints, _leaders(labels[order]), how or Across())
    stage.join()
    # A cluster is named by its first item, so numbers in order of names are in order of ids.
    names, numbers = np.unique(stage.leader, return_inverse=True)
    result = np.empty(len(items), dtype=np.int64)
    result[order] = numbers
    proposals = []
    for pair in stage.pairs():
        first, second = np.searchsorted(names, [pair.first, pair.second]).tolist()
        odds = stage.log_odds(pair)
        proposals.append(Proposal(first, second, odds, pair.overlap, pair.nearest))
    return Joined(result, tuple(proposals))


@dataclass(frozen=True, slots=True, order=True)
class _Pair:
    """Two clusters as they are; the surest, then the first by id, comes first."""

    odds: float
    """Log odds, negative: a heap gives the least first."""
    first: int
    second: int
    stamps: tuple[int, int]
    """How often each of the two had been joined with others."""
    overlap: float
    nearest: float

    @property
    def dated(self) -> bool:
        """Whether the birth years of both are known."""
        return self.overlap != 0.0


class _Stage:
    """Clusters in order of id, each known by its first item's place, while they are joined."""

    def __init__(self, items: Items, constraints: Constraints, leader: Ints, how: Across) -> None:
        self.leader = leader
        self._how = how
        self._apart = Apart(constraints)
        for item in np.flatnonzero(leader != np.arange(len(leader))).tolist():
            self._apart.merge(int(leader[item]), item)
        self._members = _members(leader, steering(items, constraints))
        self._evidence = Evidence(items)
        for cluster, members in self._members.items():
            self._evidence.put(cluster, members)
        self._alive = self._evidence.sizes > 0
        self._stamp = np.zeros(len(items), dtype=np.int64)
        # Odds rise as clusters get fewer; no album loses more than seven in eight.
        self._fewest = max(FEWEST, len(self._members) // 8)
        self._waiting: list[_Pair] = []
        self._undated: list[_Pair] = []

    def join(self) -> None:
        """Join the surest pair, again and again, while it is sure enough."""
        clusters = np.flatnonzero(self._alive)
        for cluster, near in nearest_clusters(self._evidence.means[clusters]):
            # A pair of which each is near the other is looked at once.
            self._compare(int(clusters[cluster]), clusters[near])
        while self._waiting and self.log_odds(self._waiting[0]) > self._how.joins_from:
            pair = heapq.heappop(self._waiting)
            if not self._holds(pair):
                continue
            if pair.dated:
                self._merge(pair.first, pair.second)
            else:
                self._undated.append(pair)

    def log_odds(self, pair: "_Pair") -> float:
        """Return the log odds of a pair among as many clusters as there are now."""
        return -pair.odds - float(np.log(max(len(self._members), FEWEST)))

    def pairs(self) -> list[_Pair]:
        """Return the pairs that are left, the surest first."""
        least = self._how.proposes_from
        left = self._undated + self._waiting
        likely = {pair for pair in left if self.log_odds(pair) > least}
        return [pair for pair in sorted(likely) if self._holds(pair)]

    def _holds(self, pair: _Pair) -> bool:
        one, other = pair.first, pair.second
        now = (int(self._stamp[one]), int(self._stamp[other]))
        there = bool(self._alive[one] and self._alive[other]) and now == pair.stamps
        return there and not self._apart.forbids(one, other)

    def _compare(self, cluster: int, others: Ints) -> None:
        """Let the pairs of a cluster with others wait that may at least be proposed."""
        allowed = [o for o in others.tolist() if not self._apart.forbids(cluster, o)]
        if not allowed:
            return
        terms = self._evidence.terms(cluster, np.array(allowed, dtype=np.int64))
        odds = self._how.weights.log_odds(terms)
        least = np.log(self._fewest) + min(self._how.proposes_from, self._how.joins_from)
        for other, chance, row in zip(allowed, odds.tolist(), terms, strict=True):
            if chance <= least:
                continue
            one, two = min(cluster, other), max(cluster, other)
            stamps = (int(self._stamp[one]), int(self._stamp[two]))
            # Rounding must not decide which of two alike pairs comes first.
            pair = _Pair(-round(chance, 9), one, two, stamps, float(row[5]), float(row[4]))
            heapq.heappush(self._waiting, pair)

    def _merge(self, keep: int, gone: int) -> None:
        self._apart.merge(keep, gone)
        self.leader[self.leader == gone] = keep
        members = np.sort(np.concatenate([self._members[keep], self._members.pop(gone)]))
        self._members[keep] = members
        self._evidence.put(keep, members)
        self._alive[gone] = False
        self._stamp[keep] += 1
        others = np.flatnonzero(self._alive)
        others = others[others != keep]
        distances = self._evidence.distances(keep, others)
        self._compare(keep, others[np.argsort(distances, kind="stable")[:NEAREST]])


def nearest_clusters(means: Floats) -> Iterator[tuple[int, Ints]]:
    """Give each of C clusters and the `NEAREST` others, (C, D) float32 means being given.

    Of two that are near each other only the first names the other.
    """
    count = min(NEAREST + 1, len(means))
    listed: list[set[int]] = []
    for at in range(0, len(means), BLOCK):
        cosines = means[at : at + BLOCK] @ means.T
        nearest = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        listed += [set(row) for row in nearest.tolist()]
    for cluster, near in enumerate(listed):
        others = [o for o in near if o > cluster or (o < cluster and cluster not in listed[o])]
        yield cluster, np.array(sorted(others), dtype=np.int64)


def _leaders(labels: Ints) -> Ints:
    """Return (N,) the first item of each item's cluster."""
    _, first, of_cluster = np.unique(labels, return_index=True, return_inverse=True)
    return np.asarray(first[of_cluster], dtype=np.int64)


def _members(leader: Ints, steered: Ints) -> dict[int, Ints]:
    """Return the steering items of each cluster that has some."""
    ordered = steered[np.argsort(leader[steered], kind="stable")]
    names, starts = np.unique(leader[ordered], return_index=True)
    parts = np.split(ordered, starts)[1:]  # before the first start is nothing
    return dict(zip(names.tolist(), parts, strict=True))
