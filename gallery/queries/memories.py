"""This day in earlier years, and whose birthday is near. Nobody hidden is on what is shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef

from gallery.models import Asset, Dating, Face, Library, Person
from gallery.models.asset import AssetQuerySet
from gallery.queries.people import with_photos
from gallery.queries.tiles import Tile, in_order

FIRST_YEAR = 1826
LEAP_YEAR = 2000  # in which each day of a year is one
SOON = 7  # days before a birthday on which it is told
OLDEST = 110
MOST_BIRTHDAYS = 6
STRIP = 6  # photos above the timeline
A_YEAR = 60  # photos of this day in one year


@dataclass(frozen=True, slots=True)
class Birthday:
    person: Person
    face: int | None
    """Primary key of the face that stands for them."""
    turns: int
    when: str
    """Such as "today" or "on Friday"."""


@dataclass(frozen=True, slots=True)
class YearOfDay:
    """The photos of this day in one year."""

    year: int
    ago: str
    """Such as "5 years ago"."""
    tiles: list[Tile]


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands quietly above the timeline, where there is something."""

    tiles: list[Tile]
    birthdays: list[Birthday]
    doubts: bool
    """Whether there are photos to be dated; how many takes too long to count here."""

    def __bool__(self) -> bool:
        return bool(self.tiles or self.birthdays or self.doubts)


def strip(library: Library, today: date) -> Strip:
    """The best photo of this day in each of some years, birthdays of a week, doubtful dates."""
    found = list(_of_day(library, today, today))
    worth = _worth(found)
    best = [
        max(photos, key=lambda asset: (worth[asset.pk], -asset.pk))
        for _, photos in groupby(found, key=_year_of)
    ]
    best = sorted(best, key=lambda asset: -worth[asset.pk])[:STRIP]
    best.sort(key=_year_of, reverse=True)
    tiles = [Tile(asset, _ago(_year_of(asset), today)) for asset in best]
    return Strip(tiles, birthdays(library, today), Dating.objects.open(library).exists())


def on_this_day(library: Library, day: date, today: date) -> list[YearOfDay]:
    """Photos of a day of the year, whatever its year, by year with the newest first."""
    return [
        YearOfDay(year, _ago(year, today), [Tile(asset) for asset in list(photos)[:A_YEAR]])
        for year, photos in groupby(_of_day(library, day, today), key=_year_of)
    ]


def birthdays(library: Library, today: date) -> list[Birthday]:
    """Whose birthday is today or in the next days, the next one first."""
    people = Person.objects.filter(
        library=library, hidden=False, birth_precision=Person.Precision.DAY
    ).exclude(name="")
    days = {
        person.pk: day
        for person in people
        if person.birth_date and (day := _next_birthday(person.birth_date, today)) is not None
    }
    if not days:
        return []
    shown = with_photos(Person.objects.filter(pk__in=days), "pk")
    near = sorted(shown, key=lambda person: (days[person.pk], person.name))[:MOST_BIRTHDAYS]
    return [
        Birthday(
            person,
            person.shown_face,  # type: ignore[attr-defined]  # annotated
            days[person.pk].year - person.birth_date.year,
            _when(days[person.pk], today),
        )
        for person in near
        if person.birth_date
    ]


def neighbours(day: date) -> tuple[date, date]:
    """The day before and the day after, in a year that has them all."""
    one = timedelta(days=1)
    in_leap_year = day.replace(year=LEAP_YEAR)
    before, after = in_leap_year - one, in_leap_year + one
    return before.replace(year=LEAP_YEAR), after.replace(year=LEAP_YEAR)


def in_year(day: date, year: int) -> date:
    """A day of the year in another year; 29 February is the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _of_day(library: Library, day: date, today: date) -> AssetQuerySet:
    """Photos whose own date says this day, before today; doubted dates say nothing.

    Where today's year has no 29 February, it belongs to the 28th.
    """
    days = {in_year(day, year) for year in range(FIRST_YEAR, today.year + 1)}
    if (day.month, day.day) == (2, 28) and in_year(date(LEAP_YEAR, 2, 29), today.year).day == 28:
        days |= {leap for year in range(FIRST_YEAR, today.year) if (leap := _leap_day(year))}
    if (day.month, day.day) == (2, 29):
        days = {leap for leap in days if leap.day == 29}
    hidden = Face.objects.real().filter(asset=OuterRef("pk"), person__hidden=True)
    doubted = Dating.objects.open(library).filter(asset=OuterRef("pk"))
    dated = Asset.objects.filter(
        ~Exists(hidden),
        ~Exists(doubted),
        library=library,
        taken_on__in=[one for one in days if one < today],
        taken_source__in=[*Asset.TRUSTED, Asset.DateSource.FILENAME],
        taken_precision=Asset.Precision.FULL,
        width__gt=0,
    )
    return in_order(dated)


def _leap_day(year: int) -> date | None:
    day = in_year(date(LEAP_YEAR, 2, 29), year)
    return day if day.day == 29 else None


def _worth(assets: Iterable[Asset]) -> dict[int, float]:
    """By primary key: people whom the family knows, and how well they are seen."""
    pks = [asset.pk for asset in assets]
    worth: dict[int, float] = defaultdict(float)
    if not pks:
        return worth
    faces = Face.objects.real().known().filter(asset__in=pks)
    for asset, quality in faces.values_list("asset_id", "quality"):
        worth[asset] += 1.0 + (quality or 0.0)
    return worth


def _next_birthday(born: date, today: date) -> date | None:
    """The next one, if it is near and the first or a later one."""
    for year in (today.year, today.year + 1):
        day = in_year(born, year)
        if today <= day <= today + timedelta(days=SOON):
            return day if 0 < year - born.year <= OLDEST else None
    return None


def _when(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead < 2:
        return ("today", "tomorrow")[ahead]
    return f"on {day:%A}" if ahead < SOON else "in a week"


def _year_of(asset: Asset) -> int:
    return asset.taken_on.year if asset.taken_on else 0


def _ago(year: int, today: date) -> str:
    years = today.year - year
    return {0: "This year", 1: "A year ago"}.get(years, f"{years} years ago")
