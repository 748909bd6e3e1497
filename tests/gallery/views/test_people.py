import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from gallery.models import Person
from gallery.queries import people as queries
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def seen(library):
    """Makes a person who is on as many photos as wanted."""

    def make(photos=1, on=date(2019, 7, 14), **columns):
        person = PersonFactory(library=library, **columns)
        for _ in range(photos):
            FaceFactory(asset=AssetFactory(library=library, taken_on=on), person=person)
        return person

    return make


def rename(client, person, **posted):
    headers = posted.pop("headers", {})
    return client.post(reverse("person-rename", args=[person.pk]), posted, headers=headers)


def test_who_appears_lately_comes_first(library, seen):
    seen(photos=9, on=date(2001, 1, 1), name="Long ago")
    seen(photos=2, name="Lately")
    assert [card.person.name for card in queries.people(library).named] == ["Lately", "Long ago"]


def test_who_waits_for_a_name_comes_by_number_of_photos(library, seen):
    few, many = seen(photos=1), seen(photos=3)
    seen(name="Mia")
    assert [card.person for card in queries.people(library).unnamed] == [many, few]


def test_the_page_says_what_is_known_of_somebody_without_a_name(signed_in, seen):
    seen(
        photos=2, gender="female", birth_year=1984.0, birth_year_low=1982.0, birth_year_high=1986.0
    )
    page = signed_in.get("/people/").content.decode()
    assert "A woman born about 1984, give or take 2" in page
    assert "2 photos" in page


def test_the_shelf_and_the_hidden_are_only_counted(signed_in, seen):
    seen(shelf=Person.Shelf.RARE)
    seen(hidden=True, name="Postman")
    page = " ".join(signed_in.get("/people/").content.decode().split())
    assert "Postman" not in page
    assert "1 seen rarely or on one day only" in page
    assert "1 hidden" in page


def links(page, of):
    """Where the rest of a list is, as the page links it."""
    return [unescape(found) for found in re.findall(rf'href="([^"]*\?{of}=[^"]*)"', page)]


@pytest.mark.parametrize(("of", "name"), [("named", "Name"), ("unnamed", "")])
def test_a_long_list_comes_in_parts_of_which_none_is_lost(signed_in, seen, monkeypatch, of, name):
    monkeypatch.setattr(queries, of.upper(), 2)
    people = {
        seen(photos=photos, name=name and f"{name} {photos}").pk for photos in (1, 1, 2, 3, 3)
    }
    shown, page = [], signed_in.get("/people/").content.decode()
    for headers in (HTMX, {}, {}):
        shown += re.findall(r'href="/people/(\d+)/"', page)
        [*address] = links(page, of)
        page = signed_in.get(address[0], headers=headers).content.decode() if address else ""
        assert ("<html" in page) == bool(address and not headers)
    assert sorted(int(pk) for pk in shown) == sorted(people)


def test_who_was_named_meanwhile_moves_nobody_off_the_rest_of_a_list(signed_in, seen, monkeypatch):
    monkeypatch.setattr(queries, "UNNAMED", 2)
    people = [seen(photos=photos) for photos in (4, 3, 2, 1)]
    [address] = links(signed_in.get("/people/").content.decode(), "unnamed")
    rename(signed_in, people[1], name="Mia")
    rest = signed_in.get(address, headers=HTMX).content.decode()
    assert re.findall(r'id="person-(\d+)"', rest) == [str(one.pk) for one in people[2:]]


@pytest.mark.parametrize(
    "typed", ["", "x", "1-2", "1-2-3-4", "-1-2-3", "٣-1-1", "9" * 5000 + "-1-1"]
)
def test_a_made_up_place_in_a_list_is_its_beginning_or_its_end(signed_in, seen, typed):
    seen(name="Mia")
    for headers in (HTMX, {}):
        assert signed_in.get("/people/", {"named": typed}, headers=headers).status_code == 200


def test_somebody_is_found_by_the_beginning_of_any_of_their_names(signed_in, seen):
    for name in ("Mia Østergård", "Émile Müller", "Tom"):
        seen(name=name)
    for typed, found in {
        "mi": ["Mia Østergård"],
        "emi": ["Émile Müller"],
        "MUL": ["Émile Müller"],
        "": ["Émile Müller", "Mia Østergård", "Tom"],
        "ia": [],
    }.items():
        answer = signed_in.get("/people/", {"find": typed}, headers=HTMX).content.decode()
        assert sorted(re.findall(r"<b>(.+)</b>", unescape(answer))) == sorted(found)
        page = signed_in.get("/people/", {"find": typed}).content.decode()
        assert sorted(re.findall(r"<b>(.+)</b>", unescape(page))) == sorted(found)


