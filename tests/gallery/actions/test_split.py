import pytest

from gallery.actions.split import NothingToSplitError, split
from gallery.actions.undo import undo
from gallery.models import Face, Job, Stage

pytestmark = pytest.mark.django_db


def pks(faces):
    return [face.pk for face in faces]


def test_chosen_faces_become_somebody_new_and_stay_apart_from_who_is_left(somebody, owner, queued):
    person = somebody(faces=4, name="Mia")
    chosen = list(person.faces.order_by("pk"))[2:]
    _, new = split(person, pks(chosen), by=owner)
    assert new.pk != person.pk
    assert pks(new.faces.order_by("pk")) == pks(chosen)
    assert all(face.confirmed and face.confirmed_by == owner for face in new.faces.all())
    assert Face.objects.get(pk=person.cover_id).confirmed
    assert Job.objects.get(stage=Stage.CLUSTER).library == person.library


def test_each_of_the_two_has_a_cover_of_their_own(somebody, owner, queued):
    person = somebody(faces=3)
    old_cover = person.cover
    _, new = split(person, [old_cover.pk], by=owner)
    person.refresh_from_db()
    new.refresh_from_db()
    assert new.cover == old_cover
    assert person.cover.person == person


def test_faces_of_others_are_left_alone(somebody, owner, queued):
    person, other = somebody(faces=2), somebody(faces=1)
    theirs = other.faces.get()
    _, new = split(person, [person.faces.last().pk, theirs.pk], by=owner)
    assert other.faces.get() == theirs
    assert new.faces.count() == 1


@pytest.mark.parametrize("chosen", [slice(0, 0), slice(None)], ids=["none", "all"])
def test_somebody_must_be_left_on_either_side(chosen, somebody, owner, queued, rows):
    person = somebody(faces=3)
    before = rows()
    with pytest.raises(NothingToSplitError):
        split(person, pks(list(person.faces.all())[chosen]), by=owner)
    assert rows() == before


def test_a_split_is_undone(somebody, owner, queued):
    person = somebody(faces=4, name="Mia")
    faces = sorted(Face.objects.values_list("pk", "person", "confirmed"))
    decision, new = split(person, pks(list(person.faces.all())[:2]), by=owner)
    undo(decision)
    assert sorted(Face.objects.values_list("pk", "person", "confirmed")) == faces
    assert not new.faces.exists()
    person.refresh_from_db()
    assert person.cover.person == person
