"""What files and people say is text: on no page does it become an element or an attribute."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gallery.models import Asset, Job, Track
from gallery.pipeline import ingest
from tests.faces.metadata.payloads import PAYLOADS, photo_saying
from tests.gallery.factories import (
    AssetFactory,
    DatingFactory,
    FaceFactory,
    JobFactory,
    PersonFactory,
    RunFactory,
)
from tests.gallery.pipeline.conftest import SANDBOX

pytestmark = pytest.mark.django_db
HARMLESS = "Mia"
BORN = {"birth_date": date(1980, 5, 1), "birth_precision": "year"}


class Skeleton(HTMLParser):
    """A page without its words: its elements, the names of their attributes, its scripts."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.open = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.open = tag
        self.elements.append((tag, [name for name, _ in attrs]))
        self.texts += [value for _, value in attrs if value]
        for name, value in attrs:
            assert not name.startswith("on")
            if name in {"href", "src", "action", "formaction", "hx-get", "hx-post", "poster"}:
                assert not (value or "").strip().lower().startswith(("javascript:", "data:"))

    def handle_comment(self, data):
        self.elements.append(("comment", data))

    def handle_data(self, data):
        if self.open in {"script", "style"}:
            self.elements.append(("code", data.strip()[:20]))
        self.texts.append(data)


def doubted(person, said):
    """A photo of 1 April 2010 whose date is doubted, as this person is on it."""
    like = {"taken_at": datetime(2010, 4, 1, tzinfo=UTC), "name": said, "camera": said}
    photo = AssetFactory(library=person.library, **like)
    FaceFactory(asset=photo, person=person)
    return photo


def fill(library, said):
    """A library in which everything that can be written says one thing."""
    library.name = said
    library.save()
    person = PersonFactory(library=library, name=said, **BORN)
    shelved = PersonFactory(library=library, name="", shelf="rare")
    photo = AssetFactory(library=library, name=said, camera=said)
    clip = AssetFactory(library=library, name=said, kind=Asset.Kind.VIDEO, duration=9.0)
    FaceFactory(asset=photo, person=person)
    FaceFactory(asset=photo, person=shelved, left=0.6, right=0.7)
    DatingFactory(asset=doubted(person, said))
    today = timezone.localdate()
    born = today.replace(year=2000, day=min(today.day, 28))
    birthday = {"birth_date": born, "birth_precision": "day"}
    PersonFactory(library=library, name=said, **birthday)
    track = FaceFactory(asset=clip, person=person, time=1.0)
    Track.objects.create(face=track, frames=12, enough=True, moments=[[1.0, 2.0]])
    broken = AssetFactory(library=library, name=said, width=0, height=0, problem=said)
    JobFactory(asset=broken, state=Job.State.QUARANTINED, attempts=3, error=said)
    RunFactory(library=library)
    return {
        "clustering": reverse("clustering") + f"?person={person.pk}",
        "photo": reverse("asset", args=[photo.pk]),
        "photo of a person": reverse("asset", args=[photo.pk]) + f"?person={person.pk}",
        "clip": reverse("asset", args=[clip.pk]),
        "broken": reverse("asset", args=[broken.pk]),
        "person": reverse("person", args=[person.pk]),
        "years": reverse("person-years", args=[person.pk]),
        "memories": reverse("memories") + "?on=07-14",
        "two people": reverse("person-with", args=[person.pk, shelved.pk]),
        "same age": reverse("person-same-age", args=[person.pk]) + f"?with={shelved.pk}",
        "suggestions": reverse("person-suggestions", args=[shelved.pk]) + "?name=a",
        **{name: reverse(name) for name in PAGES},
    }


PAGES = ["photos", "dates", "people", "shelf", "search", "status", "members", "settings", "upload"]
PAGES += ["everything"]
SHOWING_NAMES = {
    "dates",
    "years",
    "photo",
    "clip",
    "broken",
    "person",
    "two people",
    "same age",
    "people",
    "search",
    "status",
    "settings",
    "everything",
    "clustering",
}


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def skeletons(client, pages):
    return {name: Skeleton(client.get(address).content.decode()) for name, address in pages.items()}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_page_has_other_elements_for_what_somebody_wrote(payload, signed_in, library):
    plain = skeletons(signed_in, fill(library, HARMLESS))
    Asset.objects.all().delete()
    library.people.all().delete()
    library.runs.all().delete()
    hostile = skeletons(signed_in, fill(library, payload))
    for name, page in plain.items():
        assert hostile[name].elements == page.elements, name
        seen = payload in "\n".join(hostile[name].texts)
        assert seen or name not in SHOWING_NAMES, name


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_photo_says_of_itself_is_shown_as_text(payload, signed_in, library, queued):
    name = payload.replace("/", "_") + ".jpg"
    sent = SimpleUploadedFile(name, photo_saying(payload), "image/jpeg")
    result = Skeleton(
        signed_in.post(reverse("upload"), {"file": sent, "end": "whole"}).content.decode()
    )
    asset = Asset.objects.get()
    assert asset.name in "\n".join(result.texts)
    ingest.run(asset.pk, sandbox=SANDBOX)
    asset.refresh_from_db()
    assert payload.split()[0][:10] in asset.camera
    page = Skeleton(signed_in.get(reverse("asset", args=[asset.pk])).content.decode())
    assert asset.camera in "\n".join(page.texts)
    assert ("script", []) not in page.elements


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_searched_for_is_shown_as_text(payload, signed_in, library):
    plain = Skeleton(signed_in.get(reverse("search"), {"q": "nobody"}).content.decode())
    page = Skeleton(signed_in.get(reverse("search"), {"q": payload}).content.decode())
    assert page.elements == plain.elements
    assert payload in "\n".join(page.texts)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_refused_file_answers_in_json_and_not_in_its_own_words(payload, signed_in):
    sent = SimpleUploadedFile("page.jpg", f"<html>{payload}".encode(), "image/jpeg")
    answer = signed_in.post(reverse("upload-file"), {"file": sent, "end": "whole"})
    assert answer.status_code == 415
    assert answer["Content-Type"] == "application/json"
    assert payload not in answer.json()["reason"]


def test_scripts_run_only_from_our_own_files(signed_in, library):
    policy = signed_in.get(reverse("photos"))["Content-Security-Policy"]
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "data:" not in scripts
    assert "'nonce-" in scripts
