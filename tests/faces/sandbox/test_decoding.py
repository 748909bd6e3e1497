"""What comes out of a child is what the plain functions give."""

import os
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PIL import Image

from faces import metadata, video
from faces.errors import BadImageError
from faces.image import Kind, open_upright
from faces.metadata import Region
from faces.types import Box
from tests.faces.image.pictures import as_stored, png_header, quarters, save
from tests.faces.metadata.xmps import face, listed, mwg, xmp
from tests.faces.video.films import ANNA, BERT, ColourRepresenter, PatchDetector, film, scene

NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Cut off: LibRaw leaves the rest of the picture as it finds the memory. In a child that never
# holds what another file left there, and so is the same each time.
UNWRITTEN = "DNG.dng"
FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF"]


def outcome(function, *arguments, **options):
    try:
        return function(*arguments, **options)
    except BadImageError as error:
        return str(error)


def assert_same_picture(ours, theirs):
    if isinstance(theirs, str):
        assert ours == theirs
    else:
        assert (ours.width, ours.height) == (theirs.width, theirs.height)
        np.testing.assert_array_equal(ours.pixels, theirs.pixels)


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_photo_is_the_same_picture(file_format, sandbox, tmp_path):
    path = save(tmp_path / "photo", quarters(), file_format)
    assert_same_picture(sandbox.open_upright(path), open_upright(path))
    assert_same_picture(sandbox.open_upright(path, longest=40), open_upright(path, longest=40))


def test_a_compressed_tiff_is_the_same_picture(sandbox, tmp_path):
    path = save(tmp_path / "photo", quarters(), "TIFF", compression="tiff_lzw")
    assert_same_picture(sandbox.open_upright(path), open_upright(path))


def test_real_files_give_the_same_pictures_and_reasons(sandbox, shared_data):
    files = [path for path in sorted((shared_data / "formats").rglob("*")) if path.is_file()]
    zone = ZoneInfo("Europe/Berlin")
    for path in files:
        ours = outcome(sandbox.open_upright, path, longest=512)
        plain = sandbox.open_upright if path.name == UNWRITTEN else open_upright
        assert_same_picture(ours, outcome(plain, path, longest=512))
        ours = outcome(sandbox.read_poster, path, longest=512)
        assert_same_picture(ours, outcome(video.read_poster, path, longest=512))
        for kind in Kind:
            ours = sandbox.read_metadata(path, kind, now=NOW, zone=zone)
            assert ours == metadata.read(path, kind, now=NOW, zone=zone), path
    assert len(files) > 60


@pytest.mark.parametrize(
    "zone", [UTC, timezone(timedelta(hours=5, minutes=45)), ZoneInfo("Asia/Tokyo")]
)
def test_times_in_utc_are_put_on_the_clocks_of_our_zone(zone, sandbox, tmp_path):
    path = film(
        tmp_path / "film", [scene()] * 3, metadata={"creation_time": "2020-07-01T12:00:00Z"}
    )
    said = sandbox.read_metadata(path, Kind.VIDEO, now=NOW, zone=zone)
    assert said == metadata.read(path, Kind.VIDEO, now=NOW, zone=zone)
    assert said.taken is not None


def test_the_name_and_the_sidecar_are_used(sandbox, tmp_path):
    path = save(tmp_path / "abc", quarters(), "PNG")
    dated = sandbox.read_metadata(path, Kind.PHOTO, now=NOW, name="IMG_20240131_120000.png")
    assert dated.taken.local == datetime(2024, 1, 31, 12)  # noqa: DTZ001
    sidecar = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        b' xmlns:exif="http://ns.adobe.com/exif/1.0/"'
        b' exif:DateTimeOriginal="1999-05-06T07:08:09"/></rdf:RDF></x:xmpmeta>'
    )
    corrected = sandbox.read_metadata(path, Kind.PHOTO, now=NOW, sidecar=sidecar)
    assert corrected.taken.local == datetime(1999, 5, 6, 7, 8, 9)  # noqa: DTZ001


@pytest.mark.parametrize("orientation", [1, 6])
def test_names_go_into_a_sidecar_and_come_back(orientation, sandbox, tmp_path):
    path = save(tmp_path / "abc", as_stored(quarters(), orientation), "JPEG", orientation)
    people = [Region("Änna 👵", Box(0.1, 0.2, 0.3, 0.5)), Region("B", Box(0, 0.5, 0.5, 1))]
    size = metadata.Size(96, 64)
    existing = xmp("<xmp:Rating>4</xmp:Rating>", listed("Iptc4xmpExt:PersonInImage", ["C"]))
    content = sandbox.write_sidecar(path, people, size=size, existing=existing)
    assert content == metadata.write_sidecar(path, people, size=size, existing=existing)
    said = sandbox.read_metadata(path, Kind.PHOTO, now=NOW, sidecar=content)
    assert said == metadata.read(path, Kind.PHOTO, now=NOW, sidecar=content)
    assert [one.name for one in said.named.regions] == ["Änna 👵", "B"]
    assert said.named.names == ("C",)


