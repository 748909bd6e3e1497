"""One gender and one birth year per person from many faces."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from faces.aggregate import (
    Gender,
    birth_years,
    expected_age,
    fuse_birth_year,
    fuse_gender,
    summarise,
    vote_gender,
)

probabilities = arrays.arrays(np.float32, st.integers(1, 20), elements=st.floats(0, 1, width=32))


@given(probabilities)
def test_the_product_rule_decides_as_the_product_of_the_posteriors_does(p_male):
    p = np.clip(p_male.astype(np.float64), 1e-3, 1 - 1e-3)
    log_odds = float(np.log(p).sum() - np.log(1 - p).sum())
    if abs(log_odds) > 1e-6:
        assert (fuse_gender(p_male) > 0.5) == (log_odds > 0)


@given(probabilities, st.integers(1, 4))
def test_the_same_faces_again_make_nobody_surer(p_male, times):
    again = np.tile(p_male, times)
    assert fuse_gender(again) == pytest.approx(fuse_gender(p_male), abs=1e-9)


@given(probabilities)
def test_male_and_female_are_treated_alike(p_male):
    mirrored = fuse_gender((1 - p_male.astype(np.float64)).astype(np.float64))
    assert mirrored == pytest.approx(1 - fuse_gender(p_male), abs=1e-6)


def test_one_saturated_face_has_no_veto():
    assert fuse_gender(np.array([0.0, 0.95, 0.95, 0.95], dtype=np.float32)) > 0.5


def test_voting_counts_the_faces_that_are_male_by_themselves():
    p_male = np.array([0.59, 0.6, 0.99, 0.1], dtype=np.float32)
    assert vote_gender(p_male) == 0.5
    nobody_knows = np.full(4, np.nan)
    summary = summarise(p_male, nobody_knows, nobody_knows, gender_rule="voting")
    assert (summary.gender, summary.p_male) == (Gender.FEMALE, 0.5)


def test_the_expected_age_weighs_the_top_outputs():
    posterior = np.zeros((1, 100), dtype=np.float32)
    posterior[0, [9, 10, 11, 59]] = [0.3, 0.2, 0.1, 0.4]
    assert expected_age(posterior, top=1)[0] == 60
    assert expected_age(posterior, top=2)[0] == pytest.approx((60 * 0.4 + 10 * 0.3) / 0.7)
    assert expected_age(posterior, top=100)[0] == pytest.approx(24 + 3 + 2.2 + 1.2)
    assert expected_age(posterior) == expected_age(posterior, top=3)


@given(
    arrays.arrays(np.float32, (3, 100), elements=st.floats(0.0009765625, 1, width=32)),
    st.integers(1, 100),
)
def test_an_expected_age_lies_among_the_classes(outputs, top):
    ages = expected_age(outputs / outputs.sum(axis=1, keepdims=True), top=top)
    assert np.all((ages >= 1 - 1e-9) & (ages <= 100 + 1e-9))


def test_posteriors_of_another_network_are_refused():
    with pytest.raises(ValueError, match=r"\(N, 100\), got \(2, 101\)"):
        expected_age(np.zeros((2, 101), dtype=np.float32))
    with pytest.raises(ValueError, match="got 0"):
        expected_age(np.ones((1, 100), dtype=np.float32), top=0)


def test_the_reference_formula_can_be_chosen():
    born = birth_years(np.array([20.5]), np.array([2001.25]), rule="reference")
    assert born.tolist() == [1981.25]


def test_a_childs_photo_tells_the_birth_year_better_than_a_grown_ups():
    born, ages = np.array([1990.0, 1980.0]), np.array([3.0, 40.0])
    middle, low, high = fuse_birth_year(born, ages)
    assert abs(middle - 1990) < 1
    assert low < 1990 < high
    child = fuse_birth_year(born[:1], ages[:1])
    adult = fuse_birth_year(born[1:], ages[1:])
    assert child[2] - child[1] < 8 < adult[2] - adult[1]


def test_a_strange_childs_face_does_not_overturn_those_of_a_mother():
    rng = np.random.default_rng(0)
    born = np.append(1960 + rng.normal(0, 5, 60), 2001.0)
    ages = np.append(rng.uniform(30, 50, 60), 2.0)
    assert abs(fuse_birth_year(born, ages)[0] - 1960) < 4


def test_more_faces_of_other_ages_narrow_the_interval():
    one = fuse_birth_year(np.array([1990.0]), np.array([8.0]))
    more = fuse_birth_year(np.full(3, 1990.0), np.array([4.0, 8.0, 16.0]))
    assert more[2] - more[1] < one[2] - one[1]


@given(
    st.lists(st.tuples(st.floats(1900, 2020), st.floats(1, 100)), min_size=1, max_size=30),
    st.floats(-50, 50),
)
def test_an_interval_holds_its_year_and_moves_with_the_dates(faces, later):
    born, ages = np.array(faces).T
    middle, low, high = fuse_birth_year(born, ages)
    assert low <= middle <= high
    assert fuse_birth_year(born + later, ages)[0] == pytest.approx(middle + later, abs=0.21)


def test_faces_without_a_trusted_date_give_no_birth_year():
    summary = summarise(
        np.array([0.9, 0.8], dtype=np.float32), np.array([30.0, 31.0]), np.full(2, np.nan)
    )
    assert summary.gender is Gender.MALE
    assert summary.birth_year is summary.low is summary.high is None


def test_nobody_has_neither_gender_nor_birth_year():
    nothing = np.zeros(0)
    summary = summarise(nothing.astype(np.float32), nothing, nothing)
    assert summary.gender is summary.p_male is summary.birth_year is None


def test_undated_faces_still_speak_for_the_gender():
    summary = summarise(
        np.array([0.2, 0.3], dtype=np.float32), np.array([10.0, 50.0]), np.array([2000.5, np.nan])
    )
    assert summary.gender is Gender.FEMALE
    assert summary.birth_year == pytest.approx(1991.5, abs=0.3)


@given(probabilities, st.floats(0.1, 10))
def test_equal_weights_change_nothing(p_male, weight):
    weights = np.full(len(p_male), weight)
    assert fuse_gender(p_male, weights=weights) == pytest.approx(fuse_gender(p_male), abs=1e-9)
    assert vote_gender(p_male, weights=weights) == pytest.approx(vote_gender(p_male), abs=1e-9)


def test_a_face_of_little_weight_moves_the_birth_year_less():
    born, ages = np.array([1980.0, 1981.0, 1996.0]), np.array([8.0, 12.0, 10.0])
    alike = fuse_birth_year(born, ages)
    weighted = fuse_birth_year(born, ages, np.array([1.0, 1.0, 0.05]))
    alone = fuse_birth_year(born[:2], ages[:2])
    assert abs(weighted[0] - alone[0]) < abs(alike[0] - alone[0])


def test_a_summary_weighs_the_faces_it_is_told_to():
    p_male, unknown = np.array([0.9, 0.2, 0.2], dtype=np.float32), np.full(3, np.nan)
    assert summarise(p_male, unknown, unknown).gender == Gender.FEMALE
    weights = np.array([1.0, 0.05, 0.05])
    assert summarise(p_male, unknown, unknown, weights=weights).gender == Gender.MALE
