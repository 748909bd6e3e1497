from dataclasses import replace

import numpy as np
import pytest

from faces.cluster import Constraints, Parameters, partition
from faces.evaluate.sweep import draw_people, partitions, score, sweep, undated


def faces_of(people, each, spread, seed=0):
    """Unit features of some people, and who they are."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(people, 16))
    truth = np.repeat(np.arange(people), each)
    rows = centres[truth] + spread * rng.normal(size=(len(truth), 16))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), truth


@pytest.mark.parametrize("seed", range(5))
def test_going_on_from_a_lower_threshold_is_starting_anew(seed):
    features, _ = faces_of(12, 6, 0.6, seed)
    items, thresholds = undated(features), [0.3, 0.6, 0.61, 0.9, 1.4]
    for labels, threshold in zip(
        partitions(items, Parameters(weight=0.0), thresholds), thresholds, strict=True
    ):
        anew = partition(
            items,
            Constraints.none(len(items)),
            replace(Parameters(weight=0.0), threshold=threshold),
        )
        np.testing.assert_array_equal(labels, anew.labels)


def test_people_who_are_easy_to_tell_apart_score_one():
    features, truth = faces_of(10, 5, 0.05)
    scores = score(features, truth, share=0.5, draws=3)
    assert scores.best == scores.honest == scores.pure_recall == 1.0


def test_a_sweep_finds_its_best_threshold():
    features, truth = faces_of(10, 8, 0.9)
    found = sweep(undated(features), truth, Parameters(weight=0.0))
    assert found.f[found.best] == found.f.max()
    assert found.recall[0] <= found.recall[-1]
    assert 0 <= found.pure_recall <= 1


def test_whole_people_are_drawn():
    truth = np.repeat(np.arange(20), 3)
    drawn = draw_people(truth, 0.1, np.random.default_rng(0))
    assert drawn.sum() == 6
    assert len(np.unique(truth[drawn])) == 2
