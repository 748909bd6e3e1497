from pathlib import Path

import numpy as np
import pytest

from faces.evaluate.crops import RECIPES, SIDE, TEMPLATE, Recipe, cut, study
from faces.evaluate.datasets import Labelled
from faces.evaluate.portraits import Portrait
from faces.image import crop_faces, encode
from faces.types import Box, Detection, Representation

BOX = Box(0.25, 0.2, 0.65, 0.8)


def gradient(height=300, width=400):
    rows, columns = np.mgrid[:height, :width]
    blue = np.full((height, width), 128)
    return np.stack([columns * 255 // width, rows * 255 // height, blue], -1).astype(np.uint8)


def portrait(landmarks=((0.4, 0.4), (0.5, 0.4), (0.45, 0.5), (0.4, 0.6), (0.5, 0.6))):
    return Portrait(Labelled(Path("a.jpg"), "a", None), gradient(), Detection(BOX, landmarks, 1.0))


def test_the_first_recipe_is_what_the_pipeline_does():
    here = portrait()
    np.testing.assert_array_equal(cut(here, RECIPES[0]), crop_faces(here.pixels, [BOX])[0])


def test_a_square_cut_by_any_method_shows_the_same():
    here = portrait()
    for recipe in (Recipe("linear", method="linear"), Recipe("level", turn="eyes")):
        difference = cut(here, recipe).astype(int) - cut(here, RECIPES[0])
        assert np.abs(difference).max() <= 4, recipe.name


def test_a_stretched_box_shows_the_box_alone():
    crop = cut(portrait(), Recipe("box", square=False))
    assert crop[112, 0, 0] == pytest.approx(0.25 * 255, abs=3)
    assert crop[112, -1, 0] == pytest.approx(0.65 * 255, abs=3)
    assert crop[0, 112, 1] == pytest.approx(0.2 * 255, abs=3)
    assert crop[-1, 112, 1] == pytest.approx(0.8 * 255, abs=3)


def test_a_margin_in_pixels_is_one_of_the_picture():
    crop = cut(portrait(), Recipe("box", square=False, margin_px=40))
    assert crop[112, 0, 0] == pytest.approx((0.25 - 0.1) * 255, abs=3)
    assert crop[-1, 112, 1] == pytest.approx((0.8 + 40 / 300) * 255, abs=3)


def test_eyes_that_slope_are_turned_level():
    # On the gradient a level line keeps its green; a line turned by 45 degrees does not.
    sloping = ((0.40, 0.40), (0.475, 0.50), (0.4, 0.5), (0.35, 0.5), (0.43, 0.6))
    crop = cut(portrait(sloping), Recipe("level", turn="eyes")).astype(int)
    slope = (crop[112, 180, 1] - crop[112, 44, 1]) / (crop[180, 112, 1] - crop[44, 112, 1])
    assert slope == pytest.approx(1.0, abs=0.1)


def test_landmarks_are_brought_to_their_places():
    places = TEMPLATE * 150 + [90, 60]  # a face of 150 pixels, upright
    here = portrait(tuple(map(tuple, (places / [400, 300]).tolist())))
    crop = cut(here, Recipe("template", turn="template"))
    assert crop[112, 0, 0] == pytest.approx(90 / 400 * 255, abs=3)
    assert crop[0, 112, 1] == pytest.approx(60 / 300 * 255, abs=3)
    assert crop[-1, 112, 1] == pytest.approx(210 / 300 * 255, abs=3)


class OneFace:
    version = "one"

    def detect(self, pixels):
        if pixels.mean() < 10:
            return []
        corner = Detection(Box(0, 0, 0.2, 0.2), ((0.1, 0.1),) * 5, 1.0)
        return [corner, portrait().detection]


class Means:
    """Features that tell left from right: a mirrored crop has others."""

    version = "means"

    def represent(self, crops):
        features = np.zeros((len(crops), 1024), np.float32)
        features[:, 0] = crops[:, :, : SIDE // 2, 0].mean(axis=(1, 2))
        features[:, 1] = crops[:, :, SIDE // 2 :, 0].mean(axis=(1, 2))
        features /= np.linalg.norm(features, axis=1, keepdims=True)
        n = len(crops)
        return Representation(features, np.zeros((n, 100), np.float32), np.zeros(n, np.float32))


def test_a_study_represents_the_middle_face_of_each_photo_by_each_recipe(tmp_path):
    (tmp_path / "a.jpg").write_bytes(encode(gradient()))
    (tmp_path / "b.jpg").write_bytes(encode(np.zeros((300, 400, 3), np.uint8)))
    photos = [Labelled(tmp_path / name, name, None) for name in ("a.jpg", "b.jpg")]
    done = study(photos, OneFace(), Means(), (Recipe("plain"), Recipe("mirrored", flip=True)))
    assert done.missed == 1
    assert done.people.tolist() == [0]
    left, right = done.features["plain"][0, :2]
    assert right > 1.2 * left  # the gradient of the middle face, not of the corner
    both = done.features["mirrored"][0, :2]
    assert both[0] == pytest.approx(both[1], abs=0.01)
    assert np.linalg.norm(done.features["mirrored"][0]) == pytest.approx(1.0)
