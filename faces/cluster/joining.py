"""Poor faces join after the linkage: they find their person, and steer nobody to another.

A blurred face lies near everybody. Inside the linkage it can bring two people together; here it
only goes to the cluster of good faces that is nearest, and changes neither its mean nor its
distance to other clusters.
"""

import numpy as np

from faces.cluster.apart import Apart, must_pairs
from faces.cluster.dense import Dense, all_distances
from faces.cluster.late import ToMeans
from faces.cluster.values import Constraints, Items, Parameters
from faces.types import Ints


def steering(items: Items, constraints: Constraints) -> Ints:
    """The items that the linkage is made of: the good ones, and those that people spoke of."""
    if items.steers is None:
        return np.arange(len(items))
    steers = items.steers.copy()
    steers[must_pairs(constraints).ravel()] = True
    if constraints.people is not None:
        steers |= constraints.people >= 0
    return np.flatnonzero(steers)


def link(items: Items, leader: Ints, apart: Apart, parameters: Parameters) -> Dense | ToMeans:
    """The linkage that the parameters ask for, with clusters as `leader` says."""
    if parameters.on_means:
        return ToMeans(items, leader, apart, parameters.weight)
    return Dense(all_distances(items, parameters), leader, apart, parameters.method)


def join_late(items: Items, constraints: Constraints, parameters: Parameters, leader: Ints) -> Ints:
    """Give each item that did not steer to the nearest cluster within the threshold.

    The nearest pair first, so that of two faces of one photo the likelier gets the place; the
    other goes to its next cluster, or stays by itself.

    Args:
        items, constraints: N items in order of id.
        parameters: the distance, the linkage and the threshold.
        leader: (N,) int64 the cluster of each item, named by its first item; those that did not
            steer stand by themselves.

    Returns:
        (N,) int64 the cluster of each item, named by one of its items.
    """
    steered = steering(items, constraints)
    waiting = np.setdiff1d(np.arange(len(items)), steered)
    clusters = np.unique(leader[steered])
    if not len(waiting) or not len(clusters):
        return leader
    apart = Apart(constraints)
    for item in steered[leader[steered] != steered].tolist():
        apart.merge(int(leader[item]), item)
    linkage = link(items, leader, apart, parameters)
    joined = leader.copy()
    while len(waiting):
        nearest, height = linkage.nearest(waiting, clusters)
        near = np.flatnonzero(height <= parameters.threshold)
        taken = set()
        for i in near[np.lexsort((waiting[near], height[near]))].tolist():
            item, cluster = int(waiting[i]), int(nearest[i])
            if not apart.forbids(item, cluster):
                apart.merge(cluster, item)
                joined[item] = cluster
                taken.add(i)
        # Who found the place taken asks again; the rest is too far from everybody.
        waiting = waiting[[i for i in near.tolist() if i not in taken]]
    return joined
