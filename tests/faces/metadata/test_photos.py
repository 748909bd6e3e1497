from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from faces.image import Kind
from faces.metadata import Metadata, Source, read

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ORIGINAL, DIGITIZED, CHANGED = 0x9003, 0x9004, 0x0132
OFFSET, OFFSET_ORIGINAL, FRACTION = 0x9010, 0x9011, 0x9291
BERLIN = {1: "N", 2: (52.0, 30.0, 36.0), 3: "E", 4: (13.0, 24.0, 0.0)}


def photo(tmp_path, tags=None, *, first=None, gps=None, name="photo", file_format="JPEG"):
    exif = Image.Exif()
    exif.update(first or {})
    exif.get_ifd(0x8769).update(tags or {})
    exif.get_ifd(0x8825).update(gps or {})
    Image.new("RGB", (16, 8)).save(tmp_path / name, file_format, exif=exif.tobytes())
    return tmp_path / name


def said(path, **options):
    return read(path, Kind.PHOTO, now=NOW, **options)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_the_date_is_read_from_every_format(file_format, tmp_path):
    taken = said(photo(tmp_path, {ORIGINAL: "2019:03:21 11:04:22"}, file_format=file_format)).taken
    assert taken.local.isoformat() == "2019-03-21T11:04:22"
    assert taken.offset_minutes is None
    assert taken.source is Source.EXIF
    assert taken.trusted


@pytest.mark.parametrize("tag", [OFFSET, OFFSET_ORIGINAL])
def test_the_offset_is_read_also_where_lightroom_puts_it(tag, tmp_path):
    taken = said(photo(tmp_path, {ORIGINAL: "2019:03:21 11:04:22", tag: "-05:00"})).taken
    assert taken.offset_minutes == -300


def test_an_offset_that_no_place_has_is_unknown(tmp_path):
    tags = {ORIGINAL: "2019:03:21 11:04:22", OFFSET_ORIGINAL: "+25:00"}
    taken = said(photo(tmp_path, tags)).taken
    assert taken.local.year == 2019
    assert taken.offset_minutes is None


def test_the_fraction_orders_a_burst(tmp_path):
    taken = said(photo(tmp_path, {ORIGINAL: "2019:03:21 11:04:22", FRACTION: "073"})).taken
    assert taken.local.microsecond == 73_000


def test_the_second_best_date_stands_in_for_nonsense(tmp_path):
    tags = {ORIGINAL: "0000:00:00 00:00:00", DIGITIZED: "2099:01:01 00:00:00"}
    taken = said(photo(tmp_path, tags, first={CHANGED: "2011:02:03 04:05:06"})).taken
    assert taken.local.isoformat() == "2011-02-03T04:05:06"


@pytest.mark.parametrize(
    "text", ["0000:00:00 00:00:00", "2099:01:01 00:00:00", "2024:02:30 00:00:00", "1825:01:01 0:00"]
)
def test_a_date_that_cannot_be_is_unknown(text, tmp_path):
    assert said(photo(tmp_path, {ORIGINAL: text})).taken is None


def test_a_scan_of_1850_keeps_its_date(tmp_path):
    assert said(photo(tmp_path, {ORIGINAL: "1850:01:01 10:00:00"})).taken.local.year == 1850


def test_the_time_of_gps_stands_in_and_is_put_on_our_clocks(tmp_path):
    gps = {29: "2025:07:01", 7: (22.0, 30.0, 15.0)}
    taken = said(photo(tmp_path, gps=gps), zone=ZoneInfo("Europe/Berlin")).taken
    assert taken.local.isoformat() == "2025-07-02T00:30:15"
    assert taken.offset_minutes == 120
    assert taken.source is Source.GPS
    assert taken.trusted


def test_the_place_is_read(tmp_path):
    assert said(photo(tmp_path, gps=BERLIN)).place == pytest.approx((52.51, 13.4))
    southwest = {**BERLIN, 1: "S", 3: "W"}
    assert said(photo(tmp_path, gps=southwest)).place == pytest.approx((-52.51, -13.4))


