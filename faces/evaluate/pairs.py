"""Verification: are two faces one person? As LFW's protocol asks it (Huang et al. 2007)."""

from dataclasses import dataclass

import numpy as np

from faces.types import Bools, Doubles, Floats, Ints

FOLDS = 10
SAME = 300
"""Pairs of one person in each fold, as LFW has them."""
DIFFERENT = 3000
"""Pairs of two people in each: LFW's 300 are too few to speak of one false acceptance in 1,000."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """P pairs of faces in ten folds; the folds share no people."""

    faces: Ints
    """(P, 2) int64."""
    same: Bools
    """(P,) bool."""
    fold: Ints
    """(P,) int64."""


def draw_pairs(people: Ints, random: np.random.Generator) -> Pairs:
    """Draw pairs among the people with several faces, as LFW's protocol does.

    Args:
        people: (N,) int64.
        random: draws the folds and the pairs.

    Raises:
        ValueError: a fold would be without pairs of one person, or of two.
    """
    everyone, counts = np.unique(people, return_counts=True)
    drawn = random.permutation(everyone[counts > 1])
    folds = []
    for number in range(FOLDS):
        faces = np.flatnonzero(np.isin(people, drawn[number::FOLDS]))
        pairs = faces[np.stack(np.triu_indices(len(faces), 1), axis=1)]
        same = people[pairs[:, 0]] == people[pairs[:, 1]]
        if not same.any() or same.all():
            raise ValueError(f"too few people with several faces for {FOLDS} folds of pairs")
        chosen = [
            random.permutation(pairs[same])[:SAME],
            random.permutation(pairs[~same])[:DIFFERENT],
        ]
        kinds = [
            np.full(len(pairs), kind) for pairs, kind in zip(chosen, (True, False), strict=True)
        ]
        whole = np.concatenate(chosen)
        folds.append((whole, np.concatenate(kinds), np.full(len(whole), number)))
    faces, same, fold = (np.concatenate(part) for part in zip(*folds, strict=True))
    return Pairs(faces, same, fold)


def fold_accuracies(cosines: Floats, pairs: Pairs) -> Doubles:
    """Return (10,) float64: of each fold, with the threshold that is best for the other nine.

    Accuracy is the mean over pairs of one person and of two, as if there were as many of each.
    """
    return np.array(
        [
            _accuracy(
                cosines[pairs.fold == fold],
                pairs.same[pairs.fold == fold],
                _best_threshold(cosines[pairs.fold != fold], pairs.same[pairs.fold != fold]),
            )
            for fold in range(FOLDS)
        ]
    )


def accepted(cosines: Floats, same: Bools, false: float) -> float:
    """Return the share of pairs of one person accepted where this share of the others is."""
    others = np.sort(cosines[~same])[::-1]
    return float(np.mean(cosines[same] > others[int(false * len(others))]))


def cosines_of(features: Floats, pairs: Pairs) -> Floats:
    """Return the (P,) float32 cosines of pairs among (N, D) features of unit length."""
    one, other = pairs.faces.T
    cosines: Floats = (features[one] * features[other]).sum(axis=1)
    return cosines


def _best_threshold(cosines: Floats, same: Bools) -> float:
    tried = np.linspace(-1.0, 1.0, 2001)
    return float(tried[np.argmax([_accuracy(cosines, same, at) for at in tried])])


def _accuracy(cosines: Floats, same: Bools, threshold: float) -> float:
    above = cosines > threshold
    return float(np.mean(above[same]) + np.mean(~above[~same])) / 2
