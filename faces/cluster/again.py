"""Average linkage on means, taking up the tree of the last time where there is one."""

import numpy as np

from faces.cluster.apart import Apart
from faces.cluster.bands import AverageLinkage, Merges
from faces.cluster.changes import Change, TiedError
from faces.cluster.digests import Digests, digests, first_of_same, said_of
from faces.cluster.nodes import Ground
from faces.cluster.saying import Saying
from faces.cluster.tree import Nodes, Tree
from faces.cluster.values import Constraints, Items, Parameters
from faces.types import Ints

SAME = 1e-9  # distance of what is the same: rounding
FEW = 1 / 200  # share of the items that may have changed; with more, starting anew is as soon done


def merge_means(
    tree: Tree | None,
    items: Items,
    constraints: Constraints,
    leader: Ints,
    apart: Apart,
    parameters: Parameters,
) -> tuple[Ints, Tree]:
    """Cluster, and return the tree for the next time; the result is the same without a tree.

    Args:
        tree: of another time, or None.
        items: N items in order of id.
        constraints: of these items.
        leader: (N,) int64 the cluster of each at the start, named by its first item.
        apart: what may not be linked, of the clusters at the start.
        parameters: the threshold and the weight.

    Returns:
        (N,) int64 the cluster of each item at the end, named by its first item; the tree.
    """
    values, said = digests(items), said_of(items.ids, constraints)
    if parameters.threshold > SAME:
        leader = with_the_same(values, leader, apart)
    leaders, leaf = np.unique(leader, return_inverse=True)
    made_by = f"{parameters.threshold!r} {parameters.weight!r}"
    merges = None
    if tree is not None and tree.made_by == made_by and len(items):
        merges = _taken_up(tree, items, constraints, (values, said, leaf), parameters)
    if merges is None:
        merges = AverageLinkage(items, leader, apart, parameters.weight).run(parameters.threshold)
    grown = Tree(made_by, items.ids, values, said, leaf, merges.pairs, merges.heights)
    return first_of(merges, leaders)[leaf], grown


def with_the_same(values: Digests, leader: Ints, apart: Apart) -> Ints:
    """Join items whose values are the same and of which nothing is said: nothing is nearer."""
    joined = leader.copy()
    alone = (np.bincount(leader, minlength=len(leader))[leader] == 1) & apart.free
    places = np.flatnonzero(alone)
    if len(places):
        joined[places] = places[first_of_same(values[places])]
    return joined


def first_of(merges: Merges, leaders: Ints) -> Ints:
    """Return (C,) int64 the first item of the cluster that each of C clusters ended in."""
    count = len(leaders)
    into = np.arange(count + len(merges.heights))
    into[merges.pairs] = np.arange(count, len(into))[:, None]
    while True:
        above = into[into]
        if np.array_equal(above, into):
            break
        into = above
    first = np.full(len(into), np.iinfo(np.int64).max)
    np.minimum.at(first, into[:count], leaders)
    return first[into[:count]]


def _taken_up(
    tree: Tree,
    items: Items,
    constraints: Constraints,
    now: tuple[Digests, Digests, Ints],
    parameters: Parameters,
) -> Merges | None:
    """Return the merges of the items by way of the tree; None where that is no shorter way."""
    old_leaf, place_of = _matched(tree, items.ids, now)
    leaf = now[2]
    new = np.flatnonzero(old_leaf[leaf] < 0)
    gone = int((place_of < 0).sum())
    if len(new) + gone > FEW * len(items):
        return None
    nodes = Nodes(tree)
    threshold, weight = parameters.threshold, parameters.weight
    ground = Ground(items, nodes, place_of[nodes.order], weight, threshold)
    change = Change(ground, Saying(constraints), threshold, weight)
    came = np.flatnonzero(old_leaf < 0)
    order = new[np.argsort(leaf[new], kind="stable")]
    parts = np.split(order, np.searchsorted(leaf[order], came[1:])) if len(came) else []
    try:
        change.run(parts)
    except TiedError:
        return None
    return _renumbered(tree, change, old_leaf, came)


def _matched(tree: Tree, ids: Ints, now: tuple[Digests, Digests, Ints]) -> tuple[Ints, Ints]:
    """Find which leaves are as they were.

    Returns:
        (C,) int64 the old leaf of each leaf of now, -1 for a new one; (P,) int64 for each item of
        the tree its place among those of now, -1 if its leaf is gone.
    """
    values, said, leaf = now
    at = np.minimum(np.searchsorted(tree.ids, ids), max(0, len(tree.ids) - 1))
    count = int(leaf.max(initial=-1)) + 1
    old = np.full(len(ids), -1, dtype=np.int64)
    if len(tree.ids):
        same = (tree.ids[at] == ids) & (tree.said[at] == said)
        same &= np.all(tree.values[at] == values, axis=1)
        old[same] = tree.leaf[at[same]]
    least, most = np.full(count, len(tree.ids)), np.full(count, -1)
    np.minimum.at(least, leaf, old)
    np.maximum.at(most, leaf, old)
    sizes, before = np.bincount(leaf, minlength=count), np.bincount(tree.leaf)
    whole = (least == most) & (least >= 0)
    whole[whole] = before[least[whole]] == sizes[whole]
    matched = np.where(whole, least, -1)
    place = np.full(len(tree.ids), -1, dtype=np.int64)
    here = np.flatnonzero(matched[leaf] >= 0)
    place[at[here]] = here
    return matched, place


def _renumbered(tree: Tree, change: Change, old_leaf: Ints, came: Ints) -> Merges:
    """Put the merges that stayed and the new ones into one order."""
    leaves = int(tree.leaf.max(initial=-1)) + 1
    count, before = len(old_leaf), leaves + len(tree.heights)
    number = np.full(before + len(came) + len(change.heights), -1, dtype=np.int64)
    kept = np.flatnonzero(old_leaf >= 0)
    number[old_leaf[kept]] = kept
    number[before : before + len(came)] = came
    stayed = np.flatnonzero(change.formed[leaves:])
    number[leaves + stayed] = count + np.arange(len(stayed))
    made = np.arange(len(change.heights))
    number[before + len(came) + made] = count + len(stayed) + made
    pairs = np.concatenate([tree.pairs[stayed], np.array(change.pairs).reshape(-1, 2).astype(int)])
    heights = np.concatenate([tree.heights[stayed], np.array(change.heights)])
    return Merges(number[pairs], heights)
