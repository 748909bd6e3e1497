import pytest

from gallery.models import Library, User
from tests.gallery.factories import LibraryFactory, UserFactory

pytestmark = pytest.mark.django_db

ANSWERS = {
    "username": "anna",
    "password": "a long password",
    "library_name": "Lindqvist",
    "recognition": "no",
}


def test_until_the_first_account_exists_every_page_leads_to_the_welcome(client):
    for page in ("/", "/members/", "/sign-in/", "/nothing/"):
        response = client.get(page)
        assert response.status_code == 302
        assert response["Location"] == "/welcome/"


def test_the_welcome_explains_recognition_and_chooses_nothing(client):
    page = client.get("/welcome/").content.decode()
    assert page.count('name="recognition"') == 2
    assert "checked" not in page
    assert "Nothing is sent anywhere" in page
    assert "make run PHOTOS=folder" in page


def test_three_answers_make_an_admin_with_a_library_who_is_signed_in(client, queued):
    response = client.post("/welcome/", ANSWERS)
    assert response.status_code == 302
    user = User.objects.get()
    assert user.is_superuser
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Library.objects.get().recognition is False
    assert client.get("/settings/").status_code == 200


def test_recognition_has_to_be_chosen(client):
    response = client.post("/welcome/", {**ANSWERS, "recognition": ""})
    assert response.status_code == 422
    assert b"Choose one" in response.content
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("password", "short", "too short"),
        ("password", "anna", "too similar"),
        ("password", "password123", "too common"),
        ("username", "", "required"),
        ("library_name", "", "required"),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, field, value, words):
    response = client.post("/welcome/", {**ANSWERS, field: value})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not User.objects.exists()


def test_a_password_is_never_sent_back(client):
    response = client.post("/welcome/", {**ANSWERS, "username": ""})
    assert b"a long password" not in response.content


def test_the_second_browser_is_asked_to_sign_in(client, queued):
    UserFactory()
    assert client.post("/welcome/", ANSWERS)["Location"] == "/"
    assert User.objects.count() == 1
    assert not Library.objects.exists()


def test_an_early_import_is_adopted(client, queued):
    early = LibraryFactory(name="Photos")
    client.post("/welcome/", ANSWERS)
    assert Library.objects.get() == early
    assert client.get("/settings/").status_code == 200
