"""The timeline: all months of a library at once, the photos of a month when it comes near."""

import calendar
import math
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Count, F, FloatField, Sum, Value
from django.db.models.functions import Cast, Coalesce, ExtractMonth, ExtractYear, NullIf

from gallery.models import Asset, Job, Library, Stage
from gallery.queries.tiles import Day, by_day, in_order, older_than

UNDATED = "undated"
FIRST_SCREEN = 60  # photos that are on the page before anything is asked for
PAGE = 200  # photos of a month that arrive at once
FEW = 40  # photos of a year that stand together, whatever their months


@dataclass(slots=True)
class Month:
    """A month, or a year with few photos; `days` is None until they are asked for."""

    year: int | None
    month: int | None
    count: int
    ratio: float
    """Sum of the ratios of its photos: how much room they will take."""
    days: list[Day] | None = None
    after: int | None = None
    """The photo after which the rest of the month goes on."""

    @property
    def key(self) -> str:
        if self.year is None:
            return UNDATED
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    @property
    def title(self) -> str:
        if self.year is None:
            return "No date"
        return f"{calendar.month_name[self.month]} {self.year}" if self.month else str(self.year)

    @property
    def day_format(self) -> str:
        """How its days are called beneath the title."""
        return "D j" if self.month else "j F"

    @property
    def weight(self) -> float:
        """Its share of the scrubber: more for more photos, but something for each."""
        return round(1 + math.sqrt(self.count), 2)

    def holds(self, day: date | None) -> bool:
        if day is None or self.year is None:
            return day is None and self.year is None
        return day.year == self.year and self.month in {None, day.month}


@dataclass(slots=True)
class Year:
    year: int | None
    months: list[Month] = field(default_factory=list)

    @property
    def weight(self) -> float:
        return round(sum(month.weight for month in self.months), 2)


@dataclass(slots=True)
class Timeline:
    months: list[Month]
    pending: int
    """Photos that are still being read."""

    @property
    def years(self) -> list[Year]:
        years: dict[int | None, Year] = {}
        for month in self.months:
            years.setdefault(month.year, Year(month.year)).months.append(month)
        return list(years.values())


def timeline(library: Library, key: str = "") -> Timeline:
    """All months, with the photos of the newest, or of the one asked for, filled in."""
    months = _months(library)
    wanted = _from_month(months, key)
    _fill(library, wanted)
    return Timeline(months, pending(library))


def month_of(library: Library, key: str, after: int | None = None) -> Month | None:
    """One month with (some of) its photos; None if nothing was taken then."""
    month = next((one for one in _months(library) if _is_at(one, key)), None)
    if month is not None:
        _fill(library, [month], after)
    return month


def years(library: Library) -> list[int]:
    """In which years there are photos, newest first."""
    days = Asset.objects.filter(library=library, taken_on__isnull=False).dates("taken_on", "year")
    return [day.year for day in days.reverse()]


def pending(library: Library) -> int:
    return Job.objects.unfinished().filter(library=library, stage=Stage.INGEST).count()


def _months(library: Library) -> list[Month]:
    room = Cast("width", FloatField()) / NullIf(Cast("height", FloatField()), Value(0.0))
    rows = (
        Asset.objects.filter(library=library)
        .values(year=ExtractYear("taken_on"), month=ExtractMonth("taken_on"))
        .annotate(count=Count("pk"), ratio=Sum(Coalesce(room, 1.0)))
        .order_by(F("year").desc(nulls_last=True), F("month").desc(nulls_last=True))
    )
    months = [Month(row["year"], row["month"], row["count"], row["ratio"]) for row in rows]
    by_year = [list(found) for _, found in groupby(months, key=lambda month: month.year)]
    return [month for year in by_year for month in _together_if_few(year)]


def _together_if_few(months: list[Month]) -> list[Month]:
    count = sum(month.count for month in months)
    if months[0].year is None or count > FEW:
        return months
    return [Month(months[0].year, None, count, sum(month.ratio for month in months))]


def _is_at(month: Month, key: str) -> bool:
    """Whether a key means this month; "2019-07" also finds the year 2019 where that is one."""
    return month.key in {key, key[:4]}


def _from_month(months: list[Month], key: str) -> list[Month]:
    """The months to fill at once: from `key`, or the newest, until a screen is full."""
    start = next((place for place, month in enumerate(months) if _is_at(month, key)), 0)
    wanted: list[Month] = []
    for month in months[start:]:
        if sum(one.count for one in wanted) >= FIRST_SCREEN or (wanted and month.year is None):
            break
        wanted.append(month)
    return wanted


def _fill(library: Library, months: list[Month], after: int | None = None) -> None:
    """Put the photos into months that follow each other, at most a page in all."""
    if not months:
        return
    assets = in_order(Asset.objects.filter(library=library))
    last, first = _days(months[-1])[0], _days(months[0])[1]
    assets = assets.filter(taken_on__range=(last, first)) if last else assets.filter(taken_on=None)
    if after is not None:
        seen = Asset.objects.filter(library=library, pk=after).first()
        assets = older_than(assets, seen) if seen else assets.none()
    found = list(assets[: PAGE + 1])
    days = by_day(found[:PAGE])
    cut_off = len(found) > PAGE
    if cut_off and len(days) > 1 and found[PAGE].taken_on == days[-1].day:
        days.pop()  # it comes whole with the next page
    for month in months:
        month.days = [day for day in days if month.holds(day.day)]
        if cut_off and month.holds(days[-1].day):
            month.after = days[-1].tiles[-1].asset.pk
            break  # the months beyond wait until they come near


def _days(month: Month) -> tuple[date | None, date | None]:
    if month.year is None:
        return None, None
    first, last = month.month or 1, month.month or 12
    length = calendar.monthrange(month.year, last)[1]
    return date(month.year, first, 1), date(month.year, last, length)
