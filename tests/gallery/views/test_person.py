from datetime import date

import pytest
from django.urls import reverse

from gallery.models import Asset, Face, Person, Track
from gallery.queries import person as queries
from gallery.queries import years
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def mia(library):
    person = PersonFactory(
        library=library, name="Mia", birth_date=date(2014, 5, 12), birth_precision="day"
    )
    for year in (2015, 2017, 2019):
        FaceFactory(asset=AssetFactory(library=library, taken_on=date(year, 6, 1)), person=person)
    return person


def post(client, route, person, headers=None, **posted):
    return client.post(reverse(route, args=[person.pk]), posted, headers=headers or {})


def page_of(client, person):
    return " ".join(client.get(person.get_absolute_url()).content.decode().split())


def test_the_page_tells_the_years_with_the_age_in_each(signed_in, mia, monkeypatch):
    monkeypatch.setattr(years, "A_ROW", 1)
    page = page_of(signed_in, mia)
    assert "born 12 May 2014" in page
    assert "from June 2015 to June 2019" in page
    assert '2019 <span class="soft">5</span>' in page
    assert '2015 <span class="soft">12 months</span>' in page


def test_whoever_is_left_out_is_said_to_be(signed_in, mia):
    Person.objects.filter(pk=mia.pk).update(left_out=True, gender_said="female")
    page = page_of(signed_in, mia)
    assert "left out of recognition" in page
    assert 'id="evidence"' not in page
    assert "A girl" in page


def test_years_with_few_photos_stand_in_one_row(mia):
    [row] = queries.person_page(mia).photos.years
    assert (row.title, row.ages) == ("2015\N{EN DASH}2019", "12 months to 5")


def test_the_strip_shows_the_best_face_of_each_stretch(mia, library):
    blurred = FaceFactory(
        asset=AssetFactory(library=library, taken_on=date(2017, 6, 2)), person=mia, score=0.5
    )
    strip = queries.person_page(mia).strip
    assert [glimpse.age for glimpse in strip] == ["12 months", "3", "5"]
    assert blurred.pk not in {glimpse.face for glimpse in strip}


def test_photos_beyond_the_first_come_when_asked_for(signed_in, mia, library, monkeypatch):
    monkeypatch.setattr(years, "PAGE", 2)
    page = page_of(signed_in, mia)
    assert page.count('class="tile"') == 2
    after = queries.person_page(mia).photos.after
    part = signed_in.get(f"{mia.get_absolute_url()}?after={after}", headers=HTMX).content.decode()
    assert part.count('class="tile"') == 1
    assert "<html" not in part
    assert "More photos" not in part


@pytest.mark.parametrize(
    ("query", "count"),
    [("age=1", 1), ("age=3", 2), ("age=99", 3), ("year=2017", 2), ("year=0", 3), ("age=x", 3)],
)
def test_the_photos_begin_at_an_age_or_a_year(signed_in, mia, query, count):
    address = f"{mia.get_absolute_url()}?{query}"
    page = signed_in.get(address).content.decode()
    assert page.count('class="tile"') == count
    assert ("Newer photos" in page) == (query not in {"year=0", "age=99", "age=x"})


def test_only_the_photos_of_an_age_come_for_a_slider(signed_in, mia):
    part = signed_in.get(f"{mia.get_absolute_url()}?age=3", headers=HTMX).content.decode()
    assert "<html" not in part
    assert 'id="y2017"' in part
    assert part.count('class="tile"') == 2


def test_a_slider_and_a_strip_show_somebody_growing_up(signed_in, mia):
    page = page_of(signed_in, mia)
    assert "Growing up" in page
    assert page.count("data-glimpse") == 3
    assert 'aria-valuetext="' in page
    assert 'data-glimpse="3 years, 2017"' in page


def test_with_two_faces_there_is_nothing_to_slide(signed_in, mia):
    mia.faces.last().delete()
    page = page_of(signed_in, mia)
    assert "data-growing" not in page
    assert "data-portrait" in page


def test_a_video_lists_the_moments(signed_in, mia, library):
    clip = AssetFactory(library=library, kind=Asset.Kind.VIDEO, duration=90.0)
    face = FaceFactory(asset=clip, person=mia, time=61.0)
    Track.objects.create(face=face, frames=12, enough=True, moments=[[61.0, 65.0]])
    assert f"/photos/{clip.pk}/?person={mia.pk}&amp;at=61.0" in page_of(signed_in, mia)


