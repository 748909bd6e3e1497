import numpy as np
import pytest

from faces.review.likeness import RIDGES, TERMS, Likeness
from faces.review.odds import choices
from tests.faces.cluster.albums import make_items


def left_out(x, members, others, ridge):
    """What a ridge regression that never saw `members` says of their being `others`."""
    rest = np.setdiff1d(np.arange(len(x)), members)
    target = np.isin(rest, others).astype(np.float64)
    matrix = x[rest].T @ x[rest] + ridge * np.eye(x.shape[1])
    return float((x[members] @ np.linalg.solve(matrix, x[rest].T @ target)).mean())


@pytest.mark.parametrize("seed", range(3))
def test_the_pull_is_that_of_a_regression_that_left_the_group_out(seed):
    rng = np.random.default_rng(seed)
    items = make_items(rng, 30, width=8)
    x = items.features.astype(np.float64)
    likeness = Likeness(items)
    order = rng.permutation(30)
    a, b = np.sort(order[:5]), np.sort(order[5:9])
    row = likeness.terms([(likeness.group(a), likeness.group(b))])[0]
    for ridge, name in zip(RIDGES, ("pull, stiff", "pull, loose"), strict=True):
        expected = left_out(x, a, b, ridge) + left_out(x, b, a, ridge)
        assert row[TERMS.index(name)] == pytest.approx(expected, abs=1e-4)


def test_the_terms_of_a_pair_are_the_same_whoever_stands_first():
    items = make_items(np.random.default_rng(1), 20, width=8)
    a, b = np.arange(0, 8), np.arange(8, 20)
    one, other = Likeness(items), Likeness(items)
    first = one.terms([(one.group(a), one.group(b))])
    second = other.terms([(other.group(b), other.group(a))])
    np.testing.assert_allclose(first, second, atol=1e-5)


def test_distances_are_those_of_the_features():
    items = make_items(np.random.default_rng(2), 12, width=8)
    likeness = Likeness(items)
    a, b = np.arange(0, 5), np.arange(5, 12)
    x = items.features.astype(np.float64)
    every = ((x[a][:, None] - x[b]) ** 2).sum(axis=2)
    row = likeness.terms([(likeness.group(a), likeness.group(b))])[0]
    assert row[0] == pytest.approx(every.min(), abs=1e-4)
    assert row[1] == pytest.approx(every.mean(), abs=1e-4)


def test_choices_of_a_group_and_nobody_are_shares_of_one():
    rng = np.random.default_rng(3)
    pairs = np.array([(a, b) for a in range(6) for b in range(a + 1, 6)])
    scores, none = rng.normal(size=len(pairs)), rng.normal(size=6)
    shares = choices(pairs, scores, none)
    total = np.zeros(6)
    for (a, b), (of_a, of_b) in zip(pairs, shares, strict=True):
        total[a] += of_a
        total[b] += of_b
    for group in range(6):
        there = scores[(pairs == group).any(axis=1)]
        nobody = np.exp(none[group]) / (np.exp(none[group]) + np.exp(there).sum())
        assert total[group] + nobody == pytest.approx(1.0)
