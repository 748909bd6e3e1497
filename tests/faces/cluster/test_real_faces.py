"""The defaults on real faces: six people, about ten reference photos of each."""

from dataclasses import replace

import numpy as np
import pytest

from faces.cluster import Constraints, Items, Parameters, comparable, join_across, partition
from faces.detect import load_detector
from faces.evaluate import bcubed
from faces.evaluate.datasets import read_folders
from faces.evaluate.friends import read_references
from faces.represent import load_representer


@pytest.mark.models
def test_the_defaults_find_six_friends_and_mix_nobody_up(shared_data, onnx_models):
    photos = read_folders(shared_data / "friends" / "reference_faces")[::2]
    references = read_references(
        photos, load_detector(onnx_models, 1), load_representer("onnx", onnx_models, 1)
    )
    n = len(references.features)
    undated = np.full(n, np.nan)
    items = Items(comparable(references.features), undated, undated, np.arange(n))
    found = partition(items, Constraints.none(n), Parameters())
    precision, recall, _ = bcubed(found.labels, references.owners)
    assert n >= 59
    assert precision == 1.0
    assert recall >= 0.75
    assert references.right_left_out() == 1.0
    # All of one age and one year: nothing tells them apart but their faces.
    peers = replace(items, ages=np.full(n, 30.0), years=np.full(n, 2000.0))
    joined = join_across(peers, Constraints.none(n), found.labels)
    assert bcubed(joined.labels, references.owners)[0] == 1.0
