import errno
import hashlib
import io
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from gallery import storage
from gallery.models import Asset, Job, Role, Stage
from tests.gallery.factories import MembershipFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/upload/file/"


def photo(colour="red", name="IMG_1.jpg"):
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def body(**columns):
    """The fields in the order in which the page sends them."""
    return {"modified": "", "file": photo(), "end": "whole", **columns}


def left_behind(data_dir):
    folder = data_dir / "incoming"
    return list(folder.iterdir()) if folder.exists() else []


def originals(data_dir):
    return [path for path in (data_dir / "originals").rglob("*") if path.is_file()]


@pytest.fixture
def anna(client, owner, queued):
    client.force_login(owner)
    return client


def test_a_photo_is_kept_byte_for_byte_and_asked_to_be_read(anna, library, data_dir):
    response = anna.post(ADDRESS, body())
    asset = Asset.objects.get()
    assert response.status_code == 201
    assert response.json() == {"status": "kept", "id": asset.pk}
    assert asset.library == library
    assert asset.name == "IMG_1.jpg"
    sent = photo().read()
    assert storage.original_of(asset).read_bytes() == sent
    assert asset.sha256 == hashlib.sha256(sent).hexdigest()
    assert Job.objects.get().stage == Stage.INGEST
    assert left_behind(data_dir) == []


def test_the_same_bytes_again_are_known(anna, data_dir):
    first = anna.post(ADDRESS, body())
    again = anna.post(ADDRESS, body(file=photo(name="copy.jpg")))
    assert again.status_code == 200
    assert again.json() == {"status": "duplicate", "id": first.json()["id"]}
    assert left_behind(data_dir) == []


def test_the_files_own_time_is_noted(anna):
    anna.post(ADDRESS, body(modified="1561234567000"))
    assert Asset.objects.get().file_modified_at == datetime(2019, 6, 22, 20, 16, 7, tzinfo=UTC)


def test_the_sender_cannot_choose_the_owner(anna, outsider):
    foreign = outsider.memberships.get().library
    anna.post(ADDRESS, body(library=str(foreign.pk), user=str(outsider.pk), sha256="0" * 64))
    assert Asset.objects.get().uploaded_by.username == "anna"
    assert not foreign.assets.exists()


@pytest.mark.parametrize("content", [b"", b"<html><script>alert(1)</script>", b"%PDF-1.7"])
def test_what_is_neither_photo_nor_video_is_refused_in_words(anna, data_dir, content):
    response = anna.post(ADDRESS, body(file=SimpleUploadedFile("x.jpg", content, "image/jpeg")))
    assert response.status_code == 415
    assert len(response.json()["reason"]) > 10
    assert not Asset.objects.exists()
    assert left_behind(data_dir) == originals(data_dir) == []


def test_a_stranger_is_told_to_sign_in_and_nothing_is_received(client, owner, data_dir):
    response = client.post(ADDRESS, body())
    assert response.status_code == 401
    assert "Sign in" in response.json()["reason"]
    assert left_behind(data_dir) == []


def test_a_viewer_cannot_add(client, viewer, data_dir):
    client.force_login(viewer)
    assert client.get("/upload/").status_code == 404
    response = client.post(ADDRESS, body())
    assert response.status_code == 404
    assert "look at this library" in response.json()["reason"]
    assert left_behind(data_dir) == originals(data_dir) == []


def test_a_contributor_can_add(client, library, queued):
    client.force_login(MembershipFactory(library=library, role=Role.CONTRIBUTOR).user)
    assert client.get("/upload/").status_code == 200
    assert client.post(ADDRESS, body()).status_code == 201


def test_what_is_too_large_is_refused_before_it_is_read(anna, settings, data_dir):
    settings.MAX_UPLOAD_BYTES = 100
    response = anna.post(ADDRESS, body())
    assert response.status_code == 413
    assert left_behind(data_dir) == []


def test_on_a_full_disk_nothing_is_left_behind(anna, monkeypatch, data_dir):
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    response = anna.post(ADDRESS, body())
    assert response.status_code == 507
    assert "still on your device" in response.json()["reason"]
    assert left_behind(data_dir) == []
    assert not Asset.objects.exists()


def test_a_disk_that_fills_up_in_the_middle_leaves_nothing_behind(anna, monkeypatch, data_dir):
    def no_room(self, chunk):
        raise storage.StorageFullError(errno.ENOSPC, "The disk is full")

    monkeypatch.setattr(storage.Incoming, "write", no_room)
    assert anna.post(ADDRESS, body()).status_code == 507
    assert left_behind(data_dir) == []


def test_a_body_that_was_cut_off_is_not_taken_for_a_photo(anna, data_dir):
    whole = encode_multipart(BOUNDARY, body())
    response = anna.generic("POST", ADDRESS, whole[: len(whole) // 2], MULTIPART_CONTENT)
    assert response.status_code == 400
    assert "part of it" in response.json()["reason"]
    assert not Asset.objects.exists()
    assert left_behind(data_dir) == originals(data_dir) == []


def test_a_connection_that_breaks_leaves_nothing_behind(anna, monkeypatch, data_dir):
    read = HttpRequest.read
    rounds = []

    def break_off(self, *args, **kwargs):
        rounds.append(1)
        if len(rounds) > 1:
            raise UnreadablePostError("connection reset")
        return read(self, 4000)

    monkeypatch.setattr(HttpRequest, "read", break_off)
    big = SimpleUploadedFile("big.jpg", photo().read() + b"\0" * 200_000, "image/jpeg")
    response = anna.post(ADDRESS, body(file=big))
    assert response.status_code == 400
    assert left_behind(data_dir) == originals(data_dir) == []


def test_without_the_token_nothing_is_kept(owner, data_dir):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    response = strict.post(ADDRESS, body())
    assert response.status_code == 403
    assert b"try once more" in response.content
    assert left_behind(data_dir) == originals(data_dir) == []


def test_without_a_script_many_files_go_in_one_form(anna, data_dir):
    files = [photo("red", "a.jpg"), photo("blue", "b.jpg"), photo("red", "c.jpg")]
    bad = SimpleUploadedFile("d.txt", b"Dear diary", "text/plain")
    response = anna.post("/upload/", {"file": [*files, bad], "end": "whole"})
    page = " ".join(response.content.decode().split())
    assert response.status_code == 200
    assert "3 of 4 are safe on the server" in page
    assert "Already here" in page
    assert "d.txt" in page
    assert Asset.objects.count() == 2
    assert left_behind(data_dir) == []


def test_a_form_without_files_says_so(anna):
    assert anna.post("/upload/", {"end": "whole"}).status_code == 400


@pytest.mark.parametrize(
    "name",
    ["../../etc/cron.d/x", "..\\..\\x.jpg", "/abs.jpg", "a\u202egpj.exe", "x" * 400 + ".jpg"],
)
def test_a_name_is_only_ever_a_name(anna, data_dir, name):
    anna.post(ADDRESS, body(file=photo(name=name)))
    asset = Asset.objects.get()
    assert "/" not in asset.name
    assert storage.original_of(asset).is_relative_to(data_dir / "originals")
    assert len(originals(data_dir)) == 1
