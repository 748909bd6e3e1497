"""One worker meets every hostile file, one after another, and then an ordinary photo."""

import hashlib
import os
import signal

import numpy as np
import pytest
from django.core import serializers

from faces.detect import load_detector
from faces.errors import BadImageError
from faces.image import identify
from faces.represent import load_representer
from faces.sandbox import Sandbox
from gallery import storage
from gallery.actions.keep_upload import register_in_place
from gallery.models import Asset, Face, Job, Stage
from gallery.pipeline import detect, ingest, represent
from tests.faces.sandbox import hostile
from tests.faces.sandbox.addresses import listening, playlists, refers_to
from tests.faces.video.films import ANNA, film, scene
from tests.gallery.factories import AssetFactory, JobFactory
from tests.gallery.pipeline.conftest import LEFT, RIGHT, SANDBOX, Painter, Seer, painted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
SEED = 11
CANARY = "canary-71d0"
BEFORE = {  # what makes a playlist look like a film
    "bare": b"",
    "mp4": b"\0\0\0\x18ftypisom\0\0\0\0isomavc1",
    "avi": b"RIFF\0\0\1\0AVI ",
}


def photos(folder):
    """Name and bytes of photos that break decoders."""
    random = np.random.default_rng(SEED)
    for file_format in hostile.FORMATS:
        yield f"bomb-{file_format}.jpg", hostile.announcing(file_format)
        content = hostile.written(file_format, 256, 192, lossless=True)
        for number in range(3):
            yield f"mutated-{number}-{file_format}.jpg", hostile.mutated(content, random)
    for file_format in ("HEIF", "AVIF"):
        for name, content in hostile.grids(file_format).items():
            yield f"{file_format} {name}.heic", content
    for name, content in hostile.OTHERS.items():
        yield f"{name}.jpg", content
    for file_format in ("AVIF", "GIF", "WEBP"):
        yield f"moving.{file_format}", hostile.moving(file_format)
    yield "phone.jpg", hostile.with_huge_second_picture()
    yield "frames.gif", hostile.of_many_frames(10_000)
    yield "film.heic", hostile.film_as_heic(folder / "film")
    yield "x.jpg|", hostile.OTHERS["djvu"]
    yield "a line.png", hostile.written("PNG", 2, 60_000)
    yield "a dot.png", hostile.written("PNG", 2, 2)
    yield "empty.jpg", b""


def films(folder, port, canary):
    """Name and bytes of films that are damaged, or that name other files."""
    random = np.random.default_rng(SEED)
    for container in ("mp4", "avi", "matroska", "mpegts"):
        content = film(folder / "film", [scene((ANNA, 100, 80))] * 6, container).read_bytes()
        for number in range(2):
            yield f"mutated-{number}.{container}", hostile.mutated(content, random)
    for number, playlist in enumerate(playlists(port, canary)):
        for name, before in BEFORE.items():
            yield f"playlist-{number}-{name}.mp4", before + playlist.encode() + bytes(2000)
    content = film(folder / "film", [scene()] * 6, "mov").read_bytes()
    yield "refers.mov", refers_to(content, str(canary))


@pytest.fixture
def listener():
    with listening() as (port, hits):
        yield port, hits


@pytest.fixture
def files(tmp_path, listener):
    """Every hostile file, in a folder that the gallery may only read."""
    folder, work = tmp_path / "camera", tmp_path / "work"
    folder.mkdir()
    work.mkdir()
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY * 100)
    for name, content in (*photos(work), *films(work, listener[0], canary)):
        (folder / name).write_bytes(content)
    return sorted(folder.iterdir())


def registered(library, path):
    """The file as an asset; what an upload refuses has taken a registered file's place since."""
    try:
        return register_in_place(library, path).asset
    except BadImageError as error:
        assert "This file is empty." in str(error) or "not a photo or video" in str(error)  # noqa: PT017
    kind = Asset.Kind.VIDEO if path.suffix == ".mp4" else Asset.Kind.PHOTO
    asset = AssetFactory(
        library=library, external_path=str(path), name=path.name, kind=kind, width=0, height=0
    )
    JobFactory(asset=asset, library=library)
    return asset


