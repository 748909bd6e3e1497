"""The measures against scikit-learn, and BCubed against its definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from faces.evaluate.measures import agreement, bcubed

labelled = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=60)


@settings(deadline=None)
@given(labelled)
def test_the_measures_are_those_of_scikit_learn(items):
    labels, truth = np.array(items).T
    ours = agreement(labels, truth)
    assert ours.ari == pytest.approx(metrics.adjusted_rand_score(truth, labels), abs=1e-9)
    assert ours.homogeneity == pytest.approx(metrics.homogeneity_score(truth, labels), abs=1e-9)
    assert ours.completeness == pytest.approx(metrics.completeness_score(truth, labels), abs=1e-9)
    expected = metrics.adjusted_mutual_info_score(truth, labels)
    assert ours.ami == pytest.approx(expected, abs=1e-6)


@given(labelled)
def test_bcubed_is_the_mean_over_the_items_of_what_they_share(items):
    labels, truth = np.array(items).T
    together, same = labels[:, None] == labels, truth[:, None] == truth
    precision, recall, f = bcubed(labels, truth)
    assert precision == pytest.approx(((together & same).sum(1) / together.sum(1)).mean())
    assert recall == pytest.approx(((together & same).sum(1) / same.sum(1)).mean())
    assert f == pytest.approx(2 / (1 / precision + 1 / recall))


def test_the_true_partition_is_perfect_whatever_its_numbers():
    ours = agreement(np.array([4, 4, 1, 0]), np.array([0, 0, 3, 9]))
    assert (ours.precision, ours.recall, ours.f, ours.clusters_per_person) == (1, 1, 1, 1)
    assert ours.ari == ours.homogeneity == pytest.approx(ours.completeness) == 1


def test_faces_by_themselves_are_pure_but_not_complete():
    ours = agreement(np.arange(6), np.array([0, 0, 0, 1, 1, 1]))
    assert (ours.precision, ours.recall) == (1.0, pytest.approx(1 / 3))
    assert ours.clusters_per_person == 3


def test_nothing_cannot_be_measured():
    with pytest.raises(ValueError, match="a label for each item"):
        agreement(np.zeros(0, dtype=int), np.zeros(0, dtype=int))
    with pytest.raises(ValueError, match="a label for each item"):
        bcubed(np.zeros(3, dtype=int), np.zeros(2, dtype=int))
