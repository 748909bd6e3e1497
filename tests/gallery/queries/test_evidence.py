from datetime import date

import pytest

from gallery.models import Asset
from gallery.queries.evidence import evidence
from gallery.queries.sightings import sightings
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory
from tests.gallery.queries.lives import born, seen

pytestmark = pytest.mark.django_db


def evidence_of(person):
    return evidence(person, sightings(person))


def estimated(library, year, low, high):
    return PersonFactory(library=library, birth_year=year, birth_year_low=low, birth_year_high=high)


def test_faces_that_fit_agree_and_one_that_does_not_disagrees(library):
    person = estimated(library, 1984.2, 1982.0, 1986.0)
    seen(person, date(1990, 6, 1), age=7.0)
    seen(person, date(2004, 6, 1), age=21.0)
    seen(person, date(1990, 6, 2), age=30.0)  # it would be born in 1961
    found = evidence_of(person)
    assert (found.faces, found.agreeing, found.disagreeing) == (3, 2, 1)
    assert (found.estimate, found.low, found.high) == (1984, 1982, 1986)
    assert found.childhood
    assert found.drawing.agreeing.count("M") == 2
    assert found.drawing.disagreeing.count("M") == 1


def test_a_typed_date_is_what_the_faces_are_held_against(library):
    person = born(library, date(1951, 3, 1), birth_year=1984.2, birth_year_low=1982.0,
                  birth_year_high=1986.0)  # fmt: skip
    seen(person, date(1990, 6, 1), age=7.0)
    assert evidence_of(person).disagreeing == 1
    assert evidence_of(person).estimate == 1984


def test_only_faces_on_photos_of_trusted_date_speak(library):
    person = estimated(library, 1984.2, 1982.0, 1986.0)
    assert evidence_of(person) is None
    for untrusted in ({"taken_source": Asset.DateSource.FILE}, {"taken_at": None}):
        FaceFactory(asset=AssetFactory(library=library, **untrusted), person=person)
    seen(person, date(1990, 6, 1), age=None)
    assert evidence_of(person) is None
    seen(person, date(1990, 6, 1), age=7.0)
    assert evidence_of(person).faces == 1


def test_of_whom_is_left_out_nothing_is_worked_out(library):
    person = estimated(library, 1984.2, 1982.0, 1986.0)
    seen(person, date(1990, 6, 1), age=7.0)
    person.left_out = True
    assert evidence_of(person) is None


def test_without_a_birth_there_is_nothing_to_explain(library):
    person = PersonFactory(library=library)
    seen(person, date(1990, 6, 1), age=7.0)
    assert evidence_of(person) is None
