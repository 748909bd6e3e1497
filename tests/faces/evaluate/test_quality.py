from pathlib import Path

import numpy as np
import pytest

from faces.detect import load_detector
from faces.evaluate.datasets import Labelled, read_folders
from faces.evaluate.portraits import Portrait
from faces.evaluate.quality import (
    Judged,
    errors_after_rejecting,
    fit,
    join,
    judge,
    nearest_to_own,
    spoil,
    with_poor_apart,
)
from faces.quality import SIGNALS, quality_of
from faces.represent import load_representer
from faces.types import Box, Detection


def faces_by_law(n, beta, seed=0):
    """Faces that are right as the logistic law of these signals says."""
    rng = np.random.default_rng(seed)
    signals = rng.normal(size=(n, len(SIGNALS)))
    right = rng.random(n) < 1 / (1 + np.exp(-(0.5 + signals @ beta)))
    features = np.eye(4, dtype=np.float32)[rng.integers(0, 4, n)]
    return Judged(features, signals, np.arange(n) % 7, right, rng.random(n) < 0.5, 0)


def test_the_fit_finds_the_law_that_made_the_faces():
    beta = np.array([1.0, 0.5, -0.5, 0.0, 2.0])
    intercept, weights = fit(faces_by_law(40_000, beta))
    assert intercept == pytest.approx(0.5, abs=0.1)
    np.testing.assert_allclose(weights, beta, atol=0.12)


def test_rejecting_the_poorest_first_leaves_the_right_ones():
    right = np.array([True, False, True, True, False])
    quality = np.array([0.9, 0.1, 0.8, 0.7, 0.2], np.float32)
    assert errors_after_rejecting(quality, right, (0.0, 0.2, 0.4)) == pytest.approx([0.4, 0.25, 0])


def test_a_photo_does_not_count_for_its_own_mean():
    features = np.array([[1, 0, 0], [0, 1, 0], [0.5, 0.5, 0.7], [0.4, 0.6, 0.7]], np.float32)
    people = np.array([0, 0, 1, 1])
    right = nearest_to_own(features, features, people, np.arange(4))
    # The first two are as far apart as can be, and each nearer to the others.
    assert right.tolist() == [False, False, True, True]


def test_a_photo_is_spoiled_the_same_way_again_and_never_enlarged():
    pixels = np.random.default_rng(0).integers(0, 256, (200, 160, 3), np.uint8)
    here = Portrait(
        Labelled(Path("a"), "a", None),
        pixels,
        Detection(Box(0.2, 0.2, 0.8, 0.8), ((0.5, 0.5),) * 5, 1.0),
    )
    first, again = (spoil(here, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert first.shape[0] <= 200
    assert min(first.shape[:2]) >= 16


def test_sets_are_joined_face_by_face():
    one = faces_by_law(10, np.zeros(5))
    both = join([one, one.take(one.spoiled)])
    assert len(both.people) == 10 + one.spoiled.sum()


def test_where_all_steer_none_is_set_apart():
    faces = faces_by_law(40, np.zeros(5))
    wide = np.pad(faces.features, ((0, 0), (0, 1020)))
    people = faces.features.argmax(1)
    alike = Judged(wide, faces.signals, people, faces.right, faces.spoiled, 0)
    assert with_poor_apart(alike, 0.0) == (1.0, 1.0, 1.0)


@pytest.mark.models
def test_quality_ranks_the_faces_of_people_it_was_not_fitted_on(shared_data, onnx_models):
    photos = read_folders(shared_data / "friends" / "reference_faces")[::3]
    detector, representer = load_detector(onnx_models, 1), load_representer("onnx", onnx_models, 1)
    faces = judge(photos, detector, representer, seed=1)
    quality = quality_of(faces.signals)
    wrong = errors_after_rejecting(quality, faces.right, (0.0, 0.4))
    assert wrong[1] < 0.75 * wrong[0]
    assert quality[faces.spoiled].mean() < quality[~faces.spoiled].mean() - 0.1
