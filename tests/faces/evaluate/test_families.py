from pathlib import Path

import numpy as np
import pytest

from faces.evaluate.datasets import Labelled
from faces.evaluate.families import (
    WAYS,
    arrange,
    compare,
    judge_birth_years,
    judge_genders,
    photos_with_one_twice,
)
from faces.evaluate.kept import Rows
from faces.evaluate.seen import Seen

PEOPLE, EACH = 8, 6


@pytest.fixture
def seen():
    """Eight people, six photos of each, whose age and gender the network reads right."""
    rng = np.random.default_rng(0)
    own = np.repeat(rng.gamma(0.2, size=(PEOPLE, 1024)), EACH, axis=0)
    features = own * np.exp(0.3 * rng.normal(size=own.shape))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    ages = np.tile(np.arange(3, 3 + 4 * EACH, 4), PEOPLE)
    male = np.repeat(np.arange(PEOPLE) % 2 == 0, EACH)
    posteriors = np.full((len(ages), 100), 1e-4, np.float32)
    posteriors[np.arange(len(ages)), ages - 1] = 1.0
    labels = tuple(
        Labelled(Path(f"{i}.jpg"), str(i // EACH), int(age), "male" if male[i] else "female")
        for i, age in enumerate(ages)
    )
    rows = Rows(
        features.astype(np.float32),
        posteriors,
        np.where(male, 0.9, 0.2).astype(np.float32),
        np.ones(len(ages), np.float32),
    )
    return Seen(rows, labels)


def test_an_album_has_its_people_as_old_as_they_were_and_together(seen):
    family = arrange(seen, 3)
    lived = family.items.years - family.born
    assert np.all((lived >= seen.true_ages - 0.01) & (lived <= seen.true_ages + 1.01))
    groups = family.constraints.groups
    for group in np.unique(groups):
        here = groups == group
        assert len(set(seen.people[here].tolist())) == here.sum()
        assert np.ptp(family.items.years[here]) == 0
    assert len(np.unique(groups)) < len(seen)
    np.testing.assert_array_equal(arrange(seen, 3).items.years, family.items.years)


def test_no_way_that_knows_the_photos_puts_one_person_in_a_photo_twice(seen):
    found = compare(seen, range(3))
    assert list(found) == list(WAYS)
    for way, row in found.items():
        assert way == "no constraints" or row[4] == 0
        assert row[0] == 1.0


def test_a_photo_with_a_person_twice_is_counted_once():
    groups = np.array([0, 0, 0, 0, 1, 1, 2, -1, -1])
    labels = np.array([5, 5, 6, 6, 5, 6, 5, 7, 7])
    assert photos_with_one_twice(labels, groups) == 1


def test_right_ages_give_birth_years_and_right_genders_all_people(seen):
    for error, bias, people in judge_birth_years(seen, range(2)).values():
        assert people >= PEOPLE
        assert error < 1.6
        assert abs(bias) <= error
    for right, people in judge_genders(seen, range(2)).values():
        assert right == people >= PEOPLE
