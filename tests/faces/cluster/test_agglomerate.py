"""The clustering against scipy, against its plain definition, and by what must always hold."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from faces.cluster import Constraints, Items, Parameters, partition
from faces.errors import TooManyFacesError
from tests.faces.cluster.albums import (
    as_sets,
    item_distances,
    make_constraints,
    make_items,
    may_not,
    plain_average,
)

seeds = st.integers(0, 2**32 - 1)
METHODS = ["average", "single", "complete", "weighted"]
DISTANCES = ["birth-year", "paper"]


def heights_are_apart(heights, threshold):
    """No two candidate heights, nor a height and the threshold, within 1e-6 of each other."""
    every = np.sort(np.append(heights, threshold))
    return np.all(np.diff(every) > 1e-6 * every[1:])


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=30, deadline=None)
@given(seed=seeds, n=st.integers(2, 40), threshold=st.floats(0.3, 2.0))
def test_without_constraints_the_partition_is_scipys(method, distance, seed, n, threshold):
    items = make_items(np.random.default_rng(seed), n)
    parameters = Parameters(distance, method, threshold=threshold, weight=0.01)
    tree = linkage(squareform(item_distances(items, parameters), checks=False), method)
    assume(heights_are_apart(tree[:, 2], threshold))
    expected = fcluster(tree, threshold, criterion="distance")
    found = partition(items, Constraints.none(n), parameters)
    assert as_sets(found.labels) == as_sets(expected)
    assert found.conflicts.shape == (0, 2)


@settings(max_examples=60, deadline=None)
@given(seed=seeds, n=st.integers(1, 16), threshold=st.floats(0.3, 2.5))
def test_with_constraints_the_partition_is_that_of_merging_the_nearest_pair_allowed(
    seed, n, threshold
):
    rng = np.random.default_rng(seed)
    items = make_items(rng, n)
    constraints = make_constraints(rng, n)
    parameters = Parameters(threshold=threshold)
    found = partition(items, constraints, parameters)
    joined = partition(items, constraints, Parameters(threshold=-1.0))
    order = np.argsort(items.ids)
    place = np.argsort(order)
    start = [[int(place[i]) for i in members] for members in as_sets(joined.labels)]
    distances = item_distances(items, parameters)[np.ix_(order, order)]
    apart = may_not(constraints, n)[np.ix_(order, order)]
    expected = plain_average(distances, apart, start, threshold)
    assert as_sets(found.labels[order]) == {frozenset(members) for members in expected}


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize(
    "how", [{"method": method} for method in METHODS] + [{"split": True}], ids=str
)
@settings(max_examples=30, deadline=None)
@given(seed=seeds, n=st.integers(1, 24), threshold=st.floats(0.0, 5.0))
def test_constraints_hold_or_are_reported(how, distance, seed, n, threshold):
    rng = np.random.default_rng(seed)
    constraints = make_constraints(rng, n)
    parameters = Parameters(distance, threshold=threshold, **how)
    found = partition(make_items(rng, n), constraints, parameters)
    together = found.labels[:, None] == found.labels
    assert not np.any(together & may_not(constraints, n))
    refused = {frozenset(pair) for pair in found.conflicts.tolist()}
    for a, b in constraints.must.tolist():
        assert together[a, b] or frozenset((a, b)) in refused
    sure = np.flatnonzero(constraints.people >= 0)
    for person in np.unique(constraints.people[sure]):
        faces = np.flatnonzero(constraints.people == person)
        spread = len(np.unique(found.labels[faces]))
        blamed = sum(1 for pair in refused if pair & set(faces.tolist()))
        assert spread == 1 or blamed >= 1


@pytest.mark.parametrize("distance", DISTANCES)
@settings(max_examples=30, deadline=None)
@given(seed=seeds, n=st.integers(1, 40), threshold=st.floats(0.2, 2.0))
def test_the_order_of_arrival_changes_nothing(distance, seed, n, threshold):
    rng = np.random.default_rng(seed)
    items, constraints = make_items(rng, n), make_constraints(rng, n)
    order = rng.permutation(n)
    place = np.argsort(order)
    shuffled = Constraints(
        constraints.groups[order],
        constraints.people[order],
        *(place[p] for p in (constraints.exceptions, constraints.cannot, constraints.must)),
    )
    parameters = Parameters(distance, threshold=threshold)
    found = partition(items, constraints, parameters)
    again = partition(items.take(order), shuffled, parameters)
    np.testing.assert_array_equal(again.labels, found.labels[order])
    np.testing.assert_array_equal(np.sort(order[again.conflicts]), np.sort(found.conflicts))


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("n", [0, 1])
def test_an_album_of_no_face_or_one_is_no_trouble(distance, n):
    items = make_items(np.random.default_rng(0), 5).take(np.arange(n))
    found = partition(items, Constraints.none(n), Parameters(distance))
    assert found.labels.tolist() == [0] * n
    assert found.count == n


def undated(features, ids=None):
    n = len(features)
    unknown = np.full(n, np.nan)
    ids = np.arange(n) if ids is None else np.array(ids)
    return Items(np.asarray(features, dtype=np.float32), unknown, unknown, ids)


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("method", METHODS)
def test_identical_faces_are_one_person_unless_they_share_a_photo(distance, method):
    face = np.full((9, 16), 0.25)
    parameters = Parameters(distance, method, threshold=1e-3)
    assert partition(undated(face), Constraints.none(9), parameters).count == 1
    in_threes = Constraints(groups=np.arange(9) // 3)
    assert partition(undated(face), in_threes, parameters).count == 3


@pytest.mark.parametrize("distance", DISTANCES)
def test_the_smallest_id_wins_a_tie(distance):
    between, left, right = [1.0, 0.0], [0.8, 0.6], [0.8, -0.6]
    for ids, partner in (([5, 1, 2], 1), ([5, 2, 1], 2)):
        found = partition(
            undated([between, left, right], ids),
            Constraints.none(3),
            Parameters(distance, threshold=0.86),
        )
        assert as_sets(found.labels) == {frozenset({0, partner}), frozenset({3 - partner})}


@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_ties_everywhere_are_broken_as_when_merging_one_pair_at_a_time(seed):
    rng = np.random.default_rng(seed)
    corners = np.eye(4)[rng.integers(0, 4, 12)] + np.eye(4)[rng.integers(0, 4, 12)]
    items = undated(corners / np.linalg.norm(corners, axis=1, keepdims=True))
    parameters = Parameters(threshold=0.9, weight=0.0)
    expected = plain_average(
        item_distances(items, parameters),
        np.zeros((12, 12), dtype=bool),
        [[i] for i in range(12)],
        0.9,
    )
    found = partition(items, Constraints.none(12), parameters)
    assert as_sets(found.labels) == {frozenset(members) for members in expected}


def test_clusters_are_numbered_by_their_smallest_id():
    items = undated(np.eye(3), ids=[30, 10, 20])
    assert partition(items, Constraints.none(3), Parameters()).labels.tolist() == [2, 0, 1]


def test_two_newborns_of_one_year_are_no_distance_apart_in_age():
    items = Items(np.ones((2, 1), dtype=np.float32), np.zeros(2), np.full(2, 2001.5), np.arange(2))
    parameters = Parameters("paper", threshold=0.0, weight=0.1)
    assert partition(items, Constraints.none(2), parameters).count == 1


def test_birth_years_keep_two_children_apart_who_look_the_same():
    features = np.ones((4, 1), dtype=np.float32)
    years = np.array([1970.0, 1972.0, 2010.0, 2012.0])
    items = Items(features, np.array([3.0, 5.0, 3.0, 5.0]), years, np.arange(4))
    assert partition(items, Constraints.none(4), Parameters()).labels.tolist() == [0, 0, 1, 1]


def test_a_face_twice_in_one_photo_can_be_declared_one_person():
    items = undated(np.ones((3, 1)))
    photo = np.zeros(3, dtype=np.int64)
    mirror = Constraints(photo, exceptions=np.array([[2, 0]]))
    assert partition(items, mirror, Parameters()).labels.tolist() == [0, 1, 0]


def test_a_cannot_link_wins_over_a_chain_of_must_links_and_the_loser_is_named():
    items = undated(np.ones((3, 1)))
    none = np.full(3, -1)
    chain = Constraints(none, cannot=np.array([[0, 2]]), must=np.array([[1, 2], [0, 1]]))
    found = partition(items, chain, Parameters())
    assert found.labels.tolist() == [0, 0, 1]
    assert found.conflicts.tolist() == [[1, 2]]


def test_confirmed_people_join_their_faces_and_keep_apart_from_each_other():
    items = undated(np.eye(4))
    confirmed = Constraints(np.full(4, -1), people=np.array([7, 8, 7, -1]))
    found = partition(items, confirmed, Parameters(threshold=5.0))
    assert found.labels[0] == found.labels[2] != found.labels[1]


def test_a_chained_cluster_is_split_by_complete_linkage():
    angles = np.deg2rad([0.0, 50.0, 100.0])
    items = undated(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    chained = Parameters(method="single", threshold=0.8)
    none = Constraints.none(3)
    assert partition(items, none, chained).count == 1
    split = Parameters(method="single", threshold=0.8, split=True)
    assert partition(items, none, split).labels.tolist() == [0, 0, 1]


def test_too_many_faces_for_all_pairs_are_refused_in_words_that_say_how_many_fit():
    items = make_items(np.random.default_rng(1), 40)
    parameters = Parameters("paper", memory_limit=8 * 30 * 30)
    with pytest.raises(TooManyFacesError, match="at most 30 faces, got 40"):
        partition(items, Constraints.none(40), parameters)


def test_nonsense_is_refused():
    items = make_items(np.random.default_rng(1), 4)
    with pytest.raises(ValueError, match="unit length"):
        partition(undated(2.0 * items.features), Constraints.none(4), Parameters())
    with pytest.raises(ValueError, match="share an id"):
        undated(items.features, ids=[1, 2, 2, 3])
    with pytest.raises(ValueError, match=r"ages must be \(4,\)"):
        Items(items.features, items.ages[:3], items.years, items.ids)
    with pytest.raises(ValueError, match=r"outside 0\.\.3"):
        partition(items, Constraints(np.full(4, -1), must=np.array([[0, 4]])), Parameters())
    with pytest.raises(ValueError, match="one item twice"):
        partition(items, Constraints(np.full(4, -1), must=np.array([[1, 1]])), Parameters())
    with pytest.raises(ValueError, match=r"groups must be \(4,\)"):
        partition(items, Constraints.none(3), Parameters())
