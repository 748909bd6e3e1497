"""Photos made to break decoders: each gives a picture or a reason, and the next one is read."""

import struct
from datetime import UTC, datetime

import numpy as np
import pillow_heif
import pytest
from PIL import ExifTags, Image, features

from faces.errors import BadImageError
from faces.image import Kind
from faces.metadata import Named, Region, Size, Source
from faces.types import Box
from tests.faces.image.pictures import chunk, looks_upright, save
from tests.faces.metadata.xmps import face, mwg, xmp
from tests.faces.sandbox import hostile

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MUTATIONS = 25
ANNA = Region("Anna", Box(0.1, 0.2, 0.3, 0.5))
REFUSED = "too large|damaged|more memory"


pytestmark = pytest.mark.usefixtures("the_next_file_is_read")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "photo.jpg"


def opened(sandbox, path):
    """Open a photo and read what it says: a picture or a reason, and metadata in any case."""
    assert sandbox.read_metadata(path, Kind.PHOTO, now=NOW).orientation in range(1, 9)
    try:
        picture = sandbox.open_upright(path)
    except BadImageError as error:
        assert str(error).endswith(".")  # noqa: PT017  either is fine
        return None
    assert picture.pixels.dtype == np.uint8
    return picture


@pytest.mark.parametrize("file_format", hostile.FORMATS)
def test_a_bomb_of_any_format_is_refused_by_its_header(file_format, sandbox, path):
    path.write_bytes(hostile.announcing(file_format))
    decoder_refuses = file_format in ("AVIF", "WEBP")
    reason = REFUSED if decoder_refuses else "megapixels; the limit is 250"
    with pytest.raises(BadImageError, match=reason):
        sandbox.open_upright(path)


def test_of_a_multi_picture_photo_the_huge_second_picture_is_never_opened(sandbox, path):
    path.write_bytes(hostile.with_huge_second_picture())
    picture = sandbox.open_upright(path)
    assert (picture.width, picture.height) == (96, 64)
    assert looks_upright(picture.pixels)


def test_of_a_hundred_thousand_frames_the_first_is_taken(sandbox, path):
    path.write_bytes(hostile.of_many_frames())
    assert sandbox.open_upright(path).width == 8


@pytest.mark.parametrize("name", hostile.OTHERS)
def test_what_is_not_on_the_list_is_not_tried(name, sandbox, tmp_path):
    for called in ("photo.jpg", "photo.jpg|", "$(touch x).png", f"photo.{name}"):
        path = tmp_path / called
        path.write_bytes(hostile.OTHERS[name] + bytes(2000))
        with pytest.raises(BadImageError, match="not a photo or video"):
            sandbox.open_upright(path)


