from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.models import Asset
from gallery.queries import memories
from tests.gallery.factories import AssetFactory, DatingFactory, FaceFactory, PersonFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
MEMORIES = reverse("memories")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def photo(library, day, **columns):
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return AssetFactory(library=library, taken_at=at, **columns)


def somebody(library, born, **columns):
    return PersonFactory(
        library=library,
        **{"name": "Mia", "birth_date": born, "birth_precision": "day"} | columns,
    )


def shown(client, address=MEMORIES):
    return client.get(address).content.decode()


def test_this_day_is_shown_by_year_with_the_newest_first(signed_in, library):
    old, new = photo(library, date(2012, 11, 24)), photo(library, date(2021, 11, 24))
    other = photo(library, date(2021, 11, 25))
    page = shown(signed_in)
    assert page.index(f"/photos/{new.pk}/") < page.index(f"/photos/{old.pk}/")
    assert "5 years ago" in page
    assert "14 years ago" in page
    assert f"/photos/{other.pk}/" not in page


def test_another_day_can_be_leafed_to_and_back(signed_in, library):
    tomorrow = photo(library, date(2012, 11, 25))
    assert "?on=11-25" in shown(signed_in)
    assert "?on=11-23" in shown(signed_in)
    page = shown(signed_in, f"{MEMORIES}?on=11-25")
    assert f"/photos/{tomorrow.pk}/" in page
    assert "Back to today" in page


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [("01-01", "12-31", "01-02"), ("03-01", "02-29", "03-02"), ("12-31", "12-30", "01-01")],
)
def test_leafing_goes_through_every_day_of_the_year(signed_in, library, day, before, after):
    page = shown(signed_in, f"{MEMORIES}?on={day}")
    assert f"?on={before}" in page
    assert f"?on={after}" in page


@pytest.mark.parametrize("day", ["13-01", "02-30", "x", "", "2020-01-01"])
def test_a_day_that_is_none_does_not_exist(signed_in, library, day):
    assert signed_in.get(MEMORIES, {"on": day}).status_code == 404


def test_the_29th_of_february_has_its_day_and_is_not_lost_where_there_is_none(
    signed_in, library, monkeypatch
):
    leap, day_before = photo(library, date(2012, 2, 29)), photo(library, date(2013, 2, 28))
    page = shown(signed_in, f"{MEMORIES}?on=02-29")
    assert f"/photos/{leap.pk}/" in page
    assert f"/photos/{day_before.pk}/" not in page
    page = shown(signed_in, f"{MEMORIES}?on=02-28")
    assert f"/photos/{leap.pk}/" in page
    assert f"/photos/{day_before.pk}/" in page
    monkeypatch.setattr(timezone, "localdate", lambda: date(2028, 2, 28))
    assert f"/photos/{leap.pk}/" not in shown(signed_in)


@pytest.mark.parametrize(
    "columns",
    [
        {"taken_source": "file"},
        {"taken_source": "typed", "taken_precision": "year"},
        {"taken_source": "typed", "taken_precision": "month"},
        {"width": 0, "height": 0},
    ],
)
def test_what_is_not_known_to_be_of_this_day_is_no_memory(signed_in, library, columns):
    photo(library, date(2012, 11, 24), **columns)
    assert "Nothing from 24 November yet" in shown(signed_in)
    assert "On this day" not in shown(signed_in, "/")


def test_photos_of_today_are_no_memory_yet(signed_in, library):
    photo(library, TODAY)
    assert "Nothing from 24 November yet" in shown(signed_in)


def test_a_photo_with_somebody_hidden_or_of_doubtful_date_is_no_memory(signed_in, library):
    hidden = photo(library, date(2012, 11, 24))
    FaceFactory(asset=hidden, person=PersonFactory(library=library, name="Otto", hidden=True))
    doubted = photo(library, date(2013, 11, 24))
    FaceFactory(asset=doubted, person=PersonFactory(library=library, name="Mia"))
    DatingFactory(asset=doubted)
    assert "Nothing from 24 November yet" in shown(signed_in)


def test_above_the_timeline_stands_the_best_photo_of_each_year(signed_in, library):
    mia = PersonFactory(library=library, name="Mia")
    empty, with_mia = photo(library, date(2012, 11, 24)), photo(library, date(2012, 11, 24))
    FaceFactory(asset=with_mia, person=mia, quality=0.9)
    found = memories.strip(library, TODAY)
    assert [tile.asset for tile in found.tiles] == [with_mia]
    assert empty not in [tile.asset for tile in found.tiles]
    page = shown(signed_in, "/")
    assert "On this day" in page
    assert f"{MEMORIES}#y2012" in page
    assert "14 years ago" in page


def test_of_many_years_the_best_stand_there_with_the_newest_first(library):
    mia = PersonFactory(library=library, name="Mia")
    for year in range(2000, 2010):
        asset = photo(library, date(year, 11, 24))
        FaceFactory(asset=asset, person=mia, quality=0.9 if year % 2 else 0.3)
    years = [tile.asset.taken_on.year for tile in memories.strip(library, TODAY).tiles]
    assert len(years) == memories.STRIP
    assert years == sorted(years, reverse=True)
    assert {2001, 2003, 2005, 2007, 2009} <= set(years)


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (date(2015, 11, 24), "turns 11 today"),
        (date(2015, 11, 25), "turns 11 tomorrow"),
        (date(2015, 11, 28), "turns 11 on Saturday"),
        (date(2015, 12, 1), "turns 11 in a week"),
    ],
)
def test_a_birthday_that_is_near_is_told(signed_in, library, born, told):
    person = somebody(library, born)
    page = shown(signed_in, "/")
    assert f"<b>Mia</b> {told}" in page
    assert reverse("person-years", args=[person.pk]) in page


