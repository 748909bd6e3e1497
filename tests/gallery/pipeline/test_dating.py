from datetime import UTC, date, datetime

import numpy as np
import pytest

from faces.life import misread
from gallery import jobs
from gallery.actions.set_dates import set_dates
from gallery.actions.set_recognition import set_recognition
from gallery.models import Asset, Dating, Person, Stage
from gallery.pipeline import aggregate, dating
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
Source = Asset.DateSource
BORN = 2000


def read_at(true):
    return float(true + misread(np.array([float(true)]))[0][0])


def photo(library, day, source=Source.EXIF, **columns):
    taken_at = day and datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return AssetFactory(library=library, taken_at=taken_at, taken_source=source, **columns)


def face(asset, person, age, **columns):
    return FaceFactory(asset=asset, person=person, age=read_at(age), quality=0.95, **columns)


@pytest.fixture
def mia(library):
    """Born on 1 May 2000, with a photo of each of her first six years."""
    person = PersonFactory(
        library=library, name="Mia", birth_date=date(BORN, 5, 1), birth_precision="day"
    )
    for age in range(1, 7):
        face(photo(library, date(BORN + age, 5, 1)), person, age)
    return person


def found(library):
    jobs.enqueue(Stage.AGGREGATE, library)
    aggregate.run(library.pk)
    return {one.asset_id: one for one in Dating.objects.all()}


def test_dates_that_fit_are_not_asked_about(library, mia):
    assert found(library) == {}


def test_a_copied_file_is_dated_by_the_child_on_it(library, mia):
    copied = photo(library, date(2024, 3, 1), Source.FILE)
    face(copied, mia, 4)
    one = found(library)[copied.pk]
    assert one.doubt > 2
    assert one.low < BORN + 4.4 < one.high
    assert abs(one.year - (BORN + 4)) <= 1


def test_a_photo_without_a_date_gets_one_where_it_can_be_told(library, mia):
    child, grown = photo(library, None, Source.UNKNOWN), photo(library, None, Source.UNKNOWN)
    face(child, mia, 4)
    face(
        grown,
        PersonFactory(
            library=library, name="Ida", birth_date=date(1950, 1, 1), birth_precision="year"
        ),
        45,
    )
    datings = found(library)
    assert datings[child.pk].doubt is None
    assert grown.pk not in datings


def test_a_camera_is_doubted_only_where_the_faces_speak_clearly(library, mia):
    one = photo(library, date(2014, 3, 1))
    face(one, mia, 4)
    ben = PersonFactory(
        library=library, name="Ben", birth_date=date(2001, 1, 1), birth_precision="month"
    )
    several = photo(library, date(2024, 3, 1))
    face(several, mia, 3, confirmed=True)
    face(several, ben, 2, left=0.1, right=0.2, confirmed=True)
    assert list(found(library)) == [several.pk]


def test_a_clock_that_was_never_set_needs_less(library, mia):
    unset = photo(library, date(2020, 1, 1))
    face(unset, mia, 3)
    assert list(found(library)) == [unset.pk]


def test_no_photo_is_older_than_somebody_on_it(library, mia):
    early = photo(library, date(1999, 5, 1))
    face(early, mia, 2)
    assert found(library)[early.pk].doubt == pytest.approx(20.0)


def test_what_somebody_typed_is_never_doubted(library, mia):
    face(photo(library, date(2024, 3, 1), Source.TYPED), mia, 3)
    assert found(library) == {}


def test_a_birth_year_comes_from_other_photos_and_never_from_this_day(library):
    ben = PersonFactory(library=library, name="Ben")
    for age in range(1, 7):
        face(photo(library, date(1990 + age, 5, 1)), ben, age)
    wrong = [photo(library, date(2019, 1, 1)) for _ in range(3)]
    for asset in wrong:
        face(asset, ben, 3)
    assert sorted(found(library)) == [asset.pk for asset in wrong]


