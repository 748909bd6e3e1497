"""Taking up the tree of the last time gives what starting anew gives."""

import math
from contextlib import contextmanager
from dataclasses import dataclass, replace
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faces.cluster import Constraints, Items, Parameters, Tree, partition, partition_from
from faces.cluster.changes import Change
from faces.cluster.digests import digests, said_of
from faces.errors import StateError
from tests.faces.cluster.albums import make_constraints, make_items

seeds = st.integers(0, 2**32 - 1)


@contextmanager
def always_taken_up(listed=2048):
    """However much has changed, and with lists so short that they end early."""
    with (
        mock.patch("faces.cluster.again.FEW", math.inf),
        mock.patch("faces.cluster.nodes.LISTED", listed),
        mock.patch("faces.cluster.nodes.ROWS", 3),
    ):
        yield


@dataclass
class Album:
    """All faces there ever are, and which are there now."""

    rng: np.random.Generator
    items: Items
    constraints: Constraints
    there: np.ndarray

    def now(self):
        """The faces in some order of arrival, and what is said of them."""
        chosen = self.rng.permutation(np.flatnonzero(self.there))
        place = np.full(len(self.items), -1)
        place[chosen] = np.arange(len(chosen))
        said = self.constraints
        pairs = (
            place[pairs[self.there[pairs].all(axis=1)]]
            for pairs in (said.exceptions, said.cannot, said.must)
        )
        return self.items.take(chosen), Constraints(
            said.groups[chosen], said.people[chosen], *pairs
        )

    def live(self):
        """Some faces come, some go, some are corrected, and people say things."""
        n, rng = len(self.items), self.rng
        self.there ^= rng.random(n) < rng.choice([0.02, 0.1, 0.4])
        self.there[rng.integers(0, n)] = True
        ages, people = self.items.ages.copy(), self.constraints.people.copy()
        ages[rng.integers(0, n, rng.integers(0, 2))] += 5.0
        some = rng.integers(0, n, rng.integers(0, 3))
        people[some] = rng.integers(-1, 3, len(some))
        other = make_constraints(rng, n)
        cannot = other.cannot if rng.random() < 0.3 else self.constraints.cannot
        must = other.must if rng.random() < 0.3 else self.constraints.must
        self.items = replace(self.items, ages=ages)
        self.constraints = replace(self.constraints, people=people, cannot=cannot, must=must)


def album(seed, n, *, said=True):
    rng = np.random.default_rng(seed)
    constraints = make_constraints(rng, n)
    if not said:
        constraints = Constraints(np.full(n, -1), np.full(n, -1))
    return Album(rng, make_items(rng, n, people=3), constraints, rng.random(n) < 0.7)


@pytest.mark.parametrize("said", [True, False])
@settings(max_examples=60, deadline=None)
@given(
    seed=seeds,
    n=st.integers(1, 70),
    threshold=st.floats(0.2, 2.0),
    listed=st.sampled_from([1, 4, 2048]),
)
def test_after_any_history_the_partition_is_that_from_scratch(said, seed, n, threshold, listed):
    library, parameters, tree = album(seed, n, said=said), Parameters(threshold=threshold), None
    for _ in range(4):
        items, constraints = library.now()
        with always_taken_up(listed):
            found, tree = partition_from(tree, items, constraints, parameters)
        tree = Tree.from_bytes(tree.to_bytes())
        expected = partition(items, constraints, parameters)
        np.testing.assert_array_equal(found.labels, expected.labels)
        np.testing.assert_array_equal(found.conflicts, expected.conflicts)
        library.live()


@settings(max_examples=30, deadline=None)
@given(seed=seeds, n=st.integers(1, 40))
def test_after_any_history_the_tree_is_that_from_scratch(seed, n):
    library, tree = album(seed, n), None
    for _ in range(3):
        items, constraints = library.now()
        with always_taken_up():
            _, tree = partition_from(tree, items, constraints, Parameters())
        _, anew = partition_from(None, items, constraints, Parameters())
        np.testing.assert_allclose(np.sort(tree.heights), np.sort(anew.heights), atol=1e-9)
        library.live()


@settings(max_examples=30, deadline=None)
@given(seed=seeds, n=st.integers(2, 40))
def test_poor_faces_come_and_go_and_start_to_steer(seed, n):
    library, tree = album(seed, n, said=False), None
    for _ in range(3):
        library.items = replace(library.items, steers=library.rng.random(n) < 0.7)
        items, constraints = library.now()
        with always_taken_up():
            found, tree = partition_from(tree, items, constraints, Parameters())
        expected = partition(items, constraints, Parameters())
        np.testing.assert_array_equal(found.labels, expected.labels)
        library.live()


