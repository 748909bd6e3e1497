from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from gallery.models import Asset, Dating, Decision, Stage, Statement
from tests.gallery.factories import AssetFactory, DatingFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
HTMX = {"HX-Request": "true"}
DATES = reverse("dates")


@pytest.fixture
def mia(library):
    return PersonFactory(
        library=library, name="Mia", birth_date=date(2003, 5, 1), birth_precision="month"
    )


def doubted(person, *, day=date(2019, 1, 1), source="file", camera="", **columns):
    taken_at = day and datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    asset = AssetFactory(
        library=person.library, taken_at=taken_at, taken_source=source, camera=camera
    )
    FaceFactory(asset=asset, person=person, age=4.0)
    return DatingFactory(asset=asset, **columns)


@pytest.fixture
def dating(mia):
    return doubted(mia)


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def answer(client, dating, **posted):
    return client.post(reverse("date-answer", args=[dating.pk]), posted, follow=True)


def test_a_photo_is_shown_with_who_is_on_it_its_date_and_when_it_may_have_been(signed_in, dating):
    page = " ".join(signed_in.get(DATES).content.decode().split())
    assert "<b>Mia</b> looks about 3" in page
    assert "born May 2003" in page
    assert "1 January 2019 is what the file&#x27;s own time says." in page
    assert "between 2003 and 2008, most likely 2005." in page
    assert reverse("media", args=[dating.pk, "preview.jpg"]) in page


def test_a_photo_without_a_date_says_so(signed_in, mia):
    doubted(mia, day=None, source="unknown", doubt=None)
    page = signed_in.get(DATES).content.decode()
    assert "No date yet" in page
    assert "Leave it without" in page


def test_a_date_before_somebody_was_born_is_told(signed_in, mia):
    doubted(mia, day=date(1999, 3, 1), source="exif", doubt=20.0)
    assert "not born yet by that date" in signed_in.get(DATES).content.decode()


def test_yes_types_the_likeliest_year_and_asks_for_birth_years_again(signed_in, dating, library):
    page = answer(signed_in, dating, answer="yes").content.decode()
    dating.asset.refresh_from_db()
    assert (dating.asset.taken_on.year, dating.asset.taken_source) == (2005, "typed")
    assert dating.asset.taken_precision == Asset.Precision.YEAR
    assert library.jobs.filter(stage=Stage.AGGREGATE).exists()
    assert "from about 2005 now" in page
    assert "/undo/" in page
    assert "No doubts" in page


def test_no_keeps_the_date_and_never_asks_again(signed_in, dating):
    page = answer(signed_in, dating, answer="no").content.decode()
    dating.asset.refresh_from_db()
    assert dating.asset.taken_on == date(2019, 1, 1)
    assert Statement.objects.standing().get().said == {"right": True}
    assert "No doubts" in page
    assert "/undo/" in page


@pytest.mark.parametrize(
    ("said", "told"), [("yes", "dated 1 photo"), ("no", "said that a date is right")]
)
def test_the_history_tells_what_was_answered(signed_in, dating, said, told):
    answer(signed_in, dating, answer=said)
    assert told in signed_in.get(reverse("decisions")).content.decode()


