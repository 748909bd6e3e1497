"""People outlive partitions: give the people of yesterday to the clusters of today."""

from dataclasses import dataclass

import numpy as np

from faces.types import Bools, Ints


def carry_over(labels: Ints, people: Ints, confirmed: Bools, named: Ints | None = None) -> Ints:
    """Say which person each cluster is, so that ids, covers and links stay as they are.

    A person goes to one cluster at most and a cluster to one person: the pair with the most
    confirmed faces in common first, then those of named people, then the most faces in common;
    the smaller person id and then the smaller cluster win a tie. A cluster that holds confirmed
    faces of someone is theirs or new, never another person's.

    Args:
        labels: (N,) int64 cluster 0..K-1 of each face.
        people: (N,) int64 the person that each face has now, -1 none.
        confirmed: (N,) bool, where that person was said by somebody.
        named: int64 ids of the people who have a name.

    Returns:
        (K,) int64 person of each cluster, -1 for a new one.
    """
    clusters = int(labels.max()) + 1 if len(labels) else 0
    assigned = np.full(clusters, -1, dtype=np.int64)
    cluster, person, both, sure = _overlaps(labels, people, confirmed)
    has_name = np.isin(person, np.empty(0, dtype=np.int64) if named is None else named)
    taken: set[int] = set()
    spoken_for = np.zeros(clusters, dtype=bool)
    spoken_for[cluster[sure > 0]] = True
    for pair in np.lexsort((cluster, person, -both, ~has_name, -sure)).tolist():
        here, who = int(cluster[pair]), int(person[pair])
        allowed = sure[pair] > 0 or not spoken_for[here]
        if allowed and assigned[here] < 0 and who not in taken:
            assigned[here] = who
            taken.add(who)
    return assigned


def _overlaps(labels: Ints, people: Ints, confirmed: Bools) -> tuple[Ints, Ints, Ints, Ints]:
    """Return cluster, person, faces and confirmed faces of each pair that has faces in common."""
    has_person = people >= 0
    pairs, pair_of = np.unique(
        np.stack([labels[has_person], people[has_person]], axis=1), axis=0, return_inverse=True
    )
    both = np.bincount(pair_of, minlength=len(pairs))
    sure = np.bincount(pair_of[confirmed[has_person]], minlength=len(pairs))
    return pairs[:, 0], pairs[:, 1], both, sure


@dataclass(frozen=True, slots=True)
class Moves:
    """What a new partition would change for P named people, in unconfirmed faces."""

    people: Ints
    """(P,) int64 person ids."""
    leaving: Ints
    """(P,) int64 faces that would no longer be theirs."""
    entering: Ints
    """(P,) int64 faces that would come to them from another person."""
    joining: Ints
    """(P,) int64 faces that would come to them from nobody: new ones, or off the shelf."""


def moves_of_named(
    labels: Ints, people: Ints, confirmed: Bools, assigned: Ints, named: Ints
) -> Moves:
    """Count the unconfirmed faces that would change a named person.

    So that a re-clustering that would move more than a few is shown as a proposal first.

    Args:
        labels, people, confirmed, named: as for `carry_over`.
        assigned: (K,) int64 what `carry_over` returned.
    """
    named = np.unique(named)
    after = assigned[labels] if len(labels) else people
    moved = (after != people) & ~confirmed

    def count(who: Ints, where: Bools) -> Ints:
        known = who[where & np.isin(who, named)]
        return np.bincount(np.searchsorted(named, known), minlength=len(named))

    return Moves(
        people=named,
        leaving=count(people, moved),
        entering=count(after, moved & (people >= 0)),
        joining=count(after, moved & (people < 0)),
    )
