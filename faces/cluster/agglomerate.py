"""From faces, constraints and parameters to a partition."""

from dataclasses import replace

import numpy as np

from faces.cluster.again import merge_means
from faces.cluster.apart import Apart, must_pairs, start
from faces.cluster.dense import Dense, all_distances
from faces.cluster.joining import join_late, steering
from faces.cluster.median import merge_median
from faces.cluster.rank_order import merge_rank_order
from faces.cluster.rounds import merge_within
from faces.cluster.tree import Tree
from faces.cluster.values import Constraints, Items, Parameters, Partition
from faces.types import Ints


def partition(items: Items, constraints: Constraints, parameters: Parameters) -> Partition:
    """Say which items are the same person: agglomerative clustering cut at a threshold.

    A pure function: the order of the items does not matter, ties break by the smallest id, and
    where no two candidate distances are within 1e-6 of each other or of the threshold the
    result is that of merging one nearest pair at a time (paper, 2.2; design: exactness).
    No two items that may not be linked share a cluster; items that must be linked do, but for
    the pairs reported in `conflicts`. Items that do not steer join afterwards.

    Raises:
        ValueError: the constraints are not of these items, or features have no length.
        TooManyFacesError: the parameters need a matrix of distances beyond the memory limit.
    """
    return partition_from(None, items, constraints, parameters)[0]


def partition_from(
    tree: Tree | None, items: Items, constraints: Constraints, parameters: Parameters
) -> tuple[Partition, Tree | None]:
    """Say the same as `partition`, sooner: merge again only what can have changed since a tree.

    Args:
        tree: what this returned another time, of whatever items, constraints and parameters.
        items, constraints, parameters: as for `partition`.

    Returns:
        The partition, and the tree for the next time; None where the linkage keeps none.

    Raises:
        ValueError, TooManyFacesError: as `partition`.
    """
    _check_lengths(items)
    order = np.argsort(items.ids)
    constraints = constraints.take(order)
    if np.any(order[1:] < order[:-1]):
        items = items.take(order)
    if parameters.method == "rank-order":
        items = replace(items, steers=None)  # its threshold says nothing of a face and a cluster
    steered = steering(items, constraints)
    chosen, said = items, constraints
    if len(steered) < len(items):
        chosen, said = items.take(steered), _within(constraints, steered)
    grown = None
    if parameters.on_means and not parameters.split:
        apart = Apart(said)
        leader, refused = start(said, apart)
        parts, grown = merge_means(tree, chosen, said, leader, apart, parameters)
    else:
        parts, refused = (_split if parameters.split else _agglomerate)(chosen, said, parameters)
    clusters = np.arange(len(items))
    clusters[steered] = steered[parts]
    labels = np.empty(len(items), dtype=np.int64)
    labels[order] = _numbered(join_late(items, constraints, parameters, clusters))
    return Partition(labels, order[steered[refused]]), grown


def _agglomerate(
    items: Items, constraints: Constraints, parameters: Parameters
) -> tuple[Ints, Ints]:
    """Return the cluster of each item, named by its first item, and the pairs refused."""
    apart = Apart(constraints)
    leader, refused = start(constraints, apart)
    if parameters.on_means:
        return merge_means(None, items, constraints, leader, apart, parameters)[0], refused
    distances, threshold = all_distances(items, parameters), parameters.threshold
    match parameters.method:
        case "median":
            return merge_median(distances, leader, apart, threshold), refused
        case "rank-order":
            return merge_rank_order(distances, leader, apart, threshold), refused
        case method:
            return merge_within(Dense(distances, leader, apart, method), leader, threshold), refused


def _split(items: Items, constraints: Constraints, parameters: Parameters) -> tuple[Ints, Ints]:
    """Cluster without constraints, then split each cluster by complete linkage with them.

    The paper gives pairs of one photo the maximal distance; ours is infinite, which is the same
    for every threshold below the paper's 100. Must-links join once, in the second step, so
    across clusters of the first step they join the clusters before they are split.
    """
    whole = Constraints.none(len(items))
    first, _ = _agglomerate(items, replace(whole, must=must_pairs(constraints)), parameters)
    cut = parameters.threshold if parameters.split_threshold is None else parameters.split_threshold
    again = replace(parameters, method="complete", threshold=cut)
    clusters = np.empty(len(items), dtype=np.int64)
    refused = [np.empty((0, 2), dtype=np.int64)]
    for cluster in np.unique(first):
        members = np.flatnonzero(first == cluster)
        parts, conflicts = _agglomerate(items.take(members), _within(constraints, members), again)
        clusters[members] = members[parts]
        refused.append(members[conflicts])
    return clusters, np.concatenate(refused)


def _numbered(clusters: Ints) -> Ints:
    """Number clusters 0..K-1 in the order of their first items."""
    _, first, of_cluster = np.unique(clusters, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[of_cluster]


def _within(constraints: Constraints, members: Ints) -> Constraints:
    """Return what the constraints say of some items alone; `members` is sorted."""
    people = constraints.people
    pairs = (
        np.searchsorted(members, pairs[np.isin(pairs, members).all(axis=1)])
        for pairs in (constraints.exceptions, constraints.cannot, constraints.must)
    )
    return Constraints(
        constraints.groups[members], None if people is None else people[members], *pairs
    )


def _check_lengths(items: Items) -> None:
    lengths = np.sqrt(np.einsum("ij,ij->i", items.features, items.features))
    if not np.all(np.abs(lengths - 1.0) < 1e-2):
        worst = lengths[np.argmax(np.abs(lengths - 1.0))]
        raise ValueError(f"features must have unit length, got one of length {worst:.3g}")
