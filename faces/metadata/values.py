"""The values this package gives."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from faces.types import Box


class Source(StrEnum):
    """Where a date comes from."""

    SIDECAR = "sidecar"
    EXIF = "exif"
    QUICKTIME = "quicktime"
    GPS = "gps"
    FILENAME = "filename"


@dataclass(frozen=True, slots=True)
class Taken:
    """When a photo or video was taken."""

    local: datetime
    """Naive: what a clock on the wall there showed."""
    offset_minutes: int | None
    """East of UTC; None where the file does not say."""
    source: Source

    @property
    def trusted(self) -> bool:
        """Whether the day may count in judging how many days a person was seen on.

        The date in a file name is often the day a message arrived, so it sorts but does not count.
        """
        return self.source is not Source.FILENAME


@dataclass(frozen=True, slots=True)
class Region:
    """A face that a file says it shows, and whose it is."""

    name: str
    box: Box
    """In the upright picture, whatever way it is stored."""


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a file names."""

    regions: tuple[Region, ...] = ()
    names: tuple[str, ...] = ()
    """Of people who are somewhere in it; none of those who have a region."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself; what it does not say, or not believably, is None or empty."""

    taken: Taken | None = None
    place: tuple[float, float] | None = None
    """(latitude, longitude) in degrees, north and east positive."""
    camera: str = ""
    """As the file says it: text to be escaped like any other."""
    orientation: int = 1
    """How the stored pixels are turned to be upright, in EXIF's numbers, 1..8.

    Of a HEIC file that says itself how to turn it is that; of a video always 1 (`faces.video`
    turns it).
    """
    duration_s: float | None = None
    """Seconds; None of a photo."""
    named: Named = Named()
    """Whom it names, by the word of another program; of a video nobody has a region."""

    def dated(self, taken: Taken | None) -> "Metadata":
        """Return the same with another date."""
        return replace(self, taken=taken)

    def naming(self, named: Named) -> "Metadata":
        """Return the same with other people."""
        return replace(self, named=named)
