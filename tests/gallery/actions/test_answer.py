from datetime import timedelta

import pytest
from django.utils import timezone

from gallery import jobs
from gallery.actions.answer import AnsweredError, answer
from gallery.actions.undo import undo
from gallery.models import Face, Job, Person, Proposal, Run
from tests.gallery.factories import RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(library, queued):
    """A question whether the last two faces of somebody go to another."""

    def ask(person, other):
        run = RunFactory(library=library)
        proposal = Proposal.objects.create(
            library=library, run=run, kind=Proposal.Kind.MOVE, person=person, other=other
        )
        proposal.faces.set(list(person.faces.order_by("pk"))[-2:])
        return proposal

    return ask


def test_yes_moves_the_faces_and_confirms_them(somebody, asked, owner):
    mia, ben = somebody(faces=4, name="Mia"), somebody(faces=1)
    proposal = asked(mia, ben)
    answer(proposal, yes=True, by=owner)
    assert mia.faces.count() == 2
    assert ben.faces.filter(confirmed=True, confirmed_by=owner).count() == 2
    proposal.refresh_from_db()
    assert (proposal.answer, proposal.answered_by) == ("yes", owner)


def test_people_are_told_apart_anew_once_the_family_pauses(somebody, asked, owner):
    answer(asked(somebody(faces=4), None), yes=False, by=owner)
    due = Job.objects.get().due_at - timezone.now()
    assert timedelta(0) < due <= jobs.QUIET


def test_yes_may_make_somebody_new(somebody, asked, owner):
    mia = somebody(faces=4, name="Mia")
    answer(asked(mia, None), yes=True, by=owner)
    elsewhere = Face.objects.filter(confirmed=True).exclude(person=mia)
    assert elsewhere.count() == 2
    assert len(set(elsewhere.values_list("person", flat=True))) == 1


def test_no_confirms_the_faces_where_they_are(somebody, asked, owner):
    mia, ben = somebody(faces=4, name="Mia"), somebody(faces=1)
    answer(asked(mia, ben), yes=False, by=owner)
    assert mia.faces.filter(confirmed=True).count() == 2
    assert ben.faces.count() == 1
    assert Proposal.objects.get().answer == "no"


@pytest.mark.parametrize("yes", [True, False])
def test_a_question_is_answered_once(yes, somebody, asked, owner):
    proposal = asked(somebody(faces=4, name="Mia"), None)
    answer(proposal, yes=False, by=owner)
    with pytest.raises(AnsweredError):
        answer(proposal, yes=yes, by=owner)


@pytest.mark.parametrize("yes", [True, False])
def test_an_answer_is_undone(yes, somebody, asked, owner, rows):
    mia, ben = somebody(faces=4, name="Mia"), somebody(faces=1)
    proposal = asked(mia, ben)
    before = rows()
    undo(answer(proposal, yes=yes, by=owner))
    assert rows() == before


def test_faces_that_went_elsewhere_meanwhile_stay_there(somebody, asked, owner):
    mia, ben, eva = somebody(faces=4, name="Mia"), somebody(faces=1), somebody(faces=1)
    proposal = asked(mia, ben)
    gone = proposal.faces.first()
    Face.objects.filter(pk=gone.pk).update(person=eva)
    answer(proposal, yes=True, by=owner)
    assert Face.objects.get(pk=gone.pk).person == eva
    assert Run.objects.exists()


@pytest.fixture
def asked_to_join(library, queued):
    def ask(person, other):
        return Proposal.objects.create(
            library=library,
            run=RunFactory(library=library),
            kind=Proposal.Kind.JOIN,
            person=person,
            other=other,
        )

    return ask


def test_two_people_become_the_one_who_has_a_name(somebody, asked_to_join, owner):
    nobody, mia = somebody(faces=5), somebody(faces=2, name="Mia")
    answer(asked_to_join(nobody, mia), yes=True, by=owner)
    assert mia.faces.count() == 7
    assert not Person.objects.filter(pk=nobody.pk).exists()


def test_two_people_who_are_not_one_are_kept_apart(somebody, asked_to_join, owner, rows):
    one, other = somebody(faces=2), somebody(faces=2)
    proposal = asked_to_join(one, other)
    before = rows()
    decision = answer(proposal, yes=False, by=owner)
    assert Face.objects.filter(confirmed=True).count() == 2
    undo(decision)
    assert rows() == before
