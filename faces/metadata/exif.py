"""What photos say of themselves, in EXIF, and whom they name, in XMP."""

import io
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, NamedTuple

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from faces.errors import BadImageError
from faces.image import PIXEL_LIMIT, identify
from faces.image.boxes import turns
from faces.image.formats import HEIF, RAW, Format
from faces.image.raw import preview_bytes
from faces.image.reading import as_bad_image, open_header
from faces.metadata import rdf, regions
from faces.metadata.dates import Clock, parse_date, parse_offset, place
from faces.metadata.values import Metadata, Named, Source, Taken
from faces.types import Readable

Tags = Mapping[int, object]

# The tags of a date, of its fraction and of its offset, best first. Lightroom writes the offset
# of the last tag only, so that one also stands in for a missing offset of the others.
_DATES = (
    (Base.DateTimeOriginal, Base.SubsecTimeOriginal, Base.OffsetTimeOriginal),
    (Base.DateTimeDigitized, Base.SubsecTimeDigitized, Base.OffsetTimeDigitized),
    (Base.DateTime, Base.SubsecTime, Base.OffsetTime),
)
# All that is asked of the first directory: makers fill the rest with what nobody can read.
_FIRST_TAGS = (
    Base.Make,
    Base.Model,
    Base.Orientation,
    Base.DateTimeOriginal,  # where raw files have it
    Base.DateTime,
)
_XMP = 700  # the tag of TIFF and its kin
_RAW_MAGICS = (b"IIU\0", b"IIRO", b"IIRS", b"MMOR")  # TIFF in all but these four bytes
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class _Opened(NamedTuple):
    """What the header of a photo holds."""

    exif: Image.Exif
    xmp: object
    """Bytes where there is any."""
    turn: int | None
    """How the picture is turned that a decoder gives, where EXIF does not say."""


def read(file: Readable, clock: Clock) -> Metadata:
    """Read a photo's EXIF; a file whose EXIF cannot be read has none."""
    try:
        with as_bad_image():
            exif, xmp, turned = _opened(file, identify(file))
            tags: Tags = {int(tag): exif[tag] for tag in _FIRST_TAGS if tag in exif}
            times = {**tags, **exif.get_ifd(IFD.Exif)}
            gps = exif.get_ifd(IFD.GPSInfo)
    except BadImageError:
        return Metadata()
    orientation = _orientation(tags.get(Base.Orientation) if turned is None else turned)
    return Metadata(
        taken=_taken(times, clock) or _taken_by_gps(gps, clock),
        place=_place(gps),
        camera=_camera(tags),
        orientation=orientation,
        named=_named(xmp, orientation),
    )


def orientation_of(file: Readable) -> int:
    """How a photo's stored pixels are turned to be upright; 1 where it does not say."""
    try:
        with as_bad_image():
            exif, _, turned = _opened(file, identify(file))
            return _orientation(exif.get(Base.Orientation) if turned is None else turned)
    except BadImageError:
        return 1


def _opened(file: Readable, found: Format) -> _Opened:
    if found.reader != RAW:
        with open_header(file, found, pixel_limit=PIXEL_LIMIT) as image:
            exif = image.getexif()
            for ifd in (IFD.Exif, IFD.GPSInfo):
                exif.get_ifd(ifd)  # read now: a TIFF's lie in the file, which is about to close
            return _Opened(exif, image.info.get("xmp"), _turn_of_heic(image, file, found))
    with file.open("rb") as opened:
        exif = _exif_of_raw(file, opened)
        return _Opened(exif, exif.get(_XMP), None)


def _turn_of_heic(image: Image.Image, file: Readable, found: Format) -> int | None:
    """What the file's own property says, else EXIF, which the decoder has put aside.

    EXIF also says which of several properties is meant.
    """
    if found != HEIF:
        return None
    said: int = image.info.get("original_orientation") or 1
    properties = turns(file)
    return said if not properties or said in properties else properties[0]


def _named(xmp: object, orientation: int) -> Named:
    root = rdf.parsed(xmp) if isinstance(xmp, bytes) else None
    return Named() if root is None else regions.read(root, orientation)


def _exif_of_raw(file: Readable, opened: BinaryIO) -> Image.Exif:
    """Most raw files are TIFF with another name; the rest has EXIF in the camera's preview."""
    exif = Image.Exif()
    magic = opened.read(4)
    if magic in _RAW_MAGICS:
        order = b"II*\0" if magic[:1] == b"I" else b"MM\0*"
        exif.load_from_fp(io.BytesIO(order + opened.read()))
    elif magic in (b"II*\0", b"MM\0*"):
        opened.seek(0)
        exif.load_from_fp(opened)
    elif preview := preview_bytes(file):
        with Image.open(io.BytesIO(preview), formats=["JPEG"]) as image:
            return image.getexif()
    for ifd in (IFD.Exif, IFD.GPSInfo):
        exif.get_ifd(ifd)
    return exif


def _taken(tags: Tags, clock: Clock) -> Taken | None:
    for date, fraction, offset in _DATES:
        moment = parse_date(tags.get(date))
        if moment is None:
            continue
        if moment.tzinfo is not None:  # not in the standard, but seen
            taken = clock.taken_at(moment, Source.EXIF)
        else:
            east = parse_offset(tags.get(offset))
            if east is None:
                east = parse_offset(tags.get(Base.OffsetTime))
            local = moment.replace(microsecond=_microseconds(tags.get(fraction)))
            taken = clock.taken(local, east, Source.EXIF)
        if taken is not None:
            return taken
    return None


def _microseconds(fraction: object) -> int:
    """The digits after the decimal point, as cameras count them in a burst."""
    digits = str(fraction or "").strip("\0 ")[:6]
    return int(digits.ljust(6, "0")) if digits.isascii() and digits.isdigit() else 0


def _taken_by_gps(gps: Tags, clock: Clock) -> Taken | None:
    day = parse_date(gps.get(GPS.GPSDateStamp))
    time = _three_numbers(gps.get(GPS.GPSTimeStamp))
    if day is None or time is None:
        return None
    seconds = time[0] * 3600 + time[1] * 60 + time[2]
    if not 0 <= seconds < 86_401:
        return None
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return clock.taken_utc(midnight + timedelta(seconds=round(seconds)), Source.GPS)


def _place(gps: Tags) -> tuple[float, float] | None:
    north = _degrees(gps.get(GPS.GPSLatitude), gps.get(GPS.GPSLatitudeRef), "S")
    east = _degrees(gps.get(GPS.GPSLongitude), gps.get(GPS.GPSLongitudeRef), "W")
    return place(north, east)


def _degrees(value: object, ref: object, negative: str) -> float:
    parts = _three_numbers(value)
    if parts is None:
        return math.nan
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -degrees if str(ref).strip("\0 ").upper().startswith(negative) else degrees


def _three_numbers(value: object) -> tuple[float, float, float] | None:
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    try:
        first, second, third = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return (first, second, third) if math.isfinite(first + second + third) else None


def camera_name(make: object, model: object) -> str:
    """Join make and model without saying the make twice; at most 100 printable characters."""
    maker, name = (_UNPRINTABLE.sub(" ", str(text or "")).strip() for text in (make, model))
    first_word = maker.split(" ")[0].lower()
    joined = name if first_word and name.lower().startswith(first_word) else f"{maker} {name}"
    return joined.strip()[:100]


def _camera(tags: Tags) -> str:
    return camera_name(tags.get(Base.Make), tags.get(Base.Model))


def _orientation(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
