"""Boxes in the stored picture and in the upright one.

Regions in files count stored pixels: "Region metadata is applied to the stored image" (Metadata
Working Group, Guidelines for Handling Image Metadata 2.0, 5.9), as digiKam and Immich read them.
Ours count upright ones.
"""

from collections.abc import Callable

from faces.types import Box

SIDEWAYS = (5, 6, 7, 8)  # orientations that swap width and height
_BACK = {6: 8, 8: 6}  # all others undo themselves

# Where a stored point comes to lie upright, by EXIF orientation (EXIF 2.32, 4.6.4, tag 274).
_TURNS: dict[int, Callable[[float, float], tuple[float, float]]] = {
    2: lambda x, y: (1 - x, y),
    3: lambda x, y: (1 - x, 1 - y),
    4: lambda x, y: (x, 1 - y),
    5: lambda x, y: (y, x),
    6: lambda x, y: (1 - y, x),
    7: lambda x, y: (1 - y, 1 - x),
    8: lambda x, y: (y, 1 - x),
}


def upright(box: Box, orientation: int) -> Box:
    """Turn a box of the stored picture as the picture is turned; nonsense such as 9 turns nothing.

    Args:
        box: in fractions of the stored picture.
        orientation: EXIF's, 1..8.
    """
    turn = _TURNS.get(orientation)
    if turn is None:
        return box
    (x1, y1), (x2, y2) = turn(box.left, box.top), turn(box.right, box.bottom)
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def stored(box: Box, orientation: int) -> Box:
    """Turn a box of the upright picture back to where it is stored."""
    return upright(box, _BACK.get(orientation, orientation))
