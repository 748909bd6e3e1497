import pytest
from django.core import serializers

from gallery import storage
from gallery.actions.forbid import forbid
from gallery.actions.forget import forget
from gallery.actions.merge import merge
from gallery.actions.people import GoneError
from gallery.actions.rename import rename
from gallery.actions.undo import CannotUndoError, undo
from gallery.models import Asset, Decision, Face, Person, Statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


def everything_kept():
    return serializers.serialize(
        "json", [*Person.objects.all(), *Decision.objects.all(), *Statement.objects.all()]
    )


def test_nothing_of_somebody_is_left_but_where_they_were(somebody, owner):
    mia = somebody(faces=3)
    other = somebody(faces=2, name="Mia as a child")
    rename(mia, "Mia Miller", by=owner)
    merge(keep=mia, absorb=[other], by=owner)
    forbid([mia.faces.last()], by=owner)
    photos = Asset.objects.count()
    forget(mia, by=owner)
    assert "Mia" not in everything_kept()
    assert not Person.objects.exists()
    assert Face.objects.count() == 1  # the one who is somebody else
    assert Asset.objects.count() == photos
    assert {one.kind for one in Statement.objects.all()} == {"forgotten"}


def test_it_cannot_be_undone_nor_can_what_was_done_to_them(somebody, owner):
    mia = somebody()
    named = rename(mia, "Mia", by=owner)
    decision = forget(mia, by=owner)
    for one in (named, decision):
        one.refresh_from_db()
        with pytest.raises(CannotUndoError):
            undo(one)


def test_what_was_done_to_others_is_still_undone(somebody, owner):
    ben = somebody(name="Ben")
    decision = rename(ben, "Benno", by=owner)
    forget(somebody(), by=owner)
    undo(decision)
    ben.refresh_from_db()
    assert ben.name == "Ben"


def test_crops_and_trees_are_erased(somebody, owner, library, django_capture_on_commit_callbacks):
    mia = somebody()
    crop = storage.rendition_path(mia.cover.asset, storage.face_crop_name(mia.cover))
    tree = storage.tree_path(library)
    for path in (crop, tree):
        storage.write_rendition(path, b"x")
    with django_capture_on_commit_callbacks(execute=True):
        forget(mia, by=owner)
    assert not crop.exists()
    assert not tree.exists()


def test_somebody_who_is_gone_cannot_be_forgotten(somebody, owner):
    mia = somebody()
    Person.objects.filter(pk=mia.pk).delete()
    with pytest.raises(GoneError):
        forget(mia, by=owner)
