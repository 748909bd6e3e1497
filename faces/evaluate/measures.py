"""How well a partition agrees with the true one: the measures of the paper's Tables 1-3."""

from dataclasses import dataclass

import numpy as np

from faces.types import Doubles, Ints


@dataclass(frozen=True, slots=True)
class Agreement:
    """Measures of a partition of N items, N >= 1; 1 is best, but for `clusters_per_person`."""

    precision: float
    """BCubed: mean share of an item's cluster that is its own person."""
    recall: float
    """BCubed: mean share of an item's person that is in its cluster."""
    f: float
    """Harmonic mean of BCubed precision and recall: the F-measure of the paper."""
    clusters_per_person: float
    """K/C: 1 where there are as many clusters as people."""
    ari: float
    """Adjusted Rand index."""
    ami: float
    """Adjusted mutual information, against the mean of the entropies."""
    homogeneity: float
    completeness: float


def agreement(labels: Ints, truth: Ints) -> Agreement:
    """Measure a partition against the true one.

    Args:
        labels: (N,) int64 cluster of each item.
        truth: (N,) int64 person of each item.

    Raises:
        ValueError: there is nothing to compare, or not one label for each item.
    """
    table = contingency(labels, truth)
    precision, recall, f = bcubed(labels, truth)
    entropy_labels, entropy_truth = _entropy(table.sum(axis=1)), _entropy(table.sum(axis=0))
    mutual = entropy_labels + entropy_truth - _entropy(table.ravel())
    return Agreement(
        precision=precision,
        recall=recall,
        f=f,
        clusters_per_person=table.shape[0] / table.shape[1],
        ari=_adjusted_rand(table),
        ami=_adjusted_mutual(table, mutual, (entropy_labels + entropy_truth) / 2),
        homogeneity=mutual / entropy_truth if entropy_truth else 1.0,
        completeness=mutual / entropy_labels if entropy_labels else 1.0,
    )


def bcubed(labels: Ints, truth: Ints) -> tuple[float, float, float]:
    """Return BCubed precision, recall and F of (N,) labels (Amigo et al. 2009)."""
    table = contingency(labels, truth).astype(np.float64)
    squares = table**2
    precision = float((squares / table.sum(axis=1, keepdims=True)).sum() / table.sum())
    recall = float((squares / table.sum(axis=0, keepdims=True)).sum() / table.sum())
    return precision, recall, 2 * precision * recall / (precision + recall)


def contingency(labels: Ints, truth: Ints) -> Ints:
    """Return the (K, C) int64 number of items of each person in each cluster."""
    if len(labels) == 0 or labels.shape != truth.shape or labels.ndim != 1:
        raise ValueError(f"need a label for each item, got {labels.shape} and {truth.shape}")
    _, rows = np.unique(labels, return_inverse=True)
    _, columns = np.unique(truth, return_inverse=True)
    shape = (int(rows.max()) + 1, int(columns.max()) + 1)
    flat = np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(np.int64)


def _entropy(counts: Ints) -> float:
    p = counts[counts > 0] / counts.sum()
    return max(0.0, float(-(p * np.log(p)).sum()))


def _adjusted_rand(table: Ints) -> float:
    def pairs(counts: Ints) -> float:
        return float((counts * (counts - 1)).sum()) / 2

    together, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    total = pairs(np.array([table.sum()]))
    expected = rows * columns / total if total else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _adjusted_mutual(table: Ints, mutual: float, entropy: float) -> float:
    if 1 == table.shape[0] == table.shape[1] or entropy == 0:
        return 1.0
    expected = _expected_mutual(table.sum(axis=1), table.sum(axis=0))
    room = entropy - expected
    # Partitions into single items leave no room above chance but rounding.
    return 1.0 if abs(room) < 1e-12 else (mutual - expected) / room


def _expected_mutual(rows: Ints, columns: Ints) -> float:
    """Return the mutual information that chance gives to partitions of these sizes.

    The mean over the hypergeometric distribution of each cell (Vinh et al. 2010, Eq. (24)).
    Cells of equal sizes are counted once.
    """
    n = int(rows.sum())
    log_factorial: Doubles = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    total = 0.0
    for a, many_a in zip(*np.unique(rows, return_counts=True), strict=True):
        for b, many_b in zip(*np.unique(columns, return_counts=True), strict=True):
            both = np.arange(max(1, a + b - n), min(a, b) + 1)
            log_p = (
                log_factorial[[a, b, n - a, n - b]].sum()
                - log_factorial[n]
                - log_factorial[both]
                - log_factorial[a - both]
                - log_factorial[b - both]
                - log_factorial[n - a - b + both]
            )
            information = both / n * (np.log(n * both) - np.log(a) - np.log(b))
            total += int(many_a) * int(many_b) * float((information * np.exp(log_p)).sum())
    return total
