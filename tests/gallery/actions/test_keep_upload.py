import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from faces.errors import BadImageError
from gallery import storage
from gallery.actions.keep_upload import keep_upload, register_in_place
from gallery.models import Asset, Job, Stage
from tests.gallery.factories import LibraryFactory
from tests.gallery.pipeline.conftest import painted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


def upload(library, content, name="IMG_1.jpg"):
    incoming = storage.Incoming()
    incoming.write(content)
    return keep_upload(library, incoming.finish(), name=name, user=None)


def test_an_upload_is_kept_and_its_ingest_asked_for(library):
    kept = upload(library, painted("red"))
    assert not kept.duplicate
    assert storage.original_of(kept.asset).read_bytes() == painted("red")
    assert (kept.asset.kind, kept.asset.media_type) == (Asset.Kind.PHOTO, "image/jpeg")
    assert Job.objects.get().stage == Stage.INGEST


def test_the_same_bytes_are_recognised_under_any_name(library):
    first, second = upload(library, painted("red")), upload(library, painted("red"), "copy.jpg")
    assert second.duplicate
    assert second.asset == first.asset
    assert Asset.objects.get().name == "IMG_1.jpg"


def test_another_library_keeps_the_same_bytes_as_its_own(library):
    first, second = upload(library, painted("red")), upload(LibraryFactory(), painted("red"))
    assert not second.duplicate
    assert first.asset != second.asset


@pytest.mark.django_db(transaction=True)
def test_of_the_same_bytes_sent_many_times_at_once_one_is_new(library):
    def send(_):
        try:
            return upload(library, painted("red")).duplicate
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(send, range(6))) == [False, *[True] * 5]
    assert Asset.objects.count() == Job.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"<html><script>", "a web page"), (b"MZ\x90\x00", "a program")],
)
def test_what_is_no_photo_is_refused_and_leaves_nothing(library, data_dir, content, reason):
    with pytest.raises(BadImageError, match=reason):
        upload(library, content)
    assert not Asset.objects.exists()
    assert not [path for path in data_dir.rglob("*") if path.is_file()]


def test_an_original_that_was_lost_is_replaced_when_it_is_sent_again(library):
    kept = upload(library, painted("red"))
    storage.original_of(kept.asset).unlink()
    assert upload(library, painted("red")).duplicate
    assert storage.original_of(kept.asset).read_bytes() == painted("red")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/cron.d/x.jpg", "x.jpg"),
        ("C:\\photos\\mia.jpg", "mia.jpg"),
        ("nul\0byte.jpg", "nulbyte.jpg"),
        ("x" * 300 + ".jpg", "x" * 251 + ".jpg"),
    ],
)
def test_the_senders_name_is_only_ever_shown(library, data_dir, sent, shown):
    kept = upload(library, painted("red"), sent)
    assert kept.asset.name == shown
    files = [path.name for path in data_dir.rglob("*") if path.is_file()]
    assert files == [kept.asset.sha256]


def test_a_file_registered_in_place_stays_where_it_is(library, data_dir, tmp_path):
    path = tmp_path / "mia.jpg"
    path.write_bytes(painted("red"))
    kept = register_in_place(library, path)
    assert storage.original_of(kept.asset) == path
    assert not (data_dir / "originals").exists()
    assert register_in_place(library, path).duplicate


def test_without_room_nothing_is_kept_and_nothing_left(library, data_dir, monkeypatch):
    def full(received):
        raise storage.StorageFullError(28, "The disk is full")

    monkeypatch.setattr(storage, "keep", full)
    with pytest.raises(storage.StorageFullError):
        upload(library, io.BytesIO(painted("red")).getvalue())
    assert list((data_dir / "incoming").iterdir()) == []
    assert not Asset.objects.exists()
