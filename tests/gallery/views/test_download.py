import io
import logging
import socket
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from gallery import storage
from gallery.models import Asset
from gallery.queries.originals import MISSING
from gallery.views import download
from tests.gallery.factories import AssetFactory, FaceFactory, PersonFactory
from tests.gallery.queries.lives import born, seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


@pytest.fixture
def mia(library):
    return born(library, date(2014, 5, 12), name="Mia")


def kept(person, day, content, name="IMG_1.jpg"):
    """A photo of somebody whose original is on the disk."""
    asset = seen(person, day).asset
    path = storage.original_path(asset.sha256)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    Asset.objects.filter(pk=asset.pk).update(name=name, size=len(content))
    return path


def answer(client, user, person, **headers):
    client.force_login(user)
    return client.get(reverse("person-download", args=[person.pk]), **headers)


def zipped(response):
    content = b"".join(response.streaming_content)
    assert len(content) == int(response["Content-Length"])
    return zipfile.ZipFile(io.BytesIO(content))


def test_all_originals_come_oldest_first_under_their_own_names(client, owner, mia, library):
    kept(mia, date(2017, 6, 1), b"second")
    kept(mia, date(2015, 6, 1), b"first")
    kept(PersonFactory(library=library), date(2015, 6, 1), b"somebody else")
    response = answer(client, owner, mia)
    assert response["Content-Disposition"] == 'attachment; filename="Mia.zip"'
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "private, no-store"
    archive = zipped(response)
    assert archive.namelist() == ["IMG_1.jpg", "IMG_1 (2).jpg"]
    assert archive.read("IMG_1.jpg") == b"first"
    assert archive.getinfo("IMG_1.jpg").date_time == (2015, 6, 1, 12, 0, 0)


def test_a_photo_with_two_of_their_faces_comes_once(client, owner, mia):
    kept(mia, date(2017, 6, 1), b"one")
    FaceFactory(asset=mia.faces.get().asset, person=mia, left=0.6, right=0.7)
    assert zipped(answer(client, owner, mia)).namelist() == ["IMG_1.jpg"]


def test_a_viewer_may_take_them_too(client, viewer, mia):
    kept(mia, date(2017, 6, 1), b"one")
    assert zipped(answer(client, viewer, mia)).namelist() == ["IMG_1.jpg"]


def test_what_is_not_on_the_disk_is_named(client, owner, mia):
    kept(mia, date(2017, 6, 1), b"one")
    kept(mia, date(2018, 6, 1), b"two", name="gone.jpg").unlink()
    archive = zipped(answer(client, owner, mia))
    assert archive.namelist() == ["IMG_1.jpg", MISSING]
    assert b"gone.jpg" in archive.read(MISSING)


def test_somebody_without_photos_gives_an_empty_zip(client, owner, library):
    response = answer(client, owner, PersonFactory(library=library))
    assert "Somebody.zip" in response["Content-Disposition"]
    assert zipped(response).namelist() == []


def test_asking_for_the_head_opens_no_file(client, owner, mia):
    kept(mia, date(2017, 6, 1), b"one").chmod(0)
    client.force_login(owner)
    response = client.head(reverse("person-download", args=[mia.pk]))
    assert response.status_code == 200
    assert int(response["Content-Length"]) > 3


def test_a_line_that_nobody_reads_is_dropped_after_a_while(client, owner, mia):
    kept(mia, date(2017, 6, 1), b"one")
    ours, theirs = socket.socketpair()
    with ours, theirs:
        answer(client, owner, mia, **{"gunicorn.socket": ours}).close()
        assert ours.gettimeout() == download.STANDS_STILL


def test_the_page_says_how_much_it_will_be(client, owner, mia):
    kept(mia, date(2017, 6, 1), b"x" * 2048)
    client.force_login(owner)
    page = " ".join(client.get(mia.get_absolute_url()).content.decode().split())
    assert "Download 1 photo (2.0 KB)" in page


def test_a_file_lost_meanwhile_breaks_the_line_and_not_the_server(client, owner, mia, caplog):
    path = kept(mia, date(2017, 6, 1), b"one")
    response = answer(client, owner, mia)
    path.unlink()
    caplog.set_level(logging.CRITICAL)
    with pytest.raises(FileNotFoundError):
        b"".join(response.streaming_content)


def test_photos_and_videos_that_show_no_face_of_theirs_stay(client, owner, mia, library):
    AssetFactory(library=library)
    FaceFactory(asset=AssetFactory(library=library), person=mia, not_a_face=True)
    assert zipped(answer(client, owner, mia)).namelist() == []
