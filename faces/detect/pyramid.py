"""The sizes at which P-Net looks: its window is 12 pixels wide."""

from collections.abc import Iterator

import cv2
import numpy as np

from faces.types import Pixels

WINDOW = 12


def pyramid_sizes(
    width: int, height: int, *, min_face: float, factor: float
) -> list[tuple[int, int]]:
    """Return the (width, height) of each level, largest first, none with a side under 12 pixels.

    On the first level a face of `min_face` pixels fills the window; each further one is `factor`
    times as large. A picture smaller than `min_face` on a side has no level.

    Raises:
        ValueError: `min_face` is not positive, or `factor` not between 0 and 1.
    """
    if min_face <= 0 or not 0 < factor < 1:
        raise ValueError(f"min_face must be > 0 and factor in (0, 1), got {min_face}, {factor}")
    sizes = []
    scale = WINDOW / min_face
    while min(width, height) * scale >= WINDOW:
        sizes.append((round(width * scale), round(height * scale)))
        scale *= factor
    return sizes


def pyramid_levels(pixels: Pixels, sizes: list[tuple[int, int]]) -> Iterator[Pixels]:
    """Yield the picture at each size, averaging over areas; each is made from the one before."""
    for size in sizes:
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        yield pixels
