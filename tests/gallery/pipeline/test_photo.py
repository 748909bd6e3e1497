import pytest

from faces.sandbox import Sandbox
from gallery import storage
from gallery.models import Face, Job, Library, Stage
from gallery.pipeline import photo
from tests.gallery.pipeline.conftest import LEFT, RIGHT, Painter, Seer, painted

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(monkeypatch):
    """The photos that a decoder opened."""
    paths = []
    decode = Sandbox._picture

    def counted(self, path, request, longest):
        paths.append(path)
        return decode(self, path, request, longest)

    monkeypatch.setattr(Sandbox, "_picture", counted)
    return paths


@pytest.fixture
def engine():
    with Sandbox() as sandbox:
        seer, painter = Seer(LEFT, RIGHT), Painter()
        yield photo.Engine(sandbox, lambda: seer, lambda: painter)


def test_a_photo_is_decoded_once_from_ingest_to_represented_faces(
    keep, opened, engine, queued, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        asset = keep(painted("red", "blue"))
    queued.clear()
    with django_capture_on_commit_callbacks(execute=True):
        photo.ingest_and_go_on(asset.pk, engine)
    assert opened == [storage.original_of(asset)]
    assert Face.objects.exclude(represented_by="").count() == 2
    assert [stage for stage, _ in queued] == [Stage.CLUSTER]  # what follows was not queued as well


def test_going_on_twice_changes_nothing(keep, opened, engine):
    asset = keep(painted("red", "blue"))
    for _ in range(2):
        photo.ingest_and_go_on(asset.pk, engine)
        photo.detect_and_go_on(asset.pk, engine)
        photo.represent_asset(asset.pk, engine)
    assert len(opened) == 1
    assert engine.detector().calls == engine.representer().calls == 1
    assert asset.faces.count() == 2


def test_the_next_photo_is_another_picture(keep, opened, engine):
    assets = [keep(painted("red")), keep(painted("blue", shade=20))]
    with engine.sandbox.once():
        for asset in assets:
            photo.ingest_and_go_on(asset.pk, engine)
    assert opened == [storage.original_of(asset) for asset in assets]


def test_without_recognition_no_network_is_loaded(keep, library):
    Library.objects.update(recognition=False)
    asset = keep(painted("red", "blue"))

    def unwanted():
        raise AssertionError("a network was loaded")

    with Sandbox() as sandbox:
        photo.ingest_and_go_on(asset.pk, photo.Engine(sandbox, unwanted, unwanted))
    assert not Job.objects.filter(stage=Stage.DETECT).exists()
    assert Job.objects.get(stage=Stage.INGEST).state == Job.State.DONE


def test_faces_of_a_file_that_cannot_be_read_are_not_looked_for(keep, engine):
    asset = keep(painted("red")[:300])
    photo.ingest_and_go_on(asset.pk, engine)
    assert Job.objects.get(stage=Stage.INGEST).state == Job.State.QUARANTINED
    assert engine.detector().calls == 0
