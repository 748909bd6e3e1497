from datetime import date

import pytest

from gallery.actions.birth_date import set_birth_date
from gallery.actions.cover import choose_cover
from gallery.actions.hide import hide
from gallery.actions.merge import merge
from gallery.actions.people import GoneError
from gallery.actions.rename import rename
from gallery.actions.undo import CannotUndoError, undo
from gallery.models import Decision, Face, Person
from tests.gallery.factories import AssetFactory, FaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]

ACTIONS = {
    "rename": lambda person, by: rename(person, "Mia", by=by),
    "birth-date": lambda person, by: set_birth_date(person, date(2014, 5, 1), "month", by=by),
    "hide": lambda person, by: hide([person], hidden=True, by=by),
    "cover": lambda person, by: choose_cover(person, person.faces.last(), by=by),
}


@pytest.mark.parametrize("kind", ACTIONS)
def test_undoing_brings_every_row_back_as_it_was(kind, somebody, owner, rows):
    person = somebody(faces=3, shelf=Person.Shelf.RARE)
    before = rows()
    decision = ACTIONS[kind](person, owner)
    assert decision.kind == kind
    assert rows() != before
    undo(decision)
    assert rows() == before


def test_undoing_a_merge_brings_both_people_back_with_their_faces(somebody, owner, rows):
    keep = somebody(faces=2)
    absorb = somebody(faces=3, name="Mia", birth_date=date(2014, 5, 1), birth_precision="month")
    Face.objects.filter(pk=absorb.faces.last().pk).update(confirmed=True, confirmed_by=owner)
    before = rows()
    undo(merge(keep=keep, absorb=[absorb], by=owner))
    assert rows() == before


def test_faces_that_came_after_a_merge_stay(somebody, owner, library):
    keep, absorb = somebody(), somebody()
    decision = merge(keep=keep, absorb=[absorb], by=owner)
    new = FaceFactory(asset=AssetFactory(library=library), person=keep)
    undo(decision)
    new.refresh_from_db()
    assert new.person == keep
    assert absorb.faces.count() == 2


def test_faces_that_are_gone_do_not_stand_in_the_way(somebody, owner):
    keep, absorb = somebody(), somebody()
    decision = merge(keep=keep, absorb=[absorb], by=owner)
    absorb_cover = absorb.cover
    absorb_cover.asset.delete()
    undo(decision)
    back = Person.objects.get(pk=absorb.pk)
    assert back.cover is None
    assert back.faces.count() == 1


def test_nothing_is_undone_twice(somebody, owner):
    decision = rename(somebody(), "Mia", by=owner)
    undo(decision)
    with pytest.raises(CannotUndoError, match="already"):
        undo(decision)


def test_what_was_changed_again_since_is_not_undone(somebody, owner):
    person = somebody()
    first = rename(person, "Mia", by=owner)
    rename(person, "Maria", by=owner)
    with pytest.raises(CannotUndoError, match="later change first"):
        undo(first)
    person.refresh_from_db()
    assert person.name == "Maria"


def test_changes_of_other_people_do_not_matter(somebody, owner):
    person, other = somebody(), somebody()
    decision = rename(person, "Mia", by=owner)
    rename(other, "Tom", by=owner)
    undo(decision)
    person.refresh_from_db()
    assert person.name == ""


def test_what_was_done_to_somebody_who_is_gone_cannot_be_undone(somebody, owner):
    person = somebody()
    decision = hide([person], hidden=True, by=owner)
    person.delete()
    with pytest.raises(CannotUndoError, match="no longer there"):
        undo(decision)


def test_a_decision_holds_no_features(somebody, owner):
    merge(keep=somebody(), absorb=[somebody()], by=owner)
    text = str(Decision.objects.get().before)
    assert "features" not in text
    assert "posterior" not in text


def test_a_cover_is_one_of_the_persons_own_faces(somebody, owner):
    person, other = somebody(), somebody()
    with pytest.raises(GoneError):
        choose_cover(person, other.cover, by=owner)


def test_saying_the_same_again_is_no_decision(somebody, owner):
    person = somebody(birth_date=date(2014, 1, 1), birth_precision="year")
    Face.objects.filter(pk=person.cover_id).update(confirmed=True)
    assert hide([person], hidden=False, by=owner) is None
    assert choose_cover(person, person.cover, by=owner) is None
    assert set_birth_date(person, date(2014, 1, 1), "year", by=owner) is None
