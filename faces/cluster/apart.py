"""What may not be linked, and the clusters that must-links make at the start."""

from collections import defaultdict

import numpy as np

from faces.cluster.values import Constraints
from faces.types import Doubles, Ints


class Apart:
    """Which clusters may not be linked; a cluster is named by its first item's place.

    Photos are kept as the set of groups in each cluster, not as pairs: a crowd of k faces
    costs k entries, not k^2. A photo with a declared exception is the rare case of pairs.
    """

    def __init__(self, constraints: Constraints) -> None:
        self._groups: dict[int, set[int]] = defaultdict(set)  # of a cluster
        self._holders: dict[int, set[int]] = defaultdict(set)  # the clusters of a group
        self._pairs: dict[int, set[int]] = defaultdict(set)
        self._person: dict[int, int] = {}
        groups = _without_exceptions(constraints)
        for place in np.flatnonzero(groups >= 0).tolist():
            self._groups[place].add(int(groups[place]))
            self._holders[int(groups[place])].add(place)
        for a, b in [*constraints.cannot.tolist(), *_excepted_pairs(constraints)]:
            self._pairs[a].add(b)
            self._pairs[b].add(a)
        people = constraints.people
        if people is not None:
            self._person = {i: int(people[i]) for i in np.flatnonzero(people >= 0).tolist()}

    def of(self, cluster: int) -> Ints:
        """Return the clusters that may not be linked with this one."""
        others = set(self._pairs.get(cluster, ()))
        for group in self._groups.get(cluster, ()):
            others |= self._holders[group]
        person = self._person.get(cluster)
        if person is not None:
            others.update(c for c, other in self._person.items() if other != person)
        others.discard(cluster)
        return np.fromiter(others, dtype=np.int64, count=len(others))

    def make_infinite(self, distances: Doubles, clusters: Ints, active: Ints) -> None:
        """Write inf where two may not be linked, and to the distance of each to itself.

        Args:
            distances: (C, A) float64 of C clusters to the A active ones; changed in place.
            clusters, active: their names; `active` is sorted.
        """
        for row, cluster in enumerate(clusters.tolist()):
            others = np.append(self.of(cluster), cluster)
            place = np.minimum(np.searchsorted(active, others), len(active) - 1)
            distances[row, place[active[place] == others]] = np.inf

    def forbids(self, a: int, b: int) -> bool:
        """Say whether two clusters may not be linked."""
        if b in self._pairs.get(a, ()):
            return True
        if a in self._person and self._person.get(b, self._person[a]) != self._person[a]:
            return True
        return not self._groups.get(a, set()).isdisjoint(self._groups.get(b, ()))

    def merge(self, keep: int, gone: int) -> None:
        """Let one cluster stand for two from now on."""
        for group in self._groups.pop(gone, ()):
            self._holders[group].discard(gone)
            self._holders[group].add(keep)
            self._groups[keep].add(group)
        for other in self._pairs.pop(gone, ()):
            self._pairs[other].discard(gone)
            self._pairs[other].add(keep)
            self._pairs[keep].add(other)
        if gone in self._person:
            self._person[keep] = self._person.pop(gone)


def start(constraints: Constraints, apart: Apart) -> tuple[Ints, Ints]:
    """Join what must be joined, as far as `apart` allows, and say what it did not allow.

    Pairs are taken in order of their ids; those of `people` run from each person's first face
    to each other one, so that a contradiction loses one face and not half the person.

    Returns:
        (N,) int64 the cluster of each item, named by its first item; (C, 2) int64 the pairs
        that were refused.
    """
    leader = np.arange(len(constraints.groups))
    conflicts = []
    for a, b in must_pairs(constraints).tolist():
        keep, gone = sorted((int(leader[a]), int(leader[b])))
        if keep == gone:
            continue
        if apart.forbids(keep, gone):
            conflicts.append((a, b))
            continue
        apart.merge(keep, gone)
        leader[leader == gone] = keep
    return leader, np.array(conflicts, dtype=np.int64).reshape(-1, 2)


def must_pairs(constraints: Constraints) -> Ints:
    """Return (M, 2) int64: `must`, then each confirmed person's first face with their others."""
    people = constraints.people
    if people is None:
        return constraints.must
    confirmed = np.flatnonzero(people >= 0)
    _, first, of_person = np.unique(people[confirmed], return_index=True, return_inverse=True)
    stars = np.stack([confirmed[first][of_person], confirmed], axis=1)
    return np.concatenate([constraints.must, stars[stars[:, 0] != stars[:, 1]]])


def _without_exceptions(constraints: Constraints) -> Ints:
    """Return the groups, -1 in those that hold an exception: they are kept apart by pairs."""
    groups = constraints.groups
    excepted = np.unique(groups[constraints.exceptions])
    return np.where(np.isin(groups, excepted), -1, groups)


def _excepted_pairs(constraints: Constraints) -> list[tuple[int, int]]:
    """Return the pairs of each group that holds an exception, but for the exceptions."""
    groups = constraints.groups
    excepted = set(map(tuple, constraints.exceptions.tolist()))
    pairs = []
    for group in np.unique(groups[constraints.exceptions]).tolist():
        members = np.flatnonzero(groups == group).tolist() if group >= 0 else []
        pairs += [(a, b) for a in members for b in members if a < b and (a, b) not in excepted]
    return pairs
