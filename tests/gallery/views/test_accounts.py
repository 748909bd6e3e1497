import pytest
from django.core.cache import cache

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"  # noqa: S105 of nobody


@pytest.fixture(autouse=True)
def forgotten_tries():
    cache.clear()
    yield
    cache.clear()


def test_who_knows_the_password_comes_in(client, owner):
    response = client.post("/sign-in/", {"login": "anna", "password": PASSWORD})
    assert response.status_code == 302
    assert client.get("/settings/").status_code == 200


def test_capitals_in_the_sign_in_name_do_not_matter(client, owner):
    client.post("/sign-in/", {"login": "Anna", "password": PASSWORD})
    assert client.get("/settings/").status_code == 200


def test_after_signing_in_one_is_where_one_wanted_to_go(client, owner):
    response = client.get("/members/")
    assert response["Location"] == "/sign-in/?next=/members/"
    page = client.get(response["Location"]).content.decode()
    assert 'name="next" value="/members/"' in " ".join(page.split())
    answer = client.post("/sign-in/", {"login": "anna", "password": PASSWORD, "next": "/members/"})
    assert answer["Location"] == "/members/"


def test_nobody_is_led_to_another_site(client, owner):
    answer = client.post(
        "/sign-in/", {"login": "anna", "password": PASSWORD, "next": "https://example.org/"}
    )
    assert answer["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_look_alike(client, owner):
    wrong = client.post("/sign-in/", {"login": "anna", "password": "wrong"})
    unknown = client.post("/sign-in/", {"login": "nobody", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_after_five_wrong_passwords_there_is_a_pause(client, owner):
    for _ in range(5):
        assert client.post("/sign-in/", {"login": "anna", "password": "x"}).status_code == 422
    response = client.post("/sign-in/", {"login": "anna", "password": PASSWORD})
    assert response.status_code == 429
    assert b"Wait five minutes" in response.content


def test_signing_out_needs_a_click(client, owner):
    client.force_login(owner)
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/settings/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/settings/").status_code == 302


def test_a_new_password_needs_the_old_one(client, owner):
    client.force_login(owner)
    new = {"password1": "quite another one", "password2": "quite another one"}
    assert client.post("/password/", {**new, "oldpassword": "wrong"}).status_code == 422
    response = client.post("/password/", {**new, "oldpassword": PASSWORD})
    assert response["Location"] == "/settings/"
    owner.refresh_from_db()
    assert owner.check_password("quite another one")


def test_a_new_password_signs_other_devices_out(client, owner):
    other = type(client)()
    other.force_login(owner)
    client.force_login(owner)
    new = {"password1": "quite another one", "password2": "quite another one"}
    client.post("/password/", {**new, "oldpassword": PASSWORD})
    assert client.get("/settings/").status_code == 200
    assert other.get("/settings/").status_code == 302
