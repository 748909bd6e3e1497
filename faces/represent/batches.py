"""Checks crops and runs them through a network in batches."""

from collections.abc import Callable

import numpy as np

from faces.types import AGES, FEATURES, Floats, Pixels, Representation
from faces.weights.layout import SIDE

BATCH = 4  # the maps of more fall out of the cache: 32 take a fifth longer for each face


def represent_in_batches(
    crops: Pixels, run: Callable[[Pixels], tuple[Floats, Floats, Floats]]
) -> Representation:
    """Represent any number of crops, a few at a time.

    Args:
        crops: (N, 224, 224, 3) uint8 RGB; N may be 0.
        run: the network on one batch of n crops: features (n, 1024), age posterior (n, 100) and
            P(male) (n, 1).

    Raises:
        ValueError: `crops` has another shape or type.
    """
    if crops.shape[1:] != (SIDE, SIDE, 3) or crops.dtype != np.uint8:
        raise ValueError(
            f"crops must be (N, {SIDE}, {SIDE}, 3) uint8, got {crops.shape} {crops.dtype}"
        )
    answer = Representation(
        features=np.empty((len(crops), FEATURES), np.float32),
        age_posterior=np.empty((len(crops), AGES), np.float32),
        p_male=np.empty(len(crops), np.float32),
    )
    for start in range(0, len(crops), BATCH):
        part = slice(start, start + BATCH)
        features, age_posterior, p_male = run(crops[part])
        answer.features[part] = features
        answer.age_posterior[part] = age_posterior
        answer.p_male[part] = p_male[:, 0]
    return answer
