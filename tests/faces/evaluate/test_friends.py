"""People against reference faces."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from faces.evaluate.datasets import Labelled
from faces.evaluate.friends import (
    References,
    main_people,
    name_faces,
    read_references,
    represent_found,
)
from faces.evaluate.organized import FoundFace
from faces.types import AGES, Box, Detection, Representation

RED, GREEN = (250, 0, 0), (0, 250, 0)


class WholePicture:
    """Finds one face, the picture, in pictures that are not black."""

    version = "whole"

    def detect(self, pixels):
        box = Box(0.0, 0.0, 1.0, 1.0)
        return [Detection(box, ((0.5, 0.5),) * 5, 1.0)] if pixels.max() > 9 else []


class MeanColour:
    """Represents a face by its colour."""

    version = "colour"

    def represent(self, crops):
        features = crops.reshape(len(crops), -1, 3).mean(axis=1).astype(np.float32) + 1
        features /= np.linalg.norm(features, axis=1, keepdims=True)
        ages = np.full((len(crops), AGES), 1 / AGES, dtype=np.float32)
        return Representation(features, ages, np.full(len(crops), 0.5, dtype=np.float32))


def photo(path: Path, colour) -> Path:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (60, 60), colour).save(path)
    return path


@pytest.fixture
def references(tmp_path):
    broken = tmp_path / "Ann" / "broken.jpg"
    labelled = [
        Labelled(photo(tmp_path / "Ann" / "1.png", RED), "Ann", None),
        Labelled(photo(tmp_path / "Ann" / "2.png", (250, 40, 0)), "Ann", None),
        Labelled(photo(tmp_path / "Ben" / "1.png", GREEN), "Ben", None),
        Labelled(photo(tmp_path / "Ben" / "dark.png", (0, 0, 0)), "Ben", None),
        Labelled(broken, "Ann", None),
    ]
    broken.write_bytes(b"no picture")
    return read_references(labelled, WholePicture(), MeanColour())


def test_references_are_read_and_what_cannot_be_is_counted(references):
    assert references.names == ("Ann", "Ben")
    assert references.owners.tolist() == [0, 0, 1]
    assert references.unread == 2
    assert references.right_left_out() == 1.0


def test_a_name_without_a_face_is_refused(tmp_path):
    dark = Labelled(photo(tmp_path / "Cyd" / "1.png", (0, 0, 0)), "Cyd", None)
    with pytest.raises(ValueError, match="no readable reference face of Cyd"):
        read_references([dark], WholePicture(), MeanColour())


def test_faces_found_are_represented_where_their_box_is(references, tmp_path):
    halves = Image.new("RGB", (100, 50), RED)
    halves.paste(GREEN, (50, 0, 100, 50))
    halves.save(tmp_path / "halves.png")
    found = [
        FoundFace(Path("halves.png"), Box(0.0, 0.0, 0.5, 1.0), "1"),
        FoundFace(Path("halves.png"), Box(0.5, 0.0, 1.0, 1.0), "2"),
    ]
    kept, features = represent_found(found, tmp_path, MeanColour())
    assert name_faces(features, references) == ["Ann", "Ben"]
    assert kept == found


def test_a_face_between_two_names_or_far_from_all_has_none(references):
    between = np.array([[0.69, 0.72, 0.0]])
    far = np.array([[0.0, 0.0, 1.0]])
    assert name_faces(np.concatenate([between, far]).astype(np.float32), references) == [None] * 2


def test_one_reference_alone_needs_no_margin():
    alone = References(("Ann",), np.eye(1, 4, dtype=np.float32), np.zeros(1, dtype=np.int64), 0)
    assert name_faces(np.eye(1, 4, dtype=np.float32), alone) == ["Ann"]
    assert alone.right_left_out() == 1.0


def test_the_main_person_of_a_friend_holds_most_of_their_faces():
    people = ["1", "1", "1", "2", None, "1", "2", None]
    names = ["Ann", "Ann", "Ann", "Ann", "Ann", "Ben", None, "Cyd"]
    box = Box(0.0, 0.0, 1.0, 1.0)
    ann, ben, cyd = main_people([FoundFace(Path("a.jpg"), box, who) for who in people], names)
    assert (ann.person, ann.in_main, ann.faces, ann.on_shelf) == ("1", 3, 5, 1)
    assert ann.completeness == pytest.approx(3 / 5)
    assert ann.purity == pytest.approx(3 / 4)
    assert (ben.person, ben.purity) == ("1", 0.25)
    assert (cyd.person, cyd.completeness, cyd.purity) == (None, 0.0, 0.0)
