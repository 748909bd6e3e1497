import pytest

from gallery.actions.people import GoneError
from gallery.actions.rename import rename
from gallery.models import Decision, Person

pytestmark = pytest.mark.django_db


def test_a_name_confirms_the_cover_and_no_other_face(somebody, owner, queued):
    person = somebody(faces=3)
    rename(person, "Mia", by=owner)
    person.refresh_from_db()
    assert person.name == "Mia"
    assert [face.pk for face in person.faces.filter(confirmed=True)] == [person.cover_id]
    assert person.cover.confirmed_by == owner


def test_who_has_a_name_is_off_the_shelf(somebody, owner, queued):
    person = somebody(shelf=Person.Shelf.RARE)
    rename(person, "Mia", by=owner)
    person.refresh_from_db()
    assert person.shelf == ""


def test_without_a_cover_the_surest_face_becomes_it(somebody, owner, queued):
    person = somebody(faces=2)
    best = person.faces.last()
    best.score = 1.0
    best.save()
    Person.objects.filter(pk=person.pk).update(cover=None)
    rename(person, "Mia", by=owner)
    person.refresh_from_db()
    assert person.cover == best


def test_a_cover_that_is_somebody_elses_face_by_now_is_not_confirmed(somebody, owner, queued):
    person, other = somebody(), somebody()
    Person.objects.filter(pk=person.pk).update(cover=other.cover)
    rename(person, "Mia", by=owner)
    other.cover.refresh_from_db()
    assert not other.cover.confirmed


def test_the_name_that_is_there_already_is_no_decision(somebody, owner, queued):
    assert rename(somebody(name="Mia"), "Mia", by=owner) is None
    assert not Decision.objects.exists()


def test_estimates_follow(somebody, owner, queued, library, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rename(somebody(), "Mia", by=owner)
    assert queued == [("refine", library.pk)]


def test_somebody_who_went_meanwhile_cannot_be_named(somebody, owner):
    person = somebody()
    Person.objects.all().delete()
    with pytest.raises(GoneError):
        rename(person, "Mia", by=owner)
