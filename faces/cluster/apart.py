"""What may not be linked, and the clusters that must-links make at the start."""

from collections import defaultdict

import numpy as np

from faces.cluster.values import Constraints
from faces.types import Bools, Doubles, Floats, Ints


class Apart:
    """Which clusters may not be linked; a cluster is named by its first item's place.

    Photos are kept as the set of groups in each cluster, not as pairs: a crowd of k faces
    costs k entries, not k^2. A photo with a declared exception is the rare case of pairs, and
    a photo of one face says nothing. People are a column of numbers, so that thousands of
    them are compared at once.
    """

    def __init__(self, constraints: Constraints) -> None:
        self._groups: dict[int, set[int]] = defaultdict(set)  # of a cluster
        self._holders: dict[int, set[int]] = defaultdict(set)  # the clusters of a group
        self._pairs: dict[int, set[int]] = defaultdict(set)
        groups = that_keep_apart(constraints)
        for place in np.flatnonzero(groups >= 0).tolist():
            self._groups[place].add(int(groups[place]))
            self._holders[int(groups[place])].add(place)
        for a, b in [*constraints.cannot.tolist(), *excepted_pairs(constraints)]:
            self._pairs[a].add(b)
            self._pairs[b].add(a)
        n, people = len(groups), constraints.people
        self._person = np.full(n, -1, dtype=np.int64) if people is None else people.copy()
        self._tied = np.zeros(n, dtype=bool)  # in a group or a pair
        self._tied[[*self._groups, *self._pairs]] = True

    def make_infinite(self, distances: Doubles | Floats, clusters: Ints, columns: Ints) -> None:
        """Write inf where two may not be linked, and to the distance of each to itself.

        Args:
            distances: (C, A) of C clusters to the A active ones; changed in place.
            clusters: (C,) their names.
            columns: (N,) the column of each cluster by its name, -1 if it is not active.
        """
        own = columns[clusters]
        here = np.flatnonzero(own >= 0)
        distances[here, own[here]] = np.inf
        self._other_people(distances, clusters, columns)
        for row in np.flatnonzero(self._tied[clusters]).tolist():
            there = columns[self._tied_to(int(clusters[row]))]
            distances[row, there[there >= 0]] = np.inf

    def _other_people(self, distances: Doubles | Floats, clusters: Ints, columns: Ints) -> None:
        rows = np.flatnonzero(self._person[clusters] >= 0)
        if not len(rows):
            return
        named = np.flatnonzero((self._person >= 0) & (columns >= 0))
        here = np.ix_(rows, columns[named])
        different = self._person[clusters[rows], None] != self._person[named]
        distances[here] = np.where(different, np.inf, distances[here])

    def _tied_to(self, cluster: int) -> Ints:
        others = set(self._pairs.get(cluster, ()))
        for group in self._groups.get(cluster, ()):
            others |= self._holders[group]
        others.discard(cluster)
        return np.fromiter(others, dtype=np.int64, count=len(others))

    def forbids(self, a: int, b: int) -> bool:
        """Say whether two clusters may not be linked."""
        if b in self._pairs.get(a, ()):
            return True
        one, other = int(self._person[a]), int(self._person[b])
        if one >= 0 and other >= 0 and one != other:
            return True
        return not self._groups.get(a, set()).isdisjoint(self._groups.get(b, ()))

    @property
    def free(self) -> Bools:
        """(N,) bool: the clusters of which nothing is said."""
        free: Bools = (self._person < 0) & ~self._tied
        return free

    def forbidden(self, a: Ints, b: Ints) -> Bools:
        """Say it of each of P pairs: (P,) bool."""
        one, other = self._person[a], self._person[b]
        apart: Bools = (one >= 0) & (other >= 0) & (one != other)
        for pair in np.flatnonzero(self._tied[a] & self._tied[b] & ~apart).tolist():
            apart[pair] = self.forbids(int(a[pair]), int(b[pair]))
        return apart

    def merge(self, keep: int, gone: int) -> None:
        """Let one cluster stand for two from now on."""
        if self._tied[gone]:
            for group in self._groups.pop(gone, ()):
                self._holders[group].discard(gone)
                self._holders[group].add(keep)
                self._groups[keep].add(group)
            for other in self._pairs.pop(gone, ()):
                self._pairs[other].discard(gone)
                self._pairs[other].add(keep)
                self._pairs[keep].add(other)
            self._tied[keep] = True
        if self._person[gone] >= 0:
            self._person[keep] = self._person[gone]


def start(constraints: Constraints, apart: Apart) -> tuple[Ints, Ints]:
    """Join what must be joined, as far as `apart` allows, and say what it did not allow.

    Pairs are taken in order of their ids; those of `people` run from each person's first face
    to each other one, so that a contradiction loses one face and not half the person.

    Returns:
        (N,) int64 the cluster of each item, named by its first item; (C, 2) int64 the pairs
        that were refused.
    """
    leader = list(range(len(constraints.groups)))
    conflicts = []
    for a, b in must_pairs(constraints).tolist():
        keep, gone = sorted((_leader_of(leader, a), _leader_of(leader, b)))
        if keep == gone:
            continue
        if apart.forbids(keep, gone):
            conflicts.append((a, b))
            continue
        apart.merge(keep, gone)
        leader[gone] = keep
    leaders = np.array([_leader_of(leader, item) for item in range(len(leader))], dtype=np.int64)
    return leaders, np.array(conflicts, dtype=np.int64).reshape(-1, 2)


def _leader_of(leader: list[int], item: int) -> int:
    while leader[item] != item:
        leader[item] = leader[leader[item]]
        item = leader[item]
    return item


def must_pairs(constraints: Constraints) -> Ints:
    """Return (M, 2) int64: `must`, then each confirmed person's first face with their others."""
    people = constraints.people
    if people is None:
        return constraints.must
    confirmed = np.flatnonzero(people >= 0)
    _, first, of_person = np.unique(people[confirmed], return_index=True, return_inverse=True)
    stars = np.stack([confirmed[first][of_person], confirmed], axis=1)
    return np.concatenate([constraints.must, stars[stars[:, 0] != stars[:, 1]]])


def that_keep_apart(constraints: Constraints) -> Ints:
    """Return the groups, -1 in those of one face and in those that hold an exception.

    The latter are kept apart by pairs.
    """
    groups = constraints.groups
    numbers, sizes = np.unique(groups, return_counts=True)
    excepted = np.unique(groups[constraints.exceptions])
    alone = np.union1d(excepted, numbers[sizes == 1])
    return np.where(np.isin(groups, alone), -1, groups)


def excepted_pairs(constraints: Constraints) -> list[tuple[int, int]]:
    """Return the pairs of each group that holds an exception, but for the exceptions."""
    groups = constraints.groups
    excepted = set(map(tuple, constraints.exceptions.tolist()))
    pairs = []
    for group in np.unique(groups[constraints.exceptions]).tolist():
        members = np.flatnonzero(groups == group).tolist() if group >= 0 else []
        pairs += [(a, b) for a in members for b in members if a < b and (a, b) not in excepted]
    return pairs
