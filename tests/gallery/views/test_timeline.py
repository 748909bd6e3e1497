from datetime import date

import pytest
from django.urls import reverse

from gallery.models import Asset, Stage
from gallery.queries import timeline as queries
from tests.gallery.factories import AssetFactory, JobFactory, UserFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def test_each_photo_has_its_place_before_it_arrives(signed_in, library):
    asset = AssetFactory(library=library, width=1200, height=800, colour="#aabbcc")
    page = signed_in.get("/").content.decode()
    assert "--r:1.5000; background-color:#aabbcc" in " ".join(page.split())
    assert f'src="/media/{asset.pk}/thumb.jpg"' in page
    assert 'loading="lazy"' in page


def test_a_video_says_how_long_it_is(signed_in, library):
    AssetFactory(library=library, kind=Asset.Kind.VIDEO, duration=65.2)
    assert "1:05" in signed_in.get("/").content.decode()


def test_what_cannot_be_read_is_there_with_its_reason(signed_in, library):
    job = JobFactory(
        asset=AssetFactory(library=library, width=0, height=0, name="IMG_1.jpg"),
        state="quarantined",
        error="The file is damaged.",
    )
    Asset.objects.filter(pk=job.asset_id).update(problem="The file is damaged.")
    page = signed_in.get("/").content.decode()
    assert "IMG_1.jpg" in page
    assert "The file is damaged." in page


def test_an_empty_library_leads_to_the_upload(signed_in):
    page = signed_in.get("/").content.decode()
    assert "No photos yet" in page
    assert reverse("upload") in page


def test_whoever_has_no_library_yet_is_told_so(client, owner):
    client.force_login(UserFactory())
    response = client.get("/")
    assert response.status_code == 200
    assert "do not belong to a library" in response.content.decode()


def test_photos_still_being_read_are_counted_until_they_are(signed_in, library):
    job = JobFactory(asset=AssetFactory(library=library), stage=Stage.INGEST)
    assert "1 photo still being read" in signed_in.get("/").content.decode()
    job.state = "done"
    job.save()
    later = signed_in.get("/?pending", headers=HTMX).content.decode()
    assert "All photos are read" in later


def test_a_far_month_comes_by_itself_and_has_a_link_without_a_script(signed_in, library):
    AssetFactory.create_batch(70, library=library, taken_on=date(2021, 5, 1))
    old = AssetFactory.create_batch(45, library=library, taken_on=date(2019, 7, 14))[0]
    page = signed_in.get("/").content.decode()
    assert f"/photos/{old.pk}/" not in page
    assert 'href="/?month=2019-07#m2019-07"' in page
    part = signed_in.get("/?month=2019-07", headers=HTMX).content.decode()
    assert f"/photos/{old.pk}/" in part
    assert "<html" not in part
    whole = signed_in.get("/?month=2019-07").content.decode()
    assert f"/photos/{old.pk}/" in whole
    assert "<html" in whole


def test_a_long_month_goes_on_where_it_stopped(signed_in, library, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 20)
    for day in (3, 2, 1):
        AssetFactory.create_batch(15, library=library, taken_on=date(2021, 5, day))
    [stretch] = queries.timeline(library).stretches
    address = f"/?month=2021-05&amp;after={stretch.after}"
    assert address in signed_in.get("/").content.decode()
    part = signed_in.get(address.replace("&amp;", "&"), headers=HTMX).content.decode()
    assert part.count('class="tile"') == 15


@pytest.mark.parametrize("month", ["2019-07", "nonsense", "9999-99", "undated"])
def test_a_month_without_photos_is_not_found(signed_in, month):
    assert signed_in.get("/", {"month": month}, headers=HTMX).status_code == 404


@pytest.mark.parametrize("count", [1, 80])
def test_the_page_asks_the_same_number_of_questions_however_many_photos(
    signed_in, library, count, django_assert_num_queries
):
    AssetFactory.create_batch(count, library=library)
    with django_assert_num_queries(11):
        signed_in.get("/")
