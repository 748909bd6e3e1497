"""From the terms of pairs of groups to chances that they are one person.

Two steps, both fitted by `python -m faces.evaluate review-fit` (docs/review.md). First each group
chooses: with scores s of its pairs, the chance that B is another part of A is
exp(s_AB) / (exp(none_A) + sum over C of exp(s_AC)), where none_A grows with the log of A's size
and of the number of groups: all of somebody may be in A. Then a logistic model turns what both
sides say into the chance of the pair, with how far the other candidates are behind.
"""

from dataclasses import dataclass

import numpy as np

from faces.review.likeness import TERMS
from faces.types import Doubles, Ints

BESIDE = (
    "1",
    "score",
    "chosen by either",
    "chosen by both",
    "ahead of either's others",
    "ahead of both's others",
    "log of the smaller",
    "log of the larger",
    "log of groups",
)
OVERLAP, NEAREST = TERMS.index("birth years overlap"), TERMS.index("least distance")
FEWEST = 20  # groups that chances are reckoned with
ALONE = 5.0  # how far ahead a pair is at most, as one without a rival


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the terms. The defaults were fitted: docs/review.md."""

    terms: tuple[float, ...] = (-3.23, 0.67, -1.49, -3.65, 1.02, 0.732, -1.82, -2.79, -1.8, 9.49)
    none: tuple[float, float, float] = (-13.1, 1.09, 0.471)
    """Of 1, log of the size, log of the number of groups."""
    beside: tuple[float, ...] = (6.98, 0.626, 1.02, 0.0568, -0.177, -0.0765, -0.291, -0.149, 0.161)


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """What is likely of P pairs of G groups."""

    pairs: Ints
    """(P, 2) int64 groups, the lower first."""
    chance: Doubles
    """(P,) that the two are one person."""
    chosen: Doubles
    """(P, 2) that the second is what the first looks for, and the other way round."""
    overlap: Doubles
    """(P,) log odds from the birth years alone; 0 where one is unknown."""
    nearest: Doubles
    """(P,) squared distance of the nearest faces."""


def chances(pairs: Ints, terms: Doubles, sizes: Ints, weights: Weights) -> Chances:
    """Judge pairs.

    Args:
        pairs: (P, 2) int64 groups, the lower first: all pairs that may be one person.
        terms: (P, T) float64, see `likeness.TERMS`.
        sizes: (G,) int64 the number of items of each group.
        weights: the model.
    """
    if not len(pairs):
        return Chances(pairs, np.empty(0), np.empty((0, 2)), np.empty(0), np.empty(0))
    scores = terms @ np.array(weights.terms)
    chosen = choices(pairs, scores, nobody(sizes, weights))
    x = beside(pairs, scores, chosen, sizes)
    chance: Doubles = 1.0 / (1.0 + np.exp(-(x @ np.array(weights.beside))))
    return Chances(pairs, chance, chosen, terms[:, OVERLAP], terms[:, NEAREST])


def nobody(sizes: Ints, weights: Weights) -> Doubles:
    """Return (G,) the score of a group being nobody else."""
    scores: Doubles = of_nobody(sizes) @ np.array(weights.none)
    return scores


def of_nobody(sizes: Ints) -> Doubles:
    """Return (G, 3) what that score is made of."""
    many = np.full(len(sizes), _many(sizes))
    return np.stack([np.ones(len(sizes)), np.log(sizes), many], axis=1)


def _many(sizes: Ints) -> float:
    """Return the log of the number of groups; of a young album most are yet to come."""
    return float(np.log(max(len(sizes), FEWEST)))


def choices(pairs: Ints, scores: Doubles, none: Doubles) -> Doubles:
    """Return (P, 2) what each of a pair says of the other: shares of 1 with `none` (G,)."""
    most = none.copy()
    for side in (0, 1):
        np.maximum.at(most, pairs[:, side], scores)
    total = np.exp(none - most)
    for side in (0, 1):
        np.add.at(total, pairs[:, side], np.exp(scores - most[pairs[:, side]]))
    shares: Doubles = np.exp(scores[:, None] - most[pairs]) / total[pairs]
    return shares


def beside(pairs: Ints, scores: Doubles, chosen: Doubles, sizes: Ints) -> Doubles:
    """Return (P, 9) terms of the second step, see `BESIDE`."""
    logs = np.log(np.maximum(chosen, 1e-9))
    ahead = np.stack([_ahead(pairs, scores, side, len(sizes)) for side in (0, 1)], axis=1)
    count = np.log(sizes[pairs])
    return np.stack(
        [
            np.ones(len(pairs)),
            scores,
            logs.max(axis=1),
            logs.min(axis=1),
            ahead.max(axis=1),
            ahead.min(axis=1),
            count.min(axis=1),
            count.max(axis=1),
            np.full(len(pairs), _many(sizes)),
        ],
        axis=1,
    )


def _ahead(pairs: Ints, scores: Doubles, side: int, groups: int) -> Doubles:
    """Return (P,) how far a pair's score is above the best other of one of its groups."""
    group = np.concatenate([pairs[:, 0], pairs[:, 1]])
    both = np.concatenate([scores, scores])
    order = np.lexsort((-both, group))
    sizes = np.bincount(group, minlength=groups)
    starts = np.cumsum(sizes) - sizes
    best, second = np.full(groups, -np.inf), np.full(groups, -np.inf)
    best[sizes > 0] = both[order[starts[sizes > 0]]]
    second[sizes > 1] = both[order[starts[sizes > 1] + 1]]
    mine = pairs[:, side]
    rival = np.where(scores >= best[mine], second[mine], best[mine])
    ahead: Doubles = np.clip(scores - rival, -ALONE, ALONE)
    return ahead
