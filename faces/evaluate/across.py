"""Fits the evidence of the second joining stage (`faces.cluster.evidence`) on tuning people."""

from collections.abc import Iterator

import numpy as np

from faces.cluster import Constraints, Items, Parameters, partition
from faces.cluster.compared import comparable
from faces.cluster.evidence import TERMS, Evidence
from faces.evaluate.clustering import draw_years, drawn
from faces.evaluate.seen import Seen
from faces.types import Bools, Doubles, Ints

SEEDS = range(100, 108)  # of the birth years; those that tests draw are others
THRESHOLDS = (0.90, 1.00, 1.10)  # of the linkages whose clusters are compared
RIDGE = 1.0


def fit_across(fgnet: Seen, lfw: Seen) -> tuple[Doubles, int, float]:
    """Fit the weights on pairs of clusters of FG-NET's people 001 to 010 and a tenth of LFW's.

    FG-NET's photos are dated by drawn birth years, and left undated as often. All are clustered
    at several thresholds, so that pieces of all sizes are compared. A cluster is of the person
    who has most of its faces. The number of clusters is no term: its log is taken off each
    pair's odds (see the model).

    Returns:
        (8,) float64 weights in the order of `TERMS`, the number of pairs, and the share of them
        that is of one person.
    """
    grown = fgnet.take(drawn(fgnet, "fgnet", np.random.default_rng(0)))
    celebrities = lfw.take(drawn(lfw, "lfw", np.random.default_rng(0)))
    parts = list(_compared(celebrities, np.full(len(celebrities), np.nan)))
    for seed in SEEDS:
        parts += _compared(grown, draw_years(grown, np.random.default_rng(seed)))
        parts += _compared(grown, np.full(len(grown), np.nan))
    terms = np.concatenate([terms for terms, _, _ in parts])
    same = np.concatenate([same for _, same, _ in parts])
    known = np.concatenate([np.full(len(s), -np.log(count)) for _, s, count in parts])
    return logistic(terms, same, known), len(same), float(same.mean())


def logistic(terms: Doubles, same: Bools, known: Doubles) -> Doubles:
    """Return the (T,) weights of a logistic model by Newton's method.

    Args:
        terms: (P, T) float64, the first of them 1.
        same: (P,) bool, what the model shall say.
        known: (P,) float64 log odds that are added to the terms.
    """
    centre, scale = terms.mean(axis=0), terms.std(axis=0)
    centre[0], scale[0] = 0.0, 1.0
    x = (terms - centre) / scale
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 0.0
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(same.mean() / (1.0 - same.mean())) - known.mean()
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-(x @ beta + known)))
        gradient = x.T @ (same - p) - ridge * beta
        curvature = (x.T * (p * (1.0 - p))) @ x + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        beta += step
        if np.abs(step).max() < 1e-9:
            break
    weights = beta / scale
    weights[0] -= (weights[1:] * centre[1:]).sum()
    return np.asarray(weights, dtype=np.float64)


def _compared(tuning: Seen, years: Doubles) -> Iterator[tuple[Doubles, Bools, int]]:
    """Give terms and truth of all pairs of the clusters at each threshold, and their number."""
    ids = np.arange(len(tuning), dtype=np.int64)
    items = Items(comparable(tuning.features), tuning.ages, years, ids)
    for threshold in THRESHOLDS:
        how = Parameters(threshold=threshold)
        labels = partition(items, Constraints.none(len(items)), how).labels
        yield _pairs(items, labels, tuning.people)


def _pairs(items: Items, labels: Ints, people: Ints) -> tuple[Doubles, Bools, int]:
    evidence, owners = Evidence(items), {}
    for label in np.unique(labels).tolist():
        members = np.flatnonzero(labels == label)
        first = int(members[0])
        evidence.put(first, members)
        owners[first] = int(np.bincount(people[members]).argmax())
    names = np.array(sorted(owners), dtype=np.int64)
    whose = np.array([owners[name] for name in names.tolist()])
    terms = [evidence.terms(int(names[i]), names[i + 1 :]) for i in range(len(names) - 1)]
    same = [whose[i] == whose[i + 1 :] for i in range(len(names) - 1)]
    return np.concatenate(terms), np.concatenate(same), len(names)


def in_words(fitted: tuple[Doubles, int, float]) -> list[str]:
    """Return the lines of a report."""
    weights, pairs, share = fitted
    said = ", ".join(f"{name} {w:.2f}" for name, w in zip(TERMS, weights.tolist(), strict=True))
    return [f"{pairs} pairs of clusters, {share:.1%} of one person", said]
