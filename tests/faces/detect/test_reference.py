"""Our cascade beside the `mtcnn` package, the reference."""

import cv2
import numpy as np
import pytest

from faces.detect import Settings, load_detector
from faces.types import Box

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def reference():
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    from mtcnn import MTCNN  # noqa: PLC0415 - imports TensorFlow

    return MTCNN()


def test_our_cascade_finds_what_the_package_finds(reference, onnx_models, shared_data):
    ours = load_detector(onnx_models, settings=Settings(min_face=20, min_share=0))
    paths = sorted((shared_data / "dlib_faces" / "faces").glob("2008_*.jpg"))
    total, matched, offsets = 0, 0, []
    for path in paths:
        pixels = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
        faces = ours.detect_upright(pixels)
        theirs = reference.detect_faces(pixels, min_face_size=20, threshold_onet=0.7)
        for face in theirs:
            box = _box(face, pixels)
            best = max(faces, key=lambda face, box=box: box.iou(face.box))
            total += 1
            matched += box.iou(best.box) >= 0.5
            offsets.append(_landmark_offset(face, best, pixels))
    assert total >= 30
    assert matched >= 0.98 * total
    assert np.median(offsets) < 0.05


def _box(face, pixels):
    left, top, width, height = face["box"]
    down, across = pixels.shape[:2]
    return Box(left / across, top / down, (left + width) / across, (top + height) / down)


def _landmark_offset(theirs, ours, pixels):
    """The largest distance of two landmarks as a share of the face's width."""
    names = ("left_eye", "right_eye", "nose", "mouth_left", "mouth_right")
    places = np.array([theirs["keypoints"][name] for name in names], np.float64)
    size = np.array(pixels.shape[1::-1], np.float64)
    return np.linalg.norm(np.array(ours.landmarks) * size - places, axis=1).max() / theirs["box"][2]
