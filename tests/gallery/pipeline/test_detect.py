import pytest

from faces.types import Box
from gallery import jobs, storage
from gallery.models import Face, Job, Stage
from gallery.pipeline import detect
from tests.gallery.factories import FaceFactory, PersonFactory
from tests.gallery.pipeline.conftest import LEFT, RIGHT, SANDBOX, Seer, painted

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(keep):
    asset = keep(painted("red", "blue"))
    jobs.enqueue(Stage.DETECT, asset)
    return asset


def look_again(photo, *boxes, version="seer-2"):
    jobs.enqueue(Stage.DETECT, photo)
    detect.run(photo.pk, detector=Seer(*boxes, version=version), sandbox=SANDBOX)


def test_faces_and_their_crops_are_written_and_represented_next(photo):
    detect.run(photo.pk, detector=Seer(LEFT, RIGHT), sandbox=SANDBOX)
    assert [face.box for face in photo.faces.order_by("left")] == [LEFT, RIGHT]
    for face in photo.faces.all():
        assert storage.rendition_path(photo, storage.face_crop_name(face)).exists()
    assert Job.objects.get(stage=Stage.REPRESENT).state == Job.State.WAITING


def test_detecting_twice_is_detecting_once(photo):
    seer = Seer(LEFT)
    for _ in range(2):
        detect.run(photo.pk, detector=seer, sandbox=SANDBOX)
    assert seer.calls == 1
    assert photo.faces.count() == 1


def test_a_face_found_again_a_little_aside_keeps_its_row_and_its_person(photo):
    detect.run(photo.pk, detector=Seer(LEFT), sandbox=SANDBOX)
    person = PersonFactory(library=photo.library)
    Face.objects.update(person=person)
    before = Face.objects.get()
    look_again(photo, Box(0.11, 0.21, 0.31, 0.61))
    after = Face.objects.get()
    assert (after.pk, after.person) == (before.pk, person)
    assert after.detected_by == "seer-2"
    assert after.represented_by == ""  # the network has not seen this box
    crops = storage.rendition_path(photo, "").glob("face-*")
    assert [crop.name for crop in crops] == [storage.face_crop_name(after)]


def test_a_face_not_found_again_goes_unless_somebody_said_something_of_it(photo):
    person = PersonFactory(library=photo.library)
    places = {"left": 0.4, "right": 0.5}
    FaceFactory(asset=photo, **places)
    confirmed = FaceFactory(asset=photo, person=person, confirmed=True, top=0.0, bottom=0.1)
    stain = FaceFactory(asset=photo, not_a_face=True, top=0.8, bottom=0.9)
    look_again(photo)
    assert set(photo.faces.all()) == {confirmed, stain}
    assert Job.objects.get(stage=Stage.CLUSTER).state == Job.State.WAITING


def test_what_is_not_a_face_stays_so_when_it_is_found_again(photo):
    FaceFactory(asset=photo, not_a_face=True, left=0.1, top=0.2, right=0.3, bottom=0.6)
    look_again(photo, LEFT)
    assert Face.objects.get().not_a_face
    assert not Job.objects.filter(stage=Stage.REPRESENT).exists()


def test_once_recognition_is_off_nothing_is_written(photo):
    class SwitchedOffMeanwhile(Seer):
        def detect(self, pixels):
            Job.objects.filter(stage=Stage.DETECT).delete()
            return super().detect(pixels)

    detect.run(photo.pk, detector=SwitchedOffMeanwhile(LEFT), sandbox=SANDBOX)
    assert not Face.objects.exists()
    assert not list(storage.rendition_path(photo, "").glob("face-*"))