@pytest.mark.parametrize(
    ("typed", "birth_date", "precision"),
    [
        ({"year": "1951"}, date(1951, 1, 1), "year"),
        ({"year": "1951", "month": "5"}, date(1951, 5, 1), "month"),
        ({"year": "1952", "month": "2", "day": "29"}, date(1952, 2, 29), "day"),
        ({}, None, ""),
    ],
)
def test_a_birth_date_is_as_exact_as_it_is_typed(signed_in, mia, typed, birth_date, precision):
    response = post(signed_in, "person-birth-date", mia, **typed)
    assert response["Location"] == mia.get_absolute_url()
    mia.refresh_from_db()
    assert (mia.birth_date, mia.birth_precision) == (birth_date, precision)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"year": "1951", "day": "3"}, "The month is missing."),
        ({"month": "5"}, "The year is missing."),
        ({"year": "1951", "month": "2", "day": "29"}, "There is no such day."),
        ({"year": "9000"}, "That day is still to come."),
        ({"year": "99999"}, "There is no such day."),
        ({"year": "1492"}, "greater than or equal to 1850"),
        ({"year": "soon"}, "Enter a whole number."),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused_in_words(signed_in, mia, typed, words):
    response = post(signed_in, "person-birth-date", mia, **typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    with_htmx = post(signed_in, "person-birth-date", mia, headers=HTMX, **typed)
    assert with_htmx.status_code == 422
    assert with_htmx["HX-Retarget"] == "#birth-date"
    mia.refresh_from_db()
    assert mia.birth_date == date(2014, 5, 12)


def test_merging_leads_to_the_one_who_stays(signed_in, mia, library):
    other = FaceFactory(asset__library=library, person=PersonFactory(library=library)).person
    response = post(signed_in, "person-merge", mia, other=other.pk)
    assert response["Location"] == other.get_absolute_url()
    other.refresh_from_db()
    assert other.name == "Mia"
    assert other.faces.count() == 4


def test_hiding_and_showing_again(signed_in, mia):
    post(signed_in, "person-hide", mia, hidden="on")
    mia.refresh_from_db()
    assert mia.hidden
    assert "Show among the people again" in page_of(signed_in, mia)
    post(signed_in, "person-hide", mia)
    mia.refresh_from_db()
    assert not mia.hidden


def test_a_cover_is_chosen(signed_in, mia):
    face = mia.faces.last()
    post(signed_in, "person-cover", mia, face=face.pk)
    mia.refresh_from_db()
    assert mia.cover == face
    assert Face.objects.get(pk=face.pk).confirmed


def test_an_undone_change_is_undone_from_the_notice(signed_in, mia):
    post(signed_in, "person-rename", mia, name="Maria")
    [message] = signed_in.get(mia.get_absolute_url()).context["messages"]
    response = signed_in.post(message.extra_tags, {"next": mia.get_absolute_url()})
    assert response["Location"] == mia.get_absolute_url()
    mia.refresh_from_db()
    assert mia.name == "Mia"
    again = signed_in.post(message.extra_tags, {"next": mia.get_absolute_url()}, follow=True)
    assert "That was undone already." in again.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "", "/nowhere/"])
def test_undoing_leads_to_no_strange_place(signed_in, mia, elsewhere):
    post(signed_in, "person-rename", mia, name="Maria")
    [message] = signed_in.get(mia.get_absolute_url()).context["messages"]
    response = signed_in.post(message.extra_tags, {"next": elsewhere})
    assert response["Location"] == reverse("people")


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_asks_the_same_number_of_questions_however_many_photos(
    signed_in, library, count, django_assert_num_queries
):
    person = PersonFactory(library=library)
    for _ in range(count):
        asset = AssetFactory(library=library)
        FaceFactory(asset=asset, person=person)
        FaceFactory(asset=asset, person=PersonFactory(library=library))
        clip = AssetFactory(library=library, kind=Asset.Kind.VIDEO, duration=9.0)
        seen = FaceFactory(asset=clip, person=person, time=1.0)
        Track.objects.create(face=seen, frames=12, enough=True, moments=[[1.0, 2.0]])
    with django_assert_num_queries(12):
        signed_in.get(person.get_absolute_url())


def test_somebody_without_photos_still_has_a_page(signed_in, library):
    person = PersonFactory(library=library, name="Mia")
    assert "0 photos" in page_of(signed_in, person)
    assert Person.objects.count() == 1
