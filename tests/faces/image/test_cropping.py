import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faces.image import crop_faces, face_thumbnail
from faces.types import Box
from tests.faces.image.pictures import BLUE, GREY, RED, quarters

sides = st.floats(-0.5, 1.5)
boxes = st.builds(Box, sides, sides, sides, sides)


def test_a_crop_is_the_square_around_the_box():
    pixels = np.zeros((100, 200, 3), np.uint8)
    pixels[20:80, 70:130] = 255  # the 60 pixel square around a box of 30 x 60
    crop = crop_faces(pixels, [Box(85 / 200, 0.2, 115 / 200, 0.8)])
    assert crop.shape == (1, 224, 224, 3)
    assert crop.min() == 255


def test_a_crop_of_the_networks_size_is_cut_and_not_resampled():
    pixels = np.random.default_rng(0).integers(0, 255, (448, 448, 3), np.uint8)
    crop = crop_faces(pixels, [Box(0.25, 0.25, 0.75, 0.75)])[0]
    assert np.array_equal(crop, pixels[112:336, 112:336])


def test_where_a_crop_leaves_the_picture_the_edge_is_repeated():
    crop = crop_faces(quarters(100, 100), [Box(-0.2, -0.2, 0.2, 0.2)], size=40)[0]
    assert np.array_equal(crop, np.broadcast_to(np.array(RED, np.uint8), (40, 40, 3)))


@pytest.mark.parametrize(("left", "colour"), [(-0.9, RED), (1.5, GREY)])
def test_a_box_beside_the_picture_gives_the_nearest_edge(left, colour):
    box = Box(left, left, left + 0.2, left + 0.2)
    crop = crop_faces(quarters(100, 100), [box], size=8)[0]
    assert np.array_equal(np.unique(crop.reshape(-1, 3), axis=0), [colour])


def test_a_margin_widens_the_crop():
    pixels = np.zeros((100, 100, 3), np.uint8)
    pixels[40:60, 40:60] = 255
    assert crop_faces(pixels, [Box(0.4, 0.4, 0.6, 0.6)], size=20).mean() == 255
    with_margin = crop_faces(pixels, [Box(0.4, 0.4, 0.6, 0.6)], size=40, margin=0.5)
    assert with_margin.mean() == pytest.approx(255 / 4)


def test_no_boxes_give_no_crops():
    assert crop_faces(quarters(), []).shape == (0, 224, 224, 3)


@given(st.lists(boxes, max_size=3))
def test_any_box_near_the_picture_gives_a_crop(found):
    pixels = quarters(30, 20)
    assert crop_faces(pixels, found, size=16).shape == (len(found), 16, 16, 3)
    for box in found:
        thumbnail = face_thumbnail(pixels, box, size=16)
        assert thumbnail.shape[0] == thumbnail.shape[1] <= 16


@pytest.mark.parametrize("edge", [float("nan"), float("inf"), 900.0])
def test_a_box_that_belongs_to_no_picture_is_an_error(edge):
    with pytest.raises(ValueError, match="near the picture"):
        crop_faces(quarters(), [Box(0, 0, edge, 1)])


def test_a_thumbnail_is_moved_to_lie_inside_the_picture():
    thumbnail = face_thumbnail(quarters(400, 400), Box(0.9, 0.9, 1.0, 1.0), margin=0.4)
    assert thumbnail.shape == (72, 72, 3)  # 40 px and 16 px on each side
    assert np.array_equal(np.unique(thumbnail.reshape(-1, 3), axis=0), [GREY])


def test_a_thumbnail_of_a_large_face_is_reduced_and_fits():
    thumbnail = face_thumbnail(quarters(4000, 1000), Box(0.0, 0.0, 0.5, 1.0))
    assert thumbnail.shape == (320, 320, 3)
    assert tuple(thumbnail[-1, 0]) == BLUE