def test_few_dated_photos_are_not_enough_for_a_birth_year(library):
    ben = PersonFactory(library=library, name="Ben")
    face(photo(library, date(1993, 5, 1)), ben, 3)
    undated = photo(library, None, Source.UNKNOWN)
    face(undated, ben, 3)
    assert found(library) == {}


@pytest.mark.parametrize("columns", [{"hidden": True}, {"name": "", "birth_date": None}])
def test_hidden_and_unknown_people_say_nothing(library, mia, columns):
    face(photo(library, date(2024, 3, 1), Source.FILE), mia, 4)
    if "birth_date" in columns:
        columns = columns | {"birth_precision": ""}
    type(mia).objects.filter(pk=mia.pk).update(**columns)
    assert found(library) == {}


def test_what_is_not_a_face_and_other_libraries_say_nothing(library, mia):
    face(photo(library, date(2024, 3, 1), Source.FILE), mia, 4, not_a_face=True)
    other = PersonFactory(name="Otto", birth_date=date(2000, 1, 1), birth_precision="day")
    face(photo(other.library, date(2024, 3, 1), Source.FILE), other, 4)
    assert found(library) == {}


def test_a_scanner_is_no_witness_of_a_birth(library):
    ben = PersonFactory(library=library, name="Ben")
    for month in range(1, 7):
        scan = photo(library, date(2022, month, 2), camera="Epson Perfection V370")
        face(scan, ben, month)
    assert found(library) == {}


def test_found_twice_is_found_once(library, mia):
    copied = photo(library, date(2024, 3, 1), Source.FILE)
    face(copied, mia, 4)
    assert found(library).keys() == found(library).keys() == {copied.pk}


def test_what_is_answered_for_goes_with_the_next_run(library, mia):
    copied = photo(library, date(2024, 3, 1), Source.FILE)
    face(copied, mia, 4)
    assert found(library)
    Asset.objects.filter(pk=copied.pk).update(taken_on=date(2004, 7, 1), taken_source="typed")
    assert found(library) == {}


def test_a_date_that_is_taken_makes_the_birth_year_surer(library, owner):
    ida = PersonFactory(library=library, name="Ida")
    for age in (30, 34, 38, 42):
        face(photo(library, date(1960 + age, 5, 1)), ida, age)
    childhood = photo(library, date(2024, 3, 1), Source.FILE)
    face(childhood, ida, 4)
    assert list(found(library)) == [childhood.pk]
    before = Person.objects.get()
    set_dates([childhood], date(1964, 1, 1), Asset.Precision.YEAR, by=owner)
    aggregate.run(library.pk)
    after = Person.objects.get()
    assert abs(after.birth_year - 1960.4) < abs(before.birth_year - 1960.4)
    assert (
        after.birth_year_high - after.birth_year_low
        < before.birth_year_high - before.birth_year_low
    )


@pytest.mark.parametrize("stage", [Stage.CLUSTER, Stage.REFINE])
def test_while_a_stage_before_it_waits_dating_is_left_for_later(library, mia, stage):
    copied = photo(library, date(2024, 3, 1), Source.FILE)
    face(copied, mia, 4)
    jobs.enqueue(stage, library)
    assert found(library) == {}
    library.jobs.filter(stage=stage).update(state="done")
    assert list(found(library)) == [copied.pk]
    face(photo(library, date(2024, 3, 2), Source.FILE), mia, 4)
    jobs.enqueue(stage, library)
    assert list(found(library)) == [copied.pk]


def test_switching_recognition_off_erases_what_ages_said(library, mia, owner):
    face(photo(library, date(2024, 3, 1), Source.FILE), mia, 4)
    assert found(library)
    set_recognition(library, on=False, user=owner)
    assert not Dating.objects.exists()


def test_two_reads_are_enough_for_any_number_of_photos(library, mia, django_assert_num_queries):
    for year in range(2010, 2025):
        face(photo(library, date(year, 3, 1), Source.FILE), mia, 4)
    with django_assert_num_queries(2):
        assert dating.datings(library, date(2026, 1, 1))
