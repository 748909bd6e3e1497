from datetime import date, timedelta

import pytest

from gallery.queries.growing import MOST, growing
from gallery.queries.sightings import sightings, totals
from tests.gallery.factories import AssetFactory, FaceFactory
from tests.gallery.queries.lives import EYES_ASIDE, born, seen

pytestmark = pytest.mark.django_db
BIRTH = date(2014, 5, 12)


@pytest.fixture
def mia(library):
    return born(library, BIRTH, name="Mia")


def strip(person, most=MOST):
    return growing(person, sightings(person), most)


def test_a_short_life_goes_by_months(mia):
    seen(mia, *(BIRTH + timedelta(days=7 * week) for week in range(52)))
    assert [one.age for one in strip(mia)][:3] == ["newborn", "newborn", "1 month"]
    assert len(strip(mia)) == 13


@pytest.mark.parametrize(("most", "count"), [(48, 24), (12, 8), (3, 2), (1, 1)])
def test_the_period_grows_until_so_many_cover_the_whole_life(mia, most, count):
    seen(mia, *(date(2016 + n // 12, n % 12 + 1, 3) for n in range(24)))
    assert len(strip(mia, most)) == count


def test_a_long_life_is_covered_to_its_end(library):
    ruth = born(library, date(1926, 1, 1))
    seen(ruth, *(date(year, month, 1) for year in range(1930, 2026) for month in (3, 9)))
    found = strip(ruth)
    assert len(found) == 48
    assert (found[0].day.year, found[-1].day.year) == (1930, 2024)


def test_the_clearest_face_that_looks_at_us_is_taken(mia):
    day = date(2017, 6, 1)
    best = seen(mia, day, quality=0.9)
    for poorer in (
        {"quality": 0.4},
        {"quality": 0.9, "right": 0.44},
        {"quality": 0.9, "landmarks": EYES_ASIDE},
    ):
        seen(mia, day, **poorer)
    assert [one.face for one in strip(mia)] == [best.pk]


def test_what_somebody_confirmed_comes_first_and_the_cover_before_that(mia):
    day = date(2017, 6, 1)
    seen(mia, day, quality=0.9)
    confirmed = seen(mia, day, quality=0.5, confirmed=True)
    assert [one.face for one in strip(mia)] == [confirmed.pk]
    mia.cover = seen(mia, day, quality=0.1)
    assert [one.face for one in strip(mia)] == [mia.cover_id]


def test_faces_of_videos_take_part_and_undated_ones_do_not(mia, library):
    clip = AssetFactory(library=library, kind="video", duration=9.0, taken_on=date(2018, 1, 1))
    face = FaceFactory(asset=clip, person=mia, time=3.0)
    FaceFactory(asset=AssetFactory(library=library, taken_at=None), person=mia)
    assert [one.face for one in strip(mia)] == [face.pk]


def test_a_glimpse_says_age_and_year(mia, library):
    seen(mia, date(2015, 1, 1), date(2017, 6, 1))
    assert [one.words for one in strip(mia)] == ["7 months, 2015", "3 years, 2017"]
    assert [one.then for one in strip(mia)] == ["?age=0#photos", "?age=3#photos"]
    unknown = born(library, None, "")
    seen(unknown, date(1951, 6, 1))
    [only] = strip(unknown)
    assert (only.words, only.big, only.beside, only.then) == (
        "1951",
        "1951",
        "",
        "?year=1951#photos",
    )


def test_totals_count_each_photo_once(mia, library):
    face = seen(mia, date(2015, 1, 1), date(2017, 6, 1))
    FaceFactory(asset=face.asset, person=mia, left=0.6, right=0.7)
    clip = AssetFactory(library=library, kind="video", duration=9.0, taken_on=date(2018, 1, 1))
    FaceFactory(asset=clip, person=mia, time=3.0)
    found = totals(sightings(mia))
    assert (found.photos, found.videos, found.size) == (2, 1, 3000)
    assert found.words == "2 photos and 1 video"
    assert (found.first, found.last) == (date(2015, 1, 1), date(2018, 1, 1))


def test_neither_features_nor_posteriors_are_read(mia, django_assert_num_queries):
    seen(mia, date(2015, 1, 1))
    with django_assert_num_queries(1) as asked:
        sightings(mia)
    assert "features" not in asked[0]["sql"]
    assert "posterior" not in asked[0]["sql"]
