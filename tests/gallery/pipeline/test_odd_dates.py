"""Dates and places that cannot be: unknown, and no page fails on them."""

import io
from datetime import date

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from gallery.models import Asset
from gallery.pipeline import ingest
from tests.gallery.pipeline.conftest import SANDBOX

pytestmark = pytest.mark.django_db
ORIGINAL, OFFSET, ORIENTATION = 0x9003, 0x9011, 0x0112


def photo(tags=None, *, first=None, gps=None):
    exif = Image.Exif()
    exif.update(first or {})
    exif.get_ifd(0x8769).update(tags or {})
    exif.get_ifd(0x8825).update(gps or {})
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(file, "JPEG", exif=exif.tobytes())
    return file.getvalue()


@pytest.fixture
def read(keep, client, owner):
    """Ingest a photo and look at every page that shows it."""

    def read(content, name="IMG_1.jpg"):
        asset = keep(content, name=name)
        ingest.run(asset.pk, sandbox=SANDBOX)
        asset.refresh_from_db()
        client.force_login(owner)
        for address in ("/", f"/photos/{asset.pk}/", "/people/", "/search/?q=2099", "/status/"):
            assert client.get(address).status_code == 200
        if asset.taken_on:
            month = f"/?month={asset.taken_on:%Y-%m}"
            assert f"/photos/{asset.pk}/" in client.get(month).content.decode()
        return asset

    return read


@pytest.mark.parametrize(
    "text", ["0000:00:00 00:00:00", "2099:01:01 00:00:00", "2024:02:30 00:00:00", "1825:12:31 0:00"]
)
def test_a_date_that_cannot_be_is_unknown(text, read):
    asset = read(photo({ORIGINAL: text}))
    assert (asset.taken_on, asset.taken_at, asset.problem) == (None, None, "")
    assert asset.taken_source == Asset.DateSource.UNKNOWN


def test_a_photo_of_1850_stands_at_its_day(read):
    asset = read(photo({ORIGINAL: "1850:06:01 10:00:00"}))
    assert asset.taken_on == date(1850, 6, 1)
    assert asset.date_is_trusted


def test_an_offset_that_no_place_has_is_left_out(read):
    asset = read(photo({ORIGINAL: "2019:07:14 10:00:00", OFFSET: "+25:00"}))
    assert (asset.taken_on, asset.taken_offset) == (date(2019, 7, 14), None)


@pytest.mark.parametrize("degrees", [(91.0, 0.0, 0.0), (IFDRational(0, 0),) * 3])
def test_a_place_that_is_not_on_earth_is_unknown(degrees, read):
    asset = read(photo(gps={1: "N", 2: degrees, 3: "E", 4: (13.0, 0.0, 0.0)}))
    assert (asset.latitude, asset.longitude, asset.problem) == (None, None, "")


def test_an_orientation_that_does_not_exist_leaves_the_photo_as_it_is(read):
    asset = read(photo(first={ORIENTATION: 9}))
    assert (asset.width, asset.height) == (64, 48)
