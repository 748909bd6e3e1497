"""A person's page: who they are, how they grew up, and their photos year by year."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from gallery import ages
from gallery.models import Asset, Face, Person
from gallery.queries.people import Card, card
from gallery.queries.photo import Moment
from gallery.queries.tiles import Tile, in_order, older_than

PAGE = 120  # photos that arrive at once
STRIP = 16  # faces of the growing-up strip
COVERS = 24  # faces to choose a cover from
A_ROW = 6  # photos up to which years stand together


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A face at its time."""

    face: int
    asset: int
    day: date | None
    age: str
    score: float


@dataclass(frozen=True, slots=True)
class PersonYear:
    """Photos of a year, or of neighbouring years with a row of photos between them."""

    title: str
    ages: str
    """How old they were then, such as "4 to 5"."""
    tiles: list[Tile]
    continued: bool
    """Whether its first photos are on the page already."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A video with the moments in which somebody is seen."""

    tile: Tile
    moments: list[Moment]


@dataclass(frozen=True, slots=True)
class PersonPage:
    card: Card
    born: str
    noun: str
    first: date | None
    last: date | None
    strip: list[Glimpse]
    covers: list[Glimpse]
    years: list[PersonYear]
    after: int | None
    """The photo after which there are more."""
    clips: list[Clip]


def person_page(person: Person) -> PersonPage:
    seen = _glimpses(person)
    dated = [glimpse for glimpse in seen if glimpse.day]
    years, after = photos_of(person)
    return PersonPage(
        card=card(person),
        born=ages.born(person),
        noun=ages.noun(person, timezone.localdate()),
        first=dated[0].day if dated else None,
        last=dated[-1].day if dated else None,
        strip=spread(dated, STRIP),
        covers=spread(dated, COVERS) or seen[:COVERS],
        years=years,
        after=after,
        clips=_clips(person),
    )


def photos_of(person: Person, after: int | None = None) -> tuple[list[PersonYear], int | None]:
    """Their photos by year, newest first, and where the next ones begin."""
    theirs = Face.objects.real().filter(person=person).values("asset")
    assets = in_order(Asset.objects.filter(pk__in=theirs))
    last = None
    if after is not None:
        last = Asset.objects.filter(library=person.library_id, pk=after).first()
        assets = older_than(assets, last) if last else assets.none()
    found = list(assets[: PAGE + 1])
    years = [
        _year(person, photos, continued=last is not None and _year_of(last) == _year_of(photos[-1]))
        for photos in _by_years(found[:PAGE])
    ]
    return years, found[PAGE - 1].pk if len(found) > PAGE else None


def spread(glimpses: list[Glimpse], most: int) -> list[Glimpse]:
    """At most so many dated faces, evenly over the time: the best of each stretch."""
    days = [glimpse.day.toordinal() for glimpse in glimpses if glimpse.day]
    if not days:
        return []
    length = (days[-1] - days[0] + 1) / most
    best: dict[int, Glimpse] = {}
    for day, glimpse in zip(days, glimpses, strict=True):
        stretch = int((day - days[0]) / length)
        if stretch not in best or glimpse.score > best[stretch].score:
            best[stretch] = glimpse
    return list(best.values())


def _glimpses(person: Person) -> list[Glimpse]:
    """All their faces, oldest first; undated ones last."""
    faces = (
        Face.objects.real()
        .filter(person=person)
        .values_list("pk", "asset_id", "asset__taken_on", "score")
    )
    ordered = sorted(faces, key=lambda face: (face[2] is None, face[2] or date.min, face[0]))
    return [
        Glimpse(pk, asset, day, ages.age_on(person, day), score)
        for pk, asset, day, score in ordered
    ]


def _year(person: Person, photos: list[Asset], *, continued: bool) -> PersonYear:
    newest, oldest = (ages.age_on(person, photos[place].taken_on) for place in (0, -1))
    span = oldest if oldest == newest else f"{oldest} to {newest.removeprefix('about ')}"
    tiles = [Tile(asset, ages.age_on(person, asset.taken_on)) for asset in photos]
    words = span if oldest and newest else oldest or newest
    between = dict.fromkeys((_year_of(photos[-1]), _year_of(photos[0])))
    title = "\N{EN DASH}".join(str(year) for year in between if year) or "No date"
    return PersonYear(title, words, tiles, continued)


def _by_years(photos: list[Asset]) -> list[list[Asset]]:
    together: list[list[Asset]] = []
    for year, found in groupby(photos, key=_year_of):
        of_a_year = list(found)
        before = together[-1] if together else []
        dated = year is not None and before and _year_of(before[-1]) is not None
        if dated and len(before) + len(of_a_year) <= A_ROW:
            before.extend(of_a_year)
        else:
            together.append(of_a_year)
    return together


def _year_of(asset: Asset) -> int | None:
    return asset.taken_on.year if asset.taken_on else None


def _clips(person: Person) -> list[Clip]:
    faces = (
        Face.objects.real()
        .filter(person=person, asset__kind=Asset.Kind.VIDEO, track__isnull=False)
        .select_related("asset", "track")
        .order_by("-asset__taken_at", "-asset_id", "time")
    )
    return [
        Clip(Tile(asset), [Moment(start) for face in found for start, _ in face.track.moments])
        for asset, found in groupby(faces, key=lambda face: face.asset)
    ]
