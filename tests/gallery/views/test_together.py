from datetime import date

import pytest
from django.urls import reverse

from gallery.queries import years
from tests.gallery.factories import FaceFactory, PersonFactory
from tests.gallery.queries.lives import born, seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def mia(library):
    return born(library, date(2014, 5, 12), name="Mia")


@pytest.fixture
def clara(library):
    return born(library, date(1984, 3, 1), name="Clara")


def both(mia, other, *days):
    for day in days:
        FaceFactory(asset=seen(mia, day).asset, person=other, left=0.6, right=0.7)


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def same_age(mia, other=None):
    address = reverse("person-same-age", args=[mia.pk])
    return f"{address}?with={other.pk}" if other else address


def test_a_companion_leads_to_the_photos_of_both(signed_in, mia, clara):
    both(mia, clara, date(2015, 6, 1))
    alone = seen(mia, date(2016, 6, 1)).asset
    together = reverse("person-with", args=[mia.pk, clara.pk])
    assert f'href="{together}"' in page_of(signed_in, mia.get_absolute_url())
    page = page_of(signed_in, together)
    assert "Mia and Clara" in page
    assert page.count('class="tile"') == 1
    assert f"/photos/{alone.pk}/" not in page


def test_more_photos_of_both_come_when_asked_for(signed_in, mia, clara, monkeypatch):
    monkeypatch.setattr(years, "PAGE", 2)
    both(mia, clara, date(2015, 6, 1), date(2016, 6, 1), date(2017, 6, 1))
    together = reverse("person-with", args=[mia.pk, clara.pk])
    response = signed_in.get(together)
    after = response.context["photos"].after
    assert f"{together}?after={after}" in response.content.decode()
    part = signed_in.get(f"{together}?after={after}", headers=HTMX).content.decode()
    assert part.count('class="tile"') == 1
    assert "<html" not in part


def test_no_photo_of_both_is_said(signed_in, mia, clara):
    page = page_of(signed_in, reverse("person-with", args=[mia.pk, clara.pk]))
    assert "No photo shows them both." in page


def test_two_people_stand_side_by_side_at_each_age(signed_in, mia, clara):
    seen(mia, date(2020, 12, 1), date(2024, 6, 1))
    seen(clara, date(1990, 12, 1), date(1994, 6, 1))
    page = page_of(signed_in, same_age(mia, clara))
    assert "Mia and Clara at the same age" in page
    assert page.count("data-pair=") == 2
    assert "6 years, 1990" in page


def test_with_a_single_age_there_is_nothing_to_slide(signed_in, mia, clara):
    seen(mia, date(2020, 12, 1))
    seen(clara, date(1990, 12, 1))
    page = page_of(signed_in, same_age(mia, clara))
    assert "6 years, 1990" in page
    assert "data-slider" not in page


def test_two_without_a_name_are_two_people(signed_in, library):
    one, other = (born(library, date(year, 5, 12)) for year in (1984, 2014))
    both(one, other, date(2015, 6, 1))
    for address in (reverse("person-with", args=[one.pk, other.pk]), same_age(one, other)):
        assert "Two people" in page_of(signed_in, address)


def test_first_somebody_is_chosen(signed_in, mia, clara):
    seen(clara, date(1990, 12, 1))
    page = page_of(signed_in, same_age(mia))
    assert f'href="?with={clara.pk}"' in page
    assert "data-pair" not in page


def test_no_common_age_is_said_in_words(signed_in, mia, clara):
    seen(mia, date(2020, 12, 1))
    seen(clara, date(2019, 12, 1))
    assert "There is no age at which both were photographed" in page_of(
        signed_in, same_age(mia, clara)
    )


def test_an_unknown_birth_is_said_and_led_to(signed_in, mia, library):
    unknown = PersonFactory(library=library, name="Otto")
    page = page_of(signed_in, same_age(mia, unknown))
    assert "Nobody knows when they were born" in page
    assert f"{unknown.get_absolute_url()}#birth-date" in page


def test_a_viewer_is_not_asked_to_say_when_somebody_was_born(client, viewer, mia, library):
    client.force_login(viewer)
    page = page_of(client, same_age(mia, PersonFactory(library=library)))
    assert "#birth-date" not in page


@pytest.mark.parametrize("wrong", ["x", "-1", "999999", "1" * 40])
def test_nobody_is_somebody_else(signed_in, mia, wrong):
    address = reverse("person-same-age", args=[mia.pk])
    assert signed_in.get(f"{address}?with={wrong}").status_code == 404


def test_somebody_of_another_family_is_nobody(client, owner, outsider, mia):
    theirs = PersonFactory(library=outsider.memberships.get().library, name="Otto")
    for user in (owner, outsider):
        client.force_login(user)
        missing = client.get(same_age(mia) + "?with=999999")
        for address in (same_age(mia, theirs), reverse("person-with", args=[mia.pk, theirs.pk])):
            response = client.get(address)
            assert response.status_code == 404
            assert response.content == missing.content


@pytest.mark.parametrize("count", [1, 9])
def test_both_pages_ask_the_same_number_of_questions_however_many_photos(
    signed_in, mia, clara, count, django_assert_num_queries
):
    both(mia, clara, *(date(2015 + n, 6, 1) for n in range(count)))
    with django_assert_num_queries(8):
        signed_in.get(reverse("person-with", args=[mia.pk, clara.pk]))
    with django_assert_num_queries(10):
        signed_in.get(same_age(mia, clara))
