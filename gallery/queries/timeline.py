"""The timeline: all months of a library at once, the photos of a month when it comes near."""

import calendar
import math
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from itertools import groupby

from django.db.models import Count, F, FloatField, Sum, Value
from django.db.models.functions import Cast, Coalesce, NullIf, TruncMonth

from gallery.models import Asset, Job, Library, Stage
from gallery.queries.tiles import Day, by_day, in_order, older_than

UNDATED = "undated"
FIRST_SCREEN = 60  # photos that are on the page before anything is asked for
PAGE = 200  # photos of a month that arrive at once
FEW = 40  # photos that stand together, whatever their months


@dataclass(slots=True)
class Stretch:
    """A month, or years of one decade with few photos; `days` is None until they are asked for."""

    first: date | None
    """None in both: photos without a date."""
    last: date | None
    count: int
    ratio: float
    """Sum of the ratios of its photos: how much room they will take."""
    days: list[Day] | None = None
    after: int | None = None
    """The photo after which it goes on."""

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}" if self.first else UNDATED

    @property
    def title(self) -> str:
        if self.first is None or self.last is None:
            return "No date"
        if self.first.month == self.last.month:
            return f"{self.first:%B} {self.first.year}"
        return self.years

    @property
    def years(self) -> str:
        """Such as "2019" or "1971-1978"."""
        if self.first is None or self.last is None:
            return "No date"
        years = (str(self.first.year), str(self.last.year))
        return "\N{EN DASH}".join(dict.fromkeys(years))

    @property
    def day_format(self) -> str:
        """How its days are called beneath the title."""
        if self.first is None or self.last is None or self.first.year != self.last.year:
            return "j M Y"
        return "D j" if self.first.month == self.last.month else "j M"

    @property
    def weight(self) -> float:
        """Its share of the scrubber: more for more photos, but something for each."""
        return round(1 + math.sqrt(self.count), 2)

    @property
    def is_whole_years(self) -> bool:
        return bool(self.first and self.last and self.first.month < self.last.month)

    @property
    def decade(self) -> int | None:
        return self.first.year // 10 if self.first else None

    def holds(self, day: date | None) -> bool:
        if day is None or self.first is None or self.last is None:
            return day is None and self.first is None
        return self.first <= day <= self.last

    def joined(self, older: "Stretch") -> "Stretch":
        """This one and an older one as one."""
        return Stretch(older.first, self.last, self.count + older.count, self.ratio + older.ratio)


@dataclass(slots=True)
class Year:
    """A label of the scrubber with what is under it."""

    label: str
    stretches: list[Stretch]

    @property
    def weight(self) -> float:
        return round(sum(stretch.weight for stretch in self.stretches), 2)


@dataclass(slots=True)
class Timeline:
    stretches: list[Stretch]
    pending: int
    """Photos that are still being read."""

    @property
    def years(self) -> list[Year]:
        found = groupby(self.stretches, key=lambda stretch: stretch.last and stretch.last.year)
        return [Year(str(year or "\N{EN DASH}"), list(stretches)) for year, stretches in found]


def timeline(library: Library, key: str = "") -> Timeline:
    """All months, with the photos of the newest, or of the one asked for, filled in."""
    stretches = _stretches(library)
    _fill(library, _from(stretches, key))
    return Timeline(stretches, pending(library))


def stretch_of(library: Library, key: str, after: int | None = None) -> Stretch | None:
    """What holds a month, with (some of) its photos; None if nothing was taken then."""
    stretch = next((one for one in _stretches(library) if _is_at(one, key)), None)
    if stretch is not None:
        _fill(library, [stretch], after)
    return stretch


def years(library: Library) -> list[int]:
    """In which years there are photos, newest first."""
    days = Asset.objects.filter(library=library, taken_on__isnull=False).dates("taken_on", "year")
    return [day.year for day in days.reverse()]


def pending(library: Library) -> int:
    return Job.objects.unfinished().filter(library=library, stage=Stage.INGEST).count()


def _stretches(library: Library) -> list[Stretch]:
    room = Cast("width", FloatField()) / NullIf(Cast("height", FloatField()), Value(0.0))
    rows = (
        Asset.objects.filter(library=library)
        .values(month=TruncMonth("taken_on"))
        .annotate(count=Count("pk"), ratio=Sum(Coalesce(room, 1.0)))
        .order_by(F("month").desc(nulls_last=True))
    )
    months = [
        Stretch(row["month"], _end_of_month(row["month"]), row["count"], row["ratio"])
        for row in rows
    ]
    by_year = (list(found) for _, found in groupby(months, key=lambda one: one.years))
    return _sparse_years_joined([stretch for year in by_year for stretch in _as_one_if_few(year)])


def _as_one_if_few(months: list[Stretch]) -> list[Stretch]:
    """The months of one year, or the year if there are few photos in it."""
    if months[0].first is None or sum(month.count for month in months) > FEW:
        return months
    year = months[0].first.year
    whole = replace(reduce(Stretch.joined, months), first=date(year, 1, 1), last=date(year, 12, 31))
    return [whole]


def _sparse_years_joined(stretches: list[Stretch]) -> list[Stretch]:
    """Put neighbouring years of a decade together while they have few photos."""
    joined: list[Stretch] = []
    for stretch in stretches:
        if joined and _belong_together(joined[-1], stretch):
            joined[-1] = joined[-1].joined(stretch)
        else:
            joined.append(stretch)
    return joined


def _belong_together(newer: Stretch, older: Stretch) -> bool:
    whole_years = newer.is_whole_years and older.is_whole_years
    return whole_years and newer.decade == older.decade and newer.count + older.count <= FEW


def _is_at(stretch: Stretch, key: str) -> bool:
    """Whether a key such as "2019-07" means this stretch."""
    if key == UNDATED:
        return stretch.first is None
    try:
        return stretch.holds(date.fromisoformat(f"{key}-01")) if key else False
    except ValueError:
        return False


def _from(stretches: list[Stretch], key: str) -> list[Stretch]:
    """What to fill at once: from `key`, or the newest, until a screen is full."""
    start = next((place for place, one in enumerate(stretches) if _is_at(one, key)), 0)
    wanted: list[Stretch] = []
    for stretch in stretches[start:]:
        full = sum(one.count for one in wanted) >= FIRST_SCREEN
        if full or (wanted and stretch.first is None):
            break
        wanted.append(stretch)
    return wanted


def _fill(library: Library, stretches: list[Stretch], after: int | None = None) -> None:
    """Put the photos into stretches that follow each other, at most a page in all."""
    if not stretches:
        return
    assets = in_order(Asset.objects.filter(library=library))
    first, last = stretches[-1].first, stretches[0].last
    assets = assets.filter(taken_on__range=(first, last)) if first else assets.filter(taken_on=None)
    if after is not None:
        seen = Asset.objects.filter(library=library, pk=after).first()
        assets = older_than(assets, seen) if seen else assets.none()
    found = list(assets[: PAGE + 1])
    days = by_day(found[:PAGE])
    cut_off = len(found) > PAGE
    if cut_off and len(days) > 1 and found[PAGE].taken_on == days[-1].day:
        days.pop()  # it comes whole with the next page
    for stretch in stretches:
        stretch.days = [day for day in days if stretch.holds(day.day)]
        if cut_off and stretch.holds(days[-1].day):
            stretch.after = days[-1].tiles[-1].asset.pk
            break  # those beyond wait until they come near


def _end_of_month(first: date | None) -> date | None:
    if first is None:
        return None
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
