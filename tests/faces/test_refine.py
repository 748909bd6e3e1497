"""Which clusters matter."""

import numpy as np
import pytest

from faces.refine import Reason, refine, track_is_enough

UNKNOWN = np.nan


def verdict(days, *, enough=False, named=False, **options):
    """The reason for one cluster with a face on each of these days."""
    n = len(days)
    return refine(
        np.zeros(n, dtype=np.int64),
        np.array(days, dtype=np.float64),
        np.array([enough] + [False] * (n - 1)),
        np.array([named]),
        **options,
    )[0]


def test_three_faces_over_two_days_matter():
    assert verdict([730000, 730001, 730002]) is None


def test_two_faces_are_too_few():
    assert verdict([730000, 730900]) is Reason.TOO_FEW


def test_faces_of_one_weekend_are_one_day():
    assert verdict([730000, 730000, 730001]) is Reason.ONE_DAY
    assert verdict([730000, 730001.9, 730000.1]) is Reason.ONE_DAY


def test_without_two_trusted_dates_the_count_decides_alone():
    assert verdict([UNKNOWN] * 3) is None
    assert verdict([730000, UNKNOWN, UNKNOWN]) is None
    assert verdict([UNKNOWN] * 2) is Reason.TOO_FEW
    assert verdict([730000, 730000, UNKNOWN]) is Reason.ONE_DAY


def test_a_named_person_is_never_shelved():
    assert verdict([730000], named=True) is None
    assert verdict([730000] * 3, named=True) is None


def test_a_video_can_be_enough_faces_but_spans_no_days():
    assert verdict([730000], enough=True) is None
    assert verdict([730000, 730000], enough=True) is Reason.ONE_DAY


def test_the_least_numbers_can_be_chosen():
    assert verdict([730000, 730001], min_faces=2, min_days=1) is None


def test_each_cluster_is_judged_by_its_own_items():
    labels = np.array([0, 1, 0, 1, 0, 2])
    days = np.array([1.0, 5.0, 9.0, 5.0, 3.0, 1.0])
    enough = np.array([False, True, False, False, False, False])
    found = refine(labels, days, enough, np.zeros(3, dtype=bool))
    assert found == (None, Reason.ONE_DAY, Reason.TOO_FEW)


def test_no_clusters_need_no_reasons():
    nothing = np.zeros(0)
    assert refine(nothing.astype(int), nothing, nothing.astype(bool), nothing.astype(bool)) == ()


@pytest.mark.parametrize(
    ("faces", "sampled", "expected"),
    [(10, 400, True), (9, 400, False), (3, 6, True), (2, 6, False), (1, 1, True), (0, 0, False)],
)
def test_a_track_is_enough_with_ten_frames_or_half_of_a_short_clip(faces, sampled, expected):
    assert track_is_enough(faces, sampled) is expected
