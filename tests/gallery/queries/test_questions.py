from datetime import date

import pytest

from gallery.actions.rename import rename
from gallery.models import Proposal
from gallery.queries.questions import progress, questions
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory, RunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]

Kind = Proposal.Kind


@pytest.fixture
def somebody(library):
    def make(faces=3, **columns):
        person = PersonFactory(library=library, **columns)
        for _ in range(faces):
            asset = AssetFactory(library=library, taken_on=date(2014, 5, 1))
            FaceFactory(asset=asset, person=person)
        return person

    return make


@pytest.fixture
def ask(library):
    def ask(kind, person, other=None, faces=(), gain=1.0, **evidence):
        proposal = Proposal.objects.create(
            library=library,
            run=RunFactory(library=library),
            kind=kind,
            person=person,
            other=other,
            gain=gain,
            evidence=evidence,
        )
        proposal.faces.set(faces)
        return proposal

    return ask


def test_what_settles_most_comes_first(library, somebody, ask):
    mia, ben = somebody(), somebody()
    little, most, some = (ask(Kind.WHO, one, gain=g) for one, g in ((mia, 1), (ben, 9), (mia, 4)))
    assert [one.pk for one in questions(library)] == [most.pk, some.pk, little.pk]
    assert [one.pk for one in questions(library, most=1)] == [most.pk]


def test_faces_come_with_the_day_and_the_age(library, somebody, ask):
    mia = somebody(birth_date=date(2011, 1, 1), birth_precision="day", name="Mia")
    ask(Kind.THESE, mia, faces=mia.faces.all()[:2])
    [question] = questions(library)
    assert question.count == len(question.shown) == 2
    assert {(face.day, face.age) for face in question.shown} == {(date(2014, 5, 1), "3")}
    assert question.faces == [face.pk for face in question.shown]


def test_who_somebody_is_comes_with_their_faces_and_the_likeliest(library, somebody, ask):
    mia, ben, ada = somebody(faces=14), somebody(name="Ben"), somebody()
    ask(Kind.WHO, mia, candidates=[ada.pk, ben.pk, mia.pk, 10**9])
    [question] = questions(library)
    assert [card.person for card in question.candidates] == [ada, ben]
    assert len(question.shown) == 12
    assert question.faces == []


def test_why_it_is_asked_is_said_in_words(library, somebody, ask):
    mia, ben = somebody(name="Mia"), somebody()
    ask(Kind.JOIN, mia, ben, nearest=0.5, birth_years=1.2)
    ask(Kind.THESE, mia, faces=mia.faces.all()[:1], nearest=1.2, birth_years=-2.0, gain=0.5)
    both, some = (one.reasons for one in questions(library))
    assert both == [
        "In two photos they look very much alike.",
        "By their looks both were born at about the same time.",
    ]
    assert some == [
        "They look different from the other photos of Mia.",
        "The age does not fit when Mia was born.",
    ]


def test_more_questions_need_no_more_queries(library, somebody, ask, django_assert_num_queries):
    def asked():
        mia, ben = somebody(name="Mia"), somebody()
        ask(Kind.THESE, mia, faces=mia.faces.all()[:2])
        ask(Kind.WHO, ben, candidates=[mia.pk])
        ask(Kind.JOIN, mia, ben)

    asked()
    with django_assert_num_queries(5):
        questions(library)
    for _ in range(4):
        asked()
    with django_assert_num_queries(5):
        assert len(questions(library)) == 15


def test_progress_counts_answers_and_the_faces_they_settled(library, somebody, owner):
    mia, _ = somebody(faces=3), somebody(faces=2)
    assert (progress(library).answers, progress(library).settled) == (0, 0)
    rename(mia, "Mia", by=owner)
    now = progress(library)
    assert (now.answers, now.settled, now.faces, now.waiting) == (1, 3, 5, 0)
