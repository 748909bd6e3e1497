"""The second stage: what must always hold, and what it is there for."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faces.cluster import Across, Constraints, Items, Parameters, join_across, partition
from faces.cluster.across import NEAREST, nearest_clusters
from tests.faces.cluster.albums import as_sets, make_constraints, make_items, may_not

seeds = st.integers(0, 2**32 - 1)
LINKED = Parameters(threshold=0.6)
EAGER = Across(joins_from=-3.0, proposes_from=-6.0)


def album(seed, n):
    """Faces, constraints and the partition that the linkage leaves."""
    rng = np.random.default_rng(seed)
    items, constraints = make_items(rng, n, width=8, people=3), make_constraints(rng, n)
    items = replace(items, steers=rng.random(n) < 0.8)
    return items, constraints, partition(items, constraints, LINKED).labels


@settings(max_examples=60)
@given(seed=seeds, n=st.integers(1, 30))
def test_the_order_of_arrival_changes_nothing(seed, n):
    items, constraints, labels = album(seed, n)
    order = np.random.default_rng(seed + 1).permutation(n)
    there = join_across(items, constraints, labels, EAGER)
    here = join_across(items.take(order), constraints.take(order), labels[order], EAGER)
    np.testing.assert_array_equal(here.labels, there.labels[order])
    assert here.proposals == there.proposals


@settings(max_examples=60)
@given(seed=seeds, n=st.integers(1, 30))
def test_clusters_are_joined_never_split_and_never_against_the_constraints(seed, n):
    items, constraints, labels = album(seed, n)
    found = join_across(items, constraints, labels, EAGER)
    after = as_sets(found.labels)
    assert all(any(before <= whole for whole in after) for before in as_sets(labels))
    together = found.labels[:, None] == found.labels
    assert not np.any(together & may_not(constraints, n))


@settings(max_examples=60)
@given(seed=seeds, n=st.integers(1, 30))
def test_joining_what_was_joined_changes_nothing(seed, n):
    items, constraints, labels = album(seed, n)
    once = join_across(items, constraints, labels, EAGER)
    twice = join_across(items, constraints, labels, EAGER)
    np.testing.assert_array_equal(twice.labels, once.labels)
    assert twice.proposals == once.proposals
    again = join_across(items, constraints, once.labels, EAGER)
    np.testing.assert_array_equal(again.labels, once.labels)


@settings(max_examples=60)
@given(seed=seeds, n=st.integers(2, 30))
def test_what_is_proposed_is_allowed_unsure_and_the_likeliest_first(seed, n):
    items, constraints, labels = album(seed, n)
    found = join_across(items, constraints, labels, EAGER)
    apart = may_not(constraints, n)
    odds = [proposal.log_odds for proposal in found.proposals]
    assert odds == sorted(odds, reverse=True)
    assert all(chance > -6.0 for chance in odds)
    for proposal in found.proposals:
        # Without a birth year nothing is joined, however likely.
        assert proposal.log_odds <= -3.0 or proposal.overlap == 0.0
        assert proposal.first < proposal.second
        one, other = found.labels == proposal.first, found.labels == proposal.second
        assert one.any()
        assert other.any()
        assert not apart[np.ix_(one, other)].any()


@settings(max_examples=40)
@given(seed=seeds, n=st.integers(2, 24))
def test_poor_faces_steer_nobody(seed, n):
    items, _, _ = album(seed, n)
    nothing = Constraints.none(n)
    good = np.flatnonzero(items.steers)
    labels = partition(items, nothing, LINKED).labels
    found = join_across(items, nothing, labels, EAGER)
    alone = join_across(items.take(good), Constraints.none(len(good)), labels[good], EAGER)
    assert as_sets(found.labels[good]) == as_sets(alone.labels)


def grown(*pieces):
    """Items and labels of pieces: (likeness in degrees, born, ages), a cluster for each.

    Strangers, whose likeness is None, are like nobody.
    """
    rows, years, every = [], [], []
    for axis, (angle, born, ages) in enumerate(pieces, start=2):
        for wobble, age in zip(np.linspace(-6, 6, len(ages)), ages, strict=True):
            row = np.zeros(2 + len(pieces))
            if angle is None:
                row[axis] = 1.0
            else:
                row[:2] = np.cos(np.radians(angle + wobble)), np.sin(np.radians(angle + wobble))
            rows.append(row)
            years.append(born + age)
            every.append(age)
    ids = np.arange(len(rows))
    ages, years = np.array(every, np.float64), np.array(years, np.float64)
    items = Items(np.array(rows, np.float32), ages, years, ids)
    return items, np.repeat(np.arange(len(pieces)), [len(ages) for _, _, ages in pieces])


CHILD, TEEN = [3, 4, 5, 5, 6, 7], [11, 12, 13, 14, 15]
STRANGERS = [(None, born, [30, 31, 40]) for born in (1950, 1960, 1970, 1980)]
LIKE = 73  # degrees


def joined(*pieces, constraints=None):
    items, labels = grown(*pieces, *STRANGERS)
    return join_across(items, constraints or Constraints.none(len(items)), labels)


def test_a_child_and_the_teenager_of_one_birth_year_are_joined():
    found = joined((0, 1990, CHILD), (LIKE, 1990, TEEN))
    assert found.labels[0] == found.labels[len(CHILD)]
    assert len(set(found.labels)) == 1 + len(STRANGERS)


def test_siblings_who_look_alike_are_not_when_they_were_born_years_apart():
    small, schoolchild = [2, 3, 4], [7, 8, 9, 10]
    same = joined((0, 1990, small), (LIKE, 1990, schoolchild))
    siblings = joined((0, 1990, small), (LIKE, 1998, schoolchild))
    assert same.labels[0] == same.labels[len(small)]
    assert siblings.labels[0] != siblings.labels[len(small)]


def test_many_faces_of_one_age_whom_the_linkage_kept_apart_stay_apart():
    ages = [30, 31, 32, 33] * 4
    found = joined((0, 1970, ages), (LIKE, 1970, ages))
    assert found.labels[0] != found.labels[len(ages)]


def test_two_who_stand_in_one_photo_are_neither_joined_nor_proposed():
    n = len(CHILD) + len(TEEN) + 3 * len(STRANGERS)
    groups = np.full(n, -1)
    groups[[0, len(CHILD)]] = 5
    found = joined((0, 1990, CHILD), (LIKE, 1990, TEEN), constraints=Constraints(groups=groups))
    assert found.labels[0] != found.labels[len(CHILD)]
    assert (0, 1) not in {(p.first, p.second) for p in found.proposals}


def test_what_dates_do_not_vouch_for_is_proposed_with_what_speaks_for_it():
    items, labels = grown((0, 1990, CHILD), (LIKE, 1990, TEEN), *STRANGERS)
    undated = replace(items, years=np.full(len(items), np.nan))
    found = join_across(undated, Constraints.none(len(items)), labels)
    assert found.labels[0] != found.labels[len(CHILD)]
    first = found.proposals[0]
    assert (first.first, first.second, first.overlap) == (0, 1, 0.0)
    assert 0.9 < first.nearest < 1.2


def test_nothing_and_one_face_are_left_as_they_are():
    for n in (0, 1):
        items = Items(
            np.ones((n, 1), np.float32), np.full(n, 5.0), np.full(n, 2000.0), np.arange(n)
        )
        found = join_across(items, Constraints.none(n), np.zeros(n, np.int64))
        assert found.labels.tolist() == [0] * n
        assert found.proposals == ()


@pytest.mark.parametrize("count", [1, 2, NEAREST, 3 * NEAREST])
def test_each_pair_of_near_clusters_is_named_once(count):
    rng = np.random.default_rng(count)
    means = rng.normal(size=(count, 5)).astype(np.float32)
    named = [(i, j) for i, near in nearest_clusters(means) for j in near.tolist()]
    unordered = {frozenset(pair) for pair in named}
    assert len(unordered) == len(named)
    order = np.argsort(-(means @ means.T), axis=1, kind="stable")
    for i in range(count):
        near = [j for j in order[i].tolist()[: NEAREST + 1] if j != i][: NEAREST - 1]
        assert all(frozenset((i, j)) in unordered for j in near)
