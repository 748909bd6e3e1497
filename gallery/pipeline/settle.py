"""Who each face is from now on: the clusters of today given to the people there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat

import numpy as np

from faces.cluster import (
    Joined,
    Parameters,
    Partition,
    Proposal,
    Tree,
    carry_over,
    join_across,
    moves_of_named,
    partition_from,
)
from faces.types import Bools, Ints
from gallery.pipeline.album import Album

FEW = 5  # unconfirmed faces that may move into or out of a known person without asking
SOMEBODY_NEW = -1


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Faces that a clustering would take from one person and give to another."""

    person: int
    other: int
    """The person to whom they would go, or SOMEBODY_NEW."""
    faces: Ints
    """(M,) int64 places in the album."""


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Who N faces are from now on."""

    people: Ints
    """(N,) int64 person of each face, -1 where a new one is needed."""
    labels: Ints
    """(N,) int64 cluster of each face: those of one cluster need the same new person."""
    held: int
    """Faces that stay where they are because too many would have moved."""
    conflicts: int
    """Pairs said to be one person that could not be honoured."""
    asked: tuple[Move, ...]
    """What would have moved, for the family to decide."""
    joins: tuple[Proposal, ...]
    """Clusters that may be one person, the likeliest first."""
    trees: tuple[Tree | None, ...]
    """How the faces came together in each turn, for the next time."""


def settle(
    album: Album, parameters: Parameters | None = None, trees: Sequence[Tree | None] = ()
) -> Settled:
    """Cluster, join the pieces, and give the clusters to the people there are.

    Where more than a few unconfirmed faces would move into or out of a person of whom somebody
    said something, all faces of the people concerned stay as they are, and the rest is clustered
    again around them: nothing a person said is undone by a machine. What would have moved is
    returned as well. While the album is not whole all stay, for the few that may move unasked are
    counted each time: part by part, many would.

    Each turn takes up the tree that the same turn of another time left in `trees`: what was held
    then mostly is again, until the family decides.
    """
    held = (album.people >= 0) & (not album.whole)
    asked: list[Move] = []
    grown: list[Tree | None] = []
    earlier = chain(trees, repeat(None))
    while True:
        linked = album.confirmed | held
        found, joined, tree = _clustered(album, linked, parameters or Parameters(), next(earlier))
        grown.append(tree)
        labels = joined.labels
        assigned = _assigned(album, labels, linked)
        sure = linked | album.bound
        moved, stay = _too_many(album, labels, assigned, sure)
        if not stay.any():
            break
        asked += _moves(album, labels, assigned, moved)
        held |= stay
    people = _settled_people(album, labels, assigned, sure)
    kept, conflicts = int((held & ~album.confirmed).sum()), len(found.conflicts)
    return Settled(people, labels, kept, conflicts, tuple(asked), joined.proposals, tuple(grown))


def _clustered(
    album: Album, linked: Bools, parameters: Parameters, tree: Tree | None
) -> tuple[Partition, Joined, Tree | None]:
    """Cluster and join the pieces; the faces that are linked are the people they are with."""
    said = replace(album.constraints, people=np.where(linked, album.people, -1))
    found, grown = partition_from(tree, album.items, said, parameters)
    return found, join_across(album.items, said, found.labels), grown


def _assigned(album: Album, labels: Ints, linked: Bools) -> Ints:
    """Say which person each cluster is; -1 for a new one.

    A person has one cluster, and those that hold faces of theirs since a merge: a child and the
    grown-up are two clusters for the network; who said that they are one person meant both, and
    the new faces that come to either. Another person has such a cluster only by a confirmed face
    or by more faces in it.
    """
    competing = np.where(album.bound & ~linked, -1, album.people)
    assigned = carry_over(labels, competing, linked, album.known)
    inside = members(labels)
    for label in np.unique(labels[album.bound]).tolist():
        faces = inside[label]
        owner, other = most_seen(album.people[faces[album.bound[faces]]]), int(assigned[label])
        theirs, others = (np.sum(album.people[faces] == one) for one in (owner, other))
        if other < 0 or (theirs >= others and not np.any(linked[faces])):
            assigned[label] = owner
    return assigned


def members(labels: Ints) -> list[Ints]:
    """Return the places of the faces of each cluster 0..K-1, ascending."""
    ends = np.cumsum(np.bincount(labels))
    return np.split(np.argsort(labels, kind="stable"), ends[:-1])


def most_seen(people: Ints) -> int:
    """Return who stands most often among some people, at least one; the smallest id of equals."""
    who, faces = np.unique(people, return_counts=True)
    return int(who[faces.argmax()])


def _too_many(album: Album, labels: Ints, assigned: Ints, sure: Bools) -> tuple[Bools, Bools]:
    """Return the faces that should not move unasked, and all faces of the people concerned."""
    moves = moves_of_named(labels, album.people, sure, assigned, album.known)
    disturbed = moves.people[moves.leaving + moves.entering > FEW]
    after = assigned[labels] if len(labels) else album.people
    moved = (after != album.people) & (album.people >= 0) & ~sure
    moved &= np.isin(album.people, disturbed) | np.isin(after, disturbed)
    stay = np.union1d(disturbed, album.people[moved])
    return moved, np.isin(album.people, stay) & ~sure


def _moves(album: Album, labels: Ints, assigned: Ints, moved: Bools) -> list[Move]:
    """Group faces that would move by where from and where to."""
    groups: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for i in np.flatnonzero(moved).tolist():
        other = int(assigned[labels[i]])
        new = int(labels[i]) if other < 0 else -1  # two new people are two moves
        groups[int(album.people[i]), other, new].append(i)
    return [
        Move(person, max(other, SOMEBODY_NEW), np.array(faces, np.int64))
        for (person, other, _), faces in sorted(groups.items())
    ]


def _settled_people(album: Album, labels: Ints, assigned: Ints, sure: Bools) -> Ints:
    """Person of each face; -1 too where it is known that the face is not that person.

    Within a cluster nothing of the kind happens, but a person may be several clusters: by a merge,
    or with faces held where they are. Such a face rather stays with whom it was.
    """
    wanted = np.where(sure, album.people, assigned[labels] if len(labels) else album.people)
    after = np.full(len(wanted), -1, np.int64)
    seen: set[tuple[int, int]] = set()
    apart = _apart(album.constraints.cannot)
    groups = album.constraints.groups.tolist()

    def is_another(i: int, person: int) -> bool:
        shown = groups[i] >= 0 and (person, groups[i]) in seen
        return person >= 0 and (shown or any(after[j] == person for j in apart[i]))

    for i in np.argsort(~sure, kind="stable").tolist():  # the sure ones first
        person = int(wanted[i])
        if not sure[i] and is_another(i, person):
            person = int(album.people[i])
            person = -1 if is_another(i, person) else person
        after[i] = person
        seen.add((person, groups[i]))
    return after


def _apart(pairs: Ints) -> dict[int, list[int]]:
    others: dict[int, list[int]] = defaultdict(list)
    for a, b in pairs.tolist():
        others[a].append(b)
        others[b].append(a)
    return others
