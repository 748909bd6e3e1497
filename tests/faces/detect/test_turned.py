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


@pytest.mark.parametrize("eye", [UPRIGHT, NEEDS_LEFT, NEEDS_RIGHT, UPSIDE_DOWN])
def test_boxes_and_landmarks_come_back_in_the_picture_as_given(eye):
    (face,) = detect_turned(picture(eye), bright_spot, bright_spot)
    box = face.box
    assert (box.left, box.top) == pytest.approx((20 / WIDTH, 10 / HEIGHT))
    assert (box.right, box.bottom) == pytest.approx((50 / WIDTH, 30 / HEIGHT))
    assert face.landmarks[0] == pytest.approx(((eye[1] + 0.5) / WIDTH, (eye[0] + 0.5) / HEIGHT))


def test_a_picture_with_a_sure_face_is_searched_once():
    seen = []

    def detect(pixels):
        seen.append(pixels.shape)
        return bright_spot(pixels)

    detect_turned(picture(UPRIGHT), detect, detect)
    assert seen == [(HEIGHT, WIDTH, 3)]


@pytest.mark.parametrize(
    ("upright", "glances", "turned", "chosen"),
    [
        ([0.99], [0.5, 0.8, 0.7], None, 0.99),  # nothing worth a second look
        ([], [0.8, 0.89, 0.7], None, None),
        ([0.9, 0.9], [0.96, 0.999, 0.2], [0.999], 0.999),  # stray faces give way to a sure one
        ([0.99], [0.98, 0, 0], None, 0.99),  # nothing surer
        ([0.97], [0.98, 0, 0], [0.96], 0.97),  # not surer at the second look
        ([], [0.95, 0, 0], [0.85], None),
        ([0.999], None, None, 0.999),  # sure at once
    ],
)
def test_the_view_with_the_surest_face_counts(upright, glances, turned, chosen):
    views, looks = iter([upright, turned]), iter(glances or [])

    def faces(scores):
        return [Detection(Box(0.1, 0.2, 0.3, 0.4), (), score) for score in scores]

    found = detect_turned(
        np.zeros((2, 2, 3), np.uint8),
        lambda pixels: faces(next(views)),
        lambda pixels: faces([next(looks)]),
    )
    assert [face.score for face in found][:1] == ([] if chosen is None else [chosen])
    assert list(looks) == []
