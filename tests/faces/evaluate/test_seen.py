import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from faces.evaluate.datasets import Labelled
from faces.evaluate.kept import Rows
from faces.evaluate.seen import Seen, see
from faces.types import Box, Detection, Representation

LANDMARKS = ((0.4, 0.4), (0.5, 0.4), (0.45, 0.5), (0.4, 0.6), (0.5, 0.6))


class Finds:
    """A detector that always finds the same."""

    version = "finds-1"

    def __init__(self, *boxes):
        self.boxes = boxes
        self.calls = 0

    def detect(self, pixels):
        self.calls += 1
        return [Detection(box, LANDMARKS, 0.99) for box in self.boxes]


class MeanColour:
    """A representer whose features say how bright each colour of the crop is."""

    version = "colour-1"

    def represent(self, crops):
        n = len(crops)
        features = np.zeros((n, 1024), np.float32)
        features[:, :3] = crops.mean(axis=(1, 2))
        posterior = np.full((n, 100), 0.01, np.float32)
        return Representation(features, posterior, np.full(n, 0.5, np.float32))


@pytest.fixture
def photo(tmp_path):
    """Left half red, right half blue, 200 by 100 pixels."""
    pixels = np.zeros((100, 200, 3), np.uint8)
    pixels[:, :100, 0] = pixels[:, 100:, 2] = 200
    path = tmp_path / "photo.png"
    path.write_bytes(_png(pixels))
    return path


def _png(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format="PNG")
    return file.getvalue()


LEFT, RIGHT = Box(0.1, 0.2, 0.4, 0.8), Box(0.6, 0.2, 0.9, 0.8)
EYES_LEFT, EYES_RIGHT = ((40, 40), (60, 40)), ((140, 40), (160, 40))


def colours(seen):
    return ["red" if row[0] > row[2] else "blue" for row in seen.features]


def test_each_pair_of_eyes_gets_the_face_around_it(photo, tmp_path):
    labelled = [
        Labelled(photo, "right", None, eyes=EYES_RIGHT),
        Labelled(photo, "left", None, eyes=EYES_LEFT),
    ]
    seen = see(labelled, Finds(LEFT, RIGHT), MeanColour(), tmp_path / "kept")
    assert [label.person for label in seen.labels] == ["right", "left"]
    assert colours(seen) == ["blue", "red"]


def test_eyes_that_no_face_was_found_around_are_cut_out_themselves(photo, tmp_path):
    labelled = [Labelled(photo, "right", None, eyes=EYES_RIGHT)]
    seen = see(labelled, Finds(LEFT), MeanColour(), tmp_path / "kept")
    assert colours(seen) == ["blue"]
    assert seen.missed == 0


def test_a_face_that_is_cut_out_already_is_taken_whole(photo, tmp_path):
    detector = Finds()
    labelled = [Labelled(photo, "a", None, cropped=True)]
    seen = see(labelled, detector, MeanColour(), tmp_path / "kept")
    np.testing.assert_allclose(seen.features[0, [0, 2]], [100, 100], atol=1)
    assert detector.calls == 0


def test_photos_without_a_face_or_that_cannot_be_read_are_counted(photo, tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    labelled = [Labelled(photo, "a", None), Labelled(broken, "b", None)]
    seen = see(labelled, Finds(LEFT), MeanColour(), tmp_path / "kept")
    assert (len(seen), seen.missed) == (1, 1)
    with pytest.raises(FileNotFoundError):
        see(labelled, Finds(), MeanColour(), tmp_path / "other")


def test_what_was_seen_is_remembered_until_the_photo_or_the_network_changes(photo, tmp_path):
    detector, labelled = Finds(LEFT), [Labelled(photo, "a", None)]
    first = see(labelled, detector, MeanColour(), tmp_path / "kept")
    again = see(labelled, detector, MeanColour(), tmp_path / "kept")
    assert detector.calls == 1
    np.testing.assert_array_equal(first.features, again.features)
    photo.write_bytes(_png(np.full((100, 200, 3), 90, np.uint8)))
    see(labelled, detector, MeanColour(), tmp_path / "kept")
    assert detector.calls == 2
    newer = MeanColour()
    newer.version = "colour-2"
    see(labelled, detector, newer, tmp_path / "kept")
    assert detector.calls == 3


def test_people_are_numbered_by_name_and_photos_by_path():
    one = Rows(*(np.zeros((1, 2), np.float32) for _ in range(4)))
    labels = (Labelled(Path("a.jpg"), "zoe", None), Labelled(Path("a.jpg"), "ada", 3))
    seen = Seen(Rows.join([one, one]), labels)
    assert seen.people.tolist() == [1, 0]
    assert seen.photos.tolist() == [0, 0]
    assert np.isnan(seen.true_ages[0])
    assert seen.true_ages[1] == 3
    assert [label.person for label in seen.take(np.array([False, True])).labels] == ["ada"]
