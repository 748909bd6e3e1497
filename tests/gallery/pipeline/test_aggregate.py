from datetime import UTC, date, datetime

import pytest

from gallery import jobs
from gallery.models import Asset, Person, Stage
from gallery.pipeline import aggregate
from gallery.pipeline.dates import trusted_year
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


def person_at(library, *ages_and_years, source=Asset.DateSource.EXIF, p_male=0.9, **columns):
    person = PersonFactory(library=library, **columns)
    for age, year in ages_and_years:
        taken_at = datetime(year, 7, 1, tzinfo=UTC)
        asset = AssetFactory(library=library, taken_at=taken_at, taken_source=source)
        FaceFactory(asset=asset, person=person, age=age, p_male=p_male)
    return person


def run(library, person):
    jobs.enqueue(Stage.AGGREGATE, library)
    aggregate.run(library.pk)
    return Person.objects.get(pk=person.pk)


def test_a_person_gets_a_gender_and_a_birth_year_within_its_interval(library):
    person = run(library, person_at(library, (6.0, 1990), (16.0, 2000), (26.0, 2010)))
    assert person.gender == Person.Gender.MALE
    assert person.p_male > 0.5
    assert person.birth_year == pytest.approx(1984.5, abs=2.0)
    assert person.birth_year_low <= person.birth_year <= person.birth_year_high


def test_without_trusted_dates_there_is_no_birth_year(library):
    undated = person_at(library, (6.0, 1990), source=Asset.DateSource.FILE, p_male=0.1)
    person = run(library, undated)
    assert person.gender == Person.Gender.FEMALE
    assert person.birth_year is None


def test_a_typed_birth_date_stays_beside_the_estimate(library):
    typed = {"birth_date": date(1983, 5, 12), "birth_precision": "day"}
    person = run(library, person_at(library, (30.0, 2014), **typed))
    assert person.birth_date == date(1983, 5, 12)
    assert person.birth_year is not None


def test_estimates_of_somebody_who_lost_their_faces_are_withdrawn(library):
    person = PersonFactory(library=library, name="Anna", gender="male", p_male=0.9)
    person = run(library, person)
    assert (person.gender, person.p_male) == ("", None)


def test_aggregating_twice_is_aggregating_once(library, django_assert_max_num_queries):
    person = run(library, person_at(library, (6.0, 1990)))
    with django_assert_max_num_queries(3):
        aggregate.run(library.pk)
    assert Person.objects.get().birth_year == person.birth_year


def test_the_number_of_queries_does_not_grow_with_people(library, django_assert_max_num_queries):
    for year in range(1990, 2010):
        person_at(library, (6.0, year))
    jobs.enqueue(Stage.AGGREGATE, library)
    with django_assert_max_num_queries(15):
        aggregate.run(library.pk)


def test_the_decimal_year_of_a_day_runs_from_new_year_to_new_year():
    exif = Asset.DateSource.EXIF
    assert trusted_year(date(2001, 1, 1), exif) == 2001.0
    assert trusted_year(date(2001, 7, 2), exif) == pytest.approx(2001.5, abs=0.01)
    assert trusted_year(date(2000, 12, 31), exif) < 2001.0


def test_a_poor_face_says_less_than_a_good_one(library):
    person = PersonFactory(library=library)
    asset = AssetFactory(library=library)
    FaceFactory(asset=asset, person=person, p_male=0.9, quality=0.95)
    for _ in range(2):
        FaceFactory(asset=asset, person=person, p_male=0.1, quality=0.02)
    assert run(library, person).gender == Person.Gender.MALE
