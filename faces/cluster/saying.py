"""What may not be linked, asked of items rather than of clusters that merge in turn."""

from collections import defaultdict

import numpy as np

from faces.cluster.apart import excepted_pairs, that_keep_apart
from faces.cluster.values import Constraints
from faces.types import Ints


class Saying:
    """The constraints of N items."""

    def __init__(self, constraints: Constraints) -> None:
        self._groups = that_keep_apart(constraints)
        people = constraints.people
        self._people = np.full(len(self._groups), -1) if people is None else people
        self._pairs: dict[int, set[int]] = defaultdict(set)
        for a, b in [*constraints.cannot.tolist(), *excepted_pairs(constraints)]:
            self._pairs[a].add(b)
            self._pairs[b].add(a)

    def forbids(self, items: Ints, others: Ints) -> bool:
        """Say whether two clusters of items may not be linked."""
        if len(others) < len(items):
            items, others = others, items
        one, other = int(self._people[items].max()), int(self._people[others].max())
        if one >= 0 and other >= 0 and one != other:
            return True
        groups = self._groups[items]
        groups = groups[groups >= 0]
        if len(groups) and np.isin(groups, self._groups[others]).any():
            return True
        if not self._pairs:
            return False
        partners = set().union(*(self._pairs.get(item, ()) for item in items.tolist()))
        return not partners.isdisjoint(others.tolist())
