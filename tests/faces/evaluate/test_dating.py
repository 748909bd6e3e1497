import numpy as np
import pytest

from faces.evaluate.datasets import Labelled
from faces.evaluate.dating import WRONG_BY, doubted, judge, judge_dating, threshold_of
from faces.evaluate.kept import Rows
from faces.evaluate.seen import Seen

PEOPLE, AGES_OF_EACH = 8, (1, 3, 5, 8, 12, 18, 25, 32)


@pytest.fixture
def seen(tmp_path):
    """Eight people, eight photos of each, whose ages are read a few years wrong."""
    rng = np.random.default_rng(0)
    ages = np.tile(AGES_OF_EACH, PEOPLE)
    read = np.clip(np.round(ages + rng.normal(0, 1 + 0.15 * ages)), 1, 99).astype(int)
    posteriors = np.full((len(ages), 100), 1e-6, np.float32)
    posteriors[np.arange(len(ages)), read - 1] = 1.0
    rows = Rows(
        rng.random((len(ages), 1024), np.float32),
        posteriors,
        np.full(len(ages), 0.5, np.float32),
        np.ones(len(ages), np.float32),
    )
    labels = tuple(
        Labelled(tmp_path / f"{i}.jpg", str(i // len(AGES_OF_EACH)), int(age))
        for i, age in enumerate(ages)
    )
    return Seen(rows, labels)


@pytest.mark.parametrize("birth", ["typed", "estimated"])
def test_photos_are_dated_near_the_truth(seen, birth):
    photos = judge(seen, [1, 2], birth)
    assert np.median(np.abs(photos.errors)) < 4
    assert photos.held.mean(axis=0)[1] > 0.9
    assert (photos.held[:, 1] >= photos.held[:, 0]).all()
    assert (photos.faces > 1).any()


@pytest.mark.parametrize("birth", ["typed", "estimated"])
def test_larger_errors_of_dates_are_found_more_often(seen, birth):
    photos = judge(seen, range(3), birth)
    right, _, five, ten, twenty = doubted(photos.doubts, threshold_of(photos.doubts[:, 0], 0.05))
    assert len(WRONG_BY) == 3
    assert right <= 0.06
    assert right < five < ten < twenty


def test_dates_that_there_are_not_are_not_counted():
    doubts = np.array([[0.0, np.nan], [2.0, 3.0]])
    np.testing.assert_allclose(doubted(doubts, 1.0), [0.5, 1.0])


def test_the_tables_name_both_ways_and_each_source(seen):
    lines = judge_dating(seen, [1])
    assert sum(line.startswith("| typed | all") for line in lines) == 1 + 2 + 3
    assert sum(line.startswith("| estimated | all") for line in lines) == 1 + 2 + 3
