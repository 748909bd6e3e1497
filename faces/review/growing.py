"""Groups that grow: the likeliest pairs become one, round by round, while likely enough."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from faces.cluster import Constraints
from faces.cluster.apart import excepted_pairs, that_keep_apart
from faces.review.likeness import Group, Likeness
from faces.review.odds import Chances, Weights, chances
from faces.types import Bools, Floats, Ints

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
        within: (G,) int64; of groups that are alone of their number nothing is asked, the others
            are also compared with those most like them of that number.
    """
    asked = np.arange(len(groups))
    if within is not None:
        _, of_number, sizes = np.unique(within, return_inverse=True, return_counts=True)
        asked = np.flatnonzero(sizes[of_number] > 1)
    pairs = _candidates(groups, asked, within)
    allowed = [pair for pair in pairs.tolist() if not apart(*pair)]
    pairs = np.array(allowed, np.int64).reshape(-1, 2)
    terms = likeness.terms([(groups[a], groups[b]) for a, b in allowed])
    sizes = np.array([len(group.members) for group in groups], np.int64)
    return chances(pairs, terms, sizes, weights)


def _candidates(groups: Sequence[Group], asked: Ints, within: Ints | None) -> Ints:
    """Return (P, 2) int64 pairs, the lower first, of groups asked about and those near them."""
    count = min(NEAREST + 1, len(groups))
    if count < 2 or not len(asked):
        return np.empty((0, 2), np.int64)
    means = np.stack([group.mean for group in groups])
    apart = np.stack([group.apart[-1] for group in groups])
    pull = np.stack([group.pull[-1] for group in groups])
    found = []
    for at in range(0, len(asked), BLOCK):
        rows = asked[at : at + BLOCK]
        alike = means[rows] @ means.T
        pulled = apart[rows] @ pull.T + pull[rows] @ apart.T
        found += [_nearest(rows, alike, count), _nearest(rows, pulled, count)]
        if within is not None:
            alike[within[rows, None] != within] = -np.inf
            found.append(_nearest(rows, alike, count))
    pairs = np.sort(np.concatenate(found), axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def _nearest(rows: Ints, scores: Floats, count: int) -> Ints:
    """Return (P, 2) the rows, each with the columns of its largest scores above -inf."""
    near = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    kept = np.isfinite(np.take_along_axis(scores, near, axis=1)).ravel()
    return np.stack([np.repeat(rows, count), near.ravel()], axis=1)[kept]


def grow(
    likeness: Likeness, groups: list[Group], bars: Bars, weights: Weights, *, least: float
) -> list[Group]:
    """Let pairs of which each is the likeliest of the other become one, while likely enough.

    Args:
        likeness: of the items.
        groups: what they are to begin with.
        bars: what keeps groups apart.
        weights: the model.
        least: the chance from which two become one.
    """
    while True:
        found = judged(likeness, groups, bars.between(groups), weights)
        best = best_of(found, len(groups))
        mutual = [p for p in set(best[best >= 0].tolist()) if (best == p).sum() == 2]
        chosen = sorted(p for p in mutual if round(float(found.chance[p]), 9) > least)
        if not chosen:
            return groups
        joined = dict(enumerate(groups))
        for a, b in found.pairs[chosen].tolist():
            joined[a] = both(likeness, joined[a], joined.pop(b))
        groups = list(joined.values())


def put_together(
    likeness: Likeness, groups: list[Group], bars: Bars, weights: Weights, within: Ints
) -> list[Merge]:
    """Put the groups of each number together: in rounds, each with the likeliest of its number.

    Args:
        likeness: of the items.
        groups: G groups.
        bars: what keeps groups apart.
        weights: the model.
        within: (G,) int64.

    Returns:
        The merges, in order. Groups of one number may stay apart.
    """
    merges: list[Merge] = []
    while True:
        found = judged(likeness, groups, bars.between(groups), weights, within)
        inside = within[found.pairs[:, 0]] == within[found.pairs[:, 1]]
        best = best_of(found, len(groups), inside)
        places = np.unique(best[best >= 0])
        if not len(places):
            return merges
        order = places[np.lexsort((places, -np.round(found.chance[places], 9)))]
        groups, within = _joined(likeness, groups, within, found, order, merges)


def _joined(
    likeness: Likeness,
    groups: list[Group],
    within: Ints,
    found: Chances,
    places: Ints,
    merges: list[Merge],
) -> tuple[list[Group], Ints]:
    """Join the pairs at these places, one after the other, and tell of it."""
    name = list(range(len(groups)))
    now = dict(enumerate(groups))
    for place in places.tolist():
        first, second = (_name_of(name, group) for group in found.pairs[place].tolist())
        if first == second:
            continue
        one, other = sorted((now[first], now[second]), key=lambda g: (-len(g.members), g.number))
        merges.append(
            Merge(
                float(found.chance[place]),
                one,
                other,
                float(found.overlap[place]),
                float(found.nearest[place]),
            )
        )
        now[first] = both(likeness, one, other)
        del now[second]
        name[second] = first
    return list(now.values()), within[list(now)]


def _name_of(name: list[int], group: int) -> int:
    while name[group] != group:
        group = name[group]
    return group


def both(likeness: Likeness, one: Group, other: Group) -> Group:
    """Return two groups as one."""
    return likeness.group(np.sort(np.concatenate([one.members, other.members])))


def best_of(found: Chances, groups: int, counts: Bools | None = None) -> Ints:
    """Return (G,) the place of each group's likeliest pair, of those that count; -1 for none."""
    places = np.arange(len(found.chance)) if counts is None else np.flatnonzero(counts)
    pairs = found.pairs[places]
    # Rounding must not decide which of two alike pairs comes first.
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -np.round(found.chance[places], 9)))[::-1]
    best = np.full(groups, -1, np.int64)
    # The likeliest is written last, and stays.
    best[pairs[order].ravel()] = np.repeat(places[order], 2)
    return best
