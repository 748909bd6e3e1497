"""How closely to look at a photo: reduced at first, at full resolution where faces are small."""

from collections.abc import Callable, Sequence

from faces.image import Picture
from faces.types import Box, Detection, Detector

FIRST = 2048  # pixels of the longer side: the picture that everything is made from
CLOSER = 4096  # the same of the second look
SMALL = 0.02
"""The side of a face, as a share of the picture's longer side, below which a second look pays.

Of faces 32, 40, 50 and 64 pixels wide in 12 megapixels 83, 94, 96 and 99 % are told right if cut
out of the first picture, and 97 to 99 % out of the whole one; of those 24 pixels wide the first
look finds half and the second all (`python -m benchmarks.small`, docs/performance.md).
"""
GAIN = 1.25  # times the first picture's size that the second must have at least
SAME = 0.3  # overlap from which a face of the first look is one of the second's


def longest_for(boxes: Sequence[Box], width: int, height: int) -> int:
    """Say how large to open a photo whose faces are there: `FIRST` or `CLOSER` pixels.

    Args:
        boxes: in fractions of the picture.
        width, height: pixels of the whole picture.
    """
    longer = max(width, height)
    sides = [max((box.right - box.left) * width, (box.bottom - box.top) * height) for box in boxes]
    pays = longer >= GAIN * FIRST and any(side < SMALL * longer for side in sides)
    return CLOSER if pays else FIRST


def look(detector: Detector, open_at: Callable[[int], Picture]) -> tuple[Picture, list[Detection]]:
    """Find the faces of a photo, and look closer if some of them are small.

    Args:
        detector: finds the faces.
        open_at: opens the photo with at most so many pixels on the longer side.

    Returns:
        The picture to cut the faces out of, and the faces, best score first.
    """
    picture = open_at(FIRST)
    first = detector.detect(picture.pixels)
    longest = longest_for([face.box for face in first], picture.width, picture.height)
    if longest == FIRST:
        return picture, first
    picture = open_at(longest)
    closer = detector.look_closer(picture.pixels)
    missed = [one for one in first if all(one.box.iou(two.box) < SAME for two in closer)]
    return picture, sorted(closer + missed, key=lambda face: -face.score)
