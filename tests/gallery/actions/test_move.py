import pytest

from gallery.actions.forbid import forbid
from gallery.actions.leave_out import leave_out
from gallery.actions.move import NoFacesError, SeenTwiceError, move
from gallery.actions.not_a_face import not_a_face
from gallery.actions.people import GoneError
from gallery.actions.twice import NotTwiceError, twice
from gallery.actions.undo import undo
from gallery.models import Decision, Face, Job, Person, Stage, Statement
from tests.gallery.factories import AssetFactory, FaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
Said = Statement.Kind


def said(kind):
    return Statement.objects.standing().filter(kind=kind)


def test_moved_faces_are_confirmed_and_who_is_left_keeps_one_for_sure(somebody, owner):
    mia, ben = somebody(faces=3), somebody(faces=2, name="Ben")
    chosen = list(mia.faces.order_by("pk"))[1:]
    decision, person = move(chosen, ben, by=owner)
    assert (person, decision.kind) == (ben, "move")
    assert set(ben.faces.filter(confirmed=True)) == set(chosen)
    assert mia.faces.get().confirmed
    assert {one.face for one in said(Said.IS).filter(person=ben)} == set(chosen)
    assert Job.objects.get(stage=Stage.CLUSTER).library == mia.library


def test_faces_may_become_somebody_new(somebody, owner, rows):
    mia = somebody(faces=3)
    before = rows()
    decision, new = move([mia.faces.last()], None, by=owner)
    assert new.cover.person == new
    undo(decision)
    assert rows() == before
    assert not Person.objects.filter(pk=new.pk).exists()


def test_a_face_may_be_confirmed_where_it_is(somebody, owner, rows):
    mia = somebody(faces=2, name="Mia")
    before = rows()
    decision, _ = move([mia.faces.last()], mia, by=owner)
    assert mia.faces.last().confirmed
    undo(decision)
    assert rows() == before


def test_what_was_said_against_it_no_longer_counts_and_comes_back_when_undone(somebody, owner):
    mia = somebody(faces=3)
    face = mia.faces.last()
    forbid([face], by=owner)
    decision, _ = move([face], mia, by=owner)
    assert not Statement.objects.that_part().exists()
    undo(decision)
    assert Statement.objects.that_part().get().face == face


def test_nobody_is_seen_twice_in_a_photo_unless_somebody_says_so(somebody, owner, library):
    mia = somebody(faces=1, name="Mia")
    Face.objects.filter(pk=mia.cover_id).update(confirmed=True)
    mirror = FaceFactory(asset=mia.cover.asset, left=0.7, right=0.8)
    with pytest.raises(SeenTwiceError) as refused:
        move([mirror], mia, by=owner)
    assert {refused.value.face, refused.value.other} == {mirror, mia.cover}
    move([mirror], mia, by=owner, twice=True)
    assert {said(Said.TWICE).get().face, said(Said.TWICE).get().other_face} == {mia.cover, mirror}
    move([mirror], mia, by=owner)  # it is said already


def test_twice_in_one_photo_is_undone(somebody, owner, rows):
    mia = somebody(faces=1, name="Mia")
    mirror = FaceFactory(asset=mia.cover.asset, left=0.7, right=0.8)
    before = rows()
    decision = twice(mia.cover, mirror, by=owner)
    mirror.refresh_from_db()
    assert (mirror.person, decision.kind) == (mia, "twice")
    undo(decision)
    assert rows() == before
    assert not said(Said.TWICE).exists()


def test_twice_needs_two_faces_of_one_photo_and_somebody(somebody, owner, library):
    one, other = somebody(faces=1), somebody(faces=1)
    nobodys = FaceFactory(asset=AssetFactory(library=library))
    beside = FaceFactory(asset=nobodys.asset, left=0.7, right=0.8)
    for pair in ((one.cover, other.cover), (one.cover, one.cover), (nobodys, beside)):
        with pytest.raises(NotTwiceError):
            twice(*pair, by=owner)
    assert not Decision.objects.exists()


def test_what_is_not_a_face_is_nobodys_and_no_cover(somebody, owner, rows):
    mia = somebody(faces=2)
    before = rows()
    decision = not_a_face([mia.cover], by=owner)
    mia.refresh_from_db()
    assert mia.faces.count() == 1
    assert mia.cover == mia.faces.get()
    assert said(Said.NOT_A_FACE).count() == 1
    undo(decision)
    assert rows() == before


def test_faces_that_are_gone_or_none_are_refused(somebody, owner):
    face = somebody(faces=2).faces.last()
    with pytest.raises(NoFacesError):
        move([], None, by=owner)
    Face.objects.filter(pk=face.pk).delete()
    for act in (lambda: move([face], None, by=owner), lambda: not_a_face([face], by=owner)):
        with pytest.raises(GoneError):
            act()


def test_a_face_given_to_somebody_left_out_loses_its_features(somebody, owner):
    mia, ben = somebody(faces=2), somebody(faces=1)
    leave_out(ben, left_out=True, by=owner)
    face = mia.faces.last()
    decision, _ = move([face], ben, by=owner)
    face.refresh_from_db()
    assert (face.features, face.age, face.represented_by) == (None, None, "")
    Job.objects.all().delete()
    undo(decision)
    assert Job.objects.get(stage=Stage.REPRESENT).asset == face.asset
