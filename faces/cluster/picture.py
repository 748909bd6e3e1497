"""How well people are told apart, in numbers to be drawn: nothing in them gives a face back.

What each function reads is a matrix of all pairs or a clustering anew, so the caller draws a
sample: 1,500 faces take a fraction of a second, 60 for a dendrogram hardly any time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from faces.cluster.agglomerate import partition
from faces.cluster.dense import all_distances
from faces.cluster.joining import steering
from faces.cluster.values import Constraints, Items, Parameters
from faces.types import Bools, Doubles, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Distances:
    """The distances of all pairs of N faces whose person is known, in B bins."""

    edges: Doubles
    """(B + 1,) float64 ascending; a bin holds its lower edge, the last also all beyond it."""
    within: Ints
    """(B,) int64 pairs of one person."""
    between: Ints
    """(B,) int64 pairs of two people."""
    far_within: int
    """Pairs of one person farther apart than the threshold."""
    near_between: int
    """Pairs of two people within the threshold."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What a threshold makes of N faces."""

    threshold: float
    clusters: int
    singles: int
    """Clusters of one face."""


@dataclass(frozen=True, slots=True, eq=False)
class Dendrogram:
    """How L faces come together by average linkage, were nothing said of them: L - 1 merges.

    Leaf l is node l; merge m makes node L + m.
    """

    pairs: Ints
    """(L - 1, 2) int64 the two nodes of each merge."""
    heights: Doubles
    """(L - 1,) float64 ascending: the distance of the two."""
    order: Ints
    """(L,) int64 the leaves so that no two branches cross, the larger branch of each two first:
    who joins late stands last."""

    def sizes(self) -> Ints:
        """Return (2 L - 1,) int64 how many leaves each node has."""
        sizes = [1] * len(self.order)
        for one, other in self.pairs.tolist():
            sizes.append(sizes[one] + sizes[other])
        return np.array(sizes, dtype=np.int64)


def distances_of(
    items: Items, people: Ints, parameters: Parameters, *, edges: Doubles
) -> Distances:
    """Count the pairs of faces at each distance, those of one person and those of two.

    Args:
        items: N faces.
        people: (N,) int64 the person of each, -1 none: such a face is in no pair.
        parameters: the distance, its weight and the threshold.
        edges: (B + 1,) float64 of the bins, ascending from 0.

    Raises:
        TooManyFacesError: the matrix of N faces is beyond `parameters.memory_limit`.
    """
    known = np.flatnonzero(people >= 0)
    distances = all_distances(items.take(known), parameters)
    upper = np.triu(np.ones(distances.shape, dtype=np.bool_), k=1)
    same: Bools = people[known, None] == people[known]
    within, between = distances[upper & same], distances[upper & ~same]
    return Distances(
        edges,
        _counted(within, edges),
        _counted(between, edges),
        far_within=int((within > parameters.threshold).sum()),
        near_between=int((between <= parameters.threshold).sum()),
    )


def cuts(
    items: Items, constraints: Constraints, parameters: Parameters, thresholds: Sequence[float]
) -> Iterator[Cut]:
    """Give what `partition` finds at each of ascending thresholds.

    What merged at one threshold is merged at the next, for average linkage is reducible: going
    on from there is the same as starting anew, and takes a third of the time. Faces that do not
    steer are free again each time, for they join what they find.
    """
    must, steered = np.empty((0, 2), dtype=np.int64), steering(items, constraints)
    for threshold in thresholds:
        said = replace(constraints, must=np.concatenate([constraints.must, must]))
        labels = partition(items, said, replace(parameters, threshold=threshold)).labels
        sizes = np.bincount(labels)
        yield Cut(threshold, len(sizes), int((sizes == 1).sum()))
        _, first, cluster = np.unique(labels[steered], return_index=True, return_inverse=True)
        pairs = np.stack([steered[first[cluster]], steered], axis=1)
        must = pairs[pairs[:, 0] != pairs[:, 1]]


def dendrogram(items: Items, parameters: Parameters) -> Dendrogram:
    """Merge the nearest two of L faces again and again, until all are one.

    The distance of two clusters is the mean over their pairs of faces, kept by the Lance-Williams
    recurrence for average linkage (UPGMA): d(AB, C) = (|A| d(A, C) + |B| d(B, C)) / |AB|. It
    takes L^3 steps, for few faces.

    Raises:
        ValueError: there are no faces.
    """
    count = len(items)
    if not count:
        raise ValueError("a dendrogram needs at least one face")
    distances = all_distances(items, parameters)
    np.fill_diagonal(distances, np.inf)
    node, sizes = list(range(count)), [1] * count
    pairs, heights = [], []
    for merge in range(count - 1):
        keep, gone = sorted(int(at) for at in np.unravel_index(distances.argmin(), distances.shape))
        pairs.append((node[keep], node[gone]))
        heights.append(distances[keep, gone])
        both = sizes[keep] + sizes[gone]
        row = (sizes[keep] * distances[keep] + sizes[gone] * distances[gone]) / both
        row[keep] = np.inf
        distances[keep] = distances[:, keep] = row
        distances[gone] = distances[:, gone] = np.inf
        node[keep], sizes[keep] = count + merge, both
    return Dendrogram(
        np.array(pairs, dtype=np.int64).reshape(-1, 2),
        # Of equal distances a mean can fall short by a rounding.
        np.maximum.accumulate(np.array(heights, dtype=np.float64)),
        _without_crossings(pairs, count),
    )


def _without_crossings(pairs: list[tuple[int, int]], count: int) -> Ints:
    """Return the leaves of a tree from the top down, the larger branch first."""
    under = [[leaf] for leaf in range(count)]
    for one, other in pairs:
        large, small = sorted((under[one], under[other]), key=len, reverse=True)
        under.append(large + small)
    return np.array(under[-1], dtype=np.int64)


def _counted(distances: Doubles, edges: Doubles) -> Ints:
    """Count distances by bin; what lies beyond the last edge is in the last bin."""
    bins = np.searchsorted(edges, distances, side="right") - 1
    return np.bincount(np.clip(bins, 0, len(edges) - 2), minlength=len(edges) - 1)
