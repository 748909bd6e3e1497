import math
from unittest import mock

import numpy as np
import pytest

from faces.cluster.changes import Change
from gallery import jobs, storage
from gallery.actions.set_recognition import set_recognition
from gallery.models import Face, Person, Stage
from gallery.pipeline import cluster
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def album(library, queued):
    """Faces of eight people, all at different distances."""
    rng = np.random.default_rng(1)
    middles = np.abs(rng.normal(size=(8, 1024)))
    for i in range(48):
        features = np.maximum(middles[i % 8] + 0.5 * rng.normal(size=1024), 0.0)
        features = (features / np.linalg.norm(features)).astype(np.float32)
        FaceFactory(features=features.tobytes(), asset=AssetFactory(library=library))
    return library


@pytest.fixture
def replayed():
    """How many merges were made by each run that took a tree up."""
    made = []
    run = Change.run

    def counted(change, new):
        run(change, new)
        made.append(len(change.heights))

    with mock.patch.object(Change, "run", counted), mock.patch("faces.cluster.again.FEW", math.inf):
        yield made


def run(library):
    jobs.enqueue(Stage.CLUSTER, library)
    cluster.run(library.pk, version="test")


def together():
    """Which faces are one person's."""
    people = Face.objects.order_by("pk").values_list("person", flat=True)
    return np.unique(list(people), return_inverse=True)[1].tolist()


def test_the_second_run_takes_up_the_tree_of_the_first_and_changes_nothing(album, replayed):
    run(album)
    assert storage.tree_path(album).exists()
    assert replayed == []
    before = together()
    run(album)
    assert replayed == [0]
    assert together() == before


def test_each_turn_takes_up_its_own_tree(album, replayed):
    mia = PersonFactory(library=album, name="Mia")
    pks = list(Face.objects.order_by("pk").values_list("pk", flat=True))
    theirs = Face.objects.filter(pk__in=pks[0::8] + pks[1::8])  # two people under one name
    theirs.update(person=mia)
    run(album)
    assert Face.objects.filter(person=mia).count() == theirs.count()
    assert len(storage.tree_paths(album)) == 2
    assert replayed == []
    before = together()
    run(album)
    assert replayed == [0, 0]
    assert together() == before
    Face.objects.filter(pk__in=pks[1::8]).update(person=PersonFactory(library=album))
    run(album)
    assert len(storage.tree_paths(album)) == 1


def test_a_new_face_is_told_apart_as_it_would_be_from_scratch(album, replayed):
    last = Face.objects.order_by("pk").last()
    features = last.features
    Face.objects.filter(pk=last.pk).update(features=Face.objects.earliest("pk").features)
    run(album)
    Face.objects.filter(pk=last.pk).update(features=features)
    Face.objects.update(person=None)
    run(album)
    taken_up = together()
    assert len(replayed) == 1
    storage.tree_path(album).unlink()
    Face.objects.update(person=None)
    run(album)
    assert len(replayed) == 1
    assert together() == taken_up


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_a_damaged_tree_is_made_anew(album, replayed, damage, caplog):
    run(album)
    before, path = together(), storage.tree_path(album)
    path.write_bytes(path.read_bytes()[:-50] if damage is None else damage)
    run(album)
    assert together() == before
    assert replayed == []
    assert "made anew" in caplog.text
    run(album)
    assert replayed == [0]


def test_where_no_tree_can_be_kept_people_are_told_apart_all_the_same(album, caplog):
    storage.tree_path(album).parent.write_text("in the way")
    run(album)
    assert "is not kept" in caplog.text
    assert Person.objects.filter(library=album).exists()


def test_turning_recognition_off_erases_the_tree(album, django_capture_on_commit_callbacks):
    run(album)
    with django_capture_on_commit_callbacks(execute=True):
        set_recognition(album, on=False, user=None)
    assert not storage.tree_paths(album)
