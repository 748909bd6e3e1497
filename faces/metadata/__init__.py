"""What a file says of itself: when, where and with what it was taken.

    values   Metadata and Taken, and which dates are believed
    dates    dates, offsets and places out of the texts and numbers that files hold
    exif     photos
    xmp      sidecars, in which people and other programs correct dates
    movie    videos

Nothing here ever fails on nonsense: what cannot be believed is unknown.
"""

from datetime import UTC, datetime, tzinfo

from faces.image import Kind
from faces.metadata import exif, movie, xmp
from faces.metadata.dates import Clock, from_name
from faces.metadata.values import Metadata, Source, Taken
from faces.types import Readable

__all__ = ["Metadata", "Source", "Taken", "read"]


def read(
    file: Readable,
    kind: Kind,
    *,
    now: datetime,
    zone: tzinfo = UTC,
    name: str = "",
    sidecar: bytes | None = None,
) -> Metadata:
    """Read what a photo or video says of itself, without decoding its pixels.

    The date comes from the first of these that has a believable one: the sidecar, the file's own
    tags, its GPS time, its name.

    Args:
        file: the photo or video.
        kind: photo or video, as `faces.image.identify` says.
        now: the present, with a zone; later dates are not believed.
        zone: turns a time that is known in UTC only (GPS, most videos) into a local one.
        name: the name the file had at home; `file` often has another.
        sidecar: the bytes of the XMP file that lay beside it, if one did.

    Raises:
        OSError: the disk did not give the bytes.
    """
    clock = Clock(now, zone)
    found = exif.read(file, clock) if kind is Kind.PHOTO else movie.read(file, clock)
    corrected = xmp.taken(sidecar, clock) if sidecar else None
    return found.dated(corrected or found.taken or from_name(name or file.name, clock))
