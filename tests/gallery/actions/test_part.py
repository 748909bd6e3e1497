import pytest

from gallery.actions.gender import set_gender
from gallery.actions.hide import hide
from gallery.actions.part import part
from gallery.actions.undo import undo
from gallery.models import Person, Statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


def test_two_people_said_to_be_two_have_a_face_each_for_sure(somebody, owner, rows):
    one, other = somebody(), somebody()
    before = rows()
    decision = part(one, other, by=owner)
    for person in (one, other):
        assert person.faces.filter(confirmed=True).count() == 1
    said = Statement.objects.that_part().get()
    assert {said.face, said.other_face} == {one.cover, other.cover}
    undo(decision)
    assert rows() == before


def test_many_are_hidden_by_one_decision_and_come_back_by_one(somebody, owner, rows):
    people = [somebody() for _ in range(3)]
    people[0].hidden = True
    people[0].save()
    before = rows()
    decision = hide(people, hidden=True, by=owner)
    assert Person.objects.filter(hidden=True).count() == 3
    assert decision.statements.count() == 2
    undo(decision)
    assert rows() == before


def test_a_gender_that_somebody_said_wins(somebody, owner):
    mia = somebody(gender="male")
    decision = set_gender(mia, "female", by=owner)
    mia.refresh_from_db()
    assert mia.shown_gender == "female"
    assert set_gender(mia, "female", by=owner) is None
    undo(decision)
    mia.refresh_from_db()
    assert mia.shown_gender == "male"
