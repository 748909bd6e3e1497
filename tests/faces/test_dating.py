import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faces.dating import ASK, CERTAIN, date_photo, dates
from faces.life import CONFIRMED_WRONG, ENOUGH, WRONG, Dated, Life, Reading, misread

GRID = dates(1950.0, 2026.0)
NOBODY = Dated(np.empty(0), np.empty(0), np.empty(0, np.int64))
ages_read = st.floats(1.0, 80.0)


def read_at(true):
    """How old a face of this age is read, if it is misread as most are."""
    return float(true + misread(np.array([true]))[0][0])


def photos_of(born, ages, *, too_old=0.0):
    """Dated faces of somebody who looks so many years too old."""
    ages = np.asarray(ages, np.float64)
    read = np.array([read_at(age) for age in ages]) + too_old
    return Dated(read, born + ages, np.arange(len(ages)))


def dated(life, *ages, **reading):
    faces = [life.likelihood(GRID, Reading(age, **reading)) for age in ages]
    return date_photo(GRID, faces, earliest=life.earliest)


def test_a_small_child_dates_a_photo_to_a_few_years():
    child = Life.typed(2010.4, 2010.4, NOBODY)
    dating = dated(child, read_at(3.0))
    low, high = dating.interval(0.8)
    assert dating.likely == pytest.approx(2013.5, abs=1.5)
    assert low < 2013.4 < high
    assert high - low < 9


def test_grown_ups_leave_more_doubt_than_children():
    child, grown = Life.typed(2010.0, 2010.0, NOBODY), Life.typed(1970.0, 1970.0, NOBODY)
    narrow, wide = (
        dated(child, read_at(2.0)).interval(0.8),
        dated(grown, read_at(42.0)).interval(0.8),
    )
    assert narrow[1] - narrow[0] < 0.6 * (wide[1] - wide[0])


def test_two_people_say_more_than_one():
    first, second = Life.typed(1990.0, 1990.0, NOBODY), Life.typed(1960.0, 1960.0, NOBODY)
    faces = [
        life.likelihood(GRID, Reading(read_at(age))) for life, age in ((first, 5.0), (second, 35.0))
    ]
    alone = date_photo(GRID, faces[:1], earliest=-np.inf).interval(0.8)
    together = date_photo(GRID, faces, earliest=-np.inf).interval(0.8)
    assert together[1] - together[0] < alone[1] - alone[0]


@given(ages_read, ages_read)
def test_the_order_of_the_faces_does_not_matter(one, two):
    life = Life.typed(1975.2, 1975.2, NOBODY)
    np.testing.assert_allclose(dated(life, one, two).chances, dated(life, two, one).chances)


@given(ages_read, st.floats(1950.0, 2020.0), st.floats(0.1, 1.0), st.floats(0.05, 0.99))
def test_an_interval_holds_its_share_and_is_the_shortest_that_does(age, born, quality, share):
    dating = dated(Life.typed(born, born, NOBODY), age, quality=quality)
    low, high = dating.interval(share)
    held = (low < GRID) & (high > GRID)
    assert dating.chances.sum() == pytest.approx(1.0)
    assert dating.chances[held].sum() >= share - 1e-6
    cells = held.sum() - 1
    shorter = np.convolve(dating.chances, np.ones(max(cells, 1)), "valid")
    assert cells == 0 or shorter.max() < share + 1e-6


@given(ages_read, st.floats(1950.0, 2020.0))
def test_an_interval_that_holds_less_is_not_longer(age, born):
    dating = dated(Life.typed(born, born, NOBODY), age)
    (low, high), (lowest, highest) = dating.interval(0.8), dating.interval(0.95)
    assert high - low <= highest - lowest
    assert GRID[0] <= dating.likely <= GRID[-1]


def test_no_photo_is_before_the_birth_of_somebody_on_it():
    mother, child = (Life.typed(born, born, NOBODY) for born in (1960.0, 1990.5))
    faces = [life.likelihood(GRID, Reading(read_at(20.0))) for life in (mother, child)]
    dating = date_photo(GRID, faces[:1], earliest=child.earliest)
    assert dating.interval(0.999)[0] >= 1990.25
    assert dating.doubt(1980.0, 1980.1, chance=0.001) == CERTAIN


def test_the_likeliest_year_is_one_whose_middle_they_lived_to_see():
    newborn = Life.typed(1990.9, 1990.9, NOBODY)
    assert dated(newborn, read_at(0.1)).year == 1991
    assert dated(Life.typed(2025.6, 2025.6, NOBODY), read_at(0.1)).year == 2025


def test_the_likeliest_year_has_the_likeliest_months_in_it():
    dating = dated(Life.typed(1990.0, 1990.0, NOBODY), read_at(9.0))
    assert abs(dating.year + 0.5 - dating.likely) <= 1.0


def test_a_date_before_every_birth_is_refused():
    with pytest.raises(ValueError, match="2030"):
        date_photo(GRID, [np.ones(len(GRID))], earliest=2030.0)
    with pytest.raises(ValueError, match="no face"):
        date_photo(GRID, [], earliest=2000.0)


