"""What a file says of itself: when, where and with what it was taken.

    values   Metadata and Taken, and which dates are believed
    dates    dates, offsets and places out of the texts and numbers that files hold
    exif     photos
    xmp      sidecars, in which people and other programs correct dates
    regions  whom a file or its sidecar names, and where their faces are; `turns`, `rdf`
    sidecar  the same, written for other programs; `markup`
    movie    videos

Nothing here ever fails on nonsense: what cannot be believed is unknown.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from faces.image import Kind
from faces.metadata import exif, movie, rdf, regions, xmp
from faces.metadata.dates import Clock, from_name
from faces.metadata.sidecar import Size, write
from faces.metadata.values import Metadata, Named, Region, Source, Taken
from faces.types import Readable

__all__ = ["Metadata", "Named", "Region", "Size", "Source", "Taken", "read", "write_sidecar"]


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
    tags, its GPS time, its name. Where the sidecar has regions of faces, those in the file do not
    count.

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
    root = rdf.parsed(sidecar) if sidecar else None
    corrected = None
    if root is not None:
        corrected = xmp.taken(root, clock)
        named = regions.together(regions.read(root, found.orientation), found.named)
        found = found.naming(named if kind is Kind.PHOTO else regions.unplaced(named))
    return found.dated(corrected or found.taken or from_name(name or file.name, clock))


def write_sidecar(
    file: Readable, found: Iterable[Region], *, size: Size, existing: bytes | None = None
) -> bytes:
    """Give a photo's XMP sidecar that says whose faces it shows, and where.

    Args:
        file: the photo; only how it is turned is read.
        found: whom it shows; at most 500 people with 10,000 characters are written.
        size: of the upright picture.
        existing: the sidecar that it has; all else in it stays.

    Raises:
        OSError: the disk did not give the bytes.
    """
    return write(existing, found, size=size, orientation=exif.orientation_of(file))
