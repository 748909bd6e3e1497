"""How good the partitions of labelled faces are at each of many thresholds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from faces.cluster import Constraints, Items, Parameters, partition
from faces.evaluate.measures import bcubed
from faces.types import Doubles, Floats, Ints

THRESHOLDS: Doubles = np.round(np.arange(0.60, 1.161, 0.02), 2)
PURE = 0.96  # the precision below which a family is no longer helped: docs/clustering.md


@dataclass(frozen=True, slots=True)
class Sweep:
    """BCubed measures of N faces at T thresholds."""

    thresholds: Doubles
    """(T,) float64, ascending."""
    precision: Doubles
    recall: Doubles
    f: Doubles

    @property
    def best(self) -> int:
        """Where F is largest."""
        return int(self.f.argmax())

    @property
    def pure_recall(self) -> float:
        """The largest recall at a precision of at least `PURE`; 0 where none is so pure."""
        return float(self.recall[self.precision >= PURE].max(initial=0.0))


@dataclass(frozen=True, slots=True)
class Scores:
    """How well features tell people apart, each the mean over several draws of people."""

    honest: float
    """BCubed F at the threshold that is best for other people."""
    best: float
    """The largest F at any threshold."""
    pure_recall: float
    """The largest recall at a precision of at least `PURE`."""
    honest_threshold: float
    best_threshold: float


def sweep(items: Items, people: Ints, parameters: Parameters) -> Sweep:
    """Measure the partitions of N items at `THRESHOLDS`; `people` is who they are."""
    rows = [bcubed(labels, people) for labels in partitions(items, parameters, THRESHOLDS.tolist())]
    precision, recall, f = np.array(rows, dtype=np.float64).T
    return Sweep(THRESHOLDS, precision, recall, f)


def partitions(items: Items, parameters: Parameters, thresholds: Sequence[float]) -> Iterator[Ints]:
    """Give the (N,) int64 labels at each of ascending thresholds.

    What merged at one threshold is merged at the next: the linkages are reducible, so that
    going on from there is the same as starting anew, and takes a fraction of the time.
    """
    n = len(items)
    must = np.empty((0, 2), dtype=np.int64)
    for threshold in thresholds:
        constraints = Constraints(np.full(n, -1, dtype=np.int64), must=must)
        labels = partition(items, constraints, replace(parameters, threshold=threshold)).labels
        _, first, cluster = np.unique(labels, return_index=True, return_inverse=True)
        pairs = np.stack([first[cluster], np.arange(n)], axis=1)
        must = pairs[pairs[:, 0] != pairs[:, 1]]
        yield labels


def score(features: Floats, people: Ints, *, share: float, draws: int) -> Scores:
    """Cluster undated faces with the threshold that is best for other people.

    Args:
        features: (N, D) float32 of unit length.
        people: (N,) int64.
        share: of the people, drawn anew each time, on whom the threshold is chosen.
        draws: how often; the seeds are 0, 1, 2 ...
    """
    rows = []
    for seed in range(draws):
        tuning = draw_people(people, share, np.random.default_rng(seed))
        tuned = sweep(undated(features[tuning]), people[tuning], Parameters(weight=0.0))
        tested = sweep(undated(features[~tuning]), people[~tuning], Parameters(weight=0.0))
        rows.append(
            (
                tested.f[tuned.best],
                tested.f[tested.best],
                tested.pure_recall,
                THRESHOLDS[tuned.best],
                THRESHOLDS[tested.best],
            )
        )
    return Scores(*np.array(rows).mean(axis=0).tolist())


def draw_people(people: Ints, share: float, rng: np.random.Generator) -> np.ndarray:
    """(N,) bool: the faces of a share of the people."""
    everyone = np.unique(people)
    drawn = rng.permutation(everyone)[: max(1, round(share * len(everyone)))]
    return np.isin(people, drawn)


def undated(features: Floats) -> Items:
    """Make items of (N, D) features alone."""
    n = len(features)
    unknown = np.full(n, np.nan)
    return Items(features, unknown, unknown, np.arange(n, dtype=np.int64))
