import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from gallery.models import Person
from gallery.queries import shelf as queries
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = pytest.mark.django_db


def somebody(library, faces=1, **columns):
    person = PersonFactory(library=library, **columns)
    for _ in range(faces):
        FaceFactory(asset=AssetFactory(library=library), person=person)
    return person


def test_the_shelf_has_two_groups_with_counts_and_dates(client, library, owner):
    somebody(library, 4, shelf=Person.Shelf.ONE_DAY)
    somebody(library, 2, shelf=Person.Shelf.RARE)
    client.force_login(owner)
    page = " ".join(client.get("/people/shelf/").content.decode().split())
    assert "Seen on one day only" in page
    assert "Seen too rarely" in page
    assert "4 photos <br> 14 Jul 2019" in page
    assert "2 photos <br> 14 Jul 2019" in page


def test_hidden_people_can_be_found_again(client, library, owner):
    somebody(library, name="Mia", hidden=True)
    client.force_login(owner)
    page = client.get("/people/shelf/").content.decode()
    assert "Hidden" in page
    assert "Mia" in page


def test_what_is_not_a_face_does_not_count(client, library, owner):
    person = somebody(library, 2, shelf=Person.Shelf.RARE)
    person.faces.update(not_a_face=True)
    client.force_login(owner)
    assert b"The shelf is empty" in client.get("/people/shelf/").content


def test_without_a_chosen_cover_the_clearest_face_stands_for_a_person(client, library, owner):
    person = somebody(library, 2, shelf=Person.Shelf.RARE)
    clearest = FaceFactory(
        asset=AssetFactory(library=library, taken_on=date(2020, 1, 1)), person=person, score=0.999
    )
    client.force_login(owner)
    assert client.get("/people/shelf/").context["parts"][0].cards[0].face == clearest.pk


def test_somebody_is_named_where_they_lie(client, library, owner):
    person = somebody(library, 2, shelf=Person.Shelf.RARE)
    client.force_login(owner)
    assert (
        reverse("person-rename", args=[person.pk]) in client.get("/people/shelf/").content.decode()
    )
    client.post(reverse("person-rename", args=[person.pk]), {"name": "Mia"})
    assert "The shelf is empty" in client.get("/people/shelf/").content.decode()
    person.refresh_from_db()
    assert (person.name, person.shelf) == ("Mia", "")


def test_who_was_hidden_is_shown_again(client, library, owner):
    person = somebody(library, hidden=True, name="Mia")
    client.force_login(owner)
    assert "Show again" in client.get("/people/shelf/").content.decode()
    client.post(reverse("person-hide", args=[person.pk]))
    person.refresh_from_db()
    assert not person.hidden


def test_to_show_people_again_is_offered_where_some_are_hidden(client, library, owner):
    client.force_login(owner)
    person = somebody(library, 2, shelf=Person.Shelf.RARE)
    assert 'name="show"' not in client.get("/people/shelf/").content.decode()
    Person.objects.filter(pk=person.pk).update(hidden=True)
    assert 'name="show"' in client.get("/people/shelf/").content.decode()


def test_a_viewer_looks_but_names_nobody(client, library, viewer):
    somebody(library, 2, shelf=Person.Shelf.RARE)
    somebody(library, hidden=True)
    client.force_login(viewer)
    page = client.get("/people/shelf/").content.decode()
    assert "Add a name" not in page
    assert "Show again" not in page


def test_a_stranger_sees_nobody(client, library, outsider):
    somebody(library, 3, shelf=Person.Shelf.RARE)
    somebody(library, hidden=True, name="Mia")
    client.force_login(outsider)
    page = client.get("/people/shelf/").content.decode()
    assert "The shelf is empty" in page
    assert "Mia" not in page


def test_a_long_shelf_comes_in_parts_of_which_none_is_lost(client, library, owner, monkeypatch):
    monkeypatch.setattr(queries, "PART", 2)
    people = {somebody(library, n, shelf=Person.Shelf.RARE).pk for n in (1, 1, 2, 3, 3)}
    client.force_login(owner)
    shown, page = [], client.get("/people/shelf/").content.decode()
    for headers in ({"HX-Request": "true"}, {}):
        shown += re.findall(r'id="person-(\d+)"', page)
        [address] = re.findall(r'href="([^"]*\?rare=[^"]*)"', page)
        page = client.get(unescape(address), headers=headers).content.decode()
        assert ("<html" in page) == (not headers)
    shown += re.findall(r'id="person-(\d+)"', page)
    assert sorted(map(int, shown)) == sorted(people)


def test_a_part_that_is_gone_is_empty(client, library, owner):
    client.force_login(owner)
    answer = client.get("/people/shelf/?one-day=0-1-1", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().strip() == ""


@pytest.mark.parametrize("count", [1, 15])
def test_many_on_the_shelf_ask_as_much_as_few(
    client, library, owner, count, django_assert_num_queries
):
    for _ in range(count):
        somebody(library, 1, shelf=Person.Shelf.RARE)
        somebody(library, 1, hidden=True)
    client.force_login(owner)
    client.get("/people/shelf/")  # the first request of all also asks whether there is an account
    with django_assert_num_queries(7):
        client.get("/people/shelf/")