@pytest.mark.parametrize("said", ["yes", "no"])
def test_an_answer_can_be_undone(signed_in, dating, said):
    answer(signed_in, dating, answer=said)
    signed_in.post(reverse("decision-undo", args=[Decision.objects.get().pk]), {"next": DATES})
    dating.asset.refresh_from_db()
    assert (dating.asset.taken_on, dating.asset.taken_source) == (date(2019, 1, 1), "file")
    assert "Not 1 January 2019?" in signed_in.get(DATES).content.decode()


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ({"year": "2004"}, date(2004, 7, 1), "year"),
        ({"year": "2004", "month": "3"}, date(2004, 3, 15), "month"),
        ({"year": "2004", "month": "3", "day": "9"}, date(2004, 3, 9), ""),
    ],
)
def test_another_date_is_kept_as_exactly_as_it_was_typed(signed_in, dating, typed, day, precision):
    answer(signed_in, dating, answer="typed", **typed)
    dating.asset.refresh_from_db()
    assert (dating.asset.taken_on, dating.asset.taken_precision) == (day, precision)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"year": "2004", "month": "2", "day": "30"}, "There is no such day."),
        ({"year": "2090"}, "That day is still to come."),
        ({"day": "3"}, "This field is required."),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_what_was_typed(signed_in, dating, typed, told):
    response = answer(signed_in, dating, answer="typed", **typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert all(f'value="{value}"' in page for value in typed.values())
    dating.asset.refresh_from_db()
    assert dating.asset.taken_source == "file"


def test_nonsense_is_no_answer_and_who_is_second_is_told_so(signed_in, dating):
    assert "Please say yes, no" in answer(signed_in, dating, answer="maybe").content.decode()
    answer(signed_in, dating, answer="yes")
    assert "answered already" in answer(signed_in, dating, answer="no").content.decode()
    assert Decision.objects.count() == 1


def test_a_wide_interval_is_shown_and_not_offered_as_a_date(signed_in, mia):
    doubted(mia, low=1990.0, high=2007.0, lowest=1985.0)
    page = signed_in.get(DATES).content.decode()
    assert "between 1990 and 2007" in page
    assert 'value="yes"' not in page
    assert 'value="typed"' in page


def test_the_surest_come_first_and_those_without_a_date_last(signed_in, mia):
    undated = doubted(mia, day=None, source="unknown", doubt=None)
    sure, surer = (doubted(mia, day=date(2019, 3, n), doubt=float(n)) for n in (2, 5))
    page = signed_in.get(DATES).content.decode()
    places = [page.index(f'id="dating-{one.pk}"') for one in (surer, sure, undated)]
    assert places == sorted(places)


@pytest.fixture
def one_clock(mia):
    """Two doubted photos of a day and camera, one that shows nobody, one of another camera."""
    both = [doubted(mia, source="exif", camera="IXUS", doubt=float(n)) for n in (3, 4)]
    like = {"library": mia.library, "taken_at": datetime(2019, 1, 1, 13, tzinfo=UTC)}
    nobody = AssetFactory(camera="IXUS", **like)
    another = AssetFactory(camera="EOS", **like)
    return both[1], [both[0].asset, nobody], another


def test_photos_of_a_day_whose_clock_was_wrong_are_dated_together(signed_in, one_clock):
    first, others, another = one_clock
    page = signed_in.get(DATES).content.decode()
    assert "All 3 photos of that day by this camera" in page
    assert page.count("data-dating>") == 1
    answer(signed_in, first, answer="yes", all="on")
    for asset in [first.asset, *others, another]:
        asset.refresh_from_db()
    assert {asset.taken_on.year for asset in [first.asset, *others]} == {2005}
    assert another.taken_on.year == 2019
    assert Decision.objects.count() == 1


def test_or_one_of_them_alone(signed_in, one_clock):
    first, others, _ = one_clock
    answer(signed_in, first, answer="yes")
    assert Asset.objects.filter(taken_source="typed").get() == first.asset
    assert all(Asset.objects.get(pk=asset.pk).taken_on.year == 2019 for asset in others)


def test_where_most_photos_of_a_day_fit_its_clock_was_right(signed_in, one_clock, mia):
    for _ in range(4):
        like = {"library": mia.library, "taken_at": datetime(2019, 1, 1, 13, tzinfo=UTC)}
        FaceFactory(asset=AssetFactory(camera="IXUS", **like), person=mia)
    page = signed_in.get(DATES).content.decode()
    assert "of that day by this camera" not in page
    assert page.count("data-dating>") == 2


def test_files_copied_on_one_day_are_no_set(signed_in, mia):
    for number in (3, 4):
        doubted(mia, source="file", doubt=float(number))
    assert "of that day" not in signed_in.get(DATES).content.decode()


def test_hidden_people_are_not_told_of(signed_in, dating, mia):
    type(mia).objects.filter(pk=mia.pk).update(hidden=True)
    page = signed_in.get(DATES).content.decode()
    assert "Mia" not in page
    assert "No doubts" in page


def test_a_viewer_sees_the_photos_and_no_buttons(client, viewer, dating):
    client.force_login(viewer)
    page = client.get(DATES).content.decode()
    assert "looks about 3" in page
    assert "date-answer" not in page
    assert f"/dates/{dating.pk}/" not in page
    assert client.post(reverse("date-answer", args=[dating.pk])).status_code == 404


def test_another_familys_photo_does_not_exist(client, outsider, dating):
    client.force_login(outsider)
    assert "Mia" not in client.get(DATES).content.decode()
    theirs = client.post(reverse("date-answer", args=[dating.pk]), {"answer": "yes"})
    missing = client.post(reverse("date-answer", args=[999_999]), {"answer": "yes"})
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
    dating.asset.refresh_from_db()
    assert dating.asset.taken_source == "file"


def test_the_number_of_queries_does_not_grow_with_the_photos(
    signed_in, one_clock, mia, django_assert_max_num_queries
):
    for number in range(1, 9):
        doubted(mia, day=date(2018, 1, number))
    with django_assert_max_num_queries(10):
        signed_in.get(DATES)
    assert Dating.objects.count() == 10
