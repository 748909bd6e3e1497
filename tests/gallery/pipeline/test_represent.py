import numpy as np
import pytest

from faces.types import Box
from gallery import jobs
from gallery.models import Face, Job, Stage
from gallery.pipeline import detect, represent
from tests.gallery.factories import FaceFactory
from tests.gallery.pipeline.conftest import LEFT, RIGHT, SANDBOX, Painter, Seer, painted

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(keep):
    asset = keep(painted("red", "blue"))
    jobs.enqueue(Stage.DETECT, asset)
    detect.run(asset.pk, detector=Seer(LEFT, RIGHT), sandbox=SANDBOX)
    return asset


def test_each_face_gets_features_of_unit_length_an_age_and_a_gender(photo):
    represent.run(photo.pk, detector=Seer(), representer=Painter(), sandbox=SANDBOX)
    for face in photo.faces.all():
        features = np.frombuffer(face.features, "<f4")
        assert features.shape == (1024,)
        assert np.linalg.norm(features) == pytest.approx(1.0, abs=1e-5)
        assert (face.age, face.represented_by) == (30.0, "painter-1")
        assert face.p_male == pytest.approx(0.9)
    assert Job.objects.get(stage=Stage.CLUSTER).state == Job.State.WAITING


def test_representing_twice_is_representing_once(photo):
    painter = Painter()
    for _ in range(2):
        represent.run(photo.pk, detector=Seer(), representer=painter, sandbox=SANDBOX)
    assert painter.calls == 1


def test_what_a_version_has_seen_it_does_not_look_at_again(photo):
    painter = Painter()
    for _ in range(2):
        jobs.enqueue(Stage.REPRESENT, photo)
        represent.run(photo.pk, detector=Seer(), representer=painter, sandbox=SANDBOX)
    assert painter.calls == 1


def test_another_version_looks_at_all_faces_again(photo):
    for version in ("painter-1", "painter-2"):
        jobs.enqueue(Stage.REPRESENT, photo)
        represent.run(photo.pk, detector=Seer(), representer=Painter(version), sandbox=SANDBOX)
    assert set(photo.faces.values_list("represented_by", flat=True)) == {"painter-2"}


def test_a_face_that_moved_meanwhile_is_left_to_its_own_job(photo):
    class Moving(Painter):
        def represent(self, crops):
            Face.objects.filter(left=LEFT.left).update(left=0.12)
            return super().represent(crops)

    represent.run(photo.pk, detector=Seer(), representer=Moving(), sandbox=SANDBOX)
    assert set(photo.faces.values_list("left", "represented_by")) == {
        (0.12, ""),
        (RIGHT.left, "painter-1"),
    }


def test_what_is_not_a_face_is_not_represented(photo):
    stain = FaceFactory(asset=photo, not_a_face=True, represented_by="", features=None)
    represent.run(photo.pk, detector=Seer(), representer=Painter(), sandbox=SANDBOX)
    stain.refresh_from_db()
    assert stain.features is None


def test_boxes_at_the_edge_of_the_picture_are_kept_inside(keep):
    asset = keep(painted("red"))
    jobs.enqueue(Stage.DETECT, asset)
    detect.run(asset.pk, detector=Seer(Box(-0.02, 0.5, 0.2, 1.1)), sandbox=SANDBOX)
    represent.run(asset.pk, detector=Seer(), representer=Painter(), sandbox=SANDBOX)
    assert Face.objects.get().box == Box(0.0, 0.5, 0.2, 1.0)