def test_as_many_names_as_are_read_fit_into_an_answer(sandbox, tmp_path):
    path = save(tmp_path / "abc", quarters(), "JPEG")
    crowd = [face("👵" * 20, (f"0.{number:03}", 0.5, 0.1, 0.1)) for number in range(1, 900)]
    said = sandbox.read_metadata(path, Kind.PHOTO, now=NOW, sidecar=xmp(mwg(*crowd)))
    assert len(said.named.regions) == 500
    again = sandbox.write_sidecar(path, said.named.regions * 2, size=metadata.Size(96, 64))
    assert again.count(b"<mwg-rs:Name>") == 500


@pytest.mark.parametrize("container", ["mp4", "mov", "avi", "matroska", "mpegts"])
def test_a_film_gives_the_same_poster_and_people(container, sandbox, tmp_path):
    frames = [scene((ANNA, 20 + t, 80), (BERT, 240 - t, 80)) for t in range(40)]
    path = film(tmp_path / "film", frames, container)
    assert sandbox.probe(path) == video.probe(path)
    assert_same_picture(sandbox.read_poster(path), video.read_poster(path))
    ours = sandbox.analyse(path, PatchDetector(), ColourRepresenter())
    plain = video.analyse(path, PatchDetector(), ColourRepresenter())
    assert (ours.duration_s, ours.frames_sampled) == (plain.duration_s, plain.frames_sampled)
    assert [one.moments for one in ours.people] == [one.moments for one in plain.people]
    for one, other in zip(ours.people, plain.people, strict=True):
        np.testing.assert_array_equal(one.thumbnail, other.thumbnail)


def test_a_film_of_which_enough_was_seen_leaves_the_child_ready(sandbox, tmp_path):
    path = film(tmp_path / "film", [scene()] * 60)
    detector = PatchDetector()
    assert sandbox.analyse(path, detector, ColourRepresenter(), most=2).frames_sampled == 2
    assert len(detector.shapes) == 2
    before = sandbox._child.pid
    assert sandbox.probe(path).width == 320
    assert sandbox._child.pid == before


def test_a_detector_that_fails_in_the_middle_of_a_film_spoils_nothing(sandbox, tmp_path):
    class Broken(PatchDetector):
        def detect(self, pixels):
            raise RuntimeError("broken")

    path = film(tmp_path / "film", [scene()] * 20)
    with pytest.raises(RuntimeError, match="broken"):
        sandbox.analyse(path, Broken(), ColourRepresenter())
    assert sandbox.probe(path).width == 320


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"hello, this is no picture", "a text"),
        (png_header(65_500, 65_500), "4,290 megapixels"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "damaged"),
    ],
)
def test_a_bad_file_has_the_same_reason(content, reason, sandbox, tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(BadImageError, match=reason):
        sandbox.open_upright(path)
    assert outcome(sandbox.open_upright, path) == outcome(open_upright, path)


def test_the_pixel_limit_can_be_set(sandbox, tmp_path):
    path = save(tmp_path / "photo", quarters(), "PNG")
    with pytest.raises(BadImageError, match="too large"):
        sandbox.open_upright(path, pixel_limit=1000)


def test_a_missing_file_is_the_disks_matter(sandbox, tmp_path):
    with pytest.raises(FileNotFoundError):
        sandbox.open_upright(tmp_path / "missing.jpg")


def test_links_folders_and_pipes_are_not_opened(sandbox, tmp_path):
    photo = save(tmp_path / "photo", quarters(), "PNG")
    (tmp_path / "link").symlink_to(photo)
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "."):
        with pytest.raises(BadImageError, match="not a file"):
            sandbox.open_upright(tmp_path / name)


def test_a_picture_near_the_limit_of_pixels_has_memory_enough(sandbox, tmp_path):
    path = tmp_path / "large.jpg"
    Image.new("RGB", (16_000, 15_000), "red").save(path, quality=30)
    picture = sandbox.open_upright(path)
    assert (picture.width, picture.height) == (16_000, 15_000)
