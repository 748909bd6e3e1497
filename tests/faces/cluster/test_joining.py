"""Faces too poor to steer join the clusters of the others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faces.cluster import Constraints, Items, Parameters, partition
from tests.faces.cluster.albums import (
    as_sets,
    item_distances,
    make_constraints,
    make_items,
    may_not,
)

seeds = st.integers(0, 2**32 - 1)
HOW = [
    ("birth-year", {}),
    ("birth-year", {"method": "complete"}),
    ("paper", {}),
    ("paper", {"split": True}),
]


def with_poor(items, steers):
    return Items(items.features, items.ages, items.years, items.ids, np.array(steers, np.bool_))


def on_a_circle(degrees, steers):
    angles = np.radians(degrees)
    features = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    n = len(features)
    unknown = np.full(n, np.nan)
    return with_poor(Items(features, unknown, unknown, np.arange(n)), steers)


NEAR = Parameters(threshold=0.25)  # |x - y|^2 of 29 degrees


def test_a_poor_face_between_two_people_does_not_bridge_them():
    degrees = [0, 25, 52]
    none = Constraints.none(3)
    good = partition(on_a_circle(degrees, [True] * 3), none, Parameters(threshold=0.5))
    assert good.labels.tolist() == [0, 0, 0]
    poor = partition(on_a_circle(degrees, [True, False, True]), none, Parameters(threshold=0.5))
    assert poor.labels.tolist() == [0, 0, 1]


def test_a_poor_face_near_nobody_stays_by_itself_even_beside_another():
    found = partition(on_a_circle([0, 90, 91], [True, False, False]), Constraints.none(3), NEAR)
    assert found.labels.tolist() == [0, 1, 2]


@pytest.mark.parametrize(("distance", "threshold"), [("birth-year", 0.5), ("paper", 0.7)])
def test_of_two_poor_faces_of_one_photo_the_nearer_gets_the_place(distance, threshold):
    items = on_a_circle([0, 20, 10, 60], [True, False, False, True])
    parameters = Parameters(distance, threshold=threshold)
    found = partition(items, Constraints(groups=np.array([0, 1, 1, 2])), parameters)
    assert found.labels.tolist() == [0, 1, 0, 1]


def test_a_poor_face_that_somebody_confirmed_steers():
    items = on_a_circle([0, 26, 52], [True, False, True])
    said = Constraints(groups=np.full(3, -1), people=np.array([7, 7, -1]))
    assert partition(items, said, Parameters(threshold=0.5)).labels.tolist() == [0, 0, 0]


def test_an_album_of_poor_faces_alone_is_no_trouble():
    found = partition(on_a_circle([0, 1], [False, False]), Constraints.none(2), NEAR)
    assert found.labels.tolist() == [0, 1]


@pytest.mark.parametrize(("distance", "how"), HOW, ids=str)
@settings(max_examples=25, deadline=None)
@given(seed=seeds, n=st.integers(1, 24), threshold=st.floats(0.3, 2.5))
def test_the_others_are_clustered_as_if_the_poor_ones_were_not_there(
    distance, how, seed, n, threshold
):
    rng = np.random.default_rng(seed)
    items = with_poor(make_items(rng, n), rng.random(n) < 0.6)
    pairs = make_constraints(rng, n)
    constraints = Constraints(pairs.groups)
    parameters = Parameters(distance, threshold=threshold, **how)
    found = partition(items, constraints, parameters)
    good = np.flatnonzero(items.steers)
    alone = partition(items.take(good), Constraints(pairs.groups[good]), parameters)
    assert as_sets(found.labels[good]) == as_sets(alone.labels)
    together = found.labels[:, None] == found.labels
    assert not np.any(together & may_not(constraints, n))


@settings(max_examples=40, deadline=None)
@given(seed=seeds, n=st.integers(2, 20), threshold=st.floats(0.3, 2.0))
def test_each_poor_face_is_with_the_nearest_of_the_clusters(seed, n, threshold):
    rng = np.random.default_rng(seed)
    items = with_poor(make_items(rng, n), rng.random(n) < 0.6)
    parameters = Parameters(threshold=threshold)
    labels = partition(items, Constraints.none(n), parameters).labels
    distances = item_distances(items, parameters)
    good = np.flatnonzero(items.steers)
    clusters = {label: good[labels[good] == label] for label in np.unique(labels[good])}
    for i in np.flatnonzero(~items.steers):
        far = {label: distances[i, members].mean() for label, members in clusters.items()}
        if labels[i] in far:
            assert far[labels[i]] <= min(far.values()) + 1e-9
            assert far[labels[i]] <= threshold + 1e-9
        else:
            assert min(far.values(), default=np.inf) > threshold - 1e-9


@settings(max_examples=25, deadline=None)
@given(seed=seeds, n=st.integers(1, 24))
def test_the_order_of_arrival_changes_nothing(seed, n):
    rng = np.random.default_rng(seed)
    items = with_poor(make_items(rng, n), rng.random(n) < 0.5)
    groups, order = make_constraints(rng, n).groups, rng.permutation(n)
    found = partition(items, Constraints(groups), Parameters())
    again = partition(items.take(order), Constraints(groups[order]), Parameters())
    np.testing.assert_array_equal(again.labels, found.labels[order])
