"""How well a face would stand for somebody on a page: easily told, large, and looking at us."""

from collections.abc import Sequence

LARGE = 400.0  # pixels of a face's width beyond which larger is no better
UNKNOWN = 0.5  # quality of a face that was represented before there was one

Point = Sequence[float]


def looks(*, quality: float | None, pixels: float, landmarks: Sequence[Point]) -> float:
    """Return a number that is the higher the better; of use only beside another.

    Args:
        quality: 0..1, how well the face can be told.
        pixels: its width in the original.
        landmarks: left eye, right eye and nose first, as (x, y) fractions of the picture.
    """
    told = UNKNOWN if quality is None else quality
    return told * min(pixels, LARGE) * _frontal(landmarks)


def _frontal(landmarks: Sequence[Point]) -> float:
    """1 where the nose is midway between the eyes, 0.2 where it is beyond one of them."""
    if len(landmarks) < 3 or landmarks[0][0] == landmarks[1][0]:
        return 0.5
    left, right, nose = (point[0] for point in landmarks[:3])
    aside = abs(nose - (left + right) / 2) / abs(right - left)
    return max(0.2, 1.0 - 1.6 * aside)
