from datetime import date

import pytest
from django.urls import reverse

from gallery.models import Asset, Track
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def page_of(client, asset, query=""):
    return client.get(reverse("asset", args=[asset.pk]) + query).content.decode()


def test_people_are_named_with_their_age_then(signed_in, library):
    mia = PersonFactory(
        library=library, name="Mia", birth_date=date(2016, 3, 1), birth_precision="day"
    )
    tom = PersonFactory(
        library=library, name="Tom", birth_year=1985.1, birth_year_low=1983, birth_year_high=1987
    )
    asset = AssetFactory(library=library)
    FaceFactory(asset=asset, person=mia, left=0.25, right=0.5)
    FaceFactory(asset=asset, person=tom, left=0.6, right=0.7)
    page = page_of(signed_in, asset)
    assert "Mia, 3" in page
    assert "Tom, about 34" in page
    assert "left:25.00%; top:30.00%; width:25.00%" in " ".join(page.split())
    assert page.index("Mia") < page.index("Tom")


def test_the_date_comes_with_its_source(signed_in, library):
    page = page_of(signed_in, AssetFactory(library=library, taken_source="file"))
    assert "Sunday, 14 July 2019" in page
    assert "date from the file&#x27;s own time: it may be wrong" in " ".join(page.split()).replace(
        "'", "&#x27;"
    )


def test_next_and_previous_follow_the_timeline(signed_in, library):
    assets = AssetFactory.create_batch(3, library=library)
    page = page_of(signed_in, assets[1])
    assert f'href="/photos/{assets[2].pk}/"' in page
    assert f'href="/photos/{assets[0].pk}/"' in page


def test_among_the_photos_of_a_person_the_others_are_passed_over(signed_in, library):
    person = PersonFactory(library=library)
    first, between, last = AssetFactory.create_batch(3, library=library)
    for asset in (first, last):
        FaceFactory(asset=asset, person=person)
    page = page_of(signed_in, last, f"?person={person.pk}")
    assert f'href="/photos/{first.pk}/?person={person.pk}"' in page
    assert f"/photos/{between.pk}/" not in page


def test_hidden_people_and_what_is_no_face_are_left_out(signed_in, library):
    asset = AssetFactory(library=library)
    hidden = FaceFactory(asset=asset, person=PersonFactory(library=library, hidden=True))
    poster = FaceFactory(asset=asset, not_a_face=True)
    page = page_of(signed_in, asset)
    for face in (hidden, poster):
        assert reverse("face-crop", args=[face.pk]) not in page


def test_a_damaged_photo_says_why_and_can_still_be_downloaded(signed_in, library):
    asset = AssetFactory(library=library, width=0, height=0, problem="The file is cut off.")
    page = page_of(signed_in, asset)
    assert "The file is cut off." in page
    assert "The original is safe" in page
    assert f"/media/{asset.pk}/original?download" in page


def test_a_video_plays_and_its_people_lead_to_their_moments(signed_in, library):
    asset = AssetFactory(library=library, kind=Asset.Kind.VIDEO, duration=90.0)
    person = PersonFactory(library=library, name="Mia")
    face = FaceFactory(asset=asset, person=person, time=61.0)
    Track.objects.create(face=face, frames=12, enough=True, moments=[[61.0, 65.0], [75.0, 78.0]])
    page = page_of(signed_in, asset, "?at=61.5")
    assert "<video" in page
    assert "/original#t=61.5" in page
    assert 'data-moment="61.00"' in page
    assert 'data-moment="75.00"' in page


def test_nothing_but_a_moment_goes_into_the_address_of_a_video(signed_in, library):
    asset = AssetFactory(library=library, kind=Asset.Kind.VIDEO)
    assert "#t=" not in page_of(signed_in, asset, '?at=1"onload=x')


def test_over_the_grid_only_the_photo_is_sent(signed_in, library):
    address = reverse("asset", args=[AssetFactory(library=library).pk])
    part = signed_in.get(address, headers=HTMX).content.decode()
    assert 'id="photo"' in part
    assert "<html" not in part


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_the_same_number_of_questions_however_many_faces(
    signed_in, library, count, django_assert_num_queries
):
    asset = AssetFactory(library=library)
    for _ in range(count):
        FaceFactory(asset=asset, person=PersonFactory(library=library))
    with django_assert_num_queries(9):
        page_of(signed_in, asset)
