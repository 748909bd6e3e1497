import numpy as np
import pytest

from faces.types import Follower
from faces.video.watching import PATIENCE, WHOLE_SECONDS, Watcher
from tests.faces.video.films import ANNA, BERT, PatchDetector, scene


class PatchFollower(PatchDetector):
    """Follows patches, and says how it was asked to look."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def detect(self, pixels):
        self.asked.append("all")
        return super().detect(pixels)

    def detect_near(self, pixels, boxes):
        self.asked.append("near")
        faces = super().detect(pixels)
        return [face for face in faces if any(face.box.iou(box) > 0.1 for box in boxes)]

    def glance(self, pixels):
        self.asked.append("glance")
        return [face for face in super().detect(pixels) if face.box.area > 0.05]


def watch(frames, *, step=WHOLE_SECONDS / 8):
    detector = PatchFollower()
    watcher = Watcher(detector)
    return detector, [watcher.look(pixels, index * step) for index, pixels in enumerate(frames)]


def test_a_detector_that_cannot_follow_looks_at_each_whole_frame():
    detector = PatchDetector()
    watcher = Watcher(detector)
    assert not isinstance(detector, Follower)
    assert [len(watcher.look(scene((ANNA, 100, 80)), t / 10)) for t in range(5)] == [1] * 5
    assert len(detector.shapes) == 5


def test_known_faces_are_followed_and_the_whole_frame_seen_once_a_second():
    detector, found = watch([scene((ANNA, 60 + 4 * t, 80)) for t in range(16)])
    assert [len(faces) for faces in found] == [1] * 16
    glanced = ["near", "near", "near", "glance"]
    assert detector.asked == ["all", *glanced, *glanced, "near"] * 2


def test_frames_far_apart_are_all_seen_whole():
    detector, _ = watch([scene((ANNA, 100, 80))] * 5, step=WHOLE_SECONDS)
    assert detector.asked == ["all"] * 5


def test_without_faces_large_ones_are_looked_for_in_between():
    frames = [scene(), scene(), scene((ANNA, 100, 80)), scene((ANNA, 100, 80))]
    detector, found = watch(frames)
    assert detector.asked == ["all", "glance", "glance", "near"]
    assert [len(faces) for faces in found] == [0, 0, 1, 1]


def test_a_new_face_is_found_within_a_second_and_a_large_one_sooner():
    large = scene((ANNA, 20, 20), (BERT, 220, 160))
    _, found = watch([scene((ANNA, 20, 20))] * 2 + [large] * 8)
    assert [len(faces) for faces in found] == [1] * 3 + [2] * 7
    small = scene((ANNA, 20, 20))
    small[160:190, 220:250] = BERT
    _, found = watch([scene((ANNA, 20, 20))] * 2 + [small] * 8)
    assert [len(faces) for faces in found] == [1] * 8 + [2] * 2


def test_where_a_face_is_lost_the_whole_frame_is_looked_at():
    frames = [scene((ANNA, 20, 20)), scene((ANNA, 240, 160)), scene((ANNA, 240, 160))]
    detector, found = watch(frames)
    assert [len(faces) for faces in found] == [1, 1, 1]
    assert detector.asked == ["all", "near", "all", "near"]


def test_a_face_that_was_missed_is_looked_for_near_where_it_was_for_a_while():
    anna = scene((ANNA, 100, 80))
    detector, found = watch([anna, scene(), anna, anna], step=WHOLE_SECONDS / 8)
    assert [len(faces) for faces in found] == [1, 0, 1, 1]
    assert detector.asked == ["all", "near", "all", "near", "near"]
    detector, found = watch([anna, *[scene()] * (PATIENCE + 1), anna], step=WHOLE_SECONDS / 16)
    assert detector.asked == ["all", "near", "all", *["near"] * PATIENCE, "glance"]


def test_what_full_detection_misses_is_looked_for_near_where_it_was():
    class Poor(PatchFollower):
        def detect(self, pixels):
            faces = super().detect(pixels)
            return faces if len(self.asked) == 1 else faces[:1]

    detector = Poor()
    watcher = Watcher(detector)
    both = scene((ANNA, 20, 80), (BERT, 220, 80))
    assert [len(watcher.look(both, WHOLE_SECONDS * t)) for t in range(4)] == [2] * 4
    assert detector.asked == ["all"] + ["all", "near"] * 3


def test_after_a_cut_the_whole_frame_is_looked_at_and_nobody_is_expected():
    dark, light = scene((ANNA, 100, 80)), scene((ANNA, 20, 160), (BERT, 220, 20))
    light[light == 128] = 200
    detector, found = watch([dark, dark, light, light])
    assert [len(faces) for faces in found] == [1, 1, 2, 2]
    assert detector.asked == ["all", "near", "all", "near"]


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (720, 1280, 3)])
def test_frames_of_any_shape_are_watched(shape):
    watcher = Watcher(PatchFollower())
    assert watcher.look(np.zeros(shape, np.uint8), 0.0) == []
    assert watcher.look(np.full(shape, 255, np.uint8), 0.1) == []
