"""What is not yours does not exist, and a viewer changes nothing, on every page of photos."""

import pytest
from django.core import serializers
from django.urls import reverse

from gallery.actions.hide import hide
from gallery.models import Decision, Face, Person
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]

SEEN = (
    "asset",
    "media",
    "face-crop",
    "person",
    "face",
    "person-faces",
    "person-years",
    "person-with",
    "person-same-age",
    "person-download",
)
CHANGED = (
    "person-rename",
    "person-birth-date",
    "person-merge",
    "person-hide",
    "person-cover",
    "person-gender",
    "person-leave-out",
    "person-forget",
    "face-twice",
    "face-draw",
    "decision-undo",
)
MANY = ("faces-move", "faces-forbid", "faces-not-a-face")
POSTED = {
    "name": "Mia",
    "year": "1990",
    "hidden": "on",
    "face": "1",
    "other": "2",
    "gender": "male",
    "left_out": "on",
    "confirm": "forget",
}
GONE = 999_999


@pytest.fixture
def ours(library, owner):
    asset = AssetFactory(library=library)
    person = PersonFactory(library=library)
    face = FaceFactory(asset=asset, person=person)
    decision = hide([PersonFactory(library=library)], hidden=True, by=owner)
    return {
        "asset": [asset.pk],
        "media": [asset.pk, "original"],
        "face-crop": [face.pk],
        "face": [face.pk],
        "person-faces": [person.pk],
        "face-twice": [face.pk],
        "face-draw": [asset.pk],
        "decision-undo": [decision.pk],
    } | {
        name: [person.pk, *([PersonFactory(library=library).pk] if name == "person-with" else [])]
        for name in (*SEEN, *CHANGED)
        if name.startswith("person")
    }


def gone(arguments):
    return [GONE, *arguments[1:]]


def everything():
    return [
        serializers.serialize("json", model.objects.order_by("pk"))
        for model in (Person, Face, Decision)
    ]


@pytest.mark.parametrize("name", SEEN)
def test_ours_looks_to_an_outsider_like_what_does_not_exist(client, ours, outsider, name):
    client.force_login(outsider)
    theirs = client.get(reverse(name, args=ours[name]))
    missing = client.get(reverse(name, args=gone(ours[name])))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content


@pytest.mark.parametrize("name", CHANGED)
def test_ours_cannot_be_changed_by_an_outsider(client, ours, outsider, name):
    client.force_login(outsider)
    before = everything()
    theirs = client.post(reverse(name, args=ours[name]), POSTED)
    missing = client.post(reverse(name, args=gone(ours[name])), POSTED)
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
    assert everything() == before


@pytest.mark.parametrize("name", CHANGED)
def test_a_viewer_changes_nothing(client, ours, viewer, name):
    client.force_login(viewer)
    before = everything()
    assert client.post(reverse(name, args=ours[name]), POSTED).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("name", MANY)
def test_faces_of_others_are_in_every_list_as_if_they_were_not_there(
    client, ours, outsider, owner, viewer, name
):
    mine = FaceFactory(asset__library=outsider.libraries.get())
    client.force_login(outsider)
    before = everything()
    theirs = client.post(reverse(name), {"face": [mine.pk, ours["face"][0]], "name": "Mia"})
    missing = client.post(reverse(name), {"face": [mine.pk, GONE], "name": "Mia"})
    none = client.post(reverse(name), {"name": "Mia"})
    assert theirs.status_code == missing.status_code == none.status_code == 404
    assert theirs.content == missing.content
    client.force_login(viewer)
    assert client.post(reverse(name), {"face": ours["face"], "name": "Mia"}).status_code == 404
    assert everything() == before


def test_a_viewer_is_offered_no_change(client, library, ours, viewer):
    client.force_login(viewer)
    for address in (reverse("people"), reverse("person", args=ours["person"])):
        page = client.get(address).content.decode()
        assert "person-rename" not in page
        assert "/rename/" not in page
        assert "Put right" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/people/",
        "/search/?q=Mia",
        "/search/?q=2019",
        "/search/suggestions/?q=Mia",
        "/dates/",
        "/memories/?on=07-14",
    ],
)
def test_lists_hold_nothing_of_another_library(client, library, outsider, address):
    person = PersonFactory(library=library, name="Mia")
    face = FaceFactory(asset=AssetFactory(library=library), person=person)
    client.force_login(outsider)
    page = client.get(address).content.decode()
    assert f"/photos/{face.asset_id}/" not in page
    assert f"/people/{person.pk}/" not in page


def test_another_familys_people_and_faces_are_no_choice(client, library, owner):
    ours = FaceFactory(asset__library=library, person=PersonFactory(library=library)).person
    theirs = FaceFactory(person=PersonFactory(name="Otto"))
    client.force_login(owner)
    for name, posted in (
        ("person-merge", {"other": theirs.person_id}),
        ("person-rename", {"same_as": theirs.person_id}),
        ("person-cover", {"face": theirs.pk}),
    ):
        wrong = client.post(reverse(name, args=[ours.pk]), posted)
        missing = client.post(reverse(name, args=[ours.pk]), dict.fromkeys(posted, GONE))
        assert wrong.status_code == missing.status_code == 422
        assert "Otto" not in wrong.content.decode()
    assert Person.objects.count() == 2
