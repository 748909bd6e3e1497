import pytest

from gallery.actions.forbid import NobodysFaceError, forbid
from gallery.actions.people import GoneError
from gallery.actions.undo import undo
from gallery.models import Face, Job, Stage, Statement
from tests.gallery.factories import AssetFactory, FaceFactory

pytestmark = pytest.mark.django_db


def test_the_face_is_with_nobody_and_apart_from_one_that_stands_for_the_person(
    somebody, owner, queued
):
    person = somebody(faces=3)
    face = person.faces.last()
    forbid([face], by=owner)
    face.refresh_from_db()
    assert face.person is None
    said = Statement.objects.that_part().get()
    assert (said.face, said.person, said.other_face) == (face, person, person.cover)
    assert Face.objects.get(pk=person.cover_id).confirmed
    assert Job.objects.get(stage=Stage.CLUSTER).library == person.library


def test_a_cover_that_was_the_wrong_face_is_replaced(somebody, owner, queued):
    person = somebody(faces=2)
    forbid([person.cover], by=owner)
    person.refresh_from_db()
    assert person.cover.person == person
    assert person.cover.confirmed


def test_a_face_of_nobody_or_the_only_one_cannot_be_taken_away(somebody, owner, library, queued):
    only = somebody(faces=1).faces.get()
    nobodys = FaceFactory(asset=AssetFactory(library=library))
    for face in (only, nobodys):
        with pytest.raises(NobodysFaceError):
            forbid([face], by=owner)
    assert not Statement.objects.that_part().exists()


def test_it_is_undone_and_the_link_with_it(somebody, owner, queued, rows):
    person = somebody(faces=3)
    before = rows()
    decision = forbid([person.faces.last()], by=owner)
    undo(decision)
    assert rows() == before
    assert not Statement.objects.that_part().exists()


def test_once_undone_the_people_are_told_apart_anew(somebody, owner, queued):
    person = somebody(faces=3)
    decision = forbid([person.faces.last()], by=owner)
    Job.objects.all().delete()
    undo(decision)
    assert Job.objects.get().stage == Stage.CLUSTER


def test_a_face_that_is_gone_meanwhile_is_told_so(somebody, owner, queued):
    gone = somebody(faces=3).faces.last()
    Face.objects.filter(pk=gone.pk).delete()
    with pytest.raises(GoneError):
        forbid([gone], by=owner)
