"""What holds for every page, so also for those that are added later."""

import re

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import URLResolver, get_resolver

from gallery.views import settings
from tests.gallery.factories import (
    AssetFactory,
    FaceFactory,
    JobFactory,
    MembershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

# Whoever has no account may ask for these; each entry is a decision.
OPEN = {"health", "welcome", "account_login", "account_logout", "invitation"}
ASKS_FOR_MORE = {"api-search"}  # nothing is searched for without words
TELLS_401 = {"upload-file"}  # its script cannot follow a redirect to the sign-in page


def routes(patterns, before=""):
    """Name and an example address of each route, also of those that are included."""
    for pattern in patterns:
        example = re.sub(r"<int:\w+>", "1", before + str(pattern.pattern))
        example = re.sub(r"<(?:str|slug|path|anything):\w+>", "x", example)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, example)
        else:
            yield pytest.param(pattern.name, f"/{example}", id=pattern.name)


ROUTES = list(routes(get_resolver().url_patterns))


def rows():
    """Every row of the gallery, as text; sessions may change."""
    return serializers.serialize(
        "json",
        [
            row
            for model in apps.get_app_config("gallery").get_models()
            for row in model.objects.order_by("pk")
        ],
    )


@pytest.mark.parametrize(("name", "address"), ROUTES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_asked_to_sign_in(client, owner, name, address, method):
    response = getattr(client, method)(address)
    if name in OPEN:
        assert "next=" not in response.headers.get("Location", "")
    elif name in TELLS_401:
        assert response.status_code in {401, 405}
    elif address.startswith("/api/") and name != "api-docs":
        assert response.status_code == 401
        assert response["Content-Type"] == "application/json"
        assert response["WWW-Authenticate"] == "Token"
        assert list(response.json()) == ["detail"]
    else:
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize(("name", "address"), ROUTES)
def test_looking_changes_nothing(client, library, owner, name, address):
    asset = AssetFactory(library=library, pk=1)
    person = PersonFactory(library=library, pk=1)
    FaceFactory(asset=asset, person=person, pk=1)
    JobFactory(asset=asset, pk=1, state="quarantined")
    MembershipFactory(library=library)
    client.force_login(owner)
    before = rows()
    client.get(address)
    client.head(address)
    assert rows() == before


@pytest.mark.parametrize(("name", "address"), ROUTES)
def test_what_is_answered_stays_between_us_and_the_browser(client, library, owner, name, address):
    client.force_login(owner)
    response = client.get(address)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe-eval" not in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"] or "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


@pytest.mark.parametrize(("name", "address"), ROUTES)
def test_each_page_answers_its_owner_without_an_error(client, library, owner, name, address):
    client.force_login(owner)
    expected = {400} if name in ASKS_FOR_MORE else {200, 302, 404, 405}
    assert client.get(address).status_code in expected


def test_what_is_not_there_says_so_in_our_words(client, owner):
    client.force_login(owner)
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert b"There is nothing here" in response.content


def test_our_own_failure_says_that_the_photos_are_safe(client, owner, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("on purpose")

    monkeypatch.setattr(settings, "_page", fail)
    client.force_login(owner)
    client.raise_request_exception = False
    response = client.get("/settings/")
    assert response.status_code == 500
    assert b"Your photos are safe" in response.content
