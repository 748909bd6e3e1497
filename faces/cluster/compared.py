"""Identity features as clusters compare them."""

from functools import cache
from pathlib import Path

import numpy as np

from faces.types import FEATURES, Floats

COMMON = Path(__file__).with_name("common.npy")
SHARE = 0.7  # of what all faces have in common that is taken away
BLOCK = 8192  # faces worked on at once


def comparable(features: Floats) -> Floats:
    """Return features whose distances tell people apart better than those of the network's.

    Those are averages of what is never negative: a few large numbers decide their distance, and
    a good part of each is the same for all faces. So roots are compared in their place (the
    Hellinger distance), less most of their mean over all faces.

    Args:
        features: (N, 1024) float32 of the default network, none negative.

    Returns:
        (N, 1024) float32, each row of unit length.

    Raises:
        ValueError: they have another width.
    """
    if features.ndim != 2 or features.shape[1] != FEATURES:
        raise ValueError(f"features must be (N, {FEATURES}), got {features.shape}")
    shifted = np.empty_like(features)
    for at in range(0, len(features), BLOCK):
        rows = rooted(features[at : at + BLOCK]) - SHARE * common()
        shifted[at : at + BLOCK] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return shifted


def rooted(features: Floats) -> Floats:
    """Return the roots of (N, D) features, each row of unit length."""
    roots = np.sqrt(np.maximum(features, 0.0))
    unit: Floats = roots / np.linalg.norm(roots, axis=1, keepdims=True)
    return unit


@cache
def common() -> Floats:
    """Return (1024,) float32: the mean of the roots of many people's features.

    `python -m faces.evaluate common` made it, of FG-NET's people 001 to 010 and of the part of
    UTKFace, each set counting as much as the other.
    """
    mean: Floats = np.load(COMMON)
    return mean
