import re

import pytest
from django.urls import reverse

from gallery.models import Face, Person, Proposal
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory, RunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


@pytest.fixture
def proposal(library):
    mia = PersonFactory(library=library, name="Mia")
    faces = [FaceFactory(asset=AssetFactory(library=library), person=mia) for _ in range(3)]
    proposal = Proposal.objects.create(
        library=library, run=RunFactory(library=library), kind="move", person=mia
    )
    proposal.faces.set(faces[1:])
    return proposal


def test_a_question_is_shown_with_its_faces_and_found_from_the_people_page(client, owner, proposal):
    client.force_login(owner)
    page = client.get(reverse("questions")).content.decode()
    assert "Are these 2 faces somebody other than Mia?" in page
    assert all(reverse("face-crop", args=[face.pk]) in page for face in proposal.faces.all())
    assert "1 question about who is who" in client.get(reverse("people")).content.decode()


def test_a_question_about_one_face_says_so(client, owner, proposal):
    proposal.faces.set(proposal.faces.all()[:1])
    client.force_login(owner)
    page = client.get(reverse("questions")).content.decode()
    assert "Is this face somebody other than Mia?" in page


@pytest.mark.parametrize(("said", "left"), [("yes", 1), ("no", 3)])
def test_an_answer_is_kept_and_can_be_undone(client, owner, proposal, said, left):
    client.force_login(owner)
    address = reverse("question-answer", args=[proposal.pk])
    page = client.post(address, {"answer": said}, follow=True).content.decode()
    assert proposal.person.faces.count() == left
    assert "No questions" in page
    assert "/undo/" in page


def test_nonsense_is_no_answer(client, owner, proposal):
    client.force_login(owner)
    address = reverse("question-answer", args=[proposal.pk])
    page = client.post(address, {"answer": "perhaps"}, follow=True).content.decode()
    assert "Please say yes, no" in page
    assert Proposal.objects.open().exists()


def test_who_answers_second_is_told_so(client, owner, proposal):
    client.force_login(owner)
    address = reverse("question-answer", args=[proposal.pk])
    client.post(address, {"answer": "no"})
    page = client.post(address, {"answer": "yes"}, follow=True).content.decode()
    assert "That was answered already." in page
    assert proposal.person.faces.count() == 3


def test_two_people_are_asked_about_side_by_side(client, owner, library):
    one, two = (PersonFactory(library=library, name=name) for name in ("Ben", "Benjamin"))
    Proposal.objects.create(
        library=library, run=RunFactory(library=library), kind="join", person=one, other=two
    )
    client.force_login(owner)
    page = client.get(reverse("questions")).content.decode()
    assert "The same person?" in page
    assert "Benjamin" in page


def test_a_viewer_sees_the_question_and_no_buttons(client, viewer, proposal):
    client.force_login(viewer)
    page = client.get(reverse("questions")).content.decode()
    assert "somebody other than Mia" in page
    assert "/answer/" not in page
    assert client.post(reverse("question-answer", args=[proposal.pk])).status_code == 404


def test_another_familys_question_does_not_exist(client, outsider, proposal):
    client.force_login(outsider)
    assert "Mia" not in client.get(reverse("questions")).content.decode()
    theirs = client.post(reverse("question-answer", args=[proposal.pk]), {"answer": "yes"})
    missing = client.post(reverse("question-answer", args=[999_999]), {"answer": "yes"})
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
    assert proposal.person.faces.count() == 3


def test_the_number_of_queries_does_not_grow_with_the_questions(
    client, owner, library, proposal, django_assert_max_num_queries
):
    for _ in range(10):
        person = PersonFactory(library=library, name="Eva")
        another = Proposal.objects.create(
            library=library, run=proposal.run, kind="move", person=person
        )
        another.faces.set([FaceFactory(asset__library=library, person=person)])
    client.force_login(owner)
    with django_assert_max_num_queries(14):
        client.get(reverse("questions"))


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def asked(library):
    """Ask a question about people with two faces each."""

    def ask(kind, *names, gain=1.0, faces=0, **columns):
        people = [PersonFactory(library=library, name=name) for name in names]
        for person in people:
            for _ in range(3):
                FaceFactory(asset=AssetFactory(library=library), person=person)
        first, *other = people
        question = Proposal.objects.create(
            library=library,
            run=RunFactory(library=library),
            kind=kind,
            person=first,
            other=other[0] if other else None,
            gain=gain,
            **columns,
        )
        question.faces.set(list(first.faces.order_by("pk"))[:faces])
        return question

    return ask


def page_of(client):
    return " ".join(client.get(reverse("questions")).content.decode().split())


def answered(client, question, **said):
    address = reverse("question-answer", args=[question.pk])
    return " ".join(client.post(address, said, follow=True).content.decode().split())


def test_the_question_that_settles_most_stands_alone(signed_in, asked):
    asked("join", "Mia", "", gain=1.0)
    asked("join", "Ben", "", gain=9.0)
    page = page_of(signed_in)
    assert "Ben" in page
    assert "1 more question." in page
    assert page.count("data-yes") == 1


def test_what_is_put_off_comes_last(signed_in, asked):
    first, second = asked("join", "Mia", "", gain=9.0), asked("join", "Ben", "")
    assert f"/questions/{second.pk}/" in answered(signed_in, first, answer="later")
    assert f"/questions/{first.pk}/" in answered(signed_in, second, answer="later")
    assert Proposal.objects.open().count() == 2


