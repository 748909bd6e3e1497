import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faces.image import align, face_thumbnail
from faces.image.aligning import APART, EYES
from faces.image.cropping import thumbnail_square
from faces.types import Box

WIDTH, HEIGHT = 1600, 1200
FACE = np.array([[-0.5, 0.0], [0.5, 0.0], [0.0, 0.6], [-0.4, 1.1], [0.4, 1.1]])


def landmarks_of(middle, apart, turn):
    """Five points in pixels of a face of which the eyes are so far apart."""
    rotation = [[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]
    return (FACE * apart) @ np.array(rotation) + middle


def box_around(points):
    left, top = (points.min(0) - 40) / (WIDTH, HEIGHT)
    right, bottom = (points.max(0) + 40) / (WIDTH, HEIGHT)
    return Box(max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom))


@given(
    x=st.floats(150, 1450),
    y=st.floats(150, 1050),
    apart=st.floats(40, 90),
    turn=st.floats(-3, 3),
)
def test_the_eyes_come_to_the_same_place_level_and_equally_far_apart(x, y, apart, turn):
    points = landmarks_of((x, y), apart, turn)
    box = box_around(points)
    left, top, side = thumbnail_square(box, width=WIDTH, height=HEIGHT)
    alignment = align(points / (WIDTH, HEIGHT), box, width=WIDTH, height=HEIGHT)
    one, other = (alignment.apply((point - (left, top)) / side) for point in points[:2])
    assert (one[0] + other[0]) / 2 == pytest.approx(EYES[0])
    assert (one[1] + other[1]) / 2 == pytest.approx(EYES[1])
    assert one[1] == pytest.approx(other[1])
    assert other[0] - one[0] == pytest.approx(APART)


def test_a_face_without_landmarks_is_centred():
    box = Box(0.0, 0.4, 0.1, 0.6)  # at the picture's edge, so its thumbnail was moved
    left, top, side = thumbnail_square(box, width=WIDTH, height=HEIGHT)
    alignment = align([], box, width=WIDTH, height=HEIGHT)
    middle = ((0.05 * WIDTH - left) / side, (0.5 * HEIGHT - top) / side)
    assert alignment.apply(middle) == pytest.approx((0.5, 0.5))
    assert alignment.turn == 0


def test_landmarks_on_one_spot_do_not_blow_the_face_up():
    alignment = align([[0.5, 0.5]] * 5, Box(0.4, 0.4, 0.6, 0.6), width=WIDTH, height=HEIGHT)
    assert math.isfinite(alignment.x)
    assert alignment.scale < 3


@given(x=st.floats(0, 0.9), y=st.floats(0, 0.9), size=st.floats(0.01, 0.1))
def test_the_square_is_the_one_that_the_thumbnail_shows(x, y, size):
    rows, columns = np.mgrid[0:120, 0:160].astype(np.uint8)
    pixels = np.stack([rows, columns, columns], axis=-1)
    box = Box(x, y, x + size, y + size)
    left, top, side = thumbnail_square(box, width=160, height=120)
    shown = face_thumbnail(pixels, box)
    assert shown.shape[0] == side
    assert shown[0, 0].tolist() == [top, left, left]
