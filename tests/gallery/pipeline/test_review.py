import pytest
from django.db import connection

from gallery import jobs
from gallery.models import Face, Person, Proposal, Stage
from gallery.pipeline import cluster
from gallery.pipeline.album import read_album
from gallery.pipeline.proposals import Kind, Question, look_over, of_review, propose
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory, RunFactory
from tests.gallery.pipeline.test_cluster import towards

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


@pytest.fixture
def seen(library):
    """Makes somebody of faces that look like one person, or partly like another."""

    def seen(look, faces=4, share=0.0, **columns):
        person = PersonFactory(library=library, **columns)
        for _ in range(faces):
            asset = AssetFactory(library=library)
            FaceFactory(asset=asset, features=towards(look, share=share), person=person)
        return person

    return seen


def asked(library):
    album = read_album(library, "test")
    found = look_over(library, album, album.people)
    return of_review(library, album, found, album.people, album.people)


def test_two_who_look_alike_are_asked_about_with_the_reasons(library, seen):
    mia, ben = seen(1), seen(1, share=0.2)
    seen(5)
    joins = [one for one in asked(library) if one.kind is Kind.JOIN]
    assert Question(Kind.JOIN, mia.pk, ben.pk, frozenset()) in joins
    why = joins[0].evidence
    assert set(why) == {"chance", "birth_years", "nearest", "face", "other_face"}
    assert {why["face"], why["other_face"]} <= set(Face.objects.values_list("pk", flat=True))
    assert joins[0].gain >= 0.5


def test_who_somebody_is_is_asked_with_those_it_may_be(library, seen):
    mia, ben = seen(1, faces=6), seen(1, share=0.2)
    who = {one.person: one for one in asked(library) if one.kind is Kind.WHO}
    assert mia.pk in who[ben.pk].evidence["candidates"]


def test_two_with_names_are_never_asked_about(library, seen):
    seen(1, name="Mia"), seen(1, share=0.2, name="Ben")
    assert not [one for one in asked(library) if one.kind is Kind.JOIN]


@pytest.mark.parametrize("columns", [{"hidden": True}, {"shelf": Person.Shelf.RARE}])
def test_who_is_hidden_or_on_the_shelf_is_never_asked_about(library, seen, columns):
    seen(1)
    away = seen(1, share=0.2, **columns)
    for one in asked(library):
        assert away.pk not in {one.person, one.other}
        assert away.pk not in one.evidence.get("candidates", [])


def test_an_empty_library_asks_nothing(library):
    assert asked(library) == []


def test_asked_again_a_question_keeps_its_row_and_takes_the_new_gain(library, seen):
    mia = seen(1)
    faces = frozenset(mia.faces.values_list("pk", flat=True)[:1])
    propose(RunFactory(library=library), [Question(Kind.THESE, mia.pk, None, faces, gain=1.0)])
    first = Proposal.objects.get()
    again = Question(Kind.THESE, mia.pk, None, faces, {"nearest": 0.5}, gain=2.0)
    propose(RunFactory(library=library), [again])
    now = Proposal.objects.get()
    assert (now.pk, now.gain, now.evidence) == (first.pk, 2.0, {"nearest": 0.5})
    assert list(now.faces.values_list("pk", flat=True)) == list(faces)


def test_faces_that_would_move_are_not_asked_about_twice(library, seen):
    mia = seen(1)
    faces = frozenset(mia.faces.values_list("pk", flat=True)[:2])
    some = frozenset(sorted(faces)[:1])
    propose(
        RunFactory(library=library),
        [
            Question(Kind.MOVE, mia.pk, None, faces, gain=1.0),
            Question(Kind.THESE, mia.pk, None, some, gain=3.0),
        ],
    )
    assert [one.kind for one in Proposal.objects.all()] == [Kind.MOVE]


def test_looking_over_takes_no_lock_and_speaks_of_people_who_have_no_row_yet(library, monkeypatch):
    """Others write meanwhile: for thousands of faces it takes seconds."""
    inside = []
    outer = len(connection.savepoint_ids)

    def noting(*arguments):
        inside.append(len(connection.savepoint_ids) - outer)
        return look_over(*arguments)

    monkeypatch.setattr(cluster, "look_over", noting)
    for look in (1, 2) * 3:
        FaceFactory(asset=AssetFactory(library=library), features=towards(look))
    jobs.enqueue(Stage.CLUSTER, library)
    cluster.run(library.pk, version="test")
    assert inside == [0]
    asked = Proposal.objects.filter(kind=Kind.WHO)
    assert set(asked.values_list("person", flat=True)) <= set(
        Person.objects.values_list("pk", flat=True)
    )
