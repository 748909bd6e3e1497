"""A number for each item's values, to tell which are the same without keeping them."""

import numpy as np
import numpy.typing as npt

from faces.cluster.values import Items
from faces.types import Ints

CHUNK = 4096
Digests = npt.NDArray[np.uint64]


def digests(items: Items) -> Digests:
    """Return (N, 2) uint64 of features, ages and years; equal where these are equal bit by bit.

    Each is a sum of products with fixed odd numbers, modulo 2^64: two items that differ share
    both by a chance of about 2^-128.
    """
    n, width = items.features.shape
    words = (width + 1) // 2 + 2
    factors = np.random.default_rng(1024).integers(0, 2**64, (words, 2), np.uint64) | np.uint64(1)
    made = np.empty((n, 2), dtype=np.uint64)
    for at in range(0, n, CHUNK):
        some = slice(at, min(at + CHUNK, n))
        packed = np.zeros((some.stop - at, words), dtype=np.uint64)
        packed.view(np.float32)[:, :width] = items.features[some]
        packed.view(np.float64)[:, -2] = items.ages[some]
        packed.view(np.float64)[:, -1] = items.years[some]
        # One factor's bits are folded in, or the low bits of a sum would know only low bits.
        packed ^= packed >> np.uint64(29)
        made[some] = packed @ factors
    return made


def first_of_same(items: Items) -> Ints:
    """Return (N,) int64 the first item that has the values of each."""
    _, first, of = np.unique(digests(items), axis=0, return_index=True, return_inverse=True)
    same: Ints = first[of.ravel()]
    return same
