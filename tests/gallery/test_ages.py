from datetime import date, timedelta

import pytest

from gallery import ages
from gallery.models import Person

TODAY = date(2024, 6, 1)


def typed(day, precision="day"):
    return Person(birth_date=day, birth_precision=precision)


def estimated(year, low, high, gender=""):
    return Person(birth_year=year, birth_year_low=low, birth_year_high=high, gender=gender)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2014, 5, 12), "newborn"),
        (date(2014, 6, 30), "1 month"),
        (date(2015, 5, 11), "11 months"),
        (date(2016, 5, 11), "23 months"),
        (date(2016, 5, 12), "2"),
        (date(2017, 5, 11), "2"),
        (date(2024, 5, 12), "10"),
        (date(2010, 1, 1), ""),
        (None, ""),
    ],
)
def test_a_typed_birth_date_gives_the_age_on_the_day(day, age):
    assert ages.age_on(typed(date(2014, 5, 12)), day) == age


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2018, 6, 1), "about 34"),
        (date(1984, 12, 1), "a baby"),
        (date(1980, 1, 1), ""),
    ],
)
def test_an_estimate_says_that_it_is_one(day, age):
    assert ages.age_on(estimated(1984.2, 1982, 1986), day) == age


def test_of_a_year_alone_the_age_is_not_claimed_exactly():
    assert ages.age_on(typed(date(1951, 1, 1), "year"), date(2001, 9, 1)) == "about 50"


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (typed(date(2014, 5, 12)), "born 12 May 2014"),
        (typed(date(2014, 5, 1), "month"), "born May 2014"),
        (typed(date(2014, 1, 1), "year"), "born 2014"),
        (estimated(1951.4, 1947.9, 1955.1), "born about 1951 (1947\N{EN DASH}1955)"),
        (estimated(1951.4, 1951.1, 1951.9), "born about 1951"),
        (Person(), ""),
    ],
)
def test_a_birth_is_told_as_exactly_as_it_is_known(person, words):
    assert ages.born(person) == words


def test_somebody_without_a_name_is_described():
    woman = estimated(1984.2, 1982.2, 1986.2, "female")
    assert ages.described(woman, TODAY) == "a woman born about 1984, give or take 2"
    assert ages.described(estimated(2016.0, 2015.0, 2017.0, "male"), TODAY).startswith("a boy")
    assert ages.described(Person(), TODAY) == "somebody"


@pytest.mark.parametrize(
    ("person", "day", "years"),
    [
        (typed(date(2014, 5, 12)), date(2017, 5, 11), 2),
        (typed(date(2014, 5, 12)), date(2017, 5, 12), 3),
        (typed(date(2014, 5, 12)), date(2014, 5, 1), 0),
        (typed(date(2014, 5, 12)), date(2012, 1, 1), None),
        (estimated(1984.2, 1982, 1986), date(2018, 6, 1), 34),
        (estimated(1984.2, 1982, 1986), None, None),
        (Person(), date(2018, 6, 1), None),
    ],
)
def test_whole_years_are_those_of_the_age(person, day, years):
    assert ages.years_on(person, day) == years


@pytest.mark.parametrize("birth", [date(2014, 5, 12), date(2012, 2, 29), date(2000, 1, 1)])
@pytest.mark.parametrize("years", [0, 1, 4, 17])
def test_on_the_day_somebody_turns_an_age_they_are_as_old(birth, years):
    person = typed(birth)
    day = ages.turning(person, years)
    assert ages.years_on(person, day) == years
    assert years == 0 or ages.years_on(person, day - timedelta(days=1)) == years - 1


def test_nobody_turns_an_age_that_cannot_be():
    assert ages.turning(typed(date(2014, 5, 12)), 999) is None
    assert ages.turning(Person(), 3) is None


def test_years_have_a_fraction_within_their_year_of_life():
    person = typed(date(2014, 5, 12))
    assert ages.decimal_years_on(person, date(2014, 11, 12)) == pytest.approx(0.5, abs=0.01)
    assert 3 <= ages.decimal_years_on(person, date(2017, 5, 12)) < 3.01
    assert 3.99 < ages.decimal_years_on(person, date(2018, 5, 11)) < 4
    assert ages.decimal_years_on(Person(), date(2018, 5, 11)) is None


@pytest.mark.parametrize(
    ("day", "age"), [(date(2017, 7, 1), "about 3"), (date(2014, 7, 1), "a baby")]
)
def test_on_a_photo_of_which_only_the_year_is_known_the_age_is_not_claimed_exactly(day, age):
    assert ages.age_on(typed(date(2014, 5, 12)), day, "year") == age


@pytest.mark.parametrize(
    ("age", "words"),
    [
        ("3", "3 years"),
        ("about 1", "about 1 year"),
        ("about 34", "about 34 years"),
        ("7 months", "7 months"),
        ("newborn", "newborn"),
        ("", ""),
    ],
)
def test_an_age_in_words(age, words):
    assert ages.in_words(age) == words