def test_without_recognition_the_page_says_so(signed_in, library):
    library.recognition = False
    library.save()
    assert "Faces are not recognised here" in signed_in.get("/people/").content.decode()


def test_a_name_is_given_without_a_script(signed_in, seen):
    person = seen()
    response = rename(signed_in, person, name="  Mia   Berg ", page="people")
    assert response.status_code == 302
    assert response["Location"] == "/people/"
    person.refresh_from_db()
    assert person.name == "Mia Berg"
    assert "This is Mia Berg." in signed_in.get("/people/").content.decode()


def test_with_htmx_only_the_card_and_the_notice_come_back(signed_in, seen):
    response = rename(signed_in, seen(), name="Mia", page="people", headers=HTMX)
    page = response.content.decode()
    assert "<html" not in page
    assert "Mia" in page
    assert 'hx-swap-oob="innerHTML"' in page
    assert "/undo/" in page


def test_a_name_that_somebody_has_is_asked_about(signed_in, seen):
    mia, person = seen(name="Mia"), seen()
    response = rename(signed_in, person, name="mia", page="people", headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 422
    assert response["HX-Retarget"] == f"#naming-{person.pk}"
    assert f'name="same_as" value="{mia.pk}"' in " ".join(page.split())
    without = rename(signed_in, person, name="mia")
    assert without.status_code == 422
    assert "The same person?" in without.content.decode()
    person.refresh_from_db()
    assert person.name == ""


def test_a_second_person_of_the_same_name_is_one_answer_away(signed_in, seen):
    seen(name="Mia")
    person = seen()
    rename(signed_in, person, name="Mia", another="on")
    assert Person.objects.filter(name="Mia").count() == 2


def test_choosing_somebody_who_has_a_name_merges_and_can_be_undone(signed_in, seen):
    mia, person = seen(photos=2, name="Mia"), seen(photos=3)
    response = rename(signed_in, person, name="Mi", same_as=mia.pk)
    assert response["Location"] == mia.get_absolute_url()
    assert mia.faces.count() == 5
    page = signed_in.get(response["Location"])
    [message] = page.context["messages"]
    signed_in.post(message.extra_tags, {"next": "/people/"})
    assert mia.faces.count() == 2
    assert Person.objects.get(pk=person.pk).faces.count() == 3


def test_suggestions_begin_like_what_is_typed(signed_in, seen):
    seen(name="Mia Berg")
    seen(name="Anna Mieke")
    seen(name="Tom")
    person = seen()
    address = reverse("person-suggestions", args=[person.pk])
    found = signed_in.get(address, {"name": "mi"}, headers=HTMX).content.decode()
    assert "Mia Berg" in found
    assert "Anna Mieke" in found
    assert "Tom" not in found
    assert signed_in.get(address, {"name": ""}, headers=HTMX).content.decode().strip() == ""


def test_somebody_who_went_meanwhile_is_not_found(signed_in, seen, monkeypatch):
    person, mia = seen(), seen(name="Mia")

    def gone(form):
        Person.objects.filter(pk=mia.pk).delete()
        return True

    monkeypatch.setattr("gallery.forms.people.NameForm.is_valid", gone)
    monkeypatch.setattr(
        "gallery.forms.people.NameForm.cleaned_data", {"same_as": mia, "name": ""}, raising=False
    )
    assert rename(signed_in, person, same_as=mia.pk).status_code == 404


@pytest.mark.parametrize("count", [1, 8])
@pytest.mark.parametrize(
    ("address", "whole", "part"),
    [
        ("/people/?named=9-9-0", 12, 9),
        ("/people/?unnamed=0-9-0", 12, 9),
        ("/people/?find=n", 16, 8),
    ],
)
def test_the_page_asks_the_same_number_of_questions_however_many_people(
    signed_in, seen, count, address, whole, part, *, django_assert_num_queries
):
    for number in range(count):
        seen(name=f"Name {number}")
        seen()
    signed_in.get("/people/")  # the first request of all also asks whether there is an account
    with django_assert_num_queries(whole):
        signed_in.get(address)
    with django_assert_num_queries(part):
        signed_in.get(address, headers=HTMX)
