"""The quality of faces: what lowers it, and that it ranks real ones."""

import cv2
import numpy as np
import pytest

from faces.quality import SIGNALS, face_quality, quality_of, signals
from faces.types import Box, Detection

FRONTAL = ((0.40, 0.40), (0.60, 0.40), (0.5, 0.5), (0.42, 0.62), (0.58, 0.62))


def seen(landmarks=FRONTAL, score=0.999):
    return Detection(Box(0.3, 0.25, 0.7, 0.75), landmarks, score)


def crop(seed=0):
    """Soft shapes with edges, as faces have them."""
    shapes = np.random.default_rng(seed).integers(40, 220, (14, 14, 3), np.uint8)
    return cv2.resize(shapes, (224, 224), interpolation=cv2.INTER_CUBIC)


def quality(pixels=None, detection=None, size=400):
    crops = (crop() if pixels is None else pixels)[None]
    (one,) = face_quality(crops, [detection or seen()], width=size, height=size)
    return float(one)


def test_a_quality_is_between_nothing_and_one():
    assert 0.9 < quality() < 1.0
    assert 0.0 < quality(np.full((224, 224, 3), 128, np.uint8), seen(score=0.7), size=40) < 0.1


@pytest.mark.parametrize(
    "worse",
    [
        {"pixels": cv2.GaussianBlur(crop(), (0, 0), 12)},
        {"size": 50},
        {"detection": seen(score=0.8)},
        {"detection": seen(((0.4, 0.4), (0.6, 0.4), (0.62, 0.5), (0.42, 0.62), (0.58, 0.62)))},
        {"detection": seen(((0.4, 0.3), (0.6, 0.5), (0.45, 0.5), (0.32, 0.6), (0.5, 0.7)))},
    ],
    ids=["blurred", "small", "unsure", "turned aside", "tilted"],
)
def test_what_makes_a_face_harder_to_tell_lowers_it(worse):
    assert quality(**worse) < quality()


def test_grain_hardly_makes_a_blurred_face_sharp():
    blurred = cv2.GaussianBlur(crop(), (0, 0), 12)
    grain = np.random.default_rng(0).normal(0, 12, blurred.shape)
    grainy = np.clip(blurred + grain, 0, 255).astype(np.uint8)
    assert quality(blurred) <= quality(grainy) < quality()


def test_more_pixels_than_the_network_takes_say_nothing():
    assert quality(size=600) == quality(size=6000)


def test_a_face_without_landmarks_is_taken_as_looking_at_us():
    row = signals(crop()[None], [seen(landmarks=())], width=400, height=400)
    assert row[0, SIGNALS.index("turned aside")] == row[0, SIGNALS.index("tilted")] == 0.0


def test_no_faces_have_no_quality():
    none = np.empty((0, 224, 224, 3), np.uint8)
    assert face_quality(none, [], width=100, height=100).shape == (0,)
    assert quality_of(np.empty((0, len(SIGNALS)))).dtype == np.float32
