"""A number for each item's values, to tell which are the same without keeping them."""

import numpy as np
import numpy.typing as npt

from faces.cluster.means import terms_of
from faces.cluster.values import Constraints, Items
from faces.types import Ints

CHUNK = 4096
Digests = npt.NDArray[np.uint64]


def digests(items: Items) -> Digests:
    """Return (N, 2) uint64 of features and terms; equal where these are equal bit by bit.

    Each is a sum of products with fixed odd numbers, modulo 2^64: two items that differ share
    both by a chance of about 2^-128.
    """
    n, width = items.features.shape
    words = (width + 1) // 2 + 3
    terms = terms_of(items)
    factors = np.random.default_rng(1024).integers(0, 2**64, (words, 2), np.uint64) | np.uint64(1)
    made = np.empty((n, 2), dtype=np.uint64)
    for at in range(0, n, CHUNK):
        some = slice(at, min(at + CHUNK, n))
        packed = np.zeros((some.stop - at, words), dtype=np.uint64)
        packed.view(np.float32)[:, :width] = items.features[some]
        packed.view(np.float64)[:, -3:] = terms[some]
        # One factor's bits are folded in, or the low bits of a sum would know only low bits.
        packed ^= packed >> np.uint64(29)
        made[some] = packed @ factors
    return made


def first_of_same(values: Digests) -> Ints:
    """Return (N,) int64 the first item that has the digests of each."""
    n = len(values)
    order = np.lexsort((np.arange(n), values[:, 1], values[:, 0]))
    begins = np.ones(n, dtype=bool)
    begins[1:] = np.any(values[order[1:]] != values[order[:-1]], axis=1)
    first = np.empty(n, dtype=np.int64)
    first[order] = order[np.flatnonzero(begins)[np.cumsum(begins) - 1]]
    return first


def said_of(ids: Ints, constraints: Constraints) -> Digests:
    """Return (N,) uint64 digests of what keeps each item apart from others, by their ids.

    Two items of which both digests are as before may be linked if they might before.
    """
    people = constraints.people
    groups = constraints.groups.astype(np.uint64)
    said = _mixed(groups + np.uint64(1)) * np.uint64(3)
    if people is not None:
        said += _mixed(people.astype(np.uint64) + np.uint64(1)) * np.uint64(5)
    numbers = _mixed(ids.astype(np.uint64))
    for factor, pairs in ((7, constraints.cannot), (11, constraints.exceptions)):
        for one, other in (pairs.T, pairs.T[::-1]):
            np.add.at(said, one, numbers[other] * np.uint64(factor))
    return said


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Scatter numbers over 64 bits (the finaliser of SplitMix64)."""
    mixed = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
