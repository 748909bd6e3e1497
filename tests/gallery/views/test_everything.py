import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gallery.models import Decision, Person, Role, Statement
from gallery.portable.document import people_json
from tests.gallery.factories import (
    AssetFactory,
    FaceFactory,
    LibraryFactory,
    MembershipFactory,
    PersonFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
PAGE, ZIP, IN = (reverse(name) for name in ("everything", "everything-zip", "bring-in-people"))


@pytest.fixture
def elsewhere(db):
    """What another family's gallery gives away."""
    library = LibraryFactory()
    anna = PersonFactory(library=library, name="Anna", hidden=True)
    FaceFactory(asset=AssetFactory(library=library), person=anna, confirmed=True)
    anna.cover = anna.faces.get()
    anna.save()
    return "".join(people_json(library))


def sent(client, content, name="people.json"):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(IN, {"file": SimpleUploadedFile(name, content)}, follow=True)


def zipped(text):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("people.json", text)
    return content.getvalue()


def test_an_owner_sees_how_much_there_is_and_takes_it_along(client, library, owner):
    mia = PersonFactory(library=library, name="Mia")
    FaceFactory(asset=AssetFactory(library=library), person=mia)
    PersonFactory(library=library)
    client.force_login(owner)
    page = " ".join(client.get(PAGE).content.decode().split())
    assert "<strong>2 people</strong>, 1 of them with a name, on <strong>1 photo</strong>" in page
    response = client.get(ZIP)
    assert response["Content-Type"] == "application/zip"
    assert f'filename="{library.name}.zip"' in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert response.streaming
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    people = json.loads(archive.read("people.json"))["people"]
    assert {one["name"] for one in people} == {"Mia", ""}


def test_the_settings_lead_there_for_owners_only(client, library, owner, viewer):
    client.force_login(owner)
    assert PAGE in client.get("/settings/").content.decode()
    client.force_login(viewer)
    assert PAGE not in client.get("/settings/").content.decode()


@pytest.mark.parametrize("as_zip", [False, True])
def test_an_owner_brings_people_in_and_can_undo_it(as_zip, client, library, owner, elsewhere):
    client.force_login(owner)
    page = sent(client, zipped(elsewhere) if as_zip else elsewhere).content.decode()
    anna = Person.objects.get(library=library)
    assert (anna.name, anna.hidden) == ("Anna", True)
    assert "Brought in: 1 person, 1 face." in page
    assert "1 face will be known once its photo is here and looked at." in page
    decision = Decision.objects.get(library=library)
    assert decision.by == owner
    assert reverse("decision-undo", args=[decision.pk]) in page
    client.post(reverse("decision-undo", args=[decision.pk]))
    assert not Person.objects.filter(library=library).exists()


def test_a_second_time_says_that_nothing_is_new(client, library, owner, elsewhere):
    client.force_login(owner)
    sent(client, elsewhere)
    assert "nothing has changed" in sent(client, elsewhere).content.decode()
    assert Decision.objects.filter(library=library).count() == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Choose the file first"),
        (b"Dear Anna", "This is no people.json of Kindred"),
        (zipped("{}")[:-30], "This is no people.json of Kindred"),
        (
            b'{"format": "kindred-people", "version": 1, "people": [{"id": 1, "name": "Anna"}, 3]}',
            "Entry 2 of &quot;people&quot; is wrong: it is no object. Nothing was changed.",
        ),
    ],
    ids=["nothing", "a letter", "half an archive", "half a person"],
)
def test_a_bad_file_is_refused_in_plain_words_and_changes_nothing(
    content, reason, client, library, owner
):
    client.force_login(owner)
    response = sent(client, content) if content else client.post(IN)
    assert response.status_code == 422
    page = response.content.decode()
    assert reason in page
    assert 'aria-describedby="people-problem"' in page
    for model in (Person, Statement, Decision):
        assert not model.objects.filter(library=library).exists()


def test_a_name_that_is_markup_is_text(client, library, owner):
    client.force_login(owner)
    hostile = '"><script>alert(1)</script>'
    content = {"format": "kindred-people", "version": 1, "people": [{"id": 1, "name": hostile}]}
    sent(client, json.dumps(content))
    assert Person.objects.get().name == hostile
    assert "<script>alert" not in client.get("/people/").content.decode()


def test_without_recognition_there_is_nothing_to_bring_in_for(client, library, owner, elsewhere):
    library.recognition = False
    library.save()
    client.force_login(owner)
    assert "people-file" not in client.get(PAGE).content.decode()
    response = sent(client, elsewhere)
    assert response.status_code == 422
    assert "Recognition is off" in response.content.decode()
    assert not Person.objects.filter(library=library).exists()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_whoever_is_no_owner_finds_nothing_there(role, client, library, elsewhere):
    client.force_login(MembershipFactory(library=library, role=role).user)
    missing = client.get("/nothing/")
    for response in (client.get(PAGE), client.get(ZIP), sent(client, elsewhere)):
        assert response.status_code == 404
        assert response.content == missing.content
    assert not Person.objects.filter(library=library).exists()


def test_an_outsider_takes_nothing_of_ours(client, library, outsider, elsewhere):
    PersonFactory(library=library, name="Mia")
    client.force_login(outsider)
    content = b"".join(client.get(ZIP).streaming_content)
    people = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("people.json"))["people"]
    assert people == []
    assert "Mia" not in client.get(PAGE).content.decode()
    sent(client, elsewhere)
    assert [one.name for one in library.people.all()] == ["Mia"]
