from datetime import date

import numpy as np
import pytest
from django.utils import timezone

from gallery import jobs
from gallery.models import Asset, Face, Job, Person, Stage, Statement, Track
from gallery.pipeline import cluster, settle
from tests.gallery.factories import (
    AssetFactory,
    FaceFactory,
    LibraryFactory,
    PersonFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


def towards(direction, aside=0, share=0.0):
    """Features of somebody; `share` of another direction makes them less alike."""
    vector = np.zeros(1024, np.float32)
    vector[direction] = 1.0 - share
    vector[500 + aside] += share
    return (vector / np.linalg.norm(vector)).tobytes()


@pytest.fixture
def face(library, queued):
    """Make a face of somebody in a photo of its own."""

    def face(somebody, **columns):
        columns.setdefault("asset", AssetFactory(library=library))
        return FaceFactory(features=towards(somebody), **columns)

    return face


def run(library):
    jobs.enqueue(Stage.CLUSTER, library)
    cluster.run(library.pk, version="test")


def people_of(*faces):
    return [Face.objects.get(pk=face.pk).person_id for face in faces]


def test_faces_alike_become_one_person_with_a_cover(library, face):
    anna, berta = [face(1) for _ in range(3)], face(2)
    run(library)
    (one,) = set(people_of(*anna))
    (two,) = people_of(berta)
    assert one != two
    assert Person.objects.get(pk=one).cover in anna
    assert Job.objects.get(stage=Stage.REFINE).state == Job.State.WAITING


def test_clustering_twice_changes_nothing(library, face):
    for somebody in (1, 1, 2, 3, 3, 3):
        face(somebody)
    run(library)
    before = set(Face.objects.values_list("pk", "person")), set(Person.objects.values_list())
    run(library)
    assert before == (
        set(Face.objects.values_list("pk", "person")),
        set(Person.objects.values_list()),
    )


def test_faces_of_one_photo_are_different_people(library, face):
    photo = AssetFactory(library=library)
    one, two = face(1, asset=photo), face(1, asset=photo)
    run(library)
    assert len(set(people_of(one, two))) == 2


def test_people_of_a_video_seen_at_the_same_time_are_different_and_others_may_be_one(library, face):
    video = AssetFactory(library=library, kind=Asset.Kind.VIDEO)
    shots = [face(1, asset=video, time=time) for time in (0.5, 1.0, 9.0)]
    for shot, moments in zip(shots, ([[0, 2]], [[1, 3]], [[8, 9]]), strict=True):
        Track.objects.create(face=shot, frames=9, enough=False, moments=moments)
    run(library)
    first, second, third = people_of(*shots)
    assert first != second
    assert third in {first, second}


def test_people_outlive_a_clustering_and_new_faces_come_to_them(library, face):
    person = PersonFactory(library=library, name="Anna")
    old = [face(1, person=person) for _ in range(3)]
    new = face(1)
    run(library)
    assert set(people_of(*old, new)) == {person.pk}


def test_what_somebody_confirmed_stays_however_little_alike(library, face):
    anna, berta = PersonFactory(library=library), PersonFactory(library=library)
    first = face(1, person=anna, confirmed=True)
    unlike = face(2, person=anna, confirmed=True)
    alike = face(1, person=berta, confirmed=True)
    run(library)
    assert people_of(first, unlike, alike) == [anna.pk, anna.pk, berta.pk]


def test_two_confirmed_in_one_photo_both_stay_though_the_photo_says_otherwise(library, face):
    anna, photo = PersonFactory(library=library), AssetFactory(library=library)
    mirror = [face(1, asset=photo, person=anna, confirmed=True) for _ in range(2)]
    run(library)
    assert people_of(*mirror) == [anna.pk, anna.pk]


def test_a_few_faces_may_leave_a_named_person_and_many_are_held_back(library, face):
    def named(n):
        person = PersonFactory(library=library, name="Anna")
        same = [face(n, person=person) for _ in range(8)]
        return person, same

    person, _ = named(1)
    few = [face(2, person=person) for _ in range(settle.FEW)]
    other, _ = named(3)
    many = [face(4, person=other) for _ in range(settle.FEW + 1)]
    run(library)
    assert person.pk not in people_of(*few)
    assert set(people_of(*many)) == {other.pk}
    assert "stay with the people they are with" in Job.objects.get(stage=Stage.CLUSTER).note


def test_many_faces_do_not_come_to_a_named_person_from_another_unasked(library, face):
    anna, somebody = PersonFactory(library=library, name="Anna"), PersonFactory(library=library)
    mine = [face(1, person=anna) for _ in range(8)]
    theirs = [face(1, person=somebody) for _ in range(settle.FEW + 1)]
    run(library)
    assert set(people_of(*mine)) == {anna.pk}
    assert set(people_of(*theirs)) == {somebody.pk}


def test_whoever_was_merged_stays_one_however_unlike_their_faces_are(library, face):
    person = PersonFactory(library=library)
    faces = [face(somebody, person=person) for somebody in (1, 1, 1, 2, 2, 2)]
    said = StatementFactory(library=library, kind=Statement.Kind.SAME, person=person)
    new = face(2)
    run(library)
    assert set(people_of(*faces, new)) == {person.pk}
    said.withdrawn_at = timezone.now()
    said.save()
    run(library)
    assert len(set(people_of(*faces))) == 2


def test_versions_never_mix(library, face):
    person = PersonFactory(library=library)
    old = face(1, represented_by="before", person=person)
    new = face(1)
    run(library)
    assert people_of(old) == [person.pk]
    assert people_of(new) != [person.pk]


def test_only_trusted_dates_speak_in_clustering(library, face):
    taken = {"taken_on": date(1950, 1, 1), "taken_source": Asset.DateSource.FILE}
    child = face(1, age=5.0, asset=AssetFactory(library=library, **taken))
    grown = face(1, age=40.0)  # taken 2019: dates apart by 60 years would keep them apart
    run(library)
    assert len(set(people_of(child, grown))) == 1


def test_people_without_faces_go_unless_somebody_said_something_of_them(library, face):
    kept = [
        PersonFactory(library=library, name="Anna"),
        PersonFactory(library=library, hidden=True),
        PersonFactory(library=library, birth_date=date(1984, 1, 1), birth_precision="year"),
    ]
    PersonFactory(library=library)
    elsewhere = PersonFactory()
    run(library)
    assert set(Person.objects.all()) == {*kept, elsewhere}


def test_what_is_said_while_it_runs_is_not_overwritten_but_clustered_again(
    library, face, monkeypatch
):
    one, two = face(1), face(1)
    person = PersonFactory(library=library)
    plainly = cluster.settle

    def settle_while_somebody_confirms(*arguments):
        Face.objects.filter(pk=two.pk).update(person=person, confirmed=True)
        return plainly(*arguments)

    monkeypatch.setattr(cluster, "settle", settle_while_somebody_confirms)
    run(library)
    assert people_of(one, two) == [None, person.pk]
    assert Job.objects.get().state == Job.State.WAITING


def test_a_cover_that_somebody_chose_stays_and_one_that_left_is_replaced(library, face):
    person = PersonFactory(library=library)
    chosen, larger = face(1, person=person), face(1, person=person, left=0.1, right=0.9)
    Person.objects.update(cover=chosen)
    run(library)
    assert Person.objects.get(pk=person.pk).cover == chosen
    Person.objects.update(cover=face(2))
    run(library)
    assert Person.objects.get(pk=person.pk).cover == larger


def test_another_familys_faces_are_not_even_read(library, face):
    mine = face(1)
    theirs = face(1, asset=AssetFactory(library=LibraryFactory()))
    run(library)
    assert people_of(theirs) == [None]
    assert people_of(mine) != [None]


def test_the_number_of_queries_does_not_grow_with_faces(
    library, face, django_assert_max_num_queries
):
    for somebody in range(30):
        face(somebody)
        face(somebody)
    with django_assert_max_num_queries(34):
        run(library)


def test_an_empty_library_is_clustered_without_complaint(library, queued):
    run(library)
    assert not Person.objects.exists()


def test_a_poor_face_between_two_people_joins_one_and_bridges_nobody(library, face):
    def between(share, quality):
        return FaceFactory(
            asset=AssetFactory(library=library), features=towards(1, 2, share), quality=quality
        )

    # From 1 towards another direction: each is near the middle, and the ends are not near.
    first, second = [between(0.0, 0.9) for _ in range(3)], [between(1.0, 0.9) for _ in range(3)]
    middle = [between(0.45, 0.2) for _ in range(2)]
    run(library)
    one, two = set(people_of(*first)), set(people_of(*second))
    assert len(one) == len(two) == 1
    assert one != two
    assert set(people_of(*middle)) <= one | two


def test_a_face_of_unknown_quality_steers(library, face):
    faces = [face(1, quality=None) for _ in range(3)]
    run(library)
    assert len(set(people_of(*faces))) == 1


def test_the_cover_is_the_face_that_is_easiest_to_tell(library, face):
    blurred, good = face(1, quality=0.6), face(1, quality=0.95)
    face(1, quality=0.7)
    run(library)
    assert Person.objects.get(pk=people_of(blurred)[0]).cover == good
