import pytest
from django.urls import reverse

from gallery.models import Proposal
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
