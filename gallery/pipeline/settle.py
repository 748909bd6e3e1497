"""Who each face is from now on: the clusters of today given to the people there are."""

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from faces.cluster import Parameters, carry_over, moves_of_named, partition
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


def settle(album: Album, parameters: Parameters | None = None) -> Settled:
    """Cluster, and give the clusters to the people there are.

    Where more than a few unconfirmed faces would move into or out of a person of whom somebody
    said something, all faces of the people concerned stay as they are, and the rest is clustered
    again around them: nothing a person said is undone by a machine. What would have moved is
    returned as well. While the album is not whole all stay, for the few that may move unasked are
    counted each time: part by part, many would.
    """
    held = (album.people >= 0) & (not album.whole)
    asked: list[Move] = []
    while True:
        linked = album.confirmed | held
        said = replace(album.constraints, people=np.where(linked, album.people, -1))
        found = partition(album.items, said, parameters or Parameters())
        assigned = carry_over(found.labels, album.people, linked, album.known)
        assigned = _with_the_merged(album, found.labels, assigned)
        sure = linked | album.bound
        moved, stay = _too_many(album, found.labels, assigned, sure)
        if not stay.any():
            people = _settled_people(album, found.labels, assigned, sure)
            kept = int((held & ~album.confirmed).sum())
            return Settled(people, found.labels, kept, len(found.conflicts), tuple(asked))
        asked += _moves(album, found.labels, assigned, moved)
        held |= stay


def _with_the_merged(album: Album, labels: Ints, assigned: Ints) -> Ints:
    """Give clusters that would be new people to those whose faces they hold since a merge.

    A child and the grown-up are two clusters for the network; who said that they are one
    person meant both, and the new faces that come to either.
    """
    assigned = assigned.copy()
    for label in np.unique(labels[album.bound]):
        if assigned[label] < 0:
            owners = album.people[album.bound & (labels == label)]
            assigned[label] = np.bincount(owners).argmax()
    return assigned


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
    """Person of each face; -1 too where the photo shows that person already."""
    after = np.where(sure, album.people, assigned[labels] if len(labels) else album.people)
    groups = album.constraints.groups
    taken: set[tuple[int, int]] = set()
    # The sure ones first. Within a cluster no photo is twice, so this is rare: a person of
    # several clusters, or faces held where they are.
    for i in np.argsort(~sure, kind="stable").tolist():
        if groups[i] < 0 or after[i] < 0:
            continue
        place = (int(after[i]), int(groups[i]))
        if place in taken and not sure[i]:
            after[i] = -1
        taken.add(place)
    return after
