from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from gallery.actions.merge import SamePersonError, TwoLibrariesError, merge
from gallery.actions.part import part
from gallery.actions.people import GoneError
from gallery.actions.undo import undo
from gallery.models import Face, Person, Statement
from tests.gallery.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_all_faces_go_to_the_one_who_stays(somebody, owner, queued):
    keep, absorb = somebody(faces=2), somebody(faces=3)
    merge(keep=keep, absorb=[absorb], by=owner)
    assert keep.faces.count() == 5
    assert not Person.objects.filter(pk=absorb.pk).exists()


def test_both_covers_are_sure_from_now_on_and_no_other_face(somebody, owner, queued):
    keep, absorb = somebody(), somebody()
    merge(keep=keep, absorb=[absorb], by=owner)
    sure = set(keep.faces.filter(confirmed=True).values_list("pk", flat=True))
    assert sure == {keep.cover_id, absorb.cover_id}


def test_what_was_said_of_the_absorbed_stays_where_nothing_was_said(somebody, owner, queued):
    keep = somebody(shelf=Person.Shelf.RARE)
    absorb = somebody(name="Mia", birth_date=date(2014, 5, 12), birth_precision="day")
    merge(keep=keep, absorb=[absorb], by=owner)
    keep.refresh_from_db()
    assert (keep.name, keep.birth_date, keep.shelf) == ("Mia", date(2014, 5, 12), "")


def test_what_was_said_of_the_one_who_stays_wins(somebody, owner, queued):
    keep, absorb = somebody(name="Mia"), somebody(name="Maria")
    merge(keep=keep, absorb=[absorb], by=owner)
    keep.refresh_from_db()
    assert keep.name == "Mia"


def test_a_name_and_a_birth_date_may_be_chosen_and_one_undo_takes_both_back(
    somebody, owner, queued
):
    keep = somebody(name="Mia", birth_date=date(2014, 1, 1), birth_precision="year")
    absorb = somebody(name="Maria", birth_date=date(2014, 5, 12), birth_precision="day")
    decision = merge(keep=keep, absorb=[absorb], by=owner, name="Mimi", born_as=absorb)
    keep.refresh_from_db()
    assert (keep.name, keep.birth_date, keep.birth_precision) == ("Mimi", date(2014, 5, 12), "day")
    said = Statement.objects.standing().filter(person=keep.pk)
    assert {"name", "birth-date"} <= set(said.values_list("kind", flat=True))
    undo(decision)
    keep.refresh_from_db()
    assert (keep.name, keep.birth_date, keep.birth_precision) == ("Mia", date(2014, 1, 1), "year")
    assert Person.objects.get(pk=absorb.pk).name == "Maria"


def test_a_chosen_name_takes_somebody_off_the_shelf(somebody, owner, queued):
    keep, absorb = somebody(shelf=Person.Shelf.RARE), somebody(shelf=Person.Shelf.RARE)
    merge(keep=keep, absorb=[absorb], by=owner, name="Mia")
    keep.refresh_from_db()
    assert (keep.name, keep.shelf) == ("Mia", "")


def test_nobody_is_merged_into_themselves(somebody, owner):
    person = somebody()
    with pytest.raises(SamePersonError):
        merge(keep=person, absorb=[person], by=owner)
    assert person.faces.count() == 2


def test_people_of_two_libraries_stay_two(somebody, owner):
    with pytest.raises(TwoLibrariesError):
        merge(keep=somebody(), absorb=[PersonFactory()], by=owner)
    assert Person.objects.count() == 2


def test_somebody_who_went_meanwhile_cannot_be_merged(somebody, owner):
    keep, absorb = somebody(), somebody()
    Person.objects.filter(pk=absorb.pk).delete()
    with pytest.raises(GoneError):
        merge(keep=keep, absorb=[absorb], by=owner)


@pytest.mark.django_db(transaction=True)
def test_two_merges_that_cross_leave_one_person_with_all_faces(somebody, owner, queued):
    one, other = somebody(), somebody()
    barrier, outcomes = Barrier(2), []

    def run(keep, absorb):
        barrier.wait()
        try:
            merge(keep=keep, absorb=[absorb], by=owner)
            outcomes.append("merged")
        except GoneError:
            outcomes.append("gone")
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone", "merged"]
    assert Person.objects.get().faces.count() == Face.objects.count() == 4


def test_the_later_word_counts_and_its_undo_brings_the_earlier_back(somebody, owner, queued):
    keep, absorb = somebody(faces=2), somebody(faces=2)
    part(keep, absorb, by=owner)
    [said] = Statement.objects.that_part()
    decision = merge(keep=keep, absorb=[absorb], by=owner)
    assert not Statement.objects.that_part().exists()
    undo(decision)
    assert Statement.objects.that_part().get() == said
