"""The merge tree of a clustering: what is kept so that the next one need not start anew."""

import io
import zipfile
import zlib
from dataclasses import dataclass, fields

import numpy as np

from faces.cluster.digests import Digests
from faces.errors import StateError
from faces.types import Bools, Doubles, Ints

_DAMAGED = (ValueError, KeyError, OSError, EOFError, TypeError, zipfile.BadZipFile, zlib.error)
FORM = 1  # of the bytes; another number is not read


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """How N items came together: L leaves, the clusters at the start, and M merges.

    Leaf l is node l; merge m makes node L + m.
    """

    made_by: str
    """The parameters; under others the tree says nothing."""
    ids: Ints
    """(N,) int64 ascending."""
    values: Digests
    """(N, 2) uint64: digests of what each item is."""
    said: Digests
    """(N,) uint64: digests of what the constraints say of each item."""
    leaf: Ints
    """(N,) int64 the leaf that each item is in."""
    pairs: Ints
    """(M, 2) int64 the two nodes of each merge."""
    heights: Doubles
    """(M,) float64 distance of the two."""

    def to_bytes(self) -> bytes:
        """Write the tree: no pickles, arrays and one string."""
        file = io.BytesIO()
        arrays = {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}
        np.savez(file, allow_pickle=False, form=np.array(FORM), **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Tree":
        """Read what `to_bytes` wrote.

        Raises:
            StateError: the bytes are damaged, or of another form.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                if int(arrays["form"]) != FORM:
                    raise StateError(f"a tree of form {FORM} is expected, not {arrays['form']}")
                made = {field.name: arrays[field.name] for field in fields(cls)}
        except _DAMAGED as error:
            raise StateError(f"not a tree: {error}") from error
        tree = cls(**made | {"made_by": str(made["made_by"])})
        tree.check()
        return tree

    def check(self) -> None:
        """Raises StateError if the arrays do not belong together."""
        n, m = len(self.ids), len(self.heights)
        leaves = int(self.leaf.max()) + 1 if n else 0
        shapes = (self.values.shape, self.said.shape, self.leaf.shape, self.pairs.shape)
        fits = shapes == ((n, 2), (n,), (n,), (m, 2)) and bool(
            np.array_equal(np.unique(self.leaf), np.arange(leaves))
            and np.all(self.pairs >= 0)
            and np.all(self.pairs < leaves + np.arange(m)[:, None])
            and len(np.unique(self.pairs)) == 2 * m
            and np.all(np.diff(self.ids) > 0)
        )
        if not fits:
            raise StateError("the arrays of the tree do not belong together")


class Nodes:
    """Where the T = L + M nodes of a tree are: for each its parent, sibling, birth and death.

    A node is there from its own merge's height (its birth) to its parent's (its death). Items are
    put in an order in which those of each node stand side by side.
    """

    def __init__(self, tree: Tree) -> None:
        leaves, merges = int(tree.leaf.max(initial=-1)) + 1, len(tree.heights)
        count = leaves + merges
        self.leaves, self.count = leaves, count
        self.parent = np.full(count, -1, dtype=np.int64)
        self.sibling = np.full(count, -1, dtype=np.int64)
        self.birth = np.concatenate([np.full(leaves, -np.inf), tree.heights])
        self.death = np.full(count, np.inf)
        made = leaves + np.arange(merges)
        for here, other in ((0, 1), (1, 0)):
            self.parent[tree.pairs[:, here]] = made
            self.sibling[tree.pairs[:, here]] = tree.pairs[:, other]
            self.death[tree.pairs[:, here]] = tree.heights
        self.size, self.start = _spans(tree, leaves)
        self.order = np.argsort(self.start[tree.leaf], kind="stable")
        self.end = self.start + self.size

    def above(self, node: int) -> list[int]:
        """Return a node and its ancestors."""
        path = []
        while node >= 0:
            path.append(node)
            node = int(self.parent[node])
        return path

    def whole(self, fit: Bools) -> Bools:
        """Say of which nodes all leaves are fit, given (L,) of the leaves."""
        all_fit = np.zeros(self.count, dtype=bool)
        unfit = np.concatenate([[0], np.cumsum(self._unfit_at(fit))])
        all_fit[:] = unfit[self.end] == unfit[self.start]
        return all_fit

    def _unfit_at(self, fit: Bools) -> Ints:
        at = np.zeros(int(self.size[: self.leaves].sum()), dtype=np.int64)
        at[self.start[: self.leaves][~fit]] = 1
        return at


def _spans(tree: Tree, leaves: int) -> tuple[Ints, Ints]:
    """Return how many items each node has, and where they start in the order of the tree."""
    size = np.bincount(tree.leaf, minlength=leaves).tolist() if leaves else []
    pairs = tree.pairs.tolist()
    for one, other in pairs:
        size.append(size[one] + size[other])
    start = [-1] * len(size)
    at = 0
    for node in range(len(size) - 1, -1, -1):
        if start[node] < 0:
            start[node], at = at, at + size[node]
        if node >= leaves:
            one, other = pairs[node - leaves]
            start[one], start[other] = start[node], start[node] + size[one]
    return np.array(size, dtype=np.int64), np.array(start, dtype=np.int64)
