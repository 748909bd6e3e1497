import pytest

from gallery.actions.answer import AnsweredError, answer
from gallery.actions.merge import merge
from gallery.actions.move import move
from gallery.actions.part import part
from gallery.actions.rename import rename
from gallery.actions.review import answer_together, say_who
from gallery.actions.undo import undo
from gallery.models import Face, Person, Proposal, Statement
from tests.gallery.factories import RunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]

Kind = Proposal.Kind


@pytest.fixture
def ask(library):
    def ask(kind, person, other=None, faces=(), **evidence):
        proposal = Proposal.objects.create(
            library=library,
            run=RunFactory(library=library),
            kind=kind,
            person=person,
            other=other,
            evidence=evidence,
        )
        proposal.faces.set(faces)
        return proposal

    return ask


def open_pairs():
    return [(one.person, one.other) for one in Proposal.objects.open().order_by("pk")]


def test_questions_about_who_is_merged_away_are_about_who_stays(somebody, ask, owner):
    mia, ben, ada = (somebody() for _ in range(3))
    asked = ask(Kind.JOIN, mia, ben)
    other = ask(Kind.JOIN, ben, ada)
    faces = ask(Kind.THESE, ben, faces=ben.faces.all())
    answer(asked, yes=True, by=owner)
    stays = Person.objects.exclude(pk=ada.pk).get()
    other.refresh_from_db()
    assert {other.person, other.other} == {stays, ada}
    assert other.person_id < other.other_id
    faces.refresh_from_db()
    assert faces.person == stays


def test_the_same_question_is_not_left_twice_by_a_merge(somebody, ask, owner):
    mia, ben, ada = (somebody() for _ in range(3))
    ask(Kind.JOIN, mia, ada)
    ask(Kind.JOIN, ben, ada)
    ask(Kind.WHO, mia)
    ask(Kind.WHO, ben)
    merge(keep=mia, absorb=[ben], by=owner)
    assert open_pairs() == [(mia, ada), (mia, None)]


def test_a_question_between_two_who_become_named_goes(somebody, ask, owner):
    mia, ben, ada = somebody(name="Mia"), somebody(), somebody(name="Ada")
    ask(Kind.JOIN, ben, ada)
    merge(keep=mia, absorb=[ben], by=owner)
    assert open_pairs() == []


def test_who_stays_is_offered_in_the_place_of_who_is_merged_away(somebody, ask, owner):
    mia, ben, ada = (somebody() for _ in range(3))
    who = ask(Kind.WHO, ada, candidates=[ben.pk, mia.pk, ada.pk])
    merge(keep=mia, absorb=[ben], by=owner)
    who.refresh_from_db()
    assert who.evidence["candidates"] == [mia.pk]


def test_who_has_a_name_is_not_asked_for_it(somebody, ask, owner):
    mia, ben = somebody(), somebody()
    ask(Kind.WHO, mia)
    ask(Kind.WHO, ben)
    rename(mia, "Mia", by=owner)
    assert [one.person for one in Proposal.objects.open()] == [ben]


def test_two_who_were_told_apart_are_asked_about_no_longer(somebody, ask, owner):
    mia, ben, ada = (somebody() for _ in range(3))
    ask(Kind.JOIN, mia, ben)
    ask(Kind.JOIN, mia, ada)
    part(ben, mia, by=owner)
    assert open_pairs() == [(mia, ada)]


def test_yes_confirms_that_faces_are_whom_they_are_with(somebody, ask, owner):
    mia = somebody(faces=4)
    pks = [face.pk for face in mia.faces.order_by("pk")[1:3]]
    decision = answer(ask(Kind.THESE, mia, faces=pks), yes=True, by=owner)
    assert set(mia.faces.filter(confirmed=True).values_list("pk", flat=True)) == set(pks)
    assert not Proposal.objects.open().exists()
    undo(decision)
    assert not mia.faces.filter(confirmed=True).exists()


def test_no_takes_the_faces_from_that_person_for_good(somebody, ask, owner):
    mia = somebody(faces=4)
    pks = [face.pk for face in mia.faces.order_by("pk")[1:3]]
    answer(ask(Kind.THESE, mia, faces=pks), yes=False, by=owner)
    assert mia.faces.count() == 2
    assert Face.objects.filter(pk__in=pks, person=None).count() == 2
    said = Statement.objects.filter(kind=Statement.Kind.IS_NOT, person=mia.pk)
    assert set(said.values_list("face", flat=True)) == set(pks)


