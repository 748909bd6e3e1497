"""Which photos answer a question, and what is said beside them."""

from datetime import date

import pytest

from gallery.models import Asset, Person
from gallery.queries.search import Search
from gallery.queries.search import answer as answers
from tests.gallery.factories import AssetFactory, FaceFactory, LibraryFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(library):
    """Mia, born on 12 May 2014; Ben, estimated about 1984; Oma, of whom nothing is known."""
    return {
        "Mia": PersonFactory(
            library=library, name="Mia", birth_date=date(2014, 5, 12), birth_precision="day"
        ),
        "Ben": PersonFactory(
            library=library,
            name="Ben Berg",
            birth_year=1984.0,
            birth_year_low=1982.0,
            birth_year_high=1986.0,
        ),
        "Oma": PersonFactory(library=library, name="Oma"),
    }


@pytest.fixture
def photo(library, family):
    """Make a photo of a day with these people, and faces of nobody that look so old."""

    def photo(day, *names, looking=(), **more):
        taken = date.fromisoformat(day) if day else None
        asset = AssetFactory(library=library, taken_at=None, taken_on=taken, **more)
        for name in names:
            FaceFactory(asset=asset, person=family[name])
        for age in looking:
            FaceFactory(asset=asset, person=None, age=age)
        return asset.pk

    return photo


def found(library, typed, **more):
    return [tile.asset.pk for tile in Search(library, typed, **more).page().tiles]


def said(library, typed):
    return [note.words for note in Search(library, typed).answer().notes]


def test_a_typed_birth_date_is_exact_to_the_day(library, photo):
    days = ["2016-05-11", "2016-05-12", "2017-05-11", "2017-05-12"]
    _, first, last, _ = (photo(day, "Mia") for day in days)
    assert found(library, "Mia at 2") == [last, first]
    assert said(library, "Mia at 2") == []


def test_months_of_age_are_exact_too(library, photo):
    _, then, _ = (photo(day, "Mia") for day in ("2014-11-11", "2014-11-12", "2014-12-12"))
    assert found(library, "Mia at 6 months") == [then]


def test_nobody_is_younger_than_just_born(library, photo):
    photo("2014-05-11", "Mia")
    born = photo("2014-05-12", "Mia")
    assert found(library, "Mia as a baby") == found(library, "Mia under 5") == [born]


def test_ages_between_and_over_hold_their_ends(library, photo):
    three, six = photo("2017-05-12", "Mia"), photo("2020-05-12", "Mia")
    assert found(library, "Mia between 3 and 5") == [three]
    assert found(library, "Mia over 6") == [six]


def test_a_birth_year_alone_lets_in_all_days_it_may_have_been(library, family, photo):
    mia = family["Mia"]
    mia.birth_date, mia.birth_precision = date(2014, 1, 1), Person.Precision.YEAR
    mia.save()
    days = ["2015-12-31", "2016-01-01", "2017-12-31", "2018-01-01"]
    _, first, last, _ = (photo(day, "Mia") for day in days)
    assert found(library, "Mia at 2") == [last, first]


def test_an_estimated_birth_year_counts_with_its_interval_and_says_so(library, photo):
    days = ["1991-12-01", "1992-02-01", "1996-12-01", "1997-02-01"]
    _, first, last, _ = (photo(day, "Ben") for day in days)
    assert found(library, "Ben at 10") == [last, first]
    assert "When Ben Berg was born is an estimate, so the ages are, too." in said(
        library, "Ben at 10"
    )


def test_without_any_birth_there_is_no_age_and_it_says_so(library, photo):
    photo("2019-07-14", "Oma")
    assert found(library, "Oma at 70") == []
    assert "Nobody knows yet when Oma was born." in said(library, "Oma at 70")


def test_anybody_of_an_age_is_found_by_birth_else_by_the_look_of_the_face(library, photo):
    mia = photo("2018-12-24", "Mia")
    stranger = photo("2018-12-25", looking=[3.2])
    photo("2018-12-26", looking=[40.0])
    photo("2018-12-26", "Ben")
    undated = photo(None, looking=[4.0])
    assert found(library, "everyone under 5") == [stranger, mia, undated]
    assert found(library, "everyone under 5 at Christmas 2018") == [stranger, mia]
    assert found(library, "anyone over 80") == []


def test_a_face_of_somebody_with_a_birth_does_not_count_by_its_look(library, family, photo):
    asset = photo("2018-12-24")
    FaceFactory(asset_id=asset, person=family["Ben"], age=3.0)
    assert found(library, "children") == []


def test_the_middle_of_an_estimate_counts_for_anybody(library, photo):
    photo("1991-12-01", "Ben")
    then = photo("1994-06-01", "Ben")
    assert found(library, "anybody at 10") == [then]


def test_with_a_baby_means_another_one(library, photo):
    photo("2015-01-01", "Mia")
    both = photo("2015-01-01", "Mia", looking=[0.8])
    assert found(library, "Mia with a baby") == [both]


