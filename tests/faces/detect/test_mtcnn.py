from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest

from faces.detect import Settings, load_detector
from faces.errors import WeightsError
from faces.types import Box

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def detector(onnx_models):
    return load_detector(onnx_models)


@pytest.fixture(scope="module")
def labelled(shared_data):
    """The photos whose faces are boxed by hand: (pixels, boxes)."""
    folder = shared_data / "dlib_faces" / "faces"
    return [
        (read(folder / image.get("file")), [_box(entry, image) for entry in image.iter("box")])
        for part in ("training.xml", "testing.xml")
        for image in ET.parse(folder / part).iter("image")  # noqa: S314 - our own data
    ]


def read(path):
    return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)


def _box(entry, image):
    left, top, width, height = (int(entry.get(key)) for key in ("left", "top", "width", "height"))
    across, down = int(image.get("width")), int(image.get("height"))
    return Box(left / across, top / down, (left + width) / across, (top + height) / down)


def found(truth, faces, iou=0.4):
    """Faces of the truth that were found; MTCNN's boxes are taller than the labels."""
    return sum(any(box.iou(face.box) >= iou for face in faces) for box in truth)


@pytest.mark.parametrize("shape", [(480, 640, 3), (1, 1, 3), (11, 300, 3), (5, 2000, 3), (0, 9, 3)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_even_picture_of_any_size_shows_nobody(detector, shape, level):
    assert detector.detect(np.full(shape, level, np.uint8)) == []


def test_pixels_of_another_shape_or_type_are_refused_with_what_came(detector):
    with pytest.raises(ValueError, match=r"got \(8, 8\) uint8"):
        detector.detect(np.zeros((8, 8), np.uint8))
    with pytest.raises(ValueError, match=r"got \(8, 8, 3\) float32"):
        detector.detect(np.zeros((8, 8, 3), np.float32))


def test_the_version_names_weights_and_settings(onnx_models, detector):
    assert detector.version.startswith("mtcnn-f2836e48.")
    assert len(detector.version) <= 80
    assert load_detector(onnx_models, settings=Settings(min_face=40)).version != detector.version


def test_missing_weights_say_how_to_get_them(tmp_path):
    with pytest.raises(WeightsError, match=r"mtcnn-pnet\.onnx is missing"):
        load_detector(tmp_path)


@pytest.mark.parametrize("wrong", [{"min_face": 11}, {"min_share": 1.0}, {"min_share": -0.1}])
def test_senseless_settings_are_refused(wrong):
    with pytest.raises(ValueError, match="got"):
        Settings(**wrong)


def test_labelled_faces_are_found(detector, labelled):
    assert sum(len(truth) for _, truth in labelled) == 43
    assert sum(found(truth, detector.detect(pixels)) for pixels, truth in labelled) >= 42


def test_detections_lie_inside_the_picture_best_first_with_landmarks_in_their_boxes(
    detector, labelled
):
    for pixels, _ in labelled:
        faces = detector.detect(pixels)
        assert [face.score for face in faces] == sorted((f.score for f in faces), reverse=True)
        for face in faces:
            box = face.box
            assert 0 <= box.left < box.right <= 1
            assert 0 <= box.top < box.bottom <= 1
            left_eye, right_eye, nose, left_mouth, right_mouth = face.landmarks
            assert box.left < nose[0] < box.right
            assert box.top < nose[1] < box.bottom
            assert left_eye[0] < right_eye[0]
            assert left_mouth[0] < right_mouth[0]
            assert max(left_eye[1], right_eye[1]) < min(left_mouth[1], right_mouth[1])


def test_the_smallest_face_of_40_pixels_still_finds_larger_ones(onnx_models, labelled):
    detector = load_detector(onnx_models, settings=Settings(min_face=40))
    truth = [(pixels, [b for b in boxes if _side(b, pixels) >= 60]) for pixels, boxes in labelled]
    large = sum(len(boxes) for _, boxes in truth)
    assert large >= 10
    assert sum(found(boxes, detector.detect(pixels)) for pixels, boxes in truth) >= large - 1


def _side(box, pixels):
    return (box.right - box.left) * pixels.shape[1]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_photo_turned_gives_the_same_faces(detector, labelled, turns):
    truth_count = hits = 0
    for pixels, _ in labelled:
        faces = detector.detect(pixels)
        turned = detector.detect(np.rot90(pixels, turns))
        back = [_turned(face.box, turns) for face in turned]
        truth_count += len(faces)
        hits += sum(any(face.box.iou(box) >= 0.5 for box in back) for face in faces)
    assert hits >= 0.9 * truth_count


def _turned(box, turns):
    if turns == 2:
        return Box(1 - box.right, 1 - box.bottom, 1 - box.left, 1 - box.top)
    if turns == 1:
        return Box(1 - box.bottom, box.left, 1 - box.top, box.right)
    return Box(box.top, 1 - box.right, box.bottom, 1 - box.left)


def test_a_larger_copy_of_a_photo_gives_the_same_faces(detector, labelled):
    pixels, truth = labelled[0]
    large = cv2.resize(pixels, None, fx=8, fy=8, interpolation=cv2.INTER_CUBIC)
    assert found(truth, detector.detect(large)) == found(truth, detector.detect(pixels))


def test_the_friends_are_found(detector, shared_data):
    photos = sorted((shared_data / "friends" / "photos").iterdir())[:12]
    counts = [len(detector.detect(read(path))) for path in photos]
    assert all(counts)
    assert sum(counts) >= 45


@pytest.mark.parametrize(
    ("name", "people"),
    [("1", 2), ("2", 1), ("6", 1), ("9", 0), ("10", 0), ("13", 0), ("14", 0), ("15", 0), ("19", 0)],
)
def test_people_are_found_and_cats_dogs_cakes_and_cars_are_not(detector, shared_data, name, people):
    folder = shared_data / "formats/photoprism/internal/ai/face/testdata"
    assert len(detector.detect(read(folder / f"{name}.jpg"))) == people


def test_a_crowd_of_192_in_twelve_megapixels_is_found(detector, shared_data):
    paths = sorted((shared_data / "fgnet" / "FGNET" / "images").iterdir())[:192]
    tiles = [cv2.resize(read(path), (250, 250)) for path in paths]
    rows = [np.hstack(tiles[start : start + 16]) for start in range(0, 192, 16)]
    faces = detector.detect(np.vstack(rows))
    places = {(int(_middle(f)[0] * 16), int(_middle(f)[1] * 12)) for f in faces}
    assert len(places) >= 186
    assert len(faces) <= 198


def _middle(face):
    return (face.box.left + face.box.right) / 2, (face.box.top + face.box.bottom) / 2


@pytest.mark.parametrize("shape", [(640, 640, 3), (1, 30_000, 3), (40_000, 20, 3)])
def test_noise_of_any_shape_shows_nobody(detector, shape):
    noise = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    assert detector.detect(noise) == []


def test_the_number_of_threads_does_not_change_the_faces(onnx_models, detector, labelled):
    pixels, _ = labelled[0]
    faces, alone = (one.detect(pixels) for one in (detector, load_detector(onnx_models, threads=1)))
    assert len(faces) == len(alone)
    assert all(a.box.iou(b.box) > 0.99 for a, b in zip(faces, alone, strict=True))
