from pathlib import Path

import numpy as np
import pytest

from faces.evaluate.datasets import Labelled, read_utkface
from faces.evaluate.drift import face_rows, represent_both, verification_rows
from faces.evaluate.pairs import accepted, cosines_of, draw_pairs, fold_accuracies
from faces.types import AGES, Representation


class Known:
    """Tells the people apart whose number a crop shows; `off` blurs who they are."""

    version = "known"

    def __init__(self, off=0.0, age=30):
        self.off, self.age, self.random = off, age, np.random.default_rng(5)

    def represent(self, crops):
        numbers = crops[:, 0, 0, 0].astype(int)
        features = np.eye(256, dtype=np.float32)[numbers]
        noise = self.random.normal(size=features.shape) * self.off
        features = (features + noise).astype(np.float32)
        features /= np.linalg.norm(features, axis=1, keepdims=True)
        ages = np.zeros((len(crops), AGES), np.float32)
        ages[:, self.age - 1] = 1.0
        return Representation(features, ages, (numbers % 2).astype(np.float32))


def crops(people, each):
    for person in range(people):
        gender = "male" if person % 2 else "female"
        photo = Labelled(Path("x"), f"{person:03}", 30, gender)
        for _ in range(each):
            yield photo, np.full((224, 224, 3), person, np.uint8)


def test_pairs_are_what_they_are_said_to_be_and_folds_share_nobody():
    people = np.repeat(np.arange(60), 4)
    people = np.append(people, [60])  # one photo: no pair of this person can be
    pairs = draw_pairs(people, np.random.default_rng(0))
    one, other = people[pairs.faces].T
    np.testing.assert_array_equal(one == other, pairs.same)
    assert (pairs.faces[:, 0] != pairs.faces[:, 1]).all()
    assert len(np.unique(pairs.faces, axis=0)) == len(pairs.faces)
    for person in range(60):
        assert len(set(pairs.fold[(one == person) | (other == person)])) == 1
    assert 60 not in {*one, *other}


def test_too_few_people_for_ten_folds_are_refused():
    with pytest.raises(ValueError, match="too few people"):
        draw_pairs(np.repeat(np.arange(8), 3), np.random.default_rng(0))


def test_features_that_tell_everybody_apart_are_always_right_and_noise_is_right_by_half():
    people = np.repeat(np.arange(100), 4)
    pairs = draw_pairs(people, np.random.default_rng(0))
    perfect = cosines_of(np.eye(100, dtype=np.float32)[people], pairs)
    assert fold_accuracies(perfect, pairs).tolist() == [1.0] * 10
    random = np.random.default_rng(1).normal(size=(400, 64)).astype(np.float32)
    noise = cosines_of(random / np.linalg.norm(random, axis=1, keepdims=True), pairs)
    assert fold_accuracies(noise, pairs).mean() == pytest.approx(0.5, abs=0.04)


def test_the_share_accepted_is_that_at_the_threshold_of_the_others():
    same = np.arange(300) < 100
    cosines = np.where(same, np.linspace(0, 1, 300) * 3, 0).astype(np.float32)
    cosines[100:] = np.linspace(0, 1, 200)
    # One in a hundred of 200: two others lie above the threshold, which is the third.
    expected = np.mean(cosines[:100] > np.sort(cosines[100:])[-3])
    assert accepted(cosines, same, 0.01) == pytest.approx(expected)


def test_the_rows_say_how_far_a_blurred_form_with_other_ages_drifts():
    both = represent_both(crops(60, 4), Known(), Known(off=0.05, age=37))
    assert len(both.photos) == len(both.first) == len(both.second) == 240
    assert both.cosines.mean() == pytest.approx(1 / np.sqrt(1 + 256 * 0.05**2), abs=0.02)
    said = face_rows(both)
    assert any("signed" in row and "7.00 (+7.00)" in row for row in said)
    assert "| gender right | 100.00% | 100.00% |" in said
    assert "| gender, faces that change sides |  | 0.00% |" in said
    accuracy, *_, found = verification_rows(both, seed=0)
    assert "| 1.0000 ± 0.0000 |" in accuracy
    assert "240 faces" in found
    assert "1.000 / 1.000 / 1.000" in found


def test_faces_of_utkface_are_read_by_their_names(tmp_path):
    for name in ("26_1_0_20170116.jpg.chip.jpg", "5_0_3_2016.jpg.chip.jpg", "61_3_2017.jpg"):
        (tmp_path / name).touch()
    found = [(photo.age, photo.gender) for photo in read_utkface(tmp_path)]
    assert found == [(26, "female"), (5, "male")]
    with pytest.raises(FileNotFoundError, match="faces named like"):
        read_utkface(tmp_path / "nothing")
