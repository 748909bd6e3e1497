"""The four linkages of the paper on a matrix of all distances."""

import numpy as np

from faces.ages import spread
from faces.cluster.apart import Apart
from faces.cluster.rounds import first_within_tie
from faces.cluster.values import Items, Method, Parameters
from faces.errors import TooManyFacesError
from faces.types import Doubles, Ints

BLOCK = 512  # rows worked on at once


class Dense:
    """Distances between clusters as a matrix, updated by the Lance-Williams recurrence."""

    def __init__(self, distances: Doubles, leader: Ints, apart: Apart, method: Method) -> None:
        """Start from the (N, N) float64 distances of items, which are written over.

        A face that comes late to clusters of another method is judged by its mean distance.
        """
        self._distances = distances
        self._apart = apart
        self._method = method
        self._sizes = np.ones(len(leader), dtype=np.int64)
        for item in np.flatnonzero(leader != np.arange(len(leader))).tolist():
            self._join(int(leader[item]), item)

    def nearest(self, clusters: Ints, active: Ints) -> tuple[Ints, Doubles]:
        """See `Linkage`."""
        columns = np.empty(len(clusters), dtype=np.int64)
        least = np.empty(len(clusters))
        places = np.full(len(self._sizes), -1, dtype=np.int64)
        places[active] = np.arange(len(active))
        for at in range(0, len(clusters), BLOCK):
            rows = slice(at, at + BLOCK)
            block = self._distances[np.ix_(clusters[rows], active)]
            self._apart.make_infinite(block, clusters[rows], places)
            columns[rows], least[rows] = first_within_tie(block)
        return active[columns], least

    def merge(self, keep: int, gone: int) -> None:
        """See `Linkage`."""
        self._join(keep, gone)
        self._apart.merge(keep, gone)

    def _join(self, keep: int, gone: int) -> None:
        a, b = self._distances[keep], self._distances[gone]
        merged = self._update(a, b, self._sizes[keep], self._sizes[gone])
        self._sizes[keep] += self._sizes[gone]
        self._distances[keep] = self._distances[:, keep] = merged

    def _update(self, a: Doubles, b: Doubles, size_a: int, size_b: int) -> Doubles:
        match self._method:
            case "average" | "median" | "rank-order":
                return (size_a * a + size_b * b) / (size_a + size_b)
            case "weighted":
                return (a + b) / 2
            case "single":
                return np.minimum(a, b)
            case "complete":
                return np.maximum(a, b)


def all_distances(items: Items, parameters: Parameters) -> Doubles:
    """Return the (N, N) float64 distances of items under `parameters.distance`.

    Raises:
        TooManyFacesError: the matrix would take more than `parameters.memory_limit` bytes.
    """
    n = len(items)
    if 8 * n * n > parameters.memory_limit:
        most = int((parameters.memory_limit / 8) ** 0.5)
        raise TooManyFacesError(
            f"{parameters.method} linkage on the {parameters.distance} distance needs all pairs "
            f"of faces in memory: at most {most} faces, got {n}. "
            "Average linkage on the birth-year distance has no such limit."
        )
    distances = np.empty((n, n))
    features = items.features.astype(np.float64)
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    for at in range(0, n, BLOCK):
        rows = slice(at, at + BLOCK)
        squared = np.maximum(2.0 - 2.0 * (features[rows] @ features.T), 0.0)
        if parameters.distance == "paper":
            distances[rows] = np.sqrt(squared) + parameters.weight * _age_term(items, rows)
        else:
            distances[rows] = squared + parameters.weight * _birth_year_term(items, rows)
    return distances


def confidence(items: Items) -> Doubles:
    """Return (N,) s = 1 / spread: ages of children can be read to a year, of adults to ten.

    It is 0 where the birth year is unknown, so that the face is judged by its features alone.
    """
    known = ~np.isnan(items.birth_years)
    return np.where(known, 1.0 / spread(np.nan_to_num(items.ages)), 0.0)


def _birth_year_term(items: Items, rows: slice) -> Doubles:
    """Return s_i s_j (b_i - b_j)^2 of some rows with all."""
    born, s = np.nan_to_num(items.birth_years, nan=2000.0), confidence(items)
    return s[rows, None] * s * (born[rows, None] - born) ** 2


def _age_term(items: Items, rows: slice) -> Doubles:
    """Return (a - b)^2 / (a + b) of some rows with all, ages taken in the later photo's year.

    Then a - b is the difference of the birth years. It is 0 for two newborns, and where unknown.
    """
    born = items.years - items.ages
    later = np.maximum(items.years[rows, None], items.years)
    together = 2.0 * later - born[rows, None] - born
    apart = born[rows, None] - born
    known = ~np.isnan(apart) & (together > 0.0)
    return np.divide(apart**2, together, out=np.zeros_like(apart), where=known)
