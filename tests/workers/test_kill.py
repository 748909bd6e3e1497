"""The worker is killed in the middle of an import, again and again: nothing lost or doubled."""

import hashlib
import os
import signal

import pytest

from tests.gallery.pipeline.conftest import painted

PHOTOS = 14
LIBRARY = """
from django.utils import timezone
from gallery.models import Library
Library.objects.create(name="Ours", recognition=True, recognition_decided_at=timezone.now())
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for i in range(PHOTOS):
        content = painted("red", "blue", shade=10 * i)
        (folder / f"IMG_{i}.jpg").write_bytes(content)
    return folder


def begin(running, folder):
    running.manage("migrate", "--verbosity", "0")
    running.manage("shell", "--verbosity", "0", "--command", LIBRARY)
    running.start_broker()
    running.manage("import_folder", folder)


def kill(running):
    """As a power cut does: all its processes at once, without a word."""
    os.killpg(running.worker.running.pid, signal.SIGKILL)
    running.worker.running.wait()


def done(stage):
    return f"gallery_job WHERE stage = '{stage}' AND state = 'done'"


def test_an_import_survives_three_kills_without_loss_or_double(running, folder):
    begin(running, folder)
    for stage, enough in (("ingest", 2), ("detect", 4), ("represent", 7)):
        running.start_worker()
        running.wait_for(lambda s=stage, n=enough: running.count(done(s)) >= n)
        kill(running)
        assert running.count("gallery_job WHERE state IN ('waiting', 'running')")
    running.start_worker()
    running.wait_for(lambda: running.count(done("aggregate")) == 1)
    running.wait_for(lambda: not running.count("gallery_job WHERE state != 'done'"))

    assert kept(running) == {hashed(path) for path in folder.iterdir()}
    assert len(kept(running)) == PHOTOS
    assert not list((running.data / "incoming").iterdir())
    for stage in ("ingest", "detect", "represent"):
        assert running.count(done(stage)) == PHOTOS
    of_asset = running.rows("SELECT COUNT(*), COUNT(features) FROM gallery_face GROUP BY asset_id")
    assert of_asset == [(2, 2)] * PHOTOS
    of_person = running.rows("SELECT COUNT(*) FROM gallery_face GROUP BY person_id")
    assert of_person == [(PHOTOS,), (PHOTOS,)]
    assert running.count("gallery_person") == 2
    assert not running.count("gallery_asset WHERE problem != '' OR width = 0")


def test_a_file_that_kills_its_process_is_given_up_after_three_times_and_stops_nobody(
    running, tmp_path
):
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, colour in (("a", "red"), ("b", "lime"), ("c", "blue")):
        (folder / f"{name}.jpg").write_bytes(painted(colour))
    begin(running, folder)
    running.start_worker()
    running.wait_for(lambda: running.count(done("represent")) == 2)
    given_up = "gallery_job WHERE stage = 'detect' AND state = 'quarantined'"
    while not running.count(given_up):
        running.sweep()  # as beat does each minute
    assert running.rows(
        "SELECT name, error FROM gallery_job JOIN gallery_asset ON asset_id = gallery_asset.id"
        " WHERE state = 'quarantined'"
    ) == [("b.jpg", "The worker stopped while working on it, three times.")]
    assert running.count("gallery_face") == 4


def kept(running):
    """What lies among the originals, by its content."""
    originals = (running.data / "originals").rglob("*")
    return {hashed(path) for path in originals if path.is_file()}


def hashed(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