def test_sure_questions_are_answered_together_and_undone_together(signed_in, asked):
    sure = {"evidence": {"chance": 0.95}, "gain": 3.0}
    question, another = asked("join", "Mia", "", **sure), asked("join", "Ben", "", **sure)
    unsure = asked("join", "Eva", "", evidence={"chance": 0.2}, gain=0.5)
    page = page_of(signed_in)
    assert "Are all of these right?" in page
    assert f'value="{unsure.pk}"' not in page
    before = list(Face.objects.order_by("pk").values_list("pk", "person", "confirmed"))
    page = answered(signed_in, question, answer="yes", together=[another.pk], wrong=[another.pk])
    assert not Person.objects.filter(pk=question.other_id).exists()
    assert Person.objects.filter(pk=another.other_id, faces__confirmed=True).exists()
    [undo] = set(re.findall(r'action="(/decisions/[^"]+)"', page))
    page = signed_in.post(undo.replace("&amp;", "&"), {"next": "/people/questions/"}, follow=True)
    assert list(Face.objects.order_by("pk").values_list("pk", "person", "confirmed")) == before
    assert Proposal.objects.open().count() == 3
    assert "Are all of these right?" in page.content.decode()


def test_faces_that_are_not_somebody_are_taken_from_them(signed_in, asked):
    question = asked("these", "Mia", faces=1)
    face = question.faces.get()
    assert "Is this Mia?" in page_of(signed_in)
    answered(signed_in, question, answer="no")
    face.refresh_from_db()
    assert face.person is None


def test_who_somebody_is_may_be_typed_or_chosen(signed_in, asked, library):
    mia = PersonFactory(library=library, name="Mia")
    FaceFactory(asset=AssetFactory(library=library), person=mia)
    typed, chosen, new = (asked("who", "") for _ in range(3))
    answered(signed_in, typed, answer="name", name=" mia ")
    answered(signed_in, chosen, person=mia.pk)
    answered(signed_in, new, answer="name", name="Eva")
    assert mia.faces.count() == 7
    assert Person.objects.get(name="Eva") == new.person


def test_faces_of_somebody_else_are_left_out_of_a_name(signed_in, asked):
    question = asked("who", "")
    stranger = question.person.faces.order_by("pk").last()
    answered(signed_in, question, answer="name", name="Eva", besides=[stranger.pk])
    stranger.refresh_from_db()
    assert stranger.person is None
    assert Person.objects.get(name="Eva").faces.count() == 2


def test_nobody_we_know_is_hidden_and_not_asked_about_again(signed_in, asked):
    question = asked("who", "")
    answered(signed_in, question, answer="hide")
    assert Person.objects.get().hidden
    assert not Proposal.objects.open().exists()


def test_a_question_of_others_is_not_answered_along(signed_in, asked, outsider):
    ours = asked("join", "Mia", "")
    theirs = outsider.libraries.get()
    foreign = Proposal.objects.create(
        library=theirs,
        run=RunFactory(library=theirs),
        kind="who",
        person=PersonFactory(library=theirs),
    )
    address = reverse("question-answer", args=[ours.pk])
    wrong = signed_in.post(address, {"answer": "yes", "together": [foreign.pk]})
    missing = signed_in.post(address, {"answer": "yes", "together": [999_999]})
    assert wrong.status_code == missing.status_code == 404
    assert wrong.content == missing.content
    assert Proposal.objects.open().count() == 2


def test_progress_is_told(signed_in, asked):
    asked("join", "Mia", "")
    assert "3 of 6 faces settled" in page_of(signed_in)


def test_whose_a_face_is_that_was_taken_off_is_asked_next(signed_in, asked, library):
    ben = PersonFactory(library=library, name="Ben")
    FaceFactory(asset=AssetFactory(library=library), person=ben)
    question = asked("these", "Mia", faces=1)
    face = question.faces.get()
    page = answered(signed_in, question, answer="no")
    assert "Whose face is this, then?" in page
    here = reverse("questions")
    signed_in.post(reverse("faces-move"), {"face": face.pk, "name": "Ben", "next": here})
    face.refresh_from_db()
    assert (face.person, face.confirmed) == (ben, True)
    assert "Whose face is this, then?" not in page_of(signed_in)


def test_it_may_stay_open_whose_a_face_is(signed_in, asked):
    question = asked("who", "")
    stranger = question.person.faces.order_by("pk").last()
    page = answered(signed_in, question, answer="name", name="Eva", besides=[stranger.pk])
    assert "Whose face is this, then?" in page
    signed_in.post(reverse("question-whose-later", args=[stranger.pk]))
    assert "Whose face is this, then?" not in page_of(signed_in)
    stranger.refresh_from_db()
    assert stranger.person is None


def test_faces_of_others_are_never_asked_about(signed_in, asked, outsider):
    theirs = FaceFactory(asset__library=outsider.libraries.get())
    question = asked("who", "")
    page = answered(signed_in, question, answer="name", name="Eva", besides=[theirs.pk])
    assert "Whose face is this, then?" not in page
    address = reverse("question-whose-later", args=[theirs.pk])
    missing = reverse("question-whose-later", args=[999_999])
    assert signed_in.post(address).content == signed_in.post(missing).content
    assert signed_in.post(address).status_code == 404
