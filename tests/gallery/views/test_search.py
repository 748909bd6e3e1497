"""The search page and what its field suggests."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gallery.models import Person
from gallery.queries.search import answer as answers
from tests.gallery.factories import AssetFactory, FaceFactory, LibraryFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def mia(library):
    return PersonFactory(
        library=library, name="Mia", birth_date=date(2014, 5, 12), birth_precision="day"
    )


def seen(person, day="2016-07-14", *others):
    """A photo of some people on a day."""
    asset = AssetFactory(library=person.library, taken_on=date.fromisoformat(day))
    for one in (person, *others):
        FaceFactory(asset=asset, person=one)
    return asset


def search(client, typed, **more):
    return client.get("/search/", {"q": typed, **more}).content.decode()


def suggested(client, typed):
    answer = client.get("/search/suggestions/", {"q": typed}, HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    return [unescape(words) for words in re.findall('data-words="(.*?)"', answer.content.decode())]


# --- the page ----------------------------------------------------------------------------------


def test_a_name_finds_the_person_and_their_photos(signed_in, mia):
    asset, other = seen(mia), AssetFactory(library=mia.library)
    page = search(signed_in, "mia")
    assert f"/people/{mia.pk}/" in page
    assert f"/photos/{asset.pk}/" in page
    assert f"/photos/{other.pk}/" not in page


def test_a_chip_takes_its_part_away(signed_in, mia):
    seen(mia)
    page = search(signed_in, "Mia at 2")
    assert 'href="/search/?q=Mia"' in page
    assert 'href="/search/"' in page
    assert "2016\N{EN DASH}2017" in page


def test_nothing_found_says_why_and_what_to_try(signed_in, mia):
    seen(mia)
    page = search(signed_in, "Zebra")
    assert "Nothing found for “Zebra”" in page
    assert "I did not understand “Zebra”" in page
    assert "/photos/" not in page
    page = search(signed_in, "Mia at 40")
    assert "No photo is all of this at once" in page
    assert "Without “at 40”" in page


def test_more_photos_come_without_js_and_with_it(signed_in, mia, monkeypatch):
    monkeypatch.setattr(answers, "PAGE", 2)
    assets = [seen(mia, f"2016-07-{day}") for day in (14, 13, 12)]
    further = f"/search/?q=Mia&amp;after={assets[1].pk}"
    assert further in search(signed_in, "Mia")
    plain = search(signed_in, "Mia", after=assets[1].pk)
    assert f"/photos/{assets[2].pk}/" in plain
    assert "<h1" in plain
    part = signed_in.get(
        "/search/", {"q": "Mia", "after": assets[1].pk}, HTTP_HX_REQUEST="true"
    ).content.decode()
    assert f"/photos/{assets[2].pk}/" in part
    assert f"/photos/{assets[0].pk}/" not in part
    assert "<h1" not in part


def test_one_leafs_among_the_photos_that_were_found(signed_in, mia):
    newest, between, oldest = (seen(mia, day) for day in ("2016-07-14", "2015-12-24", "2015-07-14"))
    AssetFactory(library=mia.library, taken_on=date(2016, 1, 1))
    assert f'href="/photos/{newest.pk}/?q=Mia+in+July"' in search(signed_in, "Mia in July")
    photo = signed_in.get(f"/photos/{newest.pk}/", {"q": "Mia in July"}).content.decode()
    assert f'href="/photos/{oldest.pk}/?q=Mia+in+July"' in photo
    assert f"/photos/{between.pk}/" not in photo
    assert 'href="/search/?q=Mia+in+July"' in photo
    other = signed_in.get(f"/photos/{newest.pk}/", {"q": "xyz"}).content.decode()
    assert "q=xyz" not in other


def test_before_anything_is_typed_there_are_people_ages_feasts_and_years(signed_in, mia):
    ben = PersonFactory(library=mia.library, name="Ben", birth_year=1984.0)
    seen(mia, "2016-07-14", ben)
    seen(mia, "2015-12-24")
    page = signed_in.get("/search/").content.decode()
    for address in (
        "/search/?q=Mia+at+2",
        "/search/?q=Mia+as+a+baby",
        f"/people/{mia.pk}/",
        "/search/?q=Mia+and+Ben",
        "/search/?q=at+Christmas",
        "/search/?q=2016",
    ):
        assert f'href="{address}"' in page, address


def test_an_empty_library_says_when_there_will_be_something(signed_in, library):
    assert "Nothing to look for yet" in signed_in.get("/search/").content.decode()


@pytest.mark.parametrize("typed", ["\x00", "q" * 5000, '"', "%%s {}", "Mia " * 60, "0000-00-00"])
def test_whatever_is_typed_is_answered(signed_in, mia, typed):
    assert signed_in.get("/search/", {"q": typed}).status_code == 200
    assert signed_in.get("/search/suggestions/", {"q": typed}).status_code == 200


@pytest.mark.parametrize("more", ["who=x", "who=999999999999999999", "after=x", "after=1&who=1"])
def test_what_the_address_says_may_be_nonsense(signed_in, mia, more):
    seen(mia)
    assert signed_in.get(f"/search/?q=Mia&{more}").status_code == 200


# --- what is suggested -------------------------------------------------------------------------


def test_people_are_suggested_by_how_a_word_of_their_name_begins(signed_in, library, mia):
    berg = PersonFactory(library=library, name="Anna Berg")
    seen(berg)
    assert suggested(signed_in, "m") == ["Mia"]
    assert suggested(signed_in, "be")[0] == "Anna Berg"
    assert suggested(signed_in, "Mia and an") == ["Mia and Anna Berg"]


def test_a_second_name_is_suggested_with_what_joins_it(signed_in, library, mia):
    for name in ("Mia Lee", "Max"):
        PersonFactory(library=library, name=name)
    assert suggested(signed_in, "Mia m") == ["Mia and Max", "Mia and Mia Lee"]
    assert suggested(signed_in, "videos of ma")[0] == "videos of Max"
    assert suggested(signed_in, "Mia or ma")[0] == "Mia or Max"


def test_who_is_on_more_photos_comes_first(signed_in, library):
    rare, often = (PersonFactory(library=library, name=name) for name in ("Ida", "Ina"))
    seen(rare), seen(often), seen(often)
    assert suggested(signed_in, "i") == ["Ina", "Ida"]


def test_ages_at_which_there_are_photos_are_suggested(signed_in, mia):
    for day in ("2015-01-01", "2016-07-14", "2026-07-14"):
        seen(mia, day)
    assert suggested(signed_in, "Mia")[:4] == ["Mia", "Mia as a baby", "Mia at 2", "Mia at 12"]
    assert suggested(signed_in, "mia a") == ["Mia as a baby", "Mia at 2", "Mia at 12"]
    assert suggested(signed_in, "mia at 1") == ["Mia at 12"]


def test_who_is_most_often_together_is_suggested(signed_in, library, mia):
    ben, oma = (PersonFactory(library=library, name=name) for name in ("Ben", "Oma"))
    for others in ([ben], [ben, oma]):
        seen(mia, "2016-07-14", *others)
    assert [words for words in suggested(signed_in, "Mia") if " and " in words] == [
        "Mia and Ben",
        "Mia and Oma",
    ]
    assert suggested(signed_in, "only m") == ["only Mia"]
    assert suggested(signed_in, "Mia without o") == ["Mia without Oma"]


def test_years_and_feasts_are_suggested(signed_in, mia):
    seen(mia, "2019-12-24")
    assert suggested(signed_in, "chr")[:1] == ["Christmas"]
    assert "Christmas 2019" in suggested(signed_in, "chr")
    assert suggested(signed_in, "201") == ["2019"]
    assert "Mia Christmas 2019" in suggested(signed_in, "Mia at Chr")


def test_nothing_is_suggested_for_nothing(signed_in, mia):
    assert suggested(signed_in, " ") == suggested(signed_in, "zzz") == []


def test_a_hidden_person_is_neither_suggested_nor_shown(signed_in, library, mia):
    hidden = PersonFactory(library=library, name="Mara", hidden=True)
    seen(mia, "2016-07-14", hidden)
    for typed in ("m", "Mara", "Mia", "Mia and m"):
        assert not [words for words in suggested(signed_in, typed) if "Mara" in words]
    assert "Mara" not in signed_in.get("/search/").content.decode()


def test_an_outsider_is_suggested_nothing_of_ours(client, outsider, mia):
    mia.name = "Marlene"
    mia.save()
    seen(mia)
    client.force_login(outsider)
    assert suggested(client, "M") == suggested(client, "201") == []
    assert "Marlene" not in client.get("/search/").content.decode()
    page = search(client, "Mar", who=mia.pk)
    assert "Marlene" not in page
    assert f"/people/{mia.pk}/" not in page


def test_a_suggestion_is_text(signed_in, library):
    hostile = PersonFactory(library=library, name="Mia <script>alert(1)</script>")
    seen(hostile)
    answer = signed_in.get("/search/suggestions/", {"q": "mia"}).content.decode()
    assert "<script" not in answer
    assert "&lt;script&gt;" in answer


def test_whatever_is_suggested_is_understood(signed_in, library, mia):
    for name in ("April", "Mia and Ben", "Ben", 'Will "Bill" May', "Christmas", "And", "at 2"):
        seen(mia, "2016-12-24", PersonFactory(library=library, name=name))
    for typed in ("Mia", "a", "Ben", "wi", "chr", "mia at", "Mia and "):
        for words in suggested(signed_in, typed):
            page = search(signed_in, words)
            assert "did not understand" not in page, words
            assert "data-photo" in page, words


@pytest.mark.parametrize(
    ("address", "most"),
    [("/search/?q=Mia at 2", 10), ("/search/", 11), ("/search/suggestions/?q=Mia", 11)],
)
def test_the_number_of_queries_does_not_grow(signed_in, library, mia, address, most):
    signed_in.get("/")  # the first request of all looks whether there is an owner
    counts = []
    for more in (1, 12):
        for number in range(more):
            friend = PersonFactory(library=library, name=f"Mia's friend {number}")
            seen(mia, str(date(2016, 7, 1) + timedelta(number)), friend)
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] == most


def test_everybody_with_a_name_is_on_the_empty_page(signed_in, library):
    names = [f"Person {letter}" for letter in "ABCDEFGHIJ"]
    for name in names:
        seen(PersonFactory(library=library, name=name))
    page = signed_in.get("/search/").content.decode()
    assert [name for name in names if name not in page] == []
    assert Person.objects.count() == len(names)
    assert LibraryFactory().people.count() == 0
