"""Dates, offsets and places, out of what files hold; nonsense is None, never an error."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from faces.metadata.values import Source, Taken

FIRST_PHOTOGRAPH = 1826  # Niepce's view from Le Gras: what is older is a broken clock
LARGEST_OFFSET = 14 * 60  # Kiribati
SMALLEST_OFFSET = -12 * 60

# Where clocks that were never set begin: QuickTime's, Unix's and FAT's first second.
_UNSET = {datetime(1904, 1, 1), datetime(1970, 1, 1), datetime(1980, 1, 1)}  # noqa: DTZ001

LONGEST_DATE = 64  # characters; on 60,000 blanks the expression below is at work for 10 seconds
_DATE = re.compile(
    r"\s*(\d{4})[:/.-](\d{1,2})[:/.-](\d{1,2})"
    r"(?:[ T]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?\s*"
)
_OFFSET = re.compile(r"\s*([+-])(\d{2}):?(\d{2})\s*")
# IMG_20240131_120000, IMG-20240131-WA0001, 2024-01-31 12.00.00, Screenshot 2024-01-31 at 12.00.00
_NAME = re.compile(
    r"(?<!\d)((?:18|19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)"
    r"(?:[ T_.-](?:at )?(\d\d)([-.:_]?)(\d\d)\6(\d\d)(?:\d{3})?)?(?!\d)"
)
_ISO_6709 = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Clock:
    """What is needed to judge a date."""

    now: datetime
    """Now, with a zone."""
    zone: tzinfo
    """For times that are known in UTC only."""

    def taken(self, local: datetime, offset: int | None, source: Source) -> Taken | None:
        """Give the date if it is believable: not before photography, not in the future."""
        if local.year < FIRST_PHOTOGRAPH or local.replace(microsecond=0) in _UNSET:
            return None
        # Without an offset the clock may be the furthest east there is.
        ahead = timedelta(minutes=LARGEST_OFFSET if offset is None else offset)
        if local > self.now.astimezone(UTC).replace(tzinfo=None) + ahead + timedelta(hours=1):
            return None
        return Taken(local, offset, source)

    def taken_utc(self, moment: datetime, source: Source) -> Taken | None:
        """Give the date of a moment in UTC, on the clocks of our zone."""
        if moment.year < FIRST_PHOTOGRAPH or moment.replace(tzinfo=None, microsecond=0) in _UNSET:
            return None
        if moment > self.now + timedelta(hours=1):
            return None
        local = moment.astimezone(self.zone)
        ahead = local.utcoffset() or timedelta()
        return Taken(local.replace(tzinfo=None), round(ahead.total_seconds() / 60), source)

    def taken_at(self, moment: datetime, source: Source) -> Taken | None:
        """Give the date of a moment which may carry its own offset."""
        ahead = moment.utcoffset()
        offset = None if ahead is None else round(ahead.total_seconds() / 60)
        return self.taken(moment.replace(tzinfo=None), offset, source)


def parse_date(text: object) -> datetime | None:
    """Read `2024:01:31 12:00:00` and its kin, with or without fraction and offset.

    Returns:
        a datetime, naive if the text has no offset; None if it is no date.
    """
    stripped = str(text).strip("\0 ")
    match = _DATE.fullmatch(stripped) if len(stripped) <= LONGEST_DATE else None
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    microsecond = int((match[7] or "0").ljust(6, "0"))
    offset = 0 if match[8] == "Z" else parse_offset(match[8])
    zone = None if offset is None else timezone(timedelta(minutes=offset))
    try:
        return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=zone)
    except ValueError:  # 30 February, month 0, hour 25
        return None


def parse_offset(text: object) -> int | None:
    """Read `+02:00` as minutes east of UTC; None unless some place on Earth has it."""
    match = _OFFSET.fullmatch(str(text).strip("\0 "))
    if match is None or int(match[3]) > 59:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    signed = -minutes if match[1] == "-" else minutes
    return signed if SMALLEST_OFFSET <= signed <= LARGEST_OFFSET else None


def from_name(name: str, clock: Clock) -> Taken | None:
    """Read the date that phones and messengers put into file names; without a time, noon."""
    match = _NAME.search(name)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    hour, minute, second = (int(match[k]) if match[5] else 12 * (k == 5) for k in (5, 7, 8))
    try:
        local = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  names have no zone
    except ValueError:
        return None
    return clock.taken(local, None, Source.FILENAME)


def place(latitude: float, longitude: float) -> tuple[float, float] | None:
    """Give a place on Earth; None for NaN, 91 degrees and the (0, 0) of a phone without a fix."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or latitude == longitude == 0:
        return None
    return latitude, longitude


def parse_place(text: object) -> tuple[float, float] | None:
    """Read ISO 6709 in degrees, as videos have it: `+52.5200+013.4050+034.0/`."""
    match = _ISO_6709.match(str(text))
    return None if match is None else place(float(match[1]), float(match[2]))
