"""One best photo of somebody for each year of their life."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gallery import ages
from gallery.models import Asset, Dating, Face, Person
from gallery.queries.tiles import Tile, day_in_words

LARGE = 0.15  # of the picture's width: a face of this size and more is seen well


@dataclass(frozen=True, slots=True)
class YearOfLife:
    title: str
    """Such as "The first year", "7" or "about 34"; the year where nobody knows the birth."""
    tile: Tile
    left: float
    """Where the middle of the face is, in percent of the picture's width."""
    top: float
    """The same of its height."""

    @property
    def day(self) -> str:
        asset = self.tile.asset
        if asset.taken_precision == Asset.Precision.YEAR and asset.taken_on:
            return f"about {asset.taken_on.year}"
        return day_in_words(asset.taken_on)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A face of theirs on a dated photo."""

    pk: int
    asset: int
    day: date
    worth: tuple[bool, float, int]
    """How well it is seen; the larger, the better."""
    left: float
    top: float


def years_of_life(person: Person) -> list[YearOfLife]:
    """From the first to the last; dates that come from a copy or are doubted do not count."""
    best: dict[int, _Seen] = {}
    for face in _seen(person):
        year = _year_of_life(person, face.day)
        if year is not None and (year not in best or face.worth > best[year].worth):
            best[year] = face
    assets = Asset.objects.in_bulk([face.asset for face in best.values()])
    return [
        YearOfLife(_title(person, year), Tile(assets[face.asset]), face.left, face.top)
        for year, face in sorted(best.items())
        if face.asset in assets
    ]


def _seen(person: Person) -> Iterator[_Seen]:
    doubted = Dating.objects.open(person.library).values("pk")
    hidden = Face.objects.real().filter(person__hidden=True, asset__library=person.library_id)
    faces = (
        Face.objects.real()
        .filter(person=person, asset__taken_on__isnull=False, asset__width__gt=0)
        .exclude(asset__taken_source=Asset.DateSource.FILE)
        .exclude(asset__in=doubted)
    )
    if not person.hidden:
        faces = faces.exclude(asset__in=hidden.values("asset"))
    for pk, asset, day, kind, left, top, right, bottom, quality, score in faces.values_list(
        "pk",
        "asset_id",
        "asset__taken_on",
        "asset__kind",
        "left",
        "top",
        "right",
        "bottom",
        "quality",
        "score",
    ):
        well = min(1.0, (right - left) / LARGE) * (quality or score)
        middle = round(50 * (left + right), 1), round(50 * (top + bottom), 1)
        if day is not None:
            yield _Seen(pk, asset, day, (kind == Asset.Kind.PHOTO, well, -pk), *middle)


def _year_of_life(person: Person, day: date) -> int | None:
    """How many birthdays they had had; the calendar's year where nobody knows the birth."""
    born, known = person.birth_date, ages.birth_moment(person)
    if known is None:
        return day.year
    if born is not None and person.birth_precision != Person.Precision.YEAR:
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    else:
        age = int(day.year + day.timetuple().tm_yday / 366 - known // 1 - known % 1)
    return age if age >= 0 else None


def _title(person: Person, year: int) -> str:
    if ages.birth_moment(person) is None:
        return str(year)
    if year == 0:
        return "The first year"
    exact = person.birth_date and person.birth_precision != Person.Precision.YEAR
    return str(year) if exact else f"About {year}"
