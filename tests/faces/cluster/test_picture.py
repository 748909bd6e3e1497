from dataclasses import replace

import numpy as np
import pytest
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from faces.cluster import Constraints, Parameters, partition
from faces.cluster.picture import cuts, dendrogram, distances_of
from tests.faces.cluster.albums import item_distances, make_constraints, make_items

EDGES = np.linspace(0.0, 2.4, 25)


@pytest.mark.parametrize("seed", range(4))
def test_pairs_are_counted_one_at_a_time(seed):
    rng = np.random.default_rng(seed)
    items, parameters = make_items(rng, 30), Parameters()
    people = rng.integers(-1, 5, 30)
    found = distances_of(items, people, parameters, edges=EDGES)
    far = item_distances(items, parameters)
    within, between = np.zeros(24, int), np.zeros(24, int)
    wrong = [0, 0]
    for i in range(30):
        for j in range(i):
            if people[i] < 0 or people[j] < 0:
                continue
            place = max(k for k in range(24) if EDGES[k] <= far[i, j])
            same = people[i] == people[j]
            (within if same else between)[place] += 1
            wrong[0] += bool(same and far[i, j] > parameters.threshold)
            wrong[1] += bool(not same and far[i, j] <= parameters.threshold)
    np.testing.assert_array_equal(found.within, within)
    np.testing.assert_array_equal(found.between, between)
    assert [found.far_within, found.near_between] == wrong


def test_what_is_beyond_the_last_edge_is_in_the_last_bin():
    items = make_items(np.random.default_rng(0), 12)
    found = distances_of(
        items, np.zeros(12, int), Parameters(), edges=np.array([0.0, 0.001, 0.002])
    )
    assert found.within.sum() == 12 * 11 / 2
    assert found.within[-1] > 0
    assert found.between.sum() == 0


def test_nobody_known_makes_no_pairs():
    items = make_items(np.random.default_rng(0), 5)
    found = distances_of(items, np.full(5, -1), Parameters(), edges=EDGES)
    assert found.within.sum() == found.between.sum() == 0


@pytest.mark.parametrize("seed", range(8))
def test_going_on_with_the_next_threshold_is_starting_anew(seed):
    rng = np.random.default_rng(seed)
    items, constraints = make_items(rng, 60), make_constraints(rng, 60)
    items = replace(items, steers=rng.random(60) < 0.8)
    thresholds = [0.2, 0.5, 0.51, 0.9, 1.4, 2.2]
    for cut in cuts(items, constraints, Parameters(), thresholds):
        anew = partition(items, constraints, replace(Parameters(), threshold=cut.threshold))
        assert cut.clusters == anew.count
        assert cut.singles == int((np.bincount(anew.labels) == 1).sum())


def test_no_faces_are_no_clusters():
    items = make_items(np.random.default_rng(0), 3).take(np.empty(0, dtype=np.int64))
    (cut,) = cuts(items, Constraints.none(0), Parameters(), [1.0])
    assert (cut.clusters, cut.singles) == (0, 0)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("count", [2, 3, 25])
def test_the_dendrogram_is_that_of_scipy(seed, count):
    items = make_items(np.random.default_rng(seed), count)
    found = dendrogram(items, Parameters())
    far = item_distances(items, Parameters())
    expected = hierarchy.linkage(squareform(far, checks=False), "average")
    np.testing.assert_allclose(found.heights, expected[:, 2], atol=1e-6)
    np.testing.assert_array_equal(np.sort(found.pairs), np.sort(expected[:, :2].astype(int)))
    np.testing.assert_array_equal(found.sizes()[count:], expected[:, 3].astype(int))


@pytest.mark.parametrize("seed", range(3))
def test_no_two_branches_cross_and_the_larger_stands_first(seed):
    items = make_items(np.random.default_rng(seed), 20)
    found = dendrogram(items, Parameters())
    place = {int(leaf): [at] for at, leaf in enumerate(found.order)}
    for merge, (one, other) in enumerate(found.pairs.tolist()):
        joined = sorted(place[one] + place[other])
        assert joined == list(range(joined[0], joined[0] + len(joined)))
        large, small = sorted((place[one], place[other]), key=len, reverse=True)
        assert len(large) == len(small) or large[0] < small[0]
        place[20 + merge] = joined


def test_equal_faces_join_at_nothing_and_one_face_stands_alone():
    one = make_items(np.random.default_rng(0), 1)
    assert dendrogram(one, Parameters()).order.tolist() == [0]
    alike = replace(make_items(np.random.default_rng(0), 4), features=np.tile(one.features, (4, 1)))
    heights = dendrogram(alike, Parameters(weight=0.0)).heights
    np.testing.assert_allclose(heights, 0.0, atol=1e-6)
    with pytest.raises(ValueError, match="at least one"):
        dendrogram(one.take(np.empty(0, dtype=np.int64)), Parameters())