def test_people_must_all_be_on_one_photo(library, photo):
    photo("2019-01-01", "Mia")
    both = photo("2019-01-02", "Mia", "Ben")
    assert found(library, "Mia and Ben") == found(library, "Mia with Ben") == [both]


def test_or_takes_either(library, photo):
    one, other = photo("2019-01-01", "Mia"), photo("2019-01-02", "Ben")
    photo("2019-01-02", "Oma")
    assert found(library, "Mia or Ben") == [other, one]


def test_only_leaves_out_photos_with_others_of_the_people_page(library, photo):
    alone = photo("2019-01-01", "Mia", looking=[40.0])  # a face of nobody
    shelved = photo("2019-01-02", "Mia")
    FaceFactory(asset_id=shelved, person=PersonFactory(library=library, shelf="rare"))
    unnamed = photo("2019-01-03", "Mia")
    FaceFactory(asset_id=unnamed, person=PersonFactory(library=library))
    photo("2019-01-04", "Mia", "Ben")
    both = photo("2019-01-05", "Ben", "Mia")
    assert found(library, "just Mia") == [shelved, alone]
    assert both in found(library, "only Mia and Ben")
    assert "do not count" in said(library, "just Mia")[0]


def test_without_leaves_out(library, photo):
    alone = photo("2019-01-01", "Mia")
    photo("2019-01-02", "Mia", "Ben")
    assert found(library, "Mia without Ben") == found(library, "Mia not Ben") == [alone]


def test_without_anybody_finds_views(library, photo):
    photo("2019-01-02", "Mia")
    view = photo("2019-01-01")
    assert found(library, "without anybody 2019") == [view]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("July 2019", ["2019-07-01", "2019-07-31"]),
        ("summer 2018", ["2018-06-01", "2018-08-31"]),
        ("winter 2018", ["2018-12-01", "2019-02-28"]),
        ("Christmas", ["2017-12-24", "2019-12-26"]),
        ("Christmas 2019", ["2019-12-24", "2019-12-26"]),
        ("Easter 2020", ["2020-04-10", "2020-04-13"]),
        ("New Year 2020", ["2019-12-31", "2020-01-01"]),
        ("Halloween", ["2016-10-31"]),
        ("2015-2018", ["2015-01-01", "2018-12-31"]),
        ("since 2015", ["2015-01-01", "2024-02-29"]),
        ("before 2000", ["1971-03-01", "1999-12-31"]),
        ("29 February", ["2020-02-29", "2024-02-29"]),
        ("July or Christmas 2019", ["2019-07-01", "2019-12-24"]),
        ("last year", ["2023-06-01"]),
    ],
)
def test_times_hold_their_first_and_last_day(library, photo, monkeypatch, typed, days):
    monkeypatch.setattr(answers.timezone, "localdate", lambda: date(2024, 6, 1))
    others = ["1970-05-05", "2014-12-31", "2019-05-15", "2022-05-15", "2023-05-15"]
    within = [photo(day) for day in days]
    for day in others:
        photo(day)
    assert set(within) <= set(found(library, typed))
    if typed not in {"since 2015", "before 2000", "last year"}:
        assert found(library, typed) == within[::-1]


def test_what_no_year_has_is_not_found(library, photo):
    photo("2019-07-14")
    assert found(library, "before 1950") == found(library, "Christmas 1950") == []


def test_a_birthday_is_within_two_days_from_birth_on(library, photo):
    before = photo("2013-05-12")
    days = ["2014-05-12", "2016-05-09", "2016-05-10", "2016-05-14", "2016-05-15"]
    born, _, first, last, _ = (photo(day) for day in days)
    assert found(library, "Mia's birthday") == [last, first, born]
    assert found(library, "Mia's birthday 2016") == found(library, "Mia's 2nd birthday")
    assert found(library, "Mia's 2nd birthday") == [last, first]
    assert before not in found(library, "birthdays")


def test_a_birthday_that_nobody_typed_is_said(library, photo):
    photo("2016-05-12")
    assert found(library, "Ben's birthday") == []
    assert "on which day Ben Berg was born" in said(library, "Ben Berg's birthday")[0]


def test_videos_are_told_from_photos(library, photo):
    photo("2019-01-01", "Mia")
    clip = photo("2019-01-02", "Mia", kind=Asset.Kind.VIDEO)
    assert found(library, "videos of Mia") == [clip]
    assert Search(library, "videos of Mia").answer().counted == "video"


def test_photos_without_a_date_are_counted_where_a_date_is_needed(library, photo):
    photo(None, "Mia")
    photo(None, "Mia", "Ben")
    photo("2016-06-01", "Mia")
    assert "2 photos without a date are not searched." in said(library, "Mia at 2")
    assert "1 photo without a date is not searched." in said(library, "Mia and Ben 2016")
    assert said(library, "Mia") == []


def test_both_of_one_name_are_found_and_one_can_be_chosen(library, family, photo):
    other = PersonFactory(library=library, name="Mia")
    theirs = FaceFactory(asset=AssetFactory(library=library), person=other).asset_id
    ours = photo("2018-01-01", "Mia")
    assert found(library, "Mia") == [theirs, ours]
    choices = Search(library, "Mia").answer().choices
    assert {choice.card.person.pk for choice in choices} == {family["Mia"].pk, other.pk}
    assert found(library, "Mia", chosen=[other.pk]) == [theirs]
    assert f"who={other.pk}" in next(c for c in choices if c.card.person == other).address


