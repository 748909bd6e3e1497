"""How alike two groups of faces are: by themselves, over the ages, and against everybody else.

A distance says how alike two faces are, and nothing of what is common in this family. So a
ridge regression learns from the groups there are what tells each from all the others, as if it
had never seen the group in question (leave-one-out). With X the features, one row a face, and
M = X'X + r I, a group B pulls by u_B = M^-1 sum of its x; the faces A are told apart from all
others by v_A = X_A' (I - S)^-1' 1/|A| with S = X_A M^-1 X_A'; and v_A . u_B is what the
regression without A says of A's faces being B, in the mean. Both depend on a group's own faces
alone, so they are kept while groups come and go.
"""

from dataclasses import dataclass

import numpy as np

from faces.ages import spread, unbiased
from faces.aggregate import birth_evidence
from faces.cluster import Items
from faces.types import Bools, Doubles, Floats, Ints

TERMS = (
    "least distance",
    "mean distance",
    "least distance, age allowed for",
    "mean distance at like ages",
    "birth years overlap",
    "gap in age",
    "few faces",
    "judged",
    "pull, stiff",
    "pull, loose",
)
RIDGES = (0.1, 0.4)
SEEN = 12  # faces of a group that are looked at one by one, evenly drawn over its ages
FEW = 3  # faces of a group that most do not exceed
PAIRS = 256  # pairs whose faces are in memory at once
LEFT_OUT = 200  # faces of a group that the regression leaves out at once
ALLOWED = 0.25  # of the squared distance, for each step of log(age + 2) between two faces
WIDEST_GAP, WIDEST_JUDGED = 1.0, 0.8  # of log(age + 2)
LIKE_AGE = 0.3
OLDEST, YOUNGEST, STEP = 1880.0, 2040.0, 0.5  # the grid of birth years
PEOPLE_SPAN = 70.0  # years over which the birth years of two people are spread


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Some items that go together, as they are compared with others."""

    number: int
    members: Ints
    """(M,) int64 items in order."""
    seen: Ints
    """The items that are looked at one by one, at most `SEEN`."""
    mean: Floats
    """(D,) mean of the features."""
    apart: Floats
    """(R, D) v of each ridge."""
    pull: Floats
    """(R, D) u of each ridge."""
    born: Floats | None
    """(G,) posterior of the birth year; None where it is unknown."""
    face: int
    """The item nearest to the mean."""


class Likeness:
    """N items, prepared once to be compared in whatever groups."""

    def __init__(self, items: Items) -> None:
        """Turn the features so that the regression's matrix is diagonal."""
        self._x, values = _turned(items.features)
        self._shrunk = [(1.0 / (values + r)).astype(np.float32) for r in RIDGES]
        self._items = items
        self._steers = np.ones(len(items), np.bool_) if items.steers is None else items.steers
        self._grid = np.arange(OLDEST, YOUNGEST, STEP)
        self._groups: dict[bytes, Group] = {}
        self._rows: dict[tuple[int, int], Doubles] = {}

    def group(self, members: Ints) -> Group:
        """Return some items as a group; the same items are the same group."""
        key = members.tobytes()
        found = self._groups.get(key)
        if found is None:
            found = self._groups[key] = self._described(members, len(self._groups))
        return found

    def terms(self, pairs: list[tuple[Group, Group]]) -> Doubles:
        """Return (P, T) float64 terms of pairs of groups, see `TERMS`."""
        keys = [(min(a.number, b.number), max(a.number, b.number)) for a, b in pairs]
        new = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in self._rows}
        for few in (True, False):
            some = {key: pair for key, pair in new.items() if (_most_seen(pair) <= FEW) is few}
            rows = self._compared(list(some.values()), FEW if few else SEEN)
            self._rows.update(zip(some, rows, strict=True))
        found = [self._rows[key] for key in keys]
        return np.array(found, np.float64).reshape(-1, len(TERMS))

    def _described(self, members: Ints, number: int) -> Group:
        steered = members[self._steers[members]]
        steered = steered if len(steered) else members
        x = self._x[steered]
        mean = x.mean(axis=0)
        ages = self._items.ages[steered]
        at = np.linspace(0, len(steered) - 1, min(SEEN, len(steered))).round().astype(np.int64)
        return Group(
            number,
            members,
            steered[np.argsort(ages, kind="stable")][at],
            mean,
            np.stack([_left_out(x, shrunk) for shrunk in self._shrunk]),
            np.stack([x.sum(axis=0) * shrunk for shrunk in self._shrunk]),
            self._born(steered),
            int(steered[(x @ mean).argmax()]),
        )

    def _born(self, members: Ints) -> Floats | None:
        dated = members[~np.isnan(self._items.birth_years[members])]
        if not len(dated):
            return None
        at = np.linspace(0, len(dated) - 1, min(4 * SEEN, len(dated))).round().astype(np.int64)
        ages = self._items.ages[dated[at]]
        born = self._items.years[dated[at]] - unbiased(ages)
        evidence = birth_evidence(self._grid, born, ages, errors=spread(ages))
        posterior = np.exp(evidence - evidence.max())
        fused: Floats = (posterior / posterior.sum()).astype(np.float32)
        return fused

    def _compared(self, pairs: list[tuple[Group, Group]], width: int) -> list[Doubles]:
        """Return the terms of pairs of which each side has at most `width` faces to be seen."""
        rows: list[Doubles] = []
        for at in range(0, len(pairs), PAIRS):
            some = pairs[at : at + PAIRS]
            first, second = [a for a, _ in some], [b for _, b in some]
            rows += list(_terms(self._seen(first, width), self._seen(second, width)))
        return rows

    def _seen(self, groups: list[Group], width: int) -> "_Side":
        """Gather groups: places that nobody fills hold the first face again, and do not count."""
        places = np.stack([np.resize(group.seen, width) for group in groups])
        count = np.array([len(group.seen) for group in groups])
        log_ages = np.log(self._items.ages[places] + 2.0)
        return _Side(groups, self._x[places], log_ages, np.arange(width) < count[:, None])


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One side of P pairs."""

    groups: list[Group]
    x: Floats
    """(P, W, D) features of the faces that are seen."""
    log_ages: Doubles
    """(P, W) log(age + 2); NaN where unknown."""
    there: Bools
    """(P, W): whether it is a face of its own."""

    @property
    def sizes(self) -> Ints:
        return np.array([len(group.members) for group in self.groups], np.int64)


def _terms(a: _Side, b: _Side) -> Doubles:
    distances = 2.0 - 2.0 * np.matmul(a.x, b.x.transpose(0, 2, 1)).astype(np.float64)
    gaps = np.abs(a.log_ages[:, :, None] - b.log_ages[:, None, :])
    gaps = np.minimum(np.nan_to_num(gaps, nan=0.0), WIDEST_GAP)
    both = a.there[:, :, None] & b.there[:, None, :]
    alike = np.exp(-gaps / LIKE_AGE) * both
    gap = np.minimum(_least(gaps, both), WIDEST_JUDGED)
    sizes = np.stack([a.sizes, b.sizes], axis=1)
    means = [np.stack([group.mean for group in side.groups]) for side in (a, b)]
    apart, pull = (
        [np.stack([getattr(group, name) for group in side.groups]) for side in (a, b)]
        for name in ("apart", "pull")
    )
    pulls = (apart[0] * pull[1] + apart[1] * pull[0]).sum(axis=2)
    columns = [
        _least(distances, both),
        2.0 - 2.0 * (means[0] * means[1]).sum(axis=1),
        _least(distances - ALLOWED * gaps, both),
        (distances * alike).sum(axis=(1, 2)) / alike.sum(axis=(1, 2)),
        [_overlap(one, other) for one, other in zip(a.groups, b.groups, strict=True)],
        gap,
        (1.0 / sizes).sum(axis=1),
        np.log(np.minimum(sizes.min(axis=1), SEEN)) * (WIDEST_JUDGED - gap),
        pulls[:, 0],
        pulls[:, 1],
    ]
    return np.stack([np.asarray(column, np.float64) for column in columns], axis=1)


def _least(values: Doubles, counts: Bools) -> Doubles:
    """Return (P,) the least of (P, W, W) values that count."""
    least: Doubles = np.where(counts, values, np.inf).min(axis=(1, 2))
    return least


def _most_seen(pair: tuple[Group, Group]) -> int:
    return max(len(group.seen) for group in pair)


def _turned(features: Floats) -> tuple[Floats, Doubles]:
    """Return (N, E) features turned so that X'X is diagonal, and (E,) its diagonal.

    E is the smaller of N and D: a few faces span no more.
    """
    n, width = features.shape
    if n < width:
        values, vectors = np.linalg.eigh((features @ features.T).astype(np.float64))
        values = np.maximum(values, 0.0)
        return (vectors * np.sqrt(values)).astype(np.float32), values
    values, vectors = np.linalg.eigh((features.T @ features).astype(np.float64))
    return features @ vectors.astype(np.float32), np.maximum(values, 0.0)


def _left_out(x: Floats, shrunk: Floats) -> Floats:
    """Return (D,) v of a group of (M, D) faces."""
    total = np.zeros(x.shape[1], np.float32)
    for at in range(0, len(x), LEFT_OUT):
        some = x[at : at + LEFT_OUT]
        inner = np.eye(len(some)) - ((some * shrunk) @ some.T).astype(np.float64)
        total += np.linalg.solve(inner.T, np.ones(len(some))).astype(np.float32) @ some
    v: Floats = total / np.float32(len(x))
    return v


def _overlap(a: Group, b: Group) -> float:
    """Return the log of the odds of one birth year against two; 0 where one is unknown."""
    if a.born is None or b.born is None:
        return 0.0
    return float(np.log(max(float(a.born @ b.born) * PEOPLE_SPAN / STEP, 1e-4)))