@pytest.mark.parametrize("file_format", ["AVIF", "GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_is_taken(file_format, sandbox, path):
    path.write_bytes(hostile.moving(file_format))
    assert looks_upright(sandbox.open_upright(path).pixels, tolerance=30)


def test_a_film_that_says_it_is_a_heic_picture_has_a_reason(sandbox, path):
    path.write_bytes(hostile.film_as_heic(path))
    with pytest.raises(BadImageError, match="damaged"):
        sandbox.open_upright(path)


@pytest.mark.parametrize("file_format", ["HEIF", "AVIF"])
def test_a_grid_of_tiles_that_fit_is_put_together(file_format, sandbox, path):
    tile = hostile.Tile(file_format)
    path.write_bytes(hostile.grid(tile, rows=2, columns=3, size=(192, 128)))
    assert sandbox.open_upright(path).pixels.shape == (128, 192, 3)


@pytest.mark.parametrize("file_format", ["HEIF", "AVIF"])
def test_odd_grids_give_a_picture_or_a_reason(file_format, sandbox, path):
    for content in hostile.grids(file_format).values():
        path.write_bytes(content)
        picture = opened(sandbox, path)
        assert picture is None or max(picture.width, picture.height) <= 128


@pytest.mark.parametrize(
    ("file_format", "options"),
    [
        ("JPEG", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("PNG", {}),
        ("GIF", {}),
        ("TIFF", {}),
        ("HEIF", {}),
        ("AVIF", {}),
    ],
)
def test_mutated_photos_give_a_picture_or_a_reason(file_format, options, sandbox, path):
    content = hostile.written(file_format, 256, 192, **options)
    random = np.random.default_rng(7)
    for _ in range(MUTATIONS):
        path.write_bytes(hostile.mutated(content, random))
        opened(sandbox, path)


@pytest.mark.parametrize("file_format", ["HEIF", "AVIF"])
def test_mutated_grids_and_sequences_give_a_picture_or_a_reason(file_format, sandbox, path):
    whole = hostile.grid(hostile.Tile(file_format), rows=2, columns=3, size=(192, 128))
    several = hostile.moving("AVIF") if file_format == "AVIF" else hostile.film_as_heic(path)
    random = np.random.default_rng(7)
    for content in (whole, several):
        for _ in range(MUTATIONS):
            path.write_bytes(hostile.mutated(content, random))
            opened(sandbox, path)


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        (features.version("webp"), (1, 3, 2)),  # CVE-2023-4863
        (pillow_heif.__version__, (1, 3, 0)),  # CVE-2026-28231
    ],
)
def test_the_bundled_decoders_are_none_of_those_that_were_exploited(version, fixed):
    assert tuple(int(part) for part in version.split(".")) >= fixed


XMP = (
    "<!DOCTYPE x [<!ENTITY a '{ten}'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c SYSTEM '{file}'>]>"
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:DateTimeOriginal="1999-05-06T07:08:09">'
    "&b;&c;</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def with_xmp(file_format, xmp):
    if file_format == "PNG":
        content = hostile.written("PNG")
        header = 33  # bytes
        packet = chunk(b"iTXt", b"XML:com.adobe.xmp" + bytes(5) + xmp)
        return content[:header] + packet + content[header:]
    if file_format == "TIFF":
        return hostile.written("TIFF", tiffinfo={700: xmp})
    return hostile.written(file_format, xmp=xmp)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_entities_in_the_xmp_of_a_photo_are_never_looked_up(file_format, sandbox, path, tmp_path):
    canary = tmp_path / "canary"
    canary.write_text("2001-02-03T04:05:06")
    xmp = XMP.format(ten="ha" * 10, file=canary).encode()
    path.write_bytes(with_xmp(file_format, xmp))
    with Image.open(path) as image:
        assert "ENTITY" in str(image.info.get("xmp") or image.info)
    said = sandbox.read_metadata(path, Kind.PHOTO, now=NOW)
    assert said.taken is None
    assert looks_upright(sandbox.open_upright(path).pixels, tolerance=30)


@pytest.mark.parametrize(
    "sidecar",
    [
        XMP.format(ten="ha" * 10, file="file:///etc/passwd").encode(),
        b"<a>" * 100_000,
        b"<a>" * 100_000 + b"</a>" * 100_000,
        b"<a " + b" ".join(b'a%d=""' % number for number in range(50_000)) + b"/>",
        b"<a " + b" ".join(b'xmlns:a%d="b%d"' % (n, n) for n in range(20_000)) + b"/>",
        xmp(mwg(*[face("", ("nan", "inf", "-1", "1e999"))] * 2000)),
    ],
    ids=["entities", "depth without end", "depth", "attributes", "namespaces", "numbers"],
)
def test_a_hostile_sidecar_says_nothing(sidecar, sandbox, path):
    path.write_bytes(hostile.written("JPEG"))
    said = sandbox.read_metadata(
        path, Kind.PHOTO, now=NOW, name="IMG_20240131_120000.jpg", sidecar=sidecar
    )
    assert said.taken.source is Source.FILENAME
    assert said.named == Named()
    written = sandbox.write_sidecar(path, [ANNA], size=Size(96, 64), existing=sidecar)
    said = sandbox.read_metadata(path, Kind.PHOTO, now=NOW, sidecar=written)
    assert [one.name for one in said.named.regions] == ["Anna"]


def test_mutated_regions_are_boxes_in_the_picture_or_none(sandbox, path):
    path.write_bytes(hostile.written("JPEG"))
    content = sandbox.write_sidecar(path, [ANNA] * 3, size=Size(96, 64))
    random = np.random.default_rng(7)
    for _ in range(4 * MUTATIONS):
        mutated = hostile.mutated(content, random)
        sandbox.read_metadata(path, Kind.PHOTO, now=NOW, sidecar=mutated)
        sandbox.write_sidecar(path, [ANNA], size=Size(96, 64), existing=mutated)


def test_a_thumbnail_that_shows_something_else_is_not_what_is_seen(sandbox, path):
    blue = np.zeros((120, 160, 3), np.uint8)
    blue[..., 2] = 255
    other = save(path, blue, "JPEG").read_bytes()
    path.write_bytes(hostile.written("JPEG", 640, 480, quality=95, exif=with_thumbnail(other)))
    with Image.open(path) as image:
        assert image.getexif().get_ifd(ExifTags.IFD.IFD1)[0x0202] == len(other)
    assert looks_upright(sandbox.open_upright(path, longest=64).pixels, tolerance=30)


def with_thumbnail(jpeg):
    """EXIF whose second directory holds nothing but a thumbnail."""
    first = struct.pack("<HI", 0, 14)
    entries = struct.pack("<HHII", 0x0201, 4, 1, 44) + struct.pack("<HHII", 0x0202, 4, 1, len(jpeg))
    return b"Exif\0\0II*\0\x08\0\0\0" + first + struct.pack("<H", 2) + entries + bytes(4) + jpeg
