import pytest

from gallery.models import Face, Job, Person, Stage
from gallery.pipeline import ingest
from gallery.pipeline.drain import drain
from tests.gallery.pipeline.conftest import LEFT, RIGHT, SANDBOX, Painter, Seer, painted

pytestmark = pytest.mark.django_db


def test_photos_go_in_and_people_come_out(keep):
    for shade in range(4):
        keep(painted("red", "blue", shade=20 * shade))
    stages = list(drain(detector=Seer(LEFT, RIGHT), representer=Painter(), sandbox=SANDBOX))
    assert stages.count(Stage.CLUSTER) == 1
    assert sorted(person.faces.count() for person in Person.objects.all()) == [4, 4]
    assert {person.gender for person in Person.objects.all()} == {"male"}
    assert not Job.objects.unfinished().exists()
    assert list(drain(detector=Seer(LEFT, RIGHT), representer=Painter(), sandbox=SANDBOX)) == []


def test_a_file_that_fails_again_and_again_does_not_stop_the_rest(keep, monkeypatch, caplog):
    bad, good = keep(painted("red")), keep(painted("blue"))
    read = ingest._read

    def trip(asset, sandbox):
        if asset.pk == bad.pk:
            raise RuntimeError("a bug of ours")
        return read(asset, sandbox)

    monkeypatch.setattr(ingest, "_read", trip)
    list(drain(detector=Seer(LEFT), representer=Painter(), sandbox=SANDBOX))
    assert Job.objects.quarantined().get().asset == bad
    assert Face.objects.get().asset == good
    bad.refresh_from_db()
    assert "The original is safe" in bad.problem
