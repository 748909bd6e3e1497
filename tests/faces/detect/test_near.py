import numpy as np
import pytest

from faces.detect import load_detector
from faces.detect.near import detect_near
from faces.types import Box, Detection, Follower
from tests.faces.detect.test_mtcnn import read

FACE = Detection(Box(0.25, 0.5, 0.5, 0.75), ((0.25, 0.5),) * 5, 0.9)


def looked_at(boxes, found, *, shape=(400, 600, 3), smallest=20.0):
    """What `detect_near` gives, and the parts and least sizes it asked for."""
    asked = []

    def find(part, least):
        asked.append((part.shape, least))
        return found

    faces = detect_near(np.zeros(shape, np.uint8), boxes, find, smallest=smallest, factor=0.709)
    return faces, asked


def test_without_boxes_nothing_is_looked_at():
    assert looked_at([], [FACE]) == ([], [])


def test_faces_are_told_in_fractions_of_the_whole_picture():
    (face,), ((shape, _),) = looked_at([Box(0.5, 0.5, 0.6, 0.65)], [FACE])
    # 60 pixels and three quarters of that on each side
    assert shape == (150, 150, 3)
    assert face.box == Box(
        *(pytest.approx(v) for v in (292.5 / 600, 230 / 400, 330 / 600, 267.5 / 400))
    )
    assert face.landmarks[0] == (pytest.approx(292.5 / 600), pytest.approx(230 / 400))
    assert face.score == 0.9


def test_a_face_at_the_edge_is_looked_for_inside_the_picture():
    _, asked = looked_at([Box(0.0, 0.0, 0.1, 0.15), Box(0.9, 0.85, 1.0, 1.0)], [])
    assert [shape for shape, _ in asked] == [(105, 105, 3)] * 2


def test_levels_are_those_of_the_whole_picture_and_reach_below_the_face():
    for side in (10, 20, 33, 50, 100, 300):
        _, ((_, least),) = looked_at([Box(0.1, 0.1, 0.1 + side / 600, 0.1 + side / 400)], [])
        level = np.log(least / 20) / np.log(1 / 0.709)
        assert level == pytest.approx(round(level), abs=1e-6)
        assert least == 20 or least <= 0.6 * side < least / 0.709


def test_a_face_near_two_boxes_is_one():
    box = Box(0.5, 0.5, 0.6, 0.65)
    faces, asked = looked_at([box, box], [FACE])
    assert (len(faces), len(asked)) == (1, 2)


@pytest.mark.models
def test_faces_of_photos_are_found_again_near_where_they_were(shared_data, onnx_models):
    detector = load_detector(onnx_models)
    assert isinstance(detector, Follower)
    whole = again = 0
    for path in sorted((shared_data / "friends" / "photos").iterdir())[:4]:
        pixels = read(path)
        faces = [face for face in detector.detect_upright(pixels) if face.score > 0.99]
        moved = [shifted(face.box, 0.3) for face in faces]
        near = detector.detect_near(pixels, moved)
        whole += len(faces)
        again += sum(any(face.box.iou(one.box) > 0.7 for one in near) for face in faces)
    assert whole >= 10
    assert again >= 0.95 * whole


@pytest.mark.models
def test_a_glance_finds_large_faces_only(shared_data, onnx_models):
    detector = load_detector(onnx_models)
    pixels = read(shared_data / "dlib_faces/faces/2008_002470.jpg")
    seen = detector.glance(pixels)
    assert 0 < len(seen) <= len(detector.detect_upright(pixels))


def shifted(box, share):
    by = share * (box.right - box.left)
    return Box(box.left + by, box.top, min(1.0, box.right + by), box.bottom)