def test_several_are_answered_at_once_and_those_taken_off_by_no(somebody, ask, owner):
    mia, ben, ada = somebody(faces=4), somebody(), somebody()
    faces = list(mia.faces.order_by("pk"))
    right = ask(Kind.THESE, mia, faces=[faces[1]])
    wrong = ask(Kind.THESE, mia, faces=[faces[2]])
    same = ask(Kind.JOIN, ben, ada)
    decisions = answer_together([right, wrong, same], wrong=[wrong.pk], by=owner)
    assert len(decisions) == 3
    assert Face.objects.get(pk=faces[1].pk).confirmed
    assert Face.objects.get(pk=faces[2].pk).person is None
    assert Person.objects.count() == 2
    assert not Proposal.objects.open().exists()
    for decision in reversed(decisions):
        undo(decision)
    assert Person.objects.count() == 3
    assert mia.faces.count() == 4


def test_a_question_answered_by_another_is_passed_over(somebody, ask, owner):
    mia, ben, ada = (somebody() for _ in range(3))
    chain = [ask(Kind.JOIN, mia, ben), ask(Kind.JOIN, ben, ada), ask(Kind.JOIN, mia, ada)]
    answer_together(chain, by=owner)
    assert Person.objects.count() == 1
    assert not Proposal.objects.open().exists()


def test_who_it_is_may_be_a_new_name_or_somebody_there(somebody, ask, owner):
    mia, ben = somebody(), somebody(name="Ben")
    say_who(ask(Kind.WHO, mia), name="Mia", by=owner)
    mia.refresh_from_db()
    assert mia.name == "Mia"
    ada = somebody()
    say_who(ask(Kind.WHO, ada), person=ben, by=owner)
    assert not Person.objects.filter(pk=ada.pk).exists()
    assert ben.faces.count() == 4


def test_who_it_is_cannot_be_said_twice_nor_by_saying_nothing(somebody, ask, owner):
    mia = somebody()
    asked = ask(Kind.WHO, mia)
    with pytest.raises(AnsweredError):
        say_who(asked, by=owner)
    say_who(asked, name="Mia", by=owner)
    with pytest.raises(AnsweredError):
        say_who(asked, name="Ada", by=owner)
    with pytest.raises(AnsweredError):
        answer(ask(Kind.WHO, somebody()), yes=True, by=owner)


def test_faces_that_were_moved_meanwhile_are_asked_about_no_longer(somebody, ask, owner):
    mia, ben = somebody(faces=4), somebody()
    faces = list(mia.faces.order_by("pk"))
    ask(Kind.THESE, mia, faces=[faces[1]])
    move([faces[1]], ben, by=owner)
    rename(ben, "Ben", by=owner)
    assert not Proposal.objects.open().exists()


def test_faces_of_somebody_may_be_said_to_be_another(somebody, ask, owner):
    mia, ben = somebody(faces=5, name="Mia"), somebody(name="Ben")
    pks = [face.pk for face in mia.faces.order_by("pk")[1:4]]
    say_who(ask(Kind.WHO, mia, faces=pks), person=ben, besides=pks[:1], by=owner)
    assert set(ben.faces.filter(confirmed=True).values_list("pk", flat=True)) == set(pks[1:])
    assert mia.faces.filter(pk=pks[0]).exists()
    pks = [face.pk for face in mia.faces.order_by("pk")[1:2]]
    say_who(ask(Kind.WHO, mia, faces=pks), name="Ada", by=owner)
    assert Face.objects.get(pk=pks[0]).person.name == "Ada"
    assert not Proposal.objects.open().exists()


def test_those_who_are_somebody_else_are_taken_from_who_is_named(somebody, ask, owner):
    mia = somebody(faces=4)
    wrong = mia.faces.order_by("pk").last()
    say_who(ask(Kind.WHO, mia), name="Mia", besides=[wrong.pk], by=owner)
    wrong.refresh_from_db()
    mia.refresh_from_db()
    assert (wrong.person, mia.name) == (None, "Mia")
