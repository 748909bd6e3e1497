"""How often dates are wrong, by where they are from, whatever the photo shows.

No set of photos with wrong dates is known to us: these are our own estimates, chosen so that a
camera's date stands unless the people on the photo speak clearly against it (`faces.dating`).
"""

import re
from datetime import date

CHANCES = {
    "gps": 0.002,
    "exif": 0.02,
    "quicktime": 0.02,
    "sidecar": 0.02,
    "filename": 0.1,
    "file": 0.5,
}
"""Of each source of a date, in the words of `Source`; "file" is the file's own time, which
every copy may set anew."""
UNSET = 0.5
"""Of the first of January of a year in which clocks begin that were never set."""
SCANNED = 0.8
"""Of a date given by a scanner, which is the day of the scan."""

FIRST_YEARS = (1970, 1980, 1990, *range(2000, 2031))
_SCANNER = re.compile(r"scan|perfection|plustek|opticfilm|\blide\b", re.IGNORECASE)


def chance_wrong(source: str, day: date, camera: str) -> float:
    """Return the chance that a date is wrong by years, 0..1.

    Args:
        source: where it is from; one that is not known here counts as the file's own time.
        day: the date.
        camera: what the file says it was made by; may be empty.
    """
    chance = CHANCES.get(source, CHANCES["file"])
    if camera and is_scanner(camera):
        return max(chance, SCANNED)
    if (day.month, day.day) == (1, 1) and day.year in FIRST_YEARS:
        return max(chance, UNSET)
    return chance


def is_scanner(camera: str) -> bool:
    """Whether a maker and model are those of a scanner."""
    return _SCANNER.search(camera) is not None
