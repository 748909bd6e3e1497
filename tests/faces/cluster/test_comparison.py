"""The methods that are there for comparison: median linkage and rank-order clustering."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from faces.cluster import Constraints, Items, Parameters, partition
from tests.faces.cluster.albums import (
    as_sets,
    item_distances,
    make_constraints,
    make_items,
    may_not,
)

seeds = st.integers(0, 2**32 - 1)


def plain(distance, method, **how):
    return Parameters(distance, method, weight=0.0, **how)


@settings(max_examples=60, deadline=None)
@given(seed=seeds, n=st.integers(2, 40), threshold=st.floats(0.1, 1.5))
def test_median_linkage_is_scipys_inversions_and_all(seed, n, threshold):
    items = make_items(np.random.default_rng(seed), n)
    parameters = plain("paper", "median", threshold=threshold)
    tree = linkage(squareform(item_distances(items, parameters), checks=False), "median")
    heights = np.sort(np.append(tree[:, 2], threshold))
    assume(np.all(np.diff(heights) > 1e-6 * heights[1:]))
    expected = fcluster(tree, threshold, criterion="distance")
    found = partition(items, Constraints.none(n), parameters)
    assert as_sets(found.labels) == as_sets(expected)


def rank_order_by_definition(distances, threshold):
    """The equations of Zhu et al., one pair at a time."""
    n = len(distances)
    near = [np.sort(np.delete(distances[i], i))[:9].mean() if n > 1 else 1.0 for i in range(n)]
    clusters = [{i} for i in range(n)]
    while True:
        count = len(clusters)
        d = np.array(
            [[min(distances[i, j] for i in a for j in b) for b in clusters] for a in clusters]
        )
        orders = [
            [a, *sorted(set(range(count)) - {a}, key=lambda b: d[a, b])] for a in range(count)
        ]
        group = list(range(count))
        for a in range(count):
            for b in range(a):
                up_to_b = orders[a][: orders[a].index(b) + 1]
                up_to_a = orders[b][: orders[b].index(a) + 1]
                ranks = sum(map(orders[b].index, up_to_b)) + sum(map(orders[a].index, up_to_a))
                rank_order = ranks / min(orders[a].index(b), orders[b].index(a))
                faces = clusters[a] | clusters[b]
                normalised = d[a, b] / np.mean([near[i] for i in faces])
                if rank_order < threshold and normalised < 1:
                    group = [group[a] if g == group[b] else g for g in group]
        if len(set(group)) == count:
            return clusters
        clusters = [
            set().union(*(clusters[i] for i in range(count) if group[i] == g)) for g in set(group)
        ]


@settings(max_examples=30, deadline=None)
@given(seed=seeds, n=st.integers(1, 24), threshold=st.floats(1.0, 20.0))
def test_rank_order_clustering_follows_its_equations(seed, n, threshold):
    items = make_items(np.random.default_rng(seed), n, people=3)
    parameters = plain("paper", "rank-order", threshold=threshold)
    found = partition(items, Constraints.none(n), parameters)
    expected = rank_order_by_definition(item_distances(items, parameters), threshold)
    assert as_sets(found.labels) == {frozenset(cluster) for cluster in expected}


def test_rank_order_clustering_finds_people_who_stand_apart():
    rng = np.random.default_rng(2)
    who = np.arange(60) // 12
    features = np.eye(16)[who] + 0.1 * rng.normal(size=(60, 16))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    unknown = np.full(60, np.nan)
    items = Items(features.astype(np.float32), unknown, unknown, np.arange(60))
    found = partition(items, Constraints.none(60), plain("paper", "rank-order", threshold=14.0))
    assert all(len(set(who[list(cluster)])) == 1 for cluster in as_sets(found.labels))
    assert np.mean(np.bincount(found.labels) >= 11) > 0.5
    assert found.count <= 8


@pytest.mark.parametrize("method", ["median", "rank-order"])
@settings(max_examples=30, deadline=None)
@given(seed=seeds, n=st.integers(0, 24), threshold=st.floats(0.0, 9.0))
def test_constraints_hold_or_are_reported(method, seed, n, threshold):
    rng = np.random.default_rng(seed)
    items = make_items(rng, max(n, 1)).take(np.arange(n))
    constraints = make_constraints(rng, n) if n else Constraints.none(0)
    found = partition(items, constraints, Parameters("paper", method, threshold=threshold))
    together = found.labels[:, None] == found.labels
    assert not np.any(together & may_not(constraints, n))
    refused = {frozenset(pair) for pair in found.conflicts.tolist()}
    for a, b in constraints.must.tolist():
        assert together[a, b] or frozenset((a, b)) in refused
