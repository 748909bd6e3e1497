import pytest

from gallery import jobs, storage
from gallery.models import Asset, Face, Job, Stage, Track
from gallery.pipeline import ingest, represent
from tests.faces.video.films import ANNA, BERT, ColourRepresenter, PatchDetector, film, scene
from tests.gallery.factories import PersonFactory
from tests.gallery.pipeline.conftest import SANDBOX

pytestmark = pytest.mark.django_db


@pytest.fixture
def video(keep, tmp_path):
    frames = [scene((ANNA, 40, 60), (BERT, 200, 60)) for _ in range(60)]
    return keep(film(tmp_path / "clip.mp4", frames).read_bytes(), name="clip.mp4")


def look(video, **versions):
    detector, representer = PatchDetector(), ColourRepresenter()
    detector.version = versions.get("detector", "patches")
    jobs.enqueue(Stage.REPRESENT, video)
    represent.run(video.pk, detector=detector, representer=representer, sandbox=SANDBOX)


def test_a_video_gets_a_poster_its_length_and_a_look_at_its_faces(video):
    ingest.run(video.pk, sandbox=SANDBOX)
    video.refresh_from_db()
    assert (video.kind, video.width, video.height) == (Asset.Kind.VIDEO, 320, 240)
    assert video.duration == pytest.approx(2.0, abs=0.1)
    assert storage.rendition_path(video, storage.PREVIEW).exists()
    assert Job.objects.get(stage=Stage.REPRESENT).state == Job.State.WAITING


def test_each_person_of_a_clip_is_one_face_with_a_track_and_a_crop(video):
    look(video)
    faces = list(video.faces.order_by("left"))
    assert [round(face.age) for face in faces] == [30, 60]
    for face in faces:
        assert face.track.enough
        assert face.track.moments
        assert face.time is not None
        assert storage.rendition_path(video, storage.face_crop_name(face)).exists()
    assert Job.objects.get(stage=Stage.CLUSTER).state == Job.State.WAITING


def test_looking_twice_changes_nothing(video):
    look(video)
    before = set(Face.objects.values_list("pk", "time")), Track.objects.count()
    represent.run(
        video.pk, detector=PatchDetector(), representer=ColourRepresenter(), sandbox=SANDBOX
    )
    look(video)
    assert (set(Face.objects.values_list("pk", "time")), Track.objects.count()) == before


def test_a_person_who_was_confirmed_in_a_clip_outlives_another_detector(video):
    look(video)
    person = PersonFactory(library=video.library, name="Anna")
    face = video.faces.order_by("left").first()
    Face.objects.filter(pk=face.pk).update(person=person, confirmed=True)
    look(video, detector="patches-2")
    face.refresh_from_db()
    assert (face.person, face.confirmed, face.detected_by) == (person, True, "patches-2")
    assert video.faces.count() == 2
