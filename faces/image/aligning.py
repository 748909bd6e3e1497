"""How the thumbnail of a face is turned so that its eyes are where everybody's eyes are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from faces.image.cropping import thumbnail_square
from faces.types import Box

EYES = (0.5, 0.43)
"""Where the middle between the eyes comes to lie, in sides of the frame."""
APART = 0.31
"""From one eye to the other, in sides of the frame."""
EYES_TO_MOUTH = 0.85
"""Of a face turned aside the eyes seem close; this share of the way to the mouth stands in then."""
WITHOUT = 1.2
"""How much a face without landmarks is enlarged about the middle of its box."""
LEAST, MOST = 0.8, 2.5  # what lies beyond is a mistake of the landmarks

Point = Sequence[float]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A similarity of a square of side 1 about its top left corner: scale, turn, then move."""

    x: float
    y: float
    turn: float
    """Radians, from the x axis to the y axis, which points down."""
    scale: float

    def apply(self, point: Point) -> tuple[float, float]:
        """Where a point of the thumbnail comes to lie in the frame, both in sides."""
        across, along = self.scale * math.cos(self.turn), self.scale * math.sin(self.turn)
        return (
            self.x + across * point[0] - along * point[1],
            self.y + along * point[0] + across * point[1],
        )


def align(landmarks: Sequence[Point], box: Box, *, width: int, height: int) -> Alignment:
    """Return what brings the eyes of a thumbnail by `face_thumbnail` to `EYES`, level, `APART`.

    Args:
        landmarks: left eye, right eye, nose, left and right corner of the mouth, as (x, y)
            fractions of the picture; fewer than five are taken as none, and the box is centred.
        box: of the face, in fractions of the picture.
        width, height: of the upright picture in any unit that keeps its shape, such as pixels.
    """
    left, top, side = thumbnail_square(box, width=width, height=height)

    def inside(x: float, y: float) -> tuple[float, float]:
        return (x * width - left) / side, (y * height - top) / side

    if len(landmarks) < 5:
        middle = inside((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        return _bring(middle, (0.5, 0.5), 0.0, WITHOUT)
    one, other, _, *mouth = (inside(point[0], point[1]) for point in landmarks[:5])
    eyes = _between(one, other)
    apart = max(math.dist(one, other), EYES_TO_MOUTH * math.dist(eyes, _between(*mouth)), 1e-6)
    turn = -math.atan2(other[1] - one[1], other[0] - one[0])
    return _bring(eyes, EYES, turn, min(max(APART / apart, LEAST), MOST))


def _between(one: Point, other: Point) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _bring(point: Point, to: Point, turn: float, scale: float) -> Alignment:
    """The similarity of this turn and scale that brings a point to a place."""
    at = Alignment(0.0, 0.0, turn, scale).apply(point)
    return Alignment(to[0] - at[0], to[1] - at[1], turn, scale)
