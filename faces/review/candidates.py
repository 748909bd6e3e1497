"""What could be asked: pieces that may be with the wrong person, and people who may be one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from faces.cluster import Constraints, Items, Parameters, partition
from faces.review.growing import Bars, Merge, best_of, judged, put_together
from faces.review.likeness import Group, Likeness
from faces.review.odds import Chances, Weights
from faces.review.values import Album, Kind, Question
from faces.types import Ints

PIECE = 0.88  # threshold of the linkage whose clusters are hardly ever of two people
SHOWN = 6  # people who are offered when it is asked who somebody is
TOGETHER = 12  # questions that one answer can say yes to
LEAST = 0.02  # chance below which nobody is asked whether two are one


@dataclass(frozen=True, slots=True, eq=False)
class Now:
    """The people there are, and what is likely of them."""

    people: Ints
    """(G,) int64 the person of each group."""
    groups: Sequence[Group]
    """All items of each."""
    found: Chances
    """Who may be one."""
    merges: Sequence[Merge]
    """How the pieces of each came together, if they had to be put together now."""


def pieces_of(items: Items, constraints: Constraints, people: Ints) -> Ints:
    """Return (N,) int64 the piece of each item: alike enough to be one person, and with one."""
    found = partition(items, constraints, Parameters(threshold=PIECE)).labels
    both = np.stack([people, found], axis=1)
    pieces: Ints = np.unique(both, axis=0, return_inverse=True)[1].ravel()
    return pieces


def look(
    likeness: Likeness, items: Items, constraints: Constraints, album: Album, weights: Weights
) -> Now:
    """Say what is likely of the people there are."""
    told = np.where(album.confirmed, album.people, -1)
    said = Constraints(
        constraints.groups, told, constraints.exceptions, constraints.cannot, constraints.must
    )
    pieces = split(likeness, pieces_of(items, said, album.people))
    within = np.array([album.people[piece.members[0]] for piece in pieces], np.int64)
    free = Bars(constraints, np.full(len(items), -1, np.int64))
    merges = put_together(likeness, pieces, free, weights, within)
    people, labels = np.unique(album.people, return_inverse=True)
    groups = split(likeness, labels)
    named = np.where(np.isin(album.people, album.named), album.people, -1)
    found = judged(likeness, groups, Bars(constraints, named).between(groups), weights)
    return Now(people, groups, found, merges)


def split(likeness: Likeness, labels: Ints) -> list[Group]:
    """Return the group of each label 0..K-1."""
    ends = np.cumsum(np.bincount(labels))
    parts = np.split(np.argsort(labels, kind="stable"), ends[:-1])
    return [likeness.group(part) for part in parts]


def of_pieces(now: Now, album: Album) -> Iterator[Question]:
    """Ask whether a piece belongs to the person it is with, and of whom it is if not."""
    for merge in now.merges:
        some, rest = merge.smaller, merge.larger
        if album.confirmed[some.members].any() and album.confirmed[rest.members].any():
            continue
        person = int(album.people[some.face])
        pair = _Pair(some, rest, person, person, merge.chance, merge.overlap, merge.nearest)
        worth = (1.0 - merge.chance) * _joined(some, rest)
        yield pair.asked("these", merge.chance, worth, answers_for(merge.chance))
        # Taken out of one person, it also finds its own.
        yield pair.asked("who", merge.chance, 2.0 * worth, 1.0, (person,))


def of_people(now: Now, album: Album) -> Iterator[Question]:
    """Ask whether two people are one, and who somebody without a name is.

    Of two people of whom an item each is confirmed it is not asked whether they are one: mostly
    somebody has said so before. Who they are can still be said.
    """
    told = set(album.people[album.confirmed].tolist())
    named = set(album.named.tolist())
    pairs, sizes = now.found.pairs, [len(group.members) for group in now.groups]

    def pair(me: int, you: int, place: int) -> _Pair:
        some, rest = now.groups[me], now.groups[you]
        found = now.found
        said = float(found.chance[place]), float(found.overlap[place]), float(found.nearest[place])
        return _Pair(some, rest, int(now.people[me]), int(now.people[you]), *said)

    best = best_of(now.found, len(now.groups))
    for place in np.unique(best[best >= 0]).tolist():
        one, other = sorted(pairs[place].tolist(), key=lambda g: (sizes[g], -g))
        asked = pair(one, other, place)
        if asked.chance >= LEAST and not {asked.person, asked.other} <= told:
            worth = asked.chance * _joined(asked.some, asked.rest)
            yield asked.asked("same", asked.chance, worth, answers_for(asked.chance))
    for me, found in _looked_for(now.found, sizes):
        if int(now.people[me]) in named:
            continue
        likeliest = pair(me, found[0].group, found[0].place)
        worth = sum(one.chosen * _joined(likeliest.some, now.groups[one.group]) for one in found)
        people = tuple(int(now.people[one.group]) for one in found[:SHOWN])
        yield likeliest.asked("who", sum(one.chosen for one in found), worth, 1.0, people)


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """Two groups somebody could be asked about, the smaller first."""

    some: Group
    rest: Group
    person: int
    other: int
    chance: float
    overlap: float
    nearest: float

    def asked(
        self,
        kind: Kind,
        chance: float,
        settles: float,
        answers: float,
        people: tuple[int, ...] = (),
    ) -> Question:
        return Question(
            kind=kind,
            person=self.person,
            other=self.other,
            items=self.some.members,
            face=self.some.face,
            other_face=self.rest.face,
            chance=chance,
            settles=settles,
            answers=answers,
            overlap=self.overlap,
            nearest=self.nearest,
            candidates=people,
        )


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a group looks for: another group."""

    chosen: float
    group: int
    place: int


def _looked_for(found: Chances, sizes: Sequence[int]) -> Iterator[tuple[int, list[_Choice]]]:
    """Give each group and those at least as large that it may be part of, the likeliest first."""
    choices: dict[int, list[_Choice]] = defaultdict(list)
    for place, (a, b) in enumerate(found.pairs.tolist()):
        for me, you, side in ((a, b, 0), (b, a, 1)):
            if sizes[you] >= sizes[me]:
                choices[me].append(_Choice(float(found.chosen[place, side]), you, place))
    for me, options in sorted(choices.items()):
        yield me, sorted(options, key=lambda one: (-round(one.chosen, 9), one.group))


def answers_for(chance: float) -> float:
    """Answers that one of `TOGETHER` questions costs: a share of the yes to all, or a no."""
    return 1.0 / TOGETHER + 1.0 - chance


def joined(n: int, m: int) -> float:
    """Return how many items are better off if two groups are rightly one, or rightly apart.

    Joining n and m items of one person raises the sum of BCubed recall by 2 n m / (n + m); a wrong
    join costs as much of the precision.
    """
    return 2.0 * n * m / (n + m)


def _joined(some: Group, rest: Group) -> float:
    return joined(len(some.members), len(rest.members))
