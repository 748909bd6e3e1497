import pytest
from django.urls import reverse

from gallery.models import Face, Job, Library, Person, Role
from tests.gallery.factories import (
    AssetFactory,
    FaceFactory,
    MembershipFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db):
    return MembershipFactory(user=UserFactory(is_superuser=True)).user


def test_an_owner_renames_the_library(client, library, owner):
    client.force_login(owner)
    client.post("/settings/name/", {"name": "Lindqvist"})
    library.refresh_from_db()
    assert library.name == "Lindqvist"


def test_a_name_of_nothing_is_refused_where_it_was_typed(client, library, owner):
    client.force_login(owner)
    response = client.post("/settings/name/", {"name": ""})
    assert response.status_code == 422
    assert b"This field is required" in response.content


@pytest.mark.parametrize("address", ["/settings/name/", "/settings/recognition/"])
def test_viewers_cannot_change_the_library(client, library, viewer, address):
    client.force_login(viewer)
    response = client.post(address, {"name": "Mine", "recognition": "off", "understood": "on"})
    assert response.status_code == 404
    library.refresh_from_db()
    assert library.name != "Mine"
    assert library.recognition


def test_viewers_see_what_concerns_them(client, viewer):
    client.force_login(viewer)
    page = client.get("/settings/").content.decode()
    assert "Viewer" in page
    assert reverse("account_change_password") in page
    assert reverse("library-rename") not in page
    assert "This server" not in page


def test_switching_recognition_off_says_what_is_erased(client, library, owner):
    person = PersonFactory(library=library, name="Mia")
    PersonFactory(library=library)
    for _ in range(3):
        FaceFactory(asset=AssetFactory(library=library), person=person)
    client.force_login(owner)
    page = " ".join(client.get("/settings/recognition/").content.decode().split())
    assert "3 faces" in page
    assert "2 people" in page
    assert "1 name" in page


def test_nothing_is_erased_without_a_second_yes(client, library, owner):
    PersonFactory(library=library, name="Mia")
    client.force_login(owner)
    response = client.post("/settings/recognition/", {"recognition": "off"})
    assert response.status_code == 422
    assert Person.objects.exists()


def test_with_a_second_yes_faces_and_names_are_gone_and_photos_stay(
    client, library, owner, django_capture_on_commit_callbacks
):
    face = FaceFactory(asset=AssetFactory(library=library))
    PersonFactory(library=library, name="Mia")
    client.force_login(owner)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/recognition/", {"recognition": "off", "understood": "on"})
    library.refresh_from_db()
    assert not library.recognition
    assert not Face.objects.exists()
    assert not Person.objects.exists()
    assert library.assets.get() == face.asset


def test_switching_on_looks_at_what_is_there(client, library, owner, queued):
    Library.objects.update(recognition=False)
    Job.objects.create(
        stage="ingest", state="done", asset=AssetFactory(library=library), library=library
    )
    client.force_login(owner)
    client.post("/settings/recognition/", {"recognition": "on"})
    assert Job.objects.filter(stage="detect", library=library).exists()


def test_one_looks_at_another_of_ones_libraries(client, owner):
    other = MembershipFactory(user=owner, role=Role.VIEWER).library
    client.force_login(owner)
    client.post(f"/libraries/{other.pk}/choose/")
    assert str(other) in client.get("/settings/").content.decode()


def test_a_library_of_strangers_cannot_be_chosen(client, library, outsider):
    client.force_login(outsider)
    foreign = client.post(f"/libraries/{library.pk}/choose/")
    unknown = client.post("/libraries/987654/choose/")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
    assert str(library) not in client.get("/settings/").content.decode()


def test_an_admin_adds_a_library_that_nobody_else_sees(client, admin):
    client.force_login(admin)
    client.post("/libraries/add/", {"name": "Grandparents"})
    added = Library.objects.get(name="Grandparents")
    assert added.recognition is False
    assert added.memberships.get().user == admin
    assert "Grandparents" in client.get("/settings/").content.decode()


def test_others_do_not_add_libraries(client, owner):
    client.force_login(owner)
    assert client.post("/libraries/add/", {"name": "Mine"}).status_code == 403
    assert not Library.objects.filter(name="Mine").exists()


def test_an_admin_reads_where_the_data_lies(client, admin, data_dir):
    client.force_login(admin)
    assert str(data_dir) in client.get("/settings/").content.decode()


def test_somebody_without_a_library_still_has_their_settings(client):
    client.force_login(UserFactory())
    page = client.get("/settings/")
    assert page.status_code == 200
    assert b"You do not belong to a library" in page.content


def test_an_admin_of_the_server_does_not_see_into_libraries(client, library, admin):
    PersonFactory(library=library, name="Mia")
    client.force_login(admin)
    assert client.post(f"/libraries/{library.pk}/choose/").status_code == 404
    assert b"Mia" not in client.get("/people/shelf/").content