@pytest.mark.parametrize(
    "nonsense",
    [
        {2: (91.0, 0.0, 0.0)},
        {4: (181.0, 0.0, 0.0)},
        {2: (IFDRational(0, 0), IFDRational(0, 0), IFDRational(0, 0))},
        {2: (1.0, 2.0)},
        {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)},
    ],
)
def test_a_place_that_cannot_be_is_unknown(nonsense, tmp_path):
    assert said(photo(tmp_path, gps={**BERLIN, **nonsense})).place is None


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Canon", "Canon EOS 6D", "Canon EOS 6D"),
        ("NIKON CORPORATION", "NIKON D70", "NIKON D70"),
        ("Apple", "iPhone 7", "Apple iPhone 7"),
        ("", "", ""),
        ("<b>\x07", "x" * 300, "<b> " + "x" * 96),
    ],
)
def test_the_camera_is_named_once_and_in_printable_words(make, model, camera, tmp_path):
    assert said(photo(tmp_path, first={0x010F: make, 0x0110: model})).camera == camera


@pytest.mark.parametrize(("stored", "orientation"), [(6, 6), (0, 1), (9, 1)])
def test_an_orientation_is_one_of_eight(stored, orientation, tmp_path):
    assert said(photo(tmp_path, first={0x0112: stored})).orientation == orientation


def test_the_name_dates_a_photo_that_says_nothing(tmp_path):
    file = photo(tmp_path)
    assert said(file).taken is None
    taken = said(file, name="IMG-20240131-WA0001.jpg").taken
    assert taken.local.isoformat() == "2024-01-31T12:00:00"
    assert not taken.trusted


def test_a_sidecar_corrects_the_file(tmp_path):
    sidecar = b"""<x:xmpmeta xmlns:x='adobe:ns:meta/'>
      <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
      <rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/'
        xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:DateCreated='1950-01-01'>
      <exif:DateTimeOriginal>1962-08-05T10:00:00+01:00</exif:DateTimeOriginal>
      </rdf:Description></rdf:RDF></x:xmpmeta>"""
    file = photo(tmp_path, {ORIGINAL: "2019:03:21 11:04:22"})
    taken = said(file, sidecar=sidecar).taken
    assert taken.local.isoformat() == "1962-08-05T10:00:00"
    assert taken.offset_minutes == 60
    assert taken.source is Source.SIDECAR


@pytest.mark.parametrize(
    "sidecar",
    [
        b"no xml",
        b"<x",
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b"\xff\xfe\x00",
        b"<x/>" + b" " * 5_000_000,
    ],
)
def test_a_sidecar_that_is_no_xmp_changes_nothing(sidecar, tmp_path):
    file = photo(tmp_path, {ORIGINAL: "2019:03:21 11:04:22"})
    assert said(file, sidecar=sidecar).taken.source is Source.EXIF


def test_a_file_that_is_no_photo_says_nothing(tmp_path):
    (tmp_path / "photo").write_bytes(b"<html>")
    assert said(tmp_path / "photo") == Metadata()


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "HEIF"])
def test_damaged_tags_are_unknown_and_no_error(file_format, tmp_path):
    tags = {ORIGINAL: "2019:03:21 11:04:22", OFFSET: "+01:00", FRACTION: "073"}
    file = photo(tmp_path, tags, gps=BERLIN, file_format=file_format)
    whole = np.frombuffer(file.read_bytes(), np.uint8)
    random = np.random.default_rng(3)
    for _ in range(100):
        mutated = whole.copy()
        places = random.integers(0, len(mutated), 6)
        mutated[places] = random.integers(0, 255, 6, np.uint8)
        file.write_bytes(mutated.tobytes())
        said(file)


@pytest.mark.parametrize(
    ("name", "local", "offset", "camera"),
    [
        ("exiftool/CanonRaw.cr2", "2005-08-03T18:59:18", None, "Canon EOS 350D DIGITAL"),
        ("exiftool/FujiFilm.raf", "2007-05-22T13:58:30", None, "Fujifilm S5Pro"),
        ("exiftool/Nikon.nef", "2004-06-09T16:02:35", None, "NIKON D70"),
        ("exiftool/Panasonic.rw2", "2008-08-06T15:21:56", None, "Panasonic DMC-LX3"),
        ("photoprism/assets/examples/canon_eos_6d.dng", "2019-06-06T07:29:51", 120, "Canon EOS 6D"),
        (
            "photoprism/assets/examples/iphone_15_pro.heic",
            "2023-10-31T11:44:43.432000",
            60,
            "Apple iPhone 15 Pro",
        ),
    ],
)
def test_real_cameras_are_understood(shared_data, name, local, offset, camera):
    found = said(shared_data / "formats" / name)
    assert found.taken.local.isoformat() == local
    assert found.taken.offset_minutes == offset
    assert found.camera == camera
