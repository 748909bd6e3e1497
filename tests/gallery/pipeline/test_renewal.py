import pytest

from gallery.models import Job, Stage
from gallery.pipeline import clip, cluster, ingest, renewal
from tests.gallery.factories import FaceFactory, JobFactory, LibraryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
DONE = {"state": Job.State.DONE}
NOW = {"detector": "new", "representer": "net"}


def due():
    return set(Job.objects.unfinished().values_list("stage", "asset_id"))


def looked_at(library, detector, representer, **asset):
    read = JobFactory(
        asset__library=library,
        version=ingest.VERSION,
        **DONE,
        **{f"asset__{key}": value for key, value in asset.items()},
    )
    if read.asset.kind == "photo":
        JobFactory(asset=read.asset, stage=Stage.DETECT, version=detector, **DONE)
        JobFactory(asset=read.asset, stage=Stage.REPRESENT, version=representer, **DONE)
        FaceFactory(asset=read.asset, detected_by=detector, represented_by=representer)
    else:
        version = clip.version_of(detector, representer)
        JobFactory(asset=read.asset, stage=Stage.REPRESENT, version=version, **DONE)
    return read.asset


def test_what_is_current_is_not_done_again(library):
    looked_at(library, "new", "net")
    looked_at(library, "new", "net", kind="video")
    assert renewal.renew(**NOW) == 0
    assert due() == set()


def test_another_detector_looks_at_photos_and_videos_again(library):
    photo = looked_at(library, "old", "net")
    video = looked_at(library, "old", "net", kind="video")
    renewal.renew(**NOW)
    assert due() == {(Stage.DETECT, photo.pk), (Stage.REPRESENT, video.pk)}


def test_another_way_to_look_at_videos_leaves_photos_alone(library, monkeypatch):
    looked_at(library, "new", "net")
    video = looked_at(library, "new", "net", kind="video")
    monkeypatch.setattr(clip, "METHOD", clip.METHOD + 1)
    assert renewal.renew(**NOW) == 1
    assert due() == {(Stage.REPRESENT, video.pk)}


def test_another_network_represents_the_same_faces_again(library):
    photo = looked_at(library, "new", "before")
    renewal.renew(**NOW)
    assert due() == {(Stage.REPRESENT, photo.pk)}


def test_another_way_to_ingest_reads_the_files_again(library):
    job = JobFactory(asset__library=library, version="ingest-0", **DONE)
    renewal.renew(**NOW)
    assert due() == {(Stage.INGEST, job.asset_id)}


def test_another_way_to_cluster_tells_people_apart_again_and_once(library):
    job = JobFactory(
        library=library, asset=None, stage=Stage.CLUSTER, version="cluster-1 net", **DONE
    )
    assert renewal.renew(**NOW) == 1
    assert due() == {(Stage.CLUSTER, None)}
    Job.objects.filter(pk=job.pk).update(version=cluster.version_of("net"), **DONE)
    assert renewal.renew(**NOW) == 0


def test_where_recognition_is_off_nobody_looks_for_faces():
    looked_at(LibraryFactory(recognition=False), "old", "before")
    renewal.renew(**NOW)
    assert due() == set()
