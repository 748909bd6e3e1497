from datetime import date

import pytest

from gallery.queries.search import understand
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.mark.parametrize(
    ("typed", "name", "year", "month"),
    [
        ("2019", "", 2019, None),
        ("July 2019", "", 2019, 7),
        ("jul, 2019", "", 2019, 7),
        ("2019-07", "", 2019, 7),
        ("2019-13", "", 2019, None),
        ("Mia 2019", "Mia", 2019, None),
        ("Mia Berg", "Mia Berg", None, None),
        ("Anna-Lena", "Anna-Lena", None, None),
        ("ju", "ju", None, None),
    ],
)
def test_years_and_months_are_told_from_names(typed, name, year, month):
    question = understand(typed)
    assert (question.name, question.year, question.month) == (name, year, month)


def search(client, typed):
    return client.get("/search/", {"q": typed}).content.decode()


def test_a_name_finds_the_person_and_their_photos(signed_in, library):
    face = FaceFactory(
        asset=AssetFactory(library=library), person=PersonFactory(library=library, name="Mia Berg")
    )
    other = AssetFactory(library=library)
    page = search(signed_in, "mia")
    assert f"/people/{face.person_id}/" in page
    assert f"/photos/{face.asset_id}/" in page
    assert f"/photos/{other.pk}/" not in page


def test_a_name_that_is_also_a_month_finds_the_person(signed_in, library):
    face = FaceFactory(
        asset=AssetFactory(library=library), person=PersonFactory(library=library, name="April")
    )
    assert f"/people/{face.person_id}/" in search(signed_in, "April")


def test_a_name_with_a_year_finds_their_photos_of_that_year(signed_in, library):
    person = PersonFactory(library=library, name="Mia")
    then, later = (
        FaceFactory(asset=AssetFactory(library=library, taken_on=day), person=person).asset
        for day in (date(2018, 1, 1), date(2019, 1, 1))
    )
    page = search(signed_in, "Mia 2018")
    assert f"/photos/{then.pk}/" in page
    assert f"/photos/{later.pk}/" not in page


def test_a_month_finds_its_photos(signed_in, library):
    july = AssetFactory(library=library, taken_on=date(2019, 7, 14))
    may = AssetFactory(library=library, taken_on=date(2019, 5, 1))
    page = search(signed_in, "July 2019")
    assert f"/photos/{july.pk}/" in page
    assert f"/photos/{may.pk}/" not in page


def test_nothing_found_says_what_can_be_typed(signed_in, library):
    AssetFactory(library=library)
    page = search(signed_in, "Zebra")
    assert "Nothing found for “Zebra”" in page
    assert "/photos/" not in page


def test_before_anything_is_typed_there_are_people_and_years(signed_in, library):
    person = PersonFactory(library=library, name="Mia")
    FaceFactory(asset=AssetFactory(library=library), person=person)
    page = signed_in.get("/search/").content.decode()
    assert "Mia" in page
    assert "?q=2019" in page
