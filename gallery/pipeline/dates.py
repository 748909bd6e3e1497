"""Dates as the numbers that the engine takes."""

import math
from calendar import isleap
from datetime import date

from gallery.models import Asset


def trusted_year(taken_on: date | None, source: str) -> float:
    """Decimal year (2001.5 is July 2001) of a photo's day; NaN if unknown or not trusted."""
    if taken_on is None or source not in Asset.TRUSTED:
        return math.nan
    passed = taken_on.timetuple().tm_yday - 1
    return taken_on.year + passed / (366 if isleap(taken_on.year) else 365)


def trusted_day(taken_on: date | None, source: str) -> float:
    """Number of a photo's day; NaN if unknown or not trusted."""
    if taken_on is None or source not in Asset.TRUSTED:
        return math.nan
    return float(taken_on.toordinal())
