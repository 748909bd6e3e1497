import numpy as np
import pytest

from faces.detect import longest_for, look
from faces.image import Picture
from faces.types import Box, Detection

LARGE, SMALL, TINY = (
    Box(0.1, 0.1, 0.3, 0.5),
    Box(0.6, 0.2, 0.615, 0.22),
    Box(0.8, 0.8, 0.805, 0.81),
)


def seen(box, score=0.9):
    return Detection(box, ((0.0, 0.0),) * 5, score)


class Eyes:
    """Sees some faces at first, and others where it looks closer."""

    version = "eyes-1"

    def __init__(self, first, closer):
        self.first, self.closer = first, closer

    def detect(self, pixels):
        return [seen(box) for box in self.first]

    def look_closer(self, pixels):
        return [seen(box, 0.8) for box in self.closer]


@pytest.fixture
def photo():
    """Opens a photo of 12 megapixels, and knows how large it was asked for."""

    def open_at(longest):
        open_at.asked.append(longest)
        ratio = min(1.0, longest / 4000)
        return Picture(
            np.zeros((round(3000 * ratio), round(4000 * ratio), 3), np.uint8), 4000, 3000
        )

    open_at.asked = []
    return open_at


def test_large_faces_are_looked_at_once(photo):
    picture, faces = look(Eyes([LARGE], []), photo)
    assert photo.asked == [2048]
    assert picture.pixels.shape[1] == 2048
    assert [face.box for face in faces] == [LARGE]


def test_where_a_face_is_small_smaller_ones_are_found_too_in_the_whole_picture(photo):
    picture, faces = look(Eyes([LARGE, SMALL], [LARGE, SMALL, TINY]), photo)
    assert photo.asked == [2048, 4096]
    assert picture.pixels.shape[1] == 4000
    assert {face.box for face in faces} == {LARGE, SMALL, TINY}


def test_no_face_of_the_first_look_is_lost_by_the_second(photo):
    moved = Box(SMALL.left + 0.001, SMALL.top, SMALL.right + 0.001, SMALL.bottom)
    _, faces = look(Eyes([LARGE, SMALL], [moved]), photo)
    assert [face.box for face in faces] == [LARGE, moved]


@pytest.mark.parametrize(
    ("boxes", "size", "longest"),
    [
        ([], (4000, 3000), 2048),
        ([LARGE], (4000, 3000), 2048),
        ([LARGE, SMALL], (4000, 3000), 4096),
        ([SMALL], (3000, 4000), 4096),
        ([SMALL], (2100, 1600), 2048),  # there is hardly more to see
    ],
)
def test_it_pays_where_faces_are_small_and_the_photo_has_more_pixels(boxes, size, longest):
    assert longest_for(boxes, *size) == longest


def test_faces_are_cut_out_of_the_picture_that_they_were_found_in(photo):
    """Representation asks for the size again, from the faces that were kept."""
    picture, faces = look(Eyes([SMALL], [SMALL, TINY]), photo)
    assert longest_for([face.box for face in faces], 4000, 3000) >= picture.pixels.shape[1]
