"""Average linkage on means, with lists of neighbours so short that every path is walked."""

from contextlib import contextmanager
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faces.cluster import Constraints, Items, Parameters, partition
from faces.cluster.again import merge_means
from faces.cluster.apart import Apart, start
from faces.cluster.bands import AverageLinkage
from faces.cluster.board import smallest
from faces.cluster.dense import Dense, all_distances
from faces.cluster.rounds import merge_within
from tests.faces.cluster.albums import as_sets, make_constraints, make_items

seeds = st.integers(0, 2**32 - 1)


lists = st.sampled_from([(2, 2, 2), (3, 2, 1), (8, 4, 4)])


@contextmanager
def short(lists):
    listed, every, narrowest = lists
    with (
        mock.patch("faces.cluster.neighbours.LISTED", listed),
        mock.patch("faces.cluster.neighbours.EVERY", every),
        mock.patch("faces.cluster.bands.NARROWEST", narrowest),
        mock.patch("faces.cluster.board.CELLS", 500),
    ):
        yield


def by_matrix(items, constraints, parameters):
    apart = Apart(constraints)
    leader, _ = start(constraints, apart)
    linkage = Dense(all_distances(items, parameters), leader, apart, "average")
    return merge_within(linkage, leader, parameters.threshold)


def by_means(items, constraints, parameters, lists):
    apart = Apart(constraints)
    leader, _ = start(constraints, apart)
    with short(lists):
        return merge_means(None, items, constraints, leader, apart, parameters)[0]


def in_order(items, constraints):
    order = np.argsort(items.ids)
    return items.take(order), constraints.take(order)


@settings(max_examples=60, deadline=None)
@given(
    lists=lists, seed=seeds, n=st.integers(1, 120), people=st.integers(1, 8), t=st.floats(0.1, 2.5)
)
def test_means_and_matrix_agree(lists, seed, n, people, t):
    rng = np.random.default_rng(seed)
    items, _ = in_order(make_items(rng, n, people=people), Constraints.none(n))
    none, parameters = Constraints.none(n), Parameters(threshold=t)
    np.testing.assert_array_equal(
        by_means(items, none, parameters, lists), by_matrix(items, none, parameters)
    )


@settings(max_examples=60, deadline=None)
@given(
    lists=lists, seed=seeds, n=st.integers(1, 90), people=st.integers(1, 8), t=st.floats(0.1, 2.5)
)
def test_means_and_matrix_agree_under_constraints(lists, seed, n, people, t):
    rng = np.random.default_rng(seed)
    items, constraints = in_order(make_items(rng, n, people=people), make_constraints(rng, n))
    parameters = Parameters(threshold=t)
    np.testing.assert_array_equal(
        by_means(items, constraints, parameters, lists), by_matrix(items, constraints, parameters)
    )


@settings(max_examples=40, deadline=None)
@given(lists=lists, seed=seeds, n=st.integers(1, 80), t=st.floats(0.05, 2.5))
def test_means_and_matrix_agree_where_many_faces_are_the_same_or_equally_far(lists, seed, n, t):
    rng = np.random.default_rng(seed)
    corners = np.eye(5)[rng.integers(0, 5, n)] + np.eye(5)[rng.integers(0, 5, n)]
    unknown = np.full(n, np.nan)
    features = corners / np.linalg.norm(corners, axis=1, keepdims=True)
    items = Items(features.astype(np.float32), unknown, unknown, np.arange(n))
    constraints = Constraints(np.where(rng.random(n) < 0.3, rng.integers(0, 9, n), -1))
    parameters = Parameters(threshold=t, weight=0.0)
    np.testing.assert_array_equal(
        by_means(items, constraints, parameters, lists), by_matrix(items, constraints, parameters)
    )


@settings(max_examples=30, deadline=None)
@given(lists=lists, seed=seeds, n=st.integers(2, 60))
def test_heights_of_merges_that_build_on_each_other_never_fall(lists, seed, n):
    items, none = in_order(make_items(np.random.default_rng(seed), n), Constraints.none(n))
    with short(lists):
        merges = AverageLinkage(items, np.arange(n), Apart(none), 0.01).run(1.5)
    below = np.concatenate([np.zeros(n), merges.heights])
    assert np.all(merges.heights[:, None] >= below[merges.pairs] - 1e-9)


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (4, 700)])
def test_the_smallest_of_each_row_are_found_and_the_rest_bounded(shape):
    values = np.random.default_rng(3).random(shape, dtype=np.float32)
    columns, least, rest = smallest(values, 4)
    for row in range(shape[0]):
        expected = np.sort(values[row])
        kept = np.isfinite(least[row])
        np.testing.assert_array_equal(least[row][kept], expected[: kept.sum()])
        np.testing.assert_array_equal(values[row, columns[row][kept]], least[row][kept])
        assert np.all(np.delete(values[row], columns[row][kept]) >= rest[row])


def test_thousands_of_confirmed_people_stay_apart():
    rng = np.random.default_rng(5)
    items = make_items(rng, 600, people=3)
    people = np.where(np.arange(600) < 400, np.arange(600) // 2, -1)
    found = partition(items, Constraints(np.full(600, -1), people), Parameters(threshold=9.0))
    assert found.count == 200
    assert all(found.labels[2 * i] == found.labels[2 * i + 1] for i in range(200))
    assert len(as_sets(found.labels)) == found.count