def test_equally_near_faces_are_left_to_a_run_from_scratch():
    corners = np.repeat(np.eye(6), 2, axis=0)
    corners[1::2, 0] += 1.0
    corners /= np.linalg.norm(corners, axis=1, keepdims=True)
    unknown = np.full(12, np.nan)
    items = Items(corners.astype(np.float32), unknown, unknown, np.arange(12))
    parameters = Parameters(threshold=1.5, weight=0.0)
    for first in range(2, 12):
        few = items.take(np.arange(first))
        _, tree = partition_from(None, few, Constraints.none(first), parameters)
        with always_taken_up():
            found, _ = partition_from(tree, items, Constraints.none(12), parameters)
        expected = partition(items, Constraints.none(12), parameters)
        np.testing.assert_array_equal(found.labels, expected.labels)


def merges_made(tree, items, constraints):
    """How many merges were made to take up a tree; fails if it was not taken up."""
    made = []
    run = Change.run

    def counted(change, new):
        run(change, new)
        made.append(len(change.heights))

    with mock.patch.object(Change, "run", counted), always_taken_up():
        partition_from(tree, items, constraints, Parameters())
    assert len(made) == 1
    return made[0]


def test_only_branches_that_can_change_are_merged_again():
    rng = np.random.default_rng(4)
    items = make_items(rng, 400, width=32, people=80)
    none = Constraints.none(400)
    _, tree = partition_from(None, items, none, Parameters())
    assert merges_made(tree, items, none) == 0
    fewer = items.take(np.arange(399))
    assert merges_made(tree, fewer, Constraints.none(399)) < 0.1 * len(tree.heights)
    _, before = partition_from(None, fewer, Constraints.none(399), Parameters())
    assert merges_made(before, items, none) < 0.1 * len(tree.heights)


def test_a_tree_of_other_parameters_or_other_features_is_not_believed():
    rng = np.random.default_rng(6)
    items, none = make_items(rng, 60), Constraints.none(60)
    _, tree = partition_from(None, items, none, Parameters(threshold=0.4))
    with always_taken_up():
        found, _ = partition_from(tree, items, none, Parameters(threshold=1.2))
    expected = partition(items, none, Parameters(threshold=1.2))
    np.testing.assert_array_equal(found.labels, expected.labels)
    other = replace(items, features=make_items(rng, 60).features)
    with always_taken_up():
        found, _ = partition_from(tree, other, none, Parameters(threshold=0.4))
    expected = partition(other, none, Parameters(threshold=0.4))
    np.testing.assert_array_equal(found.labels, expected.labels)


def test_linkages_on_a_matrix_keep_no_tree():
    items = make_items(np.random.default_rng(1), 10)
    for parameters in (Parameters("paper"), Parameters(method="single"), Parameters(split=True)):
        assert partition_from(None, items, Constraints.none(10), parameters)[1] is None


@pytest.fixture
def tree():
    items = make_items(np.random.default_rng(2), 30)
    return partition_from(None, items, Constraints.none(30), Parameters(threshold=1.5))[1]


def test_a_damaged_tree_is_refused(tree):
    data = tree.to_bytes()
    for damaged in (b"", b"nonsense", data[:-40], data[: len(data) // 2]):
        with pytest.raises(StateError):
            Tree.from_bytes(damaged)
    middle = len(data) // 2
    flipped = data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]
    with pytest.raises(StateError):
        Tree.from_bytes(flipped)


def test_a_tree_whose_arrays_do_not_belong_together_is_refused(tree):
    wrong = [
        replace(tree, ids=tree.ids[::-1]),
        replace(tree, leaf=tree.leaf + 1),
        replace(tree, heights=tree.heights[:-1]),
        replace(tree, pairs=tree.pairs + len(tree.ids)),
        replace(tree, pairs=np.zeros_like(tree.pairs)),
        replace(tree, said=tree.said[:-1]),
    ]
    for one in wrong:
        with pytest.raises(StateError):
            Tree.from_bytes(one.to_bytes())


def test_digests_tell_any_value_apart():
    items = make_items(np.random.default_rng(3), 50)
    before = digests(items)
    for place in (0, 5):
        features = items.features.copy()
        features[7, place] = np.nextafter(features[7, place], np.float32(1))
        changed = np.any(digests(replace(items, features=features)) != before, axis=1)
        assert np.flatnonzero(changed).tolist() == [7]


def test_digests_of_what_is_said_tell_who_is_meant():
    ids = np.arange(10, 16)
    none = np.full(6, -1)

    def said(**what):
        return said_of(ids, Constraints(**({"groups": none, "people": none} | what)))

    plain = said()
    changes = {
        "groups": (np.array([-1, 4, -1, -1, -1, -1]), [1]),
        "people": (np.array([-1, -1, -1, 0, -1, -1]), [3]),
        "cannot": (np.array([[0, 2]]), [0, 2]),
        "exceptions": (np.array([[4, 5]]), [4, 5]),
    }
    for name, (value, expected) in changes.items():
        assert np.flatnonzero(said(**{name: value}) != plain).tolist() == expected
    assert np.all(said(cannot=np.array([[0, 2]]))[[0]] != said(exceptions=np.array([[0, 2]]))[[0]])
