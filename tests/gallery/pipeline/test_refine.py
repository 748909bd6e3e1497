from datetime import UTC, datetime, timedelta

import pytest

from gallery import jobs
from gallery.models import Asset, Face, Job, Person, Stage, Track
from gallery.pipeline import refine
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
NOON = datetime(2019, 7, 14, 12, tzinfo=UTC)


def seen(library, *days, source=Asset.DateSource.EXIF, **columns):
    person = PersonFactory(library=library, **columns)
    for day in days:
        taken_at = NOON + timedelta(days=day)
        asset = AssetFactory(library=library, taken_at=taken_at, taken_source=source)
        FaceFactory(asset=asset, person=person)
    return person


def shelf_after_a_run(library, person):
    jobs.enqueue(Stage.REFINE, library)
    refine.run(library.pk)
    return Person.objects.get(pk=person.pk).shelf


def test_who_is_seen_often_on_several_days_is_on_the_people_page(library):
    person = seen(library, 0, 1, 5, shelf=Person.Shelf.RARE)
    assert shelf_after_a_run(library, person) == Person.Shelf.NONE


def test_who_is_seen_too_rarely_or_on_one_day_only_is_on_the_shelf(library):
    rare, visitor = seen(library, 0, 400), seen(library, 0, 0, 0)
    assert shelf_after_a_run(library, rare) == Person.Shelf.RARE
    assert shelf_after_a_run(library, visitor) == Person.Shelf.ONE_DAY


def test_patterns_taken_for_a_face_do_not_make_a_person(library):
    person = seen(library, 0, 1, 5)
    Face.objects.filter(asset__taken_at__gt=NOON).update(score=0.8)
    assert shelf_after_a_run(library, person) == Person.Shelf.RARE


def test_the_files_own_times_shelve_nobody(library):
    person = seen(library, 0, 0, 0, source=Asset.DateSource.FILE)
    assert shelf_after_a_run(library, person) == Person.Shelf.NONE


def test_whoever_has_a_name_is_never_shelved(library):
    assert shelf_after_a_run(library, seen(library, 0, name="Anna")) == Person.Shelf.NONE


def test_a_video_in_which_somebody_is_seen_long_enough_is_enough(library):
    person = seen(library, 0)
    Track.objects.create(face=person.faces.get(), frames=12, enough=True)
    assert shelf_after_a_run(library, person) == Person.Shelf.NONE


def test_refining_twice_is_refining_once_and_aggregation_follows(library):
    person = seen(library, 0)
    jobs.enqueue(Stage.REFINE, library)
    for _ in range(2):
        refine.run(library.pk)
    person.refresh_from_db()
    assert person.shelf == Person.Shelf.RARE
    assert list(Job.objects.unfinished().values_list("stage", flat=True)) == [Stage.AGGREGATE]


def test_the_number_of_queries_does_not_grow_with_people(library, django_assert_max_num_queries):
    for _ in range(20):
        seen(library, 0)
    jobs.enqueue(Stage.REFINE, library)
    with django_assert_max_num_queries(20):
        refine.run(library.pk)
