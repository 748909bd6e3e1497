"""What photos say of themselves, in EXIF."""

import io
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from faces.errors import BadImageError
from faces.image import PIXEL_LIMIT, identify
from faces.image.formats import RAW, Format
from faces.image.raw import preview_bytes
from faces.image.reading import as_bad_image, open_header
from faces.metadata.dates import Clock, parse_date, parse_offset, place
from faces.metadata.values import Metadata, Source, Taken
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
_RAW_MAGICS = (b"IIU\0", b"IIRO", b"IIRS", b"MMOR")  # TIFF in all but these four bytes
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def read(file: Readable, clock: Clock) -> Metadata:
    """Read a photo's EXIF; a file whose EXIF cannot be read has none."""
    try:
        with as_bad_image():
            exif = _exif(file, identify(file))
            tags: Tags = {int(tag): exif[tag] for tag in _FIRST_TAGS if tag in exif}
            times = {**tags, **exif.get_ifd(IFD.Exif)}
            gps = exif.get_ifd(IFD.GPSInfo)
    except BadImageError:
        return Metadata()
    return Metadata(
        taken=_taken(times, clock) or _taken_by_gps(gps, clock),
        place=_place(gps),
        camera=_camera(tags),
        orientation=_orientation(tags),
    )


def _exif(file: Readable, found: Format) -> Image.Exif:
    if found.reader != RAW:
        with open_header(file, found, pixel_limit=PIXEL_LIMIT) as image:
            exif = image.getexif()
            for ifd in (IFD.Exif, IFD.GPSInfo):
                exif.get_ifd(ifd)  # read now: a TIFF's lie in the file, which is about to close
            return exif
    with file.open("rb") as opened:
        return _exif_of_raw(file, opened)


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


def _orientation(tags: Tags) -> int:
    value = tags.get(Base.Orientation)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