@pytest.mark.parametrize(
    ("born", "columns"),
    [
        (date(2015, 12, 2), {}),
        (date(2015, 11, 23), {}),
        (date(2026, 11, 24), {}),
        (date(1826, 11, 24), {}),
        (date(2015, 11, 24), {"birth_precision": "month"}),
        (date(2015, 11, 24), {"hidden": True}),
        (date(2015, 11, 24), {"name": ""}),
    ],
)
def test_no_other_birthday_is_told(signed_in, library, born, columns):
    somebody(library, born, **columns)
    assert "turns" not in shown(signed_in, "/")


def test_new_year_is_no_hindrance_and_a_leap_day_comes_every_year(library):
    somebody(library, date(2010, 1, 2))
    [birthday] = memories.birthdays(library, date(2026, 12, 30))
    assert (birthday.turns, birthday.when) == (17, "on Saturday")
    somebody(library, date(2012, 2, 29), name="Ida")
    [birthday] = memories.birthdays(library, date(2027, 2, 28))
    assert (birthday.turns, birthday.when) == (15, "today")
    [birthday] = memories.birthdays(library, date(2028, 2, 29))
    assert (birthday.turns, birthday.when) == (16, "today")


def test_where_there_is_nothing_to_tell_nothing_stands_there(signed_in, library):
    photo(library, date(2012, 5, 1))
    assert "today" not in shown(signed_in, "/").split('id="main"')[1]


def test_photos_to_be_dated_are_told_of_to_those_who_may(client, owner, viewer, library):
    asset = photo(library, date(2012, 5, 1))
    FaceFactory(asset=asset, person=PersonFactory(library=library, name="Mia"))
    DatingFactory(asset=asset)
    client.force_login(owner)
    assert "a doubtful one" in shown(client, "/")
    client.force_login(viewer)
    assert "doubtful" not in shown(client, "/")


def years(client, person):
    return " ".join(shown(client, reverse("person-years", args=[person.pk])).split())


def test_each_year_of_life_has_its_best_photo_and_the_age_above_it(signed_in, library):
    mia = somebody(library, date(2014, 5, 12))
    baby = photo(library, date(2014, 8, 1))
    poor, good = photo(library, date(2018, 5, 12)), photo(library, date(2019, 5, 11))
    for asset, quality in ((baby, 0.5), (poor, 0.2), (good, 0.9)):
        FaceFactory(asset=asset, person=mia, quality=quality)
    page = years(signed_in, mia)
    assert "<h2>The first year</h2>" in page
    assert "<h2>4</h2>" in page
    assert "<h2>5</h2>" not in page
    assert f"/photos/{baby.pk}/?person={mia.pk}" in page
    assert f"/photos/{good.pk}/" in page
    assert f"/photos/{poor.pk}/" not in page


def test_without_an_exact_birth_the_age_is_about(signed_in, library):
    about = PersonFactory(
        library=library, name="Karl", birth_year=1950.4, birth_year_low=1948, birth_year_high=1952
    )
    FaceFactory(asset=photo(library, date(1984, 7, 1)), person=about)
    assert "<h2>About 34</h2>" in years(signed_in, about)


def test_without_any_birth_the_year_stands_there(signed_in, library):
    nobody = PersonFactory(library=library)
    FaceFactory(asset=photo(library, date(1984, 7, 1)), person=nobody)
    page = years(signed_in, nobody)
    assert "<h2>1984</h2>" in page
    assert "Somebody through the years" in page


def test_a_date_of_a_year_alone_is_shown_as_one(signed_in, library):
    mia = somebody(library, date(2014, 5, 12))
    typed = {"taken_source": "typed", "taken_precision": Asset.Precision.YEAR}
    FaceFactory(asset=photo(library, date(2018, 7, 1), **typed), person=mia)
    assert "about 2018" in years(signed_in, mia)


def test_copies_doubts_and_hidden_people_are_no_years_of_life(signed_in, library):
    mia = somebody(library, date(2014, 5, 12))
    copied = photo(library, date(2018, 5, 13), taken_source="file")
    doubted, beside = photo(library, date(2019, 5, 13)), photo(library, date(2020, 5, 13))
    before = photo(library, date(2010, 5, 13))
    for asset in (copied, doubted, beside, before):
        FaceFactory(asset=asset, person=mia)
    DatingFactory(asset=doubted)
    FaceFactory(asset=beside, person=PersonFactory(library=library, name="Otto", hidden=True))
    assert "No dated photos yet" in years(signed_in, mia)


def test_another_familys_memories_do_not_exist(client, outsider, library):
    asset = photo(library, date(2012, 11, 24))
    mia = somebody(library, date(2015, 11, 24))
    FaceFactory(asset=asset, person=mia)
    client.force_login(outsider)
    for address in ("/", MEMORIES):
        page = shown(client, address)
        assert "Mia" not in page
        assert f"/photos/{asset.pk}/" not in page
    theirs = client.get(reverse("person-years", args=[mia.pk]))
    missing = client.get(reverse("person-years", args=[999_999]))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content


@pytest.mark.parametrize("count", [1, 6])
def test_more_memories_and_birthdays_are_no_more_queries(
    signed_in, library, count, django_assert_num_queries
):
    for number in range(count):
        person = somebody(library, date(2015, 11, 24), name=f"P{number}")
        FaceFactory(asset=photo(library, date(2016 + number, 11, 24)), person=person)
    with django_assert_num_queries(13):
        signed_in.get("/")
    with django_assert_num_queries(5):
        signed_in.get(MEMORIES)
    with django_assert_num_queries(6):
        signed_in.get(reverse("person-years", args=[person.pk]))
