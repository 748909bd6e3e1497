import errno
import hashlib
import os
import time
from pathlib import Path

import pytest

from gallery import storage
from tests.gallery.factories import AssetFactory, FaceFactory


def received(content: bytes) -> storage.Received:
    incoming = storage.Incoming()
    incoming.write(content)
    return incoming.finish()


def test_what_is_received_is_hashed_and_kept_byte_for_byte(data_dir):
    kept = storage.keep(received(b"a photo"))
    sha256 = hashlib.sha256(b"a photo").hexdigest()
    assert kept == data_dir / "originals" / sha256[:2] / sha256[2:4] / sha256
    assert kept.read_bytes() == b"a photo"
    assert list((data_dir / "incoming").iterdir()) == []


def test_an_original_cannot_be_written_to(data_dir):
    assert storage.keep(received(b"a photo")).stat().st_mode & 0o777 == 0o440


def test_keeping_the_same_bytes_twice_keeps_one_file(data_dir):
    first, second = storage.keep(received(b"twice")), storage.keep(received(b"twice"))
    assert first == second
    assert list((data_dir / "incoming").iterdir()) == []


def test_a_broken_original_is_replaced_by_whole_bytes(data_dir):
    path = storage.keep(received(b"whole"))
    path.chmod(0o640)
    path.write_bytes(b"")  # what a power cut leaves behind without fsync
    assert storage.keep(received(b"whole")).read_bytes() == b"whole"


def test_file_and_folders_are_forced_to_the_disk_before_keeping_returns(data_dir, monkeypatch):
    steps = []
    fsync, replace = os.fsync, Path.replace

    def spy_fsync(handle):
        steps.append(("fsync", Path(f"/proc/self/fd/{handle}").readlink().name))
        fsync(handle)

    def spy_replace(self, target):
        steps.append(("rename", target.name))
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", spy_fsync)
    monkeypatch.setattr(Path, "replace", spy_replace)
    arrived = received(b"durable")
    storage.keep(arrived)
    sha256 = arrived.sha256
    file = ("fsync", arrived.path.name)
    rename = ("rename", sha256)
    folder = ("fsync", sha256[2:4])
    assert steps.index(file) < steps.index(rename) < len(steps) - 1 - steps[::-1].index(folder)


def test_an_upload_that_is_given_up_leaves_nothing(data_dir):
    with storage.Incoming() as incoming:
        incoming.write(b"half a pho")
    assert list((data_dir / "incoming").iterdir()) == []


def test_a_full_disk_is_said_so_before_anything_is_written(data_dir, monkeypatch):
    monkeypatch.setattr(storage, "RESERVE", 1 << 62)
    with pytest.raises(storage.StorageFullError):
        storage.Incoming()
    assert list((data_dir / "incoming").iterdir()) == []


def test_a_disk_that_fills_up_while_receiving_leaves_nothing(data_dir, monkeypatch):
    def no_room(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    with storage.Incoming() as incoming:
        incoming.write(b"more than there is room for")
        monkeypatch.setattr(os, "fsync", no_room)
        with pytest.raises(storage.StorageFullError):
            incoming.finish()
    assert list((data_dir / "incoming").iterdir()) == []


def test_partial_uploads_are_swept_away_after_a_day_and_not_before(data_dir):
    old, young = storage.Incoming(), storage.Incoming()
    storage.make_folder(data_dir / "incoming")
    day_old = time.time() - storage.PARTIAL_LIFETIME - 1
    os.utime(old._file.name, (day_old, day_old))
    assert storage.reap_partials() == 1
    assert [path.name for path in (data_dir / "incoming").iterdir()] == [
        Path(young._file.name).name
    ]
    old.discard()
    young.discard()


def test_a_rendition_is_written_whole_or_not_at_all(data_dir, monkeypatch):
    target = data_dir / "renditions" / "thumb.jpg"
    storage.write_rendition(target, b"first")

    def no_room(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(storage.StorageFullError):
        storage.write_rendition(target, b"second")
    assert target.read_bytes() == b"first"
    assert [path.name for path in target.parent.iterdir()] == ["thumb.jpg"]


@pytest.mark.django_db
def test_crops_that_another_library_shares_are_not_erased(data_dir):
    mine, theirs = AssetFactory(sha256="a" * 64), AssetFactory(sha256="a" * 64)
    shared = storage.face_crop_name(FaceFactory(asset=theirs))
    for name in (shared, "face-old.jpg", storage.THUMBNAIL):
        storage.write_rendition(storage.rendition_path(mine, name), b"jpeg")
    assert storage.erase_face_crops(mine) == 1
    left = {path.name for path in storage.rendition_path(mine, "").iterdir()}
    assert left == {shared, storage.THUMBNAIL}


@pytest.mark.django_db
def test_a_sidecar_is_found_beside_an_original_that_is_read_in_place(tmp_path):
    (tmp_path / "IMG_1.jpg.xmp").write_bytes(b"<x/>")
    asset = AssetFactory(external_path=str(tmp_path / "IMG_1.jpg"))
    assert storage.sidecar_of(asset) == b"<x/>"
    assert storage.sidecar_of(AssetFactory()) is None
