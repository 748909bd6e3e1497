import pytest

from gallery import storage
from gallery.actions.set_recognition import set_recognition
from gallery.models import Asset, Face, Job, Library, Person, Stage, Track
from tests.gallery.factories import (
    AssetFactory,
    FaceFactory,
    JobFactory,
    LibraryFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def test_switched_on_everything_that_was_read_is_looked_at(queued):
    library = LibraryFactory(recognition=False)
    photo = JobFactory(asset__library=library, state=Job.State.DONE).asset
    video = JobFactory(asset__library=library, asset__kind="video", state=Job.State.DONE).asset
    JobFactory(asset__library=library)  # not read yet: its ingest will ask
    set_recognition(library, on=True, user=None)
    due = Job.objects.exclude(stage=Stage.INGEST).values_list("stage", "asset_id")
    assert set(due) == {(Stage.DETECT, photo.pk), (Stage.REPRESENT, video.pk)}
    assert library.recognition_decided_at is not None


def test_switched_on_twice_nothing_is_looked_at_twice(queued):
    library = LibraryFactory(recognition=False)
    done = JobFactory(asset__library=library, state=Job.State.DONE)
    JobFactory(asset=done.asset, stage=Stage.DETECT, state=Job.State.DONE)
    set_recognition(library, on=True, user=None)
    assert not Job.objects.unfinished().exists()


def test_switched_off_every_trace_of_a_face_is_erased_and_the_photos_stay(
    queued, django_capture_on_commit_callbacks
):
    library, other = LibraryFactory(), FaceFactory()
    face = FaceFactory(asset__library=library, person=PersonFactory(library=library))
    Track.objects.create(face=face, frames=12, enough=True)
    JobFactory(asset=face.asset, stage=Stage.REPRESENT)
    JobFactory(asset=None, library=library, stage=Stage.CLUSTER)
    crop = storage.rendition_path(face.asset, storage.face_crop_name(face))
    storage.write_rendition(crop, b"jpeg")
    with django_capture_on_commit_callbacks(execute=True):
        set_recognition(library, on=False, user=None)
    assert list(Face.objects.all()) == [other]
    assert not Person.objects.exists()
    assert not Track.objects.exists()
    assert not Job.objects.exists()
    assert not crop.exists()
    assert Asset.objects.filter(library=library).count() == 1
    assert not Library.objects.get(pk=library.pk).recognition


def test_switching_off_leaves_other_libraries_alone(queued):
    set_recognition(LibraryFactory(), on=False, user=None)
    AssetFactory()
    FaceFactory()
    set_recognition(LibraryFactory(), on=False, user=None)
    assert Face.objects.count() == 1
