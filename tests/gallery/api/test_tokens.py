import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gallery.actions.tokens import make_token
from gallery.models import Person, Token
from tests.gallery.api.conftest import caller

pytestmark = pytest.mark.django_db

PEOPLE = "/api/v1/people/"
SIZES = ("thumbnail", "preview", "original")


@pytest.fixture(autouse=True)
def nobody_was_wrong_before():
    cache.clear()


def bearer(secret):
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Token {secret}"})


def test_a_token_acts_for_whoever_made_it(contributor, family):
    token, secret = make_token(contributor, "Backup")
    call = caller(bearer(secret))
    assert call("get", "people").json()["count"] == 2
    assert call("put", "person-name", family.tom.pk, {"name": "Tom"}).status_code == 200
    token.refresh_from_db()
    assert token.used_at is not None


@pytest.mark.parametrize("accept", ["*/*", "image/*", "text/html"])
def test_a_token_opens_the_pictures_that_answers_name(contributor, family, preview, accept):
    client = bearer(make_token(contributor, "Frame")[1])
    face = client.get(f"/api/v1/faces/{family.faces[0].pk}/", headers={"Accept": accept}).json()
    asset = client.get(f"/api/v1/assets/{preview.pk}/", headers={"Accept": accept}).json()
    addresses = [face["crop_url"], *(asset[f"{size}_url"] for size in SIZES)]
    for address in addresses:
        answer = client.get(address, headers={"Accept": accept})
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/jpeg"
        assert "private" in answer["Cache-Control"]
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
        assert Client().get(address).status_code == 401


def test_an_original_is_sent_in_parts_where_asked_for(contributor, preview):
    client = bearer(make_token(contributor, "Frame")[1])
    answer = client.get(f"/api/v1/assets/{preview.pk}/original/", headers={"Range": "bytes=0-9"})
    assert answer.status_code == 206
    assert len(b"".join(answer.streaming_content)) == 10
    assert "sandbox" in answer["Content-Security-Policy"]


def test_only_the_hash_of_a_token_is_kept(contributor):
    token, secret = make_token(contributor, "Backup")
    assert secret not in str(Token.objects.values().get())
    assert len(secret) >= 43
    assert token.used_at is None


def test_a_revoked_token_is_as_good_as_an_unknown_one(contributor):
    token, secret = make_token(contributor, "Backup")
    token.delete()
    revoked, unknown = bearer(secret).get(PEOPLE), bearer("x").get(PEOPLE)
    assert revoked.status_code == unknown.status_code == 401
    assert revoked.json() == unknown.json()
    assert revoked["WWW-Authenticate"] == "Token"


def test_a_token_of_somebody_who_is_locked_out_does_not_work(contributor):
    _, secret = make_token(contributor, "Backup")
    contributor.is_active = False
    contributor.save()
    assert bearer(secret).get(PEOPLE).status_code == 401


@pytest.mark.parametrize("header", ["Token", "Token ", "Token a b", "Token \xe4", "token x"])
def test_what_is_no_token_is_refused(contributor, header):
    assert Client(headers={"Authorization": header}).get(PEOPLE).status_code == 401


def test_a_wrong_token_does_not_fall_back_on_the_session(client, contributor):
    client.force_login(contributor)
    assert client.get(PEOPLE, headers={"Authorization": "Token x"}).status_code == 401


def test_many_wrong_tokens_are_held_up_and_right_ones_never(contributor):
    _, secret = make_token(contributor, "Backup")
    answers = [bearer(f"wrong{number}").get(PEOPLE).status_code for number in range(21)]
    assert answers == [401] * 20 + [429]
    assert bearer(secret).get(PEOPLE).status_code == 200


def test_the_use_of_a_token_is_noted_once_a_minute(contributor, django_assert_num_queries):
    token, secret = make_token(contributor, "Backup")
    bearer(secret).get(PEOPLE)
    first = Token.objects.get(pk=token.pk).used_at
    bearer(secret).get(PEOPLE)
    assert Token.objects.get(pk=token.pk).used_at == first


def test_a_session_needs_its_csrf_token(contributor, family):
    client = Client(enforce_csrf_checks=True)
    client.force_login(contributor)
    refused = caller(client)("put", "person-name", family.tom.pk, {"name": "Tom"})
    assert refused.status_code == 403
    assert "CSRF" in refused.json()["detail"]
    assert not Person.objects.filter(name="Tom").exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (("delete", "application/json", ""), 405),
        (("options", "application/json", ""), 405),
        (("put", "text/plain", "name=Tom"), 415),
        (("put", "multipart/form-data; boundary=x", "--x--"), 415),
        (("put", "application/json", "{"), 400),
        (("put", "application/json", "[1]"), 400),
        (("put", "application/json", '{"name": NaN}'), 400),
        (("put", "application/json", '"\xff'), 400),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(client, contributor, family, sent, status):
    method, content_type, body = sent
    client.force_login(contributor)
    address = reverse("api-person-name", args=[family.tom.pk])
    answer = client.generic(method.upper(), address, body, content_type=content_type)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["detail"]


def test_tokens_are_made_shown_once_and_revoked_on_a_page(client, contributor):
    client.force_login(contributor)
    page = client.post("/settings/tokens/", {"name": "Backup"}).content.decode()
    token = Token.objects.get()
    assert token.user == contributor
    secret = page.split('value="')[2].split('"')[0]
    assert bearer(secret).get(PEOPLE).status_code == 200
    again = client.get("/settings/tokens/").content.decode()
    assert "Backup" in again
    assert secret not in again
    client.post(reverse("token-revoke", args=[token.pk]))
    assert not Token.objects.exists()


def test_a_token_without_a_name_is_refused_where_it_was_typed(client, contributor):
    client.force_login(contributor)
    response = client.post("/settings/tokens/", {"name": ""})
    assert response.status_code == 422
    assert not Token.objects.exists()


def test_nobody_sees_or_revokes_the_tokens_of_somebody_else(client, contributor, owner):
    token, _ = make_token(contributor, "Backup")
    client.force_login(owner)
    assert "Backup" not in client.get("/settings/tokens/").content.decode()
    theirs = client.post(reverse("token-revoke", args=[token.pk]))
    missing = client.post(reverse("token-revoke", args=[999_999]))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
    assert Token.objects.exists()