def test_a_first_name_means_each_who_has_it(library, photo):
    for name in ("Ida Lund", "Ida Holm"):
        FaceFactory(
            asset=AssetFactory(library=library), person=PersonFactory(library=library, name=name)
        )
    assert len(found(library, "Ida")) == 2
    assert len(found(library, "Ida Holm")) == 1
    assert len(Search(library, "Ida").answer().choices) == 2


def test_a_hidden_person_cannot_be_asked_for(library, family, photo):
    photo("2019-01-01", "Oma")
    Person.objects.filter(name="Oma").update(hidden=True)
    assert found(library, "Oma") == []
    assert Search(library, "Oma").answer().unknown[0].words == "Oma"
    assert found(library, "anybody") == []


def test_what_is_not_a_face_finds_nothing(library, family, photo):
    FaceFactory(asset=AssetFactory(library=library), person=family["Mia"], not_a_face=True, age=1.0)
    assert found(library, "Mia") == found(library, "babies") == []


def test_chips_say_what_was_asked_and_can_be_taken_away(library, photo):
    photo("2016-12-24", "Mia")
    chips = Search(library, "Mia at 2 without Ben Christmas 2016").answer().chips
    assert [(chip.title, chip.note) for chip in chips] == [
        ("Mia", ""),
        ("at 2", "2016\N{EN DASH}2017"),
        ("without Ben", ""),
        ("Christmas", ""),
        ("2016", ""),
    ]
    assert chips[1].less == "/search/?q=Mia+without+Ben+at+Christmas+2016"
    assert Search(library, "Mia").answer().chips[0].less == "/search/"


def test_what_was_not_understood_is_said_with_what_it_may_have_been(library, family):
    [unknown] = Search(library, "Miia at 2").answer().unknown
    assert unknown.words == "Miia"
    assert ("Mia", "/search/?q=Mia+at+2") in unknown.instead
    [unknown] = Search(library, "Mia xyz").answer().unknown
    assert (unknown.words, unknown.instead) == ("xyz", [])


def test_nothing_understood_finds_nothing(library, photo):
    photo("2019-01-01", "Mia")
    answer = Search(library, "xyz").answer()
    assert (answer.asked, answer.total, answer.page.tiles) == (False, 0, [])


def test_a_month_that_is_a_name_offers_the_person(library, photo):
    PersonFactory(library=library, name="April")
    assert "/search/?q=April+in+2019" in [
        note.address for note in Search(library, "April 2019").answer().notes
    ]


def test_pages_hold_each_photo_once(library, photo, monkeypatch):
    monkeypatch.setattr(answers, "PAGE", 3)
    everything = [photo(day, "Mia") for day in ("2019-01-01", "2019-01-02") for _ in range(4)]
    everything.append(photo(None, "Mia"))
    search, seen, after = Search(library, "Mia"), [], None
    while after is not None or not seen:
        page = search.page(after)
        seen += [tile.asset.pk for tile in page.tiles]
        after = int(page.further.rpartition("=")[2]) if page.further else None
    assert sorted(seen) == sorted(everything)
    assert len(set(seen)) == 9


def test_nothing_of_another_library_is_found_or_named(library, photo):
    theirs = LibraryFactory()
    mia = PersonFactory(library=theirs, name="Mia Fremd", birth_year=2014)
    asset = AssetFactory(library=theirs, taken_on=date(2016, 7, 1))
    FaceFactory(asset=asset, person=mia, age=2.0)
    photo("2016-07-01", "Mia")
    for typed in ("Mia", "Mia at 2", "everyone under 5", "July 2016", "without Ben", "anybody"):
        assert asset.pk not in found(library, typed)
    assert Search(library, "Fremd", chosen=[mia.pk]).answer().unknown[0].instead == []
    assert found(library, "Mia", chosen=[mia.pk]) != []
    assert Search(library, "Mia").page(after=asset.pk).tiles == []


SENTENCE = "only Mia at 2 with Ben or Oma with children without April Christmas 2016 Mia's birthday"


@pytest.mark.parametrize("times", [1, 8])
def test_the_number_of_queries_does_not_grow(
    library, family, photo, times, django_assert_num_queries
):
    for number in range(times):
        PersonFactory(library=library, name=f"April {number}")
        photo("2016-12-24", *family, looking=[3.0])
    with django_assert_num_queries(7):
        Search(library, SENTENCE).answer()


@pytest.mark.parametrize(
    "typed",
    [
        "everyone under 5 at Easter Christmas Carnival",
        "birthdays",
        "January or March or May",
        "winter before 1950 since 1990",
    ],
)
def test_two_hundred_years_of_feasts_are_no_question_too_many(library, family, photo, typed):
    for day in ("1801-12-24", "2026-12-24"):
        photo(day, looking=[3.0])
    assert isinstance(found(library, typed), list)