def work_on(asset, detector, representer, sandbox=SANDBOX):
    """All that a worker does with an asset."""
    ingest.run(asset.pk, sandbox=sandbox)
    if asset.kind == Asset.Kind.PHOTO:
        detect.run(asset.pk, detector=detector, sandbox=sandbox)
    represent.run(asset.pk, detector=detector, representer=representer, sandbox=sandbox)


def assert_readable(asset):
    asset.refresh_from_db()
    assert asset.problem == ""
    assert asset.width
    assert storage.rendition_path(asset, storage.THUMBNAIL).exists()
    assert asset.faces.count() == asset.faces.filter(represented_by="painter-1").count() == 2


def hashes(paths):
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_a_worker_survives_every_hostile_file_and_says_what_is_wrong_with_it(
    files, library, keep, listener, caplog
):
    before = hashes(files)
    assets = [registered(library, path) for path in files]
    seer, painter = Seer(LEFT, RIGHT), Painter()  # sees faces even where there is but a line
    for asset in assets:
        work_on(asset, seer, painter)
    photo = keep(painted("red", "blue"))
    work_on(photo, seer, painter)
    assert_readable(photo)

    assert hashes(files) == before
    assert listener[1] == []
    assert not [path.name for path in files if path.name in caplog.text]
    assert CANARY not in serializers.serialize("json", [*Asset.objects.all(), *Job.objects.all()])
    shown = 0
    for asset in assets:
        asset.refresh_from_db()
        states = {job.stage: job.state for job in Job.objects.filter(asset=asset)}
        if asset.problem:
            assert states == {Stage.INGEST: Job.State.QUARANTINED}, asset.name
            assert asset.problem.endswith("."), asset.name
            assert "our side" not in asset.problem, asset.name  # foreseen, each of them
            assert Job.objects.get(asset=asset).attempts == 1
        else:
            shown += 1
            assert set(states.values()) <= {Job.State.DONE, Job.State.QUARANTINED}, asset.name
    assert len(assets) > 100
    assert 10 < shown < len(assets) / 2


@pytest.mark.models
def test_the_real_networks_survive_what_can_be_decoded_of_hostile_files(
    files, library, onnx_models
):
    detector, representer = (
        load_detector(onnx_models, threads=1),
        load_representer("onnx", onnx_models, threads=1),
    )
    for path in files:
        work_on(registered(library, path), detector, representer)
    assert not Job.objects.filter(error__contains="our side").exists()
    assert not Job.objects.filter(asset__isnull=False).unfinished().exists()


def test_a_file_that_its_decoder_dies_of_is_tried_twice_and_kept(keep, monkeypatch):
    with Sandbox() as sandbox:
        fit_child, killed = sandbox._fit_child, []

        def doomed():
            child = fit_child()
            os.kill(child.pid, signal.SIGSEGV)
            killed.append(child.pid)
            return child

        asset, content = keep(painted("red")), painted("red")
        with monkeypatch.context() as patch:
            patch.setattr(sandbox, "_fit_child", doomed)
            work_on(asset, Seer(LEFT), Painter(), sandbox)
        asset.refresh_from_db()
        assert "stopped working on this file" in asset.problem
        assert len(killed) == 2
        assert Job.objects.get(asset=asset).attempts == 1
        assert storage.original_of(asset).read_bytes() == content
        photo = keep(painted("red", "blue", shade=1))
        work_on(photo, Seer(LEFT, RIGHT), Painter(), sandbox)
        assert_readable(photo)
    assert Face.objects.filter(asset=asset).count() == 0


def test_what_is_neither_photo_nor_film_is_not_kept_at_all(library, keep, data_dir):
    for name, content in hostile.OTHERS.items():
        with pytest.raises(BadImageError, match="not a photo or video"):
            keep(content, name=f"{name}.jpg")
    assert not Asset.objects.exists()
    assert not [path for path in data_dir.rglob("*") if path.is_file()]


def test_the_name_of_a_file_is_told_to_no_program(keep):
    asset = keep(painted("red", "blue"), name='$(touch /tmp/x) "; rm -rf ~ |')
    work_on(asset, Seer(LEFT, RIGHT), Painter())
    assert_readable(asset)
    assert storage.original_of(asset).name == asset.sha256
    assert identify(storage.original_of(asset)).name == "JPEG"
