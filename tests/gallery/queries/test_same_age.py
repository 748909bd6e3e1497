from datetime import date

import pytest

from gallery.queries.same_age import same_age
from tests.gallery.factories import PersonFactory
from tests.gallery.queries.lives import born, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(library):
    return born(library, date(1984, 3, 1), name="Clara")


@pytest.fixture
def mia(library):
    return born(library, date(2014, 5, 12), name="Mia")


def words(*people):
    return [pair.words for pair in same_age(*people).pairs]


def test_only_ages_that_both_have_are_paired_youngest_first(mother, mia):
    seen(mother, date(1991, 1, 1), date(1995, 1, 1), date(2019, 1, 1))
    seen(mia, date(2020, 12, 1), date(2025, 4, 1), date(2015, 1, 1))
    found = same_age(mother, mia)
    assert [pair.words for pair in found.pairs] == ["6 years", "10 years"]
    assert found.pairs[0].one.words == "6 years, 1991"
    assert found.pairs[0].other.words == "6 years, 2020"


def test_of_equally_good_faces_those_nearest_in_age_are_taken(mother, mia):
    seen(mother, date(1990, 3, 5), date(1991, 2, 20))  # just turned 6, nearly 7
    near = seen(mia, date(2021, 5, 1))  # nearly 7
    [pair] = same_age(mother, mia).pairs
    assert pair.one.day == date(1991, 2, 20)
    assert pair.other.face == near.pk


def test_a_far_clearer_face_wins_over_a_nearer_one(mother, mia):
    clear = seen(mother, date(1990, 6, 1), quality=0.9)
    seen(mother, date(1990, 8, 1), quality=0.1)
    seen(mia, date(2020, 10, 12))
    assert same_age(mother, mia).pairs[0].one.face == clear.pk


def test_babies_go_by_months_where_both_births_are_known(mother, mia):
    seen(mother, date(1984, 3, 3), date(1984, 10, 1), date(1985, 10, 1))
    seen(mia, date(2014, 5, 20), date(2014, 12, 24), date(2015, 12, 24))
    assert words(mother, mia) == ["newborn", "6 months", "18 months"]


def test_with_an_estimate_an_age_is_not_claimed_exactly(mother, library):
    other = PersonFactory(
        library=library, birth_year=2014.4, birth_year_low=2012.0, birth_year_high=2016.0
    )
    seen(mother, date(1991, 1, 1), date(1984, 10, 1))
    seen(other, date(2020, 12, 1), date(2014, 12, 1))
    assert words(mother, other) == ["a baby", "about 6 years"]


def test_without_a_common_age_there_is_no_pair(mother, mia):
    seen(mother, date(2019, 1, 1))
    seen(mia, date(2020, 12, 1))
    found = same_age(mother, mia)
    assert (found.pairs, found.unborn) == ([], [])


def test_whose_birth_nobody_knows_is_said(mother, library):
    unknown = PersonFactory(library=library)
    seen(unknown, date(2019, 1, 1))
    assert same_age(mother, unknown).unborn == [unknown]


@pytest.mark.parametrize("count", [1, 12])
def test_it_asks_the_same_number_of_questions_however_many_faces(
    mother, mia, count, django_assert_num_queries
):
    seen(mother, *(date(1990 + n, 6, 1) for n in range(count)))
    seen(mia, *(date(2016 + n, 6, 1) for n in range(count)))
    with django_assert_num_queries(2):
        same_age(mother, mia)
