import numpy as np
import pytest

from faces.detect.turned import detect_turned
from faces.types import Box, Detection

HEIGHT, WIDTH = 60, 100


def bright_spot(pixels):
    """A detector at the model boundary: the bright rectangle, if its left eye is up."""
    rows, columns = np.nonzero(pixels[..., 0])
    marked = np.argwhere(pixels[..., 1])[0]
    height, width = pixels.shape[:2]
    box = Box(
        columns.min() / width,
        rows.min() / height,
        (columns.max() + 1) / width,
        (rows.max() + 1) / height,
    )
    eye = ((marked[1] + 0.5) / width, (marked[0] + 0.5) / height)
    if (eye[1] - box.top) > (box.bottom - box.top) / 2 or (eye[0] - box.left) > (
        box.right - box.left
    ) / 2:
        return []
    return [Detection(box, (eye,) * 5, 0.999)]


def picture(eye):
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[10:30, 20:50, 0] = 255
    pixels[*eye, 1] = 255
    return pixels


UPRIGHT, NEEDS_LEFT, NEEDS_RIGHT, UPSIDE_DOWN = (10, 20), (10, 49), (29, 20), (29, 49)


@pytest.mark.parametrize("eye", [UPRIGHT, NEEDS_LEFT, NEEDS_RIGHT])
def test_boxes_and_landmarks_come_back_in_the_picture_as_given(eye):
    (face,) = detect_turned(picture(eye), bright_spot)
    box = face.box
    assert (box.left, box.top) == pytest.approx((20 / WIDTH, 10 / HEIGHT))
    assert (box.right, box.bottom) == pytest.approx((50 / WIDTH, 30 / HEIGHT))
    assert face.landmarks[0] == pytest.approx(((eye[1] + 0.5) / WIDTH, (eye[0] + 0.5) / HEIGHT))


def test_a_picture_upside_down_is_not_searched():
    assert detect_turned(picture(UPSIDE_DOWN), bright_spot) == []


def test_a_picture_with_a_sure_face_is_searched_once():
    seen = []

    def detect(pixels):
        seen.append(pixels.shape)
        return bright_spot(pixels)

    detect_turned(picture(UPRIGHT), detect)
    assert seen == [(HEIGHT, WIDTH, 3)]


@pytest.mark.parametrize(
    ("upright", "left", "right", "chosen"),
    [
        ([0.9], [0.5], [0.8], 0.9),  # nothing surer
        ([], [0.8], [0.94], None),  # nothing sure enough
        ([0.9, 0.9], [0.96], [0.999], 0.999),  # stray faces give way to a sure one
        ([0.99], [0.98], [], 0.99),
        ([0.996], [0.999], [1.0], 0.996),  # sure at once
    ],
)
def test_the_view_with_the_surest_face_counts(upright, left, right, chosen):
    views = iter([upright, left, right])

    def detect(pixels):
        return [Detection(Box(0.1, 0.2, 0.3, 0.4), (), score) for score in next(views)]

    faces = detect_turned(np.zeros((2, 2, 3), np.uint8), detect)
    assert [face.score for face in faces][:1] == ([] if chosen is None else [chosen])
