import numpy as np
import pytest

from faces.image import encode
from faces.types import Box
from gallery import storage
from gallery.actions.draw import CannotDrawError, draw
from gallery.actions.move import SeenTwiceError
from gallery.actions.undo import undo
from gallery.models import Asset, Face, Job, Stage, Statement
from tests.gallery.factories import AssetFactory, FaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
HERE = Box(0.6, 0.3, 0.7, 0.45)


@pytest.fixture
def photo(library):
    asset = AssetFactory(library=library)
    preview = encode(np.full((400, 600, 3), 90, np.uint8))
    storage.write_rendition(storage.rendition_path(asset, storage.PREVIEW), preview)
    return asset


def test_a_drawn_face_is_theirs_has_a_crop_and_is_represented(photo, somebody, owner):
    mia = somebody(name="Mia")
    decision, face = draw(photo, HERE, mia, by=owner)
    assert (face.box, face.person, face.confirmed, face.detected_by) == (HERE, mia, True, "drawn")
    assert storage.rendition_path(photo, storage.face_crop_name(face)).exists()
    assert Job.objects.get(stage=Stage.REPRESENT).asset == photo
    assert set(decision.statements.values_list("kind", flat=True)) == {"drawn", "is"}


def test_undone_it_is_gone_with_its_crop(
    photo, somebody, owner, rows, django_capture_on_commit_callbacks
):
    mia = somebody()
    before = rows()
    decision, face = draw(photo, HERE, mia, by=owner)
    with django_capture_on_commit_callbacks(execute=True):
        undo(decision)
    assert rows() == before
    assert not storage.rendition_path(photo, storage.face_crop_name(face)).exists()
    assert not Statement.objects.standing().exists()


def test_nobody_need_know_whose_it_is(photo, owner):
    _, face = draw(photo, HERE, None, by=owner)
    assert (face.person, face.confirmed) == (None, False)


@pytest.mark.parametrize(
    ("box", "why"),
    [(Box(0.6, 0.3, 0.605, 0.45), "too small"), (Box(0.41, 0.3, 0.51, 0.45), "a face already")],
)
def test_what_cannot_be_a_face_is_refused_in_words(photo, owner, box, why):
    FaceFactory(asset=photo)
    with pytest.raises(CannotDrawError, match=why):
        draw(photo, box, None, by=owner)
    assert Face.objects.count() == 1


def test_videos_and_photos_still_being_read_are_refused(owner, library):
    for asset, why in (
        (AssetFactory(library=library, kind=Asset.Kind.VIDEO), "photos that can be shown"),
        (AssetFactory(library=library), "still being read"),
    ):
        with pytest.raises(CannotDrawError, match=why):
            draw(asset, HERE, None, by=owner)


def test_somebody_confirmed_in_the_photo_is_not_drawn_again(photo, somebody, owner):
    mia = somebody()
    FaceFactory(asset=photo, person=mia, confirmed=True)
    with pytest.raises(SeenTwiceError):
        draw(photo, HERE, mia, by=owner)
