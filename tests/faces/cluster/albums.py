"""Albums of made-up faces, and the plainest clustering there is, to hold ours against."""

import numpy as np

from faces.ages import spread, unbiased
from faces.cluster import Constraints, Items, Parameters


def make_items(rng: np.random.Generator, n: int, *, width: int = 6, people: int = 4) -> Items:
    """N faces of a few people, some without a date."""
    centres = rng.normal(size=(people, width))
    who = rng.integers(0, people, n)
    features = centres[who] + 0.8 * rng.normal(size=(n, width))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    years = 1990 + rng.uniform(0, 30, n)
    years[rng.random(n) < 0.2] = np.nan
    return Items(
        features=features.astype(np.float32),
        ages=rng.uniform(1, 70, n),
        years=years,
        ids=rng.permutation(3 * n)[:n].astype(np.int64),
    )


def make_constraints(rng: np.random.Generator, n: int) -> Constraints:
    """Photos of up to three faces, some confirmed people, and pairs that may contradict them."""

    def pairs(most: int) -> np.ndarray:
        drawn = rng.integers(0, n, (rng.integers(0, most + 1), 2))
        return drawn[drawn[:, 0] != drawn[:, 1]]

    groups = rng.integers(-1, max(n // 2, 1), n)
    together = pairs(4 * n)
    return Constraints(
        groups=groups,
        people=np.where(rng.random(n) < 0.2, rng.integers(0, 3, n), -1),
        exceptions=together[groups[together[:, 0]] == groups[together[:, 1]]][:2],
        cannot=pairs(3),
        must=pairs(4),
    )


def item_distances(items: Items, parameters: Parameters) -> np.ndarray:
    """The distance of every two items, one at a time, as the docstrings define it."""
    n = len(items)
    distances = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            x = items.features[[i, j]].astype(np.float64)
            x /= np.linalg.norm(x, axis=1, keepdims=True)
            far = float(np.linalg.norm(x[0] - x[1]))
            distances[i, j] = _with_ages(far, items, (i, j), parameters)
    return distances


def _with_ages(far: float, items: Items, pair: tuple[int, int], parameters: Parameters) -> float:
    paper = parameters.distance == "paper"
    far = far if paper else far**2
    (a, b), (year_a, year_b) = items.ages[list(pair)], items.years[list(pair)]
    if np.isnan([a, b, year_a, year_b]).any():
        return far
    if not paper:
        born = (year_a - float(unbiased(a))) - (year_b - float(unbiased(b)))
        return far + parameters.weight * born**2 / float(spread(a) * spread(b))
    later = max(year_a, year_b)
    a, b = a + later - year_a, b + later - year_b
    return far + parameters.weight * ((a - b) ** 2 / (a + b) if a + b > 0 else 0.0)


def may_not(constraints: Constraints, n: int) -> np.ndarray:
    """(N, N) bool: the pairs of items that may not share a cluster."""
    groups, people = constraints.groups, constraints.people
    apart = (groups[:, None] == groups) & (groups >= 0)
    for a, b in constraints.exceptions:
        apart[a, b] = apart[b, a] = False
    for a, b in constraints.cannot:
        apart[a, b] = apart[b, a] = True
    if people is not None:
        apart |= (people[:, None] != people) & (people[:, None] >= 0) & (people >= 0)
    return apart & ~np.eye(n, dtype=bool)


def plain_average(
    distances: np.ndarray, apart: np.ndarray, start: list[list[int]], threshold: float
) -> list[list[int]]:
    """Average linkage by its definition: merge the nearest two allowed, again and again."""
    clusters = sorted(sorted(members) for members in start)
    while True:
        best = (np.inf, -1, -1)
        for i, one in enumerate(clusters):
            for j in range(i):
                other = clusters[j]
                if not apart[np.ix_(one, other)].any():
                    height = round(float(distances[np.ix_(one, other)].mean()), 10)
                    best = min(best, (height, j, i))
        if best[0] > threshold:
            return clusters
        clusters[best[1]] = sorted(clusters[best[1]] + clusters.pop(best[2]))
        clusters.sort()


def as_sets(labels: np.ndarray) -> set[frozenset[int]]:
    """The clusters as sets of indices."""
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}
