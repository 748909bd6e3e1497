"""What speaks for two clusters being one person: faces, birth years and ages.

The model is logistic. Fitted and judged by `python -m faces.evaluate across`, see
docs/evaluation.md. With n and m faces, g = 1/n + 1/m, D the mean distance of their faces and d
the least, overlap the posterior odds of one birth year against two drawn apart, and gap the least
difference of log(age + 2), `WIDEST_GAP` at most, and judged = log(min(n, m)) (WIDEST_GAP - gap):

    log odds = intercept + a D + b g + c D g + e d + f log(overlap) + h gap + i judged
               - log(clusters)

One birth year makes two faces likelier one person the more exactly it is known. A gap in age
lets them look less alike. Few faces say less than many; many of one age on both sides were compared
by the linkage, which kept them apart. Any two of many clusters are less likely
one person than any two of few.
"""

from dataclasses import astuple, dataclass

import numpy as np

from faces.ages import spread, unbiased
from faces.aggregate import birth_evidence
from faces.cluster.values import Items
from faces.types import Doubles, Floats, Ints

SEEN = 12  # faces of a cluster that are looked at one by one, evenly drawn over its ages
OLDEST, YOUNGEST, STEP = 1880.0, 2040.0, 0.5  # the grid of birth years
WIDEST_GAP = 0.8  # of log(age + 2): from 5 to 14, or from 14 to 34
PEOPLE_SPAN = 70.0  # years over which the birth years of two people are spread
TERMS = ("intercept", "D", "g", "D g", "d", "overlap", "gap", "judged")


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the terms, in the order of `TERMS`. The defaults were fitted: docs/evaluation.md."""

    intercept: float = 25.7
    distance: float = -11.6
    few: float = -8.1
    distance_few: float = 5.8
    nearest: float = -6.5
    overlap: float = 1.25
    gap: float = 4.0
    judged: float = -1.6

    def log_odds(self, terms: Doubles) -> Doubles:
        """Return (P,) log odds of pairs from their (P, 8) terms, without log(clusters)."""
        odds: Doubles = terms @ np.array(astuple(self))
        return odds


class Evidence:
    """C clusters of N items: their means, birth years and some faces of each.

    A cluster is known by the place of its first item.
    """

    def __init__(self, items: Items) -> None:
        """Begin without clusters."""
        self._features = items.features
        self._items = items
        self._log_age = np.log(items.ages + 2.0)
        self._grid = np.arange(OLDEST, YOUNGEST, STEP)
        n = len(items)
        self.sizes = np.zeros(n, dtype=np.int64)
        self.means = np.zeros_like(self._features)
        self._born: dict[int, Floats] = {}
        self._seen: dict[int, Ints] = {}

    def put(self, cluster: int, members: Ints) -> None:
        """Let a cluster have these items, in order of id."""
        self.sizes[cluster] = len(members)
        self.means[cluster] = self._features[members].mean(axis=0)
        by_age = members[np.argsort(self._items.ages[members], kind="stable")]
        at = np.linspace(0, len(members) - 1, min(SEEN, len(members))).round().astype(np.int64)
        self._seen[cluster] = by_age[at]
        self._born.pop(cluster, None)
        dated = members[~np.isnan(self._items.birth_years[members])]
        if len(dated):
            self._born[cluster] = self._posterior(dated)

    def distances(self, cluster: int, others: Ints) -> Doubles:
        """Return (C,) float64 mean distances of a cluster's faces to those of others."""
        cosines = self.means[others] @ self.means[cluster]
        distances: Doubles = 2.0 - 2.0 * cosines.astype(np.float64)
        return distances

    def terms(self, cluster: int, others: Ints) -> Doubles:
        """Return (C, 8) float64 terms of a cluster with each of others, see `TERMS`."""
        rows = np.ones((len(others), len(TERMS)))
        rows[:, 1] = self.distances(cluster, others)
        rows[:, 2] = 1.0 / self.sizes[cluster] + 1.0 / self.sizes[others]
        rows[:, 3] = rows[:, 1] * rows[:, 2]
        for row, other in zip(rows, others.tolist(), strict=True):
            row[4], row[6] = self._closest(cluster, other)
            row[5] = self._overlap(cluster, other)
            fewer = min(SEEN, int(self.sizes[cluster]), int(self.sizes[other]))
            row[7] = np.log(fewer) * (WIDEST_GAP - row[6])
        return rows

    def _closest(self, a: int, b: int) -> tuple[float, float]:
        """Return the least distance of faces, and the least gap in age; 0 where none is known."""
        one, other = self._seen[a], self._seen[b]
        cosines = self._features[one] @ self._features[other].T
        gaps = np.abs(self._log_age[one][:, None] - self._log_age[other])
        known = gaps[~np.isnan(gaps)]
        gap = min(float(known.min()), WIDEST_GAP) if len(known) else 0.0
        return 2.0 - 2.0 * float(cosines.max()), gap

    def _overlap(self, a: int, b: int) -> float:
        """Return the log of the odds of one birth year against two; 0 where one is unknown."""
        if a not in self._born or b not in self._born:
            return 0.0
        shared = float(self._born[a] @ self._born[b])
        return float(np.log(max(shared * PEOPLE_SPAN / STEP, 1e-6)))

    def _posterior(self, dated: Ints) -> Floats:
        """Return (G,) the posterior over the grid of the items' common birth year."""
        at = np.linspace(0, len(dated) - 1, min(4 * SEEN, len(dated))).round().astype(np.int64)
        chosen = dated[at]
        ages = self._items.ages[chosen]
        born = self._items.years[chosen] - unbiased(ages)
        evidence = birth_evidence(self._grid, born, ages, errors=spread(ages))
        posterior = np.exp(evidence - evidence.max())
        fused: Floats = (posterior / posterior.sum()).astype(np.float32)
        return fused
