from datetime import date

import pytest

from gallery.queries.companions import companions, to_compare
from tests.gallery.factories import FaceFactory, PersonFactory
from tests.gallery.queries.lives import born, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(library):
    return born(library, date(2014, 5, 12), name="Mia")


def beside(face, other):
    FaceFactory(asset=face.asset, person=other, left=0.6, right=0.7)


def test_those_on_most_of_the_same_photos_come_first(mia, library):
    ben, nora = PersonFactory(library=library, name="Ben"), PersonFactory(library=library)
    for year in (2015, 2016, 2017):
        face = seen(mia, date(year, 6, 1))
        beside(face, nora)
        if year > 2016:
            beside(face, ben)
            beside(face, ben)  # in a mirror
    seen(ben, date(2018, 1, 1), date(2018, 2, 1), date(2018, 3, 1))
    found = companions(mia)
    assert [(one.portrait.person, one.together) for one in found] == [(nora, 3), (ben, 1)]


@pytest.mark.parametrize("apart", [{"hidden": True}, {"shelf": "rare"}])
def test_whoever_is_not_on_the_people_page_is_no_company(mia, library, apart):
    beside(seen(mia, date(2015, 6, 1)), PersonFactory(library=library, **apart))
    assert companions(mia) == []


def test_what_is_not_a_face_is_no_company(mia, library):
    FaceFactory(
        asset=seen(mia, date(2015, 6, 1)).asset,
        person=PersonFactory(library=library),
        not_a_face=True,
    )
    assert companions(mia) == []


def test_compared_are_those_whose_birth_is_known_companions_first(mia, library):
    often = born(library, date(1984, 3, 1), name="Zoe")
    beside(seen(mia, date(2015, 6, 1)), often)
    other = PersonFactory(
        library=library,
        name="Ann",
        birth_year=1951.4,
        birth_year_low=1947.0,
        birth_year_high=1955.0,
    )
    seen(other, date(2015, 6, 1))
    seen(PersonFactory(library=library, name="Bob"), date(2015, 6, 1))
    found = to_compare(mia)
    assert [(one.person, one.born) for one in found] == [
        (often, "born 1 March 1984"),
        (other, "born about 1951"),
    ]
