import pytest
from django.urls import reverse

from gallery import storage
from gallery.models import Asset
from tests.gallery.factories import AssetFactory, FaceFactory

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 4


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def video(library):
    asset = AssetFactory(
        library=library, kind=Asset.Kind.VIDEO, media_type="video/mp4", name="Ömer & Söhne.mp4"
    )
    path = storage.original_of(asset)
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    return asset


@pytest.fixture
def original(video):
    return reverse("media", args=[video.pk, "original"])


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("name", [storage.THUMBNAIL, storage.PREVIEW])
def test_a_rendition_is_kept_by_the_browser_and_asked_for_again_with_its_tag(
    signed_in, library, name
):
    asset = AssetFactory(library=library)
    storage.write_rendition(storage.rendition_path(asset, name), CONTENT)
    address = reverse("media", args=[asset.pk, name])
    response = signed_in.get(address)
    assert body(response) == CONTENT
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "private, max-age=86400"
    again = signed_in.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_face_crop_is_served(signed_in, library):
    face = FaceFactory(asset__library=library)
    path = storage.rendition_path(face.asset, storage.face_crop_name(face))
    storage.write_rendition(path, CONTENT)
    assert body(signed_in.get(reverse("face-crop", args=[face.pk]))) == CONTENT


@pytest.mark.parametrize("name", ["thumb.jpg", "original", "other.jpg", "..%2f..%2fsecret_key"])
def test_what_is_not_there_is_not_found(signed_in, library, name):
    asset = AssetFactory(library=library)
    assert signed_in.get(f"/media/{asset.pk}/{name}").status_code == 404


def test_an_original_may_run_nothing(signed_in, original):
    response = signed_in.get(original)
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "video/mp4"
    assert body(response) == CONTENT


def test_a_download_has_the_name_it_was_sent_with(signed_in, original):
    response = signed_in.get(original + "?download")
    assert body(response) == CONTENT
    assert (
        response["Content-Disposition"]
        == "attachment; filename*=utf-8''%C3%96mer%20%26%20S%C3%B6hne.mp4"
    )


def test_an_original_photo_is_always_a_download(signed_in, library):
    asset = AssetFactory(library=library, media_type="image/svg+xml")
    path = storage.original_of(asset)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"<svg/>")
    response = signed_in.get(reverse("media", args=[asset.pk, "original"]))
    assert response["Content-Disposition"].startswith("attachment")
    assert body(response) == b"<svg/>"


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=1000-", 1000, 1024),
        ("bytes=-4", 1020, 1024),
        ("bytes=1020-5000", 1020, 1024),
        ("bytes=-5000", 0, 1024),
    ],
)
def test_a_video_can_be_asked_for_in_parts(signed_in, original, asked, start, stop):
    response = signed_in.get(original, headers={"Range": asked})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/1024"
    assert response["Content-Length"] == str(stop - start)
    assert body(response) == CONTENT[start:stop]


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=9-3", "bytes=-0"])
def test_a_part_that_is_not_there_cannot_be_had(signed_in, original, asked):
    response = signed_in.get(original, headers={"Range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize(
    "asked", ["", "bytes=-", "bytes=0-1,4-5", "lines=1-2", "bytes=\N{ARABIC-INDIC DIGIT ONE}-2"]
)
def test_a_range_that_is_none_gives_the_whole(signed_in, original, asked):
    response = signed_in.get(original, headers={"Range": asked})
    assert response.status_code == 200
    assert body(response) == CONTENT


def test_a_part_of_what_has_changed_is_the_whole(signed_in, original):
    asked = {"Range": "bytes=0-9", "If-Range": '"old"'}
    assert body(signed_in.get(original, headers=asked)) == CONTENT


def test_head_tells_the_size(signed_in, original):
    response = signed_in.head(original)
    assert response.status_code == 200
    assert response["Content-Length"] == "1024"
    assert response["Accept-Ranges"] == "bytes"


def test_a_proxy_may_send_the_bytes(signed_in, original, video, settings):
    settings.ACCEL_PREFIX = "/internal/"
    response = signed_in.get(original)
    sha = video.sha256
    assert response["X-Accel-Redirect"] == f"/internal/originals/{sha[:2]}/{sha[2:4]}/{sha}"
    assert response["Content-Type"] == "video/mp4"
    assert response.content == b""


def test_what_lies_outside_the_data_folder_is_sent_by_us(
    signed_in, original, video, settings, tmp_path
):
    settings.ACCEL_PREFIX = "/internal/"
    outside = tmp_path / "elsewhere.mp4"
    outside.write_bytes(CONTENT)
    Asset.objects.filter(pk=video.pk).update(external_path=str(outside))
    assert body(signed_in.get(original)) == CONTENT
