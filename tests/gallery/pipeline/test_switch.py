"""Another network, or the same in another form: everybody stays who they are."""

import numpy as np
import pytest

from gallery import jobs
from gallery.models import Face, Job, Person, Stage
from gallery.pipeline import album, cluster, renewal, represent
from gallery.pipeline.drain import drain
from tests.gallery.factories import AssetFactory, FaceFactory, JobFactory, PersonFactory
from tests.gallery.pipeline.conftest import LEFT, RIGHT, SANDBOX, Painter, Seer, painted

pytestmark = pytest.mark.django_db
FLOAT, INT8 = "net", "net+int8.1"
SEER = Seer(LEFT, RIGHT)


class Darker(Painter):
    """The other form: its features have nothing to do with those of the first."""

    def represent(self, crops):
        said = super().represent(crops)
        return type(said)(np.roll(said.features, 512, axis=1), said.age_posterior, said.p_male)


def looks(version):
    return Darker(version) if version == INT8 else Painter(version)


def drained(version):
    return list(drain(detector=SEER, representer=looks(version), sandbox=SANDBOX))


def renew(version):
    return renewal.renew(detector=SEER.version, representer=version)


def clustered(library, version):
    jobs.enqueue(Stage.CLUSTER, library)
    cluster.run(library.pk, version=version)


def people():
    return dict(Face.objects.values_list("pk", "person__name"))


def versions():
    return set(Face.objects.values_list("represented_by", flat=True))


@pytest.fixture
def named(keep):
    """Two people in six photos, both named."""
    for shade in range(6):
        keep(painted("red", "blue", shade=20 * shade))
    drained(FLOAT)
    for person, name in zip(Person.objects.order_by("pk"), ("Anna", "Berta"), strict=True):
        Person.objects.filter(pk=person.pk).update(name=name)
    return people()


def test_everybody_keeps_their_faces_and_name_there_and_back(named):
    assert sorted(named.values()) == ["Anna"] * 6 + ["Berta"] * 6
    for version in (INT8, FLOAT):
        assert renew(version) == 6
        assert drained(version).count(Stage.REPRESENT) == 6
        assert versions() == {version}
        assert people() == named
        assert renew(version) == 0


def test_half_way_through_no_clustering_sees_both_versions_and_nobody_loses_a_face(
    named, library, monkeypatch
):
    read, seen = cluster.read_album, []

    def watched(*args):
        seen.append(read(*args))
        return seen[-1]

    monkeypatch.setattr(cluster, "read_album", watched)
    renew(INT8)
    for job in Job.objects.filter(stage=Stage.REPRESENT)[:3]:
        represent.run(job.asset_id, detector=SEER, representer=looks(INT8), sandbox=SANDBOX)
        clustered(library, INT8)
        assert people() == named
    assert versions() == {FLOAT, INT8}
    drained(INT8)
    assert people() == named
    of_face = {face.pk: face.represented_by for face in Face.objects.all()}
    assert [len(album.items) for album in seen] == [2, 4, 6, 12]
    assert {of_face[pk] for album in seen for pk in album.items.ids.tolist()} == {INT8}


@pytest.fixture
def shown(library, queued):
    """Make a face that looks one way to both versions, in a photo that the first has seen."""

    def shown(direction, person):
        asset = AssetFactory(library=library)
        done = {"state": Job.State.DONE, "version": FLOAT}
        JobFactory(asset=asset, stage=Stage.REPRESENT, **done)
        vector = np.zeros(1024, np.float32)
        vector[direction] = 1.0
        features = vector.tobytes()
        return FaceFactory(asset=asset, features=features, represented_by=FLOAT, person=person)

    return shown


def renewed(face):
    """As a job of the second version leaves it."""
    Face.objects.filter(pk=face.pk).update(represented_by=INT8)
    Job.objects.filter(asset=face.asset).update(version=INT8, state=Job.State.DONE)


def test_faces_that_only_their_number_holds_do_not_leave_a_few_at_a_time(library, shown):
    anna = PersonFactory(library=library, name="Anna")
    grown, child = [shown(1, anna) for _ in range(8)], [shown(2, anna) for _ in range(8)]
    clustered(library, FLOAT)
    for few in (grown + child[:3], child[3:6], child[6:]):
        for face in few:
            renewed(face)
        clustered(library, INT8)
        assert set(Face.objects.values_list("person", flat=True)) == {anna.pk}


def test_new_faces_come_to_people_half_way_and_make_new_people_at_the_end(library, shown):
    anna = PersonFactory(library=library, name="Anna")
    old, last = [shown(1, anna) for _ in range(3)], shown(2, anna)
    like, unlike = shown(1, None), shown(3, None)
    for face in (*old, like, unlike):
        renewed(face)
    clustered(library, INT8)
    person_of = dict(Face.objects.values_list("pk", "person"))
    assert (person_of[like.pk], person_of[unlike.pk]) == (anna.pk, None)
    assert Job.objects.get(stage=Stage.CLUSTER).note == cluster.RENEWING
    renewed(last)
    clustered(library, INT8)
    assert Face.objects.get(pk=unlike.pk).person_id not in {None, anna.pk}


def test_a_photo_that_cannot_be_looked_at_any_more_holds_nobody_up(library, shown):
    anna = PersonFactory(library=library, name="Anna")
    current, lost, fresh = shown(1, anna), shown(1, anna), shown(2, None)
    for face in (current, fresh):
        renewed(face)
    waiting = Job.objects.filter(asset=lost.asset)
    waiting.update(state=Job.State.WAITING)
    clustered(library, INT8)
    assert Face.objects.get(pk=fresh.pk).person is None
    assert Job.objects.get(stage=Stage.CLUSTER).state == Job.State.WAITING  # it will look again
    waiting.update(state=Job.State.QUARANTINED)
    clustered(library, INT8)
    assert Face.objects.get(pk=fresh.pk).person is not None
    assert Face.objects.get(pk=lost.pk).person == anna
    assert Job.objects.get(stage=Stage.CLUSTER).state == Job.State.DONE


def test_a_video_counts_as_looked_at_by_the_network_that_its_job_names_last(library, shown):
    anna = PersonFactory(library=library, name="Anna")
    clip = shown(1, anna)
    Job.objects.filter(asset=clip.asset).update(version=f"seer-1 {INT8}")
    assert album.read_album(library, INT8).whole
    assert not album.read_album(library, "another").whole
