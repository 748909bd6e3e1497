"""Groups that grow: the likeliest pairs become one, round by round, while likely enough."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from faces.cluster import Constraints
from faces.cluster.apart import excepted_pairs, that_keep_apart
from faces.review.likeness import Group, Likeness
from faces.review.odds import Chances, Weights, chances
from faces.types import Doubles, Ints

NEAREST = 12  # groups that a group is compared with: as many by their means, and by their pull
BLOCK = 1024  # groups whose likeness to all is in memory at once


@dataclass(frozen=True, slots=True, eq=False)
class Merge:
    """Two groups that became one."""

    chance: float
    """How likely it was that they are one person, when they were compared."""
    larger: Group
    smaller: Group
    overlap: float
    nearest: float


class Bars:
    """What keeps groups of items apart."""

    def __init__(self, constraints: Constraints, people: Ints) -> None:
        """Know what is said, `people` being (N,) who items are for certain, -1 open."""
        self._photos = that_keep_apart(constraints)
        self._people = people
        self._pairs: dict[int, list[int]] = defaultdict(list)
        for a, b in [*constraints.cannot.tolist(), *excepted_pairs(constraints)]:
            self._pairs[a].append(b)
            self._pairs[b].append(a)

    def between(self, groups: Sequence[Group]) -> Callable[[int, int], bool]:
        """Return what says whether two of some groups are kept apart."""
        photos, whose = [], []
        of_item: dict[int, int] = {}
        for number, group in enumerate(groups):
            shown = self._photos[group.members]
            photos.append(frozenset(shown[shown >= 0].tolist()))
            whose.append(int(self._people[group.members].max()))
            if self._pairs:
                of_item.update(dict.fromkeys(group.members.tolist(), number))
        refused = {
            (of_item[a], of_item[b])
            for a, others in self._pairs.items()
            for b in others
            if a in of_item and b in of_item
        }

        def apart(a: int, b: int) -> bool:
            both = whose[a] >= 0 and whose[b] >= 0 and whose[a] != whose[b]
            return both or (a, b) in refused or not photos[a].isdisjoint(photos[b])

        return apart


def judged(
    likeness: Likeness,
    groups: Sequence[Group],
    apart: Callable[[int, int], bool],
    weights: Weights,
    within: Ints | None = None,
) -> Chances:
    """Judge the pairs of groups that may be one person: each with those most like it.

    Args:
        likeness: of the items.
        groups: G groups.
        apart: says of two groups whether they are kept apart.
        weights: the model.
        within: (G,) int64; groups of one number are compared with those most like it of that
            number, too.
    """
    pairs = _candidates(groups, None)
    if within is not None:
        pairs = np.unique(np.concatenate([pairs, _candidates(groups, within)]), axis=0)
    allowed = [pair for pair in pairs.tolist() if not apart(*pair)]
    pairs = np.array(allowed, np.int64).reshape(-1, 2)
    terms = likeness.terms([(groups[a], groups[b]) for a, b in allowed])
    sizes = np.array([len(group.members) for group in groups], np.int64)
    return chances(pairs, terms, sizes, weights)


def _candidates(groups: Sequence[Group], within: Ints | None) -> Ints:
    """Return (P, 2) int64 pairs, the lower first, of groups of which one is near the other."""
    count = min(NEAREST + 1, len(groups))
    if count < 2:
        return np.empty((0, 2), np.int64)
    means = np.stack([group.mean for group in groups])
    apart = np.stack([group.apart[-1] for group in groups])
    pull = np.stack([group.pull[-1] for group in groups])
    found = []
    for at in range(0, len(groups), BLOCK):
        rows = slice(at, at + BLOCK)
        for scores in (means[rows] @ means.T, apart[rows] @ pull.T + pull[rows] @ apart.T):
            if within is not None:
                scores[within[rows, None] != within] = -np.inf
            near = np.argpartition(-scores, count - 1, axis=1)[:, :count]
            mine = np.repeat(np.arange(at, at + len(near)), count)
            kept = np.isfinite(np.take_along_axis(scores, near, axis=1)).ravel()
            found.append(np.stack([mine, near.ravel()], axis=1)[kept])
    pairs = np.sort(np.concatenate(found), axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def grow(
    likeness: Likeness,
    groups: list[Group],
    bars: Bars,
    weights: Weights,
    *,
    least: float,
    within: Ints | None = None,
) -> tuple[list[Group], list[Merge], Ints | None]:
    """Let pairs of which each is the likeliest of the other become one, while likely enough.

    Args:
        likeness: of the items.
        groups: what they are to begin with.
        bars: what keeps groups apart.
        weights: the model.
        least: the chance from which two become one.
        within: (G,) int64; groups of different numbers never become one.

    Returns:
        The groups, the merges in order, and `within` of the groups that are left.
    """
    merges: list[Merge] = []
    while True:
        found = judged(likeness, groups, bars.between(groups), weights, within)
        chance = found.chance
        if within is not None and len(chance):
            chance = np.where(within[found.pairs[:, 0]] == within[found.pairs[:, 1]], chance, -1.0)
        chosen = _mutual(found.pairs, chance, len(groups), least)
        if not len(chosen):
            return groups, merges, within
        gone = set()
        groups = list(groups)
        for place in chosen.tolist():
            a, b = found.pairs[place].tolist()
            one, other = sorted((groups[a], groups[b]), key=lambda g: (-len(g.members), g.number))
            row = likeness.terms([(one, other)])[0]
            merges.append(
                Merge(float(found.chance[place]), one, other, float(row[4]), float(row[0]))
            )
            groups[a] = likeness.group(np.sort(np.concatenate([one.members, other.members])))
            gone.add(b)
        kept = [place for place in range(len(groups)) if place not in gone]
        groups = [groups[place] for place in kept]
        within = None if within is None else within[kept]


def _mutual(pairs: Ints, chance: Doubles, groups: int, least: float) -> Ints:
    """Return the places of pairs that are the likeliest of both their groups, and likely enough."""
    # Rounding must not decide which of two alike pairs comes first.
    rounded = np.round(chance, 9)
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -rounded))
    best = np.full(groups, -1, np.int64)
    # The likeliest is written last, and stays.
    best[pairs[order[::-1]].ravel()] = np.repeat(order[::-1], 2)
    places = np.arange(len(chance))
    mutual = (best[pairs[:, 0]] == places) & (best[pairs[:, 1]] == places) & (rounded > least)
    chosen: Ints = np.flatnonzero(mutual)
    return chosen
