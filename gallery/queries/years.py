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


def years_of_life(person: Person) -> list[YearOfLife]:
    """From the first to the last; dates that come from a copy or are doubted do not count."""
    doubted = Dating.objects.open(person.library)
    faces = (
        Face.objects.real()
        .filter(person=person, asset__taken_on__isnull=False, asset__width__gt=0)
        .exclude(asset__taken_source=Asset.DateSource.FILE)
        .exclude(asset__in=doubted.values("pk"))
        .select_related("asset")
        .defer("features", "age_posterior")
    )
    hidden = Face.objects.real().filter(person__hidden=True, asset__library=person.library_id)
    if not person.hidden:
        faces = faces.exclude(asset__in=hidden.values("asset"))
    best: dict[int, Face] = {}
    for face in faces.order_by("pk"):
        year = _year_of_life(person, face.asset.taken_on)
        if year is not None and (year not in best or _seen_well(face) > _seen_well(best[year])):
            best[year] = face
    return list(_years(person, best))


def _years(person: Person, best: dict[int, Face]) -> Iterator[YearOfLife]:
    for year, face in sorted(best.items()):
        yield YearOfLife(
            title=_title(person, year),
            tile=Tile(face.asset),
            left=round(50 * (face.left + face.right), 1),
            top=round(50 * (face.top + face.bottom), 1),
        )


def _year_of_life(person: Person, day: date | None) -> int | None:
    """How many birthdays they had had; the calendar's year where nobody knows the birth."""
    born, known = person.birth_date, ages.birth_moment(person)
    if day is None:
        return None
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


def _seen_well(face: Face) -> tuple[bool, float, int]:
    size = min(1.0, (face.right - face.left) / LARGE)
    return face.asset.kind == Asset.Kind.PHOTO, size * (face.quality or face.score), -face.pk