def test_somebody_who_always_looks_older_is_believed_to_be_younger():
    plain = Life.typed(1970.0, 1970.0, photos_of(1970.0, [36, 38, 42, 44]))
    older = Life.typed(1970.0, 1970.0, photos_of(1970.0, [36, 38, 42, 44], too_old=6.0))
    assert dated(older, 45.0).likely < dated(plain, 45.0).likely - 3


def test_other_dated_photos_make_an_interval_narrower():
    known = Life.typed(1970.0, 1970.0, photos_of(1970.0, np.linspace(36, 44, 12)))
    unknown = Life.typed(1970.0, 1970.0, NOBODY)
    width = [np.diff(dated(life, read_at(40.0)).interval(0.8))[0] for life in (known, unknown)]
    assert width[0] < 0.9 * width[1]


def test_a_birth_year_is_found_from_dated_photos_alone():
    life = Life.estimated(photos_of(2001.0, [0.5, 2, 3, 4, 6, 8]))
    dating = dated(life, read_at(5.0))
    assert dating.likely == pytest.approx(2006.0, abs=2.5)


def test_without_dated_photos_or_a_typed_birth_nothing_is_known():
    assert Life.estimated(NOBODY) is None
    only = Life.estimated(photos_of(2001.0, [3.0]))
    assert only.likelihood(GRID, Reading(3.0, group=0)) is None
    assert only.likelihood(GRID, Reading(3.0)) is not None


def test_a_wrong_date_does_not_vouch_for_itself():
    """The photo's own face is left out of its person's birth year, as if it were not there."""
    faces = photos_of(2001.0, [1, 2, 4, 6, 8])
    wrong = Dated(np.append(faces.ages, read_at(3.0)), np.append(faces.years, 2024.0), np.arange(6))
    reading = {"group": 5}
    with_it, without = Life.estimated(wrong), Life.estimated(faces)
    left_out = dated(with_it, read_at(3.0), **reading)
    assert left_out.likely == pytest.approx(dated(without, read_at(3.0)).likely, abs=1.0)
    assert left_out.doubt(2024.0, 2024.0, chance=0.5) > 2


@given(st.integers(0, 4))
def test_leaving_out_a_typed_persons_face_equals_never_having_had_it(which):
    faces = photos_of(1980.0, [20, 25, 30, 35, 40], too_old=3.0)
    others = faces.groups != which
    never = Dated(faces.ages[others], faces.years[others], faces.groups[others])
    left_out = Life.typed(1980.0, 1980.0, faces).likelihood(GRID, Reading(33.0, group=which))
    expected = Life.typed(1980.0, 1980.0, never).likelihood(GRID, Reading(33.0))
    np.testing.assert_allclose(left_out, expected, rtol=1e-9)


def test_a_right_date_is_believed_and_a_wrong_one_is_not():
    child = Life.typed(2000.0, 2000.0, NOBODY)
    dating = dated(child, read_at(3.0), read_at(3.0))
    assert dating.doubt(2003.0, 2003.1, chance=0.5) < 0
    assert dating.doubt(2024.0, 2024.1, chance=0.5) > 3


@given(st.floats(1990.0, 2025.0), st.floats(0.01, 0.49))
def test_a_source_that_errs_less_is_doubted_less(when, chance):
    dating = dated(Life.typed(1985.0, 1985.0, NOBODY), 12.0)
    trusted = dating.doubt(when, when, chance=chance)
    assert trusted < dating.doubt(when, when, chance=0.5)


def test_one_face_that_may_be_anybodys_cannot_overturn_a_camera():
    child = Life.typed(2000.0, 2000.0, NOBODY)
    doubt = {
        wrong: dated(child, read_at(3.0), wrong=wrong).doubt(2025.0, 2025.0, chance=0.02)
        for wrong in (WRONG, CONFIRMED_WRONG)
    }
    assert doubt[WRONG] < ASK < doubt[CONFIRMED_WRONG]


def test_a_poor_face_says_less():
    life = Life.typed(2010.0, 2010.0, NOBODY)
    good, poor = (
        dated(life, read_at(8.0), quality=quality).interval(0.8) for quality in (1.0, 0.2)
    )
    assert poor[1] - poor[0] > good[1] - good[0]


def test_thousands_of_photos_of_one_person_cost_as_much_as_hundreds():
    many = photos_of(1980.0, np.linspace(1, 40, 4 * ENOUGH))
    kept = many.spread_out()
    assert len(kept) == ENOUGH
    assert kept.years.min() == many.years.min()
    assert kept.years.max() == many.years.max()


def test_a_year_of_birth_leaves_more_doubt_than_a_day():
    year, day = Life.typed(2010.0, 2011.0, NOBODY), Life.typed(2010.5, 2010.5, NOBODY)
    assert len(year.births) == 4
    assert len(day.births) == 1
    assert dated(year, read_at(1.0)).likely == pytest.approx(dated(day, read_at(1.0)).likely, abs=1)
