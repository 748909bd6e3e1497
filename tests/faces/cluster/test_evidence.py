import numpy as np
import pytest

from faces.ages import spread, unbiased
from faces.cluster import Items, comparable
from faces.cluster.compared import SHARE, common
from faces.cluster.dense import confidence
from faces.cluster.evidence import PEOPLE_SPAN, SEEN, WIDEST_GAP, Evidence, Weights


def made(ages, years, features=None):
    n = len(ages)
    if features is None:
        features = np.random.default_rng(1).normal(size=(n, 6))
        features /= np.linalg.norm(features, axis=1, keepdims=True)
    return Items(
        np.asarray(features, np.float32),
        np.array(ages, np.float64),
        np.array(years, np.float64),
        np.arange(n),
    )


def evidence_of(items, *clusters):
    evidence = Evidence(items)
    for members in clusters:
        evidence.put(members[0], np.array(members))
    return evidence


def test_distances_are_the_means_over_all_pairs_and_the_least():
    items = made([5, 6, 30, 31, 32], [np.nan] * 5)
    evidence = evidence_of(items, [0, 1], [2, 3, 4])
    (row,) = evidence.terms(0, np.array([2]))
    pairs = 2 - 2 * items.features[:2].astype(float) @ items.features[2:].T
    assert row[1] == pytest.approx(pairs.mean(), abs=1e-5)
    assert row[4] == pytest.approx(pairs.min(), abs=1e-5)
    assert row[2] == pytest.approx(1 / 2 + 1 / 3)
    assert row[6] == WIDEST_GAP


def test_the_gap_is_that_of_the_ages_that_are_nearest():
    evidence = evidence_of(made([3, 10, 16, 40], [np.nan] * 4), [0, 1], [2, 3])
    (row,) = evidence.terms(0, np.array([2]))
    assert row[6] == pytest.approx(np.log(18) - np.log(12))


def test_the_overlap_is_that_of_two_normal_errors():
    items = made([8, 8], [2000, 2003])
    (row,) = evidence_of(items, [0], [1]).terms(0, np.array([1]))
    variance = 2 * float(spread(np.array([8.0]))[0]) ** 2
    density = np.exp(-0.5 * 9 / variance) / np.sqrt(2 * np.pi * variance)
    # Each face may also be wrong altogether, which takes a little off.
    assert row[5] == pytest.approx(np.log(density * PEOPLE_SPAN), abs=0.15)


def test_one_birth_year_says_more_of_children_and_another_speaks_against():
    children, adults = made([3, 3], [2000, 2000]), made([40, 40], [2000, 2000])
    strangers = made([3, 3], [2000, 2012])
    overlap = [
        evidence_of(items, [0], [1]).terms(0, np.array([1]))[0, 5]
        for items in (children, adults, strangers)
    ]
    assert overlap[0] > overlap[1] > 0 > overlap[2]


def test_an_unknown_birth_year_says_nothing():
    (row,) = evidence_of(made([3, 3], [2000, np.nan]), [0], [1]).terms(0, np.array([1]))
    assert row[5] == 0.0


def test_of_a_large_cluster_some_faces_are_seen_the_youngest_and_the_oldest_among_them():
    n = 5 * SEEN
    ages = np.random.default_rng(2).permutation(n) + 1
    evidence = evidence_of(made([*ages, 1, n], [np.nan] * (n + 2)), list(range(n)), [n], [n + 1])
    rows = evidence.terms(0, np.array([n, n + 1]))
    assert rows[:, 6].tolist() == [0.0, 0.0]


def test_many_faces_of_one_age_on_both_sides_were_judged_by_the_linkage():
    ages = [30] * 8 + [60] * 4
    evidence = evidence_of(made(ages, [np.nan] * 12), [0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11])
    same, apart = evidence.terms(0, np.array([4, 8]))[:, 7]
    assert same == pytest.approx(np.log(4) * WIDEST_GAP)
    assert 0 < apart < same
    assert Weights().judged < 0


def test_odds_rise_with_likeness_and_with_one_birth_year():
    plain = np.array([[1.0, 1.2, 0.5, 0.6, 0.9, 0.0, 0.0, 0.0]])
    alike, vouched = plain.copy(), plain.copy()
    alike[0, 1] -= 0.2
    vouched[0, 5] += 1.0
    weights = Weights()
    assert weights.log_odds(alike) > weights.log_odds(plain)
    assert weights.log_odds(vouched) - weights.log_odds(plain) == pytest.approx(weights.overlap)


def test_features_are_compared_as_roots_less_what_all_share():
    features = np.random.default_rng(3).gamma(0.3, size=(5, 1024)).astype(np.float32)
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    found = comparable(features)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-5)
    roots = np.sqrt(features) / np.linalg.norm(np.sqrt(features), axis=1, keepdims=True)
    expected = roots - SHARE * common()
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert comparable(features[:0]).shape == (0, 1024)


def test_features_of_another_width_are_refused():
    with pytest.raises(ValueError, match="1024"):
        comparable(np.ones((2, 6), np.float32))


def test_ages_of_children_are_trusted_most_and_unknown_ones_not_at_all():
    items = made([2, 10, 40, 60, 30], [2000, 2000, 2000, 2000, np.nan])
    s = confidence(items)
    assert s[0] > s[1] > s[2] == s[3]
    assert s[4] == 0
    assert s[0] == pytest.approx(1 / spread(np.array([2.0]))[0])


def test_ages_are_freed_of_their_bias_and_keep_their_order_near_childhood():
    ages = np.arange(1.0, 15.0)
    assert np.all(np.diff(unbiased(ages)) > 0)
    assert unbiased(np.array([24.0])) < 24
    assert unbiased(np.array([11.0])) > 11
    assert np.isnan(unbiased(np.array([np.nan]))).all()
